"""Graph and index made anew from what is never thrown away: the originals, the journal of what happened to them, and decisions."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from extract.errors import DocumentError
from graph.archive import Archive
from graph.store import open_graph
from graph.views import GraphStatus
from search_api.ingest import read_original
from search_api.owner import Ownership
from search_api.services import open_index
from search_api.settings import Settings

# Vectors are kept by the hash of their text: what is read again is the same text, so that they stay right, and they are dear.
KEPT = "vectors."


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What the new graph holds, and the files that could not be read any more."""

    status: GraphStatus
    errors: tuple[DocumentError, ...] = ()


def rebuild(settings: Settings, *, progress: Callable[[int, int], None] = lambda done, total: None) -> Rebuilt:
    """Makes graph and index of a data folder anew; raises `GraphUnavailable` where another process has the folder."""
    folder = settings.data
    with ExitStack() as stack:
        stack.enter_context(Ownership(folder))
        graph = stack.enter_context(
            open_graph(
                settings.graph_url,
                folder=folder,
                user=settings.graph_user,
                password=settings.graph_password.get_secret_value(),
                database=settings.graph_database,
                anew=True,
            )
        )
        errors = Archive(folder).rebuild(graph, read_original, progress=progress)
        _clear(settings.index)
        index = open_index(settings, graph)
        stack.callback(index.close)
        index.catch_up(graph)
        return Rebuilt(status=graph.status(), errors=tuple(errors))


def _clear(folder: Path) -> None:
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.name.startswith(KEPT):
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
