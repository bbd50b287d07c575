"""Word documents, with what Word prints and does not write: automatic numbers, merged cells, text boxes.

python-docx opens the package and its parts; the content is walked here, because its own iteration leaves out content controls, tracked
insertions and text boxes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from extract.clean import clean_line, clean_text, drop_pinyin
from extract.errors import UnreadableDocument
from extract.read_breaks import join_broken_lines
from extract.read_docx_numbers import Numbering, W
from extract.read_docx_styles import Styles
from extract.read_furniture import take_out_furniture
from extract.read_ocr import read_pictures
from extract.read_places import place
from extract.readers_kind import check_zip
from extract.records import Anchor
from extract.source import Block, Cell, Line, Source, Table

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TRANSPARENT = {
    W + name for name in ["ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo"]
}
_SKIPPED = {W + name for name in ["del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sdtPr", "sdtEndPr", "rt", "tblPr", "tblGrid"]}
_DEEPEST = 60

Align = Literal["left", "center", "right"] | None


@dataclass(slots=True)
class Walk:
    """What is known while a document is walked: numbering, styles, and the boxes and notes met on the way."""

    numbering: Numbering
    styles: Styles
    boxes: list[Any] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)


def read_docx(data: bytes, name: str) -> Source:
    """A Word document: paragraphs with their automatic numbers, tables with merged cells filled, text boxes, footnotes at the end.

    Tracked insertions are read, deletions are not; hidden text and tables of contents are left out.
    """
    check_zip(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        part = document.part
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError, zipfile.BadZipFile, OSError, EOFError) as exc:
        raise UnreadableDocument(name, "is no whole Word document", "open it in Word or WPS and save it again as docx") from exc
    except (zlib.error, NotImplementedError) as exc:
        raise UnreadableDocument(name, "is damaged (a part cannot be unpacked)", "send the file again") from exc
    walk = Walk(Numbering(_part(part, REL.NUMBERING)), Styles(_part(part, REL.STYLES)))
    blocks: list[Block] = []
    for index, element in enumerate(_block_elements(body)):
        blocks.extend(_blocks_of(element, walk, place(paragraph=index)))
    blocks.extend(_footnotes(_part(part, REL.FOOTNOTES), walk))
    if not blocks and (pictures := _pictures(document)):
        return read_pictures(pictures, name, "docx")
    facts = {"页眉": header} if (header := _header(document)) else {}
    return Source(name, "docx", tuple(_join_lines(blocks, facts)), facts=facts)


def _part(part: Any, kind: str) -> Any | None:
    """The parsed XML of a related part, or `None` where there is none or it is damaged."""
    try:
        related = part.part_related_by(kind)
    except (KeyError, ValueError):
        return None
    element = getattr(related, "element", None)
    if element is not None:
        return element
    try:
        return etree.fromstring(related.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _block_elements(parent: Any, depth: int = 0) -> Iterator[Any]:
    """Paragraphs and tables of a body, cell or box, also inside content controls and insertions."""
    for child in parent:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in _TRANSPARENT and depth < _DEEPEST and not _is_contents_list(child):
            yield from _block_elements(child, depth + 1)
        elif child.tag == _MC + "AlternateContent" and depth < _DEEPEST and len(child):
            yield from _block_elements(child[0], depth + 1)


def _is_contents_list(control: Any) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "Contents" in gallery.get(W + "val", "")


def _blocks_of(element: Any, walk: Walk, anchor: Anchor, depth: int = 0) -> list[Block]:
    if element.tag == W + "tbl":
        table = _table(element, walk, anchor, depth)
        if len(table.rows) == 1 and len(table.rows[0]) == 1:
            # A table of one cell is a frame around text.
            return [Line(text, anchor=anchor) for row in table.rows[0][0].text.split("\n") if (text := row)]
        return [table] if any(cell.text for row in table.rows for cell in row) else []
    lines = _lines_of(element, walk, anchor)
    boxes, walk.boxes = walk.boxes, []
    inner: list[Block] = []
    for box in boxes if depth < 3 else ():
        for child in _block_elements(box):
            inner.extend(_blocks_of(child, walk, anchor, depth + 1))
    return [*lines, *inner]


def _lines_of(paragraph: Any, walk: Walk, anchor: Anchor) -> list[Block]:
    look = walk.styles.look_of(paragraph, walk.numbering)
    text = drop_pinyin(clean_text("".join(_runs(paragraph, walk))))
    if look.is_contents:
        return []
    parts = [line for part in text.split("\n") if (line := clean_line(part))]
    if look.list_id is not None and parts:
        parts[0] = walk.numbering.next_number(look.list_id, look.depth) + parts[0]
    return [Line(part, look.style, look.level, look.align, anchor) for part in parts]


def _runs(parent: Any, walk: Walk, depth: int = 0) -> Iterator[str]:
    """The printed text under an element; text boxes are set aside in `walk.boxes`."""
    if depth > _DEEPEST:
        return
    for child in parent:
        tag = child.tag
        if tag == W + "t" or tag == _MATH + "t":
            yield child.text or ""
        elif tag in (W + "br", W + "cr"):
            yield "\n"
        elif tag in (W + "tab", W + "ptab"):
            yield " "
        elif tag == W + "noBreakHyphen":
            yield "-"
        elif tag == W + "sym":
            yield _symbol(child)
        elif tag == W + "txbxContent":
            walk.boxes.append(child)
        elif tag in _SKIPPED or not isinstance(tag, str) or (tag == W + "r" and _is_hidden(child)):
            continue
        elif tag == _MC + "AlternateContent":
            # The first choice and its fallback hold the same text twice.
            if len(child):
                yield from _runs(child[0], walk, depth + 1)
        else:
            yield from _runs(child, walk, depth + 1)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(W + "val", "1") not in ("0", "false", "off")


def _symbol(symbol: Any) -> str:
    code = symbol.get(W + "char", "")
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "●" if "\ue000" <= char <= "\uf8ff" else char


def _table(table: Any, walk: Walk, anchor: Anchor, depth: int) -> Table:
    rows: list[tuple[Cell, ...]] = []
    above: dict[int, Cell] = {}
    for row in _children(table, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            continue
        cells: list[Cell] = [Cell("", anchor=None)] * _grid_skip(properties, "gridBefore")
        for cell in _children(row, W + "tc"):
            column = len(cells)
            place = anchor.model_copy(update={"row": len(rows), "column": column})
            span, merge = _spans(cell)
            if merge == "continue" and column in above:
                cells.extend(Cell(above[column].text, True, above[column].anchor) for _ in range(span))
                _cell_text(cell, walk, depth)
                continue
            made = Cell(_cell_text(cell, walk, depth), anchor=place)
            for offset in range(span):
                above[column + offset] = made
            cells.extend([made, *(Cell(made.text, True, place) for _ in range(span - 1))])
        rows.append(tuple(cells))
    width = max((len(row) for row in rows), default=0)
    return Table(tuple((*row, *[Cell("")] * (width - len(row))) for row in rows))


def _children(parent: Any, tag: str, depth: int = 0) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _TRANSPARENT and depth < _DEEPEST:
            yield from _children(child, tag, depth + 1)


def _spans(cell: Any) -> tuple[int, str | None]:
    properties = cell.find(W + "tcPr")
    if properties is None:
        return 1, None
    span = properties.find(W + "gridSpan")
    merge = properties.find(W + "vMerge")
    count = span.get(W + "val", "1") if span is not None else "1"
    columns = min(max(int(count), 1), 100) if count.isdigit() and len(count) < 5 else 1
    return columns, None if merge is None else str(merge.get(W + "val", "continue"))


def _grid_skip(properties: Any | None, name: str) -> int:
    skipped = properties.find(W + name) if properties is not None else None
    count = skipped.get(W + "val", "0") if skipped is not None else "0"
    return min(int(count), 100) if count.isdigit() and len(count) < 5 else 0


def _cell_text(cell: Any, walk: Walk, depth: int) -> str:
    """The paragraphs of a cell, one a line; a table inside a cell gives a line a row."""
    if depth > 5:
        return ""
    nothing = place()
    parts: list[str] = []
    for element in _block_elements(cell):
        if element.tag == W + "p":
            parts.extend(_paragraph_in_cell(element, walk))
        else:
            inner = _table(element, walk, nothing, depth + 1)
            parts.extend(" ".join(each.text for each in row if each.text and not each.merged) for row in inner.rows)
    return "\n".join(part for part in parts if part)


def _paragraph_in_cell(paragraph: Any, walk: Walk) -> list[str]:
    """The lines of a paragraph; a column of numbers often has nothing but automatic ones."""
    look = walk.styles.look_of(paragraph, walk.numbering)
    text = drop_pinyin(clean_text("".join(_runs(paragraph, walk))))
    boxes, walk.boxes = walk.boxes, []
    parts = [line for part in text.split("\n") if (line := clean_line(part))]
    if look.list_id is not None:
        number = walk.numbering.next_number(look.list_id, look.depth)
        parts = [number + parts[0], *parts[1:]] if parts else [number.strip("●").strip()]
    for box in boxes:
        for child in box.iter(W + "p"):
            parts.extend(clean_line(part) for part in clean_text("".join(_runs(child, walk))).split("\n"))
    return [part for part in parts if part]


def _footnotes(part: Any | None, walk: Walk) -> list[Block]:
    notes: list[Block] = []
    for note in part.iter(W + "footnote") if part is not None else ():
        if note.get(W + "type") is None:
            text = clean_line(" ".join(clean_line("".join(_runs(paragraph, walk))) for paragraph in note.iter(W + "p")))
            if text:
                notes.append(Line(text))
    walk.boxes = []
    return notes


def _pictures(document: Any) -> list[bytes]:
    """The pictures in the body, in its order."""
    blobs: list[bytes] = []
    for picture in document.element.body.iter(_DRAWING + "blip"):
        part = document.part.related_parts.get(picture.get(_RELATION + "embed"))
        blob = getattr(part, "blob", None)
        if isinstance(blob, bytes):
            blobs.append(blob)
    return blobs


def _header(document: Any) -> str:
    """The text of the first page's header, which may carry the office's name or a mark of secrecy."""
    texts: list[str] = []
    for relationship in document.part.rels.values():
        if relationship.reltype == REL.HEADER and not relationship.is_external:
            element = getattr(relationship.target_part, "element", None)
            runs = element.iter(W + "t") if element is not None else ()
            text = clean_line("".join(run.text or "" for run in runs))
            if text and text.strip("-—·0123456789 ") and text not in texts:
                texts.append(text)
    return " ".join(texts)


def _join_lines(blocks: list[Block], facts: dict[str, str]) -> Iterator[Block]:
    """Takes out furniture that came with copied pages and closes breaks inside sentences, tables staying where they are.

    What a site's card says at the head is added to `facts`.
    """
    run: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            run.append(block)
            continue
        lines, stated = take_out_furniture(run, labels_stay=True)
        facts.update(stated)
        yield from join_broken_lines(lines)
        run = []
        yield block
    lines, stated = take_out_furniture(run, labels_stay=True)
    facts.update(stated)
    yield from join_broken_lines(lines)
