"""Texts that a copy has run together into one long line: labels in the middle of it, glued to the words before them.

`…（责任单位：市水务局）2.召开会议。…二、严格管理16.强化管控。`: a number counts only where it goes on with its series, or begins one
behind a stop.
"""

from __future__ import annotations

import re

from extract.labels import CHINESE_DIGITS, Family, Label, chinese_number, label_at
from extract.layout import Layout

_CANDIDATE = re.compile(
    rf"""(?<![\d{CHINESE_DIGITS}第.．、])(?:
  (?P<cn>[{CHINESE_DIGITS}]{{1,3}})、(?=[\u4e00-\u9fff“《]|\d{{4}}年)
 |[（(〔](?P<cn_paren>[{CHINESE_DIGITS}]{{0,3}})[）)〕](?=[\u4e00-\u9fff“《]|\d{{4}}年)
 |(?P<arabic>\d{{1,3}})[.．](?=[\u4e00-\u9fff“《]|\d{{4}}年)
 |(?P<cn_point>[{CHINESE_DIGITS}]{{1,2}})是(?![否的])
 |(?P<arabic_comma>\d{{1,3}})、(?=[\u4e00-\u9fff“《]|\d{{4}}年)
)""",
    re.VERBOSE,
)
_PART = re.compile(r"Part\s?[IVX]{0,4}(?![A-Za-z])|第[一二三四五六七八九十]部分")
_STOPS = frozenset("。；;！？）)】〕”“」：: \u3000\n")
_LONG_LINE = 500
_MEAN_LINE = 300
_MOST_LABELLED = 2


def is_flowed(layout: Layout) -> bool:
    """Whether a text has been run together: it has a very long line, its lines are long on average, and hardly any begins with a label."""
    if not layout.grids and len(layout.text) <= _MEAN_LINE * len(layout.lines):
        return False
    lines = [line for line in layout.lines if line.style != "row"]
    sizes = [line.end - line.start for line in lines]
    if not sizes or max(sizes) <= _LONG_LINE or sum(sizes) <= _MEAN_LINE * len(sizes):
        return False
    labelled = sum(label_at(layout.text, line.start, line.end) is not None for line in lines)
    return labelled <= _MOST_LABELLED


def flowed_labels(text: str, start: int, end: int, first: Label | None = None) -> list[Label]:
    """The labels inside a long line; `first` is the one with which it begins.

    >>> [label.number for label in flowed_labels("一、抓责任1.建台账。按1、2类建。2.抓考核。二、抓保障3.给经费。", 0, 36)]
    ['一', '1', '2', '二', '3']
    """
    found: list[Label] = []
    parts = iter([*(match.start() for match in _PART.finditer(text, start, end)), end])
    next_part = next(parts)
    reached: dict[Family, int] = {first.family: first.value} if first is not None else {}
    for match in _CANDIDATE.finditer(text, start, end):
        while match.start() > next_part:
            reached.clear()
            next_part = next(parts)
        family: Family = match.lastgroup  # type: ignore[assignment]
        printed = match[family]
        behind_stop = match.start() == start or text[match.start() - 1] in _STOPS
        if not printed and not behind_stop:
            continue
        # `()` has lost its numeral and is the next of its series, whatever that is.
        value = chinese_number(printed) if printed else 0
        goes_on = value == reached.get(family, 0) + 1
        opens_below = value == 1 and bool(found) and found[-1].family != family and match.start() - found[-1].body < 40
        if printed and not (goes_on or (value == 1 and (behind_stop or opens_below))):
            continue
        if goes_on and family == "cn" and value > 1 and not behind_stop and text[match.start() - 1] in "、和":
            continue
        reached[family] = value if printed else reached.get(family, 0) + 1
        number = match[0] if family in ("cn_paren", "cn_point") else printed
        found.append(Label(family, value, number, match.start(), match.end()))
    # A single `1、` is the mark of a page.
    commas = [label for label in found if label.family == "arabic_comma"]
    return [label for label in found if label not in commas] if len(commas) == 1 else found
