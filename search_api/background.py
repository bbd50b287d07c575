"""Vectors made in the background: what was embedded before is read from disk at once, the rest by one thread that yields to searches."""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from search_api.embed import Embedder, Vectors
from search_api.shipped import phrase_key, shipped_vectors
from search_api.vectors import VectorStore

# Items that are looked up, and texts that are embedded, between two looks at the clock: small, so that a stop does not wait.
LOOK_UP, EMBED = 2000, 32
# Vectors that are handed over at once: a text that stands in 100,000 items is one vector here, but a row for each of them there.
DELIVER = 4000


class Stretch(NamedTuple):
    """A text that gets a vector: an item as a `whole`, one of its clauses, or an item so short that it is both."""

    key: bytes
    text: str
    whole: bool
    clause: bool


class Made(NamedTuple):
    """A vector that is ready for the matrix."""

    number: int
    stretch: Stretch
    vector: Vectors


class Waiting(NamedTuple):
    """A text that waits for its vector, once for all stretches that say it: number, whole, clause."""

    text: str
    owners: list[tuple[int, bool, bool]]


StretchesOf = Callable[[int], Sequence[Stretch]]


class VectorMaker:
    """Makes vectors of stretches that are wanted, and of the phrases of the lexicon first."""

    def __init__(
        self,
        store: VectorStore,
        embedder: Embedder,
        phrases: Sequence[str],
        *,
        stretches: StretchesOf,
        deliver: Callable[[list[Made]], None],
    ) -> None:
        """Starts the thread; `store` is closed by `close`.

        `stretches` are the texts of an item, asked for only when their turn has come: all of them at once would be another copy of
        everything. `deliver` takes vectors as they are made; it is called by the thread, which then holds no lock.
        """
        self._store = store
        self._embedder = embedder
        self._stretches = stretches
        self._deliver = deliver
        self._phrases = tuple(phrases)
        self._phrase_vectors: Vectors | None = None
        self._changed = threading.Condition()
        self._wanted: deque[int] = deque()
        self._to_make: dict[bytes, Waiting] = {}
        self._busy = True
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="zeren-vectors", daemon=True)
        self._thread.start()

    @property
    def missing(self) -> int:
        """How many items that were not looked at yet, and how many different texts, wait for a vector."""
        with self._changed:
            return len(self._wanted) + len(self._to_make)

    @property
    def phrase_vectors(self) -> Vectors | None:
        """One row a phrase, once all are made."""
        return self._phrase_vectors

    def want(self, number: int) -> None:
        """Asks for the vectors of an item."""
        with self._changed:
            self._wanted.append(number)
            self._changed.notify_all()

    def wait(self, timeout: float | None = None) -> bool:
        """Returns when nothing is wanted any more; `False` where the time was not enough."""
        with self._changed:
            return self._changed.wait_for(lambda: self._stopping or not (self._busy or self._wanted or self._to_make), timeout)

    def close(self) -> None:
        """Stops after the batch in hand."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join()
        self._store.close()

    def _work(self) -> None:
        with contextlib.suppress(AttributeError, OSError):  # only Linux lets one thread step back
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        self._make_phrases()
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._stopping or bool(self._wanted) or bool(self._to_make))
                if self._stopping:
                    return
                self._busy = True
                wanted = [self._wanted.popleft() for _ in range(min(LOOK_UP, len(self._wanted)))]
            if wanted:
                self._look_up(wanted)
            else:
                self._make_some()

    def _look_up(self, numbers: list[int]) -> None:
        wanted = [(number, stretch) for number in numbers for stretch in self._stretches(number)]
        held = self._store.get(list({stretch.key for _, stretch in wanted}))
        self._deliver([Made(number, stretch, held[stretch.key]) for number, stretch in wanted if stretch.key in held])
        with self._changed:
            for number, stretch in wanted:
                if stretch.key not in held:
                    waiting = self._to_make.setdefault(stretch.key, Waiting(stretch.text, []))
                    waiting.owners.append((number, stretch.whole, stretch.clause))

    def _make_some(self) -> None:
        with self._changed:
            batch = {key: self._to_make.pop(key) for key in list(islice(self._to_make, EMBED))}
        vectors = self._embedder.passages([waiting.text for waiting in batch.values()])
        self._store.put(list(batch), vectors)
        made = (
            Made(number, Stretch(key, waiting.text, whole=whole, clause=clause), vector)
            for (key, waiting), vector in zip(batch.items(), vectors, strict=True)
            for number, whole, clause in waiting.owners
        )
        while some := list(islice(made, DELIVER)):
            self._deliver(some)

    def _make_phrases(self) -> None:
        keys = [phrase_key(phrase) for phrase in self._phrases]
        held = shipped_vectors(self._embedder.name)
        held.update(self._store.get([key for key in keys if key not in held]))
        missing = [(key, phrase) for key, phrase in zip(keys, self._phrases, strict=True) if key not in held]
        for first in range(0, len(missing), EMBED):
            if self._stopping:
                return
            batch = missing[first : first + EMBED]
            vectors = self._embedder.queries([phrase for _, phrase in batch])
            self._store.put([key for key, _ in batch], vectors)
            held.update(zip((key for key, _ in batch), vectors, strict=True))
        if keys:
            self._phrase_vectors = np.stack([held[key] for key in keys])
