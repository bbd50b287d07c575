"""Printed lists of units: brackets, labelled lines, closing sentences, and the role that each gives its names.

A list is read as groups. A label (`牵头单位：`) gives its role to the names after it, a verb (`市水务局牵头`) to those before it since
the last verb; what is left over after the last verb of a bracket without label is a date or a remark, no unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extract.doer_names import kind_of
from extract.frame import Span
from extract.lexicon import load_lexicon
from extract.records import Role
from extract.unit_elision import complete
from extract.unit_names import is_bare_generic, looks_like_unit, split_names
from extract.unit_words import CLOSING, OPENING, Name, alternation

_ROLE_ORDER: tuple[Role, ...] = ("lead", "support", "responsible")
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]")
_SENTENCE_END = re.compile(r"。|[;；]?\s*\n")


@dataclass(frozen=True, slots=True)
class Listed:
    """A name of a printed list with its role; `named_role` says whether the list itself names the role."""

    name: Name
    role: Role
    named_role: bool
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class UnitList:
    """One printed list: where it stands and whom it names, in order."""

    span: Span
    members: tuple[Listed, ...]


@cache
def _role_words() -> dict[str, Role]:
    return {entry["name"]: entry["role"] for entry in load_lexicon("unit_roles")}


@cache
def _label_pattern() -> re.Pattern[str]:
    words = _spaced(tuple(_role_words()))
    nouns = _spaced(("单位", "部门", "领导", "人员", "人", "主体", "科室", "股室", "处室", "地区", "地方", "机构", "组织", "负责人"))
    also = "(?:[（(](?:单位|部门|地区|人|领导)[)）])?"
    bare = "(?<![\\u4e00-\\u9fff])(?:牵头|配合|协办|参与|负责|指导|主办|承办|主责|协同|协助|支持|落实|责任)"
    rank = "(?:第一|主要|其他|其余|共同|具体|市级|县级|区级|省级|直接)"
    more = f"(?:及|和|（|\\()?{words}{{0,2}}[ 　]*(?:[省市县区州]级?)?"
    return re.compile(f"(?P<label>{rank}?{words}{{1,3}}{more}{nouns}(?:）|\\))?{also}|{bare})[ 　]*[:：]")


def _spaced(words: tuple[str, ...]) -> str:
    """The words as one group, each also with blanks between its characters (`责 任 单 位`)."""
    return "(?:" + "|".join("[ 　]*".join(word) for word in sorted(words, key=len, reverse=True)) + ")"


@cache
def _verb_pattern() -> re.Pattern[str]:
    """The verb that closes a group, at the end of a piece."""
    words = alternation(tuple(_role_words()))
    duty = "按照?(?:各自)?(?:职责|职能|责任|任务)(?:分工|范围|权限)?|依(?:据)?职责"
    manner = f"(?:{duty}|分工|分别|共同|具体|联合|各自|统筹|抓好|组织|做好|抓|总|分头)"
    return re.compile(f"(?:{manner}|{words})*{words}(?:抓好|做好|组织|{words})*(?:落实|工作|相关工作|有关工作)?$|为{words}(?:单位|部门)$")


@cache
def _bare_verbs() -> re.Pattern[str]:
    return re.compile(alternation(tuple(word for word in _role_words() if word not in {"责任", "主体责任", "责任落实", "完成", "推进"})))


def role_of(words: str) -> Role | None:
    """The role that a label, a column header or a verb names.

    >>> role_of("牵头责任单位"), role_of("协办单位"), role_of("负责落实"), role_of("责任领导"), role_of("备注")
    ('lead', 'support', 'responsible', 'lead', None)
    """
    words = re.sub(r"\s", "", words)
    roles = {role for word, role in _role_words().items() if word in words}
    if "领导" in words and "responsible" in roles:
        return "lead"
    return next((role for role in _ROLE_ORDER if role in roles), None)


def find_unit_lists(text: str, start: int, end: int) -> list[UnitList]:
    """Every printed list of units between two offsets, in order: brackets first, then labels and closing sentences outside them."""
    lists: list[UnitList] = []
    taken: list[Span] = []
    for bracket in _brackets(text, start, end):
        found = _read_bracket(text, bracket)
        if found:
            lists.append(UnitList(bracket, found))
            taken.append(bracket)
    for stretch in between(start, end, taken):
        lists.extend(_labelled_lines(text, stretch))
        lists.extend(_closing_sentences(text, stretch))
    return [UnitList(found.span, completed(text, found.members)) for found in sorted(lists, key=lambda found: found.span)]


def read_cell(text: str, start: int, end: int, role: Role) -> tuple[Listed, ...]:
    """The names of a table cell, whose column gives the role unless the cell itself does.

    >>> [(m.name.name, m.role) for m in read_cell("市住建局 石桥区政府", 0, 10, "support")]
    [('市住建局', 'support'), ('石桥区政府', 'support')]
    """
    if _label_pattern().search(text, start, end):
        members = tuple(_read_labels(text, start, end, rule="column"))
    else:
        members = tuple(_read_groups(text, start, end, role, rule="column", spaces=True))
    return completed(text, members)


def completed(text: str, members: tuple[Listed, ...]) -> tuple[Listed, ...]:
    """The members with elided prefixes filled in across the groups of one list (`市水务局牵头，财政局配合`)."""
    names = complete(text, [member.name for member in members])
    return tuple(replace(member, name=name) for member, name in zip(members, names, strict=True))


def _brackets(text: str, start: int, end: int) -> Iterator[Span]:
    """Every outermost pair of brackets; an unclosed one ends with its line."""
    depth, begin = 0, start
    for match in _MARK.finditer(text, start, end):
        mark, position = match.group(), match.start()
        if mark in OPENING:
            if depth == 0:
                begin = position
            depth += 1
        elif mark == "\n":
            if depth and not _continues(text, begin, position, end):
                depth = 0
        elif depth:
            depth -= 1
            if depth == 0:
                yield Span(begin, position + 1)


_MARK = re.compile("[（(〔\\[【）)〕\\]】\n]")


def _continues(text: str, begin: int, newline: int, end: int) -> bool:
    """Whether a bracket that is open at a line end closes soon after it (a line broken inside a list)."""
    return newline - begin < 300 and any(mark in text[newline : min(end, newline + 200)] for mark in CLOSING)


def between(start: int, end: int, taken: list[Span]) -> Iterator[Span]:
    """The stretches from `start` to `end` that none of the taken ones covers."""
    begin = start
    for span in taken:
        if span.start > begin:
            yield Span(begin, span.start)
        begin = span.end
    if end > begin:
        yield Span(begin, end)


def _read_bracket(text: str, bracket: Span) -> tuple[Listed, ...]:
    begin, finish = bracket.start + 1, bracket.end - 1
    if finish - begin < 3:
        return ()
    if _label_pattern().search(text, begin, finish):
        return tuple(_read_labels(text, begin, finish, rule="bracket-label"))
    if not _bare_verbs().search(text, begin, finish):
        return _read_bare(text, bracket)
    stop = text.find("。", begin, finish)
    members = tuple(_read_groups(text, begin, stop if stop >= 0 else finish, None, rule="bracket-verb"))
    sure = [looks_like_unit(member.name.canonical or member.name.name) for member in members]
    named = all(known or _short_name(member.name.name) for known, member in zip(sure, members, strict=True))
    return members if any(sure) and named and not any("由" in member.name.name for member in members) else ()


def _read_bare(text: str, bracket: Span) -> tuple[Listed, ...]:
    """A bracket after a full stop that holds nothing but offices (`…。（市教育局、市财政局）`); they answer for what stands before it."""
    if text[bracket.start - 1 : bracket.start] not in _STOPS or not _ends_a_line(text, bracket.end):
        return ()
    dated = _DATED_TAIL.search(text, bracket.start + 1, bracket.end - 1)
    end = dated.start() if dated else bracket.end - 1
    members = tuple(_members(text, bracket.start + 1, end, "responsible", named=False, rule="bracket-bare", spaces=False))
    known = [kind_of(member.name.canonical or member.name.name) not in {None, "generic"} for member in members]
    named = all(sure or _short_name(member.name.name) for sure, member in zip(known, members, strict=True))
    filled = _only_names(text, bracket.start + 1, end, members)
    return tuple(replace(member, confidence=0.85) for member in members) if filled and sum(known) * 2 >= len(known) and named else ()


# `（县农业农村局，各乡镇；10月底前完成）`: the last piece is a date.
_DATED_TAIL = re.compile(
    r"[；;，,、]\s*[^；;，,、（）()]{0,14}(?:\d{1,2}月(?:\d{1,2}日)?|年|季度|半年)(?:[底内末初前]{0,2})(?:前)?(?:完成|见效|到位)?$"
    r"|[；;，,、]\s*(?:长期坚持|持续推进|全年|年内|年底前?|立行立改)(?:完成)?$"
)
_STOPS = frozenset("。；;！\n")


def _ends_a_line(text: str, position: int) -> bool:
    rest = text[position : position + 2].lstrip("。；; 　")
    return not rest or rest[0] in "\n"


def _short_name(name: str) -> bool:
    """A short word in a list beside an office: a place or a body by its short form (`北港`, `妇联`)."""
    return len(name) <= 6 and not re.search(r"[的了是有不\d]", name)


def _read_labels(text: str, start: int, end: int, *, rule: str) -> Iterator[Listed]:
    """`牵头单位：A；责任单位：B、C；完成时限：…`: each label holds until the next field."""
    labels = list(_label_pattern().finditer(text, start, end))
    for index, label in enumerate(labels):
        role = role_of(label["label"])
        stop = labels[index + 1].start() if index + 1 < len(labels) else end
        field = next((other.start() for other in _FIELD.finditer(text, label.end(), stop) if not _is_inside(labels, other.start())), stop)
        sentence = text.find("。", label.end(), field)
        stop = sentence if sentence >= 0 else field
        if role is not None:
            yield from _read_groups(text, label.end(), stop, role, rule=rule, spaces=True)


def _is_inside(labels: list[re.Match[str]], position: int) -> bool:
    return any(label.start() <= position < label.end() for label in labels)


def _read_groups(text: str, start: int, end: int, default: Role | None, *, rule: str, spaces: bool = False) -> Iterator[Listed]:
    """Walks the pieces between commas; a piece that ends in a verb closes a group and gives it its role."""
    begin = start
    for piece_start, piece_end in _comma_pieces(text, start, end):
        verb = _verb_pattern().search(text, piece_start, piece_end)
        if verb is None or verb.end() != piece_end or (default is not None and verb.start() == piece_start):
            continue
        role = role_of(verb.group())
        if role is not None:
            yield from _members(text, begin, verb.start(), role, named=role != "responsible", rule=rule, spaces=spaces)
            begin = piece_end
    if default is not None and begin < end:
        yield from _members(text, begin, end, default, named=default != "responsible", rule=rule, spaces=spaces)
    elif begin < end and _JOINED.match(text, begin, end):
        yield from _members(text, begin, end, "responsible", named=False, rule=rule, spaces=spaces)


# What is left over after the last verb names somebody after all where 会同 says so: （市水务局牵头，会同市财政局）.
_JOINED = re.compile(r"[^。；;：:\n\d]{0,24}会同")


def _comma_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between commas and semicolons outside brackets, without white space at their ends."""
    depth, begin = 0, start
    for position in range(start, end + 1):
        character = text[position] if position < end else "，"
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth -= 1
        elif position == end or (depth <= 0 and character in "，,；;、"):
            piece_end = position
            while piece_end > begin and text[piece_end - 1].isspace():
                piece_end -= 1
            yield begin, piece_end
            begin = position + 1


def _members(text: str, start: int, end: int, role: Role, *, named: bool, rule: str, spaces: bool) -> Iterator[Listed]:
    for name in split_names(text, start, end, spaces=spaces):
        if is_bare_generic(name.name):
            continue
        own = _OWN_ROLE.search(name.name)
        if own:
            name = replace(name, name=name.name[: own.start()], end=name.start + own.start())
        sure = looks_like_unit(name.canonical or name.name)
        given = role_of(own.group()) if own else None
        said = given or ("support" if name.joined else role)
        yield Listed(name, said, named or name.joined or own is not None, rule, 0.98 if sure else 0.8)


_OWN_ROLE = re.compile(r"[（(](?:牵头|主责|主办|配合|协办|参与)(?:单位|部门)?[)）]$")


def _labelled_lines(text: str, stretch: Span) -> Iterator[UnitList]:
    """`责任单位：市水务局` on a line of its own or after a sentence; the list ends with its line or sentence."""
    position = stretch.start
    while (label := _label_pattern().search(text, position, stretch.end)) is not None:
        stop = _list_end(text, label.end(), stretch.end)
        before = text[label.start() - 1] if label.start() > stretch.start else "\n"
        if before in "\n。；;：:，, 　\t|）)”—-·":
            members = tuple(_read_labels(text, label.start(), stop, rule="line"))
            if members and not _SITE_FOOT.search(text, max(0, label.start() - 20), stop + 40):
                yield UnitList(Span(label.start(), stop), members)
        position = max(stop, label.end())


# The foot of a government site names its host in the same words: 主办单位：…　网站标识码：….
_SITE_FOOT = re.compile("网站标识码|ICP|公网安备|版权所有|技术支持|网站地图")


def _list_end(text: str, start: int, end: int) -> int:
    """The end of a labelled line: a full stop, or a line end after which no broken name goes on."""
    position = start
    while position < end:
        match = _SENTENCE_END.search(text, position, end)
        if match is None:
            return end
        broken = match.group() != "。" and text[match.start() - 1] in "、，,：:" and match.start() == match.end() - 1
        if not broken:
            return match.start()
        position = match.end()
    return end


@cache
def _closing_pattern() -> re.Pattern[str]:
    """`由A、B负责落实。` or a bare `A、B分别牵头落实`: a sentence that holds nothing but names and a verb."""
    by = "(?P<by>以上(?:工作|任务|事项)?[，,]?由|本(?:部分|项)(?:工作|任务)?由|由)"
    return re.compile(r"(?:^|(?<=[。\n；;]))[ \t　]*" + by + r"?(?P<names>[^。；;：:\n《》“”0-9]{2,160})(?=[。\n]|$)")


def _closing_sentences(text: str, stretch: Span) -> Iterator[UnitList]:
    for sentence in _closing_pattern().finditer(text[stretch.start : stretch.end]):
        begin, finish = stretch.start + sentence.start("names"), stretch.start + sentence.end("names")
        verb = _verb_pattern().search(text, begin, finish)
        if verb is None or verb.end() != finish or verb.start() - begin < 3:
            continue
        if sentence["by"] == "由" and "牵头" in text[begin:finish]:
            continue  # 由X牵头 in running text names a doer, no list
        if not sentence["by"] and not re.search("牵头|负责|配合|落实", verb.group()):
            continue
        members = tuple(_read_groups(text, begin, finish, None, rule="closing"))
        known = all(_surely_names(member.name.canonical or member.name.name) for member in members)
        if members and known and _only_names(text, begin, verb.start(), members):
            yield UnitList(Span(begin, finish), members)


def _surely_names(name: str) -> bool:
    """A sentence is no list unless all of it is names beyond doubt."""
    return kind_of(name) is not None or (len(name) <= 10 and looks_like_unit(name) and re.search("督促|推动|要|应|协调", name) is None)


def _only_names(text: str, start: int, end: int, members: tuple[Listed, ...]) -> bool:
    """Whether the names fill the sentence but for separators, conjunctions and verbs of role."""
    rest = text[start:end]
    for member in members:
        rest = rest.replace(member.name.name, "", 1)
    rest = re.sub(r"[、，,；;\s　]|等(?:有关|相关)?(?:部门|单位)?(?:和单位)?|和|及|以及|会同|并", "", rest)
    return _verb_pattern().sub("", rest) == "" or not rest
