"""Heads of documents: title, kind, year, number, issuer, dates, addressees and the rest of the frame."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.outline import find_frames
from extract.source import Line, Source

CASES = tomllib.loads((Path(__file__).parent / "cases" / "head.toml").read_text("utf-8"))["case"]


def lines_of(text: str) -> tuple[Line, ...]:
    marks = {">": "right", "=": "center"}
    return tuple(Line(line[1:], align=marks[line[0]]) if line[:1] in marks else Line(line) for line in text.strip("\n").split("\n"))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_head(case: dict[str, Any]) -> None:
    ((frame, _),) = find_frames(Source("case.txt", "txt", lines_of(case["text"]), facts=case.get("facts", {})))
    read = {name: getattr(frame.head, name) for name in case.get("head", {})}
    assert {name: "" if value is None else str(value) for name, value in read.items()} == {
        name: str(value) for name, value in case.get("head", {}).items()
    }
    for name in ("addressees", "signers", "attachments"):
        if name in case:
            assert list(getattr(frame.head, name)) == case[name]
