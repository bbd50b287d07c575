"""What a reader makes of a file: lines and tables in reading order, each with its place in the original.

These stages inside the extractor are plain slotted dataclasses: they are made by the hundred thousand and leave no process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from extract.records import Anchor, How

Style = Literal["body", "title", "heading", "furniture"]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed paragraph (or line, where the form knows no paragraphs), automatic numbers included.

    `style` is what the file itself says of it (a Word style, an HTML h1); `level` the depth of a heading; `align` how it is set.
    """

    text: str
    style: Style = "body"
    level: int | None = None
    align: Literal["left", "center", "right"] | None = None
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table grid; `merged` marks the copies that a merged cell leaves in its further places."""

    text: str
    merged: bool = False
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid, every row of the same width; `name` is the sheet of a workbook or a caption."""

    rows: tuple[tuple[Cell, ...], ...]
    name: str | None = None


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read. `facts` holds what its metadata says (of a site's table: 发文字号, 成文日期 …), as printed.

    `embedded` names the files that an archive or mail carried; each is a source of its own.
    """

    name: str
    format: str
    blocks: tuple[Block, ...]
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    how: How = "rule"
    notes: tuple[str, ...] = ()
