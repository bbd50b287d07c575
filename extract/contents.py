"""Lines that belong to no outline: a table of contents, whose entries are met again below, boxes (专栏), and lists of members."""

from __future__ import annotations

import re

from extract.labels import label_at
from extract.layout import Layout

_HEAD = re.compile(r"目\s*录")
_LEADERS = re.compile(r"[\s\u3000.…·\-—_]*\d*\s*$")
_BOX = re.compile(r"专\s*栏\s*[\d一二三四五六七八九十]{0,3}")
_LONGEST = 300
_ROSTER = re.compile(r"[^。；，：:\n]{0,40}(?:成员|组成人员|委员)名单")
_TITLE_ABOVE = re.compile(r"[^。；，：:！\n]{2,20}")
_POST_LINE = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{1,10}[：:]")


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


def roster_start(layout: Layout, index: int) -> int | None:
    """Where a list of members begins that stands under a title of its own (`…成员名单`, on one line or two); None for any other line."""
    if index + 1 >= len(layout.lines) or not _ROSTER.fullmatch(layout.line_text(index).strip()):
        return None
    line, below, above = layout.lines[index], layout.line_text(index + 1).strip(), layout.lines[max(index - 1, 0)]
    if label_at(layout.text, line.start, line.end) is not None or not _POST_LINE.match(below):
        return None
    goes_on = _TITLE_ABOVE.fullmatch(layout.text, above.start, above.end) and label_at(layout.text, above.start, above.end) is None
    return above.start if index and goes_on and above.style != "row" else line.start


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
