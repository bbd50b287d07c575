"""What the name of a unit looks like, how a printed list of names is cut, and how elided names are completed.

A list is trusted: what stands between its separators is a name unless it is plainly a date, a scope or a remark. Brackets never
split. `和` splits only after something that is a name itself (`财政局和教育局`, not `文化和旅游局`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from extract.frame import Span
from extract.lexicon import load_lexicon

OPENING = "（(〔[【"
CLOSING = "）)〕]】"
BRACKET = "[（(〔\\[【][^（）()〔〕\\[\\]【】\\n]{1,24}(?:[（(〔\\[【][^（）()〔〕\\[\\]【】\\n]{1,24}[）)〕\\]】])?[^（）()〔〕\\[\\]【】\\n]{0,12}[）)〕\\]】]"

_TRAILING_ETC = re.compile(
    r"等?(?:其他)?(?:等(?:\d+个|[一二三四五六七八九十]+家)?(?:市直|市级|县级|县直|区直|省直)?(?:各)?(?:有关|相关)?(?:部门|单位|委办局|企业|区县|县区|地方|地|处)?"
    r"(?:[和及、](?:有关|相关)?(?:单位|部门|地方|企业))?)$"
)
_LEADING = re.compile(r"^(?:由|请|并由|[:：\-—·•]|(?:\d+|[①-⑳])[.．、）)]?)+")
_NOT_A_UNIT = re.compile(
    r"\d+[年月日]|[年月日季度末底]前|[一二三四1-4]季度|上半年|下半年|年底|年内|全年|[月年]底|月末|(?:完成|结束|启动|实施|见效|推进|坚持|整改|有效|到位|更新)$"
    r"|^(?:下同|略|以下|后文|列第|列首|列在|排在|排第|排首|不再|无|—+|-+|/|同上|各项|详见|其中)|适用范围|为牵头|[。！？;；:：]|％|%"
)
_BARE_GENERIC = frozenset("有关部门 相关部门 有关单位 相关单位 有关方面 相关方面 有关部门和单位 有关地方 相关地方 有关地区 部门 单位 地方".split())
_HARD_SEPARATORS = "、，,；;/／|"


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name, where it stands, and its completed form where something was elided."""

    name: str
    start: int
    end: int
    canonical: str | None = None
    joined: bool = False
    """Whether it came after 会同 or 联合: such a name supports the one before it."""


def alternation(words: list[str] | tuple[str, ...]) -> str:
    """A regular expression of the words, longest first, as one non-capturing group.

    >>> alternation(["局", "分局"])
    '(?:分局|局)'
    """
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


@cache
def words_of(lexicon: str, kind: str | None = None) -> tuple[str, ...]:
    """The words of a lexicon, of one kind where the lexicon tells kinds."""
    return tuple(entry["name"] for entry in load_lexicon(lexicon) if kind is None or entry["kind"] == kind)


@cache
def _ends_a_name() -> re.Pattern[str]:
    """Matches at the end of something that can be a unit by itself."""
    endings = alternation([*words_of("unit_endings", "long"), *words_of("unit_endings", "short")])
    persons = alternation(words_of("unit_endings", "person"))
    areas = alternation(words_of("unit_endings", "area"))
    generic = "(?:部门|单位|企业|机关|机构|组织|地区|地方|各地|各级|有关方面|学校|高校|处室|科室|股室)"
    return re.compile(f"(?:{endings}|{persons}|{areas}|{generic})(?:{BRACKET})?$")


def looks_like_unit(name: str) -> bool:
    """Whether the words can name a unit, judged by how they begin and end.

    >>> looks_like_unit("市文化和旅游局"), looks_like_unit("各县〔市、区〕"), looks_like_unit("其中两座已经建成")
    (True, True, False)
    """
    return 2 <= len(name) <= 32 and not _NOT_A_UNIT.search(name) and _ends_a_name().search(name) is not None


def split_names(text: str, start: int, end: int, *, spaces: bool = False) -> list[Name]:
    """The names of a printed list, in order, each trimmed and completed where its prefix or suffix is said elsewhere in the list.

    `spaces` also cuts at blanks, as cells of tables need.

    >>> [(n.name, n.canonical) for n in split_names("市水务局、财政局等，各县（市、区）人民政府", 0, 21)]
    [('市水务局', None), ('财政局', '市财政局'), ('各县（市、区）人民政府', None)]
    """
    names: list[Name] = []
    for piece in _pieces(text, start, end, spaces=spaces):
        names.extend(_cut_conjunctions(text, piece))
    kept = [name for name in names if name.name and not _NOT_A_UNIT.search(name.name) and len(name.name) <= 40]
    return complete(text, kept)


_NAMES_WITH_A_COMMA = re.compile("各(?:县|市|区)" + BRACKET + "、(?:区|县|市)(?![（(〔])|各(?:委)?办、局|各部委办、局")


def _pieces(text: str, start: int, end: int, *, spaces: bool) -> list[Span]:
    """The stretches between separators that stand outside every bracket."""
    pieces: list[Span] = []
    depth, begin = 0, start
    whole = [match.span() for match in _NAMES_WITH_A_COMMA.finditer(text, start, end)]
    for position in range(start, end):
        character = text[position]
        if whole and any(first < position < last for first, last in whole):
            continue
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and (character in _HARD_SEPARATORS or (character in " \n\t　" and _cut_at_blank(text, begin, position, end, spaces=spaces))):
            pieces.append(Span(begin, position))
            begin = position + 1
    pieces.append(Span(begin, end))
    return [piece for piece in pieces if piece.end > piece.start]


_GOES_ON = re.compile(r"[（(〔]|(?:人民政府|政府|管委会|党工委|办事处|[局委办厅部院会队]|支队|中心|公司)(?:[、，,；;\s]|$)")


def _cut_at_blank(text: str, begin: int, position: int, end: int, *, spaces: bool) -> bool:
    """A blank between two whole names cuts; one in a person's name (`张 三`) or where a line broke inside a name does not."""
    left = text[begin:position].strip()
    right = text[position:end].strip()
    if len(left) <= 1 or not right or _GOES_ON.match(right):
        return False
    if text[position] == " " and not spaces:
        return False
    return looks_like_unit(left) and len(re.split(r"[\s、，,；;]", right, maxsplit=1)[0]) > 1


_CONJUNCTION = re.compile(r"以及|会同|联合(?!会|社|体|国|推进|办|执法|指挥|工作|调度|党)|和|及(?!其)|与|并(?!网|购|联)|或者")


def _cut_conjunctions(text: str, piece: Span) -> list[Name]:
    """Cuts `A和B`, `A以及B`, `A会同B` where A is a name by itself."""
    names: list[Name] = []
    begin, joined = piece.start, False
    for match in _CONJUNCTION.finditer(text, piece.start, piece.end):
        left = text[begin : match.start()].strip()
        right = text[match.end() : piece.end].strip()
        if not right or _inside_bracket(text, piece.start, match.start()):
            continue
        word = match.group()
        if word in {"会同", "联合", "以及"} or _splits_before(left, right):
            if left and left != "等":
                names.append(_trimmed(text, begin, match.start(), joined=joined))
            joined = joined or word in {"会同", "联合"}
            begin = match.end()
    names.append(_trimmed(text, begin, piece.end, joined=joined))
    return names


def _splits_before(left: str, right: str) -> bool:
    """Whether 和 between these two joins two names rather than two words of one name."""
    plain = left.removesuffix("等")
    if plain in {"市", "省", "县", "区", "州", "乡", "镇", "村"}:
        return True
    return looks_like_unit(plain) and (plain != left or not re.match(r"[^局委厅办部府]{1,6}(?:发展|储备|保障|规划|改革)(?:局|委|厅)$", right))


def _inside_bracket(text: str, start: int, position: int) -> bool:
    depth = 0
    for character in text[start:position]:
        depth += (character in OPENING) - (character in CLOSING)
    return depth > 0


def _trimmed(text: str, start: int, end: int, *, joined: bool = False) -> Name:
    """The name without white space, without what leads to it, and without a trailing 等, 等部门 and the like."""
    while start < end and (text[start].isspace() or text[start] in "、，,；;。：:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "、，,；;。：:."):
        end -= 1
    lead = _LEADING.match(text[start:end])
    if lead:
        start += lead.end()
    tail = _TRAILING_ETC.search(text, start, end)
    if tail and tail.end() == end and tail.start() > start:
        end = tail.start()
    elif tail and tail.start() == start and "等" in tail.group():
        end = start
    while end > start and text[end - 1] in CLOSING and not _has_opening(text, start, end):
        end -= 1
    return Name(text[start:end], start, end, joined=joined)


def _has_opening(text: str, start: int, end: int) -> bool:
    return sum(text[start:end].count(mark) for mark in OPENING) >= sum(text[start:end].count(mark) for mark in CLOSING)


def is_bare_generic(name: str) -> bool:
    """Whether the name is only 有关部门 or the like, which names nobody."""
    return name in _BARE_GENERIC


# --- elided prefixes and suffixes ---------------------------------------------------------------------------------------------

_LEVEL_PREFIX = re.compile(r"^(?:自治区|省(?!级|直|市)|市(?!场|政(?!府|协)|容|级|直|县|区|州)|县(?!级|直|域|区|市|乡)|区(?!级|直|域|县)|州(?!级|直)|盟|旗|镇(?!级|街|村)|乡(?!级|村|镇))")
_PLACE_PREFIX = re.compile(r"^[\u4e00-\u9fffX×]{1,6}?(?:省|市|自治县|县|新区|区|州|盟|旗)(?=[\u4e00-\u9fff])")
_STANDS_ALONE = re.compile(
    r"^(?:各|本|属地|全|街道办事处|居民委员会|村民委员会|公安机关|检察机关|监察机关|司法机关|审判机关|领导小组|国家|中央|驻|国网|国铁|中国|人民银行|有关|相关|市级|省级|县级|区级|市直|省直|县直|区直|团[省市县区州]委|X)|(?:公司|集团|银行|海关|[分支]行|报社|车务段|开发区|管委会|园区|新区|书记|[市县区州镇乡]长|河长|同志|领导|负责人|单位|部门|企业|[省市县区州镇乡村]|街道|学校|大学|学院)(?:[（(〔].*)?$"
)
_PARTY_OFFICE = re.compile(r"^(?:办公室|办公厅|组织部|宣传部|统战部|政法委|社会工作部|编办|机构编制委员会办公室|网信办|巡察办|台办|党校|政研室|改革办|国安办|老干部局|直属机关工委)")
_COLLECTIVE_PREFIX = re.compile(r"^(?:各级|上级|本级|下级|上一级|下一级|同级)")
_TAKES_COLLECTIVE = re.compile(r"^(?:[总副双]{0,2}[河湖林田路]+长|责任单位|牵头单位|成员单位)(?:制)?(?:办公室|办|责任单位)?$")
_DEPARTMENTS = re.compile(r"等?(?:有关|相关|各)?(?:行政)?(?:主管)?部门")
_GOVERNMENT_TAIL = re.compile(r"(?:人民政府|政府|党委|党工委|管委会|管理委员会|办事处)$")


def complete(text: str, names: list[Name]) -> list[Name]:
    """Gives each name with an elided prefix (`市教育局、财政局`) or suffix (`市、县人民政府`) its completed form.

    >>> [n.canonical for n in split_names("北港、南湾经济开发区管委会", 0, 13)]
    ['北港经济开发区管委会', None]
    """
    done = _complete_suffixes(text, names)
    out: list[Name] = []
    prefix, party, collective = "", "", ""
    for name in done:
        shared = _COLLECTIVE_PREFIX.match(name.name)
        if shared:
            collective = shared.group()
        elif collective and name.canonical is None and _TAKES_COLLECTIVE.match(name.name):
            out.append(replace(name, canonical=collective + name.name))
            continue
        level = _LEVEL_PREFIX.match(name.name) or _PLACE_PREFIX.match(name.name)
        if level and not _STANDS_ALONE.search(name.name):
            prefix = level.group()
            party = prefix + "委" if name.name.startswith(prefix + "委") else ""
        elif name.canonical is None and prefix and not _STANDS_ALONE.search(name.name):
            lead = party if party and _PARTY_OFFICE.match(name.name) else prefix
            out.append(replace(name, canonical=lead + name.name))
            continue
        out.append(name)
    return _complete_departments(text, out)


def _complete_departments(text: str, names: list[Name]) -> list[Name]:
    """`市发改、财政、水务等部门`: the members lack their ending as well."""
    if not names or not _DEPARTMENTS.match(text, names[-1].end):
        return names
    functions = frozenset(words_of("unit_functions"))
    return [
        replace(name, canonical=(name.canonical or name.name) + "部门") if _LEVEL_PREFIX.sub("", name.name) in functions else name
        for name in names
    ]


_SHARED_TAIL = re.compile(
    r"^(?P<own>(?:各)?(?:[\u4e00-\u9fffX]{0,8}?(?:省|市|县|区|州|盟|旗|镇|乡|街道|村|社区|经济开发区|开发区|高新区|示范区|园区))(?:" + BRACKET + r")?(?:级)?)"
    r"(?P<tail>人民政府|政府|党工委|党委|管委会|管理委员会|办事处|人民法院|人民检察院|法院|检察院|[\u4e00-\u9fff]{2,16}(?:主管部门|部门|办公室|局|委|单位)|(?:两级|三级|四级|级|双)?(?:总)?[河湖林田路]+长(?:办公室|办|制责任单位|制办公室)?)$"
)
_ZONE_TAIL = re.compile(r"^(?P<own>[\u4e00-\u9fff]{2,4}?)(?P<tail>(?:经济|高新技术产业|经济技术|工业|旅游|物流|农业)[\u4e00-\u9fff]{0,8}(?:开发区|园区|度假区|示范区|园|区)(?:党工委|管委会|管理委员会)?)$")
_BARE_AREA = re.compile(r"^(?:各)?[\u4e00-\u9fffX]{0,6}(?:省|市|县|区|州|盟|旗|镇|乡|街道|村|社区|区县|开发区|示范区|高新区)(?:" + BRACKET + r")?(?:级)?$")
_LEVELS_TOGETHER = re.compile(r"^[两二三四五]级")
_TWO_BODIES = re.compile(r"(?:党工委|党委|县委|市委|区委)$")


def _complete_suffixes(text: str, names: list[Name]) -> list[Name]:
    """Completes from the right: a bare area or place takes the tail of the next full name of its rank."""
    out = list(names)
    tail = ""
    for index in range(len(out) - 1, -1, -1):
        name = out[index]
        if index + 1 < len(out) and not _same_rank(text, name, out[index + 1]):
            tail = ""
        shared, zone = _SHARED_TAIL.match(name.name), _ZONE_TAIL.match(name.name)
        if tail and (_BARE_AREA.match(name.name) or (zone is None and tail[:2] in {"经济", "高新"} and len(name.name) <= 4)):
            out[index] = replace(name, canonical=name.name + _LEVELS_TOGETHER.sub("级", tail))
        elif zone and not _PLACE_PREFIX.match(name.name):
            tail = zone["tail"]
        elif shared:
            tail = shared["tail"]
            if _LEVELS_TOGETHER.match(tail):
                out[index] = replace(name, canonical=shared["own"] + _LEVELS_TOGETHER.sub("级", tail))
        elif not _BARE_AREA.match(name.name):
            tail = ""
    for index in range(1, len(out)):
        name, before = out[index], out[index - 1]
        if name.canonical is None and _GOVERNMENT_TAIL.fullmatch(name.name) and _TWO_BODIES.search(before.name):
            own = _TWO_BODIES.sub(lambda match: match.group()[:-1] if match.group()[0] in "县市区" else "", before.canonical or before.name)
            out[index] = replace(name, canonical=own + name.name)
    return out


def _same_rank(text: str, left: Name, right: Name) -> bool:
    between = text[left.end : right.start]
    return "，" not in between and "," not in between and "；" not in between and len(between) <= 3
