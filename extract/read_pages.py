"""Printed pages to blocks: what PDF, OFD and recognised scans have in common once their characters have places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from extract.clean import drop_pinyin
from extract.read_breaks import join_broken_lines
from extract.read_furniture import take_out_furniture
from extract.read_pdf_chars import PrintedLine
from extract.read_pdf_columns import take_out_columns
from extract.read_pdf_flow import Margins, find_margins, join_paragraphs, take_out_running_lines
from extract.read_pdf_tables import Piece, continues, put_together
from extract.source import Block, Line


@dataclass(slots=True)
class PrintedPage:
    """What stands on one page: free lines, pieces of tables, and how large the page is, in points."""

    number: int
    width: float
    height: float
    lines: list[PrintedLine]
    pieces: list[Piece] = field(default_factory=list)


def blocks_of_pages(pages: Sequence[PrintedPage]) -> tuple[list[Block], dict[str, str]]:
    """Lines and tables of all pages in reading order, without running heads and page numbers; the head becomes the fact 页眉."""
    for page in pages:
        columns, page.lines = take_out_columns(page.lines)
        page.pieces.extend(columns)
    kept, head = take_out_running_lines([page.lines for page in pages], [page.height for page in pages])
    for page, lines in zip(pages, kept, strict=True):
        page.lines = lines
    facts = {"页眉": head} if head else {}
    return _in_reading_order(pages, facts), facts


def _in_reading_order(pages: Sequence[PrintedPage], facts: dict[str, str]) -> list[Block]:
    """From top to bottom, paragraphs and tables joined over page breaks; what a site's card says is added to `facts`."""
    margins = find_margins([line for page in pages for line in page.lines], median(page.width for page in pages))
    blocks: list[Block] = []
    run: list[PrintedLine] = []
    open_pieces: list[Piece] = []
    for page in pages:
        things: list[PrintedLine | Piece] = sorted([*page.lines, *page.pieces], key=lambda each: each.box[1])
        for thing in things:
            if isinstance(thing, PrintedLine):
                _close_table(open_pieces, blocks)
                run.append(thing)
                continue
            _close_lines(run, margins, blocks, facts)
            if open_pieces and not continues(open_pieces[-1], thing):
                _close_table(open_pieces, blocks)
            open_pieces.append(thing)
    _close_lines(run, margins, blocks, facts)
    _close_table(open_pieces, blocks)
    return blocks


def _close_lines(run: list[PrintedLine], margins: Margins | None, blocks: list[Block], facts: dict[str, str]) -> None:
    if run and margins is not None:
        lines = [Line(drop_pinyin(line.text), align=line.align, anchor=line.anchor) for line in join_paragraphs(run, margins) if line.text]
        kept, stated = take_out_furniture(lines, labels_stay=True)
        facts.update(stated)
        blocks.extend(join_broken_lines(kept))
        run.clear()


def _close_table(pieces: list[Piece], blocks: list[Block]) -> None:
    if pieces:
        blocks.append(put_together(pieces))
        pieces.clear()
