from __future__ import annotations

from typing import Any

import pytest
from fact_cases import frame_of, load_cases, unmark
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.dates import parse_date
from extract.deadlines import find_deadlines
from extract.records import Deadline
from extract.recurrences import parse_recurrence

CASES = load_cases("deadlines")


def said(deadline: Deadline) -> dict[str, Any]:
    recurrence = deadline.recurrence
    return {
        "from": deadline.from_.isoformat() if deadline.from_ else None,
        "to": deadline.to.isoformat() if deadline.to else None,
        "every": recurrence.every if recurrence else None,
        "times": recurrence.times if recurrence else None,
        "past": deadline.past,
    }


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_deadlines(case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    frame, item, moved = frame_of(case, text)
    found = find_deadlines(frame, (item,))[0]
    assert [frame.text[deadline.start : deadline.end] for deadline in found] == [text[start:end] for start, end in spans]
    assert [(deadline.start - moved, deadline.end - moved) for deadline in found] == spans
    plain = {"from": None, "to": None, "every": None, "times": None, "past": False}
    for deadline, expected in zip(found, case["expect"], strict=True):
        assert said(deadline) == {**plain, **{key: value for key, value in expected.items() if key in plain}}
        if "milestone" in expected:
            assert deadline.milestone == expected["milestone"]
        if "day" in expected:
            assert deadline.recurrence is not None
            assert deadline.recurrence.day == expected["day"]


PIECES = st.sampled_from(
    [
        "2024年",
        "6月",
        "30日",
        "底",
        "前",
        "至",
        "—",
        "、",
        "，",
        "。",
        "每",
        "半年",
        "季度",
        "月",
        "次",
        "两",
        "不少于",
        "到",
        "“十四五”",
        "期间",
        "年内",
        "全年",
        "春节",
        "汛前",
        "上半年",
        "第",
        "三",
        "十",
        "二〇二五年",
        "起",
        "2024/8/25",
        "20242026年",
        "\n",
        "《",
        "》",
        "(",
        ")",
        "较",
        "比",
        "的",
        "用3年时间",
        "个工作日内",
        "一周一调度",
        "按月",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join), st.none() | st.integers(1990, 2060), st.booleans())
def test_any_text_is_read_and_quoted(text: str, year: int | None, cell: bool) -> None:
    frame, item, _ = frame_of({"year": year, "cell": cell or None}, text)
    for deadline in find_deadlines(frame, (item,))[0]:
        assert frame.text[deadline.start : deadline.end] == deadline.text
        assert deadline.text
        assert deadline.from_ is None or deadline.to is None or deadline.from_ <= deadline.to or deadline.confidence < 1


@given(st.text(max_size=60))
def test_one_expression_is_a_value_or_none(text: str) -> None:
    parse_date(text, 2024)
    parse_recurrence(text)


@pytest.mark.parametrize(
    "piece", ["每", "每月", "2024年", "6月、", "1", "至", "自收到之日", "一二三四五六", "每月报送", "（2024年", "十四五"]
)
def test_long_repetition_is_read_in_time(piece: str) -> None:
    frame, item, _ = frame_of({"year": 2024}, piece * (40_000 // len(piece)))
    assert find_deadlines(frame, (item,)) is not None
