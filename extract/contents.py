"""Lines that look like labels but belong to no outline: a table of contents, whose entries are met again below, and boxes (专栏)."""

from __future__ import annotations

import re

from extract.labels import label_at
from extract.layout import Layout

_HEAD = re.compile(r"目\s*录")
_LEADERS = re.compile(r"[\s\u3000.…·\-—_]*\d*\s*$")
_BOX = re.compile(r"专\s*栏\s*[\d一二三四五六七八九十]{0,3}")
_LONGEST = 300


def contents_lines(layout: Layout) -> range:
    """The lines of a table of contents, from 目录 to the line before its first entry is met again; empty where there is none."""
    start = next((index for index, line in enumerate(layout.lines[:80]) if line.end - line.start < 12 and _is_head(layout, index)), None)
    if start is None or start + 1 >= len(layout.lines):
        return range(0)
    first = _entry(layout, start + 1)
    for index in range(start + 2, min(len(layout.lines), start + _LONGEST)):
        if _entry(layout, index) == first:
            return range(start, index)
    return range(0)


def boxed_lines(layout: Layout) -> set[int]:
    """The lines of boxes: from `专栏1 …` to before the next label of an upper level."""
    found: set[int] = set()
    if _BOX.search(layout.text) is None:
        return found
    inside = False
    for index, line in enumerate(layout.lines):
        if line.end - line.start < 44 and _BOX.match(layout.line_text(index).strip()):
            inside = True
        elif inside and (label := label_at(layout.text, line.start, line.end)) is not None:
            inside = label.family not in ("cn", "cn_paren", "chapter", "part")
        if inside:
            found.add(index)
    return found


def _is_head(layout: Layout, index: int) -> bool:
    return _HEAD.fullmatch(layout.line_text(index).strip()) is not None


def _entry(layout: Layout, index: int) -> str:
    """A line without leaders and page number, by which it is known again."""
    return re.sub(r"\s", "", _LEADERS.sub("", layout.line_text(index)))
