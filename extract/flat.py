"""Task tables that a copy has flattened: one cell a line, or one row a line with blanks between the cells.

The header is known by its words as in `extract.tables`; rows begin with climbing numbers. Where a row has more or fewer cells than the
header, each cell goes to the column that it looks like (a date, an office, a name, a text), in the order of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from extract.cell_columns import GROUP_LIKE, looks_like_cell, place_cells, starts_by_kind
from extract.closing import Place
from extract.frame import FieldRole, Item, Span
from extract.header_words import is_header_word
from extract.labels import label_at
from extract.layout import Layout
from extract.tables import Columns, enter_group, is_task_table, role_of, row_item, settle
from extract.titles import Title, squeezed

_NUMBER = re.compile(r"(\d{1,3})[.、．]?")
_TOKEN = re.compile(r"[^\s\u3000]+")
_REMARK = re.compile(r"\s*(?:备注|注|说明)\s*[：:]")
_ENDS = frozenset({Place.SIGNATURE, Place.DATE, Place.ANNEX, Place.ATTACHMENT, Place.REMARK, Place.COPIES})
_SPACED_OUT = re.compile(r"(?:\S[ \u3000]{1,3})+\S")
# `序 号`, `时 限`: one word of two characters.
_SPACED_PAIR = re.compile(r"(?<![^\s\u3000])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![^\s\u3000])")
_DOERS: frozenset[FieldRole] = frozenset({"lead", "responsible", "support"})
_LONGEST_HEADER = 12
_FEWEST_COLUMNS = 3
_LONGEST_CELL = 60
_ROW_NUMBER = re.compile(r"\s*\d{1,3}[.、．]?(?:\s|$)")


@dataclass(slots=True)
class FlatTable:
    """The lines that a flattened table takes up, and its rows as items."""

    lines: range
    items: list[Item] = field(default_factory=list)


def find_flat_tables(layout: Layout, place: Sequence[Place], titles: Sequence[Title]) -> list[FlatTable]:
    """The flattened task tables of a text."""
    found: list[FlatTable] = []
    spans = (range(title.first, title.last + 1) for title in titles)
    # Header words (目标要求) may look like the end of a title.
    title_lines = {line for span in spans if not any(is_header_word(squeezed(layout.line_text(each))) for each in span) for line in span}
    at = 0
    while at < len(layout.lines):
        header = _header_at(layout, place, at)
        if header is None:
            at += 1
            continue
        columns, first = header
        table = _read_rows(layout, place, columns, at, first, title_lines)
        if table is not None:
            found.append(table)
        at = table.lines.stop if table is not None else first
    return found


def _header_at(layout: Layout, place: Sequence[Place], at: int) -> tuple[Columns, int] | None:
    """The columns of a header that begins at a line, and the line below it."""
    line = layout.lines[at]
    if line.style == "row" or place[at] is not Place.TEXT or line.end - line.start > 80:
        return None
    words = _words(layout.line_text(at))
    last = at + 1
    if len(words) == 1:
        words = []
        while last - 1 < len(layout.lines) and len(words) <= _LONGEST_HEADER and is_header_word(squeezed(layout.line_text(last - 1))):
            words.append(squeezed(layout.line_text(last - 1)))
            last += 1
        last -= 1
    if len(words) < _FEWEST_COLUMNS or not all(is_header_word(word) for word in words):
        return None
    roles = [role_of(word) for word in words]
    settled = settle(roles, words)
    if not is_task_table(roles, settled) or ("number" not in settled and not _DOERS & set(settled)):
        return None
    return Columns(settled, tuple(words), 0, ()), last


def _words(line: str) -> list[str]:
    """The words of a header line; a single word may be letter-spaced."""
    line = line.strip()
    if _SPACED_OUT.fullmatch(line) and not _SPACED_PAIR.fullmatch(line):
        return [squeezed(line)]
    return _SPACED_PAIR.sub(r"\1\2", line).split()


def _read_rows(layout: Layout, place: Sequence[Place], columns: Columns, at: int, first: int, title_lines: Set[int]) -> FlatTable | None:
    """The rows below a header: each from its number to the next; a line with a heading between rows is their group."""
    cells: list[Span] = []
    groups: dict[int, str] = {}
    openings: set[int] = set()
    numbered = "number" in columns.roles
    stop, below = len(layout.lines), first
    for index in range(first, len(layout.lines)):
        start, whole = layout.lines[index].start, layout.line_text(index)
        if index < below:
            continue
        if index > first and whole.startswith(columns.headers[0][0]) and (other := _header_at(layout, place, index)) is not None:
            if not _repeats(layout, columns, other):
                stop = index
                break
            below = other[1]
            continue
        is_title = index in title_lines
        is_prose = not numbered and len(whole) > _LONGEST_CELL and whole.endswith("。")
        if layout.lines[index].style == "row" or place[index] in _ENDS or _REMARK.match(whole) or is_title or is_prose:
            stop = index
            break
        label = label_at(whole, 0, len(whole))
        if label is not None and label.family in ("cn", "cn_paren") and len(whole) < 40:
            groups[len(cells)] = whole
            continue
        if numbered and _is_bare_group(layout, index, whole, columns, cells):
            groups[len(cells)] = whole
            continue
        openings.add(len(cells))
        cells.extend(Span(start + match.start(), start + match.end()) for match in _TOKEN.finditer(whole))
    headings: set[int] = set()
    if numbered:
        starts = _row_starts(layout.text, cells, groups)
    else:
        starts, names = starts_by_kind([layout.text[cell.start : cell.end] for cell in cells], columns, openings)
        headings = set(names)
        groups |= {index + 1: layout.text[cells[index].start : cells[index].end] for index in names}
    if not starts or starts[0] > len(columns.roles):
        return None
    table = FlatTable(range(at, stop))
    carried: dict[int, Span] = {}
    open_groups: list[tuple[str, str]] = []
    for begin, end in pairwise([*starts, len(cells)]):
        for index in sorted(index for index in groups if index <= begin):
            enter_group(open_groups, groups.pop(index))
        spans = cells[begin : end - 1] if end - 1 in headings else cells[begin:end]
        item = _flat_row(layout, columns, spans, carried, tuple(name for _, name in open_groups))
        if item is not None:
            table.items.append(item)
    return table if table.items else None


def _repeats(layout: Layout, columns: Columns, other: tuple[Columns, int]) -> bool:
    """Whether a header is the same one, printed again at a page break: the rows below it go on counting."""
    repeated, below = other
    if repeated.headers != columns.headers:
        return False
    if "number" not in columns.roles:
        return True
    lines = (layout.line_text(index).strip() for index in range(below, min(below + 6, len(layout.lines))))
    number = next((match for line in lines if (match := _NUMBER.match(line)) is not None), None)
    return number is not None and number.group(1) != "1"


def _is_bare_group(layout: Layout, index: int, whole: str, columns: Columns, cells: Sequence[Span]) -> bool:
    """Whether a line without a label heads the rows below it: a short name before a row's number, after a row that is full."""
    if not GROUP_LIKE.fullmatch(whole) or looks_like_cell(whole) or index + 1 >= len(layout.lines):
        return False
    number = _ROW_NUMBER.match(layout.line_text(index + 1))
    if number is None:
        return False
    since = next((count for count, cell in enumerate(reversed(cells)) if _NUMBER.fullmatch(layout.text, cell.start, cell.end)), None)
    needed = sum(role not in ("number", "other") for role in columns.roles)
    return since is None if not cells else since is not None and since >= needed


def _row_starts(text: str, cells: Sequence[Span], groups: Mapping[int, str]) -> list[int]:
    """Where the cells with climbing numbers stand that begin the rows; below a heading they may begin anew."""
    starts: list[int] = []
    expected = 1
    for index, span in enumerate(cells):
        match = _NUMBER.fullmatch(text, span.start, span.end)
        if match is None:
            continue
        number = int(match.group(1))
        if number == expected or (number == 1 and index in groups):
            starts.append(index)
            expected = number + 1
    return starts


def _flat_row(layout: Layout, columns: Columns, spans: Sequence[Span], carried: dict[int, Span], path: tuple[str, ...]) -> Item | None:
    """The item of one row; `carried` are the doers of rows above, which hold where a merged cell left nothing."""
    text = layout.text
    placed: dict[int, Span] = {}
    others = spans
    if "number" in columns.roles:
        placed[columns.roles.index("number")] = spans[0]
        others = spans[1:]
    rest = [column for column, role in enumerate(columns.roles) if role != "number"]
    columns_of = place_cells([text[span.start : span.end] for span in others], [columns.roles[column] for column in rest], columns, rest)
    for span, column in zip(others, columns_of, strict=True):
        before = placed.get(column)
        placed[column] = Span(before.start, span.end) if before is not None else span
    certain = len(spans) == len(columns.roles)
    for column in rest:
        if column not in placed and columns.roles[column] in ("lead", "responsible") and column in carried:
            placed[column] = carried[column]
    carried.update({column: span for column, span in placed.items() if columns.roles[column] in ("lead", "responsible")})
    cells = [placed.get(column, Span(spans[0].start, spans[0].start)) for column in range(len(columns.roles))]
    return row_item(text, columns, cells, Span(spans[0].start, spans[-1].end), path, confidence=0.9 if certain else 0.6)
