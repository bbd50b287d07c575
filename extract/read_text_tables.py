"""Tables in plain text and Markdown: rows with `|` or tabs between their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.source import Block, Cell, Line, Table

_BAR = re.compile(r"(?<!\\)[|｜]")
_DIVIDER = re.compile(r"[\s|｜:+=-]*-{2,}[\s|｜:+=-]*")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_GROUP = re.compile(r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)[^。；|\t]{1,30}")
# A heading between rows that bears no number.
_NAME = re.compile(r"[\u4e00-\u9fff“”]{2,16}(?:类|方面|领域)?")
_FEWEST_ROWS = 2


def find_text_tables(lines: Sequence[Line]) -> list[Block]:
    """The lines with runs of table rows put into tables; a bar or tab outside of such a run is a blank.

    >>> blocks = find_text_tables([Line("任务分工"), Line("| 任务 | 单位 |"), Line("|---|---|"), Line("| 清淤 | 市水务局 |")])
    >>> [cell.text for cell in blocks[1].rows[1]]
    ['清淤', '市水务局']
    """
    blocks: list[Block] = []
    run: list[Line] = []
    for index, line in enumerate(lines):
        if run and (_GROUP.fullmatch(line.text) or _NAME.fullmatch(line.text)) and _goes_on(run[-1], lines[index + 1 : index + 3]):
            run.append(line)
            continue
        if "\t" in line.text or (("|" in line.text or "｜" in line.text) and _BAR.search(line.text)):
            run.append(line)
            continue
        blocks.extend(_close(run))
        run = []
        blocks.append(line)
    blocks.extend(_close(run))
    return blocks


def _goes_on(above: Line, below: Sequence[Line]) -> bool:
    """Whether the rows around a line have the same number of cells, so that it is the heading of a group, merged over all columns."""
    rows = [line for line in below if not _GROUP.fullmatch(line.text) and not _NAME.fullmatch(line.text)][:1]
    return any(line.text.count(mark) == above.text.count(mark) > 1 for line in rows for mark in "\t|｜")


def _close(run: list[Line]) -> list[Block]:
    """One run of lines with bars or tabs: a table, or lines after all."""
    if not run:
        return []
    rows = [(line, _cells(line.text)) for line in run if not _DIVIDER.fullmatch(line.text)]
    has_divider = len(rows) < len(run)
    width = max((len(cells) for _, cells in rows), default=0)
    common = sum(1 for _, cells in rows if abs(len(cells) - width) <= 1)
    is_table = len(rows) >= _FEWEST_ROWS and (width >= 3 or (width == 2 and (has_divider or len(rows) >= 3))) and common * 2 >= len(rows)
    if not is_table:
        lines = (replace(line, text=" ".join(cell for cell in cells if cell)) for line, cells in rows)
        return [line for line in lines if line.text]
    return [Table(tuple(_row(line, cells, width) for line, cells in rows))]


def _cells(text: str) -> list[str]:
    cells = text.split("\t") if "\t" in text else _BAR.split(text)
    stripped = [_BREAK.sub("\n", cell.strip().replace("\\|", "|")) for cell in cells]
    if "\t" not in text:
        if stripped and not stripped[0]:
            stripped = stripped[1:]
        if stripped and not stripped[-1]:
            stripped = stripped[:-1]
    return stripped


def _row(line: Line, cells: list[str], width: int) -> tuple[Cell, ...]:
    padded = [*cells, *[""] * (width - len(cells))]
    anchors = (line.anchor.model_copy(update={"column": column}) if line.anchor else None for column in range(width))
    return tuple(Cell(text, anchor=anchor) for text, anchor in zip(padded, anchors, strict=True))
