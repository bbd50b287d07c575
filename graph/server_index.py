"""Search on the server's own indexes, so that a Neo4j cluster carries what one machine cannot: words by the `cjk` analyser, and vectors.

The words of tasks are indexed by the server as they are loaded. Vectors belong to the embedder in use; another model, or other
dimensions, make the index anew. Both are derived, so the checksum of the graph does not cover them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extract.errors import IndexUnavailable
from graph.rows import Row
from graph.store import Graph

WORDS = "task_words"
VECTORS = "task_vectors"
BATCH = 1_000

# What Lucene would take for operators.
_OPERATORS = re.compile(r'[+\-!(){}\[\]^"~*?:\\/&|]')

CREATE_WORDS = (
    f"CREATE FULLTEXT INDEX {WORDS} IF NOT EXISTS FOR (n:Task) ON EACH [n.title, n.text] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: false}}"
)


class ServerIndex:
    """The search indexes of the Neo4j server behind a graph. Raises `IndexUnavailable` for the embedded engine, which has none."""

    def __init__(self, graph: Graph) -> None:
        """The indexes of this graph's server; the index of words is made if it is not there."""
        if graph.store != "neo4j":
            raise IndexUnavailable("the embedded graph has no search index of its own; the one beside it serves")
        self._graph = graph
        graph.define(CREATE_WORDS)
        graph.define("CALL db.awaitIndexes(300)")

    def words(self, query: str, *, limit: int = 10) -> list[tuple[str, float]]:
        """The tasks that have these words, best first, with Lucene's score."""
        wanted = " ".join(_OPERATORS.sub(" ", query).split())
        # Written small, AND, OR and NOT are words like others.
        wanted = re.sub(r"\b(AND|OR|NOT)\b", lambda found: found.group().lower(), wanted)
        if not wanted:
            return []
        text = f"CALL db.index.fulltext.queryNodes('{WORDS}', $q, {{limit: $limit}}) YIELD node, score RETURN node.id AS id, score"
        return _ranked(self._graph.ask(text, {"q": wanted, "limit": limit}))

    def use_model(self, model: str, dimensions: int) -> bool:
        """Makes the index of vectors for this model; says whether vectors must be put in anew."""
        found = self._graph.ask("MATCH (s:Schema) RETURN s.model AS model, s.dimensions AS dimensions")
        is_same = (found[0]["model"], found[0]["dimensions"]) == (model, dimensions)
        if not is_same:
            self._graph.define(f"DROP INDEX {VECTORS} IF EXISTS")
            self._graph.define(
                "MATCH (n:Task) WHERE n.embedding IS NOT NULL CALL { WITH n REMOVE n.embedding } IN TRANSACTIONS OF 10000 ROWS"
            )
        self._graph.define(
            f"CREATE VECTOR INDEX {VECTORS} IF NOT EXISTS FOR (n:Task) ON (n.embedding) "
            f"OPTIONS {{indexConfig: {{`vector.dimensions`: {int(dimensions)}, `vector.similarity_function`: 'cosine'}}}}"
        )
        self._graph.define("CALL db.awaitIndexes(300)")
        if not is_same:
            self._graph.write(
                "MATCH (s:Schema) SET s.model = $model, s.dimensions = $dimensions", {"model": model, "dimensions": dimensions}
            )
        return not is_same

    def without_vector(self, *, limit: int = 10_000) -> list[str]:
        """Tasks that have no vector yet."""
        return [
            row["id"]
            for row in self._graph.ask("MATCH (n:Task) WHERE n.embedding IS NULL RETURN n.id AS id LIMIT $limit", {"limit": limit})
        ]

    def put(self, vectors: Iterable[tuple[str, Sequence[float]]]) -> None:
        """Gives tasks their vectors; a task that has gone meanwhile is passed over."""
        rows = [{"id": id_, "vector": [float(number) for number in vector]} for id_, vector in vectors]
        text = "UNWIND $rows AS r MATCH (n:Task {id: r.id}) CALL db.create.setNodeVectorProperty(n, 'embedding', r.vector)"
        for start in range(0, len(rows), BATCH):
            self._graph.write(text, {"rows": rows[start : start + BATCH]})

    def nearest(self, vector: Sequence[float], *, limit: int = 10) -> list[tuple[str, float]]:
        """The tasks whose vectors are nearest, best first, with the server's score from 0 to 1."""
        text = f"CALL db.index.vector.queryNodes('{VECTORS}', $limit, $vector) YIELD node, score RETURN node.id AS id, score"
        return _ranked(self._graph.ask(text, {"limit": limit, "vector": [float(number) for number in vector]}))


def _ranked(rows: list[Row]) -> list[tuple[str, float]]:
    return sorted(((row["id"], float(row["score"])) for row in rows), key=lambda hit: (-hit[1], hit[0]))
