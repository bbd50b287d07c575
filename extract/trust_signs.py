"""What tells a sure reading from a doubtful one: the signs of each unit, doer, deadline and target, by name.

A sign is a word or two (`kind body`, `name: time`) that holds or does not; `trust` adds up what each is worth. Signs look only at the
document's text and at the records, never at how a finder came to them, so that a finder may change without them. They are read for
every mention of every document: each costs a look at a few characters, and nothing is searched for beyond the clause.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from extract.frame import Head
from extract.records import Deadline, Target, Unit
from extract.tense import PLAN_HEADINGS, REVIEW_HEADINGS
from extract.trust_names import signs_of_indicator, signs_of_name

_REPORTS = frozenset(("summary", "article"))
_STOPS = frozenset("。；;！!？?\n\r|：:")
_BLANKS = frozenset(" \t\u3000")
_CLOSES = frozenset("，,、。；;！!？?\n\r|：:）)〕 \u3000")


class Surroundings(NamedTuple):
    """What all mentions of one item share."""

    text: str
    reports: bool
    """Whether the document tells of work done."""
    regulation: bool
    unsure: bool
    """Whether its kind is none that is known."""
    year: int | None
    row: bool
    """Whether the item is the row of a table."""
    outlook: bool
    review: bool
    glued: bool
    """Whether the row seems to run on into another."""


_NEXT_ROW = re.compile(r"[一-龥][0-9]{1,3}[ \t\u3000]+[一-龥]{2}|[一-龥][ \t\u3000][0-9]{1,3}[ \t\u3000]+[一-龥]{4}")


def runs_on(text: str, start: int, end: int) -> bool:
    """Whether a row seems to run on into the next, by a number within it.

    >>> runs_on("4 治理溢流口 市水务局 6月底5 疏通排水管 市城管局", 0, 28)
    True
    """
    return _NEXT_ROW.search(text, start + 5, end) is not None


def surroundings(head: Head, text: str, path: tuple[str, ...], *, row: bool, glued: bool) -> Surroundings:
    """What the document and the headings above an item say."""
    outlook, review = _headings(path)
    report, regulation, unsure = head.kind in _REPORTS, head.kind == "regulation", head.kind == "other"
    return Surroundings(text, report, regulation, unsure, head.year, row, outlook, review, glued)


@lru_cache(maxsize=4096)
def _headings(path: tuple[str, ...]) -> tuple[bool, bool]:
    """Whether the headings look ahead, and whether they look back: the nearest that says so."""
    for heading in reversed(path):
        if REVIEW_HEADINGS.search(heading):
            return False, True
        if PLAN_HEADINGS.search(heading):
            return True, False
    return False, False


def listed_signs(around: Surroundings, unit: Unit, leads: int, known: Collection[str]) -> tuple[str, ...]:
    """The signs of a unit of a printed list or column; `leads` of them lead in its item, `known` are names that other items have."""
    signs = [f"rule {unit.rule}", *signs_of_name(unit.canonical or unit.name)]
    if unit.name not in known:
        signs.append("only here")
    if around.row and unit.role == "lead" and leads > 1:
        signs.append("several lead a row")
    if around.glued:
        signs.append("row runs on")
    if around.reports:
        signs.append("report")
    if around.unsure:
        signs.append("kind unsure")
    return tuple(signs)


_AFTER_FIGURE = re.compile(r"[^，,。；;\n]{0,6}?(?:达到?|超过?|仅?有|不少于|不低于|比|较|占|均)\s*[0-9]|[^，,。；;\n]{0,12}?率")
_ADVERBS = re.compile(
    "应当|应|要|须|必须|不得|可以|负责|会同|根据|按照|按|依法|依照|在|对|将|每|于|具体|"
    r"统一|定期|及时|分别|共同|组织|指导|牵头|建立|开展|承担|加强"
)


def doer_signs(around: Surroundings, doer: Unit, known: Collection[str]) -> tuple[str, ...]:
    """The signs of the doer of a sentence."""
    text, start, end = around.text, doer.start, doer.end
    rule = doer.rule or ""
    signs = [rule, *signs_of_name(doer.canonical or doer.name)]
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in _STOPS or not before:
        signs.append("after a stop")
    elif before in _BLANKS:
        signs.append("after a blank")
    elif before != "由":
        signs.append("after 的" if before == "的" else "after a mark" if before in "，,、）)" else "after words")
    if after in "、和与及或":
        signs.append("goes on as a list")
    elif rule == "verb":
        if _ADVERBS.match(text, end) is None:
            signs.append("verb of rarer kind")
        if _AFTER_FIGURE.match(text, end, end + 20):
            signs.append("figure follows")
    if around.regulation:
        signs.append("regulation")
    elif around.reports:
        signs.append(rule + " in a report")
    elif around.unsure:
        signs.append("kind unsure")
    if doer.name not in known:
        signs.append("only here")
    if doer.canonical:
        signs.append("completed")
    return tuple(signs)


_PRINTED_YEAR = re.compile("[0-9]{4}")
_TIMES_FOLLOW = re.compile(r"[^，,。；;\n]{0,14}?(?:不少于|至少|不低于|[0-9一二两三]+[次项场轮回批])")
_LONG_RHYTHM = 7
_HOLDS_WORDS = re.compile("[由对把将向为]")


def deadline_signs(around: Surroundings, deadline: Deadline, fellows: int) -> tuple[str, ...]:
    """The signs of a deadline; `fellows` are the deadlines of its item."""
    text, start, end = around.text, deadline.start, deadline.end
    rule = deadline.rule or ""
    signs = ["rule " + rule]
    begins, closes, often = deadline.from_, deadline.to, deadline.recurrence
    if often is not None:
        if end - start >= _LONG_RHYTHM:
            signs.append("long rhythm, with words" if _HOLDS_WORDS.search(deadline.text) else "long rhythm")
        if often.times is None and _TIMES_FOLLOW.match(text, end, end + 20):
            signs.append("times behind it")
        if text[start - 1 : start] == "人":
            signs.append("a head")
    elif begins is None and closes is None:
        signs.append("open" if rule == "open" else "no day")
        if rule == "open" and any(mark.isdigit() or mark in "至前底" for mark in deadline.text):
            signs.append("open, with a figure")
    else:
        day = closes or begins
        printed = _PRINTED_YEAR.search(deadline.text) is not None
        if day is not None and around.year is not None and day.year != around.year:
            signs.append("other year, printed" if printed else "other year")
        if around.reports:
            ahead = "ahead" if around.outlook else "back" if around.review else "unsaid"
            signs.append(("period" if begins else "last day") + " in a report, " + ahead)
        elif around.unsure:
            signs.append("kind unsure")
        if begins and closes and not printed:
            signs.append("period without its year")
    if deadline.how == "table":
        signs.append("column")
    if around.glued:
        signs.append("row runs on")
    before = text[start - 1 : start]
    if before not in _STOPS and before not in _BLANKS and before not in "，,、（(":
        signs.append("after words")
    if text[end : end + 1].isdigit() or text[end : end + 1] in "的至到度":
        signs.append("runs on")
    if fellows > _MANY:
        signs.append("one of many")
    return tuple(signs)


_MANY = 2


def target_signs(around: Surroundings, target: Target, fellows: int) -> tuple[str, ...]:
    """The signs of a target; `fellows` are the targets of its item."""
    text, start, end = around.text, target.start, target.end
    rule, name, unit = target.rule or "", target.indicator, target.unit
    signs = ["rule " + rule]
    if name:
        signs += signs_of_indicator(name)
    else:
        signs.append("no name")
    if around.reports:
        where = "ahead" if around.outlook else "back" if around.review else "unsaid"
        signs.append(f"{target.status} in a report, {where}")
    elif target.status == "achieved":
        signs.append("achieved in a plan")
    elif around.unsure:
        signs.append("kind unsure")
    if around.regulation:
        signs.append("regulation")
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = not before or before in _CLOSES
    if not opens:
        signs.append("after words" if before not in "成设建办造展施动行训发到争" else "after a verb")
    elif "name: begins with v" in signs:
        signs.append("begins its clause with a verb")
    if after and after not in _CLOSES:
        signs.append(_FOLLOWS.get(after, "words follow"))
    if rule == "value before" and "name: ends in v" in signs:
        signs.append("count and deed")
    if target.direction:
        signs.append("change of a rate" if "name: rate" in signs and not target.baseline else "change")
    if target.baseline:
        signs.append("baseline")
    if target.comparator == "==" and unit is not None and unit.endswith(("%", "点", "‰")):
        signs.append("share without a bound")
    if not any(mark.isdigit() for mark in target.text):
        signs.append("figure in words")
    if target.how == "table":
        signs.append("column")
    elif around.row:
        signs.append("row")
    if name is not None and "\n" in target.text:
        signs.append("over a line's end")
    if end - start > 2 * len(name or "") + 14:
        signs.append("far from its name")
    if fellows > _CROWD:
        signs.append("one of many")
    return tuple(signs)


_CROWD = 5
_FOLLOWS = {"/": "slash follows", "的": "of which", **dict.fromkeys("一二三四五六七八九十次趟", "figure follows")}
