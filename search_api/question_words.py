"""The words of a question that say what is asked, taken from its topic; `question_words.toml` holds them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from search_api.index import SearchIndex

# 要开几次, 处理率要到: the tokenizer would make 要开 and 率要 words of them; 主要, 要点 and the like stay.
_MUST = re.compile(r"(?<![主重需首纪概摘提紧必扼])要(?=[\u4e00-\u9fff])(?![点求素件害闻紧地塞职务道领么])")
# In speech one holds a 会 where documents say 会议.
_MEETING = re.compile(r"(?<=开)((?:[几多一两\d]?[少]?[次回趟个场])?)会(?![议计员场展])")


@cache
def _tables() -> tuple[re.Pattern[str], frozenset[str]]:
    table = tomllib.loads((files("search_api") / "question_words.toml").read_text("utf-8"))
    phrases = sorted((phrase for phrase in table["phrases"].split() if len(phrase) > 1), key=lambda phrase: (-len(phrase), phrase))
    # 由哪个局: what leads to a "which" goes with it.
    patterns = [f"[由归是让找给有]?{re.escape(phrase)}" if phrase[0] in "哪什谁" else re.escape(phrase) for phrase in phrases]
    return re.compile("|".join(patterns)), frozenset((*table["words"].split(), *table["phrases"].split()))


def without_asking(text: str) -> str:
    """A text without the phrases that ask.

    >>> without_asking("黑臭水体由谁牵头")
    '黑臭水体\u3000'
    """
    spoken = _MEETING.sub(r"\1会议", _MUST.sub("\u3000", text))
    return re.sub("\u3000+", "\u3000", _tables()[0].sub("\u3000", spoken))


def is_question_word(word: str) -> bool:
    """Whether a word says what is asked, and not what about."""
    return word in _tables()[1]


def topic_words(topic: str, index: SearchIndex) -> list[str]:
    """The words of a topic that say what it is about."""
    return [word for word in dict.fromkeys(index.words_of(topic)) if not is_question_word(word) and not word.isdigit()]
