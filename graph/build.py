"""From records to rows: `rows_of` says everything that the documents of a file bring into the graph.

Whatever follows from a name alone (what a unit is and belongs to, a work, an indicator, a place) is remembered across documents.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import lru_cache

from extract.records import Citation, Document, Mention, Task
from graph.decisions import Resolver
from graph.ids import fingerprint, make_id, text_hash, text_number
from graph.indicators import indicator_key
from graph.measures import to_base
from graph.places import Path, level_of
from graph.reforms import renames_of
from graph.resolve import ResolvedUnit, parent_of, resolve, sibling, where_is
from graph.rows import DocumentRows, Loading, Rows, Values
from graph.schema import ROLE_EDGES, edge_of
from graph.texts import Stretch, rest_of
from graph.works import series_key, work_key

# What a document says before the title of one that it carries out: 根据《…》, 为贯彻落实《…》, 按照《甲》《乙》要求.
_BASIS = re.compile(r"(根据|依据|依照|按照|遵照|贯彻|落实|执行)[^，。；：\n]*$")
_BASIS_WITHIN = 40
# Names that recur: 1,253 documents have 17,000 spellings of units, 7,500 units, 4,600 works.
_REMEMBERED = 1 << 15

_HAS, _CONTAINS, _UNDER = edge_of("HAS", "Document"), edge_of("CONTAINS", "Document"), edge_of("UNDER", "Task")
_WITHIN, _ISSUED_BY, _ABOUT = edge_of("WITHIN", "Section"), edge_of("ISSUED_BY", "Document"), edge_of("ABOUT", "Document")
_VERSION_OF, _BASED_ON = edge_of("VERSION_OF", "Document"), edge_of("BASED_ON", "Document")
_DUE, _AIMS_AT, _MEASURES = edge_of("DUE", "Task"), edge_of("AIMS_AT", "Task"), edge_of("MEASURES", "Target")
_BELONGS_TO, _IN_PLACE, _PART_OF = edge_of("BELONGS_TO", "Unit"), edge_of("IN_PLACE", "Unit"), edge_of("PART_OF", "Place")
_CITES = {label: edge_of("CITES", label) for label in ("Task", "Document")}
_ROLES = {role: edge_of(type_, "Unit") for role, type_ in ROLE_EDGES.items()}


def rows_of(loading: Loading, decided: Resolver | None = None) -> tuple[DocumentRows, ...]:
    """The rows of every document of a file, in order; `decided` follows what persons decided about units."""
    seen: Counter[str] = Counter()
    documents = loading.extraction.documents
    slots = []
    for document in documents:
        slot = make_id("n", loading.extraction.source, document.title, document.doc_number)
        # The same title twice in one file is two documents; the second is the second in its newer copy, too.
        seen[slot] += 1
        slots.append(make_id("n", slot, seen[slot]) if seen[slot] > 1 else slot)
    ids = [make_id("d", slot, document.text) for slot, document in zip(slots, documents, strict=True)]
    file = make_id("f", *ids)
    return tuple(
        _Builder(loading, document, ids[position], slots[position], file, decided or Resolver(())).build(position)
        for position, document in enumerate(documents)
    )


class _Builder:
    """Makes the rows of one document; the values of a row stand in the order of the schema."""

    def __init__(self, loading: Loading, document: Document, id_: str, slot: str, file: str, decided: Resolver) -> None:
        """Begins the rows of one document of a file."""
        self.loading = loading
        self.document = document
        self.id = id_
        self.slot = slot
        self.file = file
        self.decided = decided
        self.rows = Rows()
        self.where = where_is(document, slot, issuer=loading.issuer, place=loading.place)
        self.path = self.where.path
        self.issuer = document.issuer or loading.issuer
        self.renames: set[tuple[str, str, int]] = set()
        self._units: dict[tuple[str, str | None], str] = {}
        self._sections: dict[tuple[str, ...], str] = {}
        self._stretches: list[Stretch] = []

    def build(self, position: int) -> DocumentRows:
        document, edges = self.document, self.rows.edges
        edges[_HAS] += [(self.id, self._task(task, place)) for place, task in enumerate(document.tasks)]
        edges[_CONTAINS] += [(self.id, section) for section in self.rows.nodes["Section"]]
        if self.path:
            edges[_ABOUT].append((self.id, self._place("", self.path)))
        if self.issuer:
            edges[_ISSUED_BY].append((self.id, self._unit(self.issuer, None)))
        if document.title:
            edges[_VERSION_OF].append((self.id, self._work(document.title), document.doc_number))
        self._citations(document.citations, "Document", self.id)
        series, hash_ = self._series(), text_hash(document.text)
        head = self._head(series)
        # All that it brings: what was read, what the person who loads it adds, and what its names were resolved to.
        said = fingerprint(head, *(list(rows.values()) for rows in self.rows.nodes.values()), *edges.values())
        self.rows.nodes["Document"][self.id] = (
            *head,
            rest_of(document.text, self._stretches),
            len(document.text),
            len(document.tasks),
            hash_,
            said,
            position,
        )
        return DocumentRows(
            self.id,
            self.slot,
            document.title,
            document.doc_number,
            said,
            hash_,
            self.rows,
            self.file,
            series,
            frozenset(self.renames),
        )

    def _head(self, series: str | None) -> Values:
        document = self.document
        return (
            self.id,
            self.slot,
            series,
            self.file,
            self.loading.extraction.source,
            self.loading.original,
            document.title,
            document.kind,
            document.year,
            self.issuer,
            document.doc_number,
            _iso(document.issued_on),
            _iso(document.adopted_on),
            _iso(document.effective_on),
            "".join(self.path) if self.path else None,
            document.addressees,
            document.signers,
            document.urgency,
            document.copies_to,
            document.attachments,
            document.notes,
        )

    def _series(self) -> str | None:
        """What this document and those of other years are one series by: who issued it (or which place), its kind, its title."""
        document = self.document
        by = self._unit(self.issuer, None) if self.issuer else make_id("p", *self.path) if self.path else None
        if by is None or document.year is None or not document.title:
            return None
        return make_id("r", by, document.kind, series_key(document.title))

    def _task(self, task: Task, position: int) -> str:
        tasks = self.rows.nodes["Task"]
        self._stretches.append((task.start, task.end, task.text))
        # Where it stands in its document tells it from all others; what the document's id follows from need not be hashed again.
        id_ = f"t{self.id[1:]}.{task.start}.{task.end}"
        if id_ in tasks:
            id_ = f"{id_}.{position}"
        tasks[id_] = (
            id_,
            position,
            task.number,
            task.title,
            task.text,
            task.path,
            task.start,
            task.end,
            task.how,
            task.confidence,
            text_number(task.text),
        )
        if task.path:
            self.rows.edges[_UNDER].append((id_, self._section(task.path, task.end)))
        for place, unit in enumerate(task.units):
            who = self._unit(unit.name, unit.canonical)
            self.rows.edges[_ROLES[unit.role]].append((who, id_, unit.role, unit.name, *_evidence(unit, place)))
        if task.deadlines:
            self._deadlines(task, id_)
        if task.targets:
            self._targets(task, id_)
        if task.citations:
            self._citations(task.citations, "Task", id_)
        return id_

    def _section(self, path: tuple[str, ...], before: int) -> str:
        """The section of a path of headings that stands somewhere before an offset."""
        known = self._sections.get(path)
        if known is None:
            known = self._sections[path] = make_id("s", self.id, *path)
            start = self.document.text.rfind(path[-1], 0, before)
            span = (start, start + len(path[-1])) if start >= 0 else (None, None)
            above = self._section(path[:-1], before) if len(path) > 1 else None
            self.rows.nodes["Section"][known] = (known, path[-1], len(path) - 1, *span)
            if above:
                self.rows.edges[_WITHIN].append((known, above))
        return known

    def _deadlines(self, task: Task, task_id: str) -> None:
        for position, deadline in enumerate(task.deadlines):
            again = deadline.recurrence
            id_ = f"l{task_id[1:]}.{position}"
            self.rows.nodes["Deadline"][id_] = (
                id_,
                deadline.text,
                _iso(deadline.from_),
                _iso(deadline.to),
                again.every if again else None,
                again.times if again else None,
                again.day if again else None,
                deadline.units,
                deadline.milestone,
                deadline.past,
                *_evidence(deadline, position),
            )
            self.rows.edges[_DUE].append((task_id, id_))

    def _targets(self, task: Task, task_id: str) -> None:
        for position, target in enumerate(task.targets):
            base = to_base(target.value, target.unit)
            id_ = f"g{task_id[1:]}.{position}"
            self.rows.nodes["Target"][id_] = (
                id_,
                target.text,
                target.indicator,
                target.comparator,
                float(target.value),
                target.unit,
                *(base or (None, None)),
                target.direction,
                target.baseline,
                target.status,
                *_evidence(target, position),
            )
            self.rows.edges[_AIMS_AT].append((task_id, id_))
            if target.indicator and (indicator := _indicator(target.indicator)):
                self.rows.nodes["Indicator"][indicator[0]] = indicator
                self.rows.edges[_MEASURES].append((id_, indicator[0]))

    def _citations(self, citations: tuple[Citation, ...], label: str, from_: str) -> None:
        for position, citation in enumerate(citations):
            row = (citation.title, citation.doc_number, *_evidence(citation, position))
            work = self._work(citation.title)
            self.rows.edges[_CITES[label]].append((from_, work, *row))
            if _BASIS.search(self.document.text[max(0, citation.start - _BASIS_WITHIN) : citation.start]):
                self.rows.edges[_BASED_ON].append((self.id, work, *row))

    def _work(self, title: str) -> str:
        row = _work(title)
        self.rows.nodes["Work"][row[0]] = row
        return str(row[0])

    def _unit(self, name: str, canonical: str | None) -> str:
        known = self._units.get((name, canonical))
        if known is None:
            unit = self.decided(resolve(name, self.where, canonical=canonical), name)
            known = self._units[name, canonical] = unit.id
            self._add(unit)
        return known

    def _add(self, unit: ResolvedUnit) -> None:
        units = self.rows.nodes["Unit"]
        if unit.id in units:
            return
        row, renames, parent = _follows(unit)
        units[unit.id] = row
        self.renames.update(renames)
        if unit.place:
            self.rows.edges[_IN_PLACE].append((unit.id, self._place(unit.scope, unit.place)))
        if parent:
            self._add(parent)
            self.rows.edges[_BELONGS_TO].append((unit.id, parent.id))

    def _place(self, scope: str, path: Path) -> str:
        row = _place(scope, path)
        id_ = str(row[0])
        if id_ not in self.rows.nodes["Place"]:
            self.rows.nodes["Place"][id_] = row
            if len(path) > 1 and path[:-1] != ("",):
                self.rows.edges[_PART_OF].append((id_, self._place(scope, path[:-1])))
        return id_


@lru_cache(_REMEMBERED)
def _follows(unit: ResolvedUnit) -> tuple[Values, tuple[tuple[str, str, int], ...], ResolvedUnit | None]:
    """What follows from a unit itself: its row, the reforms that it took part in, what it belongs to."""
    place = "".join(unit.place) if unit.place else None
    row = (unit.id, unit.name, unit.canonical, place, unit.place or (), unit.scope, unit.level, unit.kind)
    renames = tuple((sibling(unit, old).id, sibling(unit, new).id, year) for old, new, year in renames_of(unit.name))
    return row, renames, parent_of(unit)


@lru_cache(_REMEMBERED)
def _place(scope: str, path: Path) -> Values:
    return (make_id("p", scope, *path), path[-1], "".join(path), level_of(path[-1]))


@lru_cache(_REMEMBERED)
def _work(title: str) -> Values:
    key = work_key(title)
    return (make_id("w", key), key)


@lru_cache(_REMEMBERED)
def _indicator(name: str) -> Values | None:
    key = indicator_key(name)
    return (make_id("i", key), key) if key else None


def _evidence(mention: Mention, position: int) -> Values:
    return (position, mention.start, mention.end, mention.how, mention.rule, mention.confidence)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
