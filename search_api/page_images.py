"""A page of an original as a picture, with a stretch of its text marked on it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageOps, UnidentifiedImageError

from extract.errors import NotFound, UnreadableDocument
from extract.read_pdf import PDFIUM
from extract.read_pdf_chars import Char, page_chars
from search_api.paged import PAGED, PICTURES, Box, Quote

# Dots a point: at 1.6 (115 an inch) the print of an office is read with ease, and a page of A4 weighs 100 to 300 kB.
SCALE = 1.6
LARGEST_SIDE = 2600
# What readers of pictures take for the width of a page, whatever its dots (`extract.read_ocr`).
PAGE_WIDTH = 595.0

AROUND, QUOTED = (255, 250, 214), (255, 221, 87)
PADDING = 2.0
# Of a part of a page: so many points above and below what is marked, about eight lines of print.
AROUND_POINTS = 190.0


def render_page(data: bytes, source: str, number: int, quotes: Sequence[Quote], *, part: bool = False) -> bytes:
    """Page `number` of an original, from 1, as PNG with the quotes marked; `part` gives what stands around them alone.

    Raises `NotFound` where there is no such page.
    """
    suffix = PurePath(source).suffix.lower()
    if suffix not in PAGED:
        raise NotFound(f"the original of this document has no pages that can be shown ({source}): download it instead")
    picture, boxes, scale = _of_picture(data, source, number, quotes) if suffix in PICTURES else _of_pdf(data, source, number, quotes)
    marked = _marked(picture, [quote.box for quote in quotes], boxes, scale)
    target = io.BytesIO()
    (_part(marked, boxes, scale) if part and boxes else marked).save(target, "PNG")
    return target.getvalue()


def _part(picture: Image.Image, boxes: Sequence[Box], scale: float) -> Image.Image:
    top = max(0, round((min(box[1] for box in boxes) - AROUND_POINTS) * scale))
    bottom = min(picture.height, round((max(box[3] for box in boxes) + AROUND_POINTS) * scale))
    return picture.crop((0, top, picture.width, bottom)) if top < bottom else picture


def _of_pdf(data: bytes, source: str, number: int, quotes: Sequence[Quote]) -> tuple[Image.Image, list[Box], float]:
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(source, "is no whole PDF", "send the file again") from error
        try:
            if not 1 <= number <= len(document):
                raise NotFound(f"there is no page {number} in {source}, which has {len(document)}")
            page = document[number - 1]
            scale = min(SCALE, LARGEST_SIDE / max(page.get_width(), page.get_height(), 1))
            picture = page.render(scale=scale).to_pil().convert("RGB")
            return picture, list(_boxes(page, quotes)), scale
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(source, "is damaged (a page cannot be read)", "send the file again") from error
        finally:
            document.close()


def _of_picture(data: bytes, source: str, number: int, quotes: Sequence[Quote]) -> tuple[Image.Image, list[Box], float]:
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if not 1 <= number <= getattr(opened, "n_frames", 1):
                raise NotFound(f"there is no page {number} in {source}, which has {getattr(opened, 'n_frames', 1)}")
            opened.seek(number - 1)
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise UnreadableDocument(source, "is no whole picture", "send the file again") from error
    width = round(min(PAGE_WIDTH * SCALE, LARGEST_SIDE * picture.width / max(picture.size)))
    shown = picture.resize((width, max(1, round(picture.height * width / picture.width))))
    return shown, [quote.box for quote in quotes], width / PAGE_WIDTH


def _boxes(page: Any, quotes: Iterable[Quote]) -> Iterator[Box]:
    """The boxes of the quoted characters, one a printed line; the whole box where they are not found in it, as on a scan."""
    chars, _ = page_chars(page)
    for quote in quotes:
        found = _quoted(_inside(chars, quote.box), quote)
        yield from _by_line(found) if found else [quote.box]


def _inside(chars: Iterable[Char], box: Box) -> list[Char]:
    left, top, right, bottom = (box[0] - PADDING, box[1] - PADDING, box[2] + PADDING, box[3] + PADDING)
    return [char for char in chars if left <= (char.left + char.right) / 2 <= right and top <= (char.top + char.bottom) / 2 <= bottom]


def _quoted(chars: Sequence[Char], quote: Quote) -> Sequence[Char]:
    """The characters of a quotation among those of its box: blanks and labels that a reader added are not printed, so count both ways."""
    letters = ["".join(char.text.split()) for char in chars]
    printed = "".join(letters)
    wanted = "".join(quote.text[quote.start : quote.end].split())
    before = "".join(quote.text[: quote.start].split())
    at = printed.find(wanted, max(0, len(before) - 8)) if wanted else -1
    at = printed.find(wanted) if at < 0 and wanted else at
    if at < 0:
        return ()
    found, seen = [], 0
    for char, letter in zip(chars, letters, strict=True):
        if at <= seen < at + len(wanted):
            found.append(char)
        seen += len(letter)
    return found


def _by_line(chars: Sequence[Char]) -> Iterator[Box]:
    lines: dict[int, list[Char]] = {}
    for char in chars:
        lines.setdefault(round(char.base), []).append(char)
    for line in lines.values():
        yield min(c.left for c in line), min(c.top for c in line), max(c.right for c in line), max(c.bottom for c in line)


def _marked(picture: Image.Image, around: Iterable[Box], quoted: Iterable[Box], scale: float) -> Image.Image:
    """The picture as if gone over with a marker: print stays black."""
    layer = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(layer)
    for boxes, color in ((around, AROUND), (quoted, QUOTED)):
        for left, top, right, bottom in boxes:
            edges = ((left - PADDING) * scale, (top - PADDING) * scale, (right + PADDING) * scale, (bottom + PADDING) * scale)
            if edges[0] < edges[2] and edges[1] < edges[3]:
                draw.rectangle(edges, fill=color)
    return ImageChops.multiply(picture, layer)
