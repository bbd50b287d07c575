"""The rows of vectors that a search looks through: exactly while there are few, else by a shorter form and exactly for the best.

Exact search over 200,000 x 384 numbers reads 300 MB a query, 35 ms and more on two cores. Beyond `EXACT` rows the vectors are kept as
float16 and looked through by their first `SHORT` principal components; the best `RESCORED` rows are then measured exactly.
`benchmarks/search.py` tells what of the exact top ten is kept. An HNSW library was left out: .994 of the top ten at 0.2 ms, but a
compiled dependency, and it gives no nearness for the other rows, which the standardisation of a ranking needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from search_api.embed import Vectors

EXACT = 30_000
# Over 2,756 real vectors the exact top ten are kept to .91 with 64 components and 2 % of the rows rescored, .976 with 96, .988 with 128.
SHORT = 96
RESCORED = 4_000
SAMPLE = 8_000


class Matrix:
    """Rows of vectors that grow at the end, each belonging to an item."""

    def __init__(self, dimensions: int, *, exact: int = EXACT) -> None:
        """An empty matrix; up to `exact` rows are looked through one by one."""
        self._dimensions = dimensions
        self._exact = exact
        self._vectors: NDArray[np.float32] | NDArray[np.float16] = np.zeros((1024, dimensions), dtype=np.float32)
        self._owners = np.full(1024, -1, dtype=np.int32)
        self._short: NDArray[np.float32] | None = None
        self._mean: Vectors = np.zeros(dimensions, dtype=np.float32)
        self._basis: Vectors = np.zeros((0, dimensions), dtype=np.float32)
        self._used = 0

    def add(self, vectors: Vectors, owners: Sequence[int]) -> None:
        """Appends rows."""
        needed = self._used + len(vectors)
        if needed > len(self._vectors):
            self._grow(max(needed, 2 * len(self._vectors)))
        self._vectors[self._used : needed] = vectors
        self._owners[self._used : needed] = owners
        if self._short is not None:
            self._short[self._used : needed] = (vectors - self._mean) @ self._basis.T
        self._used = needed
        if self._short is None and self._used > self._exact:
            self._shorten()

    def drop(self, owners: Iterable[int]) -> None:
        """Takes the rows of these owners out."""
        gone = np.isin(self._owners[: self._used], np.fromiter(owners, dtype=np.int32))
        if not gone.any():
            return
        kept = ~gone
        count = int(kept.sum())
        for rows in (self._vectors, self._owners, self._short):
            if rows is not None:
                rows[:count] = rows[: self._used][kept]
        self._owners[count : self._used] = -1
        self._used = count

    def best(self, query: Vectors, size: int) -> Vectors:
        """For each of `size` items the cosine of its nearest row; -1 for an item without rows."""
        best: NDArray[np.float32] = np.full(size, -1.0, dtype=np.float32)
        if self._used:
            np.maximum.at(best, self._owners[: self._used], self._cosines(query))
        return best

    def __len__(self) -> int:
        """How many rows there are."""
        return self._used

    def _cosines(self, query: Vectors) -> NDArray[np.float32]:
        if self._short is None:
            return np.asarray(self._vectors[: self._used] @ query, dtype=np.float32)
        near = self._short[: self._used] @ (self._basis @ query) + np.float32(self._mean @ query)
        top = np.argpartition(-near, RESCORED)[:RESCORED] if self._used > RESCORED else np.arange(self._used)
        near[top] = self._vectors[top].astype(np.float32) @ query
        return np.asarray(near, dtype=np.float32)

    def _grow(self, rows: int) -> None:
        vectors = np.zeros((rows, self._dimensions), dtype=self._vectors.dtype)
        vectors[: self._used] = self._vectors[: self._used]
        owners = np.full(rows, -1, dtype=np.int32)
        owners[: self._used] = self._owners[: self._used]
        self._vectors, self._owners = vectors, owners
        if self._short is not None:
            short = np.zeros((rows, len(self._basis)), dtype=np.float32)
            short[: self._used] = self._short[: self._used]
            self._short = short

    def _shorten(self) -> None:
        """Finds the directions in which the rows differ most, and keeps the rows along these beside the whole ones."""
        step = max(1, self._used // SAMPLE)
        sample = self._vectors[: self._used : step].astype(np.float32)
        self._mean = sample.mean(axis=0)
        _, directions = np.linalg.eigh(np.cov(sample - self._mean, rowvar=False))
        self._basis = np.ascontiguousarray(directions[:, ::-1][:, :SHORT].T, dtype=np.float32)
        self._short = np.zeros((len(self._vectors), len(self._basis)), dtype=np.float32)
        for first in range(0, self._used, SAMPLE):
            rows = self._vectors[first : min(first + SAMPLE, self._used)].astype(np.float32)
            self._short[first : first + len(rows)] = (rows - self._mean) @ self._basis.T
        self._vectors = self._vectors.astype(np.float16)
