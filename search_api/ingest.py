"""From files to answers: archive, read, extract, load, index; one bad file never stops the others."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from extract.errors import DocumentError, ZerenError
from extract.pipeline import extract_file
from extract.records import Extraction
from graph import questions
from graph.store import Graph
from search_api.index import SearchIndex
from search_api.jobs import Jobs, StoredJob
from search_api.models import DocumentRef, JobFile
from search_api.originals import Original, Originals

log = logging.getLogger(__name__)

Reader = Callable[[Path], Extraction]


class Ingest:
    """Takes files in, at once (`take`) or as jobs of a background thread (`submit`).

    `read` is how a file becomes an extraction; tests give their own.
    """

    def __init__(self, graph: Graph, index: SearchIndex, originals: Originals, jobs: Jobs, *, read: Reader = extract_file) -> None:
        self._graph = graph
        self._index = index
        self._originals = originals
        self._jobs = jobs
        self._read = read
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def keep(self, stream: BinaryIO, name: str, *, issuer: str | None = None, place: str | None = None) -> Original:
        """Archives one file that is to be taken in."""
        return self._originals.keep(stream, name, issuer=issuer, place=place)

    def submit(self, originals: Iterable[Original]) -> StoredJob:
        """A job over archived files; from when this returns it is done sooner or later, also after a crash."""
        kept = tuple(originals)
        job = self._jobs.add(kept, tuple(JobFile(name=original.name) for original in kept))
        self._waiting.put(job.job)
        return job

    def take(self, original: Original) -> JobFile:
        """Reads, extracts, loads and indexes one archived file; what went wrong stands in the result, never in the air."""
        try:
            return self._take(original)
        except DocumentError as error:
            self._originals.forget(original.sha256, original.name)
            return JobFile(name=original.name, state="failed", problem=str(error))
        except ZerenError as error:
            return JobFile(name=original.name, state="failed", problem=f"{original.name}: {error}")
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one file must not take the other files of a batch with it
            log.exception("taking in %s failed", original.name)
            problem = f"{original.name}: could not be read because of a mistake in Zeren ({type(error).__name__}); please report it"
            return JobFile(name=original.name, state="failed", problem=problem)

    def remove(self, document: str) -> None:
        """Takes one document out of graph and index, and its original out of the archive if no other document came from it."""
        held = questions.document(self._graph, document)
        self._graph.remove(document)
        self._index.remove(document)
        if held.original is not None and not self._still_used(held.original):
            self._originals.forget(held.original, held.source)

    def start(self) -> None:
        """Starts the background thread; jobs that a crash left unfinished come first."""
        for job in self._jobs.unfinished():
            self._waiting.put(job.job)
        self._thread = threading.Thread(target=self._work, name="zeren-ingest", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops the background thread after the file in hand; the rest of its job is done at the next start."""
        self._stopping.set()
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _take(self, original: Original) -> JobFile:
        extraction = self._read(self._originals.path(original))
        report = self._graph.load(extraction, original=original.sha256, issuer=original.issuer, place=original.place)
        for gone in report.replaced:
            self._index.remove(gone)
        references = []
        for id in report.documents:
            detail = questions.document(self._graph, id)
            self._index.update(detail)
            references.append(DocumentRef(id=id, title=detail.title, kind=detail.kind, tasks=len(detail.items)))
        unchanged = bool(report.documents) and set(report.documents) <= set(report.unchanged)
        notes = [note for document in extraction.documents for note in document.notes]
        if not extraction.documents:
            notes.append("no document was found in this file")
        notes.extend(f"the same text is held already as {', '.join(same)}" for same in report.same_text.values())
        return JobFile(
            name=original.name, state="unchanged" if unchanged else "read", documents=tuple(references), notes=tuple(dict.fromkeys(notes))
        )

    def _still_used(self, sha256: str) -> bool:
        offset = 0
        while True:
            page = questions.documents(self._graph, limit=1000, offset=offset)
            if any(document.original == sha256 for document in page.items):
                return True
            offset += len(page.items)
            if not page.items or offset >= page.total:
                return False

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            self._run(job)

    def _run(self, id: str) -> None:
        job = self._jobs.start(id)
        for place, (original, file) in enumerate(zip(job.originals, job.files, strict=True)):
            if self._stopping.is_set():
                return
            if file.state == "waiting":
                self._jobs.record(id, place, self.take(original))
        self._jobs.finish(id)
