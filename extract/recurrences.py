"""How often: 每月, 每半年至少召开一次, 每季度末月20日前, 按月, 一周一调度.

A recurrence is an ISO 8601 duration and, where the text says it, the number of times that are the least. A number that is the most
(每年检查不超过2次) orders nothing to be done, so it gives no recurrence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.lexicon import load_lexicon
from extract.numerals import parse_numeral
from extract.records import Recurrence

_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})"
_TIMES = r"(?:场次|人次|轮次|次|场|期|轮|回|份|篇|遍|批|件|项|个)"
_TERM = "学期"  # no fixed length: what is said of it is quoted, the cycle stays open
_UNITS = {
    "年度": "Y",
    "年": "Y",
    "半年": "6M",
    "季度": "3M",
    "季": "3M",
    "月": "M",
    "旬": "10D",
    "星期": "W",
    "周": "W",
    "工作日": "D",
    "天": "D",
    "日": "D",
    "半月": "15D",
    "双月": "2M",
    _TERM: "",
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_LEAST = r"(?:至少|不少于|不得少于|不低于|不得低于|最少|达到?)"
_OCCASION = "|".join(re.escape(entry["name"]) for entry in load_lexicon("occasions") if not entry.get("season") and not entry.get("quoted"))
_DAY = (
    r"(?:(?:的?第?[一1]个月|末月|初月|首月|的?首个月|次月|的?最后一个月|度?末|度?初)?(?:的)?\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号](?:之?前|以前)?"
    r"|(?:的)?第[一二三四1-4]个?周|[上中下]旬|(?:的)?第?[一二三四]季度(?:以前|前|末)?|年底前?|年初|(?:的)?(?P<months>(?:1[0-2]|[1-9])月(?:\d{1,2}日|底|初|中旬|上旬|下旬)?(?:(?:和|、|至)(?:1[0-2]|[1-9])月(?:\d{1,2}日|底)?)*(?:前后|以前|之?前|份)?)"
    rf"|[“\"]?(?:{_OCCASION})[”\"]?(?:[、和及]?[“\"]?(?:{_OCCASION})[”\"]?)*(?:前后|之?前|期间|当[天日])|(?:末|底|初|汛)前?|前(?=[报完将向]))"
)

EVERY = re.compile(
    rf"(?:(?P<least>至少|不少于|原则上)\s*)?每(?:隔|个)?\s*(?P<count>{_NUMBER})?\s*个?\s*(?P<unit>{_UNIT})(?:[的度]?内|度|(?:(?:平)?均))?"
    rf"(?P<when>{_DAY})?(?:\s*(?P<said>{_LEAST}|各))?"
    rf"(?:(?P<what>(?:[^，。；;：:！？\n《》每]|每(?=[个户家人村名座条所处镇乡])){{0,24}}?)(?P<bound>{_LEAST}|不超过|不得超过|不多于|最多|不高于)?\s*(?P<times>{_NUMBER}|[12]\s*[-—~至]\s*[2-9]|\d\s*[-—~至]\s*\d)\s*(?:个)?"
    rf"(?P<measure>{_TIMES})(?:以上)?(?!级|性|品|百|数(?![据字学目])|月))?"
)
"""每 with its unit, the day it names, and the number of times as far as the next mark of punctuation."""

_BY = re.compile(
    r"(?<![”父])逐(?P<each>月|季度|季|周|旬|日)(?![渐])|按(?P<by>月|季度|季|周|旬|半年|日|双月|年(?=公[布开示]|通报|考核|报[告送]|评[估价]|发布|开展|组织|调度|检查))(?![期照时需序额量规]|加收|计|连续|处)"
    r"|(?<![间相分])隔(?P<skip>[周月季日天])(?=[^，。；离空层断热音]|$)|(?<![一-龥“])双(?P<two>周|月)(?=调度|通报|巡|例会|会商|报|督|检|公|评|开展|召开|组织)"
)
_FALLS_SHORT = re.compile(r"(?:不到|不足|低于|少于|仅有?|只有)$")
_QUARTER_DAY = re.compile(
    r"(?<![每一二三四\d第])(?:季度?末|季度?首|季度?第[一三]个|季度?最后一个)月(?:的)?\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号](?:之?前|以前)?"
)
"""A day of every quarter, said without 每: 季度末月25日前."""
_NEXT_MONTH = re.compile(r"(?:于|在)?(?:次|下)(?P<unit>月|季度首月|季首月)(?:的)?\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号](?:之?前|以前)")
_DAYS = re.compile(
    r"(?P<every>每(?:周|月|季度|年))(?P<what>[^，。；;：:！？\n《》每]{0,16}?)(?:至少|不少于|不得少于|不低于)\s*(?P<times>\d{1,3}|[一二两三四五六])\s*天(?![一-龥]{0,2}时)"
)
_MONEY = re.compile(r"\d[\d.,]*\s*[百千万亿]{0,2}元")
_AMOUNT = re.compile(r"[一-龥]{0,6}\d[\d.,]*\s*[百千万亿]{0,2}(?:元|升|吨|度|克|千克|公斤|斤|立方米|千瓦时)")
_ONE = re.compile(
    r"(?P<one>[一半两二三四五六])(?<![第前近每].)(?P<cycle>周|月|季度|季|年|旬|天|日)(?:(?:至少|不少于)[一-龥]{0,4}?)?"
    r"(?P<often>[一两二三四])(?P<act>次|(?!度|级|代)[一-龥]{2})"
)
_DOES = r"(?:调度|通报|巡查|巡检|督查|会商|报告|例会|考核|研判|提示|小结|检查|公开|晾晒|排名|点评|总结|评估|清零|汇报)"
_RHYTHM = rf"(?P<cycle>双周|日|周|旬|月|季|半年|年)度?{_DOES}"
_BEATS = rf"{_RHYTHM}(?:[、，]{_RHYTHM})+".replace("P<cycle>", ":")
_ROW = re.compile(rf"(?<![一-龥])(?:实行|坚持|落实|执行|建立|严格)?(?P<row>{_BEATS})")
_BEAT = re.compile(_RHYTHM)
_CYCLES = {"年": "Y", "月": "M", "季": "3M", "季度": "3M", "周": "W", "日": "D", "天": "D", "旬": "10D", "半年": "6M", "双周": "2W"}

_NEXT = re.compile(
    rf"[、，,；;]\s*(?P<who>[^，。；;、\d每《》]{{2,16}}?)(?:巡[河湖查库林]|巡查|开展|组织|召开|检查)?(?:{_LEAST})?\s*(?P<times>{_NUMBER})\s*(?:{_TIMES})(?=[，。；;、,）)]|$)"
)


class Often(NamedTuple):
    """One recurrence of a text and where it stands; `recurrence` is `None` where the text names a cycle of no fixed length."""

    start: int
    end: int
    recurrence: Recurrence | None
    form: str


def find_recurrences(text: str, start: int, end: int) -> list[Often]:
    """Every recurrence that `text[start:end]` states.

    >>> text = "乡级河长每月巡河不少于2次、村级河长4次；每季度末月20日前报送"
    >>> [(text[often.start : often.end], often.recurrence.every, often.recurrence.times) for often in find_recurrences(text, 0, len(text))]
    [('每月巡河不少于2次', 'P1M', 2), ('村级河长4次', 'P1M', 4), ('每季度末月20日前', 'P3M', None)]
    """
    found: list[Often] = []
    if text.find("每", start, end) >= 0:
        for match in EVERY.finditer(text, start, end):
            if _is_no_rhythm(text, match, start) or (often := _read_every(match)) is None:
                continue
            if (days := _DAYS.match(text, match.start(), end)) and often.recurrence is not None:
                recurrence = often.recurrence.model_copy(update={"times": parse_numeral(days.group("times"))})
                often = Often(days.start(), days.end(), recurrence, "days")
            found.append(often)
            if often.recurrence is not None and often.recurrence.times is not None:
                found += _inheriting(text, often, often.recurrence, end)
    for match in _NEXT_MONTH.finditer(text, start, end) if text.find("日前", start, end) >= 0 else ():
        every = "P1M" if match.group("unit") == "月" else "P3M"
        found.append(Often(match.start(), match.end(), Recurrence(every=every, day=int(match.group("day"))), "next month"))
    for match in _BY.finditer(text, start, end):
        unit = match.group("each") or match.group("by") or match.group("skip") or match.group("two")
        twice = bool(match.group("skip") or match.group("two"))
        found.append(Often(match.start(), match.end(), Recurrence(every=_duration(unit, 2 if twice else 1)), "by period"))
    for match in _QUARTER_DAY.finditer(text, start, end) if "月" in text[start:end] and "季" in text[start:end] else ():
        found.append(Often(match.start(), match.end(), Recurrence(every="P3M", day=int(match.group("day"))), "quarter day"))
    for row in _ROW.finditer(text, start, end) if _BEAT.search(text, start, end) else ():
        for beat in _BEAT.finditer(text, *row.span("row")):
            found.append(Often(beat.start(), beat.end(), Recurrence(every=_duration(beat.group("cycle"), 1)), "rhythm"))
    found += (often for match in _ONE.finditer(text, start, end) if (often := _read_one(match)) is not None)
    return found


def _is_no_rhythm(text: str, match: re.Match[str], start: int) -> bool:
    """每人每月880元, 每年2000元 and 月均 are rates of a figure; 每户 each of things."""
    if text[match.end("unit") : match.end("unit") + 1] in ("均", "级"):
        return True
    each = re.search(r"每[人户亩床生吨]$", text[max(start, match.start() - 2) : match.start()])
    amount = _AMOUNT if each else _MONEY
    return amount.match(text, match.end("unit")) is not None


def parse_recurrence(expression: str) -> Recurrence | None:
    """How often one expression says that work is done, or `None`.

    >>> parse_recurrence("每半年至少召开一次")
    Recurrence(every='P6M', times=1, day=None)
    >>> parse_recurrence("每两个月"), parse_recurrence("每月20日前")
    (Recurrence(every='P2M', times=None, day=None), Recurrence(every='P1M', times=None, day=20))
    """
    found = find_recurrences(expression, 0, len(expression))
    return found[0].recurrence if found else None


def _duration(unit: str, count: int) -> str:
    size = _UNITS.get(unit) or _CYCLES[unit]
    if size[0].isdigit():
        letter, base = size[-1], int(size[:-1])
        return f"P{base * count}{letter}"
    return f"P{count}{size}"


def _read_every(match: re.Match[str]) -> Often | None:
    unit, printed = match.group("unit"), match.group("count")
    if printed == "半":
        unit, printed = {"年": "半年", "月": "半月"}.get(unit, unit), None
    count = parse_numeral(printed) if printed else 1
    if not count or match.group("bound") in ("不超过", "不得超过", "不多于", "最多", "不高于"):
        return None
    if match.group("what") and _FALLS_SHORT.search(match.group("what")):
        return None
    times = _times(match.group("times"))
    end = match.end()
    if (
        times is not None
        and match.group("measure") in ("份", "篇", "件", "批", "人次")
        and not (match.group("bound") or match.group("said"))
    ):
        # 每年投放宣传册2000份 says how much a year, not how often.
        times, end = None, match.start("what")
    if times is not None and match.group("measure") in ("项", "个") and not match.group("said"):
        times, end = None, match.start("what")
    day = match.group("day")
    if unit == _TERM:
        return Often(match.start(), end, None, "term")
    return Often(match.start(), end, Recurrence(every=_duration(unit, count), times=times, day=int(day) if day else None), "every")


def _times(printed: str | None) -> int | None:
    if printed is None:
        return None
    return parse_numeral(re.split(r"[-—~至]", printed)[0].strip())


def _inheriting(text: str, often: Often, recurrence: Recurrence, end: int) -> Iterator[Often]:
    """Further doers of the same 每 with their own number: `…2次、村级河长4次`."""
    place = often.end
    while (match := _NEXT.match(text, place, end)) is not None:
        if not re.search(r"长|级|镇|乡|村|街道|企业|单位|部门|政府", match.group("who")):
            return
        yield Often(match.start("who"), match.end(), recurrence.model_copy(update={"times": _times(match.group("times"))}), "inherited")
        place = match.end()


def _read_one(match: re.Match[str]) -> Often | None:
    """半年一次, 一年两次, 一周一调度."""
    number, cycle, often, act = match.group("one", "cycle", "often", "act")
    if (act != "次" and (number, often) != ("一", "一")) or (number == "半" and cycle != "年"):
        return None
    count = 1 if number == "半" else parse_numeral(number)
    unit = "半年" if number == "半" else cycle
    return Often(match.start(), match.end(), Recurrence(every=_duration(unit, count or 1), times=parse_numeral(often)), "one by one")
