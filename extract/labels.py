"""The families of numbering in Chinese documents, and the one regular expression that reads a label.

`一、` `（一）` `1.` `1、` `（1）` `1)` `①` `一是` `1.1.2` `第三条` `第二章` `Part II`: how a document nests them is for `extract.tree`.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast

Family = Literal[
    "plain",
    "cn_rank",
    "article",
    "chapter",
    "part",
    "cn",
    "cn_paren",
    "cn_point",
    "dotted",
    "arabic",
    "arabic_comma",
    "arabic_paren",
    "arabic_half",
    "circled",
]
_Group = Family | Literal["boxed_cn", "boxed_arabic"]

CHINESE_DIGITS = "一二三四五六七八九十百零〇"
_VALUES = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_RANKS = {"分": 1, "编": 1, "編": 1, "章": 2, "节": 3, "節": 3}
"""Sections stand below chapters, these below parts."""
_ROMAN = {"": 1, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}

# Order matters: the longer and more particular first.
_LABEL = rf"""(?:
  第(?P<article>[{CHINESE_DIGITS}\d]{{1,6}})[条條](?:之[{CHINESE_DIGITS}])?
 |第[ \u3000]?(?P<chapter>[{CHINESE_DIGITS}\d]{{1,4}})[ \u3000]?(?:分编|编|編|章|节|節|部分)
    (?=[\s\u3000：:、]|(?!规定|第)[\u4e00-\u9fff、]{{2,20}}$|$)
 |[（(〔［\[]\s*(?P<cn_paren>[{CHINESE_DIGITS}](?:\s?[{CHINESE_DIGITS}]){{0,3}})\s*[）)〕］\]][、.．]?
 |(?P<cn>[{CHINESE_DIGITS}]{{1,4}})[ \u3000]?(?:[、．]|[.](?!\d))
 |(?P<cn_point>[{CHINESE_DIGITS}]{{1,3}})(?:是(?:要)?[:：,，]?(?![否的])|要(?=[\u4e00-\u9fff]))
 |第(?P<cn_rank>[{CHINESE_DIGITS}]{{1,2}})[，,、：:]
 |(?P<boxed_cn>[㈠-㈩])
 |(?P<boxed_arabic>[⒈-⒛])
 |(?P<dotted>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})(?=[\s\u3000]*[\u4e00-\u9fff“《])(?![\s\u3000]*(?:[万亿元个倍度米吨]|[年月](?!度)))
 |[（(]\s*(?P<arabic_paren>\d{{1,2}})\s*[）)]
 |(?P<arabic_half>\d{{1,2}})[)）]
 |(?P<arabic>\d{{1,3}})[.．](?:(?!\d)|(?=\d{{1,2}}月|(?:19|20)\d\d年))
 |(?P<arabic_comma>\d{{1,3}})、
 |(?P<circled>[①-⑳⑴-⒇])
 |Part\s?(?P<part>[IVX]{{0,4}})(?![A-Za-z])\.?
)"""

_AT_START = re.compile(rf"[\s\u3000]*{_LABEL}[\s\u3000]*", re.VERBOSE)
# Inside a paragraph a label stands after a stop or another mark, never in the middle of words. `()` has lost its digit; its value is 0.
_INLINE = re.compile(
    rf"""(?<=[。；;！？：:，,、”“"）)\s\u3000])(?:
  [（(〔]\s?(?P<cn_paren>[{CHINESE_DIGITS}]{{1,3}}|)\s?[）)〕](?!第)
 |Part\s?(?P<part>[IVX]{{0,4}})(?![A-Za-z])\.?
 |(?P<cn_point>[{CHINESE_DIGITS}]{{1,3}})(?:是(?:要)?[:：,，]?(?![否的])|要(?=[\u4e00-\u9fff]))
 |[（(]\s?(?P<arabic_paren>\d{{1,2}})\s?[）)]
 |(?P<arabic_half>\d{{1,2}})[)）]
 |(?P<arabic>\d{{1,3}})[.．](?![\d\s])
 |(?P<arabic_comma>\d{{1,3}})、(?![\d])
 |(?P<circled>[①-⑳⑴-⒇])
)[ \u3000]*""",
    re.VERBOSE,
)
_BLANKS = re.compile(r"\s")
_BARE = re.compile(r"[ \u3000]*(\d{1,2})([ \u3000]*)(?=[\u4e00-\u9fffA-Za-z“‘《])")
_FIRST_CHARACTERS = frozenset(
    "第（(〔［[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑P 　\t" + CHINESE_DIGITS + "0123456789"
)


class Label(NamedTuple):
    """A label with its family, its value, how it is printed without its closing mark, and where its text begins."""

    family: Family
    value: int
    number: str
    start: int
    body: int
    depth: int = 0


def chinese_number(digits: str) -> int:
    """The value of a number in Chinese digits.

    >>> chinese_number("二十三"), chinese_number("一百零五"), chinese_number("十"), chinese_number("12")
    (23, 105, 10, 12)
    """
    if digits.isdigit():
        return int(digits)
    total = current = 0
    for digit in digits:
        if digit in " \u3000":
            continue
        if digit == "十":
            total, current = total + (current or 1) * 10, 0
        elif digit == "百":
            total, current = total + (current or 1) * 100, 0
        else:
            current = _VALUES.get(digit, 0)
    return total + current


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label with which the line `text[start:end]` begins, if any.

    >>> label_at("（十二）加强巡查。", 0, 9)
    Label(family='cn_paren', value=12, number='（十二）', start=0, body=4, depth=0)
    >>> label_at("2024年全市", 0, 7) is None
    True
    >>> label_at("4.6月底前开工", 0, 8).number, label_at("2.5万亩", 0, 5)
    ('4', None)
    """
    if start >= end or text[start] not in _FIRST_CHARACTERS:
        return None
    match = _AT_START.match(text, start, end)
    return _label(text, match) if match else None


def inline_labels(text: str, start: int, end: int) -> list[Label]:
    """The labels inside the paragraph `text[start:end]`, its first one left aside."""
    labels = (_label(text, match) for match in _INLINE.finditer(text, start, end))
    return [label for label in labels if label is not None]


def bare_number_at(text: str, start: int, end: int, *, glued: bool = False) -> Label | None:
    """`1 管理情况`: a number and a blank before a heading, as in papers whose deeper levels are `1.1` and `1.1.1`.

    `glued` if the blank may be lost.
    """
    match = _BARE.match(text, start, end)
    if match is None or not (match.group(2) or glued):
        return None
    return Label("dotted", int(match.group(1)), match.group(1), match.start(1), match.end(), depth=1)


def _label(text: str, match: re.Match[str]) -> Label | None:
    group = cast("_Group | None", match.lastgroup)
    if group is None:
        return None
    captured = match[group]
    body = match.end()
    printed = match[0].strip(" \u3000\t\n")
    start = body - len(match[0].lstrip(" \u3000\t\n"))
    if group == "article" or group == "chapter":
        number = printed.rstrip("、：:")
        return Label(group, chinese_number(captured), number, start, body, depth=_RANKS.get(number[-1], 0))
    if group == "part":
        return Label("part", _ROMAN.get(captured, 1), printed, start, body)
    if group == "circled":
        first = "①" if captured <= "⑳" else "⑴"
        return Label("circled", ord(captured) - ord(first) + 1, captured, start, body)
    if group == "boxed_cn":
        return Label("cn_paren", ord(captured) - ord("㈠") + 1, captured, start, body)
    if group == "boxed_arabic":
        return Label("arabic", ord(captured) - ord("⒈") + 1, captured, start, body)
    if group == "dotted":
        parts = re.split(r"[.．]", captured)
        return Label("dotted", int(parts[-1]), captured, start, body, depth=len(parts))
    if group == "cn_point":
        return Label(group, chinese_number(captured), captured + printed[len(captured)], start, body)
    if group == "cn_rank":
        return Label(group, chinese_number(captured), "第" + captured, start, body)
    value = chinese_number(captured)
    if value == 0 and captured:
        return None
    number = captured if group in ("cn", "arabic", "arabic_comma", "arabic_half") else _BLANKS.sub("", printed).rstrip("、.．")
    return Label(group, value, number, start, body)
