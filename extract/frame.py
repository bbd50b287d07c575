"""Between structure and facts: the document with its text laid out, and the items that may be tasks.

`Frame` is one document of a source; `Item` is one stretch of it that will become a task. Finders of units, deadlines,
targets and citations all have the same form, `find_x(frame, items) -> list of tuples, one per item`, and see nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from extract.records import Anchor, How, Kind

FieldRole = Literal["number", "title", "lead", "responsible", "support", "deadline", "target", "progress", "category", "text", "other"]


class Span(NamedTuple):
    """Characters `start` to `end` of the document's text."""

    start: int
    end: int


class TextLine(NamedTuple):
    """A line of the document's text, or one row of a table; what it was in the file, and where."""

    start: int
    end: int
    style: Literal["body", "title", "heading", "row"] = "body"
    level: int | None = None
    align: Literal["left", "center", "right"] | None = None
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class TableField:
    """A cell of a task table: the role of its column, the header as printed, and where its text stands.

    A merged cell has its offsets where it is printed, which may be in an earlier row.
    """

    role: FieldRole
    header: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch that will become a task.

    `start` to `end` is the whole item with its label; `body` are the stretches in which facts of the item stand (without the label; for
    a table row its cells of prose: doers, dates, numbers and categories are in `fields` alone); `lead` is the sentence of a regulation
    (or of an item) that announces a list and names its doers; `fields` are the cells of a row. `title` is given by its offsets.
    """

    number: str | None
    path: tuple[str, ...]
    start: int
    end: int
    title: Span
    body: tuple[Span, ...]
    lead: Span | None = None
    fields: tuple[TableField, ...] = ()
    how: How = "rule"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Head:
    """What the head (and foot) of a document says of itself."""

    title: str | None = None
    kind: Kind = "other"
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


@dataclass(frozen=True, slots=True)
class Frame:
    """One document: its text, its lines, its head, and `preamble`: the stretches outside every item (cover notice, principles, notes)."""

    source: str
    text: str
    lines: tuple[TextLine, ...]
    head: Head
    preamble: tuple[Span, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)
    how: How = "rule"
