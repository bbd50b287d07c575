"""Writes a Word document: automatic numbering by a numbering part of its own, or typed labels; tables with merged cells."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from corpus.blocks import Block, Grid, merged_runs

# Word's name of a counting style, and the pattern of the label, for the families that the sources use.
_FAMILIES = {
    "一、": ("chineseCounting", "%{}、"),
    "（一）": ("chineseCounting", "（%{}）"),
    "1.": ("decimal", "%{}."),
    "第一章": ("chineseCounting", "第%{}章"),
    "第一条": ("chineseCounting", "第%{}条"),
}
_FIRST_LIST = 90  # above the ids that the default template of python-docx has
_DIGITS = "零一二三四五六七八九十"


Lists = list[list[str]]


def write_docx(path: Path, blocks: list[Block | Grid], *, lists: Lists) -> None:
    """Writes the blocks; `lists` names Word's lists, each by the labels of its levels; what is in none of them keeps its typed label.

    A level starts anew below a higher level of its own list, and counts on through the document past those of other lists.
    """
    document: Any = Document()
    document.styles["Normal"].font.name = "仿宋"
    document.styles["Normal"].font.size = Pt(14)
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    document.core_properties.created = document.core_properties.modified = datetime(2026, 1, 1)
    document.core_properties.author = "云泽市人民政府办公室"
    part: Any = document.part.numbering_part.element if lists else None
    for number, labels in enumerate(lists):
        part.insert(number, parse_xml(_abstract(_FIRST_LIST + number, labels)))
        part.append(parse_xml(_instance(_FIRST_LIST + number)))
    counters = [[0] * len(labels) for labels in lists]
    for block in blocks:
        if isinstance(block, Grid):
            _add_table(document, block)
        else:
            _add_paragraph(document, block, lists, counters)
    _save(document, path)


def _abstract(number: int, labels: list[str]) -> str:
    levels = []
    for depth, label in enumerate(labels):
        style, pattern = _FAMILIES[label]
        suffix = "space" if label.startswith("第") else "nothing"
        levels.append(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:suff w:val="{suffix}"/>'
            f'<w:lvlText w:val="{pattern.format(depth + 1)}"/><w:lvlJc w:val="left"/></w:lvl>'
        )
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'
    )


def _instance(number: int) -> str:
    return f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'


def _add_paragraph(document: Any, block: Block, lists: Lists, counters: list[list[int]]) -> None:
    paragraph = document.add_paragraph()
    place = _place(block.label, lists)
    if place is None:
        gap = " " if block.label.startswith("第") else ""
        paragraph.add_run(block.label + gap + block.text).bold = block.kind in ("title", "heading", "subheading")
    else:
        number, level = place
        paragraph.add_run(block.text).bold = block.kind in ("heading", "subheading")
        _count(block, level, lists[number], counters[number])
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = _FIRST_LIST + number
    if block.kind in ("title", "number"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif block.kind == "signature":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif block.kind in ("item", "text") and not block.text.endswith("："):
        paragraph.paragraph_format.first_line_indent = Pt(28)
    if block.kind == "title":
        paragraph.runs[0].font.size = Pt(22)


def _place(label: str, lists: Lists) -> tuple[int, int] | None:
    """The list and level whose labels look like this one.

    >>> _place("第七条", [["第一章"], ["第一条", "（一）"]]), _place("2、", [["一、"]])
    ((1, 0), None)
    """
    for number, labels in enumerate(lists):
        for level, name in enumerate(labels):
            if label and label[-1] == name[-1] and label[0].isdigit() == name[0].isdigit():
                return number, level
    return None


def _count(block: Block, level: int, labels: list[str], counters: list[int]) -> None:
    """Counts as Word will, and refuses a source whose printed label would come out otherwise."""
    counters[level] += 1
    counters[level + 1 :] = [0] * (len(counters) - level - 1)
    style, pattern = _FAMILIES[labels[level]]
    shown = pattern.replace("%{}", str(counters[level]) if style == "decimal" else _chinese(counters[level]))
    if shown != block.label:
        raise ValueError(f"{block.label}{block.text[:20]}: Word would number it {shown}")


def _chinese(number: int) -> str:
    """A number from 1 to 99 as Word's chineseCounting prints it.

    >>> _chinese(7), _chinese(10), _chinese(19), _chinese(20)
    ('七', '十', '十九', '二十')
    """
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def _add_table(document: Any, grid: Grid) -> None:
    page = document.sections[0]
    if page.page_width < page.page_height:
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    table = document.add_table(rows=1 + len(grid.rows), cols=len(grid.header), style="Table Grid")
    for column, name in enumerate(grid.header):
        table.cell(0, column).text = name
    for number, row in enumerate(grid.rows, start=1):
        for column, text in enumerate(row):
            if text is not None:
                table.cell(number, column).text = text
    for column, first, last in merged_runs(grid):
        text = grid.rows[first][column]
        table.cell(first + 1, column).merge(table.cell(last + 1, column)).text = text or ""


def _save(document: Any, path: Path) -> None:
    """Saves with fixed dates in the archive, so that building twice gives the same bytes."""
    buffer = BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in made.namelist():
            out.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), made.read(name), zipfile.ZIP_DEFLATED)
