"""Rules about roles that a document says once: who leads where a list names no leader, and who carries out everything after.

`列第一位者为牵头单位，下同` holds from its own list on; said in the cover notice or under a table it holds for the whole document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.doer_names import kind_of
from extract.records import Role
from extract.unit_lists import Listed, UnitList, role_of
from extract.unit_names import split_names
from extract.unit_words import Name

_FIRST_LEADS = re.compile(
    r"(?:第一(?:位|个|名|顺位|责任单位|单位|部门)?|首位|首个|最前面?|打头|排前|列前)[^。；;\n）)]{0,10}?(?:为|是|系|作为)[^。；;\n）)]{0,8}?牵头"
)
_OTHERS = re.compile(
    r"(?:其他|其余|其它|之后)的?(?:单位|部门|责任单位)?[^。；;\n）)]{0,4}?(?:均|都)?(?:为|是|系|作为)[^。；;\n）)]{0,4}?"
    r"(?P<role>配合|协办|参与|协同|责任)"
)
_RESPONSIBLE_LEADS = re.compile(
    r"(?:无|没有|未)[^。；;，,\n]{0,4}牵头(?:单位|部门)?[^。；;\n]{0,6}?责任(?:单位|部门)[^。；;\n]{0,6}?(?:即|就|均)?(?:为|是|作为)牵头"
)
_ALL_AFTER = re.compile(
    r"(?:后文|以下|下文|其余|后续)(?:各项|各条|各部分|任务|措施|工作|内容){0,2}[，,]?(?:均|都|皆)(?:需|须|应|要|由|为)*(?P<names>[^。；;，,\n）)]{2,30}?)(?:负责|组织)?(?:落实|负责|实施|执行)"
)
_ALL_ALONG = re.compile(
    r"(?:^|[。；;：:，,\n])(?P<names>[^。；;，,：:\n]{2,30}?)(?:均|都|皆)(?:为|是|作为|列为)(?:各项(?:任务|工作)的?)?(?:责任|配合|落实)(?:单位|部门)"
    r"(?=[^。\n]{0,8}(?:不再|不另|不逐|下同|以下|未逐))"
)
"""A default that is not printed again: 各镇（街道）均为责任单位，不再逐一列出."""
# What stands inside of it: looked for first, since a pattern that may begin at any mark is slow.
_ALONG = re.compile(r"均为|均是|均作为|均列为|都为|都是|都作为|都列为|皆为|皆是|皆作为|皆列为")
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）]|\d+[、.．])?[\s　]*"
    r"(?P<name>[\u4e00-\u9fff（）()]{2,20}?)(?:同志)?"
    r"(?P<verb>主抓|分管|牵头|包抓|包联|领衔|负责)(?:推进|抓|落实)?的?(?:重点)?(?:工作|任务|项目|事项|事务|领域)*$"
)


@dataclass(frozen=True, slots=True)
class Conventions:
    """Where each rule was said (`None`: nowhere), and the names that a default gives to every later item."""

    first_leads: int | None = None
    others: Role | None = None
    responsible_leads: int | None = None
    default_from: int | None = None
    default: tuple[Listed, ...] = ()


def find_conventions(text: str) -> Conventions:
    """The rules that a document states about its lists.

    >>> find_conventions("（市水务局负责。列第一位者为牵头单位，下同）").first_leads
    9
    """
    if "牵头" not in text and "均" not in text:
        return Conventions()
    others = _OTHERS.search(text)
    first, responsible, after = _FIRST_LEADS.search(text), _RESPONSIBLE_LEADS.search(text), _ALL_AFTER.search(text)
    default: tuple[Listed, ...] = ()
    if after is None and _ALONG.search(text):
        after = _ALL_ALONG.search(text)
    if after is not None:
        role: Role = "support" if "配合" in after.group() else "responsible"
        names = split_names(text, after.start("names"), after.end("names"))
        default = tuple(Listed(name, role, True, "convention", 0.9) for name in names)
    return Conventions(
        first_leads=first.start() if first else None,
        others=role_of(others["role"]) if first and others else None,
        responsible_leads=responsible.start() if responsible else None,
        default_from=after.start() if after and default else None,
        default=default,
    )


def heading_leads(text: str, path: tuple[str, ...], start: int) -> tuple[Listed, ...]:
    """The person or office that a heading above the item names (`二、赵副市长主抓工作`), where it stands before the item."""
    leads: list[Listed] = []
    for step in path:
        heading = _heading(step)
        if heading is None or (kind_of(heading["name"]) is None and not heading["name"].endswith(_POSTS)):
            continue
        begin = text.rfind(step, 0, start)
        if begin >= 0:
            name = Name(heading["name"], begin + heading.start("name"), begin + heading.end("name"))
            leads.append(Listed(name, "responsible" if heading["verb"] == "负责" else "lead", True, "heading", 0.6))
    return tuple(leads)


@lru_cache(maxsize=256)
def _heading(step: str) -> re.Match[str] | None:
    """Kept for a while: all items below a heading ask for it."""
    return _HEADING.match(step)


_POSTS = ("长", "书记", "主任", "主席", "同志", "常委")


def apply_first_leads(found: UnitList, said_at: int, others: Role | None) -> UnitList:
    """The list with its first name as lead (and the others as the rule says), where it stands after the rule and names no lead itself."""
    if found.span.end < said_at or any(member.role == "lead" for member in found.members):
        return found
    first = next((member for member in found.members if member.role == "responsible"), None)
    if first is None:
        return found
    members = tuple(
        replace(member, role="lead") if member is first else replace(member, role=others) if others and not member.named_role else member
        for member in found.members
    )
    return replace(found, members=members)
