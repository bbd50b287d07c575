"""LadybugDB, embedded: one file in the data folder, one process, one `Database` object.

Large loads are `COPY` from Arrow inside one transaction: 3,475 laws load in 4 s where `UNWIND … MERGE` takes 89 s. `COPY` of an
edge that is there would double it without a word, so the store adds only what is new. A second `Database` over the same file, in this
process or another, loses writes silently; a lock file beside the database refuses it.
"""

from __future__ import annotations

import ctypes
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import ladybug
import pyarrow as pa
from filelock import FileLock, Timeout

from extract.errors import GraphError, GraphUnavailable
from graph.engine import Lot, check_version
from graph.rows import Row, Values, as_mappings, columns
from graph.schema import EDGES, NODES, VERSION, Edge, Node, Properties, Type
from graph.views import Store

T = TypeVar("T")

# The engine would take 80 % of memory for itself. Loading 1,253 documents takes 60 MB of this pool, reading all of them 150; more is paged.
BUFFER_POOL = 512 << 20
# Address space that is reserved, a power of two; the default of 8 TiB fails under a limit of address space.
MAX_SIZE = 1 << 36

# `COPY` makes a checkpoint at its commit (0.5 s), `CREATE` writes some 10,000 rows a second into the log.
COPY_FROM = 5_000
# Tables that are added to are written anew at a commit: the 243,000 rows of 1,253 files take 0.8 s to commit at once and 3.6 s in four
# times, and peak at 1.0 GiB; most of that is reserved for any COPY.
BULK_ROWS = 250_000
# In a large load: a `COPY` reserves 8 MB or more for its table until the transaction ends, too much for a few rows.
COPY_ROWS = 300
# Rows that are turned into columns together.
_TOGETHER = 256

_DDL: dict[Type, str] = {"string": "STRING", "int": "INT64", "float": "DOUBLE", "bool": "BOOLEAN", "strings": "STRING[]"}
_ARROW: dict[Type, pa.DataType] = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "strings": pa.list_(pa.string()),
}


class LadybugEngine:
    """The embedded database in `folder`; opening it a second time is refused in a sentence."""

    store: Store = "ladybug"
    bulk_rows = BULK_ROWS

    def __init__(self, folder: Path, *, anew: bool = False) -> None:
        """Opens the database, or makes it; `anew` throws away what is there."""
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / "graph.lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout as exc:
            raise GraphUnavailable(f"the graph in {folder} is in use by another process; stop it, or ask it over its API") from exc
        if anew:
            for path in folder.glob("graph.lbug*"):
                path.unlink()
        try:
            self._database = ladybug.Database(folder / "graph.lbug", buffer_pool_size=BUFFER_POOL, max_db_size=MAX_SIZE)
        except RuntimeError as exc:
            self._lock.release()
            raise GraphUnavailable(f"the graph in {folder} cannot be opened ({_first_line(exc)}); `zeren rebuild` makes it anew") from exc
        self._idle: queue.LifoQueue[ladybug.Connection] = queue.LifoQueue()
        self._writing = threading.Lock()
        self._is_open = True
        try:
            self._ensure_schema()
        except BaseException:
            self.close()
            raise

    def ask(self, text: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows that a question returns."""
        with self._connection() as connection:
            return _rows(connection, text, parameters)

    def define(self, text: str) -> None:
        """Runs one statement outside of transactions."""
        with self._writing, self._connection(is_kept=False) as connection:
            _rows(connection, text, {})

    def scan(self, text: str) -> Iterator[Row]:
        """The rows of a question that returns very many, through Arrow."""
        with self._connection() as connection:
            for batch in _execute(connection, text, {}).get_as_arrow().to_batches(max_chunksize=20_000):
                yield from batch.to_pylist()

    def transact(self, work: Callable[[LadybugWriter], T], *, rows: int = 0) -> T:
        """Does `work` in one transaction; writers wait for each other, since the engine fails the second at once."""
        # A connection keeps the memory of every COPY that it ran (25 MB each) until it is closed, so a transaction has its own.
        is_large = rows >= COPY_FROM
        with self._writing, self._connection(is_kept=False) as connection:
            connection.execute("BEGIN TRANSACTION")
            try:
                result = work(LadybugWriter(connection, by_copy=is_large))
            except BaseException:
                # A statement that failed has taken the transaction back already.
                with suppress(RuntimeError):
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        if is_large:
            _give_memory_back()
        return result

    def read(self, text: str, parameters: Mapping[str, Any], *, seconds: float, rows: int) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and at most `rows` rows of a question that is stopped after `seconds`; the caller has made sure that it only reads."""
        with self._connection(is_kept=False) as connection:
            connection.set_query_timeout(int(seconds * 1000))
            result = _execute(connection, text, parameters)
            found: list[tuple[Any, ...]] = []
            while len(found) < rows and result.has_next():
                found.append(tuple(result.get_next()))
            columns = tuple(result.get_column_names())
            result.close()
            return columns, found

    def close(self) -> None:
        """Closes connections and database and lets go of the lock."""
        with self._writing:
            self._is_open = False
            while not self._idle.empty():
                self._idle.get_nowait().close()
            self._database.close()
            self._lock.release()

    @contextmanager
    def _connection(self, *, is_kept: bool = True) -> Iterator[ladybug.Connection]:
        if not self._is_open:
            raise GraphUnavailable("the graph has been closed")
        try:
            connection = self._idle.get_nowait() if is_kept else ladybug.Connection(self._database)
        except queue.Empty:
            connection = ladybug.Connection(self._database)
        try:
            yield connection
        except RuntimeError as exc:
            is_kept = False
            raise GraphError(f"the embedded graph could not answer ({_first_line(exc)})") from exc
        except BaseException:
            is_kept = False
            raise
        finally:
            if is_kept:
                self._idle.put(connection)
            else:
                connection.close()

    def _ensure_schema(self) -> None:
        tables = {row["name"] for row in self.ask("CALL show_tables() RETURN name", {})}
        if "Schema" in tables:
            found = self.ask("MATCH (s:Schema) RETURN s.version AS version", {})[0]["version"]
            return check_version(found, "in the data folder")

        def create(writer: LadybugWriter) -> None:
            for statement in ddl():
                writer.ask(statement, {})
            writer.ask("CREATE (:Schema {id: 'schema', version: $version})", {"version": VERSION})

        self.transact(create)


class LadybugWriter:
    """One open transaction of the embedded database."""

    once = True

    def __init__(self, connection: ladybug.Connection, *, by_copy: bool) -> None:
        """A writer over a connection that has begun a transaction."""
        self._connection = connection
        self._by_copy = by_copy
        self._created: set[str] = set()

    def ask(self, text: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows that a statement returns, within this transaction."""
        return _rows(self._connection, text, parameters)

    def alone(self) -> None:
        """Nothing to wait for: the embedded database has one writer."""

    def add(self, lots: Iterable[Lot]) -> None:
        """Creates nodes and edges, or copies them in from Arrow."""
        for kind, rows in lots:
            if self._by_copy and len(rows) >= COPY_ROWS and _name(kind) not in self._created:
                self._copy(kind, _table(kind, rows))
            elif rows:
                self._create(kind, rows)

    def _create(self, kind: Node | Edge, rows: Sequence[Values]) -> None:
        if isinstance(kind, Node):
            # A `COPY` after a `CREATE` into one table of nodes, in one transaction, spoils its index; the other order does not, nor edges.
            self._created.add(kind.label)
            text = f"UNWIND $rows AS r CREATE (:{kind.label} {_map(kind.properties)})"
        else:
            # Never `MATCH (a …), (b …)`: with a comma 100 rows are written a second.
            text = (
                f"UNWIND $rows AS r MATCH (a:{kind.source} {{id: r.`from`}}) WITH r, a MATCH (b:{kind.target} {{id: r.`to`}}) "
                f"CREATE (a)-[:{kind.type} {_map(kind.properties)}]->(b)"
            )
        self.ask(text, {"rows": as_mappings(kind, rows)})

    def _copy(self, kind: Node | Edge, table: pa.Table) -> None:
        ends_of = f" (from='{kind.source}', to='{kind.target}')" if isinstance(kind, Edge) and _has_several_ends(kind) else ""
        self.ask(f"COPY {_name(kind)} FROM $rows{ends_of}", {"rows": table})


def ddl() -> list[str]:
    """The statements that create the tables of the schema.

    >>> ddl()[-1]
    'CREATE NODE TABLE Schema(id STRING PRIMARY KEY, version INT64)'
    """
    statements = []
    for node in NODES:
        columns = [f"`{name}` {_DDL[type_]}" + (" PRIMARY KEY" if name == "id" else "") for name, type_ in node.properties.items()]
        statements.append(f"CREATE NODE TABLE {node.label}({', '.join(columns)})")
    for type_name in dict.fromkeys(edge.type for edge in EDGES):
        edges = [edge for edge in EDGES if edge.type == type_name]
        ends = [f"FROM {edge.source} TO {edge.target}" for edge in edges]
        columns = [f"`{name}` {_DDL[type_]}" for name, type_ in edges[0].properties.items()]
        statements.append(f"CREATE REL TABLE {type_name}({', '.join([*ends, *columns])})")
    return [*statements, "CREATE NODE TABLE Schema(id STRING PRIMARY KEY, version INT64)"]


def _map(properties: Properties) -> str:
    """The properties of a row `r`, cast, since a column of nothing but nulls has no type of its own."""
    return "{" + ", ".join(f"`{name}`: CAST(r.`{name}` AS {_DDL[type_]})" for name, type_ in properties.items()) + "}"


def _name(kind: Node | Edge) -> str:
    return kind.label if isinstance(kind, Node) else kind.type


def _table(kind: Node | Edge, rows: Sequence[Values]) -> pa.Table:
    """Rows as Arrow columns."""
    names = columns(kind)
    values: list[list[Any]] = [[] for _ in names]
    # By so many rows as the processor's cache holds: one pass over all rows for each column took twice as long.
    for start in range(0, len(rows), _TOGETHER):
        for column, some in zip(values, zip(*rows[start : start + _TOGETHER], strict=True), strict=True):
            column.extend(some)
    arrays = [pa.array(column, _ARROW[kind.properties.get(name, "string")]) for name, column in zip(names, values, strict=True)]
    return pa.Table.from_arrays(arrays, names=names)


def _give_memory_back() -> None:
    """Memory that the engine and Arrow have let go stays with the allocators, 500 MB after a large load, until they are told.

    Told between tables, too, a load peaks 55 MB lower and takes a tenth longer, since all memory that is given back is taken anew.
    """
    pa.default_memory_pool().release_unused()
    with suppress(AttributeError, OSError, TypeError):
        # GNU's C library has this; others give back by themselves, or not at all.
        ctypes.CDLL(None).malloc_trim(0)


def _has_several_ends(edge: Edge) -> bool:
    return sum(other.type == edge.type for other in EDGES) > 1


def _rows(connection: ladybug.Connection, text: str, parameters: Mapping[str, Any]) -> list[Row]:
    result = _execute(connection, text, parameters)
    names = result.get_column_names()
    rows = [dict(zip(names, row, strict=True)) for row in result.get_all()]
    result.close()
    return rows


def _execute(connection: ladybug.Connection, text: str, parameters: Mapping[str, Any]) -> ladybug.QueryResult:
    result = connection.execute(text, dict(parameters))
    assert not isinstance(result, list), "one statement at a time"
    return result


def _first_line(exc: BaseException) -> str:
    return str(exc).splitlines()[0] if str(exc) else type(exc).__name__
