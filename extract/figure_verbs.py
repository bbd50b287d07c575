"""Verbs before, behind and inside the names of figures, by the lexicon `indicator_verbs` and the words of a tokenizer.

A cut of the tokenizer is a hint here, never evidence: it only keeps a verb of the lexicon from being seen inside another word.
"""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import any_of, load_lexicon

_IDIOM = 4


@cache
def verbs_of_lexicon() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Verbs that are taken off the beginning of a phrase, and those that end what is no part of it wherever they stand."""
    entries = load_lexicon("indicator_verbs")
    every = any_of([entry["name"] for entry in entries])
    acting = any_of([entry["name"] for entry in entries if not entry.get("nominal") and len(entry["name"]) > 1])
    return re.compile(rf"{every}(?:了|好|出|成|到)?(?:的)?"), re.compile(rf"{acting}(?:了|出|到)?")


def parts_words(text: str, begin: int, place: int, end: int) -> bool:
    """Whether a word ends at `place`: 服务 is no word of 服务业增加值, 保障 none of 保障性住房. A cut is a hint here, never evidence."""
    import rjieba  # its dictionary is loaded with it, and only a document with figures needs it

    first = max(begin, place - 8)
    at = first
    for word in rjieba.cut(text[first : min(end, place + 6)]):
        at += len(word)
        if at >= place:
            return at == place or (len(word) == _IDIOM and at - place == 2)
    return False


def ends_in_verb(text: str, low: int, place: int) -> bool:
    """Whether a verb stands directly before `place`, so that what it acts on must follow.

    >>> ends_in_verb("县财政每年安排", 0, 7), ends_in_verb("专项经费", 0, 4)
    (True, False)
    """
    verbs, _ = verbs_of_lexicon()
    return any(
        (verb := verbs.match(text, start, place)) is not None and verb.end() == place for start in range(max(low, place - 5), place - 1)
    )


def opens_with_verb(text: str, place: int, high: int) -> bool:
    """Whether money that ends at `place` is spent on what follows: 统筹3亿元|实施十件实事.

    >>> opens_with_verb("实施民生工程", 0, 6), opens_with_verb("民生工程", 0, 4)
    (True, False)
    """
    verb = verbs_of_lexicon()[0].match(text, place, high)
    return verb is not None and parts_words(text, place, verb.end(), high)


def first_deed(text: str, begin: int, high: int, *, nominal: bool = False) -> int | None:
    """Where the first verb begins that acts on something behind it, at least two characters after `begin`; verbs that are also nouns
    count only with `nominal`.

    >>> first_deed("二级医院开设门诊", 0, 8), first_deed("二级医院建设改造", 0, 8), first_deed("先导区集聚企业", 0, 7)
    (4, None, 3)
    """
    for verb in verbs_of_lexicon()[0 if nominal else 1].finditer(text, min(begin + 2, high), high):
        if (
            verb.end() - verb.start() > 1
            and high - verb.end() > 1
            and not is_verb(text[verb.end() : high])
            and parts_words(text, begin, verb.start(), high)
            and parts_words(text, begin, verb.end(), high)
        ):
            return verb.start()
    return None


def first_thing(name: str) -> str | None:
    """The first thing in a name, with the qualities before it; a hint of the tokenizer.

    >>> first_thing("小型水库除险加固"), first_thing("堤防标准化创建")
    ('小型水库', '堤防')
    """
    import rjieba  # its dictionary is loaded with it, and only a document with figures needs it

    thing = ""
    for word, tag in rjieba.tag(name):
        thing += word
        if tag.startswith("n") and len(word) > 1:
            return thing
    return None


def acts(name: str) -> bool:
    """Whether a name reads like what somebody does: it begins with a verb, or holds to whom; a hint of the tokenizer, for doubt alone.

    >>> acts("交付学校"), acts("公共图书馆每周开放时间"), acts("高标准农田")
    (True, True, False)
    """
    import rjieba  # its dictionary is loaded with it, and only a document with figures needs it

    tags = [tag for _, tag in rjieba.tag(name)]
    return tags[0] in ("v", "p", "r", "d", "c") or any(tag in ("p", "r") for tag in tags[1:])


def is_verb(words: str) -> bool:
    """Whether the words are one verb and no thing: what is left of 公示牌216块更新."""
    verbs, _ = verbs_of_lexicon()
    return verbs.fullmatch(words) is not None
