"""Sums of money that a text sets (处五十元罚款, 每户补助两千元), in figures or in words."""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.numerals import parse_number
from graph.views import TaskView
from search_api.clauses import find_sentence
from search_api.topic import Topic

_ASKED = re.compile(r"罚(?:款|多少|几)|多少钱|多少(?:万|亿)?元|几(?:十|百|千|万)?(?:块|元)|金额|罚款")
_SUM = re.compile(r"(?P<number>\d+(?:\.\d+)?|[一二三四五六七八九十百千零两]+)(?P<scale>万|亿)?元")
# A fine is told where the deed stands: so much of the topic a sentence must hold.
LEAST = 0.3


class Amounts(NamedTuple):
    """The sums of one sentence, whose offsets are those of the task's text."""

    sentence: tuple[int, int]
    values: tuple[tuple[float, str], ...]
    closeness: float


def find_amounts(question: str, topic: Topic, view: TaskView) -> Amounts | None:
    """The sums of the sentences that tell what is asked for, where a question asks for money."""
    if not _ASKED.search(question):
        return None
    matches = list(_SUM.finditer(view.text))
    if not matches:
        return None
    sentences = list(dict.fromkeys(find_paragraph(view.text, match.start()) for match in matches))
    best = max(sentences, key=lambda span: topic.closeness(view.text[slice(*span)]))
    closeness = topic.closeness(view.text[slice(*best)])
    if closeness < LEAST:
        return None
    values = [read for match in matches if best[0] <= match.start() < best[1] and (read := _read(match)) is not None]
    return Amounts(best, tuple(dict.fromkeys(values)), closeness) if values else None


def find_paragraph(text: str, place: int) -> tuple[int, int]:
    """The paragraph in which a place stands, up to its full stop: a fine and its rise for those who refuse stand in one.

    >>> text = "可以处五十元罚款；拒不改正的，处两百元罚款。未成年人不罚。"
    >>> text[slice(*find_paragraph(text, 3))]
    '可以处五十元罚款；拒不改正的，处两百元罚款'
    """
    start, end = find_sentence(text, place)
    while start > 0 and text[start - 1] in ";；":
        start, _ = find_sentence(text, start - 2)
    while end < len(text) and text[end] in ";；":
        _, end = find_sentence(text, end + 1)
    return start, end


def _read(match: re.Match[str]) -> tuple[float, str] | None:
    number = parse_number(match["number"])
    return None if number is None else (number, f"{match['scale'] or ''}元")
