"""PDF with a text layer: pypdfium2 for characters, pdfplumber for ruled tables on the pages that have any."""

from __future__ import annotations

import io
import logging
import struct
import threading
import zlib
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extract.errors import UnreadableDocument, UnsafeDocument
from extract.read_ocr import SCALE, Picture, RecognisedPage, can_recognise, recognise, source_of_scans
from extract.read_pages import PrintedPage, blocks_of_pages
from extract.read_pdf_chars import Char, lines_of, page_chars
from extract.read_pdf_tables import Piece, find_pieces, may_have_tables
from extract.source import Source

_MOST_PAGES = 2_000
_MOST_UNKNOWN = 0.3
_MOST_SCANS = 300
_LARGEST_SIDE = 4_000
_SMALLEST_PICTURE = 0.2
_GET_OCR = 'have it read by text recognition: pip install "zeren[ocr]"'
# What pdfminer and pdfplumber were seen to raise on damaged files.
_PLUMBER_FAILS = (
    PDFException,
    PSException,
    PdfminerException,
    MalformedPDFException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_NOTHING: Picture = np.zeros((1, 1), np.uint8)
# PDFium is not made for threads: one call at a time in the whole process.
PDFIUM = threading.Lock()


def read_pdf(data: bytes, name: str) -> Source:
    """A PDF with a text layer: paragraphs and tables in reading order, each with its page and box."""
    with PDFIUM:
        pages, scanned = _pages(data, name)
    if scanned and can_recognise():
        read = {number: recognise(picture, number, 1 / SCALE) for number, picture in scanned.items()}
        doubts = [read.get(page.number) or RecognisedPage(page, []) for page in pages]
        return source_of_scans(doubts, name, "pdf")
    blocks, facts = blocks_of_pages(pages)
    missing = "、".join(str(number) for number in scanned)
    notes = (f'第{missing}页是扫描件，未读取；安装文字识别后可读取：pip install "zeren[ocr]"。',) if scanned else ()
    return Source(name, "pdf", tuple(blocks), facts=facts, notes=notes)


def _pages(data: bytes, name: str) -> tuple[list[PrintedPage], dict[int, Picture]]:
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


def _read_pages(document: Any, data: bytes, name: str) -> tuple[list[PrintedPage], dict[int, Picture]]:
    """The pages with their text; and pictures of those that are scans, where these can be read."""
    read: list[tuple[PrintedPage, list[Char]]] = []
    ruled: list[int] = []
    pictures: dict[int, Picture] = {}
    known = unknown = 0
    for index in range(len(document)):
        page = document[index]
        chars, missing = page_chars(page)
        known, unknown = known + len(chars), unknown + missing
        if missing > _MOST_UNKNOWN * len(chars) or (not chars and _has_picture(page)):
            pictures[index + 1] = _picture_of(page) if can_recognise() else _NOTHING
            chars = []
            if len(pictures) > _MOST_SCANS:
                raise UnsafeDocument(name, f"has more than {_MOST_SCANS} scanned pages", "send its parts one by one")
        if chars and may_have_tables(page):
            ruled.append(index)
        read.append((PrintedPage(index + 1, page.get_width(), page.get_height(), []), chars))
        page.close()
    if not can_recognise() and not known:
        raise UnreadableDocument(name, "is a scan without a text layer", _GET_OCR)
    if not can_recognise() and unknown > _MOST_UNKNOWN * known:
        raise UnreadableDocument(name, "has fonts without character codes", _GET_OCR)
    tables = _ruled_tables(data, ruled, {index: read[index][1] for index in ruled})
    for index, (page, chars) in enumerate(read):
        page.pieces, free = tables.get(index, ([], chars))
        page.lines = lines_of(free, page.number)
    return [page for page, _ in read], pictures


def _has_picture(page: Any) -> bool:
    """Whether pictures cover enough of a page for it to be a scan, not an empty back."""
    area = 0.0
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        left, bottom, right, top = item.get_bounds()
        area += abs(right - left) * abs(top - bottom)
    return area > _SMALLEST_PICTURE * float(page.get_width() * page.get_height())


def _picture_of(page: Any) -> Picture:
    """The page as it is seen, in grey, with `SCALE` dots a point; very large pages with fewer."""
    scale = min(SCALE, _LARGEST_SIDE / max(page.get_width(), page.get_height(), 1))
    bitmap = page.render(scale=scale, grayscale=True)
    picture: Picture = np.array(bitmap.to_numpy().reshape(bitmap.height, bitmap.width))
    bitmap.close()
    return picture


def _ruled_tables(data: bytes, ruled: list[int], chars: dict[int, list[Char]]) -> dict[int, tuple[list[Piece], list[Char]]]:
    """Pieces of tables and the other characters of the pages that have rulings; a page that pdfplumber cannot read has none."""
    if not ruled:
        return {}
    found: dict[int, tuple[list[Piece], list[Char]]] = {}
    # pdfminer tells every small fault of a font; what matters here are the drawn lines.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(io.BytesIO(data)) as plumbed:
            for index in ruled:
                page = plumbed.pages[index]
                found[index] = find_pieces(page, index + 1, chars[index])
                page.close()
    except _PLUMBER_FAILS:
        # PDFium reads files that pdfminer cannot: then the text stands in lines, which is better than no text.
        return found
    return found
