"""From files to answers: archive, read, extract, load, index; one bad file never stops the others."""

from __future__ import annotations

import logging
import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath, PureWindowsPath

from extract.errors import DocumentError, GraphUnavailable, ZerenError
from extract.records import Extraction
from graph import questions
from graph.archive import Archive, Original
from graph.store import Graph
from graph.views import DocumentDetail, Likeness
from search_api.index import SearchIndex
from search_api.jobs import Jobs, StoredJob
from search_api.models import DocumentRef, JobFile

log = logging.getLogger(__name__)

# Files that are loaded in one transaction, and how many bytes of them; other kinds than these take long to read and go alone.
STEP_FILES, STEP_BYTES = 64, 2_000_000
LIGHT = (".txt", ".md", ".html", ".htm", ".docx", ".xlsx", ".csv")

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
    # Here and not above: readers and lexicons take longer to import than most questions to answer, and questions need none of them.
    from extract.pipeline import extract_bytes

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
        # Files of other names may have the same bytes: those that cannot be read are thrown away after the last of them.
        self._unread: Counter[str] = Counter()
        self._keeping = threading.Lock()

    def keep(self, data: bytes, name: str, *, issuer: str | None = None, place: str | None = None) -> Original:
        """Archives one file that is to be taken in. Raises `GraphUnavailable` where the data folder takes nothing."""
        with self._keeping:
            try:
                original = self._archive.keep(data, clean_name(name), issuer=issuer, place=place)
            except OSError as error:
                raise _full(error) from error
            self._unread[original.sha256] += 1
        return original

    def submit(self, originals: Iterable[Original]) -> StoredJob:
        """A job over archived files; from when this returns it is done sooner or later, also after a crash."""
        kept = tuple(originals)
        try:
            job = self._jobs.add(kept, tuple(JobFile(name=original.source) for original in kept))
        except OSError as error:
            raise _full(error) from error
        self._waiting.put(job.job)
        return job

    def take(self, original: Original) -> JobFile:
        """Reads, extracts, loads and indexes one archived file; what went wrong stands in the result, never in the air."""
        return self.take_all([original])[0]

    def take_all(self, originals: Sequence[Original]) -> list[JobFile]:
        """The same for files of different names in one step, one result a file: a transaction each would take three times as long.

        Where a step fails each file is taken in by itself, so that only the one that is to blame is refused.
        """
        results: dict[int, JobFile] = {}
        unusable: set[int] = set()
        read: dict[int, Extraction] = {}
        for place, original in enumerate(originals):
            try:
                read[place] = self._read(original, self._archive.read(original.sha256))
            except Exception as error:  # noqa: BLE001 - said in the result: one bad file never stops the others
                results[place] = _refusal(original, error)
                if isinstance(error, DocumentError):
                    unusable.add(place)
        together = [read] if len(read) > 1 else []
        alone = [{place: extraction} for place, extraction in read.items()]
        for step in (*together, *alone):
            if step.keys() <= results.keys():
                continue
            try:
                taken = self._take([(originals[place], extraction) for place, extraction in step.items()])
            except Exception as error:  # noqa: BLE001 - as above; a file of ours to blame is found by taking each alone
                if step in alone:
                    place = next(iter(step))
                    results[place] = _refusal(originals[place], error)
                    if isinstance(error, DocumentError):
                        unusable.add(place)
            else:
                results.update(zip(step, taken, strict=True))
        for place, original in enumerate(originals):
            self._let_go(original, unusable=place in unusable)
        return [results[place] for place in range(len(originals))]

    def remove(self, document: str) -> None:
        """Takes one document out of graph and index; raises `NotFound` where there is none."""
        self._archive.remove(self._graph, document)
        self._index.remove(document)

    def start(self) -> None:
        """Starts the background thread; jobs that a crash left unfinished come first."""
        for job in self._jobs.unfinished():
            self._unread.update(original.sha256 for original, file in zip(job.originals, job.files, strict=True) if file.state == "waiting")
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

    def _take(self, files: Sequence[tuple[Original, Extraction]]) -> list[JobFile]:
        reports = self._archive.load(self._graph, files)
        details = {id: questions.document(self._graph, id) for report in reports for id in report.documents}
        self._index.update_all(details.values(), gone=[gone for report in reports for gone in report.replaced])
        results = []
        later = set(details)
        for (original, extraction), report in zip(files, reports, strict=True):
            later -= set(report.documents)
            # Of two like files that came together the second is like the first, as if they had come one after the other.
            new = set(report.documents) - set(report.unchanged)
            alike = [one for id in report.documents if new for one in questions.alike(self._graph, id) if one.document.id not in later]
            results.append(_result(original, extraction, [details[id] for id in report.documents], alike, is_new=bool(new)))
        return results

    def _let_go(self, original: Original, *, unusable: bool) -> None:
        """What cannot be read (or must not be kept, being classified) does not stay in the archive, unless it was loaded once."""
        with self._keeping:
            self._unread[original.sha256] -= 1
            if self._unread[original.sha256] > 0:
                return
            del self._unread[original.sha256]
            if unusable and all(held.original.sha256 != original.sha256 for held in self._archive.history()):
                self._archive.path(original.sha256).unlink(missing_ok=True)

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            try:
                self._run(job)
            except OSError as error:  # a full disk must not end the thread: every later upload would wait for ever
                log.error("job %s was given up: %s", job, error)
                self._jobs.give_up(job, str(_full(error)))

    def _run(self, id: str) -> None:
        job = self._jobs.start(id)
        waiting = [place for place, file in enumerate(job.files) if file.state == "waiting"]
        for step in _steps(waiting, job.originals, self._archive):
            if self._stopping.is_set():
                return
            self._jobs.record(id, dict(zip(step, self.take_all([job.originals[place] for place in step]), strict=True)))
        self._jobs.finish(id)


def _steps(places: Iterable[int], originals: Sequence[Original], archive: Archive) -> Iterator[list[int]]:
    """Files of a job that are taken in together; of two with one name the second is the newer copy, which comes after."""
    step: list[int] = []
    names: set[str] = set()
    size = 0
    for place in places:
        original = originals[place]
        path = archive.path(original.sha256)
        # A file of pictures is read for seconds; those before it need not wait for that.
        weight = (path.stat().st_size if path.exists() else 0) if original.source.lower().endswith(LIGHT) else STEP_BYTES
        if step and (len(step) == STEP_FILES or size + weight > STEP_BYTES or original.source in names):
            yield step
            step, names, size = [], set(), 0
        step.append(place)
        names.add(original.source)
        size += weight
    if step:
        yield step


def _result(
    original: Original, extraction: Extraction, documents: Sequence[DocumentDetail], alike: Iterable[Likeness], *, is_new: bool
) -> JobFile:
    notes = [note for document in extraction.documents for note in document.notes]
    if not extraction.documents:
        notes.append("no document was found in this file")
    notes.extend(map(say_likeness, alike))
    return JobFile(
        name=original.source,
        state="unchanged" if documents and not is_new else "read",
        documents=tuple(DocumentRef(id=held.id, title=held.title, kind=held.kind, tasks=len(held.items)) for held in documents),
        notes=tuple(dict.fromkeys(notes)),
    )


def _refusal(original: Original, error: Exception) -> JobFile:
    name = original.source
    if isinstance(error, DocumentError):
        return JobFile(name=name, state="failed", problem=str(error), kind=type(error).__name__)
    if isinstance(error, ZerenError):
        return JobFile(name=name, state="failed", problem=f"{name}: {error}", kind=type(error).__name__)
    log.error("taking in %s failed", name, exc_info=error)
    problem = f"{name}: could not be read because of a mistake in Zeren ({type(error).__name__}); please report it"
    return JobFile(name=name, state="failed", problem=problem)


def _full(error: OSError) -> GraphUnavailable:
    return GraphUnavailable(f"the data folder takes no more files ({error.strerror}): make room there, or give the folder to this user")
