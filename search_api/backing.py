"""What carries the index: files beside the embedded graph, or the indexes of a Neo4j server. Both give the same kinds of figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from search_api.embed import Vectors
from search_api.matrix import Nearness


class Words(Protocol):
    """Items under their numbers, findable by words."""

    def add(self, number: int, text: str) -> None:
        """Takes one item in; it is found after the next `commit`."""
        ...

    def remove(self, numbers: Iterable[int]) -> None:
        """Takes items out at the next `commit`."""
        ...

    def clear(self) -> None:
        """Takes everything out."""
        ...

    def commit(self) -> None:
        """Makes what was added and removed visible, and safe."""
        ...

    def search(self, query: str, *, limit: int) -> dict[int, float]:
        """The best items for a query, each with how much of the query's weight it holds, from 0 to about 1."""
        ...

    def rarity(self, word: str) -> float:
        """How much a word tells: high where few items hold it, highest where none does."""
        ...

    def close(self) -> None:
        """Waits until nothing is written any more."""
        ...


class Meanings(Protocol):
    """Vectors of items under their numbers."""

    def add(self, vectors: Vectors, owners: Sequence[int], *, clauses: Sequence[bool], wholes: Sequence[bool]) -> None:
        """Takes vectors in."""
        ...

    def drop(self, owners: Iterable[int]) -> None:
        """Takes the vectors of these items out."""
        ...

    def best(self, query: Vectors, size: int, *, exactly: Collection[int] = ()) -> Nearness:
        """For each of `size` items how near it is to a query; those named `exactly` are found by words and will be seen."""
        ...
