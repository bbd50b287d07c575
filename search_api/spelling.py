"""Queries that were typed by sound: 乌水管网 for 污水管网, and wushui for 污水.

Nothing is guessed about a query whose every part stands somewhere in the index. Where two characters side by side stand nowhere, a stretch
around them that is no word is read as one that sounds alike, is a word and stands in the index; letters are read as syllables. What the
dictionary knows as a word stays, whether or not the index holds it: 摔倒 is no mistake.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

# Lengths of stretches that are read anew, longest first: what is longer says more surely what was meant.
LENGTHS = (4, 3, 2)
# A word that stands in fewer items is not what many mean.
LEAST_HOLDING = 2
MOST_SYLLABLES, MOST_BEGUN = 4, 80

_RUN = re.compile(r"[\u3400-\u9fff]{2,}")
_LETTERS = re.compile(r"(?<![A-Za-z0-9.])[a-z][a-z' ]*[a-z](?![A-Za-z0-9.])")
# Sounds that many speakers do not tell apart.
_ALIKE = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"(?<=[ie])ng$"), "n"))


class Reading(NamedTuple):
    """A query as it was read, and what was read as what."""

    query: str
    read: tuple[tuple[str, str], ...]


class Holding(NamedTuple):
    """What the reading asks the index: in how many items a word and a pair of characters stand, and whether a stretch is a word at all."""

    words: Callable[[str], int]
    pairs: Callable[[str], int]
    is_word: Callable[[str], bool]
    is_stop_word: Callable[[str], bool]


def read_by_sound(query: str, holding: Holding) -> Reading:
    """A query with what stands nowhere read by its sound; unchanged where nothing fits."""
    read: dict[str, str] = {}
    for typed in _LETTERS.findall(query):
        for part in (typed, *typed.split()):
            if len(part) > 3 and typed not in read and (word := _of_letters(part, holding)):
                read[part] = word
    for run in _RUN.findall(query):
        read |= _of_characters(run, holding)
    for typed, word in read.items():
        query = query.replace(typed, word)
    return Reading(query, tuple(read.items()))


def sound_of(syllable: str) -> str:
    """A syllable without what many do not tell apart.

    >>> sound_of("zhang"), sound_of("sheng"), sound_of("wu")
    ('zang', 'sen', 'wu')
    """
    for pattern, plain in _ALIKE:
        syllable = pattern.sub(plain, syllable)
    return syllable


def sounds_alike(one: str, other: str) -> bool:
    """Whether two names of one length sound alike, character by character.

    >>> sounds_alike("澜乔市", "澜桥市"), sounds_alike("澜桥市", "兰州市")
    (True, False)
    """
    _, of_character = _sounds()
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and all(a == b or set(of_character.get(a, ())) & set(of_character.get(b, ())) for a, b in pairs)


@cache
def _sounds() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The characters of a sound, and the sounds of a character."""
    table = tomllib.loads((files("search_api") / "same_sound.toml").read_text("utf-8"))["sounds"]
    of_sound: dict[str, dict[str, None]] = defaultdict(dict)
    of_character: dict[str, dict[str, None]] = defaultdict(dict)
    for syllable, characters in table.items():
        for character in characters:
            of_sound[sound_of(syllable)][character] = None
            of_character[character][sound_of(syllable)] = None
    return {sound: "".join(held) for sound, held in of_sound.items()}, {one: tuple(held) for one, held in of_character.items()}


@cache
def _syllables() -> frozenset[str]:
    table = tomllib.loads((files("search_api") / "same_sound.toml").read_text("utf-8"))["sounds"]
    return frozenset(table)


def _of_characters(run: str, holding: Holding) -> dict[str, str]:
    broken = {at for at in range(len(run) - 1) if not holding.pairs(run[at : at + 2])}
    read: dict[str, str] = {}
    stretches = [(start, run[start : start + length]) for length in LENGTHS for start in range(len(run) - length + 1)] if broken else []
    known = {start + place for start, stretch in stretches if holding.is_word(stretch) for place in range(len(stretch))}
    # 的数 is no 底数, 要治 no 要职: what joins the words of a sentence is written right, and stands beside words, not in them.
    stretches = [(start, stretch) for start, stretch in stretches if not any(map(holding.is_stop_word, stretch))]
    for start, stretch in stretches:
        inside = broken & set(range(start, start + len(stretch) - 1))
        free = [at - start for at in range(start, start + len(stretch)) if at not in known and inside & {at - 1, at}]
        if free and (best := max(_alike(stretch, free, holding), default=None)):
            read[stretch] = best[1]
            broken -= set(range(start - 1, start + len(stretch)))
    return read


def _alike(typed: str, free: list[int], holding: Holding) -> Iterator[tuple[int, str]]:
    """Words that sound like a stretch and differ from it in one of its free places, with how many items hold them."""
    of_sound, of_character = _sounds()
    for place in free:
        for sound in of_character.get(typed[place], ()):
            for other in of_sound[sound]:
                yield from _held(typed[:place] + other + typed[place + 1 :], holding)


def _of_letters(typed: str, holding: Holding) -> str | None:
    """The commonest word of the index whose syllables the letters are, or two such words of two syllables each."""
    splits = list(_split(typed.replace("'", "").replace(" ", "")))
    found = [held for syllables in splits for held in _of_syllables(syllables, holding)]
    if found:
        return max(found)[1]
    for syllables in splits:
        parts = [max(_of_syllables(part, holding), default=None) for part in (syllables[:2], syllables[2:]) if len(part) == 2]
        if len(syllables) == MOST_SYLLABLES and all(parts):
            return "".join(part[1] for part in parts if part)
    return None


def _of_syllables(syllables: tuple[str, ...], holding: Holding) -> list[tuple[int, str]]:
    of_sound, _ = _sounds()
    begun = list(of_sound[sound_of(syllables[0])])
    for syllable in syllables[1:]:
        longer = [(holding.pairs(word[-1] + one), word + one) for word, one in product(begun, of_sound[sound_of(syllable)])]
        begun = [word for count, word in sorted(longer, reverse=True)[:MOST_BEGUN] if count >= LEAST_HOLDING]
    return [held for word in begun for held in _held(word, holding)]


def _held(word: str, holding: Holding) -> Iterator[tuple[int, str]]:
    """A word with how many items hold it, if it is one and enough do."""
    if holding.pairs(word[:2]) >= LEAST_HOLDING and holding.is_word(word) and (count := holding.words(word)) >= LEAST_HOLDING:
        yield count, word


def _split(letters: str) -> Iterator[tuple[str, ...]]:
    """The ways to read letters as syllables.

    >>> sorted(_split("fangan"))
    [('fan', 'gan'), ('fang', 'an')]
    """

    def rest(at: int, begun: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if at == len(letters):
            yield begun
        elif len(begun) < MOST_SYLLABLES:
            for end in range(at + 1, min(at + 6, len(letters)) + 1):
                if letters[at:end] in _syllables():
                    yield from rest(end, (*begun, letters[at:end]))

    yield from rest(0, ())
