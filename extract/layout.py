"""The text of a document laid out from its blocks: one line a paragraph, one line a table row; every offset points into it.

Cells of a row are joined with " | "; the copies that a merged cell leaves are not repeated, their place in the text is where they
are printed first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.frame import Span, TextLine
from extract.labels import label_at
from extract.records import Anchor
from extract.source import Block, Cell, Table

CELL_MARK = " | "
_SHORTEST_TEXT = 30


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in the text: for every row its line and, for every column, where the cell that holds there is printed."""

    rows: tuple[tuple[Span, ...], ...]
    lines: tuple[int, ...]
    name: str | None = None
    merged: tuple[tuple[bool, ...], ...] = ()


@dataclass(slots=True)
class Layout:
    """A document's text with its lines; `grids` are its tables in order, `grid_of` says which lines are their rows."""

    text: str
    lines: list[TextLine]
    grids: list[Grid] = field(default_factory=list)
    grid_of: dict[int, int] = field(default_factory=dict)

    def line_text(self, index: int) -> str:
        """The characters of a line."""
        line = self.lines[index]
        return self.text[line.start : line.end]


def lay_out(blocks: Sequence[Block]) -> Layout:
    """Joins blocks to one text."""
    pieces: list[str] = []
    layout = Layout("", [])
    at = 0
    for block in blocks:
        if isinstance(block, Table) and (plain := _plain_lines(block)) is not None:
            for text, anchor in plain:
                layout.lines.append(TextLine(at, at + len(text), "body", None, None, anchor))
                pieces.append(text)
                at += len(text) + 1
            continue
        if isinstance(block, Table):
            for row, cells in zip(_captions(block), block.rows, strict=False):
                layout.lines.append(TextLine(at, at + len(row), "body", None, "center", cells[0].anchor))
                pieces.append(row)
                at += len(row) + 1
            at = _lay_table(block, layout, pieces, at)
            continue
        text = block.text.rstrip()
        style = block.style if block.style in ("title", "heading") else "body"
        layout.lines.append(TextLine(at, at + len(text), style, block.level, block.align, block.anchor))
        pieces.append(text)
        at += len(text) + 1
    layout.text = "\n".join(pieces)
    return layout


def line_count(block: Block) -> int:
    """How many lines of the text a block takes up."""
    if not isinstance(block, Table):
        return 1
    plain = _plain_lines(block)
    return len(block.rows) if plain is None else len(plain)


def _plain_lines(table: Table) -> list[tuple[str, Anchor | None]] | None:
    """The lines of a table that is a frame around running text, with one column of cells; None for a table of several columns."""
    if any(cell.text.strip() and not cell.merged for row in table.rows for cell in row[1:]):
        return None
    cells = [row[0] for row in table.rows if row and row[0].text.strip() and not row[0].merged]
    if not any(len(cell.text) > _SHORTEST_TEXT for cell in cells):
        return None
    return [(line.strip(), cell.anchor) for cell in cells for line in cell.text.split("\n") if line.strip()]


def _captions(table: Table) -> list[str]:
    """The rows above the header of a table that hold one cell only: its title and what is stated below it, no rows of the grid."""
    found: list[str] = []
    for row in table.rows[:4]:
        texts = {cell.text.strip() for cell in row} - {""}
        if len(row) < 2 or len(texts) != 1 or label_at(text := texts.pop(), 0, len(text)) is not None:
            break
        found.append(" ".join(text.split("\n")) if len(text) < 200 else text)
    return found if len(found) < len(table.rows) else []


def _lay_table(table: Table, layout: Layout, pieces: list[str], at: int) -> int:
    rows: list[tuple[Span, ...]] = []
    merged: list[tuple[bool, ...]] = []
    lines: list[int] = []
    above: tuple[Span, ...] = ()
    for row in table.rows[len(_captions(table)) :]:
        spans, printed = _lay_row(row, above, at)
        rows.append(spans)
        merged.append(tuple(cell.merged for cell in row))
        lines.append(len(layout.lines))
        layout.grid_of[len(layout.lines)] = len(layout.grids)
        anchor = next((cell.anchor for cell in row if cell.anchor is not None), None)
        layout.lines.append(TextLine(at, at + len(printed), "row", None, None, anchor))
        pieces.append(printed)
        at += len(printed) + 1
        above = spans
    layout.grids.append(Grid(tuple(rows), tuple(lines), table.name, tuple(merged)))
    return at


def _lay_row(row: Sequence[Cell], above: Sequence[Span], at: int) -> tuple[tuple[Span, ...], str]:
    """Spans of a row's cells and its printed line; a merged copy points to the cell at its left or above whose text is the same."""
    spans: list[Span] = []
    printed: list[str] = []
    left: Cell | None = None
    offset = at
    for column, cell in enumerate(row):
        text = cell.text.strip()
        if cell.merged:
            from_left = left is not None and left.text == cell.text and spans
            same_above = column < len(above) and (above[column].end - above[column].start) == len(text)
            if from_left and not (same_above and text == ""):
                spans.append(spans[-1])
            elif column < len(above):
                spans.append(above[column])
            else:
                spans.append(Span(offset, offset))
            left = cell
            continue
        if printed:
            offset += len(CELL_MARK)
        spans.append(Span(offset, offset + len(text)))
        printed.append(text)
        offset += len(text)
        left = cell
    return tuple(spans), CELL_MARK.join(printed)
