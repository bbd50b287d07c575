"""Search on the server's own indexes, so that a Neo4j cluster carries what one machine cannot: words by the `cjk` analyser, and vectors.

    (:Item {id, document, words})     a task or passage as search sees it, in the full-text index
    (:Stretch {id, item, clause, whole, embedding})   a text of an item that has a vector, in the vector index

Both are derived and stand beside the graph: its checksum does not cover them, and they can be made again from it. Vectors belong to the
embedder in use; another model, or other dimensions, make their index anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extract.errors import IndexUnavailable
from graph.rows import Row
from graph.store import Graph

WORDS = "item_words"
VECTORS = "stretch_vectors"
BATCH = 1_000
# Beyond so many items a word tells next to nothing; counting on would only take time.
COUNTED = 5_000

CREATE = (
    "CREATE CONSTRAINT item_id IF NOT EXISTS FOR (n:Item) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT stretch_id IF NOT EXISTS FOR (n:Stretch) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX item_document IF NOT EXISTS FOR (n:Item) ON (n.document)",
    "CREATE INDEX stretch_item IF NOT EXISTS FOR (n:Stretch) ON (n.item)",
    f"CREATE FULLTEXT INDEX {WORDS} IF NOT EXISTS FOR (n:Item) ON EACH [n.words] OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'cjk'}}}}",
)
_READY = "CALL db.awaitIndexes(300)"


class Near(NamedTuple):
    """A stretch of an item with its cosine to what was asked."""

    item: str
    clause: bool
    whole: bool
    cosine: float


class ServerIndex:
    """The search indexes of the Neo4j server behind a graph. Raises `IndexUnavailable` for the embedded engine, which has none."""

    def __init__(self, graph: Graph) -> None:
        """The indexes of this graph's server, made where they are not; items of documents that are gone are taken out."""
        if graph.store != "neo4j":
            raise IndexUnavailable("the embedded graph has no search index of its own; the one beside it serves")
        self._graph = graph
        for statement in (*CREATE, _READY):
            graph.define(statement)
        gone = graph.ask(
            "MATCH (i:Item) WITH DISTINCT i.document AS document WHERE NOT EXISTS { MATCH (:Document {id: document}) } RETURN document"
        )
        self.drop_documents([row["document"] for row in gone])

    def use_model(self, model: str, dimensions: int) -> bool:
        """Makes the index of vectors for this model; says whether vectors must be put in anew."""
        found = self._graph.ask("MATCH (s:Schema) RETURN s.model AS model, s.dimensions AS dimensions")
        is_same = (found[0]["model"], found[0]["dimensions"]) == (model, dimensions)
        if not is_same:
            self._graph.define(f"DROP INDEX {VECTORS} IF EXISTS")
            self._graph.define("MATCH (n:Stretch) CALL { WITH n DELETE n } IN TRANSACTIONS OF 10000 ROWS")
        self._graph.define(
            f"CREATE VECTOR INDEX {VECTORS} IF NOT EXISTS FOR (n:Stretch) ON (n.embedding) "
            f"OPTIONS {{indexConfig: {{`vector.dimensions`: {int(dimensions)}, `vector.similarity_function`: 'cosine'}}}}"
        )
        self._graph.define(_READY)
        if not is_same:
            self._graph.write(
                "MATCH (s:Schema) SET s.model = $model, s.dimensions = $dimensions", {"model": model, "dimensions": dimensions}
            )
        return not is_same

    def documents(self) -> set[str]:
        """The documents that have items here."""
        return {row["document"] for row in self._graph.ask("MATCH (i:Item) RETURN DISTINCT i.document AS document")}

    def stretches(self) -> set[str]:
        """The ids of all stretches that have a vector."""
        return {row["id"] for row in self._graph.scan("MATCH (s:Stretch) RETURN s.id AS id")}

    def put_items(self, rows: Sequence[Row]) -> None:
        """Takes items in: `id`, `document` and `words`. They are found when this returns."""
        text = "UNWIND $rows AS r MERGE (i:Item {id: r.id}) SET i.document = r.document, i.words = r.words"
        self._batches(text, rows)

    def drop_items(self, ids: Sequence[str]) -> None:
        """Takes items out, with their vectors."""
        self._batches("UNWIND $rows AS id MATCH (s:Stretch {item: id}) DELETE s", ids)
        self._batches("UNWIND $rows AS id MATCH (i:Item {id: id}) DELETE i", ids)

    def drop_documents(self, documents: Sequence[str]) -> None:
        """Takes all items of these documents out."""
        if documents:
            rows = self._graph.ask("MATCH (i:Item) WHERE i.document IN $documents RETURN i.id AS id", {"documents": list(documents)})
            self.drop_items([row["id"] for row in rows])

    def put_vectors(self, rows: Sequence[Row]) -> None:
        """Gives stretches (`id`, `item`, `clause`, `whole`, `vector`) their vectors; those of an item that has gone are passed over."""
        text = (
            "UNWIND $rows AS r MATCH (:Item {id: r.item}) MERGE (s:Stretch {id: r.id}) "
            "SET s.item = r.item, s.clause = r.clause, s.whole = r.whole "
            "WITH s, r CALL db.create.setNodeVectorProperty(s, 'embedding', r.vector)"
        )
        self._batches(text, rows)

    def words(self, weights: Mapping[str, float], *, limit: int = 10) -> list[tuple[str, float]]:
        """The items that hold these words (signs and figures only), best first, with Lucene's score."""
        if not weights:
            return []
        query = " ".join(f'"{word}"^{weight:g}' for word, weight in weights.items())
        text = f"CALL db.index.fulltext.queryNodes('{WORDS}', $q, {{limit: $limit}}) YIELD node, score RETURN node.id AS id, score"
        return _ranked(self._graph.ask(text, {"q": query, "limit": limit}))

    def holding(self, words: Iterable[str]) -> dict[str, int]:
        """How many items hold each word, counted up to `COUNTED`."""
        rows = [{"word": word, "q": f'"{word}"'} for word in words]
        text = (
            f"UNWIND $rows AS r CALL db.index.fulltext.queryNodes('{WORDS}', r.q, {{limit: {COUNTED}}}) YIELD node "
            "RETURN r.word AS word, count(node) AS n"
        )
        found = {row["word"]: int(row["n"]) for row in self._graph.ask(text, {"rows": rows})} if rows else {}
        return {row["word"]: found.get(row["word"], 0) for row in rows}

    def size(self) -> int:
        """How many items there are."""
        return int(self._graph.ask("MATCH (i:Item) RETURN count(i) AS n")[0]["n"])

    def nearest(self, vector: Sequence[float], *, limit: int = 1_000) -> list[Near]:
        """All stretches, measured exactly, of the items that own the nearest `limit` stretches."""
        text = (
            f"CALL db.index.vector.queryNodes('{VECTORS}', $limit, $vector) YIELD node WITH DISTINCT node.item AS item "
            "MATCH (s:Stretch {item: item}) "
            "RETURN item, s.clause AS clause, s.whole AS whole, vector.similarity.cosine(s.embedding, $vector) AS score"
        )
        rows = self._graph.ask(text, {"limit": limit, "vector": [float(number) for number in vector]})
        # The server's similarity runs from 0 to 1.
        return [Near(row["item"], row["clause"], row["whole"], 2 * float(row["score"]) - 1) for row in rows]

    def _batches(self, text: str, rows: Sequence[Row] | Sequence[str]) -> None:
        for start in range(0, len(rows), BATCH):
            self._graph.write(text, {"rows": list(rows[start : start + BATCH])})


def _ranked(rows: list[Row]) -> list[tuple[str, float]]:
    return sorted(((row["id"], float(row["score"])) for row in rows), key=lambda hit: (-hit[1], hit[0]))
