"""Rows: what a document brings into the graph, as plain mappings for its nodes and edges.

Rows have every property of the schema, empty ones as None, so that engines which want equal columns get them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from extract.records import Extraction, Record
from graph.schema import BY_LABEL, Edge

Row = dict[str, Any]


class Loading(Record):
    """One file to load: what was extracted, the SHA-256 of its original, and issuer and place for documents that name none."""

    extraction: Extraction
    original: str | None = None
    issuer: str | None = None
    place: str | None = None


@dataclass(slots=True)
class Rows:
    """Rows by label, and rows by edge; shared nodes stand once each, under their id."""

    nodes: dict[str, dict[str, Row]] = field(default_factory=dict)
    edges: dict[Edge, list[Row]] = field(default_factory=dict)

    def node(self, label: str, row: Row) -> str:
        """Adds a node unless its id is there, with all its properties, and returns its id."""
        whole = {name: row.get(name) for name in BY_LABEL[label].properties}
        assert row.keys() <= whole.keys(), row.keys() - whole.keys()
        self.nodes.setdefault(label, {}).setdefault(row["id"], whole)
        return str(row["id"])

    def edge(self, edge: Edge, from_: str, to: str, row: Row | None = None) -> None:
        """Adds an edge with all its properties."""
        self.edges.setdefault(edge, []).append({"from": from_, "to": to, **{name: (row or {}).get(name) for name in edge.properties}})

    def size(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.nodes.values())) + sum(map(len, self.edges.values()))


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """One document as rows, with what decides whether it is held already.

    `slot` is its place among the files (name, title, number), `fingerprint` stands for all that it says, `file` for the file that it came
    with; `renames` are pairs of units of which a reform made the second from the first, to be joined where both stand in the graph.
    """

    id: str
    slot: str
    title: str | None
    doc_number: str | None
    fingerprint: str
    text_hash: str
    rows: Rows
    file: str
    series: str | None
    renames: frozenset[tuple[str, str, int]]
