"""Who answers for each item: the units of its printed lists and columns with their roles, and the doers of its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.clean import simplify
from extract.conventions import Conventions, apply_first_leads, find_conventions, heading_leads
from extract.frame import Frame, Item, Span
from extract.records import Unit
from extract.subjects import Doer, find_subjects
from extract.unit_columns import read_columns
from extract.unit_lists import Listed, UnitList, between, find_unit_lists

# Frequent characters that only traditional text has; one of them stands in any page of it.
_TRADITIONAL = re.compile("[責單縣區實總辦務員門問題應發為與產業國會時來對後過當關長機構導強進級負導監]")
_PROSE_FIELDS = frozenset({"title", "text", "target", "progress"})


def find_units(frame: Frame, items: Sequence[Item]) -> list[tuple[Unit, ...]]:
    """The units of every item, lists before subjects, each once a role kind.

    A regulation has no printed lists unless it has their labels; its doers stand in its sentences. A document in traditional
    characters is read through its simplified twin of the same length; names are quoted as printed, and `canonical` gives them in
    simplified characters.
    """
    if not _TRADITIONAL.search(frame.text) or (twin := simplify(frame.text)) == frame.text:
        return _find_units(frame, items)
    return [tuple(_as_printed(unit, frame.text) for unit in units) for units in _find_units(replace(frame, text=twin), items)]


def _as_printed(unit: Unit, text: str) -> Unit:
    printed = text[unit.start : unit.end]
    if printed == unit.name:
        return unit
    return unit.model_copy(update={"name": printed, "canonical": unit.canonical or unit.name})


def _find_units(frame: Frame, items: Sequence[Item]) -> list[tuple[Unit, ...]]:
    conventions = find_conventions(frame.text)
    listless = frame.head.kind == "regulation" and not any(label in frame.text for label in ("责任单位", "牵头单位", "责任部门"))
    all_lists = [[] if listless else _lists_of(frame, item) for item in items]
    if conventions.first_leads is not None:
        said_at = _reach(conventions.first_leads, all_lists)
        all_lists = [[apply_first_leads(found, said_at, conventions.others) for found in lists] for lists in all_lists]
    units: list[tuple[Unit, ...]] = []
    for item, lists in zip(items, all_lists, strict=True):
        members = [member for found in lists for member in found.members]
        members = _with_conventions(item, [*heading_leads(frame.text, item.path, item.start), *members], conventions)
        listed = _listed_units(frame, item, members)
        doers = find_subjects(frame, item, _prose(frame, item, lists))
        units.append((*listed, *_subject_units(frame, item, doers)))
    return units


def _lists_of(frame: Frame, item: Item) -> list[UnitList]:
    lists = read_columns(frame.text, item.fields)
    for stretch in _stretches(item):
        lists.extend(find_unit_lists(frame.text, stretch.start, stretch.end))
    return lists


def _stretches(item: Item) -> tuple[Span, ...]:
    """Where prose of the item stands: of a row only the cells that hold sentences."""
    if not item.fields:
        return item.body
    return tuple(Span(field.start, field.end) for field in item.fields if field.role in _PROSE_FIELDS)


def _prose(frame: Frame, item: Item, lists: Iterable[UnitList]) -> list[Span]:
    """The stretches in which sentences stand: without printed lists."""
    taken = sorted(found.span for found in lists)
    prose = [] if item.lead is None else [item.lead]
    for stretch in _stretches(item):
        prose.extend(between(stretch.start, stretch.end, [span for span in taken if stretch.start <= span.start < stretch.end]))
    return prose


def _reach(said_at: int, all_lists: list[list[UnitList]]) -> int:
    """From where a rule holds: from its own place, or everywhere if it is said after the last list (a note at the foot)."""
    last = max((found.span.end for lists in all_lists for found in lists), default=0)
    return said_at if said_at <= last else 0


def _with_conventions(item: Item, members: list[Listed], conventions: Conventions) -> list[Listed]:
    if conventions.responsible_leads is not None and not any(member.role == "lead" for member in members):
        members = [replace(member, role="lead") if member.role == "responsible" else member for member in members]
    if conventions.default_from is not None and item.start > conventions.default_from:
        members = [*members, *conventions.default]
    return members


def _listed_units(frame: Frame, item: Item, members: list[Listed]) -> list[Unit]:
    how = "table" if item.fields else frame.how
    units: dict[str, Unit] = {}
    for member in members:
        name = member.name
        if name.name not in units:
            units[name.name] = Unit(
                name=name.name,
                role=member.role,
                canonical=name.canonical,
                start=name.start,
                end=name.end,
                how="ocr" if frame.how == "ocr" else how,
                rule=member.rule,
                confidence=member.confidence,
            )
    return list(units.values())


def _subject_units(frame: Frame, item: Item, doers: Iterable[Doer]) -> list[Unit]:
    units: dict[tuple[str, str | None], Unit] = {}
    for doer in doers:
        name = doer.name
        units.setdefault(
            (name.name, name.canonical),
            Unit(
                name=name.name,
                role="subject",
                canonical=name.canonical,
                start=name.start,
                end=name.end,
                how=frame.how,
                rule=doer.rule,
                confidence=doer.confidence,
            ),
        )
    return list(units.values())
