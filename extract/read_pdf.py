"""PDF with a text layer: pypdfium2 for characters, pdfplumber for ruled tables on the pages that have any."""

from __future__ import annotations

import io
import threading
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from extract.errors import UnreadableDocument, UnsafeDocument
from extract.read_pages import PrintedPage, blocks_of_pages
from extract.read_pdf_chars import Char, lines_of, page_chars
from extract.read_pdf_tables import Piece, find_pieces, may_have_tables
from extract.source import Source

_MOST_PAGES = 2_000
_MOST_UNKNOWN = 0.3
# PDFium is not made for threads: one call at a time in the whole process.
_PDFIUM = threading.Lock()


def read_pdf(data: bytes, name: str) -> Source:
    """A PDF with a text layer: paragraphs and tables in reading order, each with its page and box."""
    with _PDFIUM:
        pages = _pages(data, name)
    blocks, facts = blocks_of_pages(pages)
    return Source(name, "pdf", tuple(blocks), facts=facts)


def _pages(data: bytes, name: str) -> list[PrintedPage]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        if "password" in str(exc).lower():
            raise UnreadableDocument(name, "is password-protected", "save a copy without password") from exc
        raise UnreadableDocument(name, "is no whole PDF", "send the file again") from exc
    try:
        if len(document) > _MOST_PAGES:
            raise UnsafeDocument(name, f"has more than {_MOST_PAGES} pages", "send its parts one by one")
        return _read_pages(document, data, name)
    except pypdfium2.PdfiumError as exc:
        raise UnreadableDocument(name, "is damaged (a page cannot be read)", "send the file again") from exc
    finally:
        document.close()


def _read_pages(document: Any, data: bytes, name: str) -> list[PrintedPage]:
    read: list[tuple[PrintedPage, list[Char]]] = []
    ruled: list[int] = []
    known = unknown = 0
    for index in range(len(document)):
        page = document[index]
        chars, missing = page_chars(page)
        known, unknown = known + len(chars), unknown + missing
        if chars and may_have_tables(page):
            ruled.append(index)
        read.append((PrintedPage(index + 1, page.get_width(), page.get_height(), []), chars))
        page.close()
    if not known:
        raise UnreadableDocument(name, "is a scan without a text layer", "install the extra `ocr` to have scans read")
    if unknown > _MOST_UNKNOWN * known:
        remedy = "print it again from its own program or install the extra `ocr`"
        raise UnreadableDocument(name, "has fonts without character codes", remedy)
    tables = _ruled_tables(data, ruled, {index: read[index][1] for index in ruled})
    for index, (page, chars) in enumerate(read):
        page.pieces, free = tables.get(index, ([], chars))
        page.lines = lines_of(free, page.number)
    return [page for page, _ in read]


def _ruled_tables(data: bytes, ruled: list[int], chars: dict[int, list[Char]]) -> dict[int, tuple[list[Piece], list[Char]]]:
    """Pieces of tables and the other characters of the pages that have rulings; a page that pdfplumber cannot read has none."""
    if not ruled:
        return {}
    found: dict[int, tuple[list[Piece], list[Char]]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data)) as plumbed:
            for index in ruled:
                page = plumbed.pages[index]
                found[index] = find_pieces(page, index + 1, chars[index])
                page.close()
    except (PDFException, PdfminerException, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        # PDFium reads files that pdfminer cannot: then the text stands in lines, which is better than no text.
        return found
    return found
