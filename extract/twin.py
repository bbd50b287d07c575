"""Documents in traditional characters are read through a simplified twin of the same length, and quoted as printed."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.clean import simplify
from extract.frame import Frame, Item

# Frequent characters that only traditional text has; one of them stands in any page of it.
_TRADITIONAL = re.compile("[責單縣區實總辦務員門問題應發為與產業國會時來對後過當關長機構導強進級負監]")


def twin_of(frame: Frame, items: tuple[Item, ...]) -> tuple[Frame, tuple[Item, ...]]:
    """The frame and its items with their words in simplified characters; the same objects where there is nothing to change."""
    if not _TRADITIONAL.search(frame.text) or (text := simplify(frame.text)) == frame.text:
        return frame, items
    return replace(frame, text=text), tuple(replace(item, path=tuple(simplify(step) for step in item.path)) for item in items)


def as_printed(word: str | None, start: int, end: int, *, twin: str, text: str) -> str | None:
    """The word as the original prints it, if it stands in `twin[start:end]` or before; else the word itself.

    >>> as_printed("个", 0, 3, twin="18个水源地", text="18個水源地")
    '個'
    """
    if not word:
        return word
    place = twin.find(word, start, end)
    if place < 0 and (place := twin.rfind(word, 0, end)) < 0:  # a name that was said before
        return word
    return text[place : place + len(word)]
