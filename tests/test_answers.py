"""Search and questions over the whole corpus, by the real embedder: as good as they were, every answer with evidence, never a guess."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

import pytest
from answer_scores import folded, is_right, ndcg, place, unsupported

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

GOLD = Path(__file__).parent / "gold" / "answers"
SEARCH: list[dict[str, Any]] = json.loads((GOLD / "search.json").read_text("utf-8"))
QUESTIONS: list[dict[str, Any]] = json.loads((GOLD / "questions.json").read_text("utf-8"))
MIXED: list[dict[str, Any]] = json.loads((GOLD / "mixed-questions.json").read_text("utf-8"))
FLOORS = tomllib.loads((GOLD / "floors.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def answers(corpus_api_with_meaning: TestClient) -> list[dict[str, Any]]:
    """The answer to every question of the gold, in its order."""
    bodies = [{"question": entry["question"], **({"today": entry["today"]} if "today" in entry else {})} for entry in QUESTIONS]
    return [corpus_api_with_meaning.post("/api/ask", json=body).raise_for_status().json() for body in bodies]


@pytest.fixture(scope="module")
def mixed(corpus_api_with_meaning: TestClient) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The questions that were asked over corpus and other documents together, as far as the corpus alone answers them."""
    listed = corpus_api_with_meaning.get("/api/documents", params={"limit": 100}).raise_for_status().json()["items"]
    held = {document["source"] for document in listed}
    asked = [entry for entry in MIXED if entry["documents"] and held.issuperset(entry["documents"])]
    bodies = [{"question": entry["question"], **({"today": entry["today"]} if "today" in entry else {})} for entry in asked]
    given = [corpus_api_with_meaning.post("/api/ask", json=body).raise_for_status().json() for body in bodies]
    return list(zip(asked, given, strict=True))


def test_questions_over_many_kinds_of_documents_hold_their_floor(mixed: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    assert len(mixed) >= 10
    wrong = [f"{entry['question']} → {answer['answer']}" for entry, answer in mixed if not is_right(entry, answer)]
    assert 1 - len(wrong) / len(mixed) >= FLOORS["mixed"]["right"], "\n".join(wrong)


def test_search_holds_its_floors(corpus_api_with_meaning: TestClient) -> None:
    scores: dict[str, list[float]] = {"all": []}
    poor = []
    for entry in SEARCH:
        found = corpus_api_with_meaning.get("/api/search", params={"q": entry["query"], "limit": 10}).raise_for_status().json()
        score = ndcg(found["hits"], entry["relevant"])
        scores["all"].append(score)
        scores.setdefault(entry["kind"], []).append(score)
        if score < 0.6:
            ranks = {place(hit): rank for rank, hit in enumerate(found["hits"], start=1)}
            poor.append(f"{score:.2f} {entry['query']}: {[(place(item), ranks.get(place(item))) for item in entry['relevant']]}")
    reached = {kind: mean(values) for kind, values in scores.items()}
    below = {kind: reached[kind] for kind, floor in FLOORS["search"].items() if reached[kind] < floor}
    assert not below, "\n".join(poor)


def test_questions_hold_their_floor(answers: list[dict[str, Any]]) -> None:
    wrong = [
        f"{entry['question']} → {answer['answer']}" for entry, answer in zip(QUESTIONS, answers, strict=True) if not is_right(entry, answer)
    ]
    right = 1 - len(wrong) / len(QUESTIONS)
    assert right >= FLOORS["questions"]["right"], f"{right:.3f}\n" + "\n".join(wrong)


def test_what_cannot_be_known_is_not_answered(answers: list[dict[str, Any]]) -> None:
    guessed = [
        f"{entry['question']} → {answer['answer']}"
        for entry, answer in zip(QUESTIONS, answers, strict=True)
        if entry["type"] == "unanswerable" and not answer["abstained"]
    ]
    assert len(guessed) <= FLOORS["questions"]["guessed_at_most"], "\n".join(guessed)


def test_every_answer_quotes_its_documents(corpus_api: TestClient, answers: list[dict[str, Any]]) -> None:
    held = corpus_api.get("/api/documents", params={"limit": 100}).raise_for_status().json()["items"]

    @cache
    def text(source: str) -> str:
        documents = [corpus_api.get(f"/api/documents/{each['id']}").raise_for_status().json() for each in held if each["source"] == source]
        return "".join(folded(document["text"]) for document in documents)

    assert [quote for answer in answers for quote in unsupported(answer, text)] == []
