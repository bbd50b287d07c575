"""What the API takes and gives beyond the records of the graph (`graph.views`), which it serves as they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from extract.records import Kind, LineAnchor, Role
from graph.questions import TaskFilter
from graph.views import DeadlineView, Facet, Store, TaskView

JobState = Literal["queued", "running", "done", "failed"]
FileState = Literal["waiting", "read", "unchanged", "failed"]
Sort = Literal["meaning", "date"]
QuestionType = Literal[
    "who", "when", "howmuch", "howoften", "what_by_unit", "what_by_date", "citing", "document", "change", "compare", "find"
]

MAX_QUERY = 500
MOST_PREVIOUS = 10
ShortQuestion = Annotated[str, Field(max_length=MAX_QUERY)]
Id = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:~-]+$")]


class Body(BaseModel):
    """Base of all bodies: frozen, and written under the names of the contract (`from`, not `from_`)."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True, extra="forbid")


class Problem(Body):
    """An error as RFC 9457 has it; `detail` is one sentence a person can act on, `kind` the name of the error where it is one of ours."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    kind: str | None = None


class Health(Body):
    """Whether the API works, over which store, with how much in it, and what search can do now.

    `vectors_missing` counts the stretches of text that are still found by words alone.
    """

    status: Literal["ok"] = "ok"
    store: Store
    documents: int
    tasks: int
    search: Literal["words and meaning", "words"]
    embedder: str | None = None
    vectors_missing: int = 0
    notes: tuple[str, ...] = ()


class DocumentRef(Body):
    """A document that was found in a file."""

    id: str
    title: str | None
    kind: Kind
    tasks: int


class JobFile(Body):
    """What became of one file of a job: what was read, or in `problem` why not, in a sentence; `kind` names the error."""

    name: str
    state: FileState = "waiting"
    documents: tuple[DocumentRef, ...] = ()
    problem: str | None = None
    kind: str | None = None
    notes: tuple[str, ...] = ()


class JobAccepted(Body):
    """The receipt of an upload: the job to ask after."""

    job: str


class Job(Body):
    """How far a job is: `done` of `total` files are finished, each with its result in `files`."""

    job: str
    state: JobState
    done: int
    total: int
    files: tuple[JobFile, ...]
    created_at: datetime
    finished_at: datetime | None = None


class Hit(TaskView):
    """A task that was found; `highlights` are offsets in its `text`, `why` says in words what matched."""

    score: float
    highlights: tuple[tuple[int, int], ...] = ()
    why: str = ""


class Passage(Body):
    """A stretch of a document that is no task and matches the query; `highlights` are offsets in its `text`."""

    document: str
    source: str
    document_title: str | None = None
    text: str
    start: int
    end: int
    score: float
    highlights: tuple[tuple[int, int], ...] = ()


class Found(Body):
    """The answer of a search: hits by falling score, passages to show below them, counts to filter by, notes for the reader."""

    query: str
    total: int
    hits: tuple[Hit, ...]
    passages: tuple[Passage, ...] = ()
    facets: dict[str, tuple[Facet, ...]] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()


class FilterQuery(Body):
    """What a task must be; everything that is given must hold. `unit` is a name or an id, dates are inclusive."""

    unit: Annotated[str | None, Field(max_length=200)] = None
    role: Role | None = None
    year: Annotated[int | None, Field(ge=1900, le=2200)] = None
    kind: Kind | None = None
    issuer: Annotated[str | None, Field(max_length=200)] = None
    place: Annotated[str | None, Field(max_length=100)] = None
    due_from: date | None = None
    due_to: date | None = None
    document: Id | None = None
    has_target: bool | None = None

    def where(self) -> TaskFilter:
        """The same for the graph; an empty string narrows nothing."""
        names = TaskFilter.model_fields
        return TaskFilter(**{name: value for name, value in self if name in names and value not in (None, "")})

    @property
    def narrows(self) -> bool:
        """Whether any filter is set."""
        return self.where() != TaskFilter()


class SearchQuery(FilterQuery):
    """A search: words or a sentence, filters, how much to give, and in which order."""

    q: Annotated[str, Field(max_length=MAX_QUERY)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 10
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0
    sort: Sort = "meaning"


class TaskQuery(FilterQuery):
    """The ledger: filters and a page."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 50
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


class DueQuery(Body):
    """What falls due, for whom."""

    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None
    unit: Annotated[str | None, Field(max_length=200)] = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


class PageQuery(Body):
    """A page of a list, of the entries whose name contains `q`."""

    q: Annotated[str, Field(max_length=100)] = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


class Whereabouts(Body):
    """Where the lines and cells of a document's text stand in its original; `form` is the ending of its name.

    `has_pages` says that its pages can be shown as they look.
    """

    form: str
    has_pages: bool
    lines: tuple[LineAnchor, ...]


class GraphQuery(Body):
    """Around which node to look, and how many steps far."""

    center: Id
    depth: Annotated[int, Field(ge=0, le=4)] = 1


class Due(DeadlineView):
    """A deadline of a task; `overdue` is counted from today in Shanghai."""

    overdue: bool = False


class Facets(Body):
    """The values that filters can take, with how many tasks have each."""

    years: tuple[Facet, ...]
    kinds: tuple[Facet, ...]
    issuers: tuple[Facet, ...]
    places: tuple[Facet, ...]


class Question(Body):
    """A question in plain Chinese; 今年 and 下个月 count from `today`.

    `previous` is the question before, or several, oldest first, to lean on.
    """

    question: Annotated[str, Field(min_length=1, max_length=MAX_QUERY)]
    today: date | None = None
    previous: ShortQuestion | Annotated[tuple[ShortQuestion, ...], Field(max_length=MOST_PREVIOUS)] | None = None

    @property
    def before(self) -> tuple[str, ...]:
        """The questions before, oldest first."""
        asked = (self.previous,) if isinstance(self.previous, str) else self.previous or ()
        return tuple(one for one in asked if one.strip())


class TaskRef(Body):
    """A task that an answer stands on."""

    id: str
    document: str
    source: str
    number: str | None
    title: str


class Value(Body):
    """A figure of an answer; `every` is the ISO 8601 duration of a how often."""

    value: float
    unit: str | None
    indicator: str | None = None
    comparator: str | None = None
    direction: str | None = None
    baseline: str | None = None
    every: str | None = None
    status: str | None = None


class AnswerEvidence(Body):
    """A quotation at its offsets in the text of a document."""

    source: str
    document: str
    number: str | None
    start: int
    end: int
    quote: str


class Plan(Body):
    """What a question was taken to ask, and the steps that were taken to answer it, in words."""

    type: QuestionType
    topic: str = ""
    units: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    year: int | None = None
    due_from: date | None = None
    due_to: date | None = None
    role: Role | None = None
    steps: tuple[str, ...] = ()


class UnitRef(Body):
    """A unit of an answer, by which its page is found."""

    id: str
    name: str


class Answer(Body):
    """An answer made of facts, each with its evidence; or, abstaining, what is missing and the nearest thing found."""

    question: str
    answer: str
    abstained: bool
    tasks: tuple[TaskRef, ...] = ()
    units: tuple[str, ...] = ()
    unit_links: tuple[UnitRef, ...] = ()
    dates: tuple[date, ...] = ()
    values: tuple[Value, ...] = ()
    evidence: tuple[AnswerEvidence, ...] = ()
    nearest: tuple[TaskRef, ...] = ()
    plan: Plan
