"""The readable source of a document as blocks: headings, items, paragraphs, signatures and tables.

A source is Markdown with four additions: `> ` before a document number, `-> ` before what is set to the right (signature, date),
and tables whose header begins with `|=`, whose group rows begin with `|<` and whose sheets begin with `|#`. A cell `^` is merged
with the one above it; `<br>` breaks a line inside a cell. Labels of headings and items are written out as they are printed, so that
a source can be read; the writer of a docx leaves them to Word's automatic numbering and checks that they come out the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["title", "number", "heading", "subheading", "item", "text", "signature"]

_LABEL = re.compile(r"\d+[.、] ?|（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[章条] ")
_MARKS: tuple[tuple[str, BlockKind], ...] = (
    ("### ", "subheading"),
    ("## ", "heading"),
    ("# ", "title"),
    ("> ", "number"),
    ("-> ", "signature"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; `label` is its number as printed, with its closing mark."""

    kind: BlockKind
    text: str
    label: str = ""


@dataclass(slots=True)
class Grid:
    """A table: `None` in a row is a cell merged with the one above; a group row has one cell."""

    header: list[str]
    rows: list[list[str | None]] = field(default_factory=list)
    sheet: str | None = None


def parse_source(text: str) -> list[Block | Grid]:
    """The blocks of a source in order.

    >>> parse_source("## 一、办好民生实事")
    [Block(kind='heading', text='办好民生实事', label='一、')]
    """
    blocks: list[Block | Grid] = []
    sheet = None
    for line in filter(None, text.splitlines()):
        if not line.startswith("|"):
            blocks.append(_paragraph(line))
        elif line.startswith("|# "):
            sheet = line[3:]
        elif line.startswith("|= "):
            blocks.append(Grid(line[3:].split(" | "), sheet=sheet))
        else:
            grid = blocks[-1]
            assert isinstance(grid, Grid), f"a row without a header: {line}"
            grid.rows.append(_row(line, len(grid.header)))
    return blocks


def _paragraph(line: str) -> Block:
    kind: BlockKind = "text"
    for mark, meaning in _MARKS:
        if line.startswith(mark):
            kind, line = meaning, line.removeprefix(mark)
            break
    label = _LABEL.match(line)
    if label is None or kind in ("title", "number", "signature"):
        return Block(kind, line)
    return Block("item" if kind == "text" else kind, line[label.end() :], label[0].strip())


def _row(line: str, width: int) -> list[str | None]:
    if line.startswith("|< "):
        return [line[3:]]
    cells = [cell.strip() for cell in line[2:].removesuffix(" |").split(" | ")]
    cells += [""] * (width - len(cells))
    return [None if cell == "^" else cell.replace("<br>", "\n") for cell in cells]


def merged_runs(grid: Grid) -> Iterator[tuple[int, int, int]]:
    """Column, first row and last row of every vertically merged cell; rows count from 0 without the header.

    >>> list(merged_runs(Grid(["甲", "乙"], [["一", "1"], [None, "2"], [None, "3"]])))
    [(0, 0, 2)]
    """
    for column in range(len(grid.header)):
        first = 0
        for number in range(1, len(grid.rows) + 1):
            row = grid.rows[number] if number < len(grid.rows) else [""]
            if len(row) > column and row[column] is None:
                continue
            if number - first > 1:
                yield column, first, number - 1
            first = number
