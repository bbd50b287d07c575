"""The tree of headings and items that the labels of a document make, in whatever order its families nest.

A family that is already open closes what stands below it; a new one opens below the last. Lines of the frame (signature, annex, a title
in the middle) close everything. Which nodes are tasks is for `extract.items`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from extract.closing import looks_like_signer
from extract.flowed import flowed_labels, is_flowed
from extract.labels import Family, Label, bare_number_at, inline_labels, label_at
from extract.layout import Layout

# Levels that are clauses of an item in work points and plans, items of their own only in summaries.
CLAUSES: frozenset[Family] = frozenset({"cn_point", "circled", "arabic_paren", "arabic_half"})
_NUMBERED: frozenset[Family] = frozenset({"arabic", "arabic_comma", "dotted"})
_KIN: dict[Family, Family] = {"arabic": "arabic_comma", "arabic_comma": "arabic"}
# Inside a paragraph of a plan only these are levels, and only after a full stop or a blank.
_INLINE_LEVELS: frozenset[Family] = frozenset({"cn_paren", "arabic", "arabic_comma", "part"})
_TOP: frozenset[Family] = frozenset({"cn", "chapter", "part", "dotted"})
_HEADING_LINE = re.compile(r"(?!.*(?:负责|牵头|配合|落实$|责任))[\u4e00-\u9fff“”《》（）()、\d]{4,30}")
_MARKED_HEADING = re.compile(r"(?!\s*(?:责任|牵头|配合|完成时限|附))[^。；：:\n]{2,44}")
_DATED_HEADING = re.compile(
    r"(?:\d{4}年|过去[一三五]年|“?十[一二三四五六]五”?)[^，。；：:！]{0,24}(?:回顾|工作|目标|任务|安排|情况|成就|打算)"
)
_FLOWED: frozenset[Family] = frozenset({"cn", "cn_paren", "arabic", "arabic_comma", "cn_point"})
_FEWEST_HEADINGS = 2
_SECTIONS: frozenset[Family] = frozenset({"cn", "chapter", "part", "plain"})
_LONGEST_HEADING = 80
_HEADING_STOP = re.compile(r"[。：:\n]")


@dataclass(frozen=True, slots=True)
class Found:
    """A label where it stands: its line, whether inside it, and the depth of a heading that the file itself marks."""

    line: int
    label: Label
    inline: bool = False
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Barrier:
    """The start of a line that ends the text before it: a line of the frame closes all that is open, a new train of thought the items but
    not the sections, a box in the text nothing.
    """

    start: int
    closes: Literal["all", "items", "nothing"] = "all"


@dataclass(slots=True)
class Node:
    """A label with its place in the tree. `end` is where its own text ends: at the next label or at a line that closes it."""

    found: Found
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    end: int = 0

    @property
    def label(self) -> Label:
        """The label that opens the node."""
        return self.found.label

    def ancestors(self) -> Iterator[Node]:
        """The nodes above, nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def heading_end(text: str, start: int, end: int) -> int:
    """Where the heading that begins at `start` ends: behind its first full stop, colon or line end.

    >>> heading_end("加强巡查。各区已建立台账。", 0, 13)
    5
    """
    match = _HEADING_STOP.search(text, start, end)
    return match.end() if match else end


def find_labels(layout: Layout, lines: Sequence[int], *, clauses: bool) -> list[Found]:
    """The labels of the given lines; with `clauses`, levels that are clauses in plans too."""
    found: list[Found] = []
    text = layout.text
    papers = False
    flowed = is_flowed(layout)
    for index in lines:
        line = layout.lines[index]
        label = label_at(text, line.start, line.end)
        if label is None and line.style == "heading" and _MARKED_HEADING.fullmatch(text, line.start, line.end):
            label = Label("plain", 0, "", line.start, line.start)
        start = line.start
        if label is not None and flowed and label.family == "arabic_comma" and label.value == 1 and "2、" not in text:
            label = None  # the mark of a page
        if label is not None:
            papers = papers or label.family == "dotted"
            if clauses or label.family not in CLAUSES or label.family in ("arabic_paren", "cn_point"):
                found.append(Found(index, label, level=line.level))
            start = label.body
        inside = _flowed(text, start, line.end, label, clauses=clauses) if flowed else _inner(text, start, line.end, clauses=clauses)
        found.extend(Found(index, inner, inline=not flowed or inner.family not in _FLOWED) for inner in inside)
    found = _with_bare_numbers(layout, lines, found) if papers else found
    return found if any(each.label.family in _TOP for each in found) else _with_plain_headings(layout, lines, found)


def _inner(text: str, start: int, end: int, *, clauses: bool) -> list[Label]:
    labels = inline_labels(text, start, end)
    if not labels or clauses:
        return labels
    kept = [label for label in labels if label.family in _INLINE_LEVELS and text[label.start - 1] in "。 \u3000；;：:"]
    values: dict[Family, set[int]] = {}
    for label in kept:
        values.setdefault(label.family, set()).add(label.value)
    # One number alone is a reference; a list begins at 1 and goes on. 1. after a colon or semicolon counts clauses.
    runs = {family for family, seen in values.items() if {1, 2} <= seen}
    first = {family: next(label for label in kept if label.family == family) for family in runs}
    return [
        label
        for label in kept
        if label.family in runs and (label.family == "cn_paren" or text[first[label.family].start - 1] in "。 \u3000")
    ]


def _flowed(text: str, start: int, end: int, first: Label | None, *, clauses: bool) -> list[Label]:
    """The labels inside a line that was run together; those of the upper levels count as if they began lines."""
    others = [label for label in inline_labels(text, start, end) if label.family == "part" or (clauses and label.family not in _FLOWED)]
    levels = [label for label in flowed_labels(text, start, end, first) if clauses or label.family not in CLAUSES]
    return sorted([*levels, *others], key=lambda label: label.start)


def _with_bare_numbers(layout: Layout, lines: Sequence[int], found: list[Found]) -> list[Found]:
    known = {each.line: each.label for each in found if not each.inline}
    bare: list[Found] = []
    for index, below in zip(lines, [*lines[1:], None], strict=True):
        if index in known:
            continue
        # `3存在的问题` above `3.1` is a heading whose blank is lost.
        under = known[below].number if below in known else ""
        line = layout.lines[index]
        label = bare_number_at(layout.text, line.start, line.end, glued=re.fullmatch(r"\d{1,2}[.．]1", under) is not None)
        if label is not None and line.end - label.body < 60 and (layout.text[label.body - 1] in " \u3000" or under[:-2] == label.number):
            bare.append(Found(index, label))
    return sorted([*found, *bare], key=lambda each: each.label.start)


def _with_plain_headings(layout: Layout, lines: Sequence[int], found: list[Found]) -> list[Found]:
    """Short lines without a number or a stop, each above a label, where no level above the items is numbered."""
    labelled = {each.line for each in found if not each.inline}
    headings = [
        Found(index, Label("plain", 0, "", layout.lines[index].start, layout.lines[index].start), level=1)
        for index, below in pairwise(lines)
        if index not in labelled
        and (_DATED_HEADING.fullmatch(text := layout.line_text(index).strip()) or (below in labelled and _HEADING_LINE.fullmatch(text)))
        and not looks_like_signer(text)
    ]
    return sorted([*found, *headings], key=lambda each: each.label.start) if len(headings) >= _FEWEST_HEADINGS else found


def build(found: Sequence[Found], barriers: Sequence[Barrier], end: int, *, clauses: bool) -> list[Node]:
    """All nodes in reading order, linked to their parents."""
    nodes: list[Node] = []
    stack: list[Node] = []
    at = 0
    for each in found:
        while at < len(barriers) and barriers[at].start <= each.label.start:
            if nodes and nodes[-1].end == end:
                nodes[-1].end = barriers[at].start
            del stack[_kept_behind(stack, barriers[at]) :]
            at += 1
        depth = _depth_in(stack, each, clauses=clauses)
        if depth is None:
            continue
        if not each.label.value and each.label.family == "cn_paren":
            each = _with_lost_number(each, stack[depth].label if depth < len(stack) else None)
        del stack[depth:]
        node = Node(each, stack[-1] if stack else None, end=end)
        if node.parent is not None:
            node.parent.children.append(node)
        if nodes and nodes[-1].end == end:
            nodes[-1].end = each.label.start
        nodes.append(node)
        stack.append(node)
    if nodes and nodes[-1].end == end and at < len(barriers):
        nodes[-1].end = barriers[at].start
    return nodes


def _kept_behind(stack: list[Node], barrier: Barrier) -> int:
    """How many of the open nodes stay open: behind a line of the frame none, behind a new train of thought the sections."""
    if barrier.closes == "all":
        return 0
    depth = len(stack)
    if barrier.closes == "nothing":
        return depth
    while depth and not _is_section(stack[depth - 1], barrier.start):
        depth -= 1
    return depth


def _is_section(node: Node, until: int) -> bool:
    """Whether a node is a section with items rather than an item: its level has children, or is not known to have none."""
    if node.label.family not in _SECTIONS:
        return False
    return bool(node.children) or until - node.label.body < _LONGEST_HEADING or node.label.value == 1


def _with_lost_number(each: Found, before: Label | None) -> Found:
    """`()` has lost its numeral; it is the one that follows the item before it."""
    value = before.value + 1 if before is not None else 1
    if value > 10:
        return each
    opening, closing = each.label.number[0], each.label.number[-1]
    return replace(each, label=each.label._replace(value=value, number=f"{opening}{'一二三四五六七八九十'[value - 1]}{closing}"))


def _depth_in(stack: list[Node], each: Found, *, clauses: bool) -> int | None:
    """Where a label goes in the stack of open nodes; None if it is no level of this outline."""
    label = each.label
    if label.family == "plain":
        return _depth_of_heading(stack, each)
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].label.family == label.family and stack[depth].label.depth == label.depth:
            if not each.inline or label.value in (0, stack[depth].label.value + 1):
                return depth
            if label.value != 1:
                continue
            if label.family == "cn_point" and stack[depth].found.line == each.line:
                return depth + 1 if stack[depth].label.value > 1 else None  # 二是…。一是…: the same ordinal inside itself
            return depth if stack[depth].found.inline else len(stack)
    kin = _KIN.get(label.family)
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].label.family == kin and label.value == stack[depth].label.value + 1:
            return depth  # 1. 2、 3.: one series, typed in two ways
    if label.family == "dotted":
        return next(
            (
                depth + 1
                for depth in range(len(stack) - 1, -1, -1)
                if stack[depth].label.family != "dotted" or stack[depth].label.depth < label.depth
            ),
            0,
        )
    if not clauses and each.inline and label.family == "cn_paren" and any(node.label.family in _NUMBERED for node in stack):
        return None
    if each.inline and label.value > 1 and not (clauses and label.family == "cn_point" and label.value == 2):
        return None
    if (
        not clauses
        and label.family in CLAUSES
        and (stack if label.family == "cn_point" else any(node.label.family in _NUMBERED for node in stack))
    ):
        return None
    if label.family in ("chapter", "part"):
        return next((at for at, node in enumerate(stack) if node.label.family != "chapter" or node.label.depth >= label.depth), len(stack))
    if label.family == "cn_paren" and not each.inline:
        return _above_lower_ranks(stack)
    if label.family == "cn":
        return next((depth for depth, node in enumerate(stack) if node.label.family not in ("chapter", "part", "plain")), len(stack))
    return len(stack)


def _above_lower_ranks(stack: list[Node]) -> int:
    """（一） at the start of a line stands above 1. and 一是, unless these are the highest rank there is."""
    depth = len(stack)
    while depth and stack[depth - 1].label.family in CLAUSES | _NUMBERED and stack[depth - 1].label.family != "dotted":
        depth -= 1
    return depth if depth or all(node.label.family in CLAUSES for node in stack) else len(stack)


def _depth_of_heading(stack: list[Node], each: Found) -> int:
    """A heading without number closes what the file marks as deeper or as no heading at all."""
    level = each.level or 1
    return next((depth for depth, node in enumerate(stack) if node.found.level is None or node.found.level >= level), len(stack))
