"""The originals: every file that was fed in, kept under the hash of its bytes, and a manifest of what was loaded and taken out.

Originals and decisions are the truth; graph and index follow from them and can be thrown away. In the data folder:

    originals/3f/3f9a…    the bytes of a file
    manifest.jsonl        {"event": "load", …} before, {"event": "loaded", …} after a file entered the graph, {"event": "removed", …}
"""

from __future__ import annotations

import gc
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extract.errors import DocumentError, GraphTooOld, NotFound
from extract.records import Extraction, Record
from graph.decisions import Decision, Resolver, UnitKey
from graph.journal import Journal
from graph.rows import Loading
from graph.store import Graph
from graph.views import LoadReport

# A file that is being written, and after how many seconds nobody writes it any more.
_UNFINISHED = "unfinished-"
_ABANDONED_AFTER = 3600


class Original(Record):
    """A file that was fed in: the hash of its bytes, its name, and what was said of documents that name no issuer or place."""

    sha256: str
    source: str
    issuer: str | None = None
    place: str | None = None


class Held(Record):
    """An original with the documents that stand for it now, and when it came; in history, `replaced_by` or `removed` say how it went."""

    original: Original
    documents: tuple[str, ...]
    loaded_at: str
    replaced_by: str | None = None
    removed: bool = False


Extract = Callable[[Original, bytes], Extraction]
Changed = Callable[[str], None]


def _ignore(document: str) -> None:
    """For those who need not know which documents changed."""


class Archive:
    """The originals in a data folder."""

    def __init__(self, folder: Path) -> None:
        """The archive of the data folder `folder`; nothing is made before the first file."""
        self._originals = folder / "originals"
        self._journal = Journal(folder / "manifest.jsonl")

    def keep(self, data: bytes, source: str, *, issuer: str | None = None, place: str | None = None) -> Original:
        """Stores the bytes of a file, once for all files with the same, and says what it is known by. It is not loaded yet."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._sweep(path.parent)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_UNFINISHED, delete=False) as file:
                try:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                    Path(file.name).replace(path)
                except BaseException:
                    # A full disk is not filled further by what could not be written.
                    Path(file.name).unlink(missing_ok=True)
                    raise
        return Original(sha256=sha256, source=source, issuer=issuer, place=place)

    def _sweep(self, folder: Path) -> None:
        """Takes out what a process that was killed left half written; another that is writing now has begun just before."""
        for path in folder.glob(f"{_UNFINISHED}*"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _ABANDONED_AFTER:
                    path.unlink()

    def path(self, sha256: str) -> Path:
        """Where the bytes of an original lie."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise NotFound(f"there is no original {sha256}")
        return self._originals / sha256[:2] / sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of an original. Raises `NotFound`."""
        path = self.path(sha256)
        if not path.exists():
            raise NotFound(f"there is no original {sha256}")
        return path.read_bytes()

    def load(self, graph: Graph, files: Sequence[tuple[Original, Extraction]]) -> list[LoadReport]:
        """Loads files into the graph and notes it; a process that dies between the two loses neither."""
        self._journal.add(*({"event": "load", **_written(original), "at": _now()} for original, _ in files))
        reports = graph.load_many(
            Loading(extraction=extraction, original=original.sha256, issuer=original.issuer, place=original.place)
            for original, extraction in files
        )
        self._journal.add(
            *(
                {"event": "loaded", **_written(original), "at": _now(), "documents": report.documents, "replaced": report.replaced}
                for (original, _), report in zip(files, reports, strict=True)
            )
        )
        return reports

    def remove(self, graph: Graph, *documents: str) -> None:
        """Takes documents out of the graph and notes it. Raises `NotFound`. The originals stay, in history."""
        graph.remove(*documents)
        self._journal.add(*({"event": "removed", "document": document, "at": _now()} for document in documents))

    def held(self) -> tuple[Held, ...]:
        """The originals that stand in the graph, in the order in which they came."""
        return tuple(entry for entry in self._entries() if entry.replaced_by is None and not entry.removed)

    def history(self, source: str | None = None) -> tuple[Held, ...]:
        """Every file (of this name) that was ever loaded, oldest first, with what became of it."""
        return tuple(entry for entry in self._entries() if source in (None, entry.original.source))

    def rebuild(
        self,
        graph: Graph,
        extract: Extract,
        *,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> list[DocumentError]:
        """Makes the graph anew from the originals; returns what could not be read any more. `progress` is told how many files are done."""
        graph.clear()
        held = self.held()
        errors: list[DocumentError] = []
        gone = {str(event["document"]) for event in self._journal if event["event"] == "removed"}

        def loadings() -> Iterator[Loading]:
            for done, entry in enumerate(held):
                progress(done, len(held))
                original = entry.original
                try:
                    extraction = self._extract(extract, original)
                except DocumentError as error:
                    errors.append(error)
                    continue
                yield Loading(extraction=extraction, original=original.sha256, issuer=original.issuer, place=original.place)

        reports = graph.load_many(loadings())
        live = {document for entry in held for document in entry.documents}
        again = [document for report in reports for document in report.documents if document in gone - live]
        if again:
            graph.remove(*again)
        progress(len(held), len(held))
        return errors

    def open_current(self, open_: Callable[[bool], Graph], extract: Extract) -> tuple[Graph, list[DocumentError]]:
        """Opens the graph with `open_(anew)`; one of an older schema is made anew from the originals, less what can no longer be read."""
        try:
            return open_(False), []
        except GraphTooOld:
            graph = open_(True)
            return graph, self.rebuild(graph, extract)

    def merge(
        self, graph: Graph, unit: str, into: str, extract: Extract, *, author: str, reason: str, changed: Changed = _ignore
    ) -> Decision:
        """Decides that two units are one, and reads the documents that name the first again. Raises `NotFound` and `BadRequest`.

        `changed` is told every document whose facts are others now.
        """
        documents = _documents_of(graph, unit)
        decision = graph.decisions.merge(_key(graph, unit), _key(graph, into), author=author, reason=reason)
        self._again(graph, documents, extract, changed)
        graph.link_members()
        return decision

    def split(
        self,
        graph: Graph,
        unit: str,
        printed: str,
        into: str,
        extract: Extract,
        *,
        author: str,
        reason: str,
        changed: Changed = _ignore,
    ) -> Decision:
        """Decides that what is printed as `printed` is not `unit` but `into`, and reads the documents that name `unit` again."""
        documents = _documents_of(graph, unit)
        decision = graph.decisions.split(_key(graph, unit), printed, _key(graph, into), author=author, reason=reason)
        self._again(graph, documents, extract, changed)
        graph.link_members()
        return decision

    def contain(self, graph: Graph, unit: str, member: str, *, author: str, reason: str) -> Decision:
        """Decides that a collective stands for a unit, among others. Raises `NotFound` and `BadRequest`."""
        decision = graph.decisions.contains(_key(graph, unit), _key(graph, member), author=author, reason=reason)
        graph.link_members()
        return decision

    def keep_apart(self, graph: Graph, unit: str, other: str, *, author: str, reason: str) -> Decision:
        """Decides that two units are not one, which are then no longer offered. Raises `NotFound` and `BadRequest`."""
        return graph.decisions.apart(_key(graph, unit), _key(graph, other), author=author, reason=reason)

    def undo(self, graph: Graph, decision: str, extract: Extract, *, author: str, reason: str, changed: Changed = _ignore) -> None:
        """Takes a decision back, and reads the documents again that followed it. Raises `NotFound`."""
        held = {known.id: known for known in graph.decisions.active()}
        graph.decisions.undo(decision, author=author, reason=reason)
        if held[decision].kind == "apart":
            return
        if held[decision].kind == "contains":
            graph.link_members()
            return
        self._again(graph, _documents_of(graph, Resolver(tuple(held.values())).follow(held[decision].into).id), extract, changed)
        graph.link_members()

    def _again(self, graph: Graph, documents: set[str], extract: Extract, changed: Changed) -> None:
        entries = [entry for entry in self.held() if documents & set(entry.documents)]
        reports = graph.load_many(
            Loading(extraction=self._extract(extract, o), original=o.sha256, issuer=o.issuer, place=o.place)
            for o in (entry.original for entry in entries)
        )
        for report in reports:
            for document in report.documents:
                if document not in report.unchanged:
                    changed(document)

    def _extract(self, extract: Extract, original: Original) -> Extraction:
        """An extraction in the midst of a load, when Python looks for garbage rarely: what parsing leaves behind in cycles goes at once."""
        extraction = extract(original, self.read(original.sha256))
        gc.collect(0)
        return extraction

    def _entries(self) -> Iterable[Held]:
        entries: list[Held] = []
        for event in self._journal:
            if event["event"] == "removed":
                entries = [_without(entry, event["document"]) for entry in entries]
                continue
            original = Original(**{name: event[name] for name in Original.model_fields})
            documents = tuple(event.get("documents", ()))
            if event["event"] == "loaded":
                replaced = set(event["replaced"]) | set(documents)
                entries = [_replaced(entry, replaced, original) for entry in entries if not _is_same(entry, original)]
            entries.append(Held(original=original, documents=documents, loaded_at=event["at"]))
        return entries


def _key(graph: Graph, unit: str) -> UnitKey:
    found = graph.run("unit_key", {"id": unit})
    if not found:
        raise NotFound(f"there is no unit {unit}")
    values = {name: value for name, value in found[0].items() if name != "path"}
    return UnitKey(**values, place=tuple(found[0]["path"] or ()) or None)


def _documents_of(graph: Graph, unit: str) -> set[str]:
    return {row["document"] for row in graph.run("unit_documents", {"id": unit})}


def _without(entry: Held, document: str) -> Held:
    if document not in entry.documents or entry.replaced_by:
        return entry
    rest = tuple(id_ for id_ in entry.documents if id_ != document)
    return entry.model_copy(update={"documents": rest or entry.documents, "removed": not rest})


def _is_same(entry: Held, original: Original) -> bool:
    """The file was loaded again, or its load is done: one entry is enough."""
    return entry.original == original and not entry.replaced_by and not entry.removed


def _replaced(entry: Held, gone: set[str], by: Original) -> Held:
    if entry.replaced_by or entry.removed or not gone & set(entry.documents):
        return entry
    return entry.model_copy(update={"replaced_by": by.sha256})


def _written(original: Original) -> dict[str, Any]:
    return original.model_dump()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
