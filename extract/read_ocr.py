"""Scans: pictures of pages, read by rapidocr, which works offline with the models in its own package.

Recognised lines become characters with places, so that paragraphs, tables and anchors come about as for any other page; drawn lines are
looked for in the picture. What was read so is marked `ocr`. It is an extra (`pip install "zeren[ocr]"`).
"""

from __future__ import annotations

import io
import re
import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from extract.clean import clean_line
from extract.errors import UnreadableDocument, UnsafeDocument, UnsupportedFormat
from extract.read_pages import PrintedPage, blocks_of_pages
from extract.read_pdf_chars import Char, lines_of
from extract.read_pdf_tables import pieces_of
from extract.read_rulings import Segment, cells_of_segments
from extract.source import Source

# 200 dots an inch: at 150 small print of tables lost strokes, at 300 a page took twice as long and read no better.
SCALE = 200 / 72
_MOST_PAGES = 300
_MOST_PIXELS = 80_000_000
_LARGEST_SIDE = 4_000
_PAGE_WIDTH = 595.0
_DOUBTFUL = 0.75
_MOST_DOUBTS = 10
_THICKEST = 8.0
_ENGINE = threading.Lock()

Picture = NDArray[np.uint8]

_DASH = re.compile(r"(?<=\d)一(?=\d)")
_HAN = r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]"
_LATIN_MARK = re.compile(rf"(?<={_HAN})[,;:()!?]|[(](?={_HAN})|(?<=[\d年月日])[)](?=$|{_HAN})")
_WIDE_MARKS = str.maketrans(",;:()!?", "，；：（）！？")


@dataclass(slots=True)
class RecognisedPage:
    """A page that was read from its picture, and the lines of which the engine is unsure."""

    page: PrintedPage
    doubts: list[str]


def can_recognise() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(module) is not None for module in ("rapidocr", "onnxruntime", "cv2"))


def read_picture(data: bytes, name: str) -> Source:
    """A picture (png, jpg, tif, bmp) of one or more pages."""
    if not can_recognise():
        raise UnsupportedFormat(name, "is a picture, which needs text recognition", 'install it with: pip install "zeren[ocr]"')
    pages = [recognise(picture, number, _PAGE_WIDTH / picture.shape[1]) for number, picture in enumerate(_pictures(data, name), 1)]
    return source_of_scans(pages, name, name.rpartition(".")[2].lower())


def read_pictures(pictures: Iterable[bytes], name: str, form: str) -> Source:
    """A document that holds nothing but pictures of pages, as some offices paste their scans."""
    if not can_recognise():
        raise UnreadableDocument(name, "holds nothing but pictures", 'have them read by text recognition: pip install "zeren[ocr]"')
    pages: list[RecognisedPage] = []
    for data in pictures:
        try:
            for picture in _pictures(data, name):
                pages.append(recognise(picture, len(pages) + 1, _PAGE_WIDTH / picture.shape[1]))
        except UnreadableDocument:
            # A drawing in a form of Windows among the scans: what can be read is read.
            continue
        if len(pages) > _MOST_PAGES:
            raise UnsafeDocument(name, f"holds more than {_MOST_PAGES} scanned pages", "send its parts one by one")
    return source_of_scans(pages, name, form)


def source_of_scans(pages: Sequence[RecognisedPage], name: str, form: str) -> Source:
    """The source that recognised pages make; raises where nothing was recognised."""
    blocks, facts = blocks_of_pages([each.page for each in pages]) if pages else ([], {})
    if not blocks:
        raise UnreadableDocument(name, "shows no text that can be recognised", "scan it again, upright and with 200 dots an inch or more")
    doubts = [line for each in pages for line in each.doubts]
    notes: tuple[str, ...] = ("本文件由文字识别读取，请对照原件核对。",)
    if doubts:
        notes += ("识别把握不大的内容：" + "；".join(doubts[:_MOST_DOUBTS]) + "。",)
    return Source(name, form, tuple(blocks), facts=facts, how="ocr", notes=notes)


def _pictures(data: bytes, name: str) -> Iterator[Picture]:
    """The pages of a picture file, upright, in grey."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                frames = getattr(image, "n_frames", 1)
                if image.width * image.height > _MOST_PIXELS or frames > _MOST_PAGES:
                    raise UnsafeDocument(name, "is larger than any scanned page", "scan it with 200 dots an inch")
                for frame in range(frames):
                    image.seek(frame)
                    upright = ImageOps.exif_transpose(image).convert("L")
                    upright.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
                    yield np.asarray(upright)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as exc:
        raise UnreadableDocument(name, "is no whole picture", "send the file again") from exc


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def recognise(picture: Picture, number: int, points: float) -> RecognisedPage:
    """Reads the picture of a page; `points` is the size of a dot."""
    with _ENGINE:
        result = _engine()(np.stack([picture] * 3, axis=-1))
    chars: list[Char] = []
    doubts: list[str] = []
    if result.boxes is not None:
        for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
            line = mend(clean_line(str(text)))
            if not line:
                continue
            if score < _DOUBTFUL:
                doubts.append(line)
            chars.extend(_chars(line, np.asarray(corners, dtype=float) * points))
    cells = cells_of_segments(_segments(picture, points))
    pieces, free = pieces_of(cells, number, chars)
    height, width = picture.shape
    return RecognisedPage(PrintedPage(number, width * points, height * points, lines_of(free, number), pieces), doubts)


def mend(line: str) -> str:
    """A recognised line with the marks that the engine takes for others: the dash between numbers, Latin marks after Chinese.

    >>> mend("三年行动方案(2025一2027年)"), mend("市水务局（街道)负责,")
    ('三年行动方案（2025—2027年）', '市水务局（街道）负责，')
    """
    line = _DASH.sub("—", line)
    return _LATIN_MARK.sub(lambda mark: mark[0].translate(_WIDE_MARKS), line)


def _chars(line: str, corners: NDArray[np.float64]) -> Iterator[Char]:
    """The characters of a recognised line, shared out over its box: Chinese ones take a whole width, Latin ones half of it."""
    left, right = float(corners[:, 0].min()), float(corners[:, 0].max())
    top, bottom = float(corners[:, 1].min()), float(corners[:, 1].max())
    widths = [0.5 if char.isascii() else 1.0 for char in line]
    unit = (right - left) / sum(widths)
    height = bottom - top
    # The box of a line is padded: of one or two characters its width says little.
    em = min(unit, height) if len(line) > 2 else min(unit, 0.8 * height)
    base = bottom - 0.2 * height
    position = left
    for char, width in zip(line, widths, strict=True):
        if not char.isspace():
            yield Char(char, position, top, position + width * unit, bottom, base, max(em, 1.0))
        position += width * unit


def _segments(picture: Picture, points: float) -> Iterator[Segment]:
    """Drawn lines of a picture: long dark runs, flat or upright."""
    import cv2

    _, dark = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    shortest = max(int(30 / points), 20)
    for kernel in ((shortest, 1), (1, shortest)):
        lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        lines = cv2.dilate(lines, np.ones((3, 3), np.uint8))
        count, _, boxes, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, width, height, _ in boxes[1:count] * points:
            if min(width, height) > _THICKEST:
                continue
            middle_x, middle_y = x + width / 2, y + height / 2
            yield (x, middle_y, x + width, middle_y) if width >= height else (middle_x, y, middle_x, y + height)
