"""What the API takes and gives: the request and response bodies of `contract/api.md`, one model each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from extract.records import Citation, Deadline, Kind, Recurrence, Role, Target, Unit

Item = TypeVar("Item")
JobState = Literal["queued", "running", "done", "failed"]
FileState = Literal["waiting", "read", "unchanged", "failed"]
Sort = Literal["meaning", "date"]
QuestionType = Literal["who", "when", "howmuch", "howoften", "what_by_unit", "what_by_date", "citing", "change", "compare", "find"]

MAX_QUERY = 500


class Body(BaseModel):
    """Base of all bodies: frozen, and written under the names of the contract (`from`, not `from_`)."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)


class Page(Body, Generic[Item]):
    """One page of a list; `total` counts the whole list."""

    total: int
    items: tuple[Item, ...]
    limit: int
    offset: int


class Problem(Body):
    """An error as RFC 9457 has it; `detail` is one sentence a person can act on."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class Health(Body):
    """Whether the API works, over which store, with how much in it, and what search can do now."""

    status: Literal["ok"] = "ok"
    store: Literal["ladybug", "neo4j"]
    documents: int
    tasks: int
    search: Literal["words and meaning", "words"]
    embedder: str | None = None
    vectors_missing: int = 0
    notes: tuple[str, ...] = ()


class DocumentRef(Body):
    """A document that was read from a file, or that the file held already."""

    id: str
    title: str | None
    task_count: int


class JobFile(Body):
    """What became of one file of a job: `problem` says in a sentence why it was not read."""

    name: str
    state: FileState = "waiting"
    documents: tuple[DocumentRef, ...] = ()
    problem: str | None = None
    notes: tuple[str, ...] = ()


class JobAccepted(Body):
    """The receipt of an upload: the job to ask after."""

    job: str


class Job(Body):
    """How far a job is; `done` of `total` files are finished, each with its result in `files`."""

    job: str
    state: JobState
    done: int
    total: int
    files: tuple[JobFile, ...]
    created_at: datetime
    finished_at: datetime | None = None
    problem: str | None = None


class DocumentSummary(Body):
    """A loaded document without its text."""

    id: str
    source: str
    title: str | None
    kind: Kind
    year: int | None = None
    issuer: str | None = None
    doc_number: str | None = None
    issued_on: date | None = None
    place: str | None = None
    task_count: int = 0
    notes: tuple[str, ...] = ()


class UnitMention(Unit):
    """A unit of a task, with the id of the resolved unit."""

    id: str | None = None


class TaskBody(Body):
    """A task with its facts and the document it stands in; all offsets point into that document's text."""

    id: str
    document: str
    source: str
    document_title: str | None = None
    kind: Kind
    year: int | None = None
    issuer: str | None = None
    number: str | None
    path: tuple[str, ...] = ()
    title: str
    text: str
    start: int
    end: int
    units: tuple[UnitMention, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    citations: tuple[Citation, ...] = ()


class DocumentBody(DocumentSummary):
    """A loaded document with its text and tasks."""

    text: str
    tasks: tuple[TaskBody, ...] = ()
    citations: tuple[Citation, ...] = ()


class Hit(TaskBody):
    """A task that was found; `highlights` are offsets in `text`, `why` says what matched."""

    score: float
    highlights: tuple[tuple[int, int], ...] = ()
    why: str = ""


class Passage(Body):
    """A stretch of a document that is no task and matches the query."""

    document: str
    source: str
    document_title: str | None = None
    text: str
    start: int
    end: int
    score: float
    highlights: tuple[tuple[int, int], ...] = ()


class FacetCount(Body):
    """How many of the tasks found have one value."""

    value: str
    count: int


class Found(Body):
    """The answer of a search: hits by falling score, passages below them, counts to filter by, and notes for the reader."""

    query: str
    total: int
    hits: tuple[Hit, ...]
    passages: tuple[Passage, ...] = ()
    facets: dict[str, tuple[FacetCount, ...]] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()


class TaskFilter(Body):
    """What a task must be; everything that is given must hold. Dates are inclusive, lists take any of their values."""

    unit: Annotated[str | None, Field(max_length=200, description="name or id of a unit")] = None
    role: Role | None = None
    year: Annotated[int | None, Field(ge=1900, le=2200)] = None
    kind: Kind | None = None
    issuer: Annotated[str | None, Field(max_length=200)] = None
    place: Annotated[str | None, Field(max_length=100)] = None
    due_from: date | None = None
    due_to: date | None = None
    document: Annotated[str | None, Field(max_length=100, description="id of a document")] = None
    with_target: bool | None = None


class SearchQuery(TaskFilter):
    """A search: words or a sentence, filters, and how much to give."""

    q: Annotated[str, Field(max_length=MAX_QUERY)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 10
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0
    sort: Sort = "meaning"


class TaskQuery(TaskFilter):
    """The ledger: filters and a page."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 50
    offset: Annotated[int, Field(ge=0)] = 0


class Question(Body):
    """A question in plain Chinese; `today` is what 今年 and 下个月 are counted from; `previous` is the question before, to lean on."""

    question: Annotated[str, Field(min_length=1, max_length=MAX_QUERY)]
    today: date | None = None
    previous: Annotated[str | None, Field(max_length=MAX_QUERY)] = None


class TaskRef(Body):
    """A task that an answer stands on."""

    id: str
    document: str
    source: str
    number: str | None
    title: str


class Value(Body):
    """A figure of an answer; `every` is the ISO 8601 duration of a how often."""

    value: float | int
    unit: str | None
    indicator: str | None = None
    comparator: str | None = None
    direction: str | None = None
    baseline: str | None = None
    every: str | None = None
    status: str | None = None


class Evidence(Body):
    """A quotation at its offsets in the text of a document."""

    source: str
    document: str
    number: str | None
    start: int
    end: int
    quote: str


class Plan(Body):
    """What a question was taken to ask, to be shown beside the answer."""

    type: QuestionType
    topic: str = ""
    units: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    year: int | None = None
    due_from: date | None = None
    due_to: date | None = None
    role: Role | None = None
    steps: tuple[str, ...] = ()


class Answer(Body):
    """An answer made of facts, each with its evidence; or, abstaining, what is missing and the nearest thing found."""

    question: str
    answer: str
    abstained: bool
    tasks: tuple[TaskRef, ...] = ()
    units: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    values: tuple[Value, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    nearest: tuple[TaskRef, ...] = ()
    plan: Plan


class UnitSummary(Body):
    """A resolved unit with the names it is printed under, the unit it belongs to, and how many tasks name it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    place: str | None = None
    parent: str | None = None
    parent_name: str | None = None
    task_count: int = 0


class UnitBody(UnitSummary):
    """A unit with its tasks by role."""

    by_role: dict[Role, tuple[TaskBody, ...]] = Field(default_factory=dict)


class Due(Body):
    """Something that falls due: one deadline of one task, with the names of those who answer for it."""

    task: TaskRef
    text: str
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    recurrence: Recurrence | None = None
    milestone: str | None = None
    units: tuple[str, ...] = ()
    year: int | None = None
    overdue: bool = False
