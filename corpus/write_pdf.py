"""Writes a PDF with page numbers and ruled tables; the fonts are the standard Chinese ones that every viewer has, not embedded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from corpus.blocks import Block, Grid, merged_runs

_FONT = "STSong-Light"


def write_pdf(path: Path, blocks: list[Block | Grid]) -> None:
    """Writes the blocks as A4 pages, the same bytes every time."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    body = ParagraphStyle("body", fontName=_FONT, fontSize=14, leading=26, firstLineIndent=28, wordWrap="CJK")
    plain = ParagraphStyle("plain", parent=body, firstLineIndent=0)
    styles = {
        "title": ParagraphStyle("title", parent=plain, fontSize=20, leading=34, alignment=TA_CENTER, spaceBefore=18, spaceAfter=10),
        "number": ParagraphStyle("number", parent=plain, alignment=TA_CENTER, spaceAfter=10),
        "signature": ParagraphStyle("signature", parent=plain, alignment=TA_RIGHT, rightIndent=28),
    }
    story: list[Any] = []
    for block in blocks:
        if isinstance(block, Grid):
            story.append(_table(block))
        else:
            style = styles.get(block.kind, plain if block.text.endswith("：") else body)
            story.append(Paragraph(block.label + block.text, style))
    margins = {"leftMargin": 28 * mm, "rightMargin": 26 * mm, "topMargin": 37 * mm, "bottomMargin": 35 * mm}
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1, **margins).build(story, onFirstPage=_page_number, onLaterPages=_page_number)


def _page_number(canvas: Any, template: Any) -> None:
    canvas.setFont(_FONT, 12)
    canvas.drawCentredString(A4[0] / 2, 22 * mm, f"— {template.page} —")


def _table(grid: Grid) -> Table:
    cell = ParagraphStyle("cell", fontName=_FONT, fontSize=10.5, leading=15, wordWrap="CJK")
    rows = [[Paragraph(name, cell) for name in grid.header]]
    rows += [[Paragraph((text or "").replace("\n", "<br/>"), cell) for text in row] for row in grid.rows]
    widths = [12 * mm if name == "序号" else None for name in grid.header]
    free = (A4[0] - 54 * mm - sum(width or 0 for width in widths)) / widths.count(None)
    spans = [("SPAN", (column, first + 1), (column, last + 1)) for column, first, last in merged_runs(grid)]
    ruled = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans]
    return Table(rows, colWidths=[width or free for width in widths], repeatRows=1, style=ruled)
