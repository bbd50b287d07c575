"""Tables of a PDF.

pdfplumber finds the ruled cells, the characters of pypdfium2 fill them, and pieces on following pages are put together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from extract.read_breaks import glue
from extract.read_pdf_chars import HANGING, Box, Char, PrintedLine, lines_of
from extract.read_places import place
from extract.source import Cell, Table

# A red line under a letterhead or a frame is one or two paths; the smallest ruled table has more.
_FEWEST_PATHS = 4
_FEWEST_SEGMENTS = 8
_SNAP = 3.0
_MOST_PATHS = 20_000


_LEVEL = re.compile(r"[市县区省州各](?![，。、；])|国网|国家|中国|自治")
_PARTED = re.compile(r"[、，；\s]")


@dataclass(slots=True)
class Piece:
    """The part of a table that stands on one page."""

    page: int
    box: Box
    columns: tuple[float, ...]
    rows: list[list[Cell]]
    heights: list[list[int]]  # how many rows the printed cell at this place covers


def may_have_tables(page: Any) -> bool:
    """Whether a pypdfium2 page has enough drawn paths for a ruled table; counting takes a twentieth of looking for one."""
    paths = segments = 0
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=4):
        paths += 1
        segments += pdfium.FPDFPath_CountSegments(item.raw)
        if paths > _MOST_PATHS:
            return False
    return paths >= _FEWEST_PATHS or segments >= 4 * _FEWEST_SEGMENTS


def find_pieces(page: Any, number: int, chars: list[Char]) -> tuple[list[Piece], list[Char]]:
    """The ruled tables of a pdfplumber page, and the characters that stand in none."""
    tables = [[(float(cell[0]), float(cell[1]), float(cell[2]), float(cell[3])) for cell in found.cells] for found in page.find_tables()]
    return pieces_of(tables, number, chars)


def pieces_of(tables: list[list[Box]], number: int, chars: list[Char]) -> tuple[list[Piece], list[Char]]:
    """Tables from the boxes of their cells, filled with the characters that stand in them; and the characters that stand in none."""
    pieces: list[Piece] = []
    left = chars
    for boxes in tables:
        columns = _edges(edge for box in boxes for edge in (box[0], box[2]))
        if len(boxes) < 2 or len(columns) < 2:
            continue
        box = (
            min(each[0] for each in boxes),
            min(each[1] for each in boxes),
            max(each[2] for each in boxes),
            max(each[3] for each in boxes),
        )
        inside = [char for char in left if _holds(box, char)]
        if not inside or _is_frame_in_a_line(boxes, box, left):
            continue
        left = [char for char in left if not _holds(box, char)]
        pieces.append(_piece(number, box, boxes, columns, inside))
    pieces.sort(key=lambda piece: piece.box[1])
    return pieces, left


def _is_frame_in_a_line(boxes: list[Box], box: Box, chars: list[Char]) -> bool:
    """Whether a single row of boxes is narrow: frames around words of a sentence, not a row of a table."""
    is_row = all(abs(each[1] - box[1]) < _SNAP and abs(each[3] - box[3]) < _SNAP for each in boxes)
    width = max(char.right for char in chars) - min(char.left for char in chars)
    return is_row and box[2] - box[0] < 0.4 * width


def _edges(values: Any) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _holds(box: Any, char: Char) -> bool:
    x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
    return bool(box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1)


def _piece(page: int, box: Box, boxes: list[Box], columns: list[float], chars: list[Char]) -> Piece:
    heights = _edges(edge for each in boxes for edge in (each[1], each[3]))
    empty = Cell("")
    grid = [[empty] * (len(columns) - 1) for _ in heights[1:]]
    spans = [[1] * (len(columns) - 1) for _ in heights[1:]]
    placed: list[tuple[Box, list[PrintedLine], range, range]] = []
    for each in boxes:
        inside = [char for char in chars if _holds((each[0] + 1, each[1] + 1, each[2] - 1, each[3] - 1), char)]
        down = range(_nearest(heights, each[1]), max(_nearest(heights, each[3]), _nearest(heights, each[1]) + 1))
        across = range(_nearest(columns, each[0]), max(_nearest(columns, each[2]), _nearest(columns, each[0]) + 1))
        placed.append((each, lines_of(inside, page), down, across))
    widest = _widest_lines(placed)
    for each, lines, down, across in placed:
        anchor = place(page=page, box=_rounded(each), row=down.start, column=across.start)
        text = join_cell(lines, widest.get((across.start, across.stop), each[2]))
        for row in down:
            for column in across:
                if row < len(grid) and column < len(grid[row]):
                    grid[row][column] = Cell(text, (row, column) != (down.start, across.start), anchor)
                    spans[row][column] = len(down)
    return Piece(page, box, tuple(columns), grid, spans)


def _nearest(edges: list[float], value: float) -> int:
    index = bisect_left(edges, value)
    near = [each for each in (index - 1, index) if 0 <= each < len(edges)]
    return min(near, key=lambda each: abs(edges[each] - value))


def _widest_lines(placed: list[tuple[Box, list[PrintedLine], range, range]]) -> dict[tuple[int, int], float]:
    """The right edge that lines reach in each column where some cell is wrapped: what is shorter ended by itself."""
    reached: dict[tuple[int, int], float] = {}
    for _, lines, _, across in placed:
        if len(lines) > 1:
            key = (across.start, across.stop)
            ends = [line.right - (line.em if line.text[-1] in HANGING else 0) for line in lines]
            reached[key] = max(reached.get(key, 0.0), *ends)
    return reached


def join_cell(lines: list[PrintedLine], right: float) -> str:
    """The lines of a cell as text: a break stays where the next word would still have found room."""
    text = ""
    before: PrintedLine | None = None
    for line in lines:
        if before is None:
            text = line.text
        elif before.right + line.first_width > right - 0.3 * line.em or before.text[-1] in "，、（《" or line.text[0] in "，。、；）》":
            text = f"{text}\n{line.text}" if _begins_a_name(text, line.text) else glue(text, line.text)
        else:
            text += "\n" + line.text
        before = line
    return text


def _begins_a_name(text: str, following: str) -> bool:
    """Whether a full line ends with a whole office and the next begins another: two names that are parted by the break alone."""
    if _LEVEL.match(following) is None:
        return False
    from extract.doer_names import kind_of

    last = _PARTED.split(text)[-1]
    return len(last) > 2 and kind_of(last) is not None


def _rounded(box: Box) -> Box:
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))


def continues(first: Piece, second: Piece) -> bool:
    """Whether a piece at the head of a page goes on with the piece at the foot of the page before: same columns at the same places."""
    if len(first.columns) != len(second.columns) or second.page - first.page not in (0, 1):
        return False
    return all(abs(one - other) <= 3 * _SNAP for one, other in zip(first.columns, second.columns, strict=True))


def put_together(pieces: list[Piece]) -> Table:
    """One table of its pieces: a repeated header stands once, a row that was cut by the page break is whole again."""
    rows = [list(row) for row in pieces[0].rows]
    header = _texts(rows[0]) if rows else []
    for before, piece in pairwise(pieces):
        more = [list(row) for row in piece.rows]
        heights = [list(row) for row in piece.heights]
        if more and _texts(more[0]) == header:
            more, heights = more[1:], heights[1:]
        if rows and more and _is_rest_of_row(rows, more[0], heights[0]):
            rows[-1] = [_longer(one, other) for one, other in zip(rows[-1], more[0], strict=True)]
            more, heights = more[1:], heights[1:]
        if rows and more:
            _carry_merged(rows[-1], before.heights[-1], more, heights)
        rows.extend(more)
    return Table(tuple(tuple(row) for row in rows))


def _texts(row: list[Cell]) -> list[str]:
    return [cell.text.replace("\n", "") for cell in row]


def _carry_merged(last: list[Cell], last_heights: list[int], more: list[list[Cell]], heights: list[list[int]]) -> None:
    """A merged cell that runs over the page break is empty on the next page: its text goes on there."""
    for column, cell in enumerate(more[0]):
        height = heights[0][column]
        is_merged = height > 1 or last_heights[column] > 1 or last[column].merged
        if cell.text or not last[column].text or not is_merged:
            continue
        for row in range(min(height, len(more))):
            if more[row][column].text:
                break
            more[row][column] = Cell(last[column].text, True, last[column].anchor)


def _is_rest_of_row(rows: list[list[Cell]], row: list[Cell], heights: list[int]) -> bool:
    """Whether a row is the rest of the one before it: few cells filled, each going on with an open text, and no beginning of a row.

    Rows begin in the columns that are filled in every row above, such as the number or the task.
    """
    filled = [column for column, cell in enumerate(row) if cell.text and not cell.merged and heights[column] == 1]
    if not 0 < len(filled) <= max(1, len(row) // 2) or not all(rows[-1][column].text for column in filled):
        return False
    above = rows[1:] or rows
    always = [column for column in range(len(row)) if all(each[column].text and not each[column].merged for each in above)]
    begins = any(row[column].text for column in always if column not in filled)
    is_open = any(rows[-1][column].text[-1] not in "。；！？" for column in filled)
    return not begins and any(column not in filled for column in always) and is_open


def _longer(one: Cell, other: Cell) -> Cell:
    return one if not other.text or other.merged else Cell(glue(one.text, other.text), one.merged, one.anchor)
