"""Which nodes of the outline are tasks, and their stretches, titles and paths."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.clean import simplify
from extract.frame import Item, Span
from extract.layout import Layout
from extract.tree import Node

_FIRST_STOP = re.compile(r"[。\n]")
# A colon inside a bracket (`（责任单位：市教育局）`) does not end a heading.
_HEADING = re.compile(r"(?:[（(〔][^（()）〕\n]{0,80}[）)〕]|[^。：:\n])*")
_TITLE_SPACE = re.compile(r"(?<=[\u4e00-\u9fff”》）)])[ \u3000]+(?=[\u4e00-\u9fffA-Za-z“《（(])")
_BLANK = re.compile(r"[\s\u3000]*")
_TRAILING = " \t\r\n\u3000；;"
# Headings whose whole title says that nothing is ordered below them.
_IDLE_WORDS = (
    "总体要求|总体思路|总体目标|工作目标|主要目标|目标|发展目标|阶段目标|指导思想|基本原则|工作原则|主要原则|原则|指导原则|总体原则|实施原则|总则|背景|工作背景|现状|形势|面临形势|"
    "编制依据|依据|适用范围|实施范围|范围|总体部署|重要意义|意义|目的意义|目的|思路|基本思路|起止时间|实施时间|发展基础|工作基础|预期目标|目标要求|行动目标|任务目标|定义|术语|试点(?:范围|目标|时间|期限)|期限|范围和期限"
)
_AIMS = re.compile(
    r"(?:工作|主要|总体|年度)?(?:目标任务|任务目标|目标)|(?:(?:专项|集中)?(?:整治|活动|实施|开展|起止|工作|行动|检查|执行|规划|创建|试点))?(?:时间|期限)(?:和范围|及范围|与范围)?|领导小组(?:组成|成员).{0,6}|组成人员"
)
_IDLE = re.compile(
    rf"(?:[^，。]{{0,10}}(?:工作|整治|建设|治理|行动|整顿|改革|发展|实施|开展)的|(?:专项)?(?:工作|整治|行动|创建|活动|实施|治理|建设|检查|改造|试点|攻坚|排查|清理))?(?:{_IDLE_WORDS})(?:(?:和|与|及|以及|、)(?:{_IDLE_WORDS}))*"
)
# `时间安排` with nothing but a period is no order; with what is to be done by when it is.
_PERIOD = re.compile(r"时间安排|实施时间安排|时间进度")
_LONGEST_PERIOD = 40
_REVIEW = re.compile(
    r"(?:\d{4}年|上一?年|去年|过去.{0,4}|“?十.五”?(?:时期|期间)?).{0,16}(?:回顾|总结|(?:完成|进展|开展|工作|执行|落实)情况)"
    r"|[^，。]{0,8}回顾|(?:基本|总体|主要)?情况|存在的?(?:主要|突出)?(?:问题|困难).{0,6}"
)
_BACKGROUND = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}(?:基本情况|基本概况|概况|背景|简介|基本信息)|总体概况|指导思想|基本原则|总体要求|引言|前言|摘要|结语|结束语|参考文献|定义)"
)
_NO_ORDER = re.compile(r"本(?:方案|办法|规定|计划|意见|制度|通知|预案)(?:由[^。]{2,30}负责解释|自[^。]{2,24}起(?:施行|实施|执行))")
_EMPTY_BRACKETS = 2
_LONGEST_ITEM = 5000
# Where units are printed, something is ordered, whatever the heading.
UNITS = re.compile(
    r"(?:责任|牵头|配合|负责|承办|主责|协办)(?:单位|部门|人|领导|科室)[：:]"
    r"|[（(〔][^（()）〕]{2,200}(?:负责|牵头|落实|配合|参与|参加)(?:落实|实施|办理)?[^（()）〕]{0,40}[）)〕]"
)


def title_span(layout: Layout, start: int, end: int) -> Span:
    """The lead sentence of a stretch of the document."""
    return title_span_of(layout.text, start, end)


def title_span_of(text: str, start: int, end: int) -> Span:
    """The lead sentence up to the first full stop or line end, or to the space at which a title ends.

    >>> title_span_of("加强巡查。县级河长每月巡河。", 0, 14)
    Span(start=0, end=4)
    """
    blank = _BLANK.match(text, start, end)
    start = blank.end() if blank else start
    stop = _FIRST_STOP.search(text, start, end)
    close = _before_space(text, start, stop.start() if stop else end)
    while close > start and text[close - 1] in "：:；;，,、 \u3000\t":
        close -= 1
    return Span(start, close)


def _before_space(text: str, start: int, close: int) -> int:
    """Where a title ends that is set off by a blank (`（一）健全机制 因人事调动，…`), else `close`."""
    space = _TITLE_SPACE.search(text, start, min(close, start + 42))
    if space is None or space.start() - start < 4 or close - space.end() < 12:
        return close
    return space.start() if re.search(r"[，,。；;：:]", text[start : space.start()]) is None or close - space.end() > 30 else close


def heading(layout: Layout, node: Node) -> str:
    """A heading as printed, its label with it."""
    text = layout.text
    end = min(node.end, node.children[0].label.start if node.children else node.end)
    blank = _BLANK.match(text, node.label.body, end)
    body = blank.end() if blank else node.label.body
    match = _HEADING.match(text, body, end)
    close = _before_space(text, body, match.end() if match else end)
    return text[node.label.start : close].strip(" \u3000\t；;，,").replace("\n", "")


def bare_heading(layout: Layout, node: Node) -> str:
    """A heading without its label."""
    return simplify(heading(layout, node)[node.label.body - node.label.start :].strip(" \u3000"))


def orders_nothing(layout: Layout, node: Node, *, summary: bool) -> bool:
    """Whether a leaf is background, aims, principles or a look back, by its heading or one above it."""
    if UNITS.search(layout.text, node.label.body, min(node.end, node.label.body + _LONGEST_ITEM)):
        return False
    own = bare_heading(layout, node)
    if summary:
        above = [bare_heading(layout, each) for each in node.ancestors()]
        return _BACKGROUND.fullmatch(own) is not None or any(_IDLE.fullmatch(each) or _BACKGROUND.fullmatch(each) for each in above)
    if _AIMS.fullmatch(own) or any(
        _IDLE.fullmatch(title) or _REVIEW.fullmatch(title) for title in (own, *(bare_heading(layout, above) for above in node.ancestors()))
    ):
        return True
    text = layout.text[node.label.body : node.end]
    if _PERIOD.fullmatch(own) and len(text.strip()) - len(own) < _LONGEST_PERIOD and not re.search(r"完成|开展|召开|前", text):
        return True
    return len(text) < 80 and _NO_ORDER.search(text) is not None


def path_of(layout: Layout, node: Node) -> tuple[str, ...]:
    """The headings above a node."""
    return tuple(heading(layout, above) for above in reversed(list(node.ancestors())))


def item_of(layout: Layout, node: Node, shared: Sequence[Span] = ()) -> Item:
    """The item that a leaf of the outline makes; `shared` are stretches that hold for it too (a closing sentence of its section)."""
    text = layout.text
    end = trimmed(text, node.label.body, node.end)
    return Item(
        number=node.label.number or None,
        path=path_of(layout, node),
        start=node.label.start,
        end=end,
        title=title_span(layout, node.label.body, end),
        body=(Span(min(node.label.body, end), end), *shared),
        lead=_lead_of(layout, node),
        confidence=_confidence(node),
    )


def _confidence(node: Node) -> float:
    """How sure it is that a leaf is an item: least inside a paragraph and where a numeral is lost."""
    if node.label.family == "cn_paren" and node.label.body - node.label.start == _EMPTY_BRACKETS:
        return 0.7
    return 0.9 if node.found.inline else 0.98


def trimmed(text: str, start: int, end: int) -> int:
    """The end of a stretch without the blanks and semicolons that follow it."""
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return end


def _lead_of(layout: Layout, node: Node) -> Span | None:
    """The sentence of the heading above that announces the list to which a node belongs (`市水务局要抓好以下工作：`)."""
    parent = node.parent
    if parent is None:
        return None
    text = layout.text
    start, end = parent.label.body, parent.children[0].label.start
    end = trimmed(text, start, end)
    if end <= start or text[end - 1] not in "：:":
        return None
    begin = max(start, text.rfind("。", start, end) + 1, text.rfind("\n", start, end) + 1)
    return Span(begin, end)
