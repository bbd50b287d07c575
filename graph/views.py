"""What questions return: frozen records that the API serves as they are.

Every mention keeps its evidence: `start` and `end` point into the text of its document, `how` says by what it was read.
"""

from __future__ import annotations

from datetime import date
from typing import Generic, Literal, TypeVar

from pydantic import Field

from extract.records import Comparator, Direction, How, Kind, Record, Recurrence, Role, Status

Store = Literal["ladybug", "neo4j"]
T = TypeVar("T")


class Page(Record, Generic[T]):
    """One page of a list, and how long the whole list is."""

    total: int
    items: tuple[T, ...]
    limit: int = 0
    offset: int = 0


class Evidence(Record):
    """Where a fact stands in its document, and how it was read."""

    start: int
    end: int
    how: How = "rule"
    rule: str | None = None
    confidence: float = 1.0


class UnitMention(Evidence):
    """A unit as one task names it (`name`), and the unit of the graph that it was resolved to (`unit`, `canonical`)."""

    unit: str
    name: str
    canonical: str
    role: Role


class DeadlineMention(Evidence):
    """When, or how often, work of one task is to be done."""

    id: str
    text: str
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    recurrence: Recurrence | None = None
    units: tuple[str, ...] = ()
    milestone: str | None = None
    past: bool = False


class TargetMention(Evidence):
    """A measurable aim or result of one task; `indicator_id` joins equal indicators of all documents."""

    id: str
    text: str
    indicator: str | None
    indicator_id: str | None = None
    comparator: Comparator
    value: float
    unit: str | None = None
    direction: Direction | None = None
    baseline: str | None = None
    status: Status = "target"


class CitationMention(Evidence):
    """A document that is named; `work` joins all that name it, `documents` are the loaded documents that it is."""

    title: str
    doc_number: str | None = None
    work: str
    documents: tuple[str, ...] = ()


class TaskView(Record):
    """A task with its document's name and all its facts; `corrected` says that a person has put something right in it."""

    id: str
    document: str
    source: str
    document_title: str | None
    number: str | None
    title: str
    text: str
    path: tuple[str, ...] = ()
    start: int
    end: int
    year: int | None = None
    kind: Kind
    place: str | None = None
    issuer: str | None = None
    units: tuple[UnitMention, ...] = ()
    deadlines: tuple[DeadlineMention, ...] = ()
    targets: tuple[TargetMention, ...] = ()
    citations: tuple[CitationMention, ...] = ()
    how: How = "rule"
    confidence: float = 1.0
    corrected: bool = False


class DocumentView(Record):
    """What a list of documents shows of each; `same_text` are the ids of others with the very same text."""

    id: str
    source: str
    original: str | None = None
    title: str | None
    kind: Kind
    year: int | None = None
    issuer: str | None = None
    doc_number: str | None = None
    issued_on: date | None = None
    adopted_on: date | None = None
    effective_on: date | None = None
    place: str | None = None
    tasks: int = 0
    characters: int = 0
    notes: tuple[str, ...] = ()
    same_text: tuple[str, ...] = ()


class Likeness(Record):
    """Another document that repeats this one: `shared` tasks have the same text, the others stand in one of the two only."""

    document: DocumentView
    same_text: bool
    shared: int
    only_here: int
    only_there: int


class DocumentDetail(DocumentView):
    """A document with its text, its tasks in order, and what it cites outside them.

    `cited_by` and `based_on_this` are ids of loaded documents that cite it or carry it out, `based_on` what it carries out itself;
    `continues` and `continued_by` are the documents of one issuer and one series of the years around; `alike` repeat it, where that
    was asked for.
    """

    text: str
    items: tuple[TaskView, ...] = ()
    citations: tuple[CitationMention, ...] = ()
    cited_by: tuple[str, ...] = ()
    based_on: tuple[CitationMention, ...] = ()
    based_on_this: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    urgency: str | None = None
    copies_to: str | None = None
    attachments: tuple[str, ...] = ()
    continues: tuple[str, ...] = ()
    continued_by: tuple[str, ...] = ()
    alike: tuple[Likeness, ...] = ()


class UnitView(Record):
    """A unit, the names by which documents call it, what it belongs to, and how many tasks it has in each role."""

    id: str
    name: str
    canonical: str
    aliases: tuple[str, ...] = ()
    place: str | None = None
    level: str | None = None
    parent: str | None = None
    parent_name: str | None = None
    tasks: int = 0
    roles: dict[Role, int] = Field(default_factory=dict)


class ByCollective(Record):
    """What comes to a unit by a collective that stands for it; `how` it is known: by `name` or by `decision`."""

    collective: UnitView
    how: Literal["name", "decision"]
    tasks_by_role: dict[Role, tuple[TaskView, ...]] = Field(default_factory=dict)


class UnitDetail(UnitView):
    """A unit with its tasks by role, the units below it, and those that it was before or became in a reform.

    A collective has `members`; what such a collective has to do stands apart in `by_collective`, never among the unit's own tasks.
    """

    tasks_by_role: dict[Role, tuple[TaskView, ...]] = Field(default_factory=dict)
    children: tuple[UnitView, ...] = ()
    before: tuple[UnitView, ...] = ()
    after: tuple[UnitView, ...] = ()
    members: tuple[UnitView, ...] = ()
    by_collective: tuple[ByCollective, ...] = ()


class DeadlineView(Record):
    """One deadline with the task that it belongs to and the units that answer for it."""

    deadline: DeadlineMention
    task: str
    document: str
    source: str
    document_title: str | None
    number: str | None
    title: str
    year: int | None = None
    kind: Kind
    place: str | None = None
    issuer: str | None = None
    units: tuple[UnitMention, ...] = ()


class Facet(Record):
    """A value to filter by, and how many tasks have it."""

    value: str
    count: int


class GraphStatus(Record):
    """What the store holds; `checksum` covers every node and relationship with its properties, whatever the order of loading."""

    store: Store
    documents: int
    tasks: int
    units: int
    nodes: int
    relationships: int
    checksum: str


class LoadReport(Record):
    """What loading one file did.

    `documents` are the ids that now stand for the file; `unchanged` of them were held already just so; `replaced` are ids of an older
    copy that gave way; `same_text` maps an id to other documents with the very same text.
    """

    source: str
    documents: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    same_text: dict[str, tuple[str, ...]] = Field(default_factory=dict)
