"""Where the text of a document stands in its original: read again from the archived file when somebody asks.

The graph keeps offsets and no places: they would triple its size for something that is looked at now and then. Reading an ordinary file
again takes a moment; what was recognised from pictures takes minutes, so its places are kept on disk (`places/` of the data folder) when it
comes in. Both can be thrown away.

Readers and extractor are imported where they are used: an API that is only asked needs none of them.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from extract.errors import DocumentError
from extract.records import Extraction, LineAnchor
from extract.source import Cell, Source, Table
from graph.archive import Archive, Original
from graph.views import DocumentView

MOST_KEPT = 64

Lines = tuple[LineAnchor, ...]
# Hash of a document's text -> its places: one file can hold several documents.
ByText = dict[str, Lines]

_FORM = TypeAdapter(ByText)


class Places:
    """The places of the documents in an archive. Its methods may be called from several threads."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        """Nothing is read before it is asked for; `folder` is made with the first file in it."""
        self._archive = archive
        self._folder = folder
        self._kept: OrderedDict[str, ByText] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, original: Original, data: bytes) -> Extraction:
        """What an archived file says; of one that was recognised, its places are kept."""
        sources, extraction = _read(data, original.source)
        if any(source.how == "ocr" for source in sources):
            self._keep(original.sha256, _by_text(extraction, sources))
        return extraction

    def of(self, document: DocumentView, text: str) -> Lines:
        """The places of a document's lines and cells, in their order; none where its original can no longer be read so."""
        if document.original is None:
            return ()
        key = _hash(text)
        with self._lock:
            if key in self._kept.get(document.original, {}):
                self._kept.move_to_end(document.original)
                return self._kept[document.original][key]
        found = self._kept_before(document.original)
        if key not in found:
            found = self._read_again(document.original, document.source)
        with self._lock:
            self._kept[document.original] = found
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found.get(key, ())

    def _read_again(self, sha256: str, source: str) -> ByText:
        try:
            sources, extraction = _read(self._archive.read(sha256), source)
        except DocumentError:  # a reader that was there when it came in (LibreOffice, recognition) is not there now
            return {}
        return _by_text(extraction, sources)

    def _keep(self, sha256: str, places: ByText) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        waiting = self._folder / f"{sha256}.{threading.get_ident()}"
        waiting.write_bytes(_FORM.dump_json(places, by_alias=True, exclude_none=True))
        waiting.replace(self._folder / f"{sha256}.json")

    def _kept_before(self, sha256: str) -> ByText:
        try:
            return _FORM.validate_json((self._folder / f"{sha256}.json").read_bytes())
        except (OSError, ValidationError):
            return {}


def _read(data: bytes, name: str) -> tuple[tuple[Source, ...], Extraction]:
    from extract.pipeline import extract_sources
    from extract.readers import read_all_bytes

    sources = read_all_bytes(data, name)
    return sources, extract_sources(sources, name)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _by_text(extraction: Extraction, sources: Sequence[Source]) -> ByText:
    rows = _rows_of(sources)
    return {
        _hash(document.text): tuple(place for line in document.anchors for place in _cells(line, document.text, rows))
        for document in extraction.documents
    }


def _rows_of(sources: Iterable[Source]) -> dict[str, list[tuple[Cell, ...]]]:
    """The rows of all tables by the line that is printed for them."""
    from extract.layout import CELL_MARK

    rows: dict[str, list[tuple[Cell, ...]]] = {}
    for source in sources:
        for block in source.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    cells = tuple(cell for cell in row if not cell.merged)
                    rows.setdefault(CELL_MARK.join(cell.text.strip() for cell in cells), []).append(cells)
    return rows


def _cells(line: LineAnchor, text: str, rows: dict[str, list[tuple[Cell, ...]]]) -> Iterator[LineAnchor]:
    """A line as it is, or the row of a table cell by cell."""
    same = rows.get(text[line.start : line.end], []) if line.anchor.row is not None else []
    if not same:
        yield line
        return
    from extract.layout import CELL_MARK

    cells = next((row for row in same if any(cell.anchor == line.anchor for cell in row)), same[0])
    at = line.start
    for cell in cells:
        end = at + len(cell.text.strip())
        if end > at:
            yield LineAnchor(start=at, end=end, anchor=cell.anchor or line.anchor)
        at = end + len(CELL_MARK)


def within(lines: Lines, start: int, end: int) -> Lines:
    """The places that a stretch of the text touches.

    >>> lines = [LineAnchor.model_validate({"start": s, "end": s + 4, "anchor": {"page": p}}) for s, p in ((0, 1), (5, 2), (10, 3))]
    >>> [line.anchor.page for line in within(tuple(lines), 3, 7)]
    [1, 2]
    """
    return tuple(line for line in lines if line.start < end and start < line.end)
