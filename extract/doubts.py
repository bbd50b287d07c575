"""What a person should look at in a document, one sentence each: gaps in the numbering, flattened tables, repeated tasks, damage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.frame import Head, Item
from extract.labels import Label
from extract.layout import Layout
from extract.tree import Node

_DAMAGE = re.compile(r"I[oO]{1,2}[%％个多余]|IO\(X\)|\ufffd|\?{3,}|？{3,}|屮")
_MASKED = re.compile(r"(?:20|19)(?:--|\*{1,2}|[xX×]{2})年|[xX×]{2,}[省市区县镇乡]|(?<![\w-])--[镇街乡县市村]|\*{2,}[\u4e00-\u9fff]")
_SENT_OUT = re.compile(r"印发|转发|下发|发布")
_MOST = 5


def find_doubts(layout: Layout, head: Head, nodes: Sequence[Node], items: Sequence[Item], *, flat: bool) -> tuple[str, ...]:
    """The notes on a document."""
    notes = [*_numbering(nodes)][:_MOST]
    if flat:
        notes.append("任务表在复制时失去了格线，各栏按内容推断，请对照原件核对。")
    notes.extend(_repeated(layout, items))
    if head.kind == "regulation":
        return tuple(notes)
    if (damage := _DAMAGE.search(layout.text)) is not None:
        notes.append(f"文字似有识别错误或缺损（如“{_around(layout.text, damage)}”），数值按原意读取，请核对。")
    if (masked := _MASKED.search(layout.text)) is not None:
        notes.append(f"文中有被遮盖的名称或年份（如“{_around(layout.text, masked)}”），无法补全。")
    if not items:
        sent = head.title is not None and _SENT_OUT.search(head.title) is not None and head.title.endswith("通知")
        notes.append("正文所发的文件不在本文件中，未读到任务。" if sent else "未读到编号的任务。")
    return tuple(notes)


def _around(text: str, match: re.Match[str]) -> str:
    return re.sub(r"\s+", " ", text[max(0, match.start() - 6) : match.end() + 6]).strip()


def _numbering(nodes: Sequence[Node]) -> Iterator[str]:
    """Gaps, repetitions and lost numerals among items of one series."""
    before: dict[int, Label] = {}
    for node in nodes:
        label = node.label
        if label.family in ("plain", "chapter", "part", "cn_point"):
            continue
        series = id(node.parent) if node.parent is not None else 0
        known = before.get(series)
        before[series] = label
        if label.body - label.start == 2 and label.value and label.family == "cn_paren":
            yield f"有一项的编号只剩括号，按顺序读作“{label.number}”。"
        if known is None or known.family != label.family or label.value in (known.value + 1, 1):
            continue
        if label.value == known.value:
            yield f"编号“{label.number}”重复出现，请核对。"
        else:
            yield f"编号由“{known.number}”跳到“{label.number}”，请核对是否有缺漏。"


def _repeated(layout: Layout, items: Sequence[Item]) -> Iterator[str]:
    """Rows of an annex that say again what items of the body say."""
    listed = [item for item in items if item.how == "table"]
    if not listed or len(listed) == len(items):
        return
    body = {_plain(layout, item) for item in items if item.how != "table"}
    again = [item for item in listed if _plain(layout, item) in body]
    if again:
        yield f"附表中有{len(again)}项与正文的任务同名（如“{layout.text[again[0].title.start : again[0].title.end]}”），可能是同一任务。"


def _plain(layout: Layout, item: Item) -> str:
    return re.sub(r"\W+", "", layout.text[item.title.start : item.title.end])
