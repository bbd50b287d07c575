"""Cases of the finders of facts: a text with its marks becomes a frame with one item."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from extract.frame import Frame, Head, Item, Span, TableField

CASES = Path(__file__).parent / "cases"


def load_cases(name: str) -> list[dict[str, Any]]:
    """The cases of `cases/name.toml`."""
    cases: list[dict[str, Any]] = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    return cases


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without ⟦ ⟧, and the spans that they marked, in the order in which they begin; marks may nest."""
    text, opened, spans = "", [], []
    for mark in marked:
        if mark == "⟦":
            opened.append(len(text))
        elif mark == "⟧":
            spans.append((opened.pop(), len(text)))
        else:
            text += mark
    return text, sorted(spans)


def frame_of(case: dict[str, Any], text: str) -> tuple[Frame, Item, int]:
    """The frame and item of a case, and how far its text was moved by a title before it."""
    title = case.get("title")
    moved = len(title) + 1 if title else 0
    whole = f"{title}\n{text}" if title else text
    role = "deadline" if case.get("cell") is True else case.get("cell")
    fields = (TableField(role, role, moved, len(whole)),) if role else ()
    head = Head(title=case.get("document"), kind=case.get("kind", "plan"), year=case.get("year"), doc_number=case.get("number"))
    named = Span(0, len(title)) if title else Span(0, max(text.find("。"), 0) or len(text))
    item = Item("1", tuple(case.get("path", ())), 0, len(whole), named, (Span(moved, len(whole)),), fields=fields)
    return Frame("case", whole, (), head), item, moved
