"""Questions over the corpus: plans, answers with evidence, and honest noes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph import questions
from graph.views import DeadlineMention, TaskView
from search_api.ask import ask
from search_api.choose_deadlines import _stretch_of
from search_api.models import Answer, Question
from search_api.services import Services, open_services
from search_api.settings import Settings
from search_api.when import find_window
from tests.asking import cases, wrong_parts

HELD_RIGHT = 0.85


@pytest.fixture(scope="module")
def services(corpus_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("ask") / "data"
    shutil.copytree(corpus_data, folder)
    with open_services(Settings(data=folder)) as opened:
        opened.index.wait()
        yield opened


def answered(services: Services, question: str, **more: Any) -> Answer:
    return ask(Question(question=question, **more), services.graph, services.index)


@pytest.mark.parametrize("case", [case for case in cases("questions") if not case.get("held")], ids=lambda case: case["question"])
def test_a_question_is_answered_or_refused(services: Services, case: dict[str, Any]) -> None:
    answer = answered(services, case["question"], today=case.get("today"), previous=case.get("previous"))
    assert wrong_parts(answer, case) == [], answer.plan


def test_questions_that_were_held_back_are_answered_as_well(services: Services) -> None:
    held = [case for case in cases("questions") if case.get("held")]
    wrong = {
        case["question"]: parts
        for case in held
        if (parts := wrong_parts(answered(services, case["question"], today=case.get("today"), previous=case.get("previous")), case))
    }
    assert len(wrong) <= (1 - HELD_RIGHT) * len(held), wrong


def test_every_part_of_every_answer_has_evidence_in_its_document(services: Services) -> None:
    for case in cases("questions"):
        answer = answered(services, case["question"], today=case.get("today"), previous=case.get("previous"))
        if answer.abstained:
            assert answer.answer.endswith("。")
            assert (answer.tasks, answer.units, answer.dates, answer.values, answer.evidence) == ((), (), (), (), ())
            continue
        assert answer.evidence, case["question"]
        for evidence in answer.evidence:
            text = questions.document(services.graph, evidence.document).text
            assert text[evidence.start : evidence.end] == evidence.quote
        quoted = " ".join(evidence.quote for evidence in answer.evidence)
        for unit in answer.units:
            assert unit in quoted or any(unit in task.title for task in answer.tasks) or answer.plan.type.startswith("what")


def test_an_answer_shows_its_plan(services: Services) -> None:
    plan = answered(services, "2026年市数据局牵头哪些任务？").plan
    assert (plan.type, plan.units, plan.year, plan.role) == ("what_by_unit", ("市数据局",), 2026, "lead")
    assert plan.steps


def test_a_refusal_names_the_nearest_thing(services: Services) -> None:
    answer = answered(services, "石桥区2025年盘活闲置厂房由哪位副区长分管？")
    assert answer.abstained
    assert answer.nearest[0].title == "盘活闲置厂房"


def test_a_question_can_lean_on_the_one_before(services: Services) -> None:
    answer = answered(services, "什么时候完成？", previous="石桥区2025年区第三实验学校建设")
    assert answer.dates == (date(2025, 8, 20),)


@pytest.mark.parametrize(
    ("question", "today", "from_", "to", "year"),
    [
        ("今年有哪些任务", "2026-01-15", None, None, 2026),
        ("去年完成得怎么样", "2026-01-15", None, None, 2025),
        ("下个月到期的", "2025-12-03", "2026-01-01", "2026-01-31", None),
        ("本月底前要交的", "2025-02-03", "2025-02-01", "2025-02-28", None),
        ("本季度到期的", "2025-08-03", "2025-07-01", "2025-09-30", None),
        ("三季度末前完成的", "2025-01-03", None, "2025-09-30", None),
        ("下周到期的", "2025-01-01", "2025-01-06", "2025-01-12", None),
        ("未来30天内到期的", "2025-01-01", "2025-01-01", "2025-01-31", None),
        ("2024年上半年", "2026-01-01", "2024-01-01", "2024-06-30", 2024),
        ("较2020年下降多少", "2026-01-01", None, None, None),
        ("2024年7月到9月之间", "2026-01-01", "2024-07-01", "2024-09-30", 2024),
    ],
)
def test_windows_of_time(question: str, today: str, from_: str | None, to: str | None, year: int | None) -> None:
    window = find_window(question, date.fromisoformat(today))
    assert (window.from_ and window.from_.isoformat(), window.to and window.to.isoformat(), window.year) == (from_, to, year)


def test_a_date_is_told_by_its_own_sentence_even_where_another_sentence_has_one() -> None:
    text = "1.提升水质。“十四五”期间保持优良。加强松湾溪支流治理，力争年内消除劣Ⅴ类。"
    first, second = text.index("“十四五”期间"), text.index("年内")
    dates = [
        DeadlineMention(id=name, start=start, end=start + len(quote), text=quote)
        for name, start, quote in (("a", first, "“十四五”期间"), ("b", second, "年内"))
    ]
    view = TaskView(
        id="t",
        document="d",
        source="要点.txt",
        number="1",
        title="提升水质",
        text=text,
        start=0,
        end=len(text),
        kind="work_points",
        document_title="要点",
    )
    assert "松湾溪" in _stretch_of(view, dates[1], dates)
