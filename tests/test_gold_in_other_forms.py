"""The annotated texts as docx, html and pdf: what is read of the text is read of the file, too.

What a form loses for a reason that cannot be mended stands in `tests/cases/other_forms.toml`, with the reason.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("reportlab")
from corpus.blocks import Block, Grid
from corpus.write_docx import write_docx
from corpus.write_pdf import write_pdf
from extract.pipeline import extract_file
from extract.quality import compare

HERE = Path(__file__).parent
TEXTS = sorted(path for path in HERE.glob("gold/*/*.txt") if path.parent.name != "corpus")
LOST = tomllib.loads((HERE / "cases" / "other_forms.toml").read_text(encoding="utf-8"))["lost"]
SEPARATOR = re.compile(r"\t| \| |\|")
GROUP = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")
SIGNED = re.compile(r".{2,24}(?:局|府|室|会|委|办|厅|部|院)|.{0,3}\d{4}年.{1,3}月.{1,3}日")


def blocks_of(text: str) -> list[Block | Grid]:
    """A text as an office would set it: centred head, indented paragraphs, signatures to the right, rows with separators as tables."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    blocks: list[Block | Grid] = []
    is_head = True
    for is_row, run in groupby(enumerate(lines), key=lambda each: is_table_row(lines, each[0])):
        rows = [SEPARATOR.split(line.strip("|")) for _, line in run]
        if is_row and len(rows) > 1:
            width = max(map(len, rows))
            cells = [[cell.strip() for cell in row] for row in rows if not all(re.fullmatch(r"[\s:-]*", cell) for cell in row)]
            header, *rest = [row if len(row) == 1 else row + [""] * (width - len(row)) for row in cells]
            blocks.append(Grid(header + [""] * (width - len(header)), list(rest)))
            is_head = False
            continue
        for line in ("|".join(row) for row in rows):
            is_head = (
                is_head and not re.search(r"[:：。；]$", line) and len(line) <= 40 and not re.match(r"[（(]|\d|为|" + GROUP.pattern, line)
            )
            blocks.append(Block("number" if is_head else "signature" if SIGNED.fullmatch(line) else "text", line))
    return blocks


def is_table_row(lines: list[str], number: int) -> bool:
    """Whether a line has cells, or is the group heading inside such lines."""
    if SEPARATOR.search(lines[number]) is not None:
        return True
    is_between = 0 < number < len(lines) - 1 and SEPARATOR.search(lines[number + 1]) and SEPARATOR.search(lines[number - 1])
    return bool(is_between and GROUP.match(lines[number]) and len(lines[number]) < 25)


def write_html(path: Path, blocks: list[Block | Grid]) -> None:
    """The blocks as a plain page."""
    parts = [row_or_paragraph(block) for block in blocks]
    path.write_text(f"<html><head><meta charset='utf-8'></head><body><div id='zoom'>{''.join(parts)}</div></body></html>", "utf-8")


def row_or_paragraph(block: Block | Grid) -> str:
    """The HTML of one block."""
    if isinstance(block, Block):
        return f"<p style='text-align:{ALIGNED.get(block.kind, 'left')}'>{escape(block.text)}</p>"
    width = len(block.header)
    every: list[Sequence[str | None]] = [block.header, *block.rows]
    rows = [f"<td colspan='{width}'>{escape(row[0] or '')}</td>" if len(row) == 1 else cells(row) for row in every]
    return "<table border='1'>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def cells(row: Sequence[str | None]) -> str:
    """The HTML of a row's cells."""
    return "".join(f"<td>{escape(cell or '')}</td>" for cell in row)


ALIGNED = {"number": "center", "signature": "right"}
FORMS: dict[str, Callable[[Path, list[Block | Grid]], None]] = {
    "docx": lambda path, blocks: write_docx(path, blocks, lists=[]),
    "html": write_html,
    "pdf": write_pdf,
}


def missed(gold: dict[str, Any], path: Path) -> set[str]:
    """What the gold has and the file's extraction has not."""
    read = extract_file(path).as_json()
    return {
        f"{each.element} {each.where.removeprefix(gold['source']).strip(': ')}: {each.says}"
        for each in compare(gold, read)
        if each.verdict == "missed"
    }


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_form_loses_nothing(text: Path, tmp_path: Path) -> None:
    gold = json.loads(text.with_suffix(".json").read_text(encoding="utf-8"))
    known = missed(gold, text)
    blocks = blocks_of(text.read_text(encoding="utf-8"))
    for form, write in FORMS.items():
        path = tmp_path / f"{text.stem}.{form}"
        write(path, blocks)
        lost = missed(gold, path) - known
        assert lost == set(LOST.get(f"{text.parent.name}/{path.name}", {}).get("misses", [])), path.name
