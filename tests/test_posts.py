"""Who holds a post: where a text says so, and questions that are answered with that line or refused."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph import questions
from search_api.ask import ask
from search_api.models import Answer, Question
from search_api.posts import asked_posts, find_holders, speaks_of
from search_api.services import Services, open_services
from search_api.settings import Settings
from tests.asking import wrong_parts

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "cases" / "posts.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["holders"], ids=lambda case: case["why"])
def test_where_a_text_says_who_holds_a_post(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_holders(case["post"], text)
    assert [text[start:end] for held in found for start, end in held.holders] == case["holders"]
    assert [text[held.start : held.end] for held in found] == case["held"]


@pytest.mark.parametrize(
    ("question", "posts"),
    [
        ("谁担任领导小组组长？", ("组长",)),
        ("召集人由哪个部门的负责人担任", ("召集人",)),
        ("组长、副组长都是谁", ("组长", "副组长")),
        ("指挥部由谁组成", ("组成",)),
        ("总指挥由谁任命", None),
        ("组长有哪些职责", None),
        ("总指挥负责什么", None),
        ("松湾溪的河长是谁", None),
        ("成员单位由谁牵头", None),
    ],
)
def test_which_posts_a_question_asks_for(question: str, posts: tuple[str, ...] | None) -> None:
    asked = asked_posts(question)
    assert (asked.posts if asked else None) == posts


def test_a_deputy_is_another_post() -> None:
    assert not speaks_of("总指挥", "副总指挥为市应急局局长")
    assert speaks_of("总指挥", "總　指　揮：市長")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("posts")
    with open_services(Settings(data=folder / "data")) as opened:
        for document in CASES["document"]:
            taken = opened.ingest.take(opened.ingest.keep(document["text"].strip("\n").encode(), document["name"]))
            assert taken.state == "read", taken.problem
        opened.index.wait()
        yield opened


def answered(services: Services, case: dict[str, Any]) -> Answer:
    return ask(Question(question=case["question"], previous=case.get("previous")), services.graph, services.index)


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["question"])
def test_a_post_is_told_by_its_own_line_or_not_at_all(services: Services, case: dict[str, Any]) -> None:
    answer = answered(services, case)
    assert wrong_parts(answer, case) == [], answer.answer
    for evidence in answer.evidence:
        text = questions.document(services.graph, evidence.document).text
        assert text[evidence.start : evidence.end] == evidence.quote
    if not answer.abstained:
        quoted = " ".join(evidence.quote for evidence in answer.evidence)
        assert all(unit in quoted for unit in answer.units)
