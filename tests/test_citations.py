from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from fact_cases import CASES as FOLDER
from fact_cases import frame_of, load_cases, unmark
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.citations import find_citations, find_document_citations
from extract.frame import Span

CASES = load_cases("citations")
PREAMBLES = tomllib.loads((FOLDER / "citations.toml").read_text("utf-8"))["preamble"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_citations(case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    frame, item, _ = frame_of(case, text)
    found = find_citations(frame, (item,))[0]
    assert [(citation.start, citation.end, citation.title) for citation in found] == [(start, end, text[start:end]) for start, end in spans]
    assert [citation.doc_number or "" for citation in found] == case["numbers"]
    assert find_document_citations(frame, (item,)) == ()


@pytest.mark.parametrize("case", PREAMBLES, ids=[case["why"] for case in PREAMBLES])
def test_citations_outside_tasks(case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    frame, _, _ = frame_of(case, text)
    found = find_document_citations(replace(frame, preamble=(Span(0, len(text)),)), ())
    assert [(citation.start, citation.end) for citation in found] == spans
    assert [citation.doc_number for citation in found] == case["numbers"]


PIECES = st.sampled_from(
    [
        "《",
        "》",
        "〈",
        "〉",
        "（",
        "）",
        "〔2024〕",
        "号",
        "云政发",
        "条例",
        "关于",
        "的",
        "意见",
        "印发",
        "云泽市",
        "，",
        "。",
        "等",
        "、",
        "[2020]",
        "3",
        "\n",
        "通知",
        "〔",
        "第",
        "令",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join))
def test_any_text_is_read_and_quoted(text: str) -> None:
    frame, item, _ = frame_of({}, text)
    for citation in find_citations(frame, (item,))[0]:
        assert frame.text[citation.start : citation.end] == citation.title


@pytest.mark.parametrize("piece", ["《", "》", "印发云泽市", "《云泽市条例》", "关于", "（云政发〔2024〕"])
def test_long_repetition_is_read_in_time(piece: str) -> None:
    frame, item, _ = frame_of({}, piece * (40_000 // len(piece)))
    assert find_citations(frame, (item,)) is not None
