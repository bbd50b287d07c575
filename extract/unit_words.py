"""Names of units as they stand in the text, and the lexicon's words as regular expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.lexicon import load_lexicon

OPENING = "（(〔[【"
CLOSING = "）)〕]】"
_INSIDE = "[^（）()〔〕\\[\\]【】\\n]"
BRACKET = f"[（(〔\\[【]{_INSIDE}{{1,24}}(?:[（(〔\\[【]{_INSIDE}{{1,24}}[）)〕\\]】])?{_INSIDE}{{0,12}}[）)〕\\]】]"
"""A bracket inside a name, with at most one more inside it."""


JOINED_NAME = re.compile(
    "[\u4e00-\u9fff]{1,5}(?<![处科局委办院所])(?:(?<!室)|(?<=实验室)|(?<=教室))[与和][\u4e00-\u9fff]{2,6}"
    "(?:学院|研究院|研究所|管理处|管理科|管理中心|服务中心)"
    "|(?:中国|全国)[一-鿿]{2,6}[与和][一-鿿]{2,6}(?:联合会|协会|学会|商会|研究会|促进会|基金会)"
)
"""A body for two things (`实验室与设备管理处`), which is no list of two."""


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name, where it stands, and its completed form where something was elided."""

    name: str
    start: int
    end: int
    canonical: str | None = None
    joined: bool = False
    """Whether it came after 会同 or 联合: such a name supports the one before it."""


def alternation(words: list[str] | tuple[str, ...]) -> str:
    """A regular expression of the words, longest first, as one non-capturing group.

    >>> alternation(["局", "分局"])
    '(?:分局|局)'
    """
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


@cache
def words_of(lexicon: str, kind: str | None = None) -> tuple[str, ...]:
    """The words of a lexicon, of one kind where the lexicon tells kinds."""
    return tuple(entry["name"] for entry in load_lexicon(lexicon) if kind is None or entry["kind"] == kind)
