"""How a printed list of names is cut, and what can be a name in it.

A list is trusted: what stands between its separators is a name unless it is plainly a date, a scope or a remark. Brackets never
split. `和` splits only after something that is a name itself (`财政局和教育局`, not `文化和旅游局`).
"""

from __future__ import annotations

import re
from functools import cache

from extract.frame import Span
from extract.unit_elision import complete
from extract.unit_words import BRACKET, CLOSING, JOINED_NAME, OPENING, Name, alternation, words_of

_TRAILING_ETC = re.compile(
    r"等?(?:其他)?(?:等(?:\d+个|[一二三四五六七八九十]+家)?(?:市直|市级|县级|县直|区直|省直)?(?:各)?(?:有关|相关)?(?:部门|单位|委办局|企业|区县|县区|地方|地|处)?"
    r"(?:[和及、](?:有关|相关)?(?:单位|部门|地方|企业))?)$"
)
_LEADING = re.compile(r"^(?:由|请|并由|[:：\-—·•]|\d+[.．、）)]|[①-⑳][.．、）)]?)+")
_NOT_A_UNIT = re.compile(
    r"\d+[年月日]|[年月日季度末底]前|[一二三四1-4]季度|上半年|下半年|年底|年内|全年|[月年]底|月末|(?:完成|结束|启动|实施|见效|推进|坚持|整改|有效|到位|更新)$"
    r"|^(?:下同|略|以下|后文|列第|列首|列在|排在|排第|排首|不再|无|—+|-+|/|同上|各项(?!目)|详见|其中)|适用范围|为牵头|[。！？;；:：]|％|%"
    r"|(?:前|底|末|期间)$|^(?:持续|长期|常年|按期|如期|分步|分批|逐步|有序|稳步|加快|抓紧|及时|按时|定期|全面|适时)$"
)
_BARE_GENERIC = re.compile(r"(?:有关|相关)?(?:部门|单位|地方|地区|方面)(?:和单位)?")
_HARD_SEPARATORS = "、，,；;/／|"


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
        joined = bool(names) and names[-1].joined and text[piece.start - 1] == "、"
        names.extend(_cut_conjunctions(text, piece, joined=joined))
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
        elif depth == 0 and (
            character in _HARD_SEPARATORS or (character in " \n\t　" and _cut_at_blank(text, begin, position, end, spaces=spaces))
        ):
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


def _cut_conjunctions(text: str, piece: Span, *, joined: bool) -> list[Name]:
    """Cuts `A和B`, `A以及B`, `A会同B` where A is a name by itself; `joined`: 会同 stands before the piece."""
    names: list[Name] = []
    begin = piece.start
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


_SECOND_HALF = re.compile(r"[^局委厅办部府]{1,6}(?:发展|储备|保障|规划|改革)(?:局|委|厅)$")


def _splits_before(left: str, right: str) -> bool:
    """Whether 和 between these two joins two names rather than two words of one name."""
    plain = left.removesuffix("等")
    if plain in {"市", "省", "县", "区", "州", "乡", "镇", "村"}:
        return True
    if JOINED_NAME.fullmatch(f"{left}和{right}"):
        return False
    return looks_like_unit(plain) and (plain != left or _SECOND_HALF.match(right) is None)


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
    return _BARE_GENERIC.fullmatch(name) is not None
