"""The rows of vectors that a search looks through: exactly while there are few, else by a shorter form and exactly for the best.

Exact search over 160,000 x 384 numbers reads 245 MB a query. Beyond `EXACT` rows the vectors are kept in sixteen bits and looked through by
codes of three bits a dimension: whether a number is above a low, the middle and a high mark of its dimension, after a turn by chance that
spreads what the vectors say over all dimensions alike. How many of these bits two rows share follows their nearness (r = .82), and counting
them reads 23 MB. The best rows are then measured exactly; `benchmarks/search.py` tells what of the exact top ten is kept. An HNSW library
was left out: .994 of the top ten at 0.2 ms, but a compiled dependency, and it gives no nearness for the other rows, which the
standardisation of a ranking needs. One row may stand for an item as a whole and as its only clause: two matrices held most vectors
twice and read them twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from search_api.embed import Vectors

EXACT = 30_000
# Over 20,992 vectors of the model the exact top ten are kept wholly with 1 % of the rows measured exactly (.99 with 0.5 %); with one bit a
# dimension to .98 with 1.5 %, and by 128 principal components in floats no better (r = .80), which are 81 MB to read.
MARKS = (-0.7, 0.0, 0.7)
RESCORED_SHARE, RESCORED_LEAST = 0.01, 1_000
SAMPLE = 8_000
# So many rows, spread over all, tell what a number of shared bits says of a cosine.
SCALED_BY = 500
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
        # A row of codes for each 64 bits, so that counting goes along them.
        self._codes: NDArray[np.uint64] | None = None
        # So many rows have theirs; the others get them together, before the next look.
        self._encoded = 0
        self._marks: Vectors = np.zeros((0, dimensions), dtype=np.float32)
        self._turn: Vectors = np.zeros((dimensions, 0), dtype=np.float32)
        self._places: tuple[NDArray[np.intp], NDArray[np.intp]] | None = None
        self._used = 0

    def add(self, vectors: Vectors, owners: Sequence[int], *, clauses: Sequence[bool], wholes: Sequence[bool]) -> None:
        """Appends rows."""
        needed = self._used + len(vectors)
        if needed > len(self._vectors):
            self._grow(max(needed, 2 * len(self._vectors)))
        self._vectors[self._used : needed] = vectors if self._codes is None else _in_steps(vectors)
        self._owners[self._used : needed] = owners
        self._is_clause[self._used : needed] = clauses
        self._is_whole[self._used : needed] = wholes
        self._used = needed
        self._places = None
        if self._codes is None and self._used > self._exact:
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
        for rows in (self._vectors, self._owners, self._is_clause, self._is_whole):
            rows[first:count] = rows[kept]
        if self._codes is not None and first < self._encoded:
            encoded = kept[kept < self._encoded]
            self._encoded = first + len(encoded)
            self._codes[:, first : self._encoded] = self._codes[:, encoded]
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
        if self._codes is None:
            return np.asarray(self._vectors[: self._used] @ query, dtype=np.float32)
        self._encode_all(self._codes)
        near = self._shared_bits(self._codes, query)
        few = slice(None, None, max(1, self._used // SCALED_BY))
        cosines = products(self._vectors[: self._used][few], query / STEPS)
        # Spread as the cosines are: the exact ones stand among them.
        scale = cosines.std() / max(near[few].std(), np.float32(1e-9))
        near -= near[few].mean()
        near *= scale
        near += cosines.mean()
        rescored = max(self._rescored, int(RESCORED_SHARE * self._used))
        measured = near >= _about_nth_largest(near, min(rescored, self._used))
        if exactly:
            owners = self._owners[: self._used]
            named = np.zeros(max(int(owners.max()), *exactly) + 1, dtype=bool)
            named[np.fromiter(exactly, dtype=np.int64, count=len(exactly))] = True
            measured |= named[owners]
        top = np.flatnonzero(measured)
        near[top] = products(self._vectors[top], query / STEPS)
        return near

    def exact_cosines(self, query: Vectors) -> NDArray[np.float32]:
        """The same measured wholly, a block of rows at a time: what a test of `cosines` holds it against."""
        blocks = (self.rows(first, min(first + SAMPLE, self._used)) for first in range(0, self._used, SAMPLE))
        return np.concatenate([np.asarray(block @ query, dtype=np.float32) for block in blocks])

    def rows(self, first: int, end: int) -> Vectors:
        """Some of the rows, as they were given."""
        held = self._vectors[first:end].astype(np.float32)
        return held if self._codes is None else np.asarray(held / STEPS, dtype=np.float32)

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
        if self._codes is not None:
            codes = np.zeros((len(self._codes), rows), dtype=np.uint64)
            codes[:, : self._used] = self._codes[:, : self._used]
            self._codes = codes

    def _shorten(self) -> None:
        """Finds the marks of each dimension, and keeps codes of the rows beside them."""
        sample = self._vectors[: self._used : max(1, self._used // SAMPLE)].astype(np.float32)
        turn, _ = np.linalg.qr(np.random.default_rng(1).normal(size=(self._dimensions, self._dimensions)))
        self._turn = turn.astype(np.float32)
        turned = sample @ self._turn
        self._marks = np.stack([turned.mean(axis=0) + mark * turned.std(axis=0) for mark in MARKS])
        self._codes = np.zeros((len(self._encode(sample[:1])), len(self._vectors)), dtype=np.uint64)
        self._encoded = 0
        self._vectors = _in_steps(self._vectors)

    def _encode_all(self, codes: NDArray[np.uint64]) -> None:
        while self._encoded < self._used:
            end = min(self._encoded + SAMPLE, self._used)
            codes[:, self._encoded : end] = self._encode(self.rows(self._encoded, end))
            self._encoded = end

    def _encode(self, vectors: Vectors) -> NDArray[np.uint64]:
        """For each number of each vector a bit a mark that it lies above; a column a vector."""
        bits = np.packbits(((vectors @ self._turn)[:, None, :] > self._marks).reshape(len(vectors), -1), axis=1)
        whole = np.zeros((len(vectors), -(-bits.shape[1] // 8) * 8), dtype=np.uint8)
        whole[:, : bits.shape[1]] = bits
        return whole.view(np.uint64).T

    def _shared_bits(self, codes: NDArray[np.uint64], query: Vectors) -> NDArray[np.float32]:
        """How many bits each row shares with a query, below none."""
        differing = np.zeros(self._used, dtype=np.uint16)
        for row, one in zip(codes, self._encode(query[None])[:, 0], strict=True):
            differing += np.bitwise_count(row[: self._used] ^ one)
        return -differing.astype(np.float32)


def products(rows: NDArray[np.float32] | NDArray[np.int16], query: Vectors) -> Vectors:
    """The product of each of some rows with a query, in this thread: BLAS would share out a millisecond's work among threads and wait.

    >>> products(np.array([[1, 2], [3, 4]], dtype=np.float32), np.array([1, 1], dtype=np.float32)).tolist()
    [3.0, 7.0]
    """
    return np.asarray(np.einsum("rd,d->r", rows.astype(np.float32, copy=False), query), dtype=np.float32)


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
