"""Originals are the truth: kept whole, never lost, and enough to make the graph anew."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest
from graph_documents import CITY_2017, CITY_2024, CITY_2025, DISTRICT

from extract.errors import NotFound, UnreadableDocument
from extract.records import Extraction
from graph.archive import Archive, Original
from graph.journal import Journal
from graph.store import open_graph

FILES = {extraction.source: extraction for extraction in (CITY_2024, CITY_2025, CITY_2017, DISTRICT)}


def read_again(original: Original, data: bytes) -> Extraction:
    name = data.decode()
    if name == "torn":
        raise UnreadableDocument(original.source, "is damaged")
    return FILES[name].model_copy(update={"source": original.source})


def feed(archive: Archive, graph: object, name: str, data: bytes | None = None, source: str | None = None) -> str:
    original = archive.keep(data or name.encode(), source or name)
    extraction = FILES[name].model_copy(update={"source": original.source})
    return archive.load(graph, [(original, extraction)])[0].documents[0]  # type: ignore[arg-type]


def test_bytes_are_kept_once_under_their_hash(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    one, other = archive.keep(b"abc", "a.txt"), archive.keep(b"abc", "b.txt")
    assert one.sha256 == other.sha256
    assert archive.read(one.sha256) == b"abc"
    assert [path.name for path in (tmp_path / "originals").rglob("*") if path.is_file()] == [one.sha256]
    assert archive.held() == ()


@pytest.mark.parametrize("sha256", ["0" * 64, "../../etc/passwd", ""])
def test_an_original_that_is_not_there(tmp_path: Path, sha256: str) -> None:
    with pytest.raises(NotFound):
        Archive(tmp_path).read(sha256)


def test_rebuilt_is_as_before(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with open_graph(folder=tmp_path) as graph:
        ids = [feed(archive, graph, name) for name in FILES]
        archive.remove(graph, ids[2])
        before = graph.status()
        seen: list[tuple[int, int]] = []
        assert archive.rebuild(graph, read_again, progress=lambda done, total: seen.append((done, total))) == []
        assert graph.status() == before
        assert seen[-1] == (3, 3)


def test_a_graph_of_an_older_schema_is_made_anew(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with open_graph(folder=tmp_path) as graph:
        feed(archive, graph, CITY_2024.source)
        before = graph.status()
        graph._engine.transact(lambda writer: writer.ask("MATCH (s:Schema) SET s.version = 1", {}))
    current, errors = archive.open_current(lambda anew: open_graph(folder=tmp_path, anew=anew), read_again)
    with current:
        assert errors == []
        assert current.status() == before


def test_what_can_no_longer_be_read_is_named_and_the_rest_rebuilt(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with open_graph(folder=tmp_path) as graph:
        feed(archive, graph, CITY_2024.source)
        feed(archive, graph, CITY_2025.source, data=b"torn", source="torn.pdf")
        errors = archive.rebuild(graph, read_again)
        assert [error.name for error in errors] == ["torn.pdf"]
        assert graph.counts()["documents"] == 1


def test_a_newer_copy_is_held_and_the_older_stays_in_history(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with open_graph(folder=tmp_path) as graph:
        feed(archive, graph, CITY_2024.source)
        old = archive.keep(CITY_2024.source.encode(), CITY_2024.source)
        new = archive.keep(b"newer", CITY_2024.source)
        document = CITY_2024.documents[0].model_copy(update={"tasks": CITY_2024.documents[0].tasks[:1]})
        changed = document.model_copy(update={"text": document.text + "完"})
        archive.load(graph, [(new, Extraction(source=CITY_2024.source, documents=(changed,)))])
        assert [entry.original.sha256 for entry in archive.held()] == [new.sha256]
        past = archive.history(CITY_2024.source)
        assert [(entry.original.sha256, entry.replaced_by) for entry in past] == [(old.sha256, new.sha256), (new.sha256, None)]
        assert archive.read(old.sha256)


def test_loading_again_makes_no_second_entry(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with open_graph(folder=tmp_path) as graph:
        first = feed(archive, graph, CITY_2017.source)
        assert feed(archive, graph, CITY_2017.source) == first
        assert len(archive.history()) == 1
        archive.remove(graph, first)
        assert archive.held() == ()
        assert [entry.removed for entry in archive.history()] == [True]
        feed(archive, graph, CITY_2017.source)
        assert len(archive.held()) == 1


def test_a_load_that_was_cut_off_is_done_by_a_rebuild(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    original = archive.keep(CITY_2017.source.encode(), CITY_2017.source)
    # The process died between the two notes of a load.
    Journal(tmp_path / "manifest.jsonl").add({"event": "load", **original.model_dump(), "at": "2026-01-05T08:00:00+00:00"})
    with open_graph(folder=tmp_path) as graph:
        archive.rebuild(graph, read_again)
        assert graph.counts()["documents"] == 1


def test_a_torn_line_is_no_event_and_the_next_stands_on_its_own(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.jsonl")
    journal.add({"n": 1}, {"n": 2})
    with (tmp_path / "j.jsonl").open("ab") as file:
        file.write('{"n": "未写'.encode())
    assert [event["n"] for event in journal] == [1, 2]
    journal.add({"n": 3})
    assert [event["n"] for event in journal] == [1, 2, 3]


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    archive = Archive(tmp_path)
    monkeypatch.setattr(os, "fsync", is_full)
    with pytest.raises(OSError, match="No space left"):
        archive.keep(b"abc", "a.txt")
    assert [path for path in (tmp_path / "originals").rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    assert archive.read(archive.keep(b"abc", "a.txt").sha256) == b"abc"


def test_what_a_killed_process_left_half_written_is_swept_with_the_next_file(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    folder = archive.path(archive.keep(b"abc", "a.txt").sha256).parent
    left, young = folder / "unfinished-old", folder / "unfinished-new"
    for path in (left, young):
        path.write_bytes(b"half")
    os.utime(left, (time.time() - 7200,) * 2)
    (folder / archive.keep(b"abc", "a.txt").sha256).unlink()
    archive.keep(b"abc", "a.txt")
    assert not left.exists()
    assert young.exists()
