"""The records of an extraction: the Python types, the JSON contract and the API schema are this one definition.

Offsets count characters (code points) of `Document.text`. `text[start:end]` is the `text` of a task, deadline or target, the
`name` of a unit and the `title` of a citation, always; `Document.check_offsets` says where it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["work_points", "plan", "summary", "regulation", "article", "other"]
Role = Literal["lead", "responsible", "support", "subject"]
Comparator = Literal[">=", "<=", ">", "<", "=="]
Direction = Literal["increase", "decrease"]
Status = Literal["target", "achieved"]
How = Literal["rule", "table", "ocr"]


class Record(BaseModel):
    """Base of all records: frozen, and written to JSON under the names of the contract."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Anchor(Record):
    """Where a stretch of text stands in the original file, as far as its form can say.

    `page` counts from 1; `box` is left, top, right, bottom in points from the page's upper left corner; `paragraph`, `row` and
    `column` count from 0; `element` is the path of an HTML element.
    """

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    element: str | None = None


class Mention(Record):
    """A stretch of the document's text that states something.

    `how` says by what it was read; `rule` names the form that was met; `confidence` is the chance, from 0 to 1, that the reading is right.
    """

    start: int
    end: int
    how: How = "rule"
    rule: str | None = None
    confidence: float = 1.0


class Unit(Mention):
    """An office, body, person in office or area that answers for a task, in the role that the document gives it."""

    name: str
    role: Role
    canonical: str | None = None


class Recurrence(Record):
    """How often: at least `times` (if said) in every ISO 8601 duration; `day` keeps a day of the month (`每月20日前` → 20)."""

    every: str
    times: int | None = None
    day: int | None = None


class Deadline(Mention):
    """When, or how often, work is to be done. Dates are inclusive."""

    text: str
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    recurrence: Recurrence | None = None
    units: tuple[str, ...] = ()
    milestone: str | None = None
    past: bool = False


class Target(Mention):
    """A measurable aim or result."""

    text: str
    indicator: str | None
    comparator: Comparator
    value: float
    unit: str | None = None
    direction: Direction | None = None
    baseline: str | None = None
    status: Status = "target"


class Citation(Mention):
    """A document that is named, with its number where one stands beside it."""

    title: str
    doc_number: str | None = None


class Task(Record):
    """A numbered item that orders or reports work, a row of a task table, or a duty of a regulation."""

    number: str | None
    path: tuple[str, ...] = ()
    title: str
    text: str
    start: int
    end: int
    units: tuple[Unit, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    citations: tuple[Citation, ...] = ()
    how: How = "rule"
    confidence: float = 1.0


class LineAnchor(Record):
    """The place in the original of the characters `start` to `end` of the document's text."""

    start: int
    end: int
    anchor: Anchor


class Document(Record):
    """One document: what its head says, its text, its tasks, and what a person should look at (`notes`)."""

    title: str | None
    kind: Kind
    year: int | None = None
    issuer: str | None = None
    doc_number: str | None = None
    issued_on: date | None = None
    adopted_on: date | None = None
    effective_on: date | None = None
    addressees: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    urgency: str | None = None
    copies_to: str | None = None
    attachments: tuple[str, ...] = ()
    text: str
    tasks: tuple[Task, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    anchors: tuple[LineAnchor, ...] = ()

    def mentions(self) -> Iterator[tuple[str, int, int]]:
        """Yields the quotation, start and end of every task and mention."""
        for task in self.tasks:
            yield task.text, task.start, task.end
            for unit in task.units:
                yield unit.name, unit.start, unit.end
            stated: tuple[Deadline | Target, ...] = (*task.deadlines, *task.targets)
            for mention in stated:
                yield mention.text, mention.start, mention.end
            for citation in task.citations:
                yield citation.title, citation.start, citation.end
        for citation in self.citations:
            yield citation.title, citation.start, citation.end

    def check_offsets(self) -> list[str]:
        """Names every quotation that does not stand at its offsets; an empty list is right."""
        return [f"{quote!r} at {start}:{end}" for quote, start, end in self.mentions() if self.text[start:end] != quote]


class Extraction(Record):
    """What one file says: its name as it was fed in, and one entry a document."""

    source: str
    documents: tuple[Document, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The extraction in the form of the contract, ready for `json.dumps`."""
        return self.model_dump(mode="json", by_alias=True)
