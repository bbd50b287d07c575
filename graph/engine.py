"""What an engine must do for the store: answer questions, and write inside one transaction. Two do: LadybugDB and Neo4j."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from extract.errors import GraphTooOld, GraphUnavailable
from graph.rows import Row, Values
from graph.schema import EDGES, NODES, VERSION, Edge, Node
from graph.views import Store

T = TypeVar("T")
# Rows of a kind.
Lot = tuple[Node | Edge, Sequence[Values]]


class Writer(Protocol):
    """One open write transaction. Rows that are added must be new; the store looks first.

    `once` says that the transaction is not tried again, so that rows can be let go as they are written.
    """

    once: bool

    def ask(self, text: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows that a statement returns, within this transaction."""
        ...

    def alone(self) -> None:
        """Returns when no other process writes what must be seen as one; until the end of the transaction none will."""
        ...

    def add(self, lots: Iterable[Lot]) -> None:
        """Adds nodes with all properties of their kind, and edges; a row of these has the ids of both ends before all properties."""
        ...


class Engine(Protocol):
    """An open graph database; `bulk_rows` is how many rows it likes in one transaction when many files are loaded."""

    store: Store
    bulk_rows: int

    def ask(self, text: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows that a question returns."""
        ...

    def transact(self, work: Callable[[Writer], T], *, rows: int = 0) -> T:
        """Does `work`, which adds about so many rows, in one transaction: wholly or not at all. It may be called again."""
        ...

    def define(self, text: str) -> None:
        """Runs one statement outside of transactions."""
        ...

    def scan(self, text: str) -> Iterator[Row]:
        """The rows of a question that returns very many."""
        ...

    def read(self, text: str, parameters: Mapping[str, Any], *, seconds: float, rows: int) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and at most `rows` rows of a question that may not write and is stopped after `seconds`."""
        ...

    def close(self) -> None:
        """Closes the database."""
        ...


def check_version(found: int, where: str) -> None:
    """Raises `GraphTooOld` for a graph of an older schema, which is made anew from originals, and `GraphUnavailable` for one of a newer."""
    if found < VERSION:
        raise GraphTooOld(f"the graph {where} has schema version {found}, this Zeren needs {VERSION}; `zeren rebuild` makes it anew")
    if found > VERSION:
        raise GraphUnavailable(f"the graph {where} has schema version {found}, which a newer Zeren made; this one knows {VERSION}")


def all_of_node(node: Node) -> str:
    """The question for every node of a kind with all its properties."""
    columns = ", ".join(f"n.`{name}` AS {name}_" for name in node.properties)
    return f"MATCH (n:{node.label}) RETURN {columns}"


def all_of_edge(edge: Edge) -> str:
    """The question for every edge of a kind with its ends and all its properties."""
    columns = "".join(f", r.`{name}` AS {name}_" for name in edge.properties)
    return f"MATCH (a:{edge.source})-[r:{edge.type}]->(b:{edge.target}) RETURN a.id AS source_, b.id AS target_{columns}"


def everything() -> Iterator[tuple[str, str]]:
    """Every kind of node and edge by name, with the question for all of it."""
    for node in NODES:
        yield node.label, all_of_node(node)
    for edge in EDGES:
        yield f"{edge.source}-{edge.type}-{edge.target}", all_of_edge(edge)
