"""Which nodes of the outline are tasks, and their stretches, titles and paths."""

from __future__ import annotations

import re

from extract.frame import Item, Span
from extract.layout import Layout
from extract.tree import Node

_FIRST_STOP = re.compile(r"[。\n]")
_HEADING_STOP = re.compile(r"[。：:\n]")
_TITLE_SPACE = re.compile(r"(?<=[\u4e00-\u9fff”》）)])[ \u3000]+(?=[\u4e00-\u9fffA-Za-z“《（(])")
_TRAILING = " \t\r\n\u3000；;"
# Headings whose whole title says that nothing is ordered below them.
_IDLE_WORDS = (
    "总体要求|总体思路|总体目标|工作目标|主要目标|目标|发展目标|指导思想|基本原则|工作原则|主要原则|原则|指导原则|总体原则|总则|背景|工作背景|现状|形势|基本情况|"
    "编制依据|依据|适用范围|实施范围|范围|工作思路|总体部署|重要意义|意义|目的意义|目的|思路|基本思路|工作回顾|工作总结|起止时间|实施时间"
)
_IDLE = re.compile(
    rf"(?:{_IDLE_WORDS})(?:(?:和|与|及|以及|、)(?:{_IDLE_WORDS}))*|(?:\d{{4}}年|上一?年|去年|过去.{{0,4}}).{{0,12}}(?:回顾|总结|(?:完成|进展|开展)情况)|.{{0,16}}回顾"
)


def title_span(layout: Layout, start: int, end: int) -> Span:
    """The lead sentence up to the first full stop or line end, or to the space at which a title ends."""
    text = layout.text
    stop = _FIRST_STOP.search(text, start, end)
    close = stop.start() if stop else end
    space = _TITLE_SPACE.search(text, start, min(close, start + 42))
    if space is not None and close - space.end() >= 12 and space.start() - start >= 4:
        close = space.start()
    while close > start and text[close - 1] in "：:；;，,、 \u3000\t":
        close -= 1
    return Span(start, close)


def heading(layout: Layout, node: Node) -> str:
    """A heading as printed, its label with it."""
    text = layout.text
    end = min(node.end, node.children[0].label.start if node.children else node.end)
    stop = _HEADING_STOP.search(text, node.label.body, end)
    close = stop.start() if stop else end
    space = _TITLE_SPACE.search(text, node.label.body, close)
    if space is not None and close - space.end() >= 12 and space.start() - node.label.body >= 4:
        close = space.start()
    return text[node.label.start : close].strip(" \u3000\t；;，,")


def is_idle(layout: Layout, node: Node) -> bool:
    """Whether a heading announces aims, principles or a look back, under which nothing is ordered."""
    title = heading(layout, node)
    bare = title[node.label.body - node.label.start :].strip(" \u3000")
    return _IDLE.fullmatch(bare) is not None


def item_of(layout: Layout, node: Node) -> Item:
    """The item that a leaf of the outline makes."""
    text = layout.text
    end = node.end
    while end > node.label.body and text[end - 1] in _TRAILING:
        end -= 1
    path = tuple(heading(layout, above) for above in reversed(list(node.ancestors())))
    return Item(
        number=node.label.number,
        path=path,
        start=node.label.start,
        end=end,
        title=title_span(layout, node.label.body, end),
        body=(Span(min(node.label.body, end), end),),
    )
