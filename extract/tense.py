"""Is the work done or due? What a document says of figures and dates: reported as reached, or aimed at.

A plan aims unless its words look back; a summary or an article reports unless they look ahead. The words of the clause decide before
those of the heading, and the heading before the kind of document.
"""

from __future__ import annotations

import re

from extract.frame import Frame, Item

CLAUSE_END = "，,；;。！!？?\n：:"
"""What ends a clause."""

FARTHEST = 200
"""No clause is longer; damaged text without marks must not be read over and over."""

# 计划 and 目标 are nouns where a name stands before them (英才计划, 双碳目标) or nothing to do behind them.
_INTENDS = (
    r"(?<!年度)计划(?=[于在到再每将年今明\d]|用(?![水地电能])|新|建|完成|开工|投资|实施|安排|启动|培育|引进|改造|打造|举办|组织|开展|推进|"
    r"争取|发[放行展]|整治|清|修|铺|治理)"
)
_STRIVES = r"争取(?=[于在到年今明早尽\d]|20|实现|完成|达到|更多|再)"
_AIMS = r"目标(?=[是为：:到]|值)|(?:预期|奋斗|力争)目标"
_AHEAD = re.compile(
    rf"预计|{_INTENDS}|力争|{_STRIVES}|确保|(?<![虚模])拟(?!订|定)|下一步|下步|{_AIMS}|必须|务必|有望|即将|至少|"
    r"(?<![必供适相响反对效感顺因])应(?![急对用收答邀付变届有力激])(?:当|于|在)?|(?<![需主重首简纪摘必紧提概])要(?![求素件点领闻道害地目])|(?<![已均])将(?=[^一-龥]|[在于全继进按通重加完实建开力大深持把新对组争推提扩改启])|"
    r"需(?![求要方])|需要|任务(?:数?[为是]|量)|待[^，。]{2,12}[后再]|尚需|明年"
)
_BACK = re.compile(
    r"已(?![建有知]?[^，。]{0,2}的)|(?<![为除罢受])了(?![解望如])|截至|截止|累计|以来|目前|共计|先后|荣获|同比|去年|上年(?!度)|全部完成|顺利(?:完成|通过)|圆满|建成投用了|经核实|现有|现已|被评为"
)
PLAN_HEADINGS = re.compile(
    r"下一?步|打算|思路|计划|安排|建议|今后|明年|来年|工作重点|预期目标|主要目标|工作目标|努力方向|展望|下半年|20\d\d年的?(?:重点|工作|主要|目标)"
)
_LATE = 11
"""A report of November or later looks ahead to the next year."""
REVIEW_HEADINGS = re.compile(r"回顾|总结|完成情况|开展情况|工作情况|进展情况|成效|做法|上年|过去|主要工作$|取得|成就|历程")


def clause_of(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """The clause around `text[start:end]`, not beyond `low` and `high`.

    >>> clause_of("一是加强巡查，预计6月底完成，随后验收", 9, 12, 0, 19)
    (7, 14)
    """
    first, last = start, end
    low, high = max(low, start - FARTHEST), min(high, end + FARTHEST)
    while first > low and text[first - 1] not in CLAUSE_END:
        first -= 1
    while last < high and text[last] not in CLAUSE_END:
        last += 1
    return first, last


def said_of(text: str, start: int, end: int, low: int, high: int) -> str:
    """The clause around a time or figure; with the next clause where nothing else stands in it: 下半年，将新建停车位.

    >>> said_of("下半年，将新建停车位，", 0, 3, 0, 11)
    '下半年，将新建停车位'
    """
    first, last = clause_of(text, start, end, low, high)
    if last - first - (end - start) < _TOO_LITTLE and last < high and text[last] in "，,":
        last = clause_of(text, last + 1, last + 1, last + 1, high)[1]
    return text[first:last]


def looks_ahead(words: str) -> bool:
    """Whether the words aim at something yet to be done.

    >>> looks_ahead("预计8月份完成创建"), looks_ahead("已于3月完成清淤"), looks_ahead("应急预案完成修订")
    (True, False, False)
    """
    return _AHEAD.search(words) is not None


def looks_back(words: str) -> bool:
    """Whether the words report something done.

    >>> looks_back("目前已安装公示牌12块"), looks_back("安装公示牌12块")
    (True, False)
    """
    return _BACK.search(words) is not None


_HEADING_YEAR = re.compile(r"(20\d\d)年(?!以来|以前|前|底)")


def year_of(frame: Frame, item: Item) -> int | None:
    """The year that months of this item belong to: that of its heading, of the next steps of a report, or of the document."""
    year = frame.head.year
    for heading in reversed(item.path):
        if (printed := _HEADING_YEAR.search(heading)) and (REVIEW_HEADINGS.search(heading) or PLAN_HEADINGS.search(heading)):
            return int(printed.group(1))
    if year is None or frame.head.kind != "summary" or not _plans(frame, item):
        return year
    issued = frame.head.issued_on
    return year if issued is not None and issued.year == year and issued.month < _LATE else year + 1


def _plans(frame: Frame, item: Item) -> bool:
    own = frame.head.year
    for heading in reversed(item.path):
        named = _YEAR.search(heading)
        if named and own is not None and int(named.group(1)) != own:
            return int(named.group(1)) > own
        if named and _OF_GOVERNMENT.search(frame.head.title or ""):
            return True
        if own is not None and (term := _FIVE_YEARS.search(heading)) and _TERMS[term.group(1)] >= own:
            return True
        if REVIEW_HEADINGS.search(heading):
            return False
        if PLAN_HEADINGS.search(heading):
            return True
    return False


def reports(frame: Frame, item: Item) -> bool:
    """Whether figures and dates of this item are, by default, those of work done: the kind of document, unless its headings look ahead."""
    if frame.head.kind in ("summary", "article"):
        return not _plans(frame, item)
    return frame.head.kind not in ("regulation",) and bool(item.path) and REVIEW_HEADINGS.search(item.path[0]) is not None


def _later(words: str, year: int | None) -> bool:
    """Whether the words say by which year after the document's own."""
    return year is not None and "年" in words and any(int(named) > year for named in _BY_YEAR.findall(words))


_YEAR = re.compile(r"(20\d\d)年(?!以来|以前|前|底)")
_BY_YEAR = re.compile(r"[到至](20\d\d)年(?!以来|以前)")
_OF_GOVERNMENT = re.compile(r"政府工作报告")
"""Such a report bears the year that it plans for, and reviews the year before."""
_FIVE_YEARS = re.compile(r"(十[四五六七]五)”?(?:时期|期间)?(?!.*回顾)")
_TERMS = {"十四五": 2021, "十五五": 2026, "十六五": 2031, "十七五": 2036}
_TOO_LITTLE = 2
_PLANNED = re.compile(rf"预计|{_INTENDS}|力争|{_STRIVES}|(?<![虚模])拟(?!订|定)|下一步|{_AIMS}|明年|即将")
_DONE = re.compile(r"已(?![建有知]?[^，。]{0,2}的|建)|目前|截至|(?<![较比与同于到至])(?:去年|上年)|现有|以来|(?<![为除罢受])了(?![解望如])")


def is_reached(frame: Frame, item: Item, start: int, end: int, low: int, high: int) -> bool:
    """Whether the figure at `text[start:end]` of the stretch from `low` to `high` is reported as reached, not aimed at.

    The clause of the figure decides; where it is silent, what the sentence said last before it; where that is silent, the item.
    """
    first, last = clause_of(frame.text, start, end, low, high)
    clause = frame.text[first:last]
    default = reports(frame, item)
    if not default:
        return _DONE.search(clause) is not None and _AHEAD.search(clause) is None
    if frame.text[max(low, start) : end] and re.search(r"有\s*\d[^，。]*$", frame.text[first:end]):
        return True
    if _AHEAD.search(clause) or _later(clause, frame.head.year):
        return False
    if _BACK.search(clause):
        return True
    low = max(low, first - FARTHEST)
    sentence = max(low, max(frame.text.rfind(mark, low, first) for mark in "。；;\n") + 1)
    said = frame.text[sentence:first]
    if _later(said, frame.head.year):
        return False
    ahead = max((found.end() for found in _PLANNED.finditer(said)), default=-1)
    back = max((found.end() for found in _BACK.finditer(said)), default=-1)
    return ahead <= back
