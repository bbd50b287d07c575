"""Units and doers, case by case: `tests/cases/units.toml` and `tests/cases/subjects.toml`."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.binding import doer_of
from extract.frame import Frame, Head, Item, Span, TableField
from extract.units import find_units

CASES = [
    case
    for name in ("units", "subjects")
    for case in tomllib.loads((Path(__file__).parent / "cases" / f"{name}.toml").read_text("utf-8"))["case"]
]


def build(case: dict[str, Any]) -> tuple[Frame, list[Item]]:
    """The document of a case: what stands before, its items one a paragraph, what stands after."""
    text, items = case.get("before", ""), []
    lead = None
    if "lead" in case:
        lead = Span(len(text), len(text) + len(case["lead"]))
        text += case["lead"] + "\n"
    for body in case.get("items", [case["text"]] if "text" in case else []):
        start = len(text) + 1
        text += "\n" + body
        title = body.split("。", 1)[0]
        span, path = Span(start, len(text)), tuple(case.get("path", ()))
        items.append(Item("1", path, start, len(text), Span(start, start + len(title)), (span,), lead=lead))
    if "cells" in case:
        start, fields = len(text), []
        for cell in case["cells"]:
            fields.append(TableField(cell["role"], cell["header"], len(text), len(text) + len(cell["text"])))
            text += cell["text"] + " | "
        body = tuple(Span(field.start, field.end) for field in fields)
        items.append(Item("1", (), start, len(text), Span(start, start), body, fields=tuple(fields)))
    text += "\n" + case.get("after", "")
    return Frame("case", text, (), Head(kind=case.get("kind", "plan"))), items


def said(unit: Any) -> str:
    return f"{unit.name} {unit.role}" + (f" {unit.canonical}" if unit.canonical else "")


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["why"], marks=pytest.mark.xfail(reason=case["xfail"], strict=True) if "xfail" in case else ())
        for case in CASES
    ],
)
def test_units(case: dict[str, Any]) -> None:
    frame, items = build(case)
    found = find_units(frame, items)
    assert all(frame.text[unit.start : unit.end] == unit.name for units in found for unit in units)
    expect = case["expect"] if "items" in case else [case["expect"]]
    assert [[said(unit) for unit in units] for units in found] == expect


def test_no_reason_stands_twice() -> None:
    reasons = [case["why"] for case in CASES]
    assert len(reasons) == len(set(reasons))


@pytest.mark.parametrize(
    ("text", "mark", "expect"),
    [
        ("乡镇（街道）每半年至少组织一次演练，村（社区）每年至少一次。", "每半年", ("乡镇（街道）",)),
        ("乡镇（街道）每半年至少组织一次演练，村（社区）每年至少一次。", "每年", ("村（社区）",)),
        ("市教育局、市财政局要在5月底前拨付资金，石桥区政府6月底前完成配套。", "5月底前", ("市教育局", "市财政局")),
        ("年底前完成改造。市住建局要加强监管。", "年底前", ()),
        ("市住建局要加强监管，6月底前石桥区要完成改造。", "6月底前", ("石桥区",)),
        ("青浦湾区、石桥区要各建成绿道2条。石桥区7月底前完成补植，青浦湾区10月底前验收。", "7月底前", ("石桥区",)),
    ],
)
def test_doer_of(text: str, mark: str, expect: tuple[str, ...]) -> None:
    frame, items = build({"text": text})
    (units,) = find_units(frame, items)
    assert doer_of(frame, items[0], units, frame.text.index(mark)) == expect


FRAGMENTS = (
    *"（）()〔〕【】[]、，,；;。：:\n 　市县区各由的和及与等要每将向对《》“”0123年月😀｜",
    *("市水务局", "财政局", "各县（市、区）", "人民政府", "责任单位：", "牵头单位：", "牵头", "配合", "负责", "会同", "应当"),
    *("河长", "发展改革", "列第一位者为牵头单位，下同", "以下均需试点县政府落实", "区、镇两级", "张 三", "發展改革委"),
)
REPEATED = (
    *"市（）和、由每\n",
    *("的应当", "市水务局、", "各级", "责任单位：", "发展改革", "河长制", "1名", "（市", "张 "),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60), st.sampled_from(["plan", "summary", "regulation"]), st.booleans())
def test_any_text_is_read_with_true_offsets(fragments: list[str], kind: str, as_row: bool) -> None:
    text = "".join(fragment for fragment in fragments if fragment.isprintable() or fragment == "\n")
    case = {"cells": [{"role": "responsible", "header": "责任人", "text": text}], "kind": kind} if as_row else {"text": text, "kind": kind}
    frame, items = build(case)
    for units in find_units(frame, items):
        assert all(frame.text[unit.start : unit.end] == unit.name and unit.name for unit in units)


@pytest.mark.parametrize("unit", REPEATED)
def test_long_repetitions_take_no_time(unit: str) -> None:
    frame, items = build({"text": unit * (6000 // len(unit))})
    started = time.process_time()
    find_units(frame, items)
    assert time.process_time() - started < 5
