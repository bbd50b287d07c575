"""The search index over a Neo4j server: words and vectors lie in the server's indexes, so that a cluster carries them.

What stays here is what names and filters need of each item (the catalog). Ranking is the same: the server's full-text score becomes the
share of the query's weight that an item holds, its vector index gives the items that are near, and what it does not give is far.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from math import log
from pathlib import Path

import numpy as np

from graph.rows import Row
from graph.server_index import ServerIndex
from graph.store import Graph
from search_api.background import Made
from search_api.embed import Embedder, Vectors
from search_api.holdings import Holdings
from search_api.index import SearchIndex
from search_api.matrix import Nearness
from search_api.words import Tokenizer, find_pairs

# Pairs inside a word of the query tell more than those across two words, as the embedded index has it by its two fields.
ACROSS = 0.4
NEAREST = 1_000


class ServerSearchIndex(SearchIndex):
    """Items of all documents, carried by the server behind `graph`."""

    def __init__(self, folder: Path, embedder: Embedder | None, graph: Graph) -> None:
        """Opens the catalog in `folder` over the server's indexes, which are made where they are not."""
        self._server = ServerIndex(graph)
        self._put: set[str] = set()
        if embedder is not None:
            self._server.use_model(embedder.name, embedder.dimensions)
            self._put = self._server.stretches()
        super().__init__(folder, embedder)

    def catch_up(self, graph: Graph) -> None:
        """Brings catalog and server level with the graph."""
        with self._lock:
            lost = self._catalog.documents() - self._server.documents()
            for document in lost:
                self._take_out(document)
        super().catch_up(graph)

    def _open_words(self, folder: Path) -> ServerWords:
        return ServerWords(self._server, self._tokenizer, self._holdings)

    def _open_meanings(self, dimensions: int) -> ServerMeanings:
        return ServerMeanings(self._server, self._holdings)

    def _collect(self, vectors: list[Made]) -> None:
        """Takes vectors that were made to the server, unless it has them or their item is gone meanwhile."""
        with self._lock:
            rows: list[Row] = []
            for made in vectors:
                entry = self._holdings.get(made.number)
                if entry is None:
                    continue
                kind = f"{int(made.stretch.clause)}{int(made.stretch.whole)}"
                id = f"{entry.id}#{kind}{made.stretch.key.hex()}"
                if id not in self._put:
                    values = [float(value) for value in made.vector]
                    rows.append({"id": id, "item": entry.id, "clause": made.stretch.clause, "whole": made.stretch.whole, "vector": values})
            self._server.put_vectors(rows)
            self._put.update(str(row["id"]) for row in rows)

    def _take_out(self, document: str) -> None:
        with self._lock:
            items = {self._holdings[number].id for number in self._holdings.of_documents([document])}
            super()._take_out(document)
            self._put = {id for id in self._put if id.partition("#")[0] not in items}


class ServerWords:
    """Words of items in the full-text index of the server."""

    def __init__(self, server: ServerIndex, tokenizer: Tokenizer, holdings: Holdings) -> None:
        """`holdings` says which item a number stands for."""
        self._server = server
        self._tokenizer = tokenizer
        self._holdings = holdings
        self._coming: dict[int, str] = {}
        self._going: list[str] = []
        self._rarities: dict[str, float] = {}
        self._total = server.size()

    def add(self, number: int, text: str) -> None:
        """Takes one item in; it is found after the next `commit`."""
        self._coming[number] = text

    def remove(self, numbers: Iterable[int]) -> None:
        """Takes items out at the next `commit`."""
        for number in numbers:
            self._coming.pop(number, None)
            if entry := self._holdings.get(number):
                self._going.append(entry.id)

    def clear(self) -> None:
        """Forgets what waits; what the server holds belongs to its graph, and `catch_up` compares."""
        self._coming, self._going = {}, []

    def commit(self) -> None:
        """Makes what was added and removed visible."""
        rows = []
        for number, words in self._coming.items():
            if entry := self._holdings.get(number):
                rows.append({"id": entry.id, "document": entry.document, "words": words})
        self._server.drop_items(self._going)
        self._server.put_items(rows)
        if rows or self._going:
            self._rarities, self._total = {}, self._server.size()
        self.clear()

    def search(self, query: str, *, limit: int) -> dict[int, float]:
        """The best items for the words of a query, each with how much of the query's weight it holds, from 0 to about 1."""
        weights = dict.fromkeys(find_pairs(query), ACROSS)
        weights |= {pair: 1.0 for word in self._tokenizer.words(query) for pair in find_pairs(word)}
        self._count(weights)
        # Lucene gives a word at most its rarity, so this is what an item with all of them could have.
        ideal = sum(weight * self._rarities[pair] for pair, weight in weights.items())
        if not ideal:
            return {}
        found = self._server.words(weights, limit=limit)
        numbers = self._holdings.numbers_by_id(id for id, _ in found)
        return {numbers[id]: score / ideal for id, score in found if id in numbers}

    def rarity(self, word: str) -> float:
        """How much a word tells: high where few items hold it, highest where none does."""
        self._count([word])
        return self._rarities[word]

    def close(self) -> None:
        """Nothing waits: the server has taken everything."""

    def _count(self, words: Iterable[str]) -> None:
        missing = [word for word in words if word not in self._rarities]
        for word, holding in self._server.holding(missing).items():
            total = max(self._total, holding)
            self._rarities[word] = log(1 + (total - holding + 0.5) / (holding + 0.5))


class ServerMeanings:
    """Vectors of items in the vector index of the server."""

    def __init__(self, server: ServerIndex, holdings: Holdings) -> None:
        """`holdings` says which number an item has."""
        self._server = server
        self._holdings = holdings

    def add(self, vectors: Vectors, owners: Sequence[int], *, clauses: Sequence[bool], wholes: Sequence[bool]) -> None:
        """Vectors go to the server with the hash of their text (`ServerSearchIndex`), never this way."""
        raise AssertionError("vectors are put by their stretch")

    def drop(self, owners: Iterable[int]) -> None:
        """Nothing to do: the vectors of an item go with its words."""

    def best(self, query: Vectors, size: int, *, exactly: Collection[int] = ()) -> Nearness:
        """For each of `size` items how near it is to a query; those that the server does not count among the nearest stand at the edge."""
        clauses, wholes = np.full(size, -1.0, dtype=np.float32), np.full(size, -1.0, dtype=np.float32)
        found = self._server.nearest(query.tolist(), limit=NEAREST)
        numbers = self._holdings.numbers_by_id(near.item for near in found)
        for near in found:
            number = numbers.get(near.item, size)
            if number < size:
                if near.clause:
                    clauses[number] = max(clauses[number], near.cosine)
                if near.whole:
                    wholes[number] = max(wholes[number], near.cosine)
        if len(numbers) >= NEAREST // 4:
            # There may be more than the server gave: these are no nearer than the farthest that it did.
            for side in (clauses, wholes):
                side[side == -1.0] = side[side > -1.0].min(initial=1.0)
        return Nearness(clauses, wholes)
