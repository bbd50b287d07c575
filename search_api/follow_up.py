"""A question that leans on those before it: 那什么时候完成？ 配合单位呢？ 2026年呢？ 那石桥区呢？"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import reduce

from search_api.index import SearchIndex
from search_api.models import QuestionType
from search_api.plan import Understanding, understand

# What is left of a topic when a question names nothing of its own.
_BARE = re.compile(
    r"[那么呢谁它这该其项还又的吗请问是哪些个什都有任务工作事情上述前面刚才说和跟也一样再里中最后一共具体分别多几什么时候怎么样\s]+"
    r"|指标|目标|时限|期限|时间|单位|部门|牵头|配合|责任|负责|参与|频次|数量|进度|内容|变化|比例|依据|原文|领导|科室|今年|明年|去年"
)
# A question that points back.
_POINTS_BACK = re.compile(r"它|其(?![他它余中])|这[项个件条些]|那[项个件条些]|该[项条]|上述|上面|刚才|前面")
_ONLY_OTHER = re.compile(r"呢[？?。！]?$|^(?:那么?|换成|改成|如果是)")


def understand_after(
    before: Sequence[str], question: str, index: SearchIndex, today: date, *, numbered: frozenset[str] | None = None
) -> Understanding:
    """A question taken apart after those `before` it, oldest first, on which it may lean."""
    asked = [understand(one.strip(), index, today) for one in before]
    return reduce(lean_on, [*asked, understand(question, index, today, numbered=numbered)])


def lean_on(before: Understanding, now: Understanding) -> Understanding:
    """A question without a subject takes it from the one before, and keeps its own kind, role, days and documents."""
    own = _BARE.sub("", now.topic)
    points_back = _POINTS_BACK.search(now.question) is not None
    only_other = _ONLY_OTHER.search(now.question) is not None
    names_place = now.named_by == "place" or (now.within is not None and not own)
    if own and not (points_back and len(own) <= 2):
        return now
    if now.units and not only_other and not points_back:
        return now
    if not (points_back or only_other or not own) or now.type == "citing":
        return now
    kind: QuestionType = now.type
    if kind in ("find", "what_by_unit") and now.window.is_set:
        kind = "what_by_date"
    elif kind == "find" or (only_other and kind in ("what_by_unit", "what_by_date") and not now.window.is_set):
        kind = before.type
    # 市民政局2026年负责哪些任务？ 其中牵头的呢？
    scope = now if names_place else before
    return replace(
        before,
        question=f"{before.question} {now.question}" if kind == before.type else now.question,
        type=kind,
        units=now.units or before.units,
        unit_phrases=now.unit_phrases or before.unit_phrases,
        own=now.own if now.units else before.own,
        role=now.role or (before.role if kind == before.type and not now.units else None),
        window=now.window if now.window.is_set or now.window.year else before.window,
        within=scope.within,
        named_by=scope.named_by,
        years=now.years or before.years,
        label=now.label or before.label,
        gap=now.gap or before.gap,
        recurring=kind == "what_by_date" and now.recurring,
        facts=now.facts or before.facts,
    )
