"""The stretch of a sentence in which a figure is read, and figures that only serve another one."""

from __future__ import annotations

import re

from extract.indicators import RATE_END
from extract.measures import Bound, Figure, read_bound
from extract.tense import FARTHEST

BREAKS = "，,；;。！!？?：:\n|"
"""What no name of a figure reaches over."""

JOINS = re.compile(r"\s*(?:和|及|以及|、|与|并|等|左右|其中|或|，|,|；|;|。)")
"""What may stand behind a figure that closes its own member of a list."""


_ORIGIN = re.compile(
    r"(?:由|从)(?:过去的?|原来的?|原先的?|原|目前的?|现有的?|上年的?|去年的?|年初的?|20\d\d年末?底?的?)?(?:(?:每[月年日天人户亩]){1,2}|[日月年]均)?\s*$"
)


def after_time(text: str, times: list[tuple[int, int]], low: int, place: int) -> int:
    """Behind the last time before the figure, unless it stands inside a name: 汛前整治易涝点16处, but 每周开放时间不少于63小时."""
    named = RATE_END.search(text[low:place]) is not None
    for opened, close in times:
        if low <= opened and close <= place - 2 and text[close] != "的" and not (named and text[opened] in "每当" and opened > low):
            low = close
    return low


def clause_start(text: str, low: int, place: int) -> int:
    """Where the clause around a figure begins; brackets and quotes that close before the figure are passed over."""
    depth, at = 0, place
    low = max(low, place - FARTHEST)
    while at > low:
        mark = text[at - 1]
        if mark in ")）”":
            depth += 1
        elif mark in "(（“":
            if depth == 0 and mark != "“":
                return at
            depth = max(0, depth - 1)
        elif (
            depth == 0
            and mark in BREAKS
            and not (mark in ",，:：" and text[at : at + 1].isdigit() and text[at - 2 : at - 1].isdigit() and mark in ",:")
        ) or mark in "。\n":
            return at
        at -= 1
    return at


def clause_end(text: str, place: int, high: int) -> int:
    """Where the clause around a figure that ends at `place` ends."""
    at = place
    high = min(high, place + FARTHEST)
    while at < high and text[at] not in BREAKS:
        at += 1
    return at


def is_scope(text: str, figure: Figure, bound: Bound, following: Figure | None) -> bool:
    """A count whose things a rate is measured of: the 12个 of 12个国考断面比例83.3%."""
    if following is None or figure.kind != "count" or following.kind != "share" or JOINS.match(text, figure.end):
        return False
    between = text[figure.end : following.start]
    return not any(mark in between for mark in BREAKS + "、（(") and read_bound(text, figure.end, following.start).start > figure.end


def is_origin(text: str, figure: Figure, low: int) -> bool:
    """The old value of a change: the 92% of 由92%提高到95%."""
    before = text[max(low, figure.start - 14) : figure.start]
    after = text[figure.end : figure.end + 8]
    return (
        _ORIGIN.search(before) is not None
        and re.match(
            r"[一-龥]{0,3}?(?:精简|优化|上调|下调|调增|调减|扩容|扩充|延长|攀升|增至|降至|升至|减至|缩至|提高|提升|增加|增长|上升|下降|降低|降|减少|压减|压缩|缩短|扩大|增|减|调整|整合|归并|合并|跃升|缩|拓展|发展|恢复)",
            after,
        )
        is not None
    )
