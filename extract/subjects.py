"""The doers of sentences: offices, bodies, persons in office and areas that stand where a subject stands.

A clause is looked at from its beginning (after a connective, a time, a number of heads) and after 由. There a run of characters is
read as a list of names if it ends where something that a doer does begins (`unit_verbs`): so the object of 对 or 向, whom one reports
to, and the first noun of a topic sentence never become doers. Rejected: a parser of dependencies (spaCy has no offline model for
Chinese here) and jieba's tag nt, which cuts 市河长制办公室 in three.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extract.doer_cues import follows_a_verb
from extract.doer_lists import Reading, read_doers
from extract.doer_names import begin_no_name, kind_of, names_that_begin_with_a_verb
from extract.frame import Frame, Item, Span
from extract.unit_words import BRACKET, Name

_TIME = (
    r"(?:(?:20\d\d年|今年|明年|当年)?(?:\d{1,2}月(?:\d{1,2}日|底|初|末|中旬|上旬|下旬)?|年底|年内|[上下]半年|第?[一二三四1-4]季度)(?:之?前|起|以前|底前|末前)?|20\d\d年(?:底|末)?(?:之?前|起|以来)?|汛期?前|主汛期前|"
    r"每(?:年|月|季度|周|旬|半年|两个?月)(?:\d{1,2}日前|初|末|底前)?)"
)
_LEAD_IN = (
    r"[\s　]*(?:[一二三四五六七八九十]+是|[①-⑳]|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|\d{1,2}[)）.、．])?[\s　]*"
    r"(?:同时|此外|另外|其中|其余|目前|现在|现(?![场有代任行])|今后|并?请|再(?!生)|如|例如|截至目前|今年以来|近年来|期间|原则上|必要时|平时)?"
    + _TIME
    + r"?[,，]?(?P<by>(?:[应可须]|应当|统一|分别|具体|并|再|先|拟)?由)?(?:全[市省县区镇乡州]|我[市省县区镇乡州])?"
)
# Unrolled: a repeated group of a character or a bracket is five times slower.
_PLAIN = r"[^\s，,。；;：:！？!?“”\"《》<>（()）〔〕\[\]【】每将把被对向]{0,40}"
_RUN = "(?P<run>" + _PLAIN + "(?:" + BRACKET + _PLAIN + "){0,3})"
_OPENING = re.compile(_LEAD_IN + _RUN)
# These begin with a character and look back after it: a pattern that begins with a look-behind is tried at every position.
_CLAUSE = re.compile(r"[。；;！？!?\n，,：:]" + _OPENING.pattern)
_PARALLEL = re.compile(r"、(?:(?<=[\d一二三四五六两][次场期个回遍]、)|(?<=每[月周旬年天日]、)|(?<=每季度、))" + _RUN)
_BY = re.compile(r"由(?<![理自缘事来经任，,。；;\n应可须当一别体并再先拟]由)(?:全[市省县区])?" + _RUN)
_RELATIVE = re.compile(r"的(?<!设区的)(?=[^的，,。；;：:《》\n]{2,40}?(?:应当|必须|不得))" + _RUN)
_BREACH = re.compile(
    r"[^。；;\n应须可]{2,80}?(?<!不得)的[，,][^。；;\n]{0,40}?(?:由[^。；，,\n]{2,30}(?:责令|给予|处|依|没收|吊销|按)|责令|处以|没收|吊销)|[^。；;\n]{0,60}?有下列[^。；;\n]{0,12}?(?:行为|情形)|[^。；;，,\n]{0,30}(?:违反|玩忽职守|滥用职权)"
)


@dataclass(frozen=True, slots=True)
class Doer:
    """A doer of a sentence, the form by which it was read, and the chance that this is right."""

    name: Name
    rule: str
    confidence: float


def find_subjects(frame: Frame, item: Item, prose: Iterable[Span]) -> list[Doer]:
    """The doers of the item's sentences, in order, each once."""
    regulation = frame.head.kind == "regulation"
    reports = frame.head.kind in {"summary", "article", "other"}
    doers: list[Doer] = []
    seen: set[str] = set()
    for span in prose:
        openings = [span.start, *(_glued(frame.text, item.title) if not regulation else ())]
        if span.start < item.title.end < span.end:
            openings.append(item.title.end)
        openings = [opening for opening in openings if span.start <= opening < span.end]
        for doer in _doers_of(frame.text, span, openings, regulation=regulation):
            key = doer.name.canonical or doer.name.name
            if reports and doer.rule == "verb":
                doer = replace(doer, confidence=round(doer.confidence - 0.1, 2))
            if key not in seen and doer.confidence >= _THRESHOLD:
                seen.add(key)
                doers.append(doer)
    return doers or _named_by_the_title(frame, item)


_DUTIES_OF = re.compile("([\u4e00-\u9fff（）()]{3,24}?)的?(?:主要|工作|具体)?职责")


def _named_by_the_title(frame: Frame, item: Item) -> list[Doer]:
    """Whose duties an item lists that says so in its title: 县防汛抗旱指挥部职责."""
    said = _DUTIES_OF.fullmatch(frame.text, item.title.start, item.title.end)
    if said is None or kind_of(said.group(1)) not in {"body", "office", "long"}:
        return []
    return [Doer(Name(said.group(1), *said.span(1)), "title", 0.8)]


_STRONG_START = re.compile(
    "各级|各责任|各成员|[市县区省]委|[市县区省]政府|(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海)(?:[省市]|在)|[\u4e00-\u9fff]{2}[市县区](?=[委政人])"
)


_MARK = re.compile("[，,。；;：:、（(《“\\s]")


def _glued(text: str, title: Span) -> list[int]:
    """Where a sentence may begin inside a title that lost its closing mark (`建立考评机制云泽市委每年…`)."""
    if title.end - title.start < 40:
        return []
    mark = _MARK.search(text, title.start + 32, title.start + 64)
    near = (match.start() for match in _STRONG_START.finditer(text, title.start + 5, mark.start() if mark else title.start + 32))
    return [position for position in near if text[position - 1] not in "省市县区州同" and not follows_a_verb(text, position)]


# Swept over the 357 doers of all gold: up to .68 nothing changes, .75 loses 15 in a hundred. Doubt is shown, not left out.
_THRESHOLD = 0.6


def _doers_of(text: str, span: Span, openings: list[int], *, regulation: bool) -> Iterator[Doer]:
    """`regulation`: articles order with 应当, so that an unknown verb is no doing there, and breaches have their subjects too."""
    found: list[Doer] = []
    counts = text.find("次", span.start, span.end) >= 0
    first = [match for opening in openings if (match := _OPENING.match(text, opening, span.end))]
    for match in [*first, *_CLAUSE.finditer(text, span.start, span.end)]:
        doers = _read(text, match, by=match["by"] is not None, loose=not regulation)
        if counts and not doers and text.find("次", match.start("run"), match.start("run") + 18) > 0:
            doers = _with_a_number(text, match)
        if match["by"] or not (doers and regulation and _BREACH.match(text, match.start("run"), span.end)):
            found.extend(doers)
    for match in _BY.finditer(text, span.start, span.end):
        found.extend(_read(text, match, by=True))
    for match in _PARALLEL.finditer(text, span.start, span.end):
        found.extend(_read(text, match, by=False) or _with_a_number(text, match))
    for match in _RELATIVE.finditer(text, span.start, span.end):
        found.extend(_read(text, match, by=False, modal_only=True))
    yield from sorted(found, key=lambda doer: doer.name.start)


# When it is done stands before who does it: 专项行动期间市级河湖长, 春节前县处级领导干部.
_OCCASION = re.compile(
    "(?:[\u4e00-\u9fff]{2,8}?期[间内]|(?:春节|国庆节?|元旦|中秋节?|五一|清明节?|端午节?|节|开学|入汛|主?汛期?|入[冬夏]|放假|收假|[双两]节|[高中]考|秋收|春耕|农忙|"
    "[暑寒]假|节假日|上下学|防火期|枯水期|灌溉期|采暖季|供暖季|雨季)(?:时段|期间|之?前|之?后|时))[，,]?"
)
_OCCASION_ENDS = frozenset("间前后时段内")


def _after_occasion(text: str, start: int, end: int) -> int:
    occasion = _OCCASION.match(text, start, end)
    return occasion.end() if occasion else start


_TIMES = re.compile("([\u4e00-\u9fff]{2,10}?)(?:不少于|至少)?[\\d一二三四五六七八九十两]+[次场回遍]")


def _with_a_number(text: str, match: re.Match[str]) -> tuple[Doer, ...]:
    """A doer of whom only the number differs from the one before: 乡级河长每月2次、村级河长4次."""
    said = _TIMES.match(text, match.start("run"))
    if said is None or kind_of(said.group(1)) != "person":
        return ()
    return (Doer(Name(said.group(1), *said.span(1)), "verb", 0.85),)


def _read(text: str, match: re.Match[str], *, by: bool, modal_only: bool = False, loose: bool = False) -> tuple[Doer, ...]:
    start, end = match.span("run")
    if not _OCCASION_ENDS.isdisjoint(text[start + 1 : start + 11]):
        start = _after_occasion(text, start, end)
    if end == start or (text[start : start + 2] in begin_no_name() and not text.startswith(names_that_begin_with_a_verb(), start)):
        return ()
    reading: Reading | None = read_doers(text, start, end, by=by, loose=loose)
    if reading is None or (modal_only and not reading.modal):
        return ()
    return tuple(Doer(name, "by" if by else reading.rule, reading.confidence) for name in reading.names)
