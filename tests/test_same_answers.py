"""The questions of the gold get the same answers on the embedded engine and on a Neo4j server."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from test_server_search import PairsModel

from graph.store import open_graph
from search_api import services as services_module
from search_api.app import create_app
from search_api.settings import Settings

NEO4J_URL = os.environ.get("ZEREN_TEST_NEO4J_URL", "")
PASSWORD = os.environ.get("ZEREN_TEST_NEO4J_PASSWORD", "")
pytestmark = [pytest.mark.neo4j, pytest.mark.skipif(not NEO4J_URL, reason="ZEREN_TEST_NEO4J_URL names no server")]

QUESTIONS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "gold" / "answers" / "questions.json").read_text("utf-8"))


def answers(settings: Settings, files: tuple[Path, ...]) -> list[dict[str, Any]]:
    with services_module.open_services(settings) as services:
        for path in files:
            assert services.ingest.take(services.ingest.keep(path.read_bytes(), path.name)).state == "read"
        services.index.wait()
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        bodies = [{"question": entry["question"], **({"today": entry["today"]} if "today" in entry else {})} for entry in QUESTIONS]
        return [client.post("/api/ask", json=body).raise_for_status().json() for body in bodies]


def test_both_engines_answer_alike(corpus_files: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services_module, "open_embedder", lambda *_, **__: PairsModel())
    open_graph(NEO4J_URL, folder=tmp_path / "empty", password=PASSWORD, anew=True).close()
    embedded = answers(Settings(data=tmp_path / "embedded"), corpus_files)
    server = answers(Settings(data=tmp_path / "server", graph_url=NEO4J_URL, graph_password=SecretStr(PASSWORD)), corpus_files)
    differ = [entry["question"] for entry, one, other in zip(QUESTIONS, embedded, server, strict=True) if one != other]
    assert not differ
