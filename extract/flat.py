"""Task tables that a copy has flattened: one cell a line, or one row a line with blanks between the cells.

The header is known by its words as in `extract.tables`; rows begin with climbing numbers. Where a row has more or fewer cells than the
header, each cell goes to the column that it looks like (a date, an office, a name, a text), in the order of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from extract.closing import Place, looks_like_signer
from extract.frame import FieldRole, Item, Span
from extract.labels import label_at
from extract.layout import Layout
from extract.tables import Columns, enter_group, is_task_table, role_of, row_item, settle
from extract.titles import Title, squeezed

_NUMBER = re.compile(r"(\d{1,3})[.、．]?")
_TOKEN = re.compile(r"[^\s\u3000]+")
_DATE_LIKE = re.compile(
    r".{0,12}(?:\d{1,2}月|季度|半年|年底|年内|全年|月底|年\d|持续推进|长期坚持|立行立改|常态化|每[年月周旬日]|汛前|底前|\d{4}年).{0,16}|\d{4}[./-]\d{1,2}(?:[./-]\d{1,2})?"
)
_OFFICE_LIKE = re.compile(
    r".*(?:[局委办厅部院会府镇乡街站所处室科队]|中心|公司|单位|部门|集团|支队|管委会|银行|学校|街道)(?:[（(][^）)]*[）)])?等?"
)
_NAME_LIKE = re.compile(r"[\u4e00-\u9fff]{1,2}[\s\u3000]?[\u4e00-\u9fff]{1,2}|.{1,3}(?:副市长|副县长|副区长|市长|县长|区长|主任|书记|局长)")
_REMARK = re.compile(r"\s*(?:备注|注|说明)\s*[：:]")
_ENDS = frozenset({Place.SIGNATURE, Place.DATE, Place.ANNEX, Place.ATTACHMENT, Place.REMARK, Place.COPIES})
_SPACED_OUT = re.compile(r"(?:\S[ \u3000]{1,3})+\S")
_DOERS: frozenset[FieldRole] = frozenset({"lead", "responsible", "support"})
_LONGEST_HEADER = 12
_FEWEST_COLUMNS = 3


@dataclass(slots=True)
class FlatTable:
    """The lines that a flattened table takes up, and its rows as items."""

    lines: range
    items: list[Item] = field(default_factory=list)


def find_flat_tables(layout: Layout, place: Sequence[Place], titles: Sequence[Title]) -> list[FlatTable]:
    """The flattened task tables of a text."""
    found: list[FlatTable] = []
    title_lines = {line for title in titles for line in range(title.first, title.last + 1)}
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
        while last - 1 < len(layout.lines) and len(words) <= _LONGEST_HEADER and _is_header_word(squeezed(layout.line_text(last - 1))):
            words.append(squeezed(layout.line_text(last - 1)))
            last += 1
        last -= 1
    if len(words) < _FEWEST_COLUMNS or not all(_is_header_word(word) for word in words):
        return None
    roles = [role_of(word) for word in words]
    settled = settle(roles, words)
    if "number" not in settled or not is_task_table(roles, settled):
        return None
    return Columns(settled, tuple(words), 0, ()), last


def _words(line: str) -> list[str]:
    """The words of a header line; a single word may be letter-spaced."""
    return [squeezed(line)] if _SPACED_OUT.fullmatch(line.strip()) else line.split()


def _is_header_word(text: str) -> bool:
    return 2 <= len(text) <= 10 and (role_of(text) != "other" or text == "备注") and not re.search(r"[。，；：:\d]|表$|计划$|方案$", text)


def _read_rows(layout: Layout, place: Sequence[Place], columns: Columns, at: int, first: int, title_lines: Set[int]) -> FlatTable | None:
    """The rows below a header: each from its number to the next; a line with a heading between rows is their group."""
    cells: list[Span] = []
    groups: dict[int, str] = {}
    stop, below = len(layout.lines), first
    for index in range(first, len(layout.lines)):
        start, whole = layout.lines[index].start, layout.line_text(index)
        if layout.lines[index].style == "row" or place[index] in _ENDS or _REMARK.match(whole) or index in title_lines:
            stop = index
            break
        if index < below:
            continue
        if index > first and whole.startswith(columns.headers[0][0]) and (other := _header_at(layout, place, index)) is not None:
            if not _repeats(layout, columns, other):
                stop = index
                break
            below = other[1]
            continue
        label = label_at(whole, 0, len(whole))
        if label is not None and label.family in ("cn", "cn_paren") and len(whole) < 40:
            groups[len(cells)] = whole
            continue
        cells.extend(Span(start + match.start(), start + match.end()) for match in _TOKEN.finditer(whole))
    starts = _row_starts(layout.text, cells)
    if not starts or starts[0] > len(columns.roles):
        return None
    table = FlatTable(range(at, stop))
    carried: dict[int, Span] = {}
    open_groups: list[tuple[str, str]] = []
    for begin, end in pairwise([*starts, len(cells)]):
        for index in sorted(index for index in groups if index <= begin):
            enter_group(open_groups, groups.pop(index))
        item = _flat_row(layout, columns, cells[begin:end], carried, tuple(name for _, name in open_groups))
        if item is not None:
            table.items.append(item)
    return table if table.items else None


def _repeats(layout: Layout, columns: Columns, other: tuple[Columns, int]) -> bool:
    """Whether a header is the same one, printed again at a page break: the rows below it go on counting."""
    repeated, below = other
    if repeated.headers != columns.headers:
        return False
    lines = (layout.line_text(index).strip() for index in range(below, min(below + 6, len(layout.lines))))
    number = next((match for line in lines if (match := _NUMBER.match(line)) is not None), None)
    return number is not None and number.group(1) != "1"


def _row_starts(text: str, cells: Sequence[Span]) -> list[int]:
    """Where the cells with climbing numbers stand that begin the rows."""
    starts: list[int] = []
    expected = 1
    for index, span in enumerate(cells):
        match = _NUMBER.fullmatch(text, span.start, span.end)
        if match is not None and int(match.group(1)) == expected:
            starts.append(index)
            expected += 1
    return starts


def _flat_row(layout: Layout, columns: Columns, spans: Sequence[Span], carried: dict[int, Span], path: tuple[str, ...]) -> Item | None:
    """The item of one row; `carried` are the doers of rows above, which hold where a merged cell left nothing."""
    text = layout.text
    number = columns.roles.index("number")
    rest = [column for column in range(len(columns.roles)) if column != number]
    placed: dict[int, Span] = {number: spans[0]}
    columns_of = _place_cells(
        [text[span.start : span.end] for span in spans[1:]], [columns.roles[column] for column in rest], columns, rest
    )
    for span, column in zip(spans[1:], columns_of, strict=True):
        before = placed.get(column)
        placed[column] = Span(before.start, span.end) if before is not None else span
    certain = len(spans) == len(columns.roles)
    for column in rest:
        if column not in placed and columns.roles[column] in ("lead", "responsible") and column in carried:
            placed[column] = carried[column]
    carried.update({column: span for column, span in placed.items() if columns.roles[column] in ("lead", "responsible")})
    cells = [placed.get(column, Span(spans[0].start, spans[0].start)) for column in range(len(columns.roles))]
    return row_item(text, columns, cells, Span(spans[0].start, spans[-1].end), path, confidence=0.9 if certain else 0.6)


def _place_cells(cells: list[str], roles: list[FieldRole], columns: Columns, rest: list[int]) -> list[int]:
    """The column of every cell, in order; the assignment that fits best."""
    if len(cells) == len(rest):
        return rest
    headers = [columns.headers[column] for column in rest]
    best: list[tuple[float, list[int]]] = [(0.0 - sum(_emptiness(role) for role in roles), [])]
    # best[c] is the best placement of the cells so far whose last cell stands in column c - 1.
    best = [(-float(sum(_emptiness(role) for role in roles[:column])), []) for column in range(len(rest) + 1)]
    for index, cell in enumerate(cells):
        stay = -0.9 if index and _another_sort(cells[index - 1], cell) else -0.6
        following: list[tuple[float, list[int]]] = [(float("-inf"), [])] * (len(rest) + 1)
        for column in range(len(rest)):
            fit = _fit(cell, roles[column], headers[column])
            choices = [(best[column + 1][0] + stay + fit, best[column + 1][1])] if best[column + 1][1] else []
            for earlier in range(column + 1):
                score, chosen = best[earlier]
                if chosen or earlier == 0:
                    skipped = sum(_emptiness(role) for role in roles[earlier:column])
                    choices.append((score + fit - skipped if chosen or earlier == 0 else float("-inf"), chosen))
            score, chosen = max(choices, key=lambda choice: choice[0])
            following[column + 1] = (score, [*chosen, rest[column]])
        best = following
    return max(best, key=lambda choice: choice[0])[1]


_AREA_LIKE = re.compile("[县市区镇乡州街道村社）)]$")
_BUREAU_LIKE = re.compile("[局委办厅部联]$|(?:政府|工会|联合会|供销社)$")


def _another_sort(before: str, cell: str) -> bool:
    """Whether a cell names another sort of body than the one before it, so that it more likely begins a column: a bureau after hospitals,
    anything after the areas, which close a list.
    """
    if _AREA_LIKE.search(before) or _AREA_LIKE.search(cell):
        return _AREA_LIKE.search(cell) is None
    return (_BUREAU_LIKE.search(before) is None) != (_BUREAU_LIKE.search(cell) is None)


def _emptiness(role: FieldRole) -> float:
    """What it costs to leave a column of this role without a cell."""
    return {"title": 4.0, "deadline": 1.5, "other": 0.2, "support": 0.8}.get(role, 1.0)


def _fit(cell: str, role: FieldRole, header: str) -> float:
    """How well a cell looks like what its column holds."""
    is_date = _DATE_LIKE.fullmatch(cell) is not None and len(cell) <= 24
    is_office = _OFFICE_LIKE.fullmatch(cell) is not None or looks_like_signer(cell)
    is_name = _NAME_LIKE.fullmatch(cell) is not None and not is_office
    if role == "deadline":
        return 3.0 if is_date else -2.0
    if role in _DOERS:
        if "领导" in header or "责任人" in header:
            return 2.5 if is_name else 0.5 if is_office else -2.0
        return 2.0 if is_office else -1.5 if is_date or len(cell) > 20 else -0.5
    if role == "other":
        return 0.0
    return -2.0 if is_date else -1.0 if is_office and len(cell) < 12 else 1.5
