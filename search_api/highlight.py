"""Where a text holds what was searched for: the words of the query and the official words that its everyday speech stands for."""

from __future__ import annotations

from collections.abc import Iterable


def find_highlights(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """The stretches of a text that hold any of the words, joined where they touch.

    >>> find_highlights("推进黑臭水体治理，巩固治理成效", ["黑臭", "水体", "治理"])
    ((2, 8), (11, 13))
    """
    lowered = text.lower()
    # A letter whose small form is longer would shift every offset after it; such texts are searched as they are.
    if len(lowered) != len(text):
        lowered = text
    spans: list[tuple[int, int]] = []
    for word in set(words):
        at = lowered.find(word)
        while at >= 0 and word:
            spans.append((at, at + len(word)))
            at = lowered.find(word, at + len(word))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
