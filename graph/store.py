"""The graph store: one class over two engines, and `open_graph`, which picks the engine by the form of the URL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extract.records import Extraction, Record
from graph.views import GraphStatus, LoadReport, Store


class Loading(Record):
    """One file to load: what was extracted, the SHA-256 of its original, and issuer and place for documents that name none."""

    extraction: Extraction
    original: str | None = None
    issuer: str | None = None
    place: str | None = None


class Graph:
    """An open store. Its methods may be called from several threads; writes wait for each other."""

    store: Store

    def load(
        self, extraction: Extraction, *, original: str | None = None, issuer: str | None = None, place: str | None = None
    ) -> LoadReport:
        """Takes the documents of one file in. The same again changes nothing; a newer copy takes the place of the older."""
        return self.load_many([Loading(extraction=extraction, original=original, issuer=issuer, place=place)])[0]

    def load_many(self, loadings: Iterable[Loading]) -> list[LoadReport]:
        """Takes many files in, in as few transactions as the engine likes; the result is that of loading one after the other."""
        raise NotImplementedError

    def remove(self, document: str) -> None:
        """Takes one document out, with all that only it supported. Raises `NotFound`."""
        raise NotImplementedError

    def status(self) -> GraphStatus:
        """Counts, and the checksum over everything."""
        raise NotImplementedError

    def counts(self) -> dict[str, int]:
        """How many documents, tasks and units there are; cheap, for a health check."""
        raise NotImplementedError

    def run(self, question: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows that the question `cypher/<question>.cypher` has."""
        raise NotImplementedError

    def close(self) -> None:
        """Closes the store; a closed store answers nothing."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Opens a `with` block that closes the store at its end."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Closes the store."""
        self.close()


def open_graph(url: str = "", *, folder: Path, user: str = "", password: str = "", database: str = "") -> Graph:
    """Opens the embedded store in `folder`/graph where `url` is empty, else the Neo4j server at `url`."""
    raise NotImplementedError
