"""From files to answers: archive, read, extract, load, index; one bad file never stops the others."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath, PureWindowsPath

from extract.errors import DocumentError, ZerenError
from extract.pipeline import extract_bytes
from extract.records import Extraction
from graph import questions
from graph.archive import Archive, Original
from graph.store import Graph
from graph.views import Likeness
from search_api.index import SearchIndex
from search_api.jobs import Jobs, StoredJob
from search_api.models import DocumentRef, JobFile

log = logging.getLogger(__name__)

Reader = Callable[[Original, bytes], Extraction]


def clean_name(name: str) -> str:
    """The bare name of a file that was sent, without folders and control characters.

    >>> clean_name("..\\\\..\\\\工作要点.docx"), clean_name("/etc/passwd"), clean_name("..")
    ('工作要点.docx', 'passwd', 'unnamed')
    """
    bare = PureWindowsPath(PurePosixPath(name.replace("\x00", "")).name).name
    return "".join(char for char in bare if char.isprintable()).strip(" .")[-200:] or "unnamed"


def say_likeness(likeness: Likeness) -> str:
    """That a document repeats another, and in how much they differ, in a sentence for the reader."""
    other = likeness.document
    name = f"《{other.title}》（{other.source}）" if other.title else other.source
    if likeness.same_text:
        return f"正文与已载入的{name}完全相同。"
    different = max(likeness.only_here, likeness.only_there)
    return f"有{likeness.shared}项任务与已载入的{name}一字不差" + (f"，另有{different}项不同。" if different else "。")


def read_original(original: Original, data: bytes) -> Extraction:
    """What an archived file says."""
    return extract_bytes(data, original.source)


class Ingest:
    """Takes files in, at once (`take`) or as jobs of a background thread (`submit`).

    `read` is how a file becomes an extraction; tests give their own.
    """

    def __init__(self, graph: Graph, index: SearchIndex, archive: Archive, jobs: Jobs, *, read: Reader = read_original) -> None:
        """Nothing runs before `start`; `take` works without it."""
        self._graph = graph
        self._index = index
        self._archive = archive
        self._jobs = jobs
        self._read = read
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def keep(self, data: bytes, name: str, *, issuer: str | None = None, place: str | None = None) -> Original:
        """Archives one file that is to be taken in."""
        return self._archive.keep(data, clean_name(name), issuer=issuer, place=place)

    def submit(self, originals: Iterable[Original]) -> StoredJob:
        """A job over archived files; from when this returns it is done sooner or later, also after a crash."""
        kept = tuple(originals)
        job = self._jobs.add(kept, tuple(JobFile(name=original.source) for original in kept))
        self._waiting.put(job.job)
        return job

    def take(self, original: Original) -> JobFile:
        """Reads, extracts, loads and indexes one archived file; what went wrong stands in the result, never in the air."""
        name = original.source
        try:
            return self._take(original)
        except DocumentError as error:
            self._discard(original)
            return JobFile(name=name, state="failed", problem=str(error))
        except ZerenError as error:
            return JobFile(name=name, state="failed", problem=f"{name}: {error}")
        except Exception as error:  # a mistake of ours in one file must not take the other files of a batch with it
            log.exception("taking in %s failed", name)
            problem = f"{name}: could not be read because of a mistake in Zeren ({type(error).__name__}); please report it"
            return JobFile(name=name, state="failed", problem=problem)

    def remove(self, document: str) -> None:
        """Takes one document out of graph and index; raises `NotFound` where there is none."""
        self._archive.remove(self._graph, document)
        self._index.remove(document)

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
        extraction = self._read(original, self._archive.read(original.sha256))
        report = self._archive.load(self._graph, [(original, extraction)])[0]
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
        if not unchanged:
            notes.extend(note for id in report.documents for note in map(say_likeness, questions.alike(self._graph, id)))
        return JobFile(
            name=original.source,
            state="unchanged" if unchanged else "read",
            documents=tuple(references),
            notes=tuple(dict.fromkeys(notes)),
        )

    def _discard(self, original: Original) -> None:
        """What cannot be read (or must not be kept, being classified) does not stay in the archive, unless it was loaded once."""
        if all(held.original.sha256 != original.sha256 for held in self._archive.history()):
            self._archive.path(original.sha256).unlink(missing_ok=True)

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
