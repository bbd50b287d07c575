"""Excel workbooks: every sheet a table, cells as they are shown."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from extract.clean import clean_line, clean_text, drop_pinyin
from extract.errors import UnreadableDocument, UnsafeDocument
from extract.read_places import place
from extract.read_xlsx_formats import show_date, show_number
from extract.readers_kind import check_zip
from extract.source import Cell, Source, Table

# What openpyxl was seen to raise on damaged files.
_DAMAGE = (
    InvalidFileException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
# A sheet may claim a million rows with one stray cell, so filled cells are counted and not rows.
_MOST_CELLS = 2_000_000
_MOST_COLUMNS = 300
_FORMULA_ALONE = re.compile(rb"<f(?:\s[^>]*)?>[^<]*</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def read_xlsx(data: bytes, name: str) -> Source:
    """A workbook: a table a sheet with its name, merged cells filled, dates and percentages as displayed, formulas as last calculated."""
    check_zip(data, name)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it will not write back (drop-down lists, colours): nothing of that is read.
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except _DAMAGE as exc:
        raise UnreadableDocument(name, "is no whole Excel workbook", "open it in Excel or WPS and save it again as xlsx") from exc
    tables: list[Table] = []
    notes: list[str] = []
    for sheet in workbook.worksheets:
        table, hidden = _sheet(sheet, name)
        title = str(sheet.title)
        if sheet.sheet_state != "visible":
            notes.append(f"工作表“{title}”是隐藏的，未读取。")
            continue
        if hidden:
            notes.append(f"工作表“{title}”有{hidden}个隐藏的行，已一并读取。")
        if table.rows:
            tables.append(table)
    if blank := _formulas_without_value(data):
        notes.append(f"有{blank}个公式没有保存计算结果，读作空白；请在Excel或WPS中打开并保存一次。")
    if not tables:
        raise UnreadableDocument(name, "holds no filled cell on any visible sheet", "send the workbook with its content")
    return Source(name, "xlsx", tuple(tables), notes=tuple(notes))


def _formulas_without_value(data: bytes) -> int:
    """How many formulas the file holds that were never calculated: programs write such files, Excel does not."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(part) for part in archive.namelist() if part.startswith("xl/worksheets/sheet")]
    return sum(len(_FORMULA_ALONE.findall(sheet)) for sheet in sheets)


def _sheet(sheet: Any, name: str) -> tuple[Table, int]:
    """One sheet as a table without empty rows and outer empty columns, and how many filled rows are hidden."""
    cells: dict[tuple[int, int], Cell] = {}
    for (row, column), cell in sheet._cells.items():  # the filled cells alone: iter_rows() walks a million empty ones
        if column <= _MOST_COLUMNS and (text := show_cell(cell)):
            anchor = place(sheet=sheet.title, row=row - 1, column=column - 1)
            cells[row, column] = Cell(text, anchor=anchor)
    if len(cells) > _MOST_CELLS:
        raise UnsafeDocument(name, f"has more than {_MOST_CELLS} filled cells", "send the tables one by one")
    rows_filled = {row for row, _ in cells}
    _fill_merged(sheet.merged_cells.ranges, cells, rows_filled)
    if not cells:
        return Table((), sheet.title), 0
    rows = sorted({row for row, _ in cells})
    columns = range(min(column for _, column in cells), max(column for _, column in cells) + 1)
    empty = Cell("")
    grid = tuple(tuple(cells.get((row, column), empty) for column in columns) for row in rows)
    hidden = sum(1 for row in rows_filled if row in sheet.row_dimensions and sheet.row_dimensions[row].hidden)
    return Table(grid, sheet.title), hidden


def _fill_merged(ranges: Iterable[Any], cells: dict[tuple[int, int], Cell], rows: set[int]) -> None:
    """Copies the text of a merged range into its further places, as far as the table goes."""
    widest = max((column for _, column in cells), default=0)
    for merged in ranges:
        origin = cells.get((merged.min_row, merged.min_col))
        if origin is None:
            continue
        copy = Cell(origin.text, merged=True, anchor=origin.anchor)
        for row in range(merged.min_row, min(merged.max_row, max(rows)) + 1):
            if row not in rows and merged.max_col - merged.min_col > 0:
                continue
            for column in range(merged.min_col, min(merged.max_col, max(widest, merged.min_col)) + 1):
                if (row, column) != (merged.min_row, merged.min_col):
                    cells[row, column] = copy


def show_cell(cell: Any) -> str:
    """The text of a cell as it is displayed."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        rows = (clean_line(row) for row in drop_pinyin(clean_text(value)).replace("\r\n", "\n").replace("_x000D_", "\n").split("\n"))
        return "\n".join(row for row in rows if row)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (datetime, date, time, timedelta)):
        return show_date(value, str(cell.number_format))
    if isinstance(value, (int, float)):
        return show_number(value, str(cell.number_format))
    return clean_line(str(value))
