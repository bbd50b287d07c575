"""Writes a workbook: a title over each sheet, the line that says who made it, group rows and merged cells."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from corpus.blocks import Block, Grid, merged_runs

_WIDTHS = {"序号": 6, "工作任务": 22, "年度目标": 44, "责任单位": 20, "配合单位": 26}


def write_xlsx(path: Path, blocks: list[Block | Grid]) -> None:
    """Writes every table on a sheet of its own; the second and later titles are marked as continued."""
    title, maker = (block.text for block in blocks if isinstance(block, Block))
    grids = [block for block in blocks if isinstance(block, Grid)]
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": datetime(2026, 1, 1)})
        wrapped = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1, "font_name": "宋体"})
        day = book.add_format({"num_format": "yyyy/m/d", "valign": "vcenter", "border": 1, "font_name": "宋体"})
        formats = {"text": wrapped, "day": day}
        heading = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "font_size": 16, "font_name": "宋体"})
        for number, grid in enumerate(grids):
            sheet = book.add_worksheet(grid.sheet)
            last = len(grid.header) - 1
            sheet.merge_range(0, 0, 0, last, title + ("（续）" if number else ""), heading)
            top = 1
            if number == 0:
                sheet.merge_range(1, 0, 1, last, maker, wrapped)
                top = 2
            _write_grid(sheet, grid, top, formats)


def _write_grid(sheet: Any, grid: Grid, top: int, formats: dict[str, Any]) -> None:
    cell = formats["text"]
    for column, name in enumerate(grid.header):
        sheet.write(top, column, name, cell)
        sheet.set_column(column, column, _WIDTHS.get(name, 14))
    runs = {(column, first): last for column, first, last in merged_runs(grid)}
    for number, row in enumerate(grid.rows):
        line = top + 1 + number
        if len(row) == 1:
            sheet.merge_range(line, 0, line, len(grid.header) - 1, row[0], cell)
            continue
        for column, text in enumerate(row):
            last = runs.get((column, number))
            if last is not None:
                sheet.merge_range(line, column, top + 1 + last, column, text, cell)
            elif text is not None:
                _write_cell(sheet, line, column, text, formats)


def _write_cell(sheet: Any, line: int, column: int, text: str, formats: dict[str, Any]) -> None:
    """Numbers and days are written as such, as a person at the keyboard would have them."""
    if text.isdigit():
        sheet.write_number(line, column, int(text), formats["text"])
    elif text.count("/") == 2:
        sheet.write_datetime(line, column, datetime.strptime(text, "%Y/%m/%d"), formats["day"])
    else:
        sheet.write_string(line, column, text, formats["text"])
