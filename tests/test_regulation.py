"""Regulations: which articles and items bind somebody."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.outline import find_frames
from extract.source import Line, Source

CASES = tomllib.loads((Path(__file__).parent / "cases" / "regulation.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_regulation(case: dict[str, Any]) -> None:
    text = "云泽市管理条例\n" + case["articles"].strip("\n")
    ((frame, items),) = find_frames(Source("case.md", "md", tuple(Line(line) for line in text.split("\n"))))
    assert frame.head.kind == "regulation"
    assert [item.number for item in items] == case["duties"]
    if "lead" in case:
        assert {frame.text[item.lead.start : item.lead.end] for item in items if item.lead} == {case["lead"]}
    if "paths" in case:
        assert [list(item.path) for item in items] == case["paths"]


def test_chapters_and_sections_are_the_path() -> None:
    lines = ["云泽市规划条例", "第一章 总则", "第一条 为了规划，制定本条例。", "第二章 编制", "第一节 总体规划"]
    lines += [
        "第二条 市人民政府应当编制总体规划。",
        "第二节 详细规划",
        "第三条 县人民政府应当编制详细规划。",
        "第三章 附则",
        "第四条 本条例自公布之日起施行。",
    ]
    ((_, items),) = find_frames(Source("case.md", "md", tuple(Line(line) for line in lines)))
    assert [item.path for item in items] == [("第二章 编制", "第一节 总体规划"), ("第二章 编制", "第二节 详细规划")]
