"""What a running Zeren is made of: settings, graph, index and intake, opened together over one data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from extract.errors import GraphUnavailable, SettingError
from graph.archive import Archive
from graph.store import Graph, open_graph
from search_api.embed import open_embedder
from search_api.index import SearchIndex
from search_api.ingest import Ingest
from search_api.jobs import Jobs
from search_api.owner import Ownership
from search_api.places import Places
from search_api.settings import Settings


@dataclass(frozen=True)
class Services:
    """The open parts; the graph is the truth, the index is made from it."""

    settings: Settings
    graph: Graph
    index: SearchIndex
    archive: Archive
    jobs: Jobs
    ingest: Ingest
    places: Places


@contextmanager
def open_services(settings: Settings, *, serving: bool = False) -> Iterator[Services]:
    """Opens everything over the data folder, which this process owns meanwhile; raises `GraphUnavailable` where another does.

    With `serving` the folder says at which port the API runs. The index is brought level with the graph before this returns; missing
    vectors are made in the background.
    """
    folder = _usable(settings.data)
    with ExitStack() as stack:
        host, port = (settings.host, settings.port) if serving else (None, None)
        stack.enter_context(Ownership(folder, host=host, port=port))
        graph = stack.enter_context(
            open_graph(
                settings.graph_url,
                folder=folder,
                user=settings.graph_user,
                password=settings.graph_password.get_secret_value(),
                database=settings.graph_database,
            )
        )
        archive, jobs = Archive(folder), Jobs(settings.jobs)
        _check_engine(graph, archive)
        index = open_index(settings, graph)
        stack.callback(index.close)
        index.catch_up(graph)
        places = Places(archive, folder / "places")
        ingest = Ingest(graph, index, archive, jobs, read=places.read)
        yield Services(settings=settings, graph=graph, index=index, archive=archive, jobs=jobs, ingest=ingest, places=places)


def open_index(settings: Settings, graph: Graph) -> SearchIndex:
    """The index over a graph: the server's own where the graph lies on one, else the one in the data folder."""
    embedder = open_embedder(settings.embedder)
    if graph.store == "neo4j":
        from search_api.server_search import ServerSearchIndex

        return ServerSearchIndex(settings.index, embedder, graph)
    return SearchIndex(settings.index, embedder)


def _check_engine(graph: Graph, archive: Archive) -> None:
    """Raises `GraphUnavailable` where the folder's files were loaded in another graph than the one that the settings name."""
    held = sum(bool(entry.documents) for entry in archive.held())
    if held and not graph.counts()["documents"]:
        where = "in the data folder" if graph.store == "ladybug" else "on the Neo4j server"
        raise GraphUnavailable(
            f"the data folder keeps {held} files, but the graph {where} is empty: run `zeren rebuild` to load them there, "
            "or set ZEREN_GRAPH_URL back"
        )


def _usable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(f"ZEREN_DATA is {folder}, which cannot be used as a folder ({error.strerror})") from error
    return folder
