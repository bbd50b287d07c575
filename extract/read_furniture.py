"""What a web site prints around a document: taken out of the lines, and what it states of the document kept as facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from extract.lexicon import load_lexicon
from extract.source import Line

_MARKS = r"[\s:：|｜【】\[\]（）()<>《》»·,，、;；/\\_*+×…—-]*"
_LONGEST = 160
_LONGEST_SPEECH = 400
_HEAD_LINES = 30
_LONGEST_STEP = 12
_LONGEST_TAIL = 60
_DATE = re.compile(r"(?:发表于|发布于)?\s*\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_PHOTOGRAPH = re.compile(r".{0,60}(?:(?:记者|通讯员|摄影)\s*[\u4e00-\u9fff·、 ]{1,12}\s*摄|(?:记者|通讯员)\s+[\u4e00-\u9fff·]{2,4})[。]?")
# The name of a site above or below its page: `云泽市人民政府门户网站`.
_SITE = re.compile(r"[\u4e00-\u9fff]{2,24}(?:门户网站|政府网站?|政务网|官方网站|官网)")
_FOOT_LINES = 12
_CRUMB = re.compile(r"[>＞»›]{1,2}")
_ONLY_MARKS = re.compile(r"[^\w\u3007…*×—-]+")
# Labels that are ordinary words: they are facts only where their value is a date, and only in the head of a file.
_DATED = frozenset({"时间", "日期", "更新时间", "录入时间"})
_WORDY = frozenset(
    ["名称", "概述", "标题", "作者", "关键词", "关键字", "主题词", "来源", "字号", "服务对象", "公开方式", "公开范围", "有效期"]
)
_INNER_BLANKS = re.compile(r"(?<=[\u4e00-\u9fff])[\s\u3000]+(?=[\u4e00-\u9fff])")


class Furniture(NamedTuple):
    """The lexicon as patterns."""

    whole: re.Pattern[str]
    start: re.Pattern[str]
    anywhere: re.Pattern[str]
    tail: re.Pattern[str]
    inside: re.Pattern[str]
    fact: re.Pattern[str]
    labels: frozenset[str]


@cache
def load_furniture() -> Furniture:
    """Reads the lexicon of furniture."""
    words: dict[str, list[str]] = {"whole": [], "start": [], "begin": [], "any": [], "tail": [], "fact": []}
    for entry in load_lexicon("furniture"):
        words[entry["how"]].append(entry["name"])
    parts = {how: "|".join(re.escape(word) for word in names) for how, names in words.items()}
    start = f"(?:{parts['start']})(?:(?<=[:：])|(?=[\\s:：】\\]\\d（(]|$))|{parts['begin']}"
    spaced = "|".join(r"\s*".join(map(re.escape, word)) for word in words["fact"])
    return Furniture(
        whole=re.compile(f"{_MARKS}(?:(?:{parts['whole']}|{parts['fact']}|大|中|小){_MARKS})+"),
        start=re.compile(f"{_MARKS}(?:{start})"),
        anywhere=re.compile(parts["any"]),
        inside=re.compile(f"[\\s【\\[(（]*(?:{start})"),
        tail=re.compile(f"{_MARKS}(?:{parts['tail']}){_MARKS}"),
        fact=re.compile(f"(?<![\u4e00-\u9fff])[【\\[]?({spaced})\\s*[】\\]]?\\s*[:：]|[【\\[]({spaced})[】\\]]"),
        labels=frozenset(words["fact"]),
    )


def take_out_furniture(lines: Sequence[Line], *, labels_stay: bool = False) -> tuple[list[Line], dict[str, str]]:
    """The lines without furniture, and the facts that labels such as 发布时间： gave.

    In files that are no web pages `labels_stay`: there 印发日期： is the document's own line, unless the whole card of a site was copied.

    >>> lines, facts = take_out_furniture([Line("【字号： 大 中 小】"), Line("发布时间：2024-03-01　来源：市水务局"), Line("一、加强领导")])
    >>> [line.text for line in lines], facts
    (['一、加强领导'], {'发布时间': '2024-03-01', '来源': '市水务局'})
    """
    furniture = load_furniture()
    facts: dict[str, str] = {}
    card = _CARD_LINES if labels_stay and _has_card(lines) else 0 if labels_stay else len(lines)
    verdicts = [
        _is_furniture(line, furniture, position, facts if position < card else None) or _names_site(line, position, len(lines))
        for position, line in enumerate(lines)
    ]
    if not labels_stay:
        _take_values_below(lines, verdicts, facts)
    for position, line in enumerate(lines):
        before = position == 0 or verdicts[position - 1]
        after = position + 1 == len(lines) or verdicts[position + 1]
        if before and after and not verdicts[position]:
            verdicts[position] = _says_nothing(line.text) or _is_crumb(lines, position)
        elif before and not verdicts[position] and position and _CRUMB.fullmatch(lines[position - 1].text):
            verdicts[position] = len(line.text) <= _LONGEST_STEP
    kept = [line for line, is_furniture in zip(lines, verdicts, strict=True) if not is_furniture]
    return _without_tail(kept, furniture), facts


_CARD_LINES = 12
_CARD = frozenset(["索引号", "主题分类", "组配分类", "发文机关", "发文字号", "成文日期", "发布日期", "发布机构", "公开目录", "信息分类"])


def _has_card(lines: Sequence[Line]) -> bool:
    """Whether what a site prints above a document stands at the head: its card (three labels, 索引号 or 发文字号 among them), or the line
    that says when and from where: 发布时间：2025-03-01　来源：市水务局.
    """
    labels: set[str] = set()
    for line in lines[:_CARD_LINES]:
        if len(line.text) <= _LONGEST and (":" in line.text or "：" in line.text):
            found = find_facts(line.text)
            if "来源" in found and not found.keys().isdisjoint(("发布时间", "发布日期")):
                return True
            labels.update(found)
    return len(labels & _CARD) >= 3 and not labels.isdisjoint(("索引号", "发文字号"))


def _take_values_below(lines: Sequence[Line], verdicts: list[bool], facts: dict[str, str]) -> None:
    """Labels on lines of their own, as pages give them when copied: the value stands on the next line."""
    labels = load_furniture().labels
    alone = [_INNER_BLANKS.sub("", line.text).strip(" :：【】[]") if len(line.text) < 16 else "" for line in lines]
    for position, label in enumerate(alone[:-1]):
        if label not in labels or not verdicts[position] or verdicts[position + 1] or alone[position + 1] in labels:
            continue
        value = lines[position + 1].text
        is_date = _DATE.fullmatch(value) is not None
        is_short = len(value) <= 60 and "。" not in value and lines[position].text.endswith((":", "：")) and label not in _DATED
        has_company = any(alone[near] in labels for near in range(max(0, position - 2), min(len(alone), position + 4)) if near != position)
        if is_date if label.endswith(("时间", "日期")) else is_short and has_company:
            facts.setdefault(label, value)
            verdicts[position + 1] = True


def _names_site(line: Line, position: int, count: int) -> bool:
    """Whether a line at the head or foot of a page is the name of its site."""
    return (position < _FOOT_LINES or count - position <= _FOOT_LINES) and len(line.text) <= 32 and _SITE.fullmatch(line.text) is not None


def _is_crumb(lines: Sequence[Line], position: int) -> bool:
    """Whether a short line stands beside a bare `>`: one step of the way to the page."""
    near = [lines[each].text for each in (position - 1, position + 1) if 0 <= each < len(lines)]
    return len(lines[position].text) <= 20 and any(_CRUMB.fullmatch(text) for text in near)


def _is_furniture(line: Line, furniture: Furniture, position: int, facts: dict[str, str] | None) -> bool:
    text = line.text
    if len(text) > _LONGEST:
        return len(text) <= _LONGEST_SPEECH and "小编" in text
    close = _INNER_BLANKS.sub("", text) if len(text) < 16 else text
    if _ONLY_MARKS.fullmatch(text) or furniture.whole.fullmatch(text) or furniture.whole.fullmatch(close):
        return True
    stated = find_facts(text, in_head=position < _HEAD_LINES) if facts is not None else {}
    if facts is not None and stated:
        for label, value in stated.items():
            facts.setdefault(label, value)
        return True
    if furniture.start.match(close) or furniture.anywhere.search(text):
        return True
    return ("摄" in text[-2:] or "记者" in text[-10:]) and _PHOTOGRAPH.fullmatch(text) is not None


def find_facts(text: str, *, in_head: bool = True) -> dict[str, str]:
    """Labels and values of one line that consists of them, or nothing.

    >>> find_facts("发布日期：2024年03月01日　浏览次数：12")
    {'发布日期': '2024年03月01日'}
    >>> find_facts("责任单位：市水务局")
    {}
    """
    furniture = load_furniture()
    marks = list(furniture.fact.finditer(text))
    if not marks or text[: marks[0].start()].strip(" \u3000|｜[【（("):
        return {}
    facts: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        label = re.sub(r"\s", "", mark[1] or mark[2])
        value = text[mark.end() : following.start() if following else len(text)].strip(" \u3000|｜;；")
        value = _before_furniture(value, furniture)
        if label in _DATED and not (in_head and (not value or _DATE.fullmatch(value))):
            return {}
        if label in _WORDY and not in_head:
            return {}
        if "。" in value and len(value) > 40:
            return {}
        facts[label] = value
    return facts if any(facts.values()) or len(facts) > 1 else {}


def _before_furniture(value: str, furniture: Furniture) -> str:
    """A value ends where a counter or a row of buttons begins: `市水务局　浏览次数：12`."""
    for part in re.finditer(r"[\s\u3000]+", value):
        rest = value[part.end() :]
        if furniture.start.match(rest) or furniture.whole.fullmatch(rest) or furniture.whole.match(rest[:4]):
            return value[: part.start()].strip()
    counter = furniture.inside.search(value)
    return value[: counter.start()] if counter is not None else value


def _says_nothing(text: str) -> bool:
    """A word between two pieces of furniture that is no Chinese (a user's name), or one or two characters."""
    return len(text) <= 2 or (len(text) <= 24 and re.search(r"[\u4e00-\u9fff]", text) is None)


def _without_tail(lines: list[Line], furniture: Furniture) -> list[Line]:
    """Cuts the lists of links that end a page: a heading of that kind, then nothing but short lines without a full stop."""
    end = len(lines)
    for position in range(len(lines) - 1, max(-1, len(lines) - _LONGEST_TAIL), -1):
        text = lines[position].text
        if len(text) <= 12 and furniture.tail.fullmatch(text):
            end = position
        elif len(text) > 80 or text.endswith(("。", "；", "！")):
            break
    return lines[:end]
