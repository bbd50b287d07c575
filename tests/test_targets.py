from __future__ import annotations

from typing import Any

import pytest
from fact_cases import frame_of, load_cases, unmark
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.measures import parse_figure
from extract.records import Target
from extract.targets import find_targets

CASES = load_cases("targets")


def said(target: Target) -> dict[str, Any]:
    return {name: getattr(target, name) for name in ("indicator", "comparator", "value", "unit", "direction", "baseline", "status")}


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_targets(case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    spans = [(start, end) for start, end in case.get("overlap", spans)]
    frame, item, moved = frame_of(case, text)
    found = find_targets(frame, (item,))[0]
    assert [target.text for target in found] == [text[start:end] for start, end in spans]
    assert [(target.start - moved, target.end - moved) for target in found] == spans
    plain = {"indicator": None, "unit": None, "direction": None, "baseline": None, "status": "target"}
    for target, expected in zip(found, case["expect"], strict=True):
        assert said(target) == {**plain, **expected}


PIECES = st.sampled_from(
    [
        "12",
        "3.5",
        "%",
        "个",
        "座",
        "万",
        "亿",
        "亩",
        "公里",
        "以上",
        "以内",
        "不低于",
        "达到",
        "由",
        "提高到",
        "较2020年",
        "下降",
        "、",
        "，",
        "。",
        "和",
        "分别",
        "各",
        "新增",
        "完成",
        "覆盖率",
        "污水处理率",
        "公园",
        "(",
        "）",
        "“",
        "”",
        "余",
        "左右",
        "七成",
        "三分之二",
        "Ioo%",
        "两个",
        "-",
        "—",
        "其中",
        "全市",
        "每月",
        "2025年",
        "\n",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join), st.sampled_from(["plan", "summary", "regulation"]), st.booleans())
def test_any_text_is_read_and_quoted(text: str, kind: str, cell: bool) -> None:
    frame, item, _ = frame_of({"kind": kind, "year": 2025, "title": "建设公园", "cell": "target" if cell else None}, text)
    for target in find_targets(frame, (item,))[0]:
        assert frame.text[target.start : target.end] == target.text
        assert target.text
        assert 0 < target.confidence <= 1


@given(st.text(max_size=60))
def test_one_figure_is_a_value_or_none(text: str) -> None:
    parse_figure(text)


@pytest.mark.parametrize(
    "piece", ["1", "12%", "新建公园3座", "（", "覆盖率、", "3个", "分别增长1%、", "由1%提高到", "万亿", "新增", "1,000"]
)
def test_long_repetition_is_read_in_time(piece: str) -> None:
    frame, item, _ = frame_of({"year": 2025}, piece * (40_000 // len(piece)))
    assert find_targets(frame, (item,)) is not None
