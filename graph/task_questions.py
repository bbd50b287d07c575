"""Questions about documents and tasks; each function runs files of `cypher/` and returns records of `views`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from extract.errors import NotFound
from extract.records import Kind, Record, Role
from graph.assemble import as_citation, as_documents, as_tasks, is_same_number, run_by_ids, texts_of_works
from graph.rows import Row
from graph.store import Graph
from graph.texts import whole
from graph.views import DocumentDetail, DocumentView, Facet, Likeness, Page, TaskView
from graph.works import work_key

# Tasks of so many documents are read at once by those who index; more does not go faster.
DOCUMENTS_AT_ONCE = 50
ALL = 1 << 31


class TaskFilter(Record):
    """What tasks to list; a field that is not given does not narrow.

    `unit` is the id of a unit, its canonical name, a printed name, or the end of a canonical name (`市水务局` finds 云泽市水务局).
    `issuer` and `place` match as a part of the name.
    """

    unit: str | None = None
    year: int | None = None
    kind: Kind | None = None
    issuer: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    document: str | None = None
    role: Role | None = None
    place: str | None = None
    has_target: bool | None = None


def documents(graph: Graph, *, limit: int = 100, offset: int = 0) -> Page[DocumentView]:
    """The loaded documents, newest year first."""
    items = as_documents(graph, graph.run("documents", {"skip": offset, "limit": limit}))
    return Page[DocumentView](total=graph.counts()["documents"], items=items, limit=limit, offset=offset)


def documents_by_ids(graph: Graph, ids: Sequence[str]) -> tuple[DocumentView, ...]:
    """The documents of these ids, in this order; unknown ids are left out."""
    if not ids:
        return ()
    found = {view.id: view for view in as_documents(graph, graph.run("documents_by_ids", {"ids": sorted(set(ids))}))}
    return tuple(found[id_] for id_ in ids if id_ in found)


def document(graph: Graph, id: str) -> DocumentDetail:
    """One document with its text, tasks and citations. Raises `NotFound`."""
    heads = documents_by_ids(graph, [id])
    if not heads:
        raise NotFound(f"there is no document {id}")
    rest = graph.run("document_text", {"id": id})[0]
    cited = graph.run("document_citations", {"id": id})
    based = graph.run("document_basis", {"id": id})
    linked = graph.run("document_series", {"id": id})
    texts = texts_of_works(graph, [*cited, *based])
    return DocumentDetail(
        **dict(heads[0]),
        text=_whole(rest),
        items=tuple(all_tasks(graph, documents=[id])),
        citations=tuple(as_citation(row, texts) for row in sorted(cited, key=lambda row: row["position"])),
        based_on=tuple(as_citation(row, texts) for row in sorted(based, key=lambda row: row["start"])),
        based_on_this=tuple(sorted(_linked(graph, "document_basis_of", id))),
        continues=tuple(sorted(row["document"] for row in linked if not row["is_later"])),
        continued_by=tuple(sorted(row["document"] for row in linked if row["is_later"])),
        cited_by=tuple(sorted(_linked(graph, "document_cited_by", id))),
        addressees=tuple(rest["addressees"] or ()),
        signers=tuple(rest["signers"] or ()),
        urgency=rest["urgency"],
        copies_to=rest["copies_to"],
        attachments=tuple(rest["attachments"] or ()),
    )


def text_of(graph: Graph, id: str) -> tuple[DocumentView, str]:
    """The head and the text of one document, without its tasks. Raises `NotFound`."""
    heads = documents_by_ids(graph, [id])
    if not heads:
        raise NotFound(f"there is no document {id}")
    return heads[0], whole_text(graph, id)


def whole_text(graph: Graph, id: str) -> str:
    """The text of a document. Raises `NotFound`."""
    rows = graph.run("document_text", {"id": id})
    if not rows:
        raise NotFound(f"there is no document {id}")
    return _whole(rows[0])


def _whole(row: Row) -> str:
    stretches = ((task["start"], task["stop"], task["text"]) for task in row["stretches"] if task["start"] is not None)
    # Neo4j's import tool takes an empty text for none.
    return whole(row["rest"] or "", row["characters"], stretches)


def alike(graph: Graph, id: str) -> tuple[Likeness, ...]:
    """The documents that repeat at least half of this one's tasks, or of theirs, word for word. Raises `NotFound`."""
    heads = documents_by_ids(graph, [id])
    if not heads:
        raise NotFound(f"there is no document {id}")
    here = heads[0]
    rows = {row["document"]: row["n"] for row in graph.run("documents_alike", {"id": id})}
    found = []
    for other in documents_by_ids(graph, sorted({*rows, *here.same_text})):
        shared, same = rows.get(other.id, 0), other.id in here.same_text
        if same or 2 * shared >= min(here.tasks, other.tasks):
            found.append(
                Likeness(document=other, same_text=same, shared=shared, only_here=here.tasks - shared, only_there=other.tasks - shared)
            )
    return tuple(sorted(found, key=lambda likeness: (not likeness.same_text, -likeness.shared, likeness.document.id)))


def neighbours(graph: Graph, id: str) -> tuple[DocumentView, ...]:
    """The loaded documents that cite document `id` or are cited by it."""
    return documents_by_ids(graph, sorted(_linked(graph, "document_cited_by", id) | _linked(graph, "documents_cited", id)))


def _linked(graph: Graph, question: str, id_: str) -> set[str]:
    rows = graph.run(question, {"id": id_})
    return {row["document"] for row in rows if is_same_number(row["cited_number"], row["doc_number"])} - {id_}


def tasks(graph: Graph, where: TaskFilter | None = None, *, limit: int = 100, offset: int = 0) -> Page[TaskView]:
    """The tasks that fit, in the order of their documents."""
    parameters = _filter(graph, where or TaskFilter())
    ids = [row["id"] for row in graph.run("task_ids", {**parameters, "skip": offset, "limit": limit})]
    count = f"count of task ids {(where or TaskFilter()).model_dump_json()}"
    total = graph.remember(count, lambda: int(graph.run("count_task_ids", parameters)[0]["n"]))
    return Page[TaskView](total=total, items=tasks_by_ids(graph, ids), limit=limit, offset=offset)


def task_ids(graph: Graph, where: TaskFilter) -> tuple[str, ...]:
    """The ids of all tasks that fit, in the order of their documents: what a search needs to narrow its hits."""

    def ids() -> tuple[str, ...]:
        return tuple(row["id"] for row in graph.run("task_ids", {**_filter(graph, where), "skip": 0, "limit": ALL}))

    # A person who narrows a search looks at several pages and tries other words; the filter is read once.
    return graph.remember(f"task ids {where.model_dump_json()}", ids)


def _filter(graph: Graph, where: TaskFilter) -> dict[str, Any]:
    return {
        "year": where.year or 0,
        "kind": where.kind or "",
        "document": where.document or "",
        "issuer": where.issuer or "",
        "place": where.place or "",
        "role": where.role or "",
        "by_unit": where.unit is not None,
        "units": units_called(graph, where.unit) if where.unit is not None else [],
        "due_from": where.due_from.isoformat() if where.due_from else "",
        "due_to": where.due_to.isoformat() if where.due_to else "",
        "has_target": {None: 0, True: 1, False: 2}[where.has_target],
    }


def due_ids(graph: Graph, *, first: date | None = None, last: date | None = None, recurring: bool = False) -> dict[str, str]:
    """The ids of the tasks that fall due between two days, or that recur so many times, each with its document's."""
    days = {"due_from": first.isoformat() if first else "", "due_to": last.isoformat() if last else "", "recurring": recurring}
    return {row["id"]: row["document"] for row in graph.run("due_task_ids", days)}


def units_called(graph: Graph, unit: str) -> list[str]:
    """The ids of the units that a person may mean: by id, canonical name or its end, or as printed."""
    return list(graph.remember(f"units called {unit}", lambda: sorted({row["id"] for row in graph.run("units_called", {"unit": unit})})))


def tasks_by_ids(graph: Graph, ids: Sequence[str]) -> tuple[TaskView, ...]:
    """The tasks of these ids, in this order; unknown ids are left out."""
    if not ids:
        return ()
    rows: dict[str, Row] = {row["id"]: row for row in run_by_ids(graph, "tasks_by_ids", "task_by_id", list(dict.fromkeys(ids)))}
    return as_tasks(graph, [rows[id_] for id_ in ids if id_ in rows])


def task(graph: Graph, id: str) -> TaskView:
    """One task. Raises `NotFound`."""
    found = tasks_by_ids(graph, [id])
    if not found:
        raise NotFound(f"there is no task {id}")
    return found[0]


def all_tasks(graph: Graph, *, documents: Sequence[str] = ()) -> Iterator[TaskView]:
    """Every task (of these documents), a document at a time, for those who index."""
    ids = list(documents) or [row["id"] for row in graph.run("some_documents", {"limit": ALL})]
    for start in range(0, len(ids), DOCUMENTS_AT_ONCE):
        yield from as_tasks(graph, graph.run("tasks_of_documents", {"ids": ids[start : start + DOCUMENTS_AT_ONCE]}))


def issuers(graph: Graph) -> tuple[Facet, ...]:
    """The issuers, those with most tasks first."""
    return _facet(graph, "facet_issuers")


def years(graph: Graph) -> tuple[Facet, ...]:
    """The years, newest first."""
    return tuple(sorted(_facet(graph, "facet_years"), key=lambda facet: facet.value, reverse=True))


def kinds(graph: Graph) -> tuple[Facet, ...]:
    """The kinds of document."""
    return _facet(graph, "facet_kinds")


def places(graph: Graph) -> tuple[Facet, ...]:
    """The places that documents are about."""
    return _facet(graph, "facet_places")


def _facet(graph: Graph, question: str) -> tuple[Facet, ...]:
    counts = Counter({str(row["value"]): int(row["count"]) for row in graph.run(question)})
    return tuple(Facet(value=value, count=count) for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def citing(graph: Graph, title: str) -> tuple[TaskView, ...]:
    """The tasks that cite a document of this title, 《》 or not; a part of the title is enough."""
    return tasks_by_ids(graph, [row["id"] for row in graph.run("tasks_citing", {"title": work_key(title)})])
