"""Summaries and articles: work that is reported without a number, and where a train of numbered points breaks off.

The first of several points may have lost its ordinal (`…突出。二是…`); a paragraph under a heading may report work before its points begin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.clean import simplify
from extract.frame import Item, Span
from extract.items import heading, path_of, title_span, trimmed
from extract.layout import Layout
from extract.tree import Node, heading_end

# A paragraph that begins like this in the middle of a report opens a new train of thought, whatever was numbered before it.
BREAK = re.compile(
    r"(?:自.{2,30}(?:以来|开展后)[，,]|从.{2,20}来?看[，,:：]|为(?:切实|进一步|扎实|全面|深入|更好).{2,60}(?:建议|措施|打算)|总之[，,]|总的来[看说]|综上|下一步[，,]|下步[，,]"
    r"|今后[，,]|接下来[，,]|过去的?[一二三五十]{1,2}年|[一二三五]年来[，,]|回顾|在(?:肯定|总结|看到)成绩|(?:同时|但)?[，,]?我们(?:也|还)?(?:要)?(?:清醒|看到)|存在的?(?:主要)?(?:问题|困难).{0,12}[:：])"
)
_DONE = re.compile(r"了|已[经完于]?|完成|制定印发|印发|下发|召开|成立|共[^。]{0,12}\d|取得|获评|荣获|不足|缺乏|欠缺|不够|突出|困难")
_PLANNED = re.compile(r"打算|计划|下一步|今后|目标|要求|安排|主要工作|重点工作|任务|思路|建议|回顾|说明|\d{4}年工作$")
_FEWEST_DONE = 2
_SHORTEST = 40


def is_break(text: str) -> bool:
    """Whether a paragraph of a report breaks off the train of points before it."""
    return BREAK.match(simplify(text[:100].lstrip(" \u3000"))) is not None


def unnumbered_items(layout: Layout, nodes: Sequence[Node]) -> list[Item]:
    """Items without a number: a paragraph under a heading that reports work before its points, or a first point without its ordinal."""
    items = []
    for node in nodes:
        if not node.children:
            continue
        first = node.children[0]
        if _PLANNED.search(simplify(heading(layout, node))):
            continue
        start, end = heading_end(layout.text, node.label.body, first.label.start), first.label.start
        span = _reporting(
            layout.text, start, trimmed(layout.text, start, end), elided=first.label.family == "cn_point" and first.label.value == 2
        )
        if span is not None:
            path = (*path_of(layout, node), *path_of(layout, first)[-1:])
            items.append(Item(None, path, span.start, span.end, title_span(layout, span.start, span.end), (span,), confidence=0.6))
    return items


def _reporting(text: str, start: int, end: int, *, elided: bool) -> Span | None:
    """The last paragraphs between a heading and its points, if they report something and do not just announce the points."""
    paragraphs = [match for match in re.finditer(r"[^\n]+", text[start:end]) if match.group().strip()]
    if not paragraphs or (len(paragraphs) > 2 and not elided):
        return None
    kept = [match for match in paragraphs if len(_DONE.findall(match.group())) >= _FEWEST_DONE and len(match.group()) >= _SHORTEST]
    if not kept or text[end - 1] in "：:" or (not elided and text[end - 1] not in "。！"):
        return None
    if not elided and len(paragraphs) == 1 and start and text[start - 1] != "\n" and len(kept[0].group()) < _SHORTEST:
        return None
    begin = start + kept[-1].start()
    begin += len(kept[-1].group()) - len(kept[-1].group().lstrip(" \u3000。：:"))
    return Span(begin, end) if end - begin >= _SHORTEST or elided else None
