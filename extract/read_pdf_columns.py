"""Tables without drawn lines: a header of known words over columns of white space.

Only a line of column headers begins such a table, and it goes on for as long as the same white gaps part the lines below it:
running text is never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.read_pdf_chars import Char, PrintedLine, lines_of
from extract.read_pdf_tables import Piece, join_cell
from extract.read_places import place
from extract.records import Anchor
from extract.source import Cell

_HEADER = re.compile(
    r".*(?:序号|编号|任务|工作|措施|目标|指标|内容|项目|事项|类别|单位|部门|责任|牵头|配合|协办|领导|时限|时间|进度|备注|名称).*"
)
_NUMBER = re.compile(r"\d{1,3}[.、．]?")
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_LONGEST_HEADER = 10
_GAP = 0.4
_LARGEST_STEP = 3.5
_CLOSE = 1.15
_BETWEEN = 0.35

Columns = list[tuple[float, float]]


def take_out_columns(lines: Sequence[PrintedLine]) -> tuple[list[Piece], list[PrintedLine]]:
    """The tables that white space makes on one page, and the lines that belong to none."""
    pieces: list[Piece] = []
    left: list[PrintedLine] = []
    position = 0
    while position < len(lines):
        found = _table_at(lines, position) if _is_header(lines[position]) else None
        if found is None:
            left.append(lines[position])
            position += 1
            continue
        piece, position = found
        pieces.append(piece)
    return pieces, left


def _is_header(line: PrintedLine) -> bool:
    texts = ["".join(char.text for char in part) for part in line.parts]
    if len(texts) < _FEWEST_COLUMNS or any(len(text) > _LONGEST_HEADER for text in texts):
        return False
    return sum(1 for text in texts if _HEADER.fullmatch(text)) * 2 > len(texts)


def _table_at(lines: Sequence[PrintedLine], position: int) -> tuple[Piece, int] | None:
    """The table whose header stands at `position`, and where the lines after it begin."""
    header = lines[position]
    columns = _columns([header])
    end = position + 1
    while end < len(lines) and lines[end].top - lines[end - 1].top < _LARGEST_STEP * header.em:
        wider = _columns([*lines[position:end], lines[end]])
        if len(wider) != len(header.parts) or lines[end].page != header.page:
            break
        columns = wider
        end += 1
    body = lines[position + 1 : end]
    starts = _row_starts(body, columns) if len(body) >= _FEWEST_ROWS else None
    if starts is None:
        return None
    grid = _grid([header], columns, [0.0], False) + _grid(body, columns, *starts)
    edges = (columns[0][0], *((one[1] + other[0]) / 2 for one, other in pairwise(columns)), columns[-1][1])
    box = (edges[0], header.top, edges[-1], max(line.bottom for line in body))
    return Piece(header.page, box, edges, grid, [[1] * len(columns) for _ in grid]), end


def _columns(lines: Sequence[PrintedLine]) -> Columns:
    """The stretches of the page's width that hold characters of any line, apart by a white gap."""
    em = lines[0].em
    spans = sorted((part[0].left, part[-1].right) for line in lines for part in line.parts)
    columns: Columns = []
    for left, right in spans:
        if columns and left - columns[-1][1] < _GAP * em:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _column_of(part_left: float, columns: Columns) -> int:
    return max(index for index, (left, _) in enumerate(columns) if part_left >= left - 0.5)


def _row_starts(body: Sequence[PrintedLine], columns: Columns) -> tuple[list[float], bool] | None:
    """How high each row begins, or where its middle is and that it is the middle; `None` where rows cannot be told apart.

    Rows are told by the numbers of a first column. Where these stand lower than the first text, every row is set around its number.
    """
    numbered = [
        line for line in body if _column_of(line.left, columns) == 0 and _NUMBER.fullmatch("".join(char.text for char in line.parts[0]))
    ]
    if len(numbered) >= _FEWEST_ROWS:
        is_centred = abs(body[0].top - numbered[0].top) > 0.5 * body[0].em
        return [line.top for line in numbered], is_centred
    is_simple = all(len(line.parts) >= len(columns) - 1 and _column_of(line.left, columns) == 0 for line in body)
    return ([line.top for line in body], False) if is_simple else None


def _grid(body: Sequence[PrintedLine], columns: Columns, starts: list[float], is_centred: bool) -> list[list[Cell]]:
    """The cells of rows that begin at `starts` (or are set around them)."""
    grid = [[Cell("")] * len(columns) for _ in starts]
    chars: list[list[Char]] = [[] for _ in columns]
    for part in (part for line in body for part in line.parts):
        chars[_column_of(part[0].left, columns)].extend(part)
    lines = [lines_of(each, body[0].page) for each in chars]
    leading = min((below.top - above.top for each in lines for above, below in pairwise(each)), default=0.0)
    for column, (_, right) in enumerate(columns):
        for block in _blocks(lines[column], starts, leading if is_centred else None):
            middle = (block[0].top + block[-1].top) / 2
            rows = _rows_around(middle, starts) if is_centred else [_row_at(block[0], starts)]
            cell = Cell(join_cell(block, right), anchor=_anchor(block, rows[0], column))
            for row in rows:
                grid[row][column] = replace(cell, merged=row != rows[0])
    return grid


def _blocks(lines: list[PrintedLine], starts: list[float], leading: float | None) -> list[list[PrintedLine]]:
    """The lines of one column put together as cells: by the white between them where `leading` is given, else by where rows begin."""
    blocks: list[list[PrintedLine]] = []
    for line in lines:
        if not blocks:
            blocks.append([line])
            continue
        if leading is not None:
            is_next = line.top - blocks[-1][-1].top > _CLOSE * leading
        else:
            is_next = _row_at(line, starts) != _row_at(blocks[-1][0], starts)
        if is_next:
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


def _row_at(line: PrintedLine, starts: list[float]) -> int:
    return max(sum(1 for start in starts if start <= line.top + 0.3 * line.em) - 1, 0)


def _rows_around(middle: float, starts: list[float]) -> list[int]:
    """The row whose middle is nearest; both where a cell is set around the middle of two, as a merged one is."""
    nearest = sorted(range(len(starts)), key=lambda each: abs(starts[each] - middle))[:2]
    if len(nearest) == 2:
        one, other = (abs(starts[each] - middle) for each in nearest)
        if other - one < _BETWEEN * abs(starts[nearest[0]] - starts[nearest[1]]):
            return sorted(nearest)
    return nearest[:1]


def _anchor(block: list[PrintedLine], row: int, column: int) -> Anchor:
    left, top = min(line.left for line in block), min(line.top for line in block)
    right, bottom = max(line.right for line in block), max(line.bottom for line in block)
    return place(page=block[0].page, box=(round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)), row=row, column=column)
