"""The ledger (台账): tasks as rows that an office can print, and as files that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from extract.errors import BadRequest
from graph.views import Page, TaskView
from ui.client import ZerenClient
from ui.phrases import deadline_phrase, names_by_role, target_phrase
from ui.words import KINDS

# Column -> width in characters.
COLUMNS: dict[str, int] = {
    "序号": 8,
    "任务": 44,
    "牵头单位": 18,
    "责任单位": 30,
    "配合单位": 24,
    "行为主体": 18,
    "完成时限": 22,
    "指标": 32,
    "所属部分": 26,
    "年度": 7,
    "文种": 10,
    "文件": 34,
    "发文机关": 22,
    "原文": 60,
    "来源文件名": 24,
}

# What stands on paper: fifteen columns on a page would be too small to read. The others are there to filter by and to look up.
PRINTED = 9

# Spreadsheets break long text only in rows whose height is given; a row of more lines than this is scrolled, not read.
MOST_LINES = 12
LINE_HEIGHT, MARGIN = 17.0, 3.0
# Columns are measured in digits: a sign of Chinese is two of them wide, and a little more.
SIGN_WIDTH = 2.15

# A cell that begins with one of these is a formula or a command to some spreadsheet.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")

PAGE = 500
FORMS = (".xlsx", ".csv", ".json")


def ledger_row(task: TaskView) -> dict[str, Any]:
    """A task as one row, under the names of `COLUMNS`."""
    names = {label: "、".join(found) for label, found in names_by_role(task.units).items()}
    return {
        "序号": task.number or "",
        "任务": task.title,
        "牵头单位": names.get("牵头", ""),
        "责任单位": names.get("责任", ""),
        "配合单位": names.get("配合", ""),
        "行为主体": names.get("主体", ""),
        "完成时限": "；".join(dict.fromkeys(deadline_phrase(deadline) for deadline in task.deadlines)),
        "指标": "；".join(dict.fromkeys(target_phrase(target) for target in task.targets)),
        "所属部分": " › ".join(task.path),
        "年度": task.year,
        "文种": KINDS[task.kind],
        "文件": task.document_title or "",
        "发文机关": task.issuer or "",
        "原文": task.text,
        "来源文件名": task.source,
    }


def all_tasks(client: ZerenClient, **filters: Any) -> Iterator[TaskView]:
    """Every task that fits, a page at a time."""
    offset = 0
    while True:
        page: Page[TaskView] = client.tasks(limit=PAGE, offset=offset, **filters)
        yield from page.items
        offset += len(page.items)
        if not page.items or offset >= page.total:
            return


def write_workbook(tasks: Iterable[TaskView]) -> bytes:
    """The ledger as xlsx. Every cell is written as a string or a number, never as a formula or a link."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("任务台账")
        head = book.add_format({"bold": True, "bg_color": "#EEF2F6", "border": 1, "text_wrap": True, "valign": "vcenter"})
        body = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#DDE3EA"})
        for column, (name, width) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
        last = 0
        for last, task in enumerate(tasks, start=1):
            row = ledger_row(task)
            sheet.set_row(last, LINE_HEIGHT * lines_of(row) + MARGIN)
            for column, value in enumerate(row.values()):
                if isinstance(value, int):
                    sheet.write_number(last, column, value, body)
                else:
                    # 32,767 characters are the most that a cell holds.
                    sheet.write_string(last, column, (value or "")[:32767], body)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.print_area(0, 0, last, PRINTED - 1)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.repeat_rows(0)
    return target.getvalue()


def lines_of(row: dict[str, Any]) -> int:
    """How many lines a row needs for what is printed of it; the whole text of a task is longer, and cut in its cell.

    >>> lines_of({"序号": "1", "任务": "整治黑臭水体", "牵头单位": "市水利局、市生态环境局、市城市管理局"})
    3
    """
    needed = (len(str(value or "")) * SIGN_WIDTH / COLUMNS[name] for name, value in list(row.items())[:PRINTED])
    return min(MOST_LINES, max(1, *(math.ceil(lines) for lines in needed)))


def write_csv(tasks: Iterable[TaskView]) -> str:
    """The ledger as CSV; cells that a spreadsheet would run get an apostrophe before them."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for task in tasks:
        writer.writerow([neutral(value) for value in ledger_row(task).values()])
    return target.getvalue()


def check_ledger(path: Path) -> None:
    """Raises `BadRequest` where no ledger can be written to a file of this name; asked before the tasks are fetched."""
    if path.suffix.lower() not in FORMS:
        what = path.suffix or "a file without ending"
        raise BadRequest(f"{path.name}: the ledger is not written as {what}; name it .xlsx, .csv or .json")
    if path.is_dir():
        raise BadRequest(f"{path}: is a folder; name a file in it")
    if not path.parent.is_dir():
        raise BadRequest(f"{path}: there is no folder {path.parent}; make it first")


def write_ledger(tasks: Sequence[TaskView], path: Path) -> None:
    """The ledger as a file of the form that the ending of its name says. Raises `BadRequest` where it cannot be written."""
    check_ledger(path)
    match path.suffix.lower():
        case ".xlsx":
            content = write_workbook(tasks)
        case ".csv":
            # The mark at the beginning tells Excel that this is UTF-8.
            content = write_csv(tasks).encode("utf-8-sig")
        case _:
            content = json.dumps([task.model_dump(mode="json") for task in tasks], ensure_ascii=False, indent=1).encode()
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadRequest(f"{path}: cannot be written ({error.strerror})") from error


def neutral(value: object) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> neutral("=HYPERLINK(1)"), neutral("市水务局"), neutral(None)
    ("'=HYPERLINK(1)", '市水务局', '')
    """
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(DANGEROUS) else text
