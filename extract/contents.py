"""A table of contents in the text: its lines look like labels but are repeated below, where the text itself begins."""

from __future__ import annotations

import re

from extract.layout import Layout

_HEAD = re.compile(r"目\s*录")
_LEADERS = re.compile(r"[\s\u3000.…·\-—_]*\d*\s*$")
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


def _is_head(layout: Layout, index: int) -> bool:
    return _HEAD.fullmatch(layout.line_text(index).strip()) is not None


def _entry(layout: Layout, index: int) -> str:
    """A line without leaders and page number, by which it is known again."""
    return re.sub(r"\s", "", _LEADERS.sub("", layout.line_text(index)))
