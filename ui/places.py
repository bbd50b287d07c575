"""Places in an original, as an office says them: 第3页, 表格第2行第4列, 工作表“台账”B9."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.records import Anchor, LineAnchor

# Forms whose paragraphs are lines.
LINED = (".txt", ".md")

_LAST_PARAGRAPH = re.compile(r"/p(?:\[(\d+)\])?$")
_LIST_ITEM = re.compile(r"/li(?:\[(\d+)\])?(?:/p)?$")


def place_phrase(anchor: Anchor, form: str) -> str:
    """Where something stands in a file of this form; empty where its anchor does not say.

    >>> place_phrase(Anchor(page=3, box=(1, 2, 3, 4)), ".pdf"), place_phrase(Anchor(page=1, row=1, column=3), ".pdf")
    ('第3页', '第1页表格第2行第4列')
    >>> place_phrase(Anchor(sheet="台账", row=8, column=1), ".xlsx"), place_phrase(Anchor(paragraph=3, row=4, column=0), ".docx")
    ('工作表“台账”B9', '表格第5行第1列')
    >>> place_phrase(Anchor(paragraph=8), ".docx"), place_phrase(Anchor(paragraph=8), ".md")
    ('第9段', '第9行')
    >>> place_phrase(Anchor(element="/html/body/div[4]/p[9]"), ".html"), place_phrase(Anchor(element="/html/body/h1"), ".html")
    ('网页第9段', '网页')
    """
    if anchor.sheet is not None:
        cell = f"{column_letters(anchor.column)}{anchor.row + 1}" if anchor.row is not None and anchor.column is not None else ""
        return f"工作表“{anchor.sheet}”{cell}"
    page = f"第{anchor.page}页" if anchor.page is not None else ""
    if anchor.row is not None:
        column = f"第{anchor.column + 1}列" if anchor.column is not None else ""
        return f"{page}表格第{anchor.row + 1}行{column}"
    if page:
        return page
    if anchor.paragraph is not None:
        return f"第{anchor.paragraph + 1}{'行' if form in LINED else '段'}"
    return _element_phrase(anchor.element) if anchor.element is not None else ""


def places_phrase(lines: Sequence[LineAnchor], form: str) -> str:
    """Where a quotation stands that may reach over several lines or cells: the first place, and the last where it is another page or row.

    >>> first, last = LineAnchor(start=0, end=1, anchor=Anchor(page=1)), LineAnchor(start=2, end=3, anchor=Anchor(page=2))
    >>> places_phrase([first, last], ".pdf"), places_phrase([], ".pdf")
    ('第1页至第2页', '')
    """
    phrases = list(dict.fromkeys(phrase for line in lines if (phrase := place_phrase(line.anchor, form))))
    if not phrases:
        return ""
    rows = {(line.anchor.sheet, line.anchor.page, line.anchor.row) for line in lines}
    is_one_row = len(rows) == 1 and lines[0].anchor.row is not None
    return phrases[0] if len(phrases) == 1 or is_one_row else f"{phrases[0]}至{phrases[-1]}"


def column_letters(column: int) -> str:
    """The letters of a column of a workbook, counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def row_around(lines: Sequence[LineAnchor], line: LineAnchor) -> list[LineAnchor]:
    """The cells of the row in which a cell stands."""
    return [other for other in lines if _table(other) == _table(line) and other.anchor.row == line.anchor.row]


def head_above(lines: Sequence[LineAnchor], line: LineAnchor) -> list[LineAnchor]:
    """The cells of the first row of the table in which a cell stands: most tables say there what their columns are.

    A row of one cell above it is a title.
    """
    rows: dict[int, list[LineAnchor]] = {}
    for other in lines:
        if other.anchor.row is not None and _table(other) == _table(line):
            rows.setdefault(other.anchor.row, []).append(other)
    widest = max(map(len, rows.values()), default=0)
    return next((cells for _, cells in sorted(rows.items()) if 2 * len(cells) >= widest and len(cells) > 1), [])


def lines_around(lines: Sequence[LineAnchor], start: int, end: int, *, many: int = 2) -> tuple[int, int]:
    """The characters from some lines before a stretch to some lines after it.

    >>> lines = [LineAnchor(start=10 * n, end=10 * n + 9, anchor=Anchor(paragraph=n)) for n in range(9)]
    >>> lines_around(lines, 42, 45, many=1)
    (30, 59)
    """
    touched = [place for place, line in enumerate(lines) if line.start < end and start < line.end]
    if not touched:
        return start, end
    first, last = max(0, touched[0] - many), min(len(lines) - 1, touched[-1] + many)
    return lines[first].start, lines[last].end


def _table(line: LineAnchor) -> tuple[object, ...]:
    anchor = line.anchor
    element = anchor.element.rpartition("/tr")[0] if anchor.element else None
    return anchor.sheet, anchor.page, anchor.paragraph, element


def _element_phrase(element: str) -> str:
    for form, what in ((_LAST_PARAGRAPH, "段"), (_LIST_ITEM, "项")):
        found = form.search(element)
        if found is not None:
            return f"网页第{found[1] or 1}{what}"
    return "网页"
