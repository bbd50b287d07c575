"""One typed function a question; each runs a file of `cypher/` and returns records of `views`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from extract.records import Kind, Record, Role
from graph.store import Graph
from graph.views import DeadlineView, DocumentDetail, DocumentView, Facet, Page, TaskView, UnitDetail, UnitView


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
    raise NotImplementedError


def document(graph: Graph, id: str) -> DocumentDetail:
    """One document with its text, tasks and citations. Raises `NotFound`."""
    raise NotImplementedError


def tasks(graph: Graph, where: TaskFilter | None = None, *, limit: int = 100, offset: int = 0) -> Page[TaskView]:
    """The tasks that fit, in the order of their documents."""
    raise NotImplementedError


def task_ids(graph: Graph, where: TaskFilter) -> tuple[str, ...]:
    """The ids of all tasks that fit, in no promised order: what a search needs to narrow its hits."""
    raise NotImplementedError


def tasks_by_ids(graph: Graph, ids: Sequence[str]) -> tuple[TaskView, ...]:
    """The tasks of these ids, in this order; unknown ids are left out."""
    raise NotImplementedError


def task(graph: Graph, id: str) -> TaskView:
    """One task. Raises `NotFound`."""
    raise NotImplementedError


def all_tasks(graph: Graph, *, documents: Sequence[str] = ()) -> Iterator[TaskView]:
    """Every task (of these documents), a document at a time, for those who index."""
    raise NotImplementedError


def units(graph: Graph, q: str = "", *, limit: int = 100, offset: int = 0) -> Page[UnitView]:
    """The units whose canonical or printed names contain `q`, those with most tasks first."""
    raise NotImplementedError


def unit(graph: Graph, id: str) -> UnitDetail:
    """One unit with its tasks by role. Raises `NotFound`."""
    raise NotImplementedError


def deadlines(
    graph: Graph, *, from_: date | None = None, to: date | None = None, unit: str | None = None, limit: int = 100, offset: int = 0
) -> Page[DeadlineView]:
    """What falls due between two days, soonest first; `unit` as in `TaskFilter`. Finished and undated work is left out."""
    raise NotImplementedError


def issuers(graph: Graph) -> tuple[Facet, ...]:
    """The issuers, those with most tasks first."""
    raise NotImplementedError


def years(graph: Graph) -> tuple[Facet, ...]:
    """The years, newest first."""
    raise NotImplementedError


def kinds(graph: Graph) -> tuple[Facet, ...]:
    """The kinds of document."""
    raise NotImplementedError


def places(graph: Graph) -> tuple[Facet, ...]:
    """The places that documents are about."""
    raise NotImplementedError


def citing(graph: Graph, title: str) -> tuple[TaskView, ...]:
    """The tasks that cite a document of this title, 《》 or not; a part of the title is enough."""
    raise NotImplementedError


def neighbours(graph: Graph, id: str) -> tuple[DocumentView, ...]:
    """The loaded documents that cite document `id` or are cited by it."""
    raise NotImplementedError
