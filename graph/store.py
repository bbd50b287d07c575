"""The graph store: one class over two engines, and `open_graph`, which picks the engine by the form of the URL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from extract.errors import GraphUnavailable, NotFound
from extract.records import Extraction
from graph import loading as loads
from graph.checksum import count_and_sum
from graph.cypher import cypher
from graph.decisions import Decisions, Resolver
from graph.engine import Engine
from graph.linking import link_all_members
from graph.pace import pace_of_loads
from graph.rows import Loading
from graph.views import GraphStatus, LoadReport, Store

T = TypeVar("T")

CLEAR_AT_ONCE = 200
# Answers that are kept until the next write.
REMEMBERED = 100


class Graph:
    """An open store. Its methods may be called from several threads; writes wait for each other."""

    def __init__(self, engine: Engine, decisions: Decisions) -> None:
        """A store over an engine, and the decisions that names are resolved by; `open_graph` makes all."""
        self._engine = engine
        self.decisions = decisions
        self._version = 0
        self._memory: dict[str, tuple[int, Any]] = {}
        self._remembering = threading.Lock()

    @property
    def store(self) -> Store:
        """Which engine this is."""
        return self._engine.store

    def load(
        self, extraction: Extraction, *, original: str | None = None, issuer: str | None = None, place: str | None = None
    ) -> LoadReport:
        """Takes the documents of one file in. The same again changes nothing; a newer copy takes the place of the older."""
        return self.load_many([Loading(extraction=extraction, original=original, issuer=issuer, place=place)])[0]

    def load_many(self, loadings: Iterable[Loading]) -> list[LoadReport]:
        """Takes many files in, in as few transactions as the engine likes; the result is that of loading one after the other."""
        reports: list[LoadReport] = []
        decided = self.decisions.resolver()
        # While an engine writes one batch, the rows of the next are made here: engines work outside of Python.
        with pace_of_loads(), ThreadPoolExecutor(1, "graph-writing") as writing:
            under_way: Future[list[LoadReport]] | None = None
            for batch in _batches(loadings, decided, self._engine.bulk_rows):
                if under_way:
                    reports += under_way.result()
                under_way = writing.submit(self._write_batch, batch, decided)
            return reports + under_way.result() if under_way else reports

    def _write_batch(self, batch: Sequence[loads.Incoming], decided: Resolver) -> list[LoadReport]:
        work = partial(loads.write, files=batch, decided=decided.contained)
        reports = self._engine.transact(work, rows=sum(map(loads.size, batch)))
        self._version += 1
        return reports

    def remove(self, *documents: str) -> None:
        """Takes documents out, with all that only they supported. Raises `NotFound` and changes nothing where one is not there."""
        held = {row["id"] for row in self.run("existing_documents", {"ids": list(documents)})}
        for document in documents:
            if document not in held:
                raise NotFound(f"there is no document {document}")
        self._engine.transact(lambda writer: loads.remove(writer, documents))
        self._version += 1

    def link_members(self) -> None:
        """Brings what collectives stand for level with the decisions."""
        self._engine.transact(partial(link_all_members, decided=self.decisions.resolver().contained))
        self._version += 1

    def clear(self) -> None:
        """Takes everything out."""
        while held := [row["id"] for row in self.run("some_documents", {"limit": CLEAR_AT_ONCE})]:
            self._engine.transact(partial(loads.remove, ids=held))
        self._version += 1

    def status(self) -> GraphStatus:
        """Counts, and the checksum over everything; made anew only after a write, or where other processes write, too."""
        return self.remember("status", self._make_status)

    def _make_status(self) -> GraphStatus:
        nodes, relationships, checksum = count_and_sum(self._engine)
        return GraphStatus(store=self.store, nodes=nodes, relationships=relationships, checksum=checksum, **self.counts())

    def counts(self) -> dict[str, int]:
        """How many documents, tasks and units there are; cheap, for a health check."""
        return {name: int(self.run(f"count_{name}")[0]["n"]) for name in ("documents", "tasks", "units")}

    def run(self, question: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows that the question `cypher/<question>.cypher` has."""
        return self._engine.ask(cypher(question), parameters or {})

    def ask(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a question that was made from the schema; what people write goes through `graph.readonly`."""
        return self._engine.ask(text, parameters or {})

    def write(self, text: str, parameters: Mapping[str, Any]) -> None:
        """Runs one statement that writes what the schema does not cover, in a transaction of its own."""
        self._engine.transact(lambda writer: writer.ask(text, parameters))

    def define(self, text: str) -> None:
        """Runs one statement that cannot stand in a transaction: an index, a change in many transactions."""
        self._engine.define(text)

    def scan(self, text: str) -> Iterator[dict[str, Any]]:
        """The rows of a question, made from the schema, that returns very many."""
        return self._engine.scan(text)

    def read(self, text: str, parameters: Mapping[str, Any], *, seconds: float, rows: int) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and at most `rows` rows of a question that may not write and is stopped after `seconds`."""
        return self._engine.read(text, parameters, seconds=seconds, rows=rows)

    def remember(self, name: str, make: Callable[[], T]) -> T:
        """What `make` returns, kept until the next write. A server may be written to by others, so from there it is made anew."""
        if self.store != "ladybug":
            return make()
        version = self._version
        with self._remembering:
            held, value = self._memory.pop(name, (-1, None))
        if held != version:
            value = make()
        with self._remembering:
            self._memory[name] = (version, value)
            # What was not asked for longest goes first.
            while len(self._memory) > REMEMBERED:
                del self._memory[next(iter(self._memory))]
        return cast(T, value)

    def close(self) -> None:
        """Closes the store; a closed store answers nothing."""
        self._engine.close()

    def __enter__(self) -> Self:
        """Opens a `with` block that closes the store at its end."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Closes the store."""
        self.close()


def open_graph(url: str = "", *, folder: Path, user: str = "", password: str = "", database: str = "", anew: bool = False) -> Graph:
    """Opens the embedded store in `folder`/graph where `url` is empty, else the Neo4j server at `url`; decisions lie in `folder`.

    `anew` throws the graph away first; `Archive.rebuild` fills it again.
    """
    decisions = Decisions(folder / "decisions.jsonl")
    scheme = url.partition("://")[0]
    if not url:
        from graph.ladybug_store import LadybugEngine

        return Graph(LadybugEngine(folder / "graph", anew=anew), decisions)
    if scheme in ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"):
        from graph.neo4j_store import Neo4jEngine

        return Graph(Neo4jEngine(url, user=user, password=password, database=database, anew=anew), decisions)
    raise GraphUnavailable(f"{url} is no address of a graph; leave ZEREN_GRAPH_URL empty, or give a neo4j:// or bolt:// address")


def _batches(loadings: Iterable[Loading], decided: Resolver, rows: int) -> Iterator[list[loads.Incoming]]:
    """Files in batches of about so many rows; two files of one name never share one: the second may be the newer copy."""
    batch: list[loads.Incoming] = []
    sources: set[str] = set()
    size = 0
    for loading in loadings:
        if batch and (loading.extraction.source in sources or size > rows):
            yield batch
            batch, sources, size = [], set(), 0
        file = loads.prepare(loading, decided)
        batch.append(file)
        sources.add(loading.extraction.source)
        size += loads.size(file)
    if batch:
        yield batch
