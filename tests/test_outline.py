"""Outlines of documents: items, titles, paths and ends, case by case."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.frame import Frame, Item
from extract.outline import find_frames
from extract.read_text_tables import find_text_tables
from extract.source import Line, Source

CASES = tomllib.loads((Path(__file__).parent / "cases" / "outline.toml").read_text("utf-8"))["case"]


def frames_of(text: str) -> tuple[tuple[Frame, tuple[Item, ...]], ...]:
    lines = [Line(line) for line in text.strip("\n").split("\n")]
    return find_frames(Source("case.txt", "txt", tuple(find_text_tables(lines))))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_outline(case: dict[str, Any]) -> None:
    text = case["text"].replace("@@", "各有关单位要抓好落实。" * (case["repeat"] // 10)) if "repeat" in case else case["text"]
    frames = frames_of(text)
    assert len(frames) == case.get("documents", 1)
    read = [
        [item.number or "", frame.text[item.title.start : item.title.end], [step.replace("\u3000", " ") for step in item.path]]
        for frame, items in frames
        for item in items
    ]
    assert read == case["tasks"]
    if "kind" in case:
        assert frames[0][0].head.kind == case["kind"]
    if "title" in case:
        assert frames[0][0].head.title == case["title"]
    for note in case.get("notes", []):
        assert any(note in said for said in frames[0][0].notes), frames[0][0].notes
    if "bodies" in case:
        assert [len(item.body) for _, items in frames for item in items] == case["bodies"]
    if "ends" in case:
        assert [frame.text[item.start : item.end] for frame, items in frames for item in items] == case["ends"]
