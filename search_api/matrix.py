"""The rows of vectors that a search looks through: exactly while there are few, else by a shorter form and exactly for the best.

Exact search over 160,000 x 384 numbers reads 245 MB a query. Beyond `EXACT` rows the vectors are kept in sixteen bits and looked through by
their first `SHORT` principal components; the best rows are then measured exactly. `benchmarks/search.py` tells what of the exact top ten
is kept. An HNSW library was left out: .994 of the top ten at 0.2 ms, but a compiled dependency, and it gives no nearness for the other
rows, which the standardisation of a ranking needs. One row may stand for an item as a whole and as its only clause: two matrices held
most vectors twice and read them twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from search_api.embed import Vectors

EXACT = 30_000
# Over 4,039 real vectors of clauses the exact top ten are kept to .968 with 96 components and 1.5 % of the rows measured exactly, to
# .984 with 128 and 1 %, .996 with 128 and 1.5 %, no more with 2 %; the same where the components were found in the first third of the rows.
SHORT = 128
RESCORED_SHARE, RESCORED_LEAST = 0.015, 1_000
SAMPLE = 8_000
FIRST_ROWS = 1024
STEPS = np.float32(32767)
# From so many rows on, a sample of them says where the best begin.
SAMPLED_FROM, STEP = 60_000, 8

Kind = TypeVar("Kind", bound=np.generic)


class Nearness(NamedTuple):
    """For each item the cosine of its nearest clause, and of its nearest whole; -1 for an item without."""

    clauses: Vectors
    wholes: Vectors


class Matrix:
    """Rows of vectors that grow at the end, each belonging to an item: as a clause of it, as its whole, or as both."""

    def __init__(self, dimensions: int, *, exact: int = EXACT, rescored: int = RESCORED_LEAST) -> None:
        """An empty matrix; up to `exact` rows are looked through one by one, of more at least `rescored` are."""
        self._rescored = rescored
        self._dimensions = dimensions
        self._exact = exact
        self._vectors: NDArray[np.float32] | NDArray[np.int16] = np.zeros((FIRST_ROWS, dimensions), dtype=np.float32)
        self._owners = np.full(FIRST_ROWS, -1, dtype=np.int32)
        self._is_clause = np.zeros(FIRST_ROWS, dtype=bool)
        self._is_whole = np.zeros(FIRST_ROWS, dtype=bool)
        self._short: NDArray[np.float32] | None = None
        self._mean: Vectors = np.zeros(dimensions, dtype=np.float32)
        self._basis: Vectors = np.zeros((0, dimensions), dtype=np.float32)
        self._places: tuple[NDArray[np.intp], NDArray[np.intp]] | None = None
        self._used = 0

    def add(self, vectors: Vectors, owners: Sequence[int], *, clauses: Sequence[bool], wholes: Sequence[bool]) -> None:
        """Appends rows."""
        needed = self._used + len(vectors)
        if needed > len(self._vectors):
            self._grow(max(needed, 2 * len(self._vectors)))
        self._vectors[self._used : needed] = vectors if self._short is None else _in_steps(vectors)
        self._owners[self._used : needed] = owners
        self._is_clause[self._used : needed] = clauses
        self._is_whole[self._used : needed] = wholes
        if self._short is not None:
            self._short[self._used : needed] = (vectors - self._mean) @ self._basis.T
        self._used = needed
        self._places = None
        if self._short is None and self._used > self._exact:
            self._shorten()

    def drop(self, owners: Iterable[int]) -> None:
        """Takes the rows of these owners out."""
        gone = np.isin(self._owners[: self._used], np.fromiter(owners, dtype=np.int32))
        if not gone.any():
            return
        # Only from the first row that goes: a document that was taken in last goes without moving the others.
        first = int(np.argmax(gone))
        kept = first + np.flatnonzero(~gone[first:])
        count = first + len(kept)
        for rows in (self._vectors, self._owners, self._is_clause, self._is_whole, self._short):
            if rows is not None:
                rows[first:count] = rows[kept]
        self._owners[count : self._used] = -1
        self._used = count
        self._places = None

    def best(self, query: Vectors, size: int, *, exactly: Collection[int] = ()) -> Nearness:
        """How near each of `size` items is; exact for the nearest and for those that are named."""
        if self._places is None:
            self._places = (np.flatnonzero(self._is_clause[: self._used]), np.flatnonzero(self._is_whole[: self._used]))
        clauses, wholes = np.full(size, -1.0, dtype=np.float32), np.full(size, -1.0, dtype=np.float32)
        if self._used:
            cosines = self.cosines(query, exactly=exactly)
            for best, places in ((clauses, self._places[0]), (wholes, self._places[1])):
                np.maximum.at(best, self._owners[places], cosines[places])
        return Nearness(clauses, wholes)

    def cosines(self, query: Vectors, *, exactly: Collection[int] = ()) -> NDArray[np.float32]:
        """The cosine of each row, exact for the best and for the rows of these items."""
        if self._short is None:
            return np.asarray(self._vectors[: self._used] @ query, dtype=np.float32)
        near = self._short[: self._used] @ (self._basis @ query)
        near += np.float32(self._mean @ query)
        rescored = max(self._rescored, int(RESCORED_SHARE * self._used))
        measured = near >= _about_nth_largest(near, min(rescored, self._used))
        if exactly:
            owners = self._owners[: self._used]
            named = np.zeros(max(int(owners.max()), *exactly) + 1, dtype=bool)
            named[np.fromiter(exactly, dtype=np.int64, count=len(exactly))] = True
            measured |= named[owners]
        top = np.flatnonzero(measured)
        near[top] = self._vectors[top].astype(np.float32) @ (query / STEPS)
        return near

    def exact_cosines(self, query: Vectors) -> NDArray[np.float32]:
        """The same measured wholly, a block of rows at a time: what a test of `cosines` holds it against."""
        blocks = (self.rows(first, min(first + SAMPLE, self._used)) for first in range(0, self._used, SAMPLE))
        return np.concatenate([np.asarray(block @ query, dtype=np.float32) for block in blocks])

    def rows(self, first: int, end: int) -> Vectors:
        """Some of the rows, as they were given."""
        held = self._vectors[first:end].astype(np.float32)
        return held if self._short is None else np.asarray(held / STEPS, dtype=np.float32)

    def __len__(self) -> int:
        """How many rows there are."""
        return self._used

    def _grow(self, rows: int) -> None:
        vectors = np.zeros((rows, self._dimensions), dtype=self._vectors.dtype)
        vectors[: self._used] = self._vectors[: self._used]
        self._vectors = vectors
        self._owners = _grown(self._owners, self._used, rows)
        self._owners[self._used :] = -1
        self._is_clause = _grown(self._is_clause, self._used, rows)
        self._is_whole = _grown(self._is_whole, self._used, rows)
        if self._short is not None:
            self._short = _grown(self._short, self._used, rows)

    def _shorten(self) -> None:
        """Finds the directions in which the rows differ most, and keeps the rows along these beside the whole ones."""
        step = max(1, self._used // SAMPLE)
        sample = self._vectors[: self._used : step].astype(np.float32)
        self._mean = sample.mean(axis=0)
        _, directions = np.linalg.eigh(np.cov(sample - self._mean, rowvar=False))
        self._basis = np.ascontiguousarray(directions[:, ::-1][:, :SHORT].T, dtype=np.float32)
        self._short = np.zeros((len(self._vectors), len(self._basis)), dtype=np.float32)
        for first in range(0, self._used, SAMPLE):
            some = self._vectors[first : min(first + SAMPLE, self._used)]
            self._short[first : first + len(some)] = (some - self._mean) @ self._basis.T
        self._vectors = _in_steps(self._vectors)


def _in_steps(vectors: NDArray[np.float32] | NDArray[np.int16]) -> NDArray[np.int16]:
    """Numbers from -1 to 1 as whole ones: as near as float16, and numpy brings them back in half of the time."""
    return np.asarray(np.rint(vectors * STEPS), dtype=np.int16)


def _grown(held: NDArray[Kind], used: int, rows: int) -> NDArray[Kind]:
    larger = np.zeros((rows, *held.shape[1:]), dtype=held.dtype)
    larger[:used] = held[:used]
    return larger


def _about_nth_largest(values: NDArray[np.float32], n: int) -> np.float32:
    """A value that about `n` reach, from every eighth: to sort all of 160,000 out takes longer than to measure some rows more."""
    step = STEP if len(values) >= SAMPLED_FROM else 1
    few = values[::step]
    place = len(few) - max(1, n // step)
    return np.float32(np.partition(few, place)[place])
