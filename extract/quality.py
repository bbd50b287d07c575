"""Holds an extraction against gold, element by element: what was found, what was missed, what was made up.

An element that the gold marks `optional`, a field in its `optional_fields` and a deadline marked `past` count neither way.
Metadata, paths, unit roles and offsets are shares of what could be right; all else is counted by precision and recall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.likeness import (
    Json,
    Likeness,
    best_pairs,
    citation_likeness,
    deadline_likeness,
    document_likeness,
    figure_likeness,
    plain,
    target_likeness,
    task_likeness,
    unit_likeness,
)

ELEMENTS = (
    "documents",
    "metadata",
    "offsets",
    "tasks",
    "paths",
    "units",
    "unit roles",
    "subjects",
    "deadlines",
    "figures",
    "targets",
    "citations",
)
SHARES = frozenset({"metadata", "offsets", "paths", "unit roles"})
METADATA = ("title", "kind", "year", "issuer", "doc_number", "issued_on")
LISTED = frozenset({"lead", "responsible", "support"})

Verdict = Literal["found", "missed", "made up"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One element of the gold or of the reading: where it stands, what it says, and how it came out."""

    element: str
    verdict: Verdict
    where: str
    says: str

    def __str__(self) -> str:
        """The outcome on one line."""
        return f"{self.verdict} {self.element} · {self.where}: {self.says}"


@dataclass(frozen=True, slots=True)
class Figure:
    """How well one element is read."""

    gold: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> round(Figure(4, 1.0, 0.5).f1, 3)
        0.667
        """
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def figures(outcomes: Iterable[Outcome]) -> dict[str, Figure]:
    """Precision and recall of every element that occurs, in the order of `ELEMENTS`."""
    counts = Counter((outcome.element, outcome.verdict) for outcome in outcomes)
    result = {}
    for element in ELEMENTS:
        found, missed, made_up = (counts[element, verdict] for verdict in ("found", "missed", "made up"))
        if found + missed + made_up:
            recall = found / (found + missed) if found + missed else 0.0
            precision = recall if element in SHARES else found / (found + made_up) if found + made_up else 0.0
            result[element] = Figure(found + missed, precision, recall)
    return result


def compare(gold: Json, read: Json) -> list[Outcome]:
    """Every outcome of one file; both sides have the form of the contract. Gold that names its `elements` says nothing of the others."""
    outcomes: list[Outcome] = []
    name = gold["source"]
    documents = read.get("documents", [])
    pairs = _judge(
        outcomes, "documents", name, (gold["documents"], documents), document_likeness, lambda each: each.get("title") or "untitled"
    )
    for number, wanted in enumerate(gold["documents"]):
        got = documents[pairs[number]] if number in pairs else {"tasks": []}
        _compare_metadata(outcomes, name, wanted, got)
        _check_offsets(outcomes, name, got)
        _compare_tasks(outcomes, name, wanted["tasks"], got.get("tasks", []))
    judged = gold.get("elements", ELEMENTS)
    return [outcome for outcome in outcomes if outcome.element in judged]


def _judge(
    outcomes: list[Outcome],
    element: str,
    where: str,
    sides: tuple[Sequence[Json], Sequence[Json]],
    likeness: Likeness,
    says: Callable[[Json], str],
) -> dict[int, int]:
    """Pairs gold with what was read and writes the outcome of each; answers the pairs."""
    gold, read = sides
    pairs = best_pairs(gold, read, likeness)
    for number, wanted in enumerate(gold):
        if not wanted.get("optional"):
            outcomes.append(Outcome(element, "found" if number in pairs else "missed", where, says(wanted)))
    excused = [text for wanted in gold if wanted.get("optional") and (text := plain(wanted.get("text")))]
    paired = set(pairs.values())
    outcomes.extend(
        Outcome(element, "made up", where, says(got))
        for number, got in enumerate(read)
        if number not in paired and not any(_overlap(plain(got.get("text")), text) for text in excused)
    )
    return pairs


def _overlap(one: str, other: str) -> bool:
    """Whether one stands in the other and is at least a third of it."""
    short, long = sorted((one, other), key=len)
    return bool(short) and short in long and len(long) <= 3 * len(short)


def _share(outcomes: list[Outcome], element: str, where: str, right: bool, says: str) -> None:
    outcomes.append(Outcome(element, "found" if right else "missed", where, says))


def _compare_metadata(outcomes: list[Outcome], name: str, wanted: Json, got: Json) -> None:
    for field in METADATA:
        if field in wanted and field not in wanted.get("optional_fields", []):
            right = plain(str(wanted[field])) == plain(str(got.get(field)))
            _share(outcomes, "metadata", name, right, f"{field} = {wanted[field]}" + ("" if right else f", read {got.get(field)}"))


def _check_offsets(outcomes: list[Outcome], name: str, document: Json) -> None:
    text = document.get("text") or ""
    for task in document.get("tasks", []):
        quotes = [(task, "text"), *((unit, "name") for unit in task.get("units", []))]
        quotes += [(mention, "text") for part in ("deadlines", "targets") for mention in task.get(part, [])]
        quotes += [(citation, "title") for citation in task.get("citations", [])]
        for mention, field in quotes:
            start, end, quote = mention.get("start"), mention.get("end"), mention.get(field)
            right = bool(quote) and isinstance(start, int) and isinstance(end, int) and text[start:end] == quote
            _share(outcomes, "offsets", f"{name} {task.get('number')}", right, f"{quote} at {start}:{end}")


def _compare_tasks(outcomes: list[Outcome], name: str, gold: Sequence[Json], read: Sequence[Json]) -> None:
    pairs = _judge(
        outcomes, "tasks", name, (gold, read), task_likeness, lambda task: f"{task.get('number')} {task.get('title') or ''}"[:60]
    )
    for number, wanted in enumerate(gold):
        got = read[pairs[number]] if number in pairs else {}
        if wanted.get("optional"):
            continue
        if number in pairs and wanted.get("path"):
            ways = [[plain(step) for step in task.get("path") or []] for task in (wanted, got)]
            _share(outcomes, "paths", f"{name} {wanted.get('number')}", ways[0] == ways[1], " / ".join(wanted["path"]))
        _compare_facts(outcomes, f"{name} {wanted.get('number') or got.get('number')}", wanted, got)
    paired = set(pairs.values())
    for number, got in enumerate(read):
        if number not in paired:
            _compare_facts(outcomes, f"{name} {got.get('number')}", {}, got)


def _compare_facts(outcomes: list[Outcome], where: str, wanted: Json, got: Json) -> None:
    _compare_units(outcomes, where, wanted.get("units", []), got.get("units", []))
    for element, part, likeness, says in _FACTS:
        gold, read = wanted.get(part, []), got.get(part, [])
        if part == "deadlines":
            gold = [{**deadline, "optional": True} if deadline.get("past") else deadline for deadline in gold]
            read = [deadline for deadline in read if not deadline.get("past")]
        _judge(outcomes, element, where, (gold, read), likeness, says)


def _compare_units(outcomes: list[Outcome], where: str, gold: Sequence[Json], read: Sequence[Json]) -> None:
    """Units of lists and doers of sentences are two elements; a reading that an optional unit excuses counts only where it is wanted."""
    excusing = [unit for unit in gold if unit.get("optional")]
    wanted = [unit for unit in gold if not unit.get("optional")]

    def is_listed(unit: Json) -> bool:
        return unit.get("role") in LISTED

    counted = [
        unit
        for unit in read
        if not any(unit_likeness(excuse, unit) for excuse in excusing)
        or any(unit_likeness(each, unit) and is_listed(each) == is_listed(unit) for each in wanted)
    ]
    listed, got = [unit for unit in wanted if is_listed(unit)], [unit for unit in counted if is_listed(unit)]
    pairs = _judge(outcomes, "units", where, (listed, got), unit_likeness, lambda unit: f"{unit.get('name')} ({unit.get('role')})")
    for number, partner in pairs.items():
        right = listed[number]["role"] == got[partner].get("role")
        says = f"{listed[number]['name']} is {listed[number]['role']}" + ("" if right else f", read {got[partner].get('role')}")
        _share(outcomes, "unit roles", where, right, says)
    doers = [unit for unit in wanted if unit["role"] == "subject"], [unit for unit in counted if unit.get("role") == "subject"]
    _judge(outcomes, "subjects", where, doers, unit_likeness, lambda unit: str(unit.get("name")))


def _deadline_says(deadline: Json) -> str:
    recurrence = deadline.get("recurrence") or {}
    often = f" {recurrence.get('every')}×{recurrence.get('times')}" if recurrence else ""
    return f"{deadline.get('text')} = {deadline.get('from') or ''}..{deadline.get('to') or ''}{often}"


def _target_says(target: Json) -> str:
    extras = " ".join(filter(None, (target.get("direction"), target.get("status"))))
    figure = f"{target.get('comparator')} {target.get('value')} {target.get('unit') or ''}"
    return f"{target.get('indicator')} {figure} {extras} «{target.get('text')}»"


_FACTS: tuple[tuple[str, str, Likeness, Callable[[Json], str]], ...] = (
    ("deadlines", "deadlines", deadline_likeness, _deadline_says),
    ("figures", "targets", figure_likeness, _target_says),
    ("targets", "targets", target_likeness, _target_says),
    ("citations", "citations", citation_likeness, lambda citation: str(citation.get("title"))),
)
