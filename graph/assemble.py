"""From the rows of questions to the records of `views`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from extract.records import Recurrence
from graph.rows import Row
from graph.store import Graph
from graph.views import CitationMention, DeadlineMention, DocumentView, TargetMention, TaskView, UnitMention
from graph.works import number_key

# Up to so many ids are asked for one by one.
FEW = 250


def as_documents(graph: Graph, rows: Iterable[Row]) -> tuple[DocumentView, ...]:
    """The heads of documents, with the ids of those that have the same text."""
    rows = list(rows)
    same: dict[str, list[str]] = {}
    for twin in graph.run("same_text", {"hashes": sorted({row["text_hash"] for row in rows})}):
        same.setdefault(twin["text_hash"], []).append(twin["id"])
    return tuple(_as_document(row, same.get(row["text_hash"], [])) for row in rows)


def _as_document(row: Row, same: Sequence[str]) -> DocumentView:
    values = {name: row[name] for name in DocumentView.model_fields if name in row}
    return DocumentView(
        **{
            **values,
            **{name: as_date(row[name]) for name in ("issued_on", "adopted_on", "effective_on")},
            "notes": tuple(row["notes"] or ()),
            "same_text": tuple(sorted(id_ for id_ in same if id_ != row["id"])),
        }
    )


def run_by_ids(graph: Graph, question: str, of_one: str, ids: Sequence[str]) -> list[Row]:
    """The rows of a question about some nodes; about few, of the embedded graph, one by one.

    The embedded engine finds one node by its id at once (0.1 ms), but joins a list of ids by reading all edges: 30 ms of 19,000 tasks.
    """
    if graph.store != "ladybug" or len(ids) > FEW:
        return graph.run(question, {"ids": list(ids)})
    return [row for id_ in ids for row in graph.run(of_one, {"id": id_})]


def as_tasks(graph: Graph, rows: Sequence[Row]) -> tuple[TaskView, ...]:
    """Tasks with all their facts, in the order of `rows`."""
    if not rows:
        return ()
    ids = {"ids": [row["id"] for row in rows]}
    units = _by_task(run_by_ids(graph, "task_units", "task_units_by_id", ids["ids"]), as_unit)
    deadlines = _by_task(graph.run("task_deadlines", ids), as_deadline)
    targets = _by_task(graph.run("task_targets", ids), as_target)
    cited = graph.run("task_citations", ids)
    texts = texts_of_works(graph, cited)
    citations = _by_task(cited, lambda row: as_citation(row, texts))
    return tuple(
        TaskView(
            **{name: row[name] for name in TaskView.model_fields if name in row and name != "path"},
            path=tuple(row["path"] or ()),
            end=row["end_"],
            units=units.get(row["id"], ()),
            deadlines=deadlines.get(row["id"], ()),
            targets=targets.get(row["id"], ()),
            citations=citations.get(row["id"], ()),
        )
        for row in rows
    )


def _by_task(rows: Iterable[Row], make: Any) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for row in sorted(rows, key=lambda row: (row["task"], row["position"])):
        found.setdefault(row["task"], []).append(make(row))
    return {task: tuple(records) for task, records in found.items()}


def _evidence(row: Row) -> dict[str, Any]:
    return {"start": row["start"], "end": row["end_"], "how": row["how"], "rule": row["rule"], "confidence": row["confidence"]}


def as_unit(row: Row) -> UnitMention:
    """A unit as a task names it."""
    return UnitMention(unit=row["unit"], name=row["name"], canonical=row["canonical"], role=row["role"], **_evidence(row))


def as_deadline(row: Row) -> DeadlineMention:
    """A deadline of a task."""
    again = Recurrence(every=row["every"], times=row["times"], day=row["day"]) if row["every"] else None
    return DeadlineMention.model_validate(
        {
            **{name: row[name] for name in ("id", "text", "milestone", "past")},
            "from": as_date(row["due_from"]),
            "to": as_date(row["due_to"]),
            "recurrence": again,
            "units": tuple(row["units"] or ()),
            **_evidence(row),
        }
    )


def as_target(row: Row) -> TargetMention:
    """A target of a task."""
    names = ("id", "text", "indicator", "indicator_id", "comparator", "value", "unit", "direction", "baseline", "status")
    return TargetMention(**{name: row[name] for name in names}, **_evidence(row))


def as_citation(row: Row, texts: dict[str, list[tuple[str, str | None]]]) -> CitationMention:
    """A citation; loaded documents of the work that carry another number than the one cited are others."""
    documents = tuple(sorted({id_ for id_, number in texts.get(row["work"], ()) if is_same_number(row["doc_number"], number)}))
    return CitationMention(title=row["title"], doc_number=row["doc_number"], work=row["work"], documents=documents, **_evidence(row))


def texts_of_works(graph: Graph, rows: Iterable[Row]) -> dict[str, list[tuple[str, str | None]]]:
    """The loaded documents, and their numbers, of every work that these citations name."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    works = sorted({row["work"] for row in rows})
    if works:
        for row in graph.run("work_documents", {"ids": works}):
            found.setdefault(row["work"], []).append((row["document"], row["doc_number"]))
    return found


def is_same_number(one: str | None, other: str | None) -> bool:
    """Two numbers do not contradict each other.

    >>> is_same_number("云政发[2024]1号", "云政发〔2024〕1号"), is_same_number(None, "云政发〔2024〕1号"), is_same_number("a", "b")
    (True, True, False)
    """
    return one is None or other is None or number_key(one) == number_key(other)


def as_date(text: str | None) -> date | None:
    """A date that was kept as ISO text."""
    return date.fromisoformat(text) if text else None
