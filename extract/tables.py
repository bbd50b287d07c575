"""Task tables: which row is the header, what each column says, and one item a row.

A header is known by its words (`牵头单位`, `完成时限`); rows that name a group and sheet names go into the path; a header repeated at a
page break is no row; a table without a header that continues one of the same width takes over its columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.clean import simplify
from extract.frame import FieldRole, Item, Span, TableField
from extract.items import title_span_of
from extract.labels import label_at
from extract.layout import Grid, Layout

# The first pattern that is found in a header gives the role; the more particular come first.
_ROLES: tuple[tuple[FieldRole, re.Pattern[str]], ...] = (
    ("other", re.compile(r"联系人|联系方式|电话|手机|备注")),
    ("number", re.compile(r"^(?:序号?|编号|序列|项次|No\.?|NO\.?)$")),
    ("deadline", re.compile(r"时限|期限|完成时间|时间|日期|节点|进度安排|进度要求|完成年限")),
    ("responsible", re.compile(r"牵头.{0,4}(?:配合|参与|协办|责任)(?:单位|部门)?.{0,2}及|牵头[（(/、和及与]{1,2}(?:配合|参与)")),
    ("lead", re.compile(r"牵头|主责|主办|领导|领办|包抓|包保|挂帅|督办单位负责")),
    ("support", re.compile(r"配合|参与|协办|协同|协助|支持单位|指导|会办")),
    ("responsible", re.compile(r"责任|承办|落实(?:单位|部门|人)|实施(?:单位|部门|主体)|负责|单位|部门|主体")),
    ("progress", re.compile(r"进展|完成情况|落实情况|推进情况|办理情况|工作情况|进度|完成率|是否完成")),
    ("category", re.compile(r"类别|分类|领域|板块|类型|方面|所属|专题|大项|类$|工作目标任务分类")),
    (
        "text",
        re.compile(r"措施|具体(?:内容|要求|目标)|工作(?:内容|要求|标准|举措)|举措|要求|内容|说明|做法|标准|计划"),
    ),
    ("target", re.compile(r"^(?:工作|年度|年度工作|主要|总体|量化|绩效|预期)(?:目标|指标)(?:值)?$")),
    ("title", re.compile(r"任务|事项|项目|工作|问题|名称|实事|清单")),
    ("target", re.compile(r"目标|指标|预期|成果|成效|效果")),
)
_BLANK = re.compile(r"\s+")
_TOTAL = re.compile(r"(?:合|总|小|共)\s*计")
_NUMBER = re.compile(r"[（(]?(\d{1,4}(?:[.\-]\d{1,3})*|[一二三四五六七八九十]{1,3})[)）]?[.、．]?")
_REMARKS = re.compile(r"联系|电话|手机|备注|序|号")
_LONGEST_CATEGORY = 14
_PLAIN_SHEET = re.compile(r"(?:Sheet|Table|工作表|表)\s*\d*", re.IGNORECASE)
_PARTICULAR = re.compile(r"任务|事项|内容|项目")
_PROSE: frozenset[FieldRole] = frozenset({"title", "text", "target", "progress", "other"})
_DOERS: frozenset[FieldRole] = frozenset({"lead", "responsible", "support"})


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a task table say: roles, headers as printed, the first row below the header, and at which row that begins."""

    roles: tuple[FieldRole, ...]
    headers: tuple[str, ...]
    first_row: int
    header_rows: tuple[tuple[str, ...], ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A table whose rows are tasks: which grid of the layout it is, and its columns."""

    grid: int
    columns: Columns


def find_task_tables(layout: Layout) -> list[TaskTable]:
    """The tables of a document whose rows are tasks."""
    found: list[TaskTable] = []
    above: Columns | None = None
    for index, grid in enumerate(layout.grids):
        columns = find_columns(layout, grid)
        if above is not None and (columns is None or columns.at > 0) and _continues(layout, grid, above):
            columns = Columns(above.roles, above.headers, 0, above.header_rows)
        if columns is not None:
            found.append(TaskTable(index, columns))
            above = columns
    return found


def find_columns(layout: Layout, grid: Grid) -> Columns | None:
    """The columns of a task table; None where the table is none."""
    for index, row in enumerate(grid.rows[:6]):
        texts = _texts(layout, row)
        roles = [role_of(text) for text in texts]
        if len({text for text in texts if text}) < 2 or sum(role != "other" for role in roles) < 2 or any(len(text) > 24 for text in texts):
            continue
        header_rows = [texts]
        first = index + 1
        if first < len(grid.rows) and _second_header(layout, grid, first, texts):
            below = _texts(layout, grid.rows[first])
            texts = tuple(up if up == low or not low else (up + low if up else low) for up, low in zip(texts, below, strict=True))
            lows = [role_of(low) if low else "other" for low in below]
            roles = [low if low != "other" else role_of(text) for low, text in zip(lows, texts, strict=True)]
            header_rows.append(below)
            first += 1
        settled = _with_categories(layout, grid, settle(roles, texts), texts, first)
        if _lists_things(settled, texts):
            continue
        return Columns(settled, texts, first, tuple(header_rows), index) if is_task_table(roles, settled) else None
    return None


def role_of(header: str) -> FieldRole:
    """What the column under a header says.

    >>> role_of("牵头责任单位"), role_of("完成时限"), role_of("备注")
    ('lead', 'deadline', 'other')
    """
    header = simplify(_BLANK.sub("", header))
    if not header:
        return "other"
    return next((role for role, pattern in _ROLES if pattern.search(header)), "other")


def _texts(layout: Layout, row: Sequence[Span]) -> tuple[str, ...]:
    return tuple(_BLANK.sub("", layout.text[span.start : span.end]) for span in row)


def _second_header(layout: Layout, grid: Grid, index: int, above: Sequence[str]) -> bool:
    """Whether the row below a header continues it: merged copies of it, or header words of their own."""
    below = _texts(layout, grid.rows[index])
    fresh = [low for low, up in zip(below, above, strict=True) if low != up and low]
    if not fresh or any(up == low for up, low in zip(above, below, strict=True) if up) is False:
        return False
    return all(role_of(low) != "other" and len(low) <= 12 for low in fresh)


def settle(roles: Sequence[FieldRole], headers: Sequence[str]) -> tuple[FieldRole, ...]:
    """One title column: the first that names a task; a text column stands in where there is none."""
    settled = list(roles)
    titles = [column for column, role in enumerate(settled) if role == "title"]
    if not titles:
        # 工作目标 beside 工作措施 is what is to be done, beside 工作内容 how far.
        titles = (
            [
                column
                for column, header in enumerate(headers[:-1])
                if header == "工作目标" and settled[column + 1] == "text" and "内容" not in headers[column + 1]
            ]
            or [column for column, role in enumerate(settled) if role == "text"][:1]
            or [column for column, role in enumerate(settled) if role == "target"][:1]
        )
        for column in titles:
            settled[column] = "title"
    best = next((column for column in titles if "任务" in headers[column] or "事项" in headers[column]), titles[0] if titles else None)
    for column in titles:
        if column != best and headers[column] != headers[best or 0]:
            settled[column] = "category" if best is not None and column < best else "text"
    return tuple(settled)


def _with_categories(layout: Layout, grid: Grid, roles: tuple[FieldRole, ...], headers: Sequence[str], first: int) -> tuple[FieldRole, ...]:
    """Columns of short nouns between the number and the task divide the tasks, whatever their header says (`攻坚行动`)."""
    if "title" not in roles or "number" not in roles[: roles.index("title")]:
        return roles
    found = list(roles)
    for column in range(roles.index("number") + 1, roles.index("title")):
        values = [_texts(layout, row)[column] for row in grid.rows[first:]]
        if roles[column] == "other" and headers[column] and all(len(value) <= _LONGEST_CATEGORY for value in values):
            found[column] = "category" if role_of(headers[column]) == "other" and not _REMARKS.search(headers[column]) else "other"
    return tuple(found)


def _lists_things(roles: Sequence[FieldRole], headers: Sequence[str]) -> bool:
    """Whether a table lists things by name with dates (`水库名称 开工时间`), without numbers or doers: data of an item, no tasks."""
    if "title" not in roles or "number" in roles or _DOERS & set(roles):
        return False
    title = headers[roles.index("title")]
    return title.endswith("名称") and not re.search(r"任务|事项|项目|工作|问题|措施|实事|清单", title)


def is_task_table(named: Sequence[FieldRole], settled: Sequence[FieldRole]) -> bool:
    """A table of tasks names doers or dates beside what is to be done; without them its header must name tasks and what they consist in."""
    present = set(settled)
    if "title" not in present:
        return False
    if present & {"lead", "responsible", "support", "deadline"}:
        return True
    return "title" in named and bool(present & {"text", "target"})


def _continues(layout: Layout, grid: Grid, above: Columns) -> bool:
    """Whether a table without a header goes on with the columns above it."""
    if not grid.rows or len(grid.rows[0]) != len(above.roles) or "number" not in above.roles:
        return False
    column = above.roles.index("number")
    return any(_NUMBER.fullmatch(_texts(layout, row)[column]) for row in grid.rows[:3])


def rows_of(layout: Layout, table: TaskTable, above: tuple[str, ...] = ()) -> list[Item]:
    """One item for every row of a task table; `above` are the headings under which it stands."""
    grid = layout.grids[table.grid]
    columns = _with_merged_tasks(grid, table.columns)
    items: list[Item] = []
    sheet = grid.name.strip() if grid.name and not _PLAIN_SHEET.fullmatch(grid.name.strip()) else None
    groups: list[tuple[str, str]] = []
    above_row: Sequence[Span] = ()
    for index in range(columns.first_row, len(grid.rows)):
        row: Sequence[Span] = grid.rows[index]
        texts = _texts(layout, row)
        filled = {(span.start, span.end) for span, text in zip(row, texts, strict=True) if text}
        line = layout.lines[grid.lines[index]]
        # A row of nothing but copies of the row above is the same row.
        if not filled or texts in columns.header_rows or line.end == line.start:
            continue
        if _looks_like_header(texts) and (other := find_columns(layout, Grid(grid.rows[index:], grid.lines[index:]))) is not None:
            columns = _with_merged_tasks(grid, other)
            continue
        if len(filled) == 1 and len(row) > 1 and _is_group(layout, columns, row, texts):
            name = layout.text[slice(*next(iter(filled)))]
            if not _NUMBER.fullmatch(name.strip()):
                enter_group(groups, name)
                above_row = ()
            continue
        above_row = row = _with_categories_above(columns, row, above_row)
        path = (*above, *(name for name in (sheet, *(group for _, group in groups)) if name))
        item = row_item(layout.text, columns, row, Span(line.start, line.end), path)
        if item is not None:
            items.append(item)
    return items


def _with_categories_above(columns: Columns, row: Sequence[Span], above: Sequence[Span]) -> Sequence[Span]:
    """A row whose empty category cells stand for those above: copies of merged cells that were lost."""
    if len(above) != len(row):
        return row
    cells = list(row)
    for column, role in enumerate(columns.roles):
        if role != "category":
            continue
        if cells[column].end > cells[column].start:
            if cells[column] != above[column]:
                break
            continue
        cells[column] = above[column]
    return cells


def _looks_like_header(texts: Sequence[str]) -> bool:
    """Whether a row in the middle is the header of another table on the same sheet."""
    words = [text for text in texts if text]
    return (
        len(set(words)) > 2
        and all(len(text) <= 10 and not any(char.isdigit() for char in text) for text in words)
        and sum(role_of(text) != "other" for text in words) >= max(3, len(words) - 1)
        and role_of(words[0]) in ("number", "category", "title")
    )


def _is_group(layout: Layout, columns: Columns, row: Sequence[Span], texts: Sequence[str]) -> bool:
    """Whether a row with one cell of text is a heading: merged over the columns, labelled, or outside the column of the tasks."""
    text = next(text for text in texts if text)
    column = texts.index(text)
    merged = sum(other == text for other in texts) > 1
    return merged or columns.roles[column] != "title" or label_at(text, 0, len(text)) is not None


def _with_merged_tasks(grid: Grid, columns: Columns) -> Columns:
    """Where task cells are merged over several tasks in particular, these are the tasks and the merged cells their headings.

    Measures beside a merged task make no tasks of their own: each row keeps the task for its title.
    """
    title = columns.roles.index("title")
    measure = next(
        (
            column
            for column, role in enumerate(columns.roles)
            if role == "text" and column > title and _PARTICULAR.search(columns.headers[column])
        ),
        None,
    )
    if measure is None:
        return columns
    shared = sum(
        row[title] == above[title] and row[measure] != above[measure] and row[measure].end > row[measure].start
        for above, row in pairwise(grid.rows[columns.first_row :])
    )
    if not shared:
        return columns
    roles = list(columns.roles)
    roles[title], roles[measure] = "category", "title"
    return replace(columns, roles=tuple(roles))


def enter_group(groups: list[tuple[str, str]], text: str) -> None:
    """A group row closes the groups of its own numbering family and below."""
    text = _BLANK.sub(" ", text).strip()
    label = label_at(text, 0, len(text))
    family = label.family if label else ""
    families = [known for known, _ in groups]
    del groups[families.index(family) if family in families else len(groups) if family and families != [""] else 0 :]
    groups.append((family, text))


def row_item(
    text: str, columns: Columns, cells: Sequence[Span], row: Span, path: tuple[str, ...], *, confidence: float = 1.0
) -> Item | None:
    """The item of one row, whose cells stand where `cells` say; None for totals and rows without a task."""
    fields: list[TableField] = []
    seen: set[tuple[FieldRole, int, int]] = set()
    for span, role, header in zip(cells, columns.roles, columns.headers, strict=True):
        if span.end > span.start and (role, span.start, span.end) not in seen:
            seen.add((role, span.start, span.end))
            fields.append(TableField(role, header, span.start, span.end))
    title = next((part for part in fields if part.role == "title"), None) or next((part for part in fields if part.role == "text"), None)
    if title is None or _TOTAL.fullmatch(_BLANK.sub("", text[title.start : title.end])):
        return None
    printed = next((text[part.start : part.end] for part in fields if part.role == "number"), None)
    number = _NUMBER.fullmatch(printed.strip()) if printed else None
    if printed and _TOTAL.search(_BLANK.sub("", printed)):
        return None
    inner = label_at(text, title.start, title.end) if number is None else None
    start = inner.body if inner is not None else title.start
    return Item(
        number=number.group().rstrip(".、．") if number else inner.number if inner else None,
        path=(*path, *(_BLANK.sub("", text[part.start : part.end]) for part in fields if part.role == "category")),
        start=row.start,
        end=row.end,
        title=title_span_of(text, start, title.end) if inner else Span(start, _cell_title_end(text, start, title.end)),
        body=tuple(Span(part.start, part.end) for part in fields if part.role in _PROSE),
        fields=tuple(fields),
        how="table",
        confidence=confidence,
    )


def _cell_title_end(text: str, start: int, end: int) -> int:
    """The task cell is the title, without its closing mark."""
    while end > start and text[end - 1] in "。；; \u3000\n":
        end -= 1
    return end
