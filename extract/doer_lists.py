"""Reads the stretch at the place of a subject as a list of doers, or refuses it.

A member of a list may lack its tail (`市、县人民政府`, `发展改革、财政等部门`). After the last name a cue must follow: this is what tells
`各级河长带头巡查` from `各级河长名单`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extract.doer_cues import (
    APPOINTMENT,
    ISSUED,
    NOT_DOING,
    RATE_IN_TIME,
    STATE,
    Cue,
    begins_with_a_verb,
    cue_beginnings,
    find_cue,
    find_open_cue,
    is_a_thing,
)
from extract.doer_deeds import confidence_of, does_not_act, is_built
from extract.doer_names import (
    AREA_WORD,
    GENERIC,
    LEVEL,
    PLACE,
    TAIL_BRACKET,
    ending_characters,
    function_words,
    kind_of,
    works,
)
from extract.unit_elision import complete
from extract.unit_words import BRACKET, CLOSING, Name, alternation, words_of

_LONGEST = 40
_MARK = re.compile("、|以及|和(?!平区|田|静|林|顺|政县)|与|及其|及(?!时)|或者|或|同(?<!会同)(?![级志步时意样等比])")
_MARK_BEGINS = frozenset("、以和与及或同")
_DEPARTMENTS = re.compile("(?P<function>[\u4e00-\u9fff]{2,12}?)等(?:有关|相关)?(?:行政)?(?:主管)?部门")
_LEVEL_ALONE = re.compile(f"(?:各|设区的)?{AREA_WORD}(?:{BRACKET}{AREA_WORD}?)?(?:级)?|{LEVEL}")
_COUNT = re.compile(
    f"(?:{PLACE})?(?:的)?(?:\\d+|[一二三四五六七八九十两]+)[余多]?[名位个家](?=[\u4e00-\u9fff])|全[市省县区镇乡]|我[市省县区镇乡州](?=[\u4e00-\u9fff])|"
    "流经的|所有(?![权人者制])(?=[^，,。；;\n]{2,16}(?:应(?![急用])|须|必|不得|都要|均要|要))|所在(?!地|单位|机关|学校)的?"
)
_HAS_COUNT = re.compile("[0-9一二三四五六七八九十两][余多]?[名位个家]|全|我|流|所")
_MAY_COUNT = re.compile("[名位个家全我流所]")
# A bracket that explains is no part of the name: （含街道办事处，下同）.
_REMARK = re.compile(r"[（(](?:含|不含|包括|以下|下同|即)")
_HIGHEST = re.compile("^(?:中共中央|国务院|中央)")
_AREA_BEFORE = re.compile("^(?:市|县|区|省|州|[^、]{0,12}?人民政府)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A list of doers, what shows that they do something, and the chance that this is right."""

    names: tuple[Name, ...]
    rule: str
    confidence: float
    modal: bool


# Where an ending and the next character are a word: 污水处|理, 各部|署.
_GOES_ON_AS_A_WORD = {
    "处": "理置罚分事", "部": "署分位件", "办": "理公法结事学", "委": "托派", "会": "商议诊", "组": "织建成", "所": "在有需属述",
    "队": "伍列", "社": "会区", "站": "点位", "局": "部限面势", "学": "习生历位", "政": "策务", "校": "园", "厂": "区房", "院": "落",
}  # fmt: skip


_PUBLIC = ("公布", "公开", "公示", "公告", "公正", "公平", "法定")


Member = tuple[int, int, str]
# `环境保护主管部门和其他负有监督管理职责的部门应当`: the second doer is anybody, the first is not.
_AND_OTHERS = re.compile(r"(?:其他|有关|相关|所属)[^，,。；;\n]{2,30}?(?P<cue>应当|负责|按照|可以|不得)")


def read_doers(text: str, start: int, end: int, *, by: bool, loose: bool = False) -> Reading | None:
    """The list of doers with which the stretch begins, if something that a doer does follows it; otherwise `None`.

    `loose` also takes a verb that only the tokenizer knows.

    >>> [n.name for n in read_doers("市教育局、财政局要及时拨付资金", 0, 15, by=False).names]
    ['市教育局', '财政局']
    >>> read_doers("河长制工作取得成效", 0, 9, by=False) is None
    True
    """
    members: list[Member] = []
    position = start
    while position < end:
        near = position + 12
        if (
            _MAY_COUNT.search(text, position, near)
            and _HAS_COUNT.search(text, position, near)
            and (count := _COUNT.match(text, position, end))
        ):
            position = count.end()
        member, mark, cue = _next_member(text, position, end)
        if member is None and loose:
            member, cue = _loose_member(text, position, end)
        if member is None:
            rest = _AND_OTHERS.match(text, position) if members else None
            return _judge(text, members, Cue(rest.start("cue"), rest["cue"], "adverb", True), by=by, loose=loose) if rest else None
        members.append(member)
        if mark is None:
            return _judge(text, members, cue, by=by, loose=loose)
        position = mark
    return None


def _next_member(text: str, start: int, end: int) -> tuple[Member | None, int | None, Cue | None]:
    """The longest name from `start` that a mark of lists (then where the next begins) or a cue (then the cue) follows."""
    comma = _comma(text, start, min(end, start + _LONGEST))
    doubtful: tuple[Member, int | None, Cue | None] | None = None
    for finish in reversed([match.end() for match in _ends().finditer(text, start, comma)]):
        following = text[finish : finish + 1]
        if (following in _GOES_ON_AS_A_WORD.get(text[finish - 1], "") and not text.startswith(_PUBLIC, finish)) or (
            finish == comma and following not in _followers()
        ):
            continue
        mark = _MARK.match(text, finish, end) if following in _MARK_BEGINS else None
        cue = None if mark else find_cue(text, finish)
        if mark is None and cue is None:
            continue
        name = text[start:finish]
        if (kind := kind_of(name)) is not None and not (name[-1] in "）)" and _REMARK.search(name)):
            shorter = _office_and_its_object(text, start, finish) if cue and kind != "area" else None
            if shorter is not None:
                return shorter
            if kind != "section":
                return (start, finish, kind), mark.end() if mark else None, cue
            doubtful = doubtful or ((start, finish, kind), mark.end() if mark else None, cue)
        bracket = TAIL_BRACKET.search(text, start, finish) if cue and name[-1] in CLOSING else None
        if bracket and (kind := kind_of(text[start : bracket.start()])) is not None:
            return (start, bracket.start(), kind), None, cue
    if doubtful is not None:
        return doubtful
    departments = _DEPARTMENTS.match(text, start, comma) if text.find("等", start, comma) > 0 else None
    if departments and departments["function"] in function_words() and (cue := find_cue(text, departments.end("function"))):
        return (start, departments.end("function"), "elided"), None, cue
    function = _functions().match(text, start, end)
    if function and (mark := _MARK.match(text, function.end(), end)):
        return (start, function.end(), "elided"), mark.end(), None
    mark = _MARK.search(text, start, min(end, start + 24))
    if mark and mark.start() > start and _may_be_elided(text[start : mark.start()]):
        return (start, mark.start(), "elided"), mark.end(), None
    return None, None, None


@cache
def _ends() -> re.Pattern[str]:
    """Where a name may end: an ending's last character before what may begin a cue or is a mark of lists."""
    after = re.escape("".join(sorted(_followers())))
    # What follows the stretch cannot be seen from inside the search.
    return re.compile(f"{ending_characters().pattern}(?=[{after}]|\\Z)")


@cache
def _followers() -> frozenset[str]:
    return cue_beginnings() | _MARK_BEGINS


def _loose_member(text: str, start: int, end: int) -> tuple[Member | None, Cue | None]:
    """The longest sure name after which the tokenizer sees a verb."""
    stop = min(end, start + _LONGEST)
    for finish in reversed([match.end() for match in ending_characters().finditer(text, start, stop)]):
        if finish - start < 2 or text[finish : finish + 1] in _GOES_ON_AS_A_WORD.get(text[finish - 1], "。"):
            continue
        if (kind := kind_of(text[start:finish])) in {None, "area", "generic"}:
            continue
        if (cue := find_open_cue(text, finish)) is not None:
            return (None, None) if kind == "long" and begins_with_a_verb(text[start:finish]) else ((start, finish, kind), cue)
    return None, None


_OFFICE_AND_OBJECT = re.compile(
    "[局委厅办队](?=(?:指导|督促|组织|协调|服务|监督|检查|帮助|培训|支持)[^局委厅办队、]{1,8}(?:单位|部门|企业|机构|学校|街道|乡镇|社区|村)$)"
)


def _office_and_its_object(text: str, start: int, finish: int) -> tuple[Member, None, Cue] | None:
    """`市卫健委指导本行业单位` is an office with its object, though it ends like a name."""
    match = _OFFICE_AND_OBJECT.search(text, start, finish)
    if match is None or (kind := kind_of(text[start : match.end()])) is None:
        return None
    cue = find_cue(text, match.end())
    return None if cue is None else ((start, match.end(), kind), None, cue)


@cache
def _functions() -> re.Pattern[str]:
    """What offices are for, longest first: `住房和城乡建设` before 住房, so that its 和 joins no list."""
    return re.compile(alternation(words_of("unit_functions")))


_OPENED = re.compile("[（(〔[]")


def _comma(text: str, start: int, end: int) -> int:
    """Where the first 、 outside brackets stands, or the end."""
    first = text.find("、", start, end)
    if first < 0:
        return end
    if _OPENED.search(text, start, first) is None:
        return first
    depth = 0
    for position in range(start, end):
        character = text[position]
        if character in "（(〔[":
            depth += 1
        elif character in "）)〕]":
            depth -= 1
        elif character == "、" and depth <= 0:
            return position
    return end


@lru_cache(maxsize=8192)
def _may_be_elided(words: str) -> bool:
    """Whether the words can stand in a list whose tail is said once: a level, an area, a function, a place."""
    if _LEVEL_ALONE.fullmatch(words):
        return True
    stripped = _AREA_BEFORE.sub("", words)
    return words in function_words() or stripped in function_words() or words in works() or kind_of(words) is not None


_SHARED_KIND = re.compile("[\u4e00-\u9fff]{2,6}?(?P<kind>单位|企业|机构|部门|人员|者|人)")


def _complete_works(names: list[Name]) -> list[Name] | None:
    """`收集、运输单位`: kinds of work whose tail is said once; `None` where the last name has no such tail."""
    bare = [name.name in works() for name in names]
    if not any(bare):
        return names
    tail = _SHARED_KIND.fullmatch(names[-1].name)
    if tail is not None and names[-1].name.removesuffix(tail["kind"]) in works():
        return [replace(name, canonical=name.name + tail["kind"]) if work else name for name, work in zip(names, bare, strict=True)]
    return names if all(name.name in function_words() for name, work in zip(names, bare, strict=True) if work) else None


_ORDERS = frozenset("要应须必负可不牵请")


def _judge(text: str, members: list[Member], cue: Cue | None, *, by: bool, loose: bool) -> Reading | None:
    """Weighs the kinds of the members and the cue; generic members are left out."""
    if (
        cue is None
        or (text[members[0][0]] != "各" and RATE_IN_TIME.match(text, cue.start))
        or (not cue.modal and NOT_DOING.match(text, cue.start))
    ):
        return None
    if by and APPOINTMENT.match(text, cue.start):
        return None
    if ISSUED.match(text, cue.start) or (_HIGHEST.match(text[members[0][0] : members[0][1]]) and not cue.modal):
        return None
    if (state := STATE.match(text, cue.start)) is not None and (
        state["state"] or is_built(text[members[0][0] : members[0][1]], members[0][2])
    ):
        return None
    whole = _complete_works([Name(text[start:finish], start, finish) for start, finish, _ in members])
    if whole is None:
        return None
    names = complete(text, whole)
    kinds = {kind for _, _, kind in members}
    kept = tuple(name for name, (_, _, kind) in zip(names, members, strict=True) if kind != "generic" and not GENERIC.match(name.name))
    if not kept or does_not_act(text, kept, kinds, cue):
        return None
    if "section" in kinds and not cue.modal and not (loose and cue.kind != "noun" and all(is_a_thing(name.name) for name in kept)):
        return None
    return Reading(kept, "by" if by else ("modal" if cue.modal else "verb"), confidence_of(kinds, cue), cue.modal)
