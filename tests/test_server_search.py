"""Search carried by a Neo4j server gives what the embedded index gives, and comes back after restarts, removals and another engine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from graph_documents import ALL, CITY_2024
from pydantic import SecretStr

from extract.errors import GraphUnavailable
from graph import questions
from graph.store import Graph, open_graph
from search_api import services as services_module
from search_api.embed import Vectors
from search_api.index import SearchIndex
from search_api.models import SearchQuery
from search_api.search import search
from search_api.server_search import ServerSearchIndex
from search_api.services import open_services
from search_api.settings import Settings
from search_api.words import find_pairs

NEO4J_URL = os.environ.get("ZEREN_TEST_NEO4J_URL", "")
PASSWORD = os.environ.get("ZEREN_TEST_NEO4J_PASSWORD", "")
pytestmark = [pytest.mark.neo4j, pytest.mark.skipif(not NEO4J_URL, reason="ZEREN_TEST_NEO4J_URL names no server")]

QUERIES = ["清理河道淤泥", "节水条例", "修缮泵站", "哪些小作坊要关停", "断面监测", "谁巡河", "疏浚沟渠"]


class PairsModel:
    """A model whose meaning is the pairs of a text, so that tests need none."""

    name, dimensions = "pairs", 64

    def passages(self, texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), self.dimensions), 0.01, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for pair in find_pairs(text):
                row[hashlib.blake2b(pair.encode(), digest_size=2).digest()[0] % self.dimensions] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    queries = passages


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    with open_graph(NEO4J_URL, folder=tmp_path, password=PASSWORD, anew=True) as opened:
        for extraction in ALL:
            opened.load(extraction)
        yield opened


def found(index: SearchIndex, graph: Graph) -> list[list[str]]:
    index.wait()
    return [[hit.title for hit in search(SearchQuery(q=query), graph, index).hits][:3] for query in QUERIES]


def test_the_server_finds_what_the_embedded_index_finds(graph: Graph, tmp_path: Path) -> None:
    before = graph.status()
    beside = SearchIndex(tmp_path / "beside", PairsModel())
    beside.catch_up(graph)
    index = ServerSearchIndex(tmp_path / "server", PairsModel(), graph)
    index.catch_up(graph)
    ours, theirs = found(index, graph), found(beside, graph)
    assert [hits[:1] for hits in ours] == [hits[:1] for hits in theirs]
    assert sum(set(one) == set(other) for one, other in zip(ours, theirs, strict=True)) >= len(QUERIES) - 2
    assert graph.status() == before
    beside.close()
    index.close()
    # Opened again, nothing is made or sent a second time.
    again = ServerSearchIndex(tmp_path / "server", PairsModel(), graph)
    again.catch_up(graph)
    best = [hits[:1] for hits in ours]
    assert [hits[:1] for hits in found(again, graph)] == best
    # Another machine with a data folder of its own works over the same indexes.
    other = ServerSearchIndex(tmp_path / "other", PairsModel(), graph)
    other.catch_up(graph)
    assert [hits[:1] for hits in found(other, graph)] == best
    gone = next(view for view in questions.documents(graph).items if view.source == CITY_2024.source)
    graph.remove(gone.id)
    again.remove(gone.id)
    assert all("清理河道淤泥" not in hits for hits in found(again, graph))
    # Where the server has lost the items, as after a rebuild elsewhere, they are put in again.
    again._server.drop_documents(sorted(again._server.documents()))
    again.catch_up(graph)
    assert found(again, graph)[2][0] == "修缮泵站"
    again.close()
    other.close()


def test_a_folder_that_changes_its_engine_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services_module, "open_embedder", lambda name: None)
    embedded = Settings(data=tmp_path)
    on_server = Settings(data=tmp_path, graph_url=NEO4J_URL, graph_password=SecretStr(PASSWORD))
    open_graph(NEO4J_URL, folder=tmp_path, password=PASSWORD, anew=True).close()
    with open_services(embedded) as services:
        text = "云泽市2025年要点\n\n1.清理河道垃圾3000吨。（责任单位：市水务局）\n\n2.修缮泵站6座。（责任单位：市水务局）\n"
        services.ingest.take(services.ingest.keep(text.encode(), "要点.txt"))
    with pytest.raises(GraphUnavailable, match="zeren rebuild"), open_services(on_server):
        pass
