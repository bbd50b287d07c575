"""What every test shares: a clean environment, no network, data folders of its own, and the corpus extracted and loaded once.

Tests that need Chromium carry the mark `browser`, tests that need a Neo4j server the mark `neo4j`. Where these are missing, those
tests are left out and the last line of the run says so; everything else runs on Python alone.
"""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

import corpus

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from extract.records import Extraction

ROOT = Path(__file__).parent.parent
KEPT = "ZEREN_TEST_"
for _name in [name for name in os.environ if name.startswith("ZEREN_") and not name.startswith(KEPT)]:
    del os.environ[_name]
os.environ["HF_HUB_OFFLINE"] = "1"

NEO4J_URL = os.environ.get("ZEREN_TEST_NEO4J_URL", "")
CHROMIUM = os.environ.get("ZEREN_TEST_CHROMIUM", "") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
LEFT_OUT = {
    "browser": "" if CHROMIUM else "browser tests (no Chromium on PATH and no ZEREN_TEST_CHROMIUM)",
    "neo4j": "" if NEO4J_URL else "Neo4j leg (no ZEREN_TEST_NEO4J_URL)",
}
_counts = pytest.StashKey[dict[str, int]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` rewrites expected files; it is refused in CI, where nobody would read the difference."""
    parser.addoption("--update", action="store_true", help="rewrite tests/expected from what the code says now")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update") and os.environ.get("CI"):
        raise pytest.UsageError("--update is for a developer who reads the difference, not for CI")
    config.stash[_counts] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept, left = [], []
    for item in items:
        missing = next((mark for mark, reason in LEFT_OUT.items() if reason and item.get_closest_marker(mark)), None)
        if missing is None:
            kept.append(item)
        else:
            left.append(item)
            config.stash[_counts][missing] = config.stash[_counts].get(missing, 0) + 1
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Says in one line what was left out for want of something on this machine."""
    counts = config.stash[_counts]  # empty in the controller of a parallel run, whose workers collect
    missing = [f"{reason}: {counts[mark]}" if mark in counts else reason for mark, reason in LEFT_OUT.items() if reason]
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", []))
    missing += [f"{reason}: {count}" for reason, count in reasons.items()]
    if missing:
        terminalreporter.write_line(f"left out: {', '.join(missing)}", yellow=True)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuses every connection of this process that leaves the machine, but for the Neo4j server under test."""
    allowed = {urlsplit(NEO4J_URL).hostname} if NEO4J_URL else set()
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and host not in allowed and not host.startswith("127.") and host not in ("localhost", "::1"):
            raise AssertionError(f"a test went to the network: {host}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that `ZEREN_DATA` names."""
    folder = tmp_path / "data"
    monkeypatch.setenv("ZEREN_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def corpus_files() -> tuple[Path, ...]:
    """The documents of the corpus, by name."""
    return tuple(sorted(corpus.folder().iterdir()))


@pytest.fixture(scope="session")
def corpus_extractions(corpus_files: tuple[Path, ...]) -> dict[str, Extraction]:
    """Every document of the corpus, extracted, by its file name."""
    from extract.pipeline import extract_file

    return {path.name: extract_file(path) for path in corpus_files}


@pytest.fixture(scope="session")
def corpus_data(tmp_path_factory: pytest.TempPathFactory, corpus_files: tuple[Path, ...]) -> Path:
    """A data folder with the whole corpus, indexed by the real embedder; whoever changes things works on a copy."""
    from search_api.services import open_services
    from search_api.settings import Settings

    folder = tmp_path_factory.mktemp("corpus") / "data"
    with open_services(Settings(data=folder)) as services:
        for path in corpus_files:
            taken = services.ingest.take(services.ingest.keep(path.read_bytes(), path.name))
            assert taken.state == "read", taken.problem
        services.index.wait()
    return folder


@pytest.fixture(scope="session")
def corpus_api(corpus_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the real API over a copy of the loaded corpus, for tests that only read."""
    from fastapi.testclient import TestClient

    from search_api.app import create_app
    from search_api.settings import Settings

    folder = tmp_path_factory.mktemp("api") / "data"
    shutil.copytree(corpus_data, folder)
    with TestClient(create_app(Settings(data=folder)), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture(scope="session")
def corpus_api_with_meaning(corpus_api: TestClient) -> TestClient:
    """The same once every vector is made, so that what search finds no longer depends on the moment."""
    until = time.monotonic() + 600
    while corpus_api.get("/api/health").json()["vectors_missing"]:
        assert time.monotonic() < until, "the vectors of the corpus were not made within ten minutes"
        time.sleep(0.5)
    return corpus_api


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium that browser tests drive."""
    return CHROMIUM
