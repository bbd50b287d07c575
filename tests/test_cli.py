"""The command line as a person runs it: a process of its own, real files, standard output and error apart."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest

POINTS = """云泽市水利局2025年工作要点

一、水安全
1.加固病险水库。6月底前完成3座小型水库除险加固。（牵头单位：市水利局；配合单位：市财政局）
2.整治黑臭水体。年底前整治黑臭水体5条。（责任单位：市生态环境局、各县〔市、区〕人民政府）
"""


def zeren(*arguments: str | Path, environment: dict[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})},
        cwd=cwd,
    )


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "要点.txt"
    path.write_text(POINTS, "utf-8")
    return path


def test_extract_prints_one_object_a_file_in_order(points: Path, corpus_files: tuple[Path, ...]) -> None:
    files = [corpus_files[1], points, corpus_files[0]]
    done = zeren("extract", *files, "--json")
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == [file.name for file in files]
    assert done.stderr == ""
    task = json.loads(done.stdout.splitlines()[1])["documents"][0]["tasks"][0]
    assert task["number"] == "1"
    assert {"市水利局": "lead", "市财政局": "support"}.items() <= {unit["name"]: unit["role"] for unit in task["units"]}.items()


def test_extract_names_bad_files_and_goes_on(points: Path, tmp_path: Path) -> None:
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")
    done = zeren("extract", tmp_path / "没有.txt", empty, points, "--json")
    assert done.returncode == 1
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == [points.name]
    # A slow machine is told how far the work is as well.
    assert len([line for line in done.stderr.splitlines() if not line.startswith("Extracting")]) == 2
    assert "没有.txt" in done.stderr
    assert "空.docx" in done.stderr
    assert "Traceback" not in done.stderr


def test_extract_in_processes_says_the_same(tmp_path: Path) -> None:
    files = []
    for place in range(12):
        path = tmp_path / f"{place:02}.txt"
        path.write_text(POINTS + "说明文字。\n" * 9000, "utf-8")
        files.append(path)
    together = zeren("extract", *files, "--json")
    assert together.returncode == 0, together.stderr
    lines = together.stdout.splitlines()
    assert [json.loads(line)["source"] for line in lines] == [file.name for file in files]
    assert lines[-1] == zeren("extract", files[-1], "--json").stdout.rstrip("\n")


def test_extract_for_people(points: Path) -> None:
    done = zeren("extract", points)
    assert done.returncode == 0
    assert "牵头：市水利局" in done.stdout
    assert "时限：6月底前" in done.stdout


def test_extract_starts_without_what_it_does_not_need(points: Path) -> None:
    code = "import sys; from ui.cli import app; app(sys.argv[1:], result_action='return_value'); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, "extract", str(points), "--json"], capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    loaded = set(done.stderr.split())
    assert not loaded & {"streamlit", "fastapi", "spacy", "ladybug", "neo4j", "search_api.app"}


def wrong_usages() -> list[Any]:
    cases = tomllib.loads((Path(__file__).parent / "cases" / "command_line.toml").read_text("utf-8"))["case"]
    return [pytest.param(case, id=case["why"]) for case in cases]


@pytest.mark.parametrize("case", wrong_usages())
def test_what_is_typed_wrongly_is_said_in_one_sentence(case: dict[str, Any], points: Path, data_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "leer"
    folder.mkdir()
    given = {"⟨folder⟩": str(folder), "⟨file⟩": str(points), "⟨long⟩": "长" * 300}
    arguments = []
    for argument in case["arguments"]:
        for mark, value in given.items():
            argument = argument.replace(mark, value)
        arguments.append(argument)
    done = zeren(*arguments, cwd=tmp_path)
    assert done.returncode == case["code"], done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert all(part in done.stderr for part in case["says"]), done.stderr
    assert "Traceback" not in done.stderr


def test_a_terminal_in_chinese_is_told_in_chinese(tmp_path: Path) -> None:
    chinese = {"LC_ALL": "zh_CN.UTF-8"}
    (tmp_path / "空.docx").write_bytes(b"")
    assert zeren("extract", tmp_path / "空.docx", environment=chinese).stderr == "空.docx：文件是空的；请重新获取原文件再导入。\n"
    assert "台账不能写成 .pdf" in zeren("export", "台账.pdf", environment=chinese).stderr


def test_a_name_that_no_unit_has_is_said(data_folder: Path) -> None:
    done = zeren("due", "--unit", "没有这个局", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["total"] == 0
    assert "没有这个局" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and signals of POSIX")
def test_a_reader_that_goes_away_and_a_full_disk_are_no_traceback(points: Path) -> None:
    for ending in ("| head -n 0", "> /dev/full", ">&-"):
        done = subprocess.run(
            ["sh", "-c", f'"{sys.executable}" -m ui.cli extract "{points}" --json {ending}'], capture_output=True, text=True, timeout=60
        )
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr
        assert len(done.stderr.splitlines()) <= 1


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and signals of POSIX")
@pytest.mark.parametrize("seconds", [0.6, 1.5])
def test_ctrl_c_ends_a_run_over_many_files_without_a_word(seconds: float, tmp_path: Path) -> None:
    for place in range(60):
        (tmp_path / f"{place:02}.txt").write_text(POINTS + "说明文字。\n" * 4000, "utf-8")
    # A shell that runs the tests in the background has this signal ignored, and processes inherit that.
    heeding = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.executable, sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", heeding, sys.executable, "-m", "ui.cli", "extract", str(tmp_path), "--json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (0, 130), said
    assert said == ""


def test_asking_starts_without_the_readers(data_folder: Path) -> None:
    code = "import sys; from ui.cli import app; app(sys.argv[1:], result_action='return_value'); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, "due", "--json"], capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert json.loads(done.stdout)["total"] == 0
    assert not set(done.stderr.split()) & {"docx", "openpyxl", "pdfplumber", "pypdfium2", "extract.pipeline", "streamlit", "xlsxwriter"}


@pytest.mark.parametrize(
    "command",
    ["extract", "ingest", "search", "ask", "due", "export", "cypher", "status", "remove", "serve", "app", "up", "rebuild", "check"],
)
def test_every_command_has_help_and_json(command: str) -> None:
    done = zeren(command, "--help")
    assert done.returncode == 0
    assert "--json" in done.stdout


def test_the_version_is_that_of_the_package() -> None:
    assert zeren("--version").stdout.strip() == version("zeren")


@pytest.mark.parametrize("question", ["", "谁" * 501], ids=["nothing", "too long"])
def test_a_question_that_is_none_is_said_in_a_sentence(question: str, data_folder: Path) -> None:
    done = zeren("ask", question, "--json")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("zeren: question: ")
    assert "Traceback" not in done.stderr


def test_a_bad_setting_is_named(data_folder: Path) -> None:
    done = zeren("status", environment={"ZEREN_PORT": "many"})
    assert done.returncode == 2
    assert "ZEREN_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said(data_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for command, variable in (("serve", "ZEREN_PORT"), ("app", "ZEREN_APP_PORT"), ("up", "ZEREN_PORT"), ("up", "ZEREN_APP_PORT")):
            done = zeren(command, environment={"ZEREN_PORT": str(free_port()), "ZEREN_APP_PORT": str(free_port()), variable: str(port)})
            assert done.returncode == 1
            assert str(port) in done.stderr
            assert variable in done.stderr
            assert "Traceback" not in done.stderr


def as_json(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    return json.loads(line)


def test_from_ingest_to_removal(points: Path, data_folder: Path, tmp_path: Path) -> None:
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 no zip")
    done = zeren("ingest", points, bad, "--place", "云泽市", "--json")
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    report = json.loads(line)
    assert (report["read"], report["failed"]) == (1, 1)
    assert "坏.docx" in done.stderr
    document = report["files"][0]["documents"][0]["id"]

    before = as_json(zeren("status", "--json"))
    assert before["documents"] == 1
    assert before["tasks"] == 2
    assert {"store", "documents", "tasks", "units", "nodes", "relationships", "checksum"} <= set(before)

    again = as_json(zeren("ingest", points, "--place", "云泽市", "--json"))
    assert again["unchanged"] == 1
    assert as_json(zeren("status", "--json")) == before

    hits = as_json(zeren("search", "黑臭水体", "--json"))["hits"]
    assert hits[0]["number"] == "2"
    answer = as_json(zeren("ask", "病险水库加固由谁牵头？", "--json"))
    assert "市水利局" in answer["units"]
    due = as_json(zeren("due", "--unit", "市水利局", "--json"))
    assert [entry["deadline"]["to"] for entry in due["items"]] == ["2025-06-30"]

    ledger = tmp_path / "ledger.xlsx"
    assert zeren("export", ledger).returncode == 0
    assert ledger.read_bytes().startswith(b"PK")
    assert as_json(zeren("export", "--json"))["total"] == 2
    assert zeren("export", tmp_path / "ledger.doc").returncode == 2
    written = as_json(zeren("export", tmp_path / "graph.xml", "--form", "graphml", "--json"))
    assert (tmp_path / "graph.xml").stat().st_size == written["bytes"]
    question = "MATCH (t:Task) WHERE t.number = $number RETURN t.number"
    assert as_json(zeren("cypher", question, "--parameters", '{"number": "2"}', "--json"))["rows"] == [["2"]]
    refused = zeren("cypher", "MATCH (t:Task) DELETE t")
    assert refused.returncode == 1
    assert "only read" in refused.stderr

    anew = as_json(zeren("rebuild", "--json"))
    assert {name: anew[name] for name in before} == before
    assert as_json(zeren("search", "黑臭水体", "--json"))["hits"][0]["number"] == "2"

    assert as_json(zeren("remove", document, "--json"))["removed"] == [document]
    assert as_json(zeren("status", "--json"))["documents"] == 0
    gone = zeren("remove", document)
    assert gone.returncode == 1
    assert document in gone.stderr


class Running:
    """A server command that runs beside the test."""

    def __init__(self, process: subprocess.Popen[str], api: str, app: str) -> None:
        self.process = process
        self.api = api
        self.app = app


@pytest.fixture
def running(data_folder: Path) -> Iterator[Running]:
    api, app = free_port(), free_port()
    environment = {**os.environ, "ZEREN_PORT": str(api), "ZEREN_APP_PORT": str(app)}
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "up", "--json"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield Running(process, f"http://127.0.0.1:{api}", f"http://127.0.0.1:{app}")
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def until(condition: Any, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def refused(url: str) -> bool:
    try:
        httpx.get(url, timeout=1, trust_env=False)
    except httpx.TransportError:
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_up_comes_up_and_goes_down(running: Running, number: signal.Signals, corpus_files: tuple[Path, ...], data_folder: Path) -> None:
    assert running.process.stdout is not None
    assert json.loads(running.process.stdout.readline()) == {"API": running.api, "app": running.app}
    assert httpx.get(running.api + "/api/health", trust_env=False).json()["status"] == "ok"
    assert httpx.get(running.app, trust_env=False).status_code == 200
    enough = len(corpus_files)
    assert until(lambda: httpx.get(running.api + "/api/health", trust_env=False).json()["documents"] >= enough, 90)
    over_http = as_json(zeren("search", "饮用水水源", "--json"))
    assert over_http["hits"]
    running.process.send_signal(number)
    rest, said = running.process.communicate(timeout=60)
    assert running.process.returncode == 0, said
    assert rest == ""
    assert "Traceback" not in said
    assert "Stopped." in said
    assert refused(running.api)
    assert refused(running.app)
    assert as_json(zeren("status", "--json"))["documents"] >= enough


def test_children_follow_a_parent_that_was_killed(running: Running) -> None:
    assert running.process.stdout is not None
    running.process.stdout.readline()
    running.process.kill()
    assert until(lambda: refused(running.api) and refused(running.app), 30)
