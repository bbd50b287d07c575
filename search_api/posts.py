"""Posts (总指挥, 组长, 召集人): which one a question asks the holder of, and where a text says who holds it.

Documents name the holders of posts in lines (`总指挥：市政府分管副市长。`), in lists that go on over lines, in rows, and in
sentences (`由市应急局局长兼任办公室主任`). Such a line orders no work and is no task; a question for it is answered with the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.clean import simplify
from extract.labels import label_at
from search_api.nlp import fold

# Whoever is responsible or leads a task is none of these: 负责人, 责任人 and 河长 are read as the units of tasks.
_TITLE = r"总指挥长?|指挥长|总?召集人|总?组长|主任委员|主任|主席|秘书长|总?协调人|新闻发言人|发言人|理事长|会长|班长|队长|总负责人"
_ALIKE = r"成员单位|组成人员|组成单位|成员"
_MEMBERS = rf"{_ALIKE}|委员|顾问"
_IN_BODY = rf"(?:(?:第一|常务|执行)?副?(?:{_TITLE})|{_MEMBERS})"
POST = rf"(?:{_IN_BODY}|联络员|联系人)"
_SEVERAL = rf"(?P<posts>{POST}(?:[、和与及]{{1,2}}{POST})*)"
_WHOM = (
    r"(?:谁|哪一?[位个些几家]+(?:[市区县省]?(?:部门|单位|局|委|领导|同志|人))?(?:的?(?:领导|负责人|同志|人|谁))?|什么(?:人|单位|部门|领导))"
)
_HOLDS = r"(?:担任|兼任|出任|来?当|来?做|兼|任(?![命免何务期]))"
_END = r"(?:的|呢|啊|呀|吗|吧|一职|职务|合适)*(?=$|[，。？?！；\s])"
_ASKED = (
    re.compile(rf"{_WHOM}(?:来|去|要|应当?|将|能|可以)*(?:是|{_HOLDS})(?P<of>[^，。？?]{{0,24}}?){_SEVERAL}{_END}"),
    re.compile(rf"{_SEVERAL}(?:一职|职务)?(?:应当?|要|该|都|又|具体|分别)*(?:是|为|由|归|让)+{_WHOM}(?:来)?{_HOLDS}?{_END}"),
    re.compile(rf"{_SEVERAL}(?:都|具体|分别|主要)*(?:有|包括|包含|含|是){_WHOM}{_END}"),
    re.compile(rf"(?:都|主要|分别)*(?:有|包括|是)(?:哪些|哪几[个家位])(?P<posts>{_MEMBERS}|副组长){_END}"),
    re.compile(rf"{_SEVERAL}(?:叫|姓)(?:什么|啥)(?:名字?)?{_END}"),
    re.compile(rf"{_SEVERAL}(?:又|那)?呢(?=$|[，。？?！；\s])"),
    re.compile(rf"(?:由|都?有|包括){_WHOM}(?P<posts>组成){_END}"),
)
# All posts and members of a body, by the word that asks for them.
WHOLE = "组成"
# 常务副总指挥 is no 总指挥, 总召集人 no 召集人.
_OTHER_POST = re.compile(r"[副总]$")
_BLANKS = r"[ \t\u3000]"
_PLAIN_CELL = re.compile(rf"{POST}|姓名|单位|职务|电话|联系电话|备注|人员|名单")
_NEXT_POST = re.compile(rf"(?:{POST}|联系电话|电话|手机|传真|邮箱)\s{{0,4}}[：:]")
# `周某某　　区水利局局长` goes on with a list of people.
_PERSON_LINE = re.compile(rf"[\u4e00-\u9fff](?:{_BLANKS}?[\u4e00-\u9fff·]){{1,5}}{_BLANKS}+[\u4e00-\u9fff][^：:。|]*")
_NAME_FIRST = re.compile(rf"^([\u4e00-\u9fff]{{2,4}}){_BLANKS}.*$", re.DOTALL)
_FULL_WIDTH = str.maketrans(",:;", "，：；")
_LONGEST_LINE = 80
_MOST_LINES = 80


class Asked(NamedTuple):
    """The posts that a question asks the holders of, and what it says of the body they belong to."""

    posts: tuple[str, ...]
    body: str

    @property
    def is_of_members(self) -> bool:
        """Whether members are asked for, whom a task may list as its units."""
        return all(re.fullmatch(_MEMBERS, post) for post in self.posts)


class Held(NamedTuple):
    """Where a text says who holds a post: the stretch from the post to its last holder, the post as printed, and each holder."""

    start: int
    end: int
    post: str
    holders: tuple[tuple[int, int], ...]


def asked_posts(question: str) -> Asked | None:
    """The posts whose holders a question asks for, the last where it leans on one before it.

    >>> asked_posts("防汛指挥部的总指挥由谁担任？"), asked_posts("谁来当组长和副组长").posts, asked_posts("总指挥由谁任命")
    (Asked(posts=('总指挥',), body='防汛指挥部的'), ('组长', '副组长'), None)
    """
    text = simplify(fold(question))
    matches = sorted((match for pattern in _ASKED for match in pattern.finditer(text)), key=lambda match: (match.start(), -match.end()))
    if not matches:
        return None
    last = max(matches, key=lambda match: (match.end(), -match.start()))
    body, at = "", 0
    for match in matches:
        if match.start() >= at:
            body += text[at : match.start()] + (match.groupdict().get("of") or "")
            at = match.end()
    return Asked(tuple(re.split("[、和与及]+", last["posts"])), re.sub(r"[？?。\s]+$", "", body + text[at:]))


def speaks_of(post: str, text: str) -> bool:
    """Whether a text names this very post.

    >>> speaks_of("组长", "副组长：市水务局局长"), speaks_of("组长", "组　长：市长")
    (False, True)
    """
    plain = simplify(text)
    if post == WHOLE and WHOLE in plain:
        return True
    return any(not _OTHER_POST.search(plain, max(0, match.start() - 1), match.start()) for match in _spelled(post).finditer(plain))


def find_holders(post: str, text: str) -> list[Held]:
    """Where a text says who holds a post, in reading order.

    >>> text = "总指挥：市长。\\n副总指挥：市应急局局长、市水务局局长。"
    >>> [[text[start:end] for start, end in held.holders] for held in find_holders("副总指挥", text)]
    [['市应急局局长', '市水务局局长']]
    """
    plain = simplify(fold(text)).translate(_FULL_WIDTH)
    found: dict[int, Held] = {}
    for held in (*_lines(post, plain), *_sentences(post, plain)):
        if held.holders and not any(start < held.end and held.start < other.end for start, other in found.items()):
            found[held.start] = held
    return [found[start] for start in sorted(found)]


def _spelled(post: str) -> re.Pattern[str]:
    """A post as printed, its characters set apart or not (`组　长`)."""
    apart = rf"{_BLANKS}*"
    printed = _IN_BODY if post == WHOLE else rf"(?:{_ALIKE})" if re.fullmatch(_ALIKE, post) else post
    return re.compile(re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", lambda _: apart, printed))


def _lines(post: str, text: str) -> Iterator[Held]:
    """`组长：…`, with the people on the lines below; in a row, the cell behind it."""
    pattern = re.compile(
        rf"(?:^|(?<=[\n。；，,、（()）.．| \t\u3000]))(?P<post>(?P<of>[\u4e00-\u9fff]{{0,16}}?)(?:{_spelled(post).pattern}))"
        rf"(?:（[^）\n]{{1,12}}）)?{_BLANKS}*[：:|]{_BLANKS}*(?P<who>[^\n。；|：:]*)"
    )
    for match in pattern.finditer(text):
        if _OTHER_POST.search(match["of"]):
            continue
        start, end = match.span("who")
        following = _NEXT_POST.search(text, start, min(len(text), end + 1))
        end = following.start() if following is not None else end
        cells = [(start, end), *(_people_below(text, end) if following is None else ())]
        holders = tuple(part for cell in cells for part in _parts(text, *cell))
        if holders and not all(_PLAIN_CELL.fullmatch(text[first:last]) for first, last in holders):
            yield Held(match.start("post"), holders[-1][1], re.sub(_BLANKS, "", match["post"]), holders)


def name_of(holder: str) -> str:
    """The name of a holder without the post that stands beside it.

    >>> name_of("周某某\u3000\u3000区水利局局长"), name_of("市应急局局长")
    ('周某某', '市应急局局长')
    """
    return re.split(rf"{_BLANKS}{{2,}}", holder)[0] if re.search(rf"{_BLANKS}{{2}}", holder) else _NAME_FIRST.sub(r"\1", holder)


def _people_below(text: str, end: int) -> Iterator[tuple[int, int]]:
    """The lines below that go on with the list: one person and post each."""
    for _ in range(_MOST_LINES):
        if not text.startswith("\n", end):
            return
        start, end = end + 1, stop if (stop := text.find("\n", end + 1)) >= 0 else len(text)
        line = text[start:end].strip(" \t\u3000")
        if not line or len(line) > _LONGEST_LINE or label_at(line, 0, len(line)) is not None or not _PERSON_LINE.fullmatch(line):
            return
        yield start, end


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The holders in a stretch: one person with the post beside the name, or several set apart by 、 outside brackets."""
    while start < end and text[start] in " \t\u3000，,、）)":
        start += 1
    while end > start and text[end - 1] in " \t\u3000，,、；;。":
        end -= 1
    if _PERSON_LINE.fullmatch(text, start, end):
        return [(start, end)]
    parts, depth, begin = [], 0, start
    for place in range(start, end):
        depth += (text[place] in "（(") - (text[place] in "）)")
        if depth < 0:
            end = place
            break
        if depth == 0 and text[place] in "、，,":
            parts.append((begin, place))
            begin = place + 1
    return [(first, last) for first, last in (*parts, (begin, end)) if first < last]


def _sentences(post: str, text: str) -> Iterator[Held]:
    """`由…担任组长`, `组长由…担任`, `组长为…`; of a whole body, `由…组成`."""
    if post == WHOLE:
        for match in re.finditer(r"由(?P<who>[^。；\n：:由]{2,300}?)(?:共同)?组成(?=[，。；\n]|$)", text):
            yield Held(match.start(), match.end(), WHOLE, tuple(_parts(text, *match.span("who"))))
        return
    name, holds = _spelled(post).pattern, r"(?:担任|兼任|出任|(?<![责主])任(?![命免何务期]))"
    of, who = r"(?P<of>[^，。；：:\n、]{0,16}?)", r"(?P<who>[^，。；：:\n为以由]{2,60}?)(?:(?<!负责)(?<!领导)同志)?"
    ends = r"(?=[，。；、和并及的\n）)]|$)"
    for form in (
        rf"(?:^|(?<=[，。；：:\n、由以])){who}(?:{holds}|[为是]){of}(?P<post>{name}){ends}",
        rf"(?:^|(?<=[，。；：:\n、])){of}(?P<post>{name})(?:应当|可以)?由{who}{holds}",
        rf"(?:^|(?<=[，。；：:\n、])){of}(?P<post>{name})为{who}(?=[，。；\n]|$)",
    ):
        for match in re.finditer(form, text):
            if _OTHER_POST.search(match["of"]) or _OTHER_POST.search(text, max(0, match.start("post") - 1), match.start("post")):
                continue
            named = re.sub(_BLANKS, "", f"{match['of']}{match['post']}")
            yield Held(match.start(), match.end(), named, tuple(_parts(text, *match.span("who"))))
