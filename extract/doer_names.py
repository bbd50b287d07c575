"""Reads the run of characters at the place of a subject as a list of doers, or refuses it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.unit_names import BRACKET, Name, alternation, complete, words_of

_LEVELS = "省市县区州盟旗镇乡村"
_AREA_WORD = "(?:自治区|自治县|自治州|苏木镇|苏木|街道|社区|园区|开发区|功能区|高新区|新区|区县|县区|县市区|县市|市县|市州|地市|乡镇|镇街|镇村|村社|民族乡|[" + _LEVELS + "])"
_NOT_LEVEL = "(?!场|民(?!政|族|宗|委|兵)|容|政(?!府|协|法|工|务|数|公)|值|域|内|外|辖|份|城|道|间|别|分|级(?:以上)?$|庄|落|里)"
_PLACE = "(?:[\u4e00-\u9fffX×]{1,6}?(?:省|自治区|市|自治州|州|自治县|县|新区|区|盟|旗|镇|乡|街道))"
_LEVEL = (
    "(?:(?:县|市|省|乡镇?|区县|设区的市|国家|地方|中央|村|镇|区|市县|乡镇级?)级(?:以上)?(?:地方)?(?:各级)?|县级以上(?:地方)?(?:各级)?|设区的市(?:级)?|不设区的市|地方各级|各级|本级|上级|下级|同级|上一级|下一级|"
    "国家|中央|全国|国务院|所在地|属地|当地|事发地|市直|省直|县直|区直|驻)"
)
_VERBS_IN_NO_NAME = (
    "加强|强化|完善|健全|落实|做好|抓好|印发|下发|开展|推动|促进|督促|配合|协助|支持|鼓励|引导|提升|提高|召开|举办|制定|出台|组织(?!部|处|科|委|人事|建设)|按照|根据|会同|联合(?!会|社|体|国|推进|办|执法|指挥|工作|调度|党|委)|"
    "参与|参加|报请|提请|征求|实施|深化|优化|细化|压实|完成|实现|建立|建成|新建|加快|探索|充分|积极|持续|确保|依托|依据|依照|围绕|通过|利用|结合|对照|参照|针对|聚焦|坚持|严格|全面|深入|切实|认真|进一步|要求|责令|责成|争取|邀请|经|"
    "推进(?!办|中心|组|委|会|局)|报送|上报|应当|负责|牵头(?!单位|部门)|承担|履行|设立|成立|对|向|把|被|将|使|让|给|令|其|之|所有|任何|哪|若|因|以|而|且|但|或|的|了|着|过|等|要|应(?!急)|须|必须|可以|不得|已|未|由|于(?!都|洪|田)|是|为|均|具有|涉及|包括|包含|含|属|该|此|这|那|每|自|至|从|在|到|凡|无|没有|有关|相关|其他|需|请|并|统筹|保障(?!局|中心|部|处|所|科|厅|委|金|行政|主管|部门)|调度会|培育|打造|发挥|落细|压紧|持证|组建|创建|改造|提请|违反|批准|同意|报|审定|审核|参照|引进|吸引|招引|实行|推行|严禁|禁止|防止|防范|杜绝|主动|及时|定期|常态"
)
_VERB_INSIDE = re.compile(_VERBS_IN_NO_NAME)
_GENERIC = re.compile(
    r"^(?:各|各有关|各相关|有关|相关|其他|其他有关|各级|各级各|各级各有关|全市各级各|市级|省级|县级|区级|市直|市|省)*(?:部门|单位|地|级|地方|地区|方面|方|有关部门|相关部门|有关单位|相关单位|主管部门|管理部门|行业主管部门|行政主管部门|有关主管部门|行政管理部门|职能部门|监管部门|行业部门|企业|机关|机构|组织|学校|"
    r"负责人|主要负责人|领导|分管领导|主要领导|负责同志|代表|委员|书记|主任|局长|站长|校长|主席|处长|科长|站|所|中心|公司|集团|委员会|办公室|支队|大队|医院|学院|协会|工作组|督导组|检查组|人大代表)$"
)
_COMMON_NOUNS = re.compile(
    r"(?:小区|园区|城区|山区|地区|片区|库区|辖区|景区|校区|厂区|街区|矿区|林区|牧区|灾区|老区|农村|乡村|超市|城市|都市|集镇|城镇|行政村|自然村|示范村|全市|全省|全县|全区|我市|我省|我县|我区|我镇|我乡|本市|本省|本县|本区|某市|某区|建成区|保护区|工业区|水功能区|重点区|范围区|缓冲区|分区|专区|战区|社会|各界|群众)$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A list of doers, what shows that they do something, and the chance that this is right."""

    names: tuple[Name, ...]
    rule: str
    confidence: float
    modal: bool


@cache
def _endings() -> re.Pattern[str]:
    words = [*words_of("unit_endings", "long"), *words_of("unit_endings", "short"), *words_of("unit_endings", "person")]
    return re.compile(f"(?:{alternation([*words, '部门', '单位', '机关', '机构', '企业', '组织', '学校'])}|{_AREA_WORD}级?)(?:{BRACKET})?级?")


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms of a name, tried in order: generic, area, body with a prefix, office by its function, long ending, person."""
    long = alternation([*words_of("unit_endings", "long"), "部门", "单位", "机关", "机构"])
    every = alternation([*words_of("unit_endings", "long"), *words_of("unit_endings", "short"), "部门", "单位", "机关", "机构", "学校", "企业"])
    persons = alternation(words_of("unit_endings", "person"))
    words = alternation(words_of("unit_functions"))
    functions = f"{words}(?:(?:和|与)?{words})*"
    prefix = f"(?:(?:{_LEVEL}|(?:各|所辖)?(?:{_AREA_WORD}{_NOT_LEVEL}|{_PLACE})|各)(?:{BRACKET})?级?)"
    tail = f"(?:{BRACKET})?"
    many = f"(?:各|所辖|沿[江河湖线]各)?{_AREA_WORD}{_NOT_LEVEL}{tail}(?:级|级以上)?"
    return (
        ("generic", _GENERIC),
        ("area", re.compile(f"{many}|各?{_PLACE}{tail}")),
        ("body", re.compile(f"{prefix}{{1,3}}[^、，。]{{0,22}}?{every}{tail}")),
        ("office", re.compile(f"{functions}(?:制)?(?:工作|主管|行政主管|行政|监督管理|监管|管理|综合|执法|责任)?{every}{tail}")),
        ("person", re.compile(f"(?:{prefix}){{0,3}}[^、，。]{{0,12}}?{persons}")),
        ("long", re.compile(f"[\u4e00-\u9fff（）()]{{0,12}}{long}{tail}")),
    )


@lru_cache(maxsize=8192)
def kind_of(name: str) -> str | None:
    """What the words name: `area`, `body`, `office`, `person`, `long` (by its ending alone), `generic`, or nothing.

    >>> kind_of("市水务局"), kind_of("各县（市、区）"), kind_of("县级河长"), kind_of("有关部门"), kind_of("加强市水务局")
    ('body', 'area', 'person', 'generic', None)
    """
    if not 1 <= len(name) <= 34 or _COMMON_NOUNS.search(name):
        return None
    for kind, pattern in _kinds():
        if pattern.fullmatch(name):
            return None if kind != "generic" and _VERB_INSIDE.search(name) else kind
    return None


@cache
def _cue() -> re.Pattern[str]:
    adverbs = alternation([word for word in words_of("unit_verbs", "adverb") if word not in {"由", "同", "与", "和", "作为", "为"}])
    verbs = alternation(words_of("unit_verbs", "verb"))
    etc = "(?:等(?:\\d+个|[一二三四五六七八九十]+个)?(?:有关|相关|各)?(?:部门|单位|地|地区|区县|县区|县市区|省市|企业)?)?(?:主要负责人?)?"
    return re.compile(f"{etc}(?:(?P<adverb>{adverbs}|[《“每\\d])|(?P<verb>{verbs})(?!(?:情况|率|人员|能力|水平|的|成效|主体|名单)))")


_MARK = re.compile("、|以及|和|与|及其|及|或者|或")
_MODAL = re.compile("(?:应当|必须|不得|要|应|须|负责|可以|每|牵头)")
_LEVEL_ALONE = re.compile(f"(?:各|设区的)?{_AREA_WORD}(?:{BRACKET})?(?:级)?|{_LEVEL}")


def read_doers(text: str, start: int, end: int, *, by: bool) -> Reading | None:
    """The list of doers with which the stretch begins, if something that a doer does follows it; otherwise `None`.

    >>> [n.name for n in read_doers("市教育局、财政局要及时拨付资金", 0, 15, by=False).names]
    ['市教育局', '财政局']
    >>> read_doers("河长制工作取得成效", 0, 9, by=False) is None
    True
    """
    members: list[tuple[int, int, str]] = []
    position = start
    while position < end:
        member, mark, cue = _next_member(text, position, end)
        if member is None:
            return None
        members.append(member)
        if mark is None:
            return _judge(text, members, cue, by=by)
        position = mark
    return None


def _next_member(text: str, start: int, end: int) -> tuple[tuple[int, int, str] | None, int | None, re.Match[str] | None]:
    """The longest name from `start` that a mark of lists (then where the next begins) or a cue (then the cue) follows."""
    comma = _comma(text, start, min(end, start + 40))
    ends = [match.end() for match in _endings().finditer(text, start, comma)]
    for finish in reversed(ends):
        mark = _MARK.match(text, finish, end)
        cue = None if mark else _cue().match(text, finish, end + 4)
        if (mark or cue) and (kind := kind_of(text[start:finish])) is not None:
            return (start, finish, kind), mark.end() if mark else None, cue
    mark = _MARK.search(text, start, min(end, start + 24))
    if mark and mark.start() > start and _may_be_elided(text[start : mark.start()]):
        return (start, mark.start(), "elided"), mark.end(), None
    return None, None, None


def _comma(text: str, start: int, end: int) -> int:
    """Where the first 、 outside brackets stands, or the end."""
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
    stripped = re.sub("^(?:市|县|区|省|州|[^、]{0,12}?人民政府)", "", words)
    return words in _function_set() or stripped in _function_set() or kind_of(words) is not None


@cache
def _function_set() -> frozenset[str]:
    return frozenset(words_of("unit_functions"))


def _judge(text: str, members: list[tuple[int, int, str]], cue: re.Match[str] | None, *, by: bool) -> Reading | None:
    """Weighs the kinds of the members and the cue; generic members are left out."""
    if cue is None:
        return None
    names = complete(text, [Name(text[start:finish], start, finish) for start, finish, _ in members])
    kinds = {kind for _, _, kind in members}
    kept = tuple(name for name, (_, _, kind) in zip(names, members, strict=True) if kind != "generic" and not _GENERIC.match(name.name))
    if not kept:
        return None
    modal = _MODAL.match(text, cue.start()) is not None
    base = 0.95 if cue["adverb"] else 0.9
    if "long" in kinds or "elided" in kinds:
        base -= 0.05
    if kinds & {"area", "person"} and not modal:
        base -= 0.1
    return Reading(kept, "by" if by else ("modal" if modal else "verb"), round(base, 2), modal)
