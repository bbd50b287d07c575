"""The tree of headings and items that the labels of a document make, in whatever order its families nest.

A family that is already open closes what stands below it; a new one opens below the last. Which nodes are tasks is for `extract.items`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.labels import Family, Label, inline_labels, label_at
from extract.layout import Layout

_STOP = re.compile(r"[。\n]")
_SENTENCE_END = frozenset("。！？；;：:")
# Levels that are clauses of an item in work points and plans, items of their own only in summaries.
CLAUSES: frozenset[Family] = frozenset({"cn_point", "circled", "arabic_paren", "arabic_half"})


@dataclass(slots=True)
class Node:
    """A label with its place in the tree. `end` is where its own stretch (children included) ends."""

    label: Label
    line: int
    inline: bool
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    end: int = 0

    def ancestors(self) -> Iterator[Node]:
        """The nodes above, nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def find_labels(layout: Layout, first: int, last: int, families: frozenset[Family]) -> list[tuple[int, Label, bool]]:
    """The labels of lines `first` to `last`: line, label and whether it stands inside the line."""
    found: list[tuple[int, Label, bool]] = []
    text = layout.text
    for index in range(first, last):
        line = layout.lines[index]
        if line.style == "row":
            continue
        label = label_at(text, line.start, line.end)
        start = line.start
        if label is not None:
            if label.family in families:
                found.append((index, label, False))
            start = label.body
        found.extend((index, inner, True) for inner in inline_labels(text, start, line.end) if inner.family in families)
    return found


def build(labels: list[tuple[int, Label, bool]], end: int) -> list[Node]:
    """All nodes in reading order, linked to their parents."""
    nodes: list[Node] = []
    stack: list[Node] = []
    for line, label, inline in labels:
        depth = _depth_in(stack, label, line, inline)
        if depth is None:
            continue
        del stack[depth:]
        node = Node(label, line, inline, stack[-1] if stack else None, end=end)
        if node.parent is not None:
            node.parent.children.append(node)
        nodes.append(node)
        stack.append(node)
    for node, following in zip(nodes, nodes[1:], strict=False):
        node.end = following.label.start
    return nodes


def _depth_in(stack: list[Node], label: Label, line: int, inline: bool) -> int | None:
    """Where the label goes in the stack of open nodes; None if it is no label of the outline at all."""
    for depth in range(len(stack) - 1, -1, -1):
        node = stack[depth]
        if node.label.family != label.family or node.label.depth != label.depth:
            continue
        if inline and label.value != node.label.value + 1:
            if label.family == "cn_point" and label.value == 1 and node.line == line:
                return depth + 1  # 二是…。一是…: the same ordinal inside itself
            continue
        return depth
    if label.family == "dotted":
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth].label.family != "dotted" or stack[depth].label.depth < label.depth:
                return depth + 1
        return 0
    if inline and label.value != 1:
        return None
    if label.family == "cn" and not inline:
        return next((i for i, node in enumerate(stack) if node.label.family != "chapter" and node.label.family != "part"), len(stack))
    return len(stack)
