"""A task's text cut into the stretches that each say one thing: what meaning is looked for in."""

from __future__ import annotations

import re

# Shorter stretches say too little to have a meaning of their own and go with their neighbour.
SHORTEST = 12
LONGEST = 120

_STOP = re.compile(r"[。；;！？!?\n]+[”’」』）)\]〕]*")
_SENTENCE_END = re.compile(r"[。；;\n]")
_COMMA = re.compile(r"[，,]")


def find_clauses(text: str) -> list[tuple[int, int]]:
    """The offsets of the clauses of a text: its sentences, the long ones cut at commas.

    >>> text = "加强巡查。6月底前完成清淤疏浚任务；\\n建立管护台账并每季度更新一次。"
    >>> [text[start:end] for start, end in find_clauses(text)]
    ['加强巡查。6月底前完成清淤疏浚任务；', '建立管护台账并每季度更新一次。']
    """
    joined: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        if joined and (joined[-1][1] - joined[-1][0] < SHORTEST or end - start < SHORTEST) and end - joined[-1][0] <= LONGEST:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [trimmed for start, end in joined if (trimmed := _trim(text, start, end))[0] < trimmed[1]]


def _pieces(text: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        pieces.extend(_halves(text, start, stop.end()))
        start = stop.end()
    if start < len(text):
        pieces.extend(_halves(text, start, len(text)))
    return pieces


def _halves(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A stretch cut at the comma nearest its middle until no part is too long."""
    if end - start <= LONGEST:
        return [(start, end)]
    middle = (start + end) // 2
    commas = [comma.end() for comma in _COMMA.finditer(text, start + SHORTEST, end - SHORTEST)]
    cut = min(commas, key=lambda place: abs(place - middle), default=middle)
    return _halves(text, start, cut) + _halves(text, cut, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def find_sentence(text: str, place: int) -> tuple[int, int]:
    """The sentence, up to a semicolon, in which a place of a text stands.

    >>> find_sentence("加强巡查。6月底前完成；报送。", 8)
    (5, 11)
    """
    starts = [match.end() for match in _SENTENCE_END.finditer(text, 0, max(place, 0))]
    stop = _SENTENCE_END.search(text, max(place, 0))
    return (starts[-1] if starts else 0, stop.start() if stop else len(text))
