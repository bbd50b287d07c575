"""Rows: what a document brings into the graph, as plain tuples for its nodes and edges.

A row to be written is the values of all properties of its kind in the order of the schema, empty ones as None; that of an edge has the
ids of its ends before them. Tuples rather than mappings: they are made, turned into Arrow columns and sent to a server in half the time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from extract.records import Extraction, Record
from graph.schema import EDGES, NODES, Edge, Node

# A row of an answer.
Row = dict[str, Any]
# A row to be written.
Values = tuple[Any, ...]


class Loading(Record):
    """One file to load: what was extracted, the SHA-256 of its original, and issuer and place for documents that name none."""

    extraction: Extraction
    original: str | None = None
    issuer: str | None = None
    place: str | None = None


@dataclass(slots=True)
class Rows:
    """Rows by label, and rows by edge; shared nodes stand once each, under their id."""

    nodes: dict[str, dict[str, Values]] = field(default_factory=lambda: {node.label: {} for node in NODES})
    edges: dict[Edge, list[Values]] = field(default_factory=lambda: {edge: [] for edge in EDGES})

    def size(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.nodes.values())) + sum(map(len, self.edges.values()))


def columns(kind: Node | Edge) -> tuple[str, ...]:
    """The names of the values in a row of this kind.

    >>> columns(EDGES[0])
    ('from', 'to')
    """
    return tuple(kind.properties) if isinstance(kind, Node) else ("from", "to", *kind.properties)


def as_mappings(kind: Node | Edge, rows: Iterable[Values]) -> list[Row]:
    """Rows as mappings, for statements that read them by name; the embedded engine takes lists and no tuples for values."""
    names = columns(kind)
    found = [dict(zip(names, row, strict=True)) for row in rows]
    for name in (name for name, type_ in kind.properties.items() if type_ == "strings"):
        for row in found:
            row[name] = list(row[name])
    return found


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
