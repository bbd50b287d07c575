"""The API over a real store: every route, every error, and what strangers may try."""

from __future__ import annotations

import errno
import inspect
import io
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from extract import errors
from extract.errors import BadRequest, GraphUnavailable, SettingError, ZerenError
from search_api import app as app_module
from search_api import services as services_module
from search_api.app import STATUS, create_app, status_of
from search_api.attempts import Attempts
from search_api.ingest import clean_name
from search_api.owner import Ownership, find_owner
from search_api.settings import Settings, read_settings

POINTS = """云泽市2025年河湖管护工作要点

一、强化日常管护

1.清理河道垃圾。6月底前清理青浦湾区河道漂浮物3000吨。（责任单位：市水务局，各区人民政府）

2.修订巡河制度。年底前修订《云泽市巡河办法》，乡级河长每月巡河不少于2次。（责任单位：市河长制办公室）
"""


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Routes are the same with and without a model; without one the tests are quick and say what search says on such a machine."""
    monkeypatch.setattr(services_module, "open_embedder", lambda name: None)


@pytest.fixture
def client(tmp_path: Path, without_model: None) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=tmp_path / "data")), base_url="http://127.0.0.1:8000") as client:
        yield client


def send(client: TestClient, *files: tuple[str, bytes], **fields: str) -> dict[str, Any]:
    """Sends files and waits for the job."""
    response = client.post("/api/documents", files=[("file", file) for file in files], data=fields)
    assert response.status_code == 202, response.text
    return wait(client, response.json()["job"])


def wait(client: TestClient, job: str) -> dict[str, Any]:
    for _ in range(600):
        state: dict[str, Any] = client.get(f"/api/jobs/{job}").json()
        if state["state"] in ("done", "failed"):
            return state
        time.sleep(0.05)
    raise AssertionError(f"job {job} did not end: {state}")


def points() -> tuple[str, bytes]:
    return "河湖要点.txt", POINTS.encode()


def test_an_empty_store_is_healthy_and_says_what_search_can_do(client: TestClient) -> None:
    health = client.get("/api/health").json()
    assert health["status"] == "ok"
    assert health["store"] == "ladybug"
    assert (health["documents"], health["tasks"], health["search"]) == (0, 0, "words")
    assert health["notes"]


def test_a_file_goes_in_is_found_answered_listed_and_taken_out(client: TestClient) -> None:
    job = send(client, points())
    assert (job["state"], job["done"], job["total"]) == ("done", 1, 1)
    (file,) = job["files"]
    assert file["state"] == "read", file
    document = file["documents"][0]["id"]

    detail = client.get(f"/api/documents/{document}").json()
    assert [task["number"] for task in detail["items"]] == ["1", "2"]
    for task in detail["items"]:
        assert detail["text"][task["start"] : task["end"]] == task["text"]

    found = client.get("/api/search", params={"q": "河道垃圾"}).json()
    assert found["hits"][0]["number"] == "1"
    assert found["hits"][0]["source"] == "河湖要点.txt"
    start, end = found["hits"][0]["highlights"][0]
    assert found["hits"][0]["text"][start:end] in "河道垃圾"

    answer = client.post("/api/ask", json={"question": "清理河道垃圾什么时候完成？"}).json()
    assert answer["abstained"] is False
    assert answer["dates"] == ["2025-06-30"]
    for evidence in answer["evidence"]:
        assert detail["text"][evidence["start"] : evidence["end"]] == evidence["quote"]

    assert client.get("/api/tasks", params={"unit": "市水务局"}).json()["total"] == 1
    unit = client.get("/api/units", params={"q": "水务局"}).json()["items"][0]
    assert client.get(f"/api/units/{unit['id']}").json()["tasks_by_role"]["responsible"][0]["number"] == "1"
    due = client.get("/api/deadlines", params={"from": "2025-01-01", "to": "2025-12-31"}).json()
    assert [item["deadline"]["to"] for item in due["items"]] == ["2025-06-30", "2025-12-31"]
    assert all(item["overdue"] for item in due["items"])
    assert client.get("/api/facets").json()["years"] == [{"value": "2025", "count": 2}]

    assert client.delete(f"/api/documents/{document}").status_code == 204
    assert client.get(f"/api/documents/{document}").status_code == 404
    assert client.get("/api/search", params={"q": "河道垃圾"}).json()["hits"] == []
    assert client.get("/api/units").json()["total"] == 0


def test_the_calendar_feed_is_a_calendar(client: TestClient) -> None:
    send(client, points())
    response = client.get("/api/deadlines.ics")
    assert response.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert sorted(str(event["dtstart"].dt) for event in events) == ["2025-06-30", "2025-12-31"]
    assert "市水务局" in str(events[0]["description"])


def test_a_bad_file_never_stops_a_batch(client: TestClient) -> None:
    job = send(client, ("坏.docx", b"no document"), points(), ("空.txt", b""), ("图.exe", b"MZ"))
    assert job["state"] == "done"
    assert [file["state"] for file in job["files"]] == ["failed", "read", "failed", "failed"]
    for file in job["files"]:
        assert (file["problem"] is None) == (file["state"] == "read")
    assert "坏.docx" in job["files"][0]["problem"]


def test_a_mistake_of_ours_in_one_file_is_said_and_stops_nothing(tmp_path: Path, without_model: None) -> None:
    from search_api.ingest import read_original

    def read(original: Any, data: bytes) -> Any:
        if original.source == "a.txt":
            raise KeyError("a mistake")
        return read_original(original, data)

    with services_module.open_services(Settings(data=tmp_path / "data")) as services:
        services.ingest._read = read
        taken = [services.ingest.take(services.ingest.keep(POINTS.encode(), name)) for name in ("a.txt", "b.txt")]
    assert [file.state for file in taken] == ["failed", "read"]
    assert "mistake in Zeren" in (taken[0].problem or "")


def test_files_that_come_together_fail_alone_and_the_second_of_a_name_is_the_newer_copy(
    tmp_path: Path, without_model: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with services_module.open_services(Settings(data=tmp_path / "data")) as services:
        load = services.archive.load

        def refusing(graph: Any, files: Any) -> Any:
            if any(original.source == "b.txt" for original, _ in files):
                raise KeyError("a mistake")
            return load(graph, files)

        monkeypatch.setattr(services.archive, "load", refusing)
        kept = [services.ingest.keep(POINTS.encode(), name) for name in ("a.txt", "b.txt", "c.txt", "a.txt")]
        job = services.ingest.submit(kept)
        services.ingest._run(job.job)
        assert [file.state for file in services.jobs.get(job.job).files] == ["read", "failed", "read", "unchanged"]
        assert services.graph.counts()["documents"] == 2


def test_files_of_the_same_bytes_do_not_lose_each_other(client: TestClient) -> None:
    files = send(client, ("空.txt", b""), ("空.pdf", b""), ("空.docx", b""))["files"]
    assert [file["problem"].partition(":")[2].strip() for file in files] == ["is empty; send the file again"] * 3
    files = send(client, ("要点.docx", points()[1]), points())["files"]
    assert [file["state"] for file in files] == ["failed", "read"]


def test_what_cannot_be_read_does_not_stay(client: TestClient, tmp_path: Path) -> None:
    send(client, ("空.txt", b""), ("空.pdf", b""))
    assert not [path for path in (tmp_path / "data" / "originals").rglob("*") if path.is_file()]


def test_a_full_disk_is_said_and_ends_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("search_api.jobs.write_durably", full)
        refused = client.post("/api/documents", files=[("file", points())])
    assert refused.status_code == 503
    assert "No space left on device" in refused.json()["detail"]
    with monkeypatch.context() as patch:
        patch.setattr("search_api.jobs.Jobs.record", full)
        files = send(client, points())["files"]
    assert "No space left on device" in files[0]["problem"]
    assert send(client, points())["state"] == "done"


def test_the_same_file_twice_changes_nothing(client: TestClient) -> None:
    send(client, points())
    before = client.get("/api/status").json()["checksum"]
    assert send(client, points())["files"][0]["state"] == "unchanged"
    assert client.get("/api/status").json()["checksum"] == before


def test_an_acknowledged_job_survives_a_crash(tmp_path: Path, without_model: None, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data"
    with monkeypatch.context() as patch:
        patch.setattr("search_api.ingest.Ingest._work", lambda self: None)  # the process dies before it does anything
        with TestClient(create_app(Settings(data=folder)), base_url="http://localhost") as client:
            job = client.post("/api/documents", files=[("file", points())]).json()["job"]
    with TestClient(create_app(Settings(data=folder)), base_url="http://localhost") as client:
        assert wait(client, job)["state"] == "done"
        assert client.get("/api/health").json()["tasks"] == 2


def test_the_index_is_made_anew_from_the_graph(tmp_path: Path, without_model: None) -> None:
    folder = tmp_path / "data"
    with TestClient(create_app(Settings(data=folder)), base_url="http://localhost") as client:
        send(client, points())
    shutil.rmtree(folder / "index")
    with TestClient(create_app(Settings(data=folder)), base_url="http://localhost") as client:
        assert client.get("/api/search", params={"q": "河道垃圾"}).json()["hits"][0]["number"] == "1"


def test_what_is_no_task_is_found_as_a_passage(client: TestClient) -> None:
    text = "云泽市河湖保护条例\n第一条 为了守护青浦湾的芦苇荡，制定本条例。\n第二条 市水行政主管部门应当每年公布河湖名录。\n"
    send(client, ("河湖条例.txt", text.encode()))
    found = client.get("/api/search", params={"q": "芦苇荡"}).json()
    assert any("芦苇荡" in passage["text"] for passage in found["passages"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/documents/nothing", 404),
        ("GET", "/api/documents/..%2F..%2Fetc%2Fpasswd", 404),
        ("GET", "/api/documents/a%00b", 422),
        ("DELETE", "/api/documents/nothing", 404),
        ("GET", "/api/tasks/nothing", 404),
        ("GET", "/api/units/nothing", 404),
        ("GET", "/api/jobs/nothing", 404),
        ("GET", "/api/jobs/'%20OR%201=1", 422),
        ("GET", "/api/nowhere", 404),
        ("GET", "/docs", 404),
        ("GET", "/api/search?q=a&limit=1000", 422),
        ("GET", "/api/search?q=a&yaer=2024", 422),
        ("GET", "/api/search?q=" + "水" * 501, 422),
        ("GET", "/api/tasks?year=soon", 422),
        ("GET", "/api/tasks?due_to=2024-02-31", 422),
        ("GET", "/api/deadlines?from=tomorrow", 422),
        ("PUT", "/api/documents", 405),
    ],
)
def test_every_refusal_is_a_problem_in_one_sentence(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["detail"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": "问" * 501},
        {"question": 7},
        {"question": "谁", "today": "morgen"},
        {"question": "谁", "nonsense": 1},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(client: TestClient, body: dict[str, object]) -> None:
    response = client.post("/api/ask", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


ODD_QUERIES = ["'", '"', "*", "\\", "(", "AND", "a:b", "\x00", "[]", "{}", "~", "^", "-", "%", "🙂", " ", "水 OR 1=1", "words:*"]


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_any_query_is_only_a_text(client: TestClient, query: str) -> None:
    send(client, points())
    assert client.get("/api/search", params={"q": query}).status_code == 200
    assert client.get("/api/tasks", params={"unit": query, "issuer": query}).status_code == 200
    assert client.get("/api/units", params={"q": query}).status_code == 200
    if query.strip():
        assert client.post("/api/ask", json={"question": query}).status_code == 200


def test_an_injection_in_a_filter_changes_nothing(client: TestClient) -> None:
    send(client, points())
    for attack in ("x' OR '1'='1", "市水务局' DETACH DELETE n //", "}) DETACH DELETE n //"):
        assert client.get("/api/tasks", params={"unit": attack}).json()["total"] == 0
    assert client.get("/api/health").json()["tasks"] == 2


@pytest.mark.parametrize("name", ["../../evil.txt", "..\\..\\evil.txt", "/etc/evil.txt", "C:\\evil.txt", "evil\x01.txt"])
def test_a_file_name_never_leaves_the_data_folder(tmp_path: Path, client: TestClient, name: str) -> None:
    job = send(client, (name, POINTS.encode()))
    assert "/" not in job["files"][0]["name"]
    assert "\\" not in job["files"][0]["name"]
    outside = [path for path in tmp_path.rglob("*evil*") if not path.is_relative_to(tmp_path / "data")]
    assert outside == []


@pytest.mark.parametrize("name", ["", ".", "..", "/", "\\", "\x00", "   "])
def test_a_name_of_nothing_gets_one(name: str) -> None:
    assert clean_name(name) == "unnamed"


def test_an_upload_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path, without_model: None) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "data", upload_mb=1)), base_url="http://localhost") as client:
        response = client.post("/api/documents", files=[("file", ("big.txt", io.BytesIO(b"x" * (3 << 20))))])
        assert response.status_code == 413
        assert "ZEREN_UPLOAD_MB" in response.json()["detail"]

        def drip() -> Iterator[bytes]:
            yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
            for _ in range(30):
                yield b"x" * (100 << 10)

        dripped = client.post("/api/documents", content=drip(), headers={"Content-Type": "multipart/form-data; boundary=b"})
        assert dripped.status_code == 413


def test_a_request_without_a_file_is_told_so(client: TestClient) -> None:
    assert client.post("/api/documents").status_code == 422


def test_with_a_token_every_request_must_carry_it(tmp_path: Path, without_model: None) -> None:
    settings = Settings(data=tmp_path / "data", host="0.0.0.0", token="geheim")  # type: ignore[arg-type]
    with TestClient(create_app(settings), base_url="http://zeren.example") as client:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "geheim"}, {"Authorization": "Basic !"}):
            refused = client.get("/api/health", headers=headers)
            assert refused.status_code == 401
            assert refused.headers["content-type"] == "application/problem+json"
        assert client.get("/api/health", headers={"Authorization": "Bearer geheim"}).status_code == 200
        assert client.get("/api/deadlines.ics", auth=("calendar", "geheim")).status_code == 200


def test_an_address_that_guesses_tokens_has_to_wait(tmp_path: Path, without_model: None) -> None:
    settings = Settings(data=tmp_path / "data", host="0.0.0.0", token="geheim")  # type: ignore[arg-type]
    with TestClient(create_app(settings), client=("203.0.113.7", 1)) as client:
        right = {"Authorization": "Bearer geheim"}
        # A browser that has no token yet guesses nothing.
        assert {client.get("/api/health").status_code for _ in range(20)} == {401}
        assert client.get("/api/health", headers=right).status_code == 200
        answers = [client.get("/api/health", headers={"Authorization": f"Bearer {guess}"}).status_code for guess in range(12)]
        assert answers == [401] * 10 + [429] * 2
        refused = client.get("/api/health", headers=right)
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        assert "wait" in refused.json()["detail"]
    with TestClient(create_app(settings), client=("127.0.0.1", 1)) as client:
        assert {client.get("/api/health", headers={"Authorization": "Bearer x"}).status_code for _ in range(20)} == {401}
        assert client.get("/api/health", headers=right).status_code == 200


def test_after_a_minute_an_address_may_try_again() -> None:
    now = [0.0]
    attempts = Attempts(most=2, seconds=60, clock=lambda: now[0])
    attempts.failed("a")
    now[0] = 30.0
    attempts.failed("a")
    assert attempts.wait("a") == 30
    now[0] = 61.0
    assert attempts.wait("a") == 0
    attempts.failed("a")
    assert attempts.wait("a") == 29


def test_without_a_token_other_hosts_and_other_sites_are_refused(client: TestClient) -> None:
    assert client.get("/api/health", headers={"Host": "evil.example"}).status_code == 403
    assert client.get("/api/health", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.get("/api/health", headers={"Origin": "http://127.0.0.1:8000"}).status_code == 200
    allowed = client.get("/api/health").headers
    assert "access-control-allow-origin" not in allowed


def test_every_error_of_the_tree_has_a_status() -> None:
    tree = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, ZerenError)]
    assert set(tree) == set(STATUS)
    for cls in tree:
        status, title = STATUS[cls]
        assert 400 <= status < 600
        assert title


def test_an_error_of_another_layer_takes_the_status_of_its_kind() -> None:
    class Odd(BadRequest):
        pass

    assert status_of(Odd("x")) == STATUS[BadRequest]


def test_a_mistake_shows_no_traceback(tmp_path: Path, without_model: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr("search_api.routes.search", broken)
    app = app_module.create_app(Settings(data=tmp_path / "data"))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        response = client.get("/api/search", params={"q": "x"})
    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.headers["content-type"] == "application/problem+json"


def test_one_process_owns_a_data_folder(tmp_path: Path, without_model: None) -> None:
    folder = tmp_path / "data"
    with TestClient(create_app(Settings(data=folder, port=8123)), base_url="http://localhost"):
        owner = find_owner(folder)
        assert owner is not None
        assert owner.url == "http://127.0.0.1:8123"
        with pytest.raises(GraphUnavailable, match="8123"):
            Ownership(folder).claim()
    assert find_owner(folder) is None


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ZEREN_PORT", "0", "ZEREN_PORT"),
        ("ZEREN_PORT", "many", "ZEREN_PORT"),
        ("ZEREN_GRAPH_URL", "http://x", "neo4j://"),
        ("ZEREN_EMBEDDER", "gpt", "ZEREN_EMBEDDER"),
        ("ZEREN_EMBEDDER", "onnx:", "ZEREN_EMBEDDER"),
        ("ZEREN_HOST", "0.0.0.0", "ZEREN_TOKEN"),
        ("ZEREN_APP_PORT", "8000", "ZEREN_APP_PORT"),
        ("ZEREN_UPLOAD_MB", "-1", "ZEREN_UPLOAD_MB"),
    ],
)
def test_a_bad_setting_stops_the_start_and_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=says):
        read_settings()


def test_a_password_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_TOKEN", "geheim")
    assert "geheim" not in repr(read_settings())


def test_a_folder_that_is_a_file_is_said(tmp_path: Path, without_model: None) -> None:
    (tmp_path / "data").write_text("x")
    with pytest.raises(SettingError, match="ZEREN_DATA"), services_module.open_services(Settings(data=tmp_path / "data")):
        pass
