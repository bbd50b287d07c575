"""Files and folders into the store through the API, a few at a time, with what became of each."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import corpus
from search_api.models import Job, JobFile
from ui.batch import files_under, reason_of
from ui.client import ZerenClient, read_upload

# One request carries at most so much: progress moves, and a large folder is never in memory at once.
MOST_FILES = 64
MOST_BYTES = 32_000_000
BEAT = 0.15


@dataclass(frozen=True, slots=True)
class Fed:
    """What became of one file that was to be fed in."""

    path: Path
    file: JobFile

    @property
    def failed(self) -> bool:
        """Whether the file is not in the store."""
        return self.file.state == "failed"


def feed(client: ZerenClient, paths: Sequence[Path], *, issuer: str | None = None, place: str | None = None) -> Iterator[Fed]:
    """Feeds files in and yields what became of each as soon as that is known."""
    for portion in portions(paths):
        yield from _feed_portion(client, portion, issuer=issuer, place=place)


def portions(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Cuts files into what one request carries."""
    portion: list[Path] = []
    weight = 0
    for path in paths:
        size = path.stat().st_size if path.is_file() else 0
        if portion and (len(portion) >= MOST_FILES or weight + size > MOST_BYTES):
            yield portion
            portion, weight = [], 0
        portion.append(path)
        weight += size
    if portion:
        yield portion


def wait_for(client: ZerenClient, job: str) -> Iterator[Job]:
    """Yields a job each time one looks, until it has ended; the last one is the result."""
    while True:
        state = client.job(job)
        yield state
        if state.state in ("done", "failed"):
            return
        time.sleep(BEAT)


def corpus_files() -> list[Path]:
    """The documents of Zeren's own corpus."""
    return files_under([corpus.folder()])


def feed_corpus(client: ZerenClient) -> Iterator[Fed]:
    """Fills an empty store with Zeren's own corpus; a store that holds something is left as it is."""
    if client.health().documents == 0:
        # The districts of the corpus do not name their city themselves.
        yield from feed(client, corpus_files(), place="云泽市")


def fed_as_json(results: Sequence[Fed]) -> dict[str, Any]:
    """What `zeren ingest --json` prints: per file what was read or why not, and the counts."""
    states = Counter(fed.file.state for fed in results)
    return {
        "read": states["read"],
        "unchanged": states["unchanged"],
        "failed": states["failed"],
        "files": [{"path": str(fed.path), **fed.file.model_dump(mode="json")} for fed in results],
    }


def _feed_portion(client: ZerenClient, paths: Sequence[Path], *, issuer: str | None, place: str | None) -> Iterator[Fed]:
    contents: list[tuple[str, bytes]] = []
    sent: list[Path] = []
    for path in paths:
        try:
            contents.append(read_upload(path))
        except OSError as error:
            yield Fed(path, JobFile(name=path.name, state="failed", problem=f"{path.name}: {reason_of(error)}"))
        else:
            sent.append(path)
    if not sent:
        return
    known = 0
    for job in wait_for(client, client.send(contents, issuer=issuer, place=place)):
        # Files of a job are read in their order, so that what is finished is a beginning of the list.
        while known < len(sent) and job.files[known].state != "waiting":
            yield Fed(sent[known], job.files[known])
            known += 1
