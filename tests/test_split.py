"""Several documents in one file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from test_outline import frames_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "split.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_split(case: dict[str, Any]) -> None:
    frames = frames_of(case["text"])
    assert [frame.head.title or "" for frame, _ in frames] == case["titles"]
    assert [len(items) for _, items in frames] == case["tasks"]
