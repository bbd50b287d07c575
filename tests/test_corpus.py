"""The corpus: made of its sources, sound in every document, and read as its gold says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import corpus
from corpus.build import build, entries
from extract.gate import below_floors, changes, check, read_accepted, read_floors, read_gold
from extract.pipeline import extract_file
from extract.records import Document, Extraction, Task

HERE = Path(__file__).parent
GOLD = HERE / "gold" / "corpus"
NAMES = [entry["file"] for entry in entries()]


def all_documents(extractions: dict[str, Extraction]) -> Iterator[tuple[str, Document]]:
    for name, extraction in extractions.items():
        for document in extraction.documents:
            yield name, document


def all_tasks(extractions: dict[str, Extraction]) -> Iterator[tuple[str, Document, Task]]:
    for name, document in all_documents(extractions):
        for task in document.tasks:
            yield name, document, task


def test_every_source_is_listed_and_every_document_built() -> None:
    here = corpus.folder().parent
    assert sorted(entry["source"] for entry in entries()) == sorted(path.name for path in (here / "sources").iterdir())
    assert sorted(NAMES) == sorted(path.name for path in corpus.folder().iterdir())


def test_every_entry_says_what_it_shows() -> None:
    assert all(len(entry["shows"]) > 20 for entry in entries())


@pytest.mark.parametrize("entry", entries(), ids=NAMES)
def test_building_twice_gives_the_same_bytes(entry: dict[str, Any], tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        build(entry, folder)
    assert (first / entry["file"]).read_bytes() == (second / entry["file"]).read_bytes()


@pytest.mark.parametrize("entry", entries(), ids=NAMES)
def test_the_committed_document_is_what_its_source_gives(
    entry: dict[str, Any], tmp_path: Path, corpus_extractions: dict[str, Extraction]
) -> None:
    build(entry, tmp_path)
    assert extract_file(tmp_path / entry["file"]) == corpus_extractions[entry["file"]]


def test_every_quotation_stands_at_its_offsets(corpus_extractions: dict[str, Extraction]) -> None:
    wrong = [f"{name}: {quote}" for name, document in all_documents(corpus_extractions) for quote in document.check_offsets()]
    assert wrong == []


def test_every_task_is_whole(corpus_extractions: dict[str, Extraction]) -> None:
    for name, document, task in all_tasks(corpus_extractions):
        where = f"{name} {task.number}"
        assert task.title.strip(), where
        assert 0 <= task.start < task.end <= len(document.text), where
        assert task.number is None or task.number.strip(), where
        assert all(step.strip() for step in task.path), where


def test_facts_stand_once_and_make_sense(corpus_extractions: dict[str, Extraction]) -> None:
    for name, _, task in all_tasks(corpus_extractions):
        where = f"{name} {task.number}"
        units = [(unit.start, unit.end, unit.role) for unit in task.units]
        assert len(units) == len(set(units)), where
        for deadline in task.deadlines:
            assert deadline.from_ is None or deadline.to is None or deadline.from_ <= deadline.to, where
            assert not (deadline.recurrence and deadline.recurrence.times is not None and deadline.recurrence.times < 1), where
        for mention in (*task.units, *task.deadlines, *task.targets, *task.citations):
            assert 0 <= mention.confidence <= 1, where


def test_tasks_of_running_text_follow_each_other(corpus_extractions: dict[str, Extraction]) -> None:
    for name, document in all_documents(corpus_extractions):
        starts = [task.start for task in document.tasks]
        assert starts == sorted(starts), name


def test_four_years_all_roles_and_all_kinds_of_dates_can_be_seen(corpus_extractions: dict[str, Extraction]) -> None:
    documents = [document for _, document in all_documents(corpus_extractions)]
    tasks = [task for _, _, task in all_tasks(corpus_extractions)]
    assert {document.year for document in documents} >= {2023, 2024, 2025, 2026}
    assert {document.kind for document in documents} >= {"work_points", "plan", "summary", "regulation"}
    assert {unit.role for task in tasks for unit in task.units} == {"lead", "responsible", "support", "subject"}
    assert {target.status for task in tasks for target in task.targets} == {"target", "achieved"}
    recurrences = {deadline.recurrence.every for task in tasks for deadline in task.deadlines if deadline.recurrence}
    assert len(recurrences) >= 6


def test_gold_covers_the_corpus() -> None:
    assert sorted(gold["source"] for gold in read_gold(GOLD)) == sorted(NAMES)


@pytest.mark.parametrize("gold", list(read_gold(GOLD)), ids=lambda gold: gold["source"])
def test_gold_quotes_its_document(gold: dict[str, Any], corpus_extractions: dict[str, Extraction]) -> None:
    text = "".join("".join(document.text.split()) for document in corpus_extractions[gold["source"]].documents)
    for document in gold["documents"]:
        for task in document["tasks"]:
            quotes = [task["title"], *(unit["name"] for unit in task["units"])]
            quotes += [mention["text"] for part in ("deadlines", "targets") for mention in task[part]]
            missing = [quote for quote in quotes if "".join(quote.split()) not in text]
            assert not missing, f"{task['number']}: {missing}"


@pytest.mark.parametrize("name", list(tomllib.loads((HERE / "quality.toml").read_text("utf-8"))))
def test_extraction_holds_its_floors(name: str) -> None:
    section = tomllib.loads((HERE / "quality.toml").read_text("utf-8"))[name]
    folder = HERE / section["gold"]
    now, accepted, (_, floors) = check(folder, sources=(folder, corpus.folder())), read_accepted(folder), read_floors(folder)
    assert not now.problems
    assert accepted is not None
    assert accepted.fingerprint == now.fingerprint, f"the gold changed: zeren check --gold {folder} --accept"
    _, losses = changes(now, accepted)
    assert not below_floors(now, floors), "lost since the accepted state:\n" + "\n".join(losses)
