"""From everyday speech to the words of offices: concepts of our lexicon, where a query speaks of them, and which items hold them.

A query reaches a concept by its words (河水发黑 → 黑臭水体) or, more loosely, by meaning: its vector lies near those of things that people
say of the concept. On the 25 paraphrases of the scored set meaning and words alone reach .57, with the words of the lexicon .75, with its
vectors .75, with both .84; `benchmarks/methods.py` prints the table. On 36 queries of other fields over our corpus, written before the
lexicons of these fields, they bring .59 to .92 (`tests/test_everyday.py`).
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np
from numpy.typing import NDArray

from extract.lexicon import load_lexicon

LEXICONS = tuple(
    f"everyday_{field}"
    for field in (
        "water",
        "work",
        "life",
        "business",
        "courts",
        "culture",
        "digital",
        "elderly",
        "environment",
        "farming",
        "health",
        "homes",
        "jobs",
        "market",
        "office",
        "roads",
        "rules",
        "safety",
        "schooling",
    )
)
# Of the first lexicons every term is a word to the tokenizer, of the others what is no longer than this. Of a longer word it gives only
# the parts of two and three characters, and 燃气管道 would not be found in 老化燃气管道.
WORDS_OF, LONGEST_WORD = 3, 4
GAP = "…"
GAP_WIDTH = 8
# A term counts more where it stands in the title, and little more the second time.
TITLE_BONUS, REPEAT, REPEAT_MOST = 0.7, 0.8, 3
# Kin of the official word count a little less than the word itself; several of them in one item add a quarter each.
KIN, FURTHER = 0.8, 0.25

# Items by number, and how much each speaks of something.
Speaking = tuple[NDArray[np.int64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Concept:
    """A word of the office, its kin, and what people say for it."""

    name: str
    terms: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """What people say as one pattern, the longest first; made when a query may hold it, since all at once take a tenth of a second."""
        return _pattern_of(self.said)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A concept that a query speaks of: by which of its words, or `None` where by meaning alone; `weight` from 0 to 1."""

    concept: Concept
    words: str | None
    weight: float


@cache
def load_concepts() -> tuple[Concept, ...]:
    """Every concept of the lexicon, files in order, names in the order of the loader."""
    concepts = []
    for lexicon in LEXICONS:
        for entry in load_lexicon(lexicon, package="search_api"):
            said = sorted(entry["said"], key=lambda words: (-len(words), words))
            concepts.append(Concept(name=entry["name"], terms=(entry["name"], *entry.get("also", ())), said=tuple(said)))
    return tuple(concepts)


@cache
def _pattern_of(said: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f".{{0,{GAP_WIDTH}}}?".join(re.escape(part) for part in words.split(GAP)) for words in said))


def dictionary_words() -> list[str]:
    """The official terms that a tokenizer is to take for words.

    >>> [word in dictionary_words() for word in ("黑臭水体", "公租房", "燃气管道更新")]
    [True, True, False]
    """
    return [
        term
        for place, lexicon in enumerate(LEXICONS)
        for entry in load_lexicon(lexicon, package="search_api")
        for term in (entry["name"], *entry.get("also", ()))
        if place < WORDS_OF or len(term) <= LONGEST_WORD
    ]


@dataclass(frozen=True, slots=True)
class Openings:
    """Words by their first two characters, with the place of their concept: one pass over a text finds which concepts may be in it.

    With a pattern for each of six hundred concepts a query would cost as many searches, nearly all of them for nothing.
    """

    by_start: dict[str, tuple[tuple[str, int], ...]]

    @classmethod
    def of(cls, words: Iterable[tuple[str, int]]) -> Openings:
        """The index of these words, each with the place of its concept."""
        held: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for word, place in dict.fromkeys(words):
            held[word[:2]].append((word, place))
        return cls({start: tuple(of_start) for start, of_start in held.items()})

    def find(self, text: str) -> dict[int, list[str]]:
        """The words of each concept that stand in a text, concepts in their order."""
        found: dict[int, list[str]] = defaultdict(list)
        starts = self.by_start
        for at, char in enumerate(text):
            for word, place in (*starts.get(text[at : at + 2], ()), *starts.get(char, ())):
                if text.startswith(word, at):
                    found[place].append(word)
        return dict(sorted(found.items()))


@cache
def _said_openings() -> Openings:
    """What everyday phrases begin with: all of them, or what stands before the first gap."""
    return Openings.of((words.split(GAP)[0], place) for place, concept in enumerate(load_concepts()) for words in concept.said)


@cache
def _term_openings() -> Openings:
    return Openings.of((term, place) for place, concept in enumerate(load_concepts()) for term in concept.terms)


def find_spoken(query: str) -> list[Spoken]:
    """The concepts whose everyday words stand in a query; longer words are surer.

    >>> [(spoken.concept.name, spoken.words) for spoken in find_spoken("门口那条臭水沟谁来管")][:1]
    [('黑臭水体', '臭水沟')]
    """
    concepts = load_concepts()
    found = []
    for place in _said_openings().find(query):
        concept = concepts[place]
        match = concept.pattern.search(query)
        if match is not None:
            length = max(len(other.group()) for other in concept.pattern.finditer(query))
            found.append(Spoken(concept, match.group(), min(1.0, 0.5 + 0.17 * (length - 1))))
    return found


def find_kin(text: str) -> list[Spoken]:
    """The concepts of which a text holds an official word, so that their other words may stand for it.

    >>> any("巡查" in kin.concept.terms for kin in find_kin("乡级河长巡河几次"))
    True
    """
    concepts = load_concepts()
    found = []
    for place, held in _term_openings().find(text).items():
        terms = concepts[place].terms
        found.append(Spoken(concepts[place], max(sorted(set(held), key=terms.index), key=len), KIN))
    return found


class TermIndex:
    """Which items hold which terms of the lexicon, how often, and whether in the title."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """An empty index for the terms of these concepts."""
        terms = sorted({term for concept in concepts for term in concept.terms}, key=lambda term: (-len(term), term))
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for term in terms:
            self._by_start[term[:2]].append(term)
        self._items: dict[str, array[int]] = defaultdict(lambda: array("l"))
        self._weights: dict[str, array[float]] = defaultdict(lambda: array("f"))
        self._cache: dict[tuple[str, ...], Speaking] = {}
        self._held: NDArray[np.bool_] | None = None
        self._size = 0

    def find(self, text: str) -> dict[str, int]:
        """How often each term stands in a text; a term inside a longer one counts as well."""
        counts: dict[str, int] = {}
        starts = self._by_start
        for i in range(len(text) - 1):
            for term in starts.get(text[i : i + 2], ()):
                if text.startswith(term, i):
                    counts[term] = counts.get(term, 0) + 1
        return counts

    def add(self, number: int, title: str, text: str) -> None:
        """Takes an item in."""
        for term, count in self.find(f"{title}\n{text}").items():
            often = min(count, REPEAT_MOST)
            self._items[term].append(number)
            self._weights[term].append(often / (often + REPEAT) * (1 + REPEAT) + TITLE_BONUS * (term in title))
        self._size = max(self._size, number + 1)
        self._cache.clear()
        self._held = None

    def drop(self, numbers: Iterable[int]) -> None:
        """Takes items out."""
        gone = set(numbers)
        for term, items in self._items.items():
            if not gone.isdisjoint(items):
                kept = [place for place, item in enumerate(items) if item not in gone]
                weights = self._weights[term]
                self._items[term] = array("l", [items[place] for place in kept])
                self._weights[term] = array("f", [weights[place] for place in kept])
        self._cache.clear()
        self._held = None

    def held(self, concepts: Sequence[Concept]) -> NDArray[np.bool_]:
        """Of which concepts any item holds a term; what no item speaks of is nothing that a query here can mean."""
        if self._held is None or len(self._held) != len(concepts):
            self._held = np.array([any(self._items.get(term) for term in concept.terms) for concept in concepts], dtype=np.bool_)
        return self._held

    def scores(self, concept: Concept, *, count: int) -> Speaking:
        """The items that speak of a concept, and how much; `count` is the number of items that there are.

        Only these are kept: an array over all items for each concept would take 800 MB at 100,000 items.
        """
        cached = self._cache.get(concept.terms)
        if cached is not None:
            return cached
        of_terms: list[Speaking] = []
        for place, term in enumerate(concept.terms):
            holding = self._items.get(term)
            if not holding:
                continue
            rarity = log(1 + (count - len(holding) + 0.5) / (len(holding) + 0.5)) if len(holding) <= count else 0.0
            of_terms.append((np.array(holding), np.array(self._weights[term]) * (rarity * (1.0 if place == 0 else KIN))))
        numbers = np.unique(np.concatenate([items for items, _ in of_terms])) if of_terms else np.zeros(0, dtype=np.int64)
        best, total = np.zeros(len(numbers)), np.zeros(len(numbers))
        for items, weights in of_terms:
            places = np.searchsorted(numbers, items)
            best[places] = np.maximum(best[places], weights)
            total[places] += weights
        self._cache[concept.terms] = (numbers, best + FURTHER * (total - best))
        return self._cache[concept.terms]
