"""HTML tables: which hold data and which only arrange a page, and their grids with spans filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from extract.read_places import place
from extract.source import Cell, Table

_MOST_COLUMNS = 200
_MOST_ROWS = 20_000
_BLOCKS = ("p", "div", "br", "li")


def is_layout(table: Any) -> bool:
    """Whether a table only arranges the page: one column, a table inside, or one cell that holds the text."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return True
    widths = [sum(1 for _ in _cells(row)) for row in rows_of(table)]
    if not widths or max(widths) < 2:
        return True
    if len(widths) == 1:
        return max(widths) < 3
    sizes = [(len("".join(cell.itertext()).strip()), cell) for row in rows_of(table) for cell in _cells(row)]
    largest, cell = max(sizes, key=lambda pair: pair[0])
    total = sum(size for size, _ in sizes)
    return largest > 400 and largest > 0.7 * total and sum(1 for _ in cell.iter(*_BLOCKS)) >= 4


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of this table, not of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row if cell.tag in ("td", "th"))


def table_of(table: Any, text_of: Callable[[Any], str], path_of: Callable[[Any], str]) -> Table:
    """The grid of a table; `text_of` gives the printed text of a cell, `path_of` its element path."""
    rows: list[tuple[Cell, ...]] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    for number, row in enumerate(rows_of(table)):
        if number >= _MOST_ROWS:
            break
        cells: list[Cell] = []

        def fill() -> None:
            while len(cells) in hanging:  # noqa: B023 (called inside this round only)
                column = len(cells)  # noqa: B023
                copy, left = hanging.pop(column)
                if left > 1:
                    hanging[column] = (copy, left - 1)
                cells.append(copy)  # noqa: B023

        for cell in _cells(row):
            fill()
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            anchor = place(element=path_of(cell), row=number, column=len(cells))
            made = Cell(text_of(cell), anchor=anchor)
            copy = Cell(made.text, True, anchor)
            for offset in range(min(across, _MOST_COLUMNS - len(cells))):
                if down > 1:
                    hanging[len(cells)] = (copy, down - 1)
                cells.append(copy if offset else made)
        fill()
        if cells:
            rows.append(tuple(cells))
    width = max((len(row) for row in rows), default=0)
    filled = ((*row, *[Cell("")] * (width - len(row))) for row in rows)
    caption = table.find("caption")
    name = text_of(caption) if caption is not None else None
    return Table(tuple(row for row in filled if any(cell.text for cell in row)), name or None)


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1").strip()
    count = int(text) if text.isdecimal() and len(text) < 6 else 1
    return min(max(count, 1), _MOST_COLUMNS if name == "colspan" else _MOST_ROWS)
