"""Neo4j by URL, through the official driver: managed transactions that the driver repeats after a conflict or a change of leader.

Rows go in by `UNWIND` in batches of 5,000. What a document owns is created, what documents share is merged, so that two processes may load
at the same time. A server that is away, too old or refuses the password says so in one sentence; work goes on when it is back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from neo4j import READ_ACCESS, GraphDatabase, ManagedTransaction, unit_of_work
from neo4j.exceptions import AuthError, ClientError, ConfigurationError, DriverError, Neo4jError

from extract.errors import GraphError, GraphTooOld, GraphUnavailable
from graph.engine import Lot, check_version
from graph.rows import Row, Values
from graph.schema import BY_LABEL, NODES, ROLE_EDGES, VERSION, Edge, Node
from graph.views import Store

T = TypeVar("T")

# What the driver would log on its own is said by our errors, in a sentence.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

BATCH = 5_000
# Measured once each: 243,000 rows take 13.5 s in one transaction, 11.3 s in ones of this size, and the rows of the next
# are made while the server writes.
BULK_ROWS = 25_000
# What search keeps beside the graph (`graph.server_index`).
DERIVED = ("Item", "Stretch")
OLDEST = 5

# Looked up by these at every load or filter; ids have their constraints.
INDEXES = (
    ("Document", "source"),
    ("Document", "text_hash"),
    ("Document", "series"),
    ("Task", "text_number"),
    ("Deadline", "due_to"),
    ("Unit", "canonical"),
    ("Unit", "name"),
)
# Names are also asked for by their ends, as no other index can; printed names stand on the edges.
ENDS = ("Unit", "canonical")


class Neo4jEngine:
    """A database of a Neo4j server or cluster."""

    store: Store = "neo4j"
    bulk_rows = BULK_ROWS

    def __init__(self, url: str, *, user: str = "", password: str = "", database: str = "", anew: bool = False) -> None:
        """Connects, and makes constraints and indexes where they are not; `anew` takes out what is there."""
        self._url = url
        self._database = database or None
        try:
            self._driver = GraphDatabase.driver(
                url,
                auth=(user or "neo4j", password) if password or user else None,
                notifications_min_severity="OFF",
                connection_timeout=10.0,
                connection_acquisition_timeout=30.0,
                # Long enough for a cluster to choose a new leader, short enough for a person to be told: 30 s became 56 in the end.
                max_transaction_retry_time=12.0,
            )
        except (ConfigurationError, ValueError) as exc:
            raise GraphUnavailable(f"{url} is no address of a Neo4j server ({exc})") from exc
        try:
            self._check_version()
            if anew:
                self._take_all_out()
            self._ensure_schema()
        except BaseException:
            self._driver.close()
            raise

    def ask(self, text: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows that a question returns."""
        with self._errors(), self._driver.session(database=self._database) as session:
            return session.execute_read(lambda tx: _rows(tx, text, parameters))

    def define(self, text: str) -> None:
        """Runs one statement outside of transactions."""
        with self._errors(), self._driver.session(database=self._database) as session:
            session.run(text).consume()

    def scan(self, text: str) -> Iterator[Row]:
        """The rows of a question that returns very many, as the server sends them."""
        with self._errors(), self._driver.session(database=self._database, fetch_size=10_000) as session:
            for record in session.run(text):
                yield record.data()

    def transact(self, work: Callable[[Neo4jWriter], T], *, rows: int = 0) -> T:
        """Does `work` in one managed transaction, of `rows` rows or any other number; after a conflict the driver calls it again."""
        with self._errors(), self._driver.session(database=self._database) as session:
            return session.execute_write(lambda tx: work(Neo4jWriter(tx)))

    def read(self, text: str, parameters: Mapping[str, Any], *, seconds: float, rows: int) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and at most `rows` rows of a question that the server lets only read and stops after `seconds`."""

        @unit_of_work(timeout=seconds)
        def work(tx: ManagedTransaction) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
            result = tx.run(text, dict(parameters))
            return tuple(result.keys()), [tuple(record.values()) for record in result.fetch(rows)]

        with self._errors(), self._driver.session(database=self._database, default_access_mode=READ_ACCESS) as session:
            return session.execute_read(work)

    def close(self) -> None:
        """Closes the connections."""
        self._driver.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except AuthError as exc:
            raise GraphUnavailable(
                f"the Neo4j server at {self._url} refuses user name or password; set ZEREN_GRAPH_USER and _PASSWORD"
            ) from exc
        except DriverError as exc:
            raise GraphUnavailable(
                f"the Neo4j server at {self._url} cannot be reached; check ZEREN_GRAPH_URL, or try again when it is back"
            ) from exc
        except ClientError as exc:
            if "DatabaseNotFound" in (exc.code or ""):
                raise GraphUnavailable(
                    f"the Neo4j server at {self._url} has no database {self._database!r}; set ZEREN_GRAPH_DATABASE"
                ) from exc
            raise GraphError(f"the Neo4j server could not answer ({_first_line(exc)})") from exc
        except Neo4jError as exc:
            raise GraphError(f"the Neo4j server could not answer ({_first_line(exc)})") from exc

    def _check_version(self) -> None:
        with self._errors():
            agent = str(self._driver.get_server_info().agent)
        number = agent.rpartition("/")[2].partition(".")[0]
        if number.isdigit() and int(number) < OLDEST:
            raise GraphTooOld(f"the server at {self._url} is {agent}; Zeren needs Neo4j {OLDEST} or newer")

    def _take_all_out(self) -> None:
        with self._errors(), self._driver.session(database=self._database) as session:
            for label in (*(node.label for node in NODES), "Schema", *DERIVED):
                # Not in one transaction: a large graph would not fit into the server's memory for one.
                session.run(f"MATCH (n:{label}) CALL {{ WITH n DETACH DELETE n }} IN TRANSACTIONS OF 10000 ROWS").consume()

    def _ensure_schema(self) -> None:
        found = self.ask("MATCH (s:Schema) RETURN s.version AS version", {})
        if found:
            check_version(found[0]["version"], f"at {self._url}")
        with self._errors(), self._driver.session(database=self._database) as session:
            for statement in ddl():
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(300)").consume()
            session.run("MERGE (s:Schema {id: 'schema'}) ON CREATE SET s.version = $version", version=VERSION).consume()


class Neo4jWriter:
    """One managed transaction."""

    once = False

    def __init__(self, transaction: ManagedTransaction) -> None:
        """A writer over a managed transaction."""
        self._transaction = transaction

    def ask(self, text: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows that a statement returns, within this transaction."""
        return _rows(self._transaction, text, parameters)

    def alone(self) -> None:
        """Takes the lock on one node that every such transaction takes."""
        self._transaction.run("MATCH (s:Schema {id: 'schema'}) SET s.version = s.version").consume()

    def add(self, lots: Iterable[Lot]) -> None:
        """Adds nodes and edges."""
        for kind, rows in lots:
            if isinstance(kind, Node):
                self._add_nodes(kind, rows)
            else:
                self._add_edges(kind, rows)

    def _add_nodes(self, node: Node, rows: Sequence[Values]) -> None:
        """Creates nodes; those that documents share are merged, since another process may create them at the same time."""
        values = list(enumerate(node.properties))
        if node.shared:
            sets = ", ".join(f"n.`{name}` = r[{place}]" for place, name in values[1:])
            text = f"UNWIND $rows AS r MERGE (n:{node.label} {{id: r[0]}}) ON CREATE SET {sets}"
        else:
            text = f"UNWIND $rows AS r CREATE (:{node.label} {{{', '.join(f'`{name}`: r[{place}]' for place, name in values)}}})"
        for start in range(0, len(rows), BATCH):
            self._transaction.run(text, rows=list(map(list, rows[start : start + BATCH]))).consume()

    def _add_edges(self, edge: Edge, rows: Sequence[Values]) -> None:
        """Creates edges, those from or to one node together, so that it is looked up once; those between shared nodes are merged."""
        # A document has forty tasks, a unit answers for five: the end that recurs goes before.
        hub = 0 if len({row[0] for row in rows}) <= len({row[1] for row in rows}) else 1
        label, other = (edge.source, edge.target) if hub == 0 else (edge.target, edge.source)
        verb = "MERGE" if BY_LABEL[edge.source].shared and BY_LABEL[edge.target].shared else "CREATE"
        ends = "(a)-[e:{}]->(b)" if hub == 0 else "(b)-[e:{}]->(a)"
        sets = ", ".join(f"e.`{name}` = r[{place}]" for place, name in enumerate(edge.properties, 1))
        text = (
            f"UNWIND $groups AS g MATCH (a:{label} {{id: g[0]}}) UNWIND g[1] AS r MATCH (b:{other} {{id: r[0]}}) "
            f"{verb} {ends.format(edge.type)}" + (f" SET {sets}" if sets else "")
        )
        ordered = sorted(rows, key=itemgetter(hub))
        for start in range(0, len(ordered), BATCH):
            grouped = groupby(ordered[start : start + BATCH], key=itemgetter(hub))
            groups = [[id_, [[row[1 - hub], *row[2:]] for row in group]] for id_, group in grouped]
            self._transaction.run(text, groups=groups).consume()


def ddl() -> list[str]:
    """The statements that create constraints and indexes; each may be run again.

    >>> ddl()[0]
    'CREATE CONSTRAINT document_id IF NOT EXISTS FOR (n:Document) REQUIRE n.id IS UNIQUE'
    """
    labels = [*(node.label for node in NODES), "Schema"]
    constraints = [f"CREATE CONSTRAINT {name.lower()}_id IF NOT EXISTS FOR (n:{name}) REQUIRE n.id IS UNIQUE" for name in labels]
    indexes = [f"CREATE INDEX {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name})" for label, name in INDEXES]
    label, name = ENDS
    ends = f"CREATE TEXT INDEX {label.lower()}_{name}_text IF NOT EXISTS FOR (n:{label}) ON (n.{name})"
    printed = [f"CREATE INDEX {type_.lower()}_name IF NOT EXISTS FOR ()-[e:{type_}]-() ON (e.name)" for type_ in ROLE_EDGES.values()]
    return [*constraints, *indexes, ends, *printed]


def _first_line(exc: Neo4jError) -> str:
    return (exc.message or type(exc).__name__).splitlines()[0]


def _rows(transaction: ManagedTransaction, text: str, parameters: Mapping[str, Any]) -> list[Row]:
    return [record.data() for record in transaction.run(text, dict(parameters))]
