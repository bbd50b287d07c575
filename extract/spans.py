"""Stretches that are taken: asked a thousand times over one text, so looked up by bisection."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


class Spans:
    """A set of stretches that answers whether another one touches it.

    >>> Spans([(2, 5), (9, 12)]).touch(4, 6), Spans([(2, 5), (9, 12)]).touch(5, 9)
    (True, False)
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Takes the stretches in any order; those that overlap become one."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self._merged = merged
        self._ends = [end for _, end in merged]

    def touch(self, start: int, end: int) -> bool:
        """Whether any stretch shares a character with `start` to `end`."""
        at = bisect_left(self._ends, start + 1)
        return at < len(self._merged) and self._merged[at][0] < end
