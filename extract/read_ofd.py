"""OFD, the fixed layout of GB/T 33190: a zip of XML with the place of every character.

Read here by itself. easyofd draws pages through PyMuPDF, whose licence (AGPL) would bind the whole project; ofdkit gives text but
neither single characters nor drawn lines, without which a task table is a heap of words. Names are compared without their
namespace: writers use several.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from extract.clean import clean_text
from extract.errors import UnreadableDocument
from extract.read_pages import PrintedPage, blocks_of_pages
from extract.read_pdf_chars import Char, lines_of
from extract.read_pdf_tables import pieces_of
from extract.read_rulings import Segment, cells_of_segments
from extract.readers_kind import check_zip
from extract.source import Source

_POINTS = 72 / 25.4
_MOST_PAGES = 2_000
_A4 = (0.0, 0.0, 210.0, 297.0)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PATH = re.compile(r"([SMLQBAC])([^SMLQBAC]*)")
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FARTHEST = 1e5
_MOST_CHARS_AN_OBJECT = 20_000


def read_ofd(data: bytes, name: str) -> Source:
    """An OFD document: paragraphs and tables in reading order, each with its page and box in points."""
    check_zip(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            pages = list(_pages(archive, name))
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError, RuntimeError) as exc:
        raise UnreadableDocument(name, "is damaged (a part is missing or cannot be unpacked)", "send the file again") from exc
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise UnreadableDocument(name, "is no whole OFD document", "save it again from its own program") from exc
    if not any(page.lines or page.pieces for page in pages):
        raise UnreadableDocument(name, "is a scan without text", "print it as PDF and have it read with the extra `ocr`")
    blocks, facts = blocks_of_pages(pages)
    return Source(name, "ofd", tuple(blocks), facts=facts)


def _pages(archive: zipfile.ZipFile, name: str) -> Iterator[PrintedPage]:
    entry = _parse(archive, "OFD.xml")
    roots = [text for root in _named(entry, "DocRoot") if (text := (root.text or "").strip())]
    if not roots:
        raise UnreadableDocument(name, "is no whole OFD document (it names no content)", "save it again from its own program")
    number = 0
    for root in roots:
        place = _resolve("OFD.xml", root)
        document = _parse(archive, place)
        area = next((_numbers(box.text) for box in _named(document, "PhysicalBox")), list(_A4))
        templates = {each.get("ID"): _resolve(place, each.get("BaseLoc", "")) for each in _named(document, "TemplatePage")}
        for page in _named(document, "Page"):
            if page.get("BaseLoc") is None:
                continue
            number += 1
            if number > _MOST_PAGES:
                raise UnreadableDocument(name, f"has more than {_MOST_PAGES} pages", "send its parts one by one")
            yield _page(archive, _resolve(place, page.get("BaseLoc")), number, area, templates)


def _page(archive: zipfile.ZipFile, place: str, number: int, area: list[float], templates: dict[str | None, str]) -> PrintedPage:
    content = _parse(archive, place)
    box = next((_numbers(each.text) for each in _named(content, "PhysicalBox")), area)
    box = box if len(box) == 4 and box[2] > 0 and box[3] > 0 else list(_A4)
    layers = [content]
    for used in _named(content, "Template"):
        template = templates.get(used.get("TemplateID"))
        if template is not None and template in archive.NameToInfo:
            layers.insert(0, _parse(archive, template))
    chars = [char for layer in layers for text in _named(layer, "TextObject") for char in _chars(text)]
    segments = [segment for layer in layers for path in _named(layer, "PathObject") for segment in _segments(path)]
    pieces, free = pieces_of(cells_of_segments(segments), number, chars)
    return PrintedPage(number, box[2] * _POINTS, box[3] * _POINTS, lines_of(free, number), pieces)


def _parse(archive: zipfile.ZipFile, place: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(archive.read(place), parser)


def _resolve(place: str, target: str) -> str:
    """The name of a part that is named inside another one; a leading slash begins at the root."""
    target = target.strip().replace("\\", "/")
    path = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(place), target)
    return posixpath.normpath(path)


def _named(element: Any, name: str) -> Iterator[Any]:
    yield from element.iter("{*}" + name, name)


def _numbers(text: str | None) -> list[float]:
    return [min(max(float(number), -_FARTHEST), _FARTHEST) for number in _NUMBER.findall(text or "")]


def _turn(element: Any) -> tuple[float, float, float, float, float, float]:
    matrix = _numbers(element.get("CTM"))
    return (matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]) if len(matrix) == 6 else _IDENTITY


def _chars(element: Any) -> Iterator[Char]:
    """The characters of a text object with their places in points."""
    boundary = [*_numbers(element.get("Boundary")), 0.0, 0.0][:2]
    a, b, c, d, e, f = _turn(element)
    size = next(iter(_numbers(element.get("Size") or element.get("size"))), 3.5)
    wide = next(iter(_numbers(element.get("HScale"))), 1.0)
    x = y = 0.0
    for code in _named(element, "TextCode"):
        text = clean_text(code.text or "").replace("\n", " ")[:_MOST_CHARS_AN_OBJECT]
        x, y = (next(iter(_numbers(code.get(axis))), before) for axis, before in (("X", x), ("Y", y)))
        across, down = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        at_x, at_y = x, y
        for index, char in enumerate(text):
            own = size * wide * (1.0 if ord(char) >= 0x2E80 or char in "“”‘’…—" else 0.5)
            step = across[index] if index < len(across) else (0.0 if down else own)
            # Blanks are written out here, so a wide step is no gap between words.
            width = step if 0 < step <= 1.5 * size * wide else own
            left, base = boundary[0] + a * at_x + c * at_y + e, boundary[1] + b * at_x + d * at_y + f
            if not char.isspace():
                yield _placed(char, left, base, abs(a) * width or width, abs(d) * size or size)
            at_x += step
            at_y += down[index] if index < len(down) else 0.0


def _placed(char: str, left: float, base: float, width: float, size: float) -> Char:
    left, base, width, size = left * _POINTS, base * _POINTS, width * _POINTS, size * _POINTS
    return Char(char, left, base - 0.86 * size, left + width, base + 0.14 * size, base, max(size, 1.0))


def _steps(text: str | None, length: int) -> list[float]:
    """Distances between characters; `g 3 1.5` stands for three times 1.5."""
    steps: list[float] = []
    words = (text or "").split()
    position = 0
    while position < len(words) and len(steps) < length:
        if words[position] == "g" and position + 2 < len(words):
            count, step = _numbers(words[position + 1]), _numbers(words[position + 2])
            steps.extend(step[:1] * min(int(count[0]) if count else 0, length))
            position += 3
            continue
        steps.extend(_numbers(words[position])[:1])
        position += 1
    return steps


def _segments(element: Any) -> Iterator[Segment]:
    """The straight lines of a path object in points; curves only move the pen."""
    boundary = [*_numbers(element.get("Boundary")), 0.0, 0.0][:2]
    a, b, c, d, e, f = _turn(element)
    drawn = next((each.text or "" for each in _named(element, "AbbreviatedData")), "")
    start = pen = (0.0, 0.0)
    for command, arguments in _PATH.findall(drawn):
        numbers = _numbers(arguments)
        if command == "C":
            target = start
        elif len(numbers) >= 2:
            px, py = numbers[-2:]
            target = (boundary[0] + a * px + c * py + e, boundary[1] + b * px + d * py + f)
        else:
            continue
        if command in "LC" and pen != target:
            yield (pen[0] * _POINTS, pen[1] * _POINTS, target[0] * _POINTS, target[1] * _POINTS)
        if command in "SM":
            start = target
        pen = target
