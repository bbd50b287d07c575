"""What a question is about, as weighed words, and how much of it a text holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from search_api.everyday import Spoken, find_kin, find_spoken
from search_api.index import SearchIndex
from search_api.question_words import is_question_word, topic_words
from search_api.words import find_pairs, normalise

# How much of the things that a topic names a text must hold to be about it: of 火星基地 the word 基地 alone is too little.
# Swept over the questions that are answered and some forty about other matters: .5 lets 办理护照 find 办理, .7 loses everyday speech.
LEAST_THINGS = 0.58
_FIGURE = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d年)\d{2,}(?:\.\d+)?(?:万|亿)?[\u4e00-\u9fff]|(?<![\d.])\d\.\d+%?")


@dataclass(frozen=True, slots=True)
class Topic:
    """The words of a question, rare ones weighing more; `things` are those that name a thing, without the parts of longer ones.

    `spoken` are the concepts that its everyday words stand for; `figures` are printed as they stand (那21栋房子).
    """

    text: str
    words: tuple[tuple[str, float], ...]
    pairs: frozenset[str]
    spoken: tuple[Spoken, ...]
    things: tuple[tuple[str, float], ...] = ()
    figures: tuple[str, ...] = ()

    def support(self, text: str) -> float:
        """The share of the topic's weight that a text holds, in its own words or in those of an office."""
        return self._share(self.words, text)

    def holds_things(self, text: str) -> bool:
        """Whether a text speaks of the things that the topic names, or of most of them by their rarity."""
        if self.figures and any(figure in text for figure in self.figures):
            return True
        return not self.things or self._share(self.things, text) >= LEAST_THINGS

    def without(self, words: Iterable[str]) -> Topic:
        """The topic without some of its words."""
        gone = set(words)
        kept, things = (tuple(word for word in held if word[0] not in gone) for held in (self.words, self.things))
        return replace(self, words=kept, things=things)

    def of_part(self, part: str) -> Topic:
        """The topic as far as one part of the question speaks of it."""
        words = tuple(word for word in self.words if word[0] in part)
        pairs = self.pairs & frozenset(find_pairs(part))
        return replace(self, words=words, pairs=pairs, spoken=tuple(find_spoken(part)) or self.spoken)

    def beyond(self, title: str) -> Topic:
        """What a topic says beyond the title of a task: of 老旧小区改造完工 only 完工 tells one date of that task from another."""
        words = tuple(word for word in self.words if self._held(word[0], title, {}) < 0.5)
        return replace(self, words=words, pairs=frozenset(find_pairs(" ".join(word for word, _ in words))))

    def closeness(self, text: str) -> float:
        """How near a stretch is to the topic, by words and pairs of characters: finer than `support`, for stretches of one task."""
        if not self.pairs:
            return 0.0
        return 0.5 * self.support(text) + 0.5 * len(self.pairs & set(find_pairs(text))) / len(self.pairs)

    def _share(self, words: tuple[tuple[str, float], ...], text: str) -> float:
        total = sum(weight for _, weight in words)
        if total == 0:
            return 0.0
        official = {said.words or "": said.weight for said in self.spoken if any(term in text for term in said.concept.terms)}
        return sum(weight * self._held(word, text, official) for word, weight in words) / total

    @staticmethod
    def _held(word: str, text: str, official: dict[str, float]) -> float:
        if word in text:
            return 1.0
        if said := [weight for words, weight in official.items() if words in word or (len(word) > 1 and word in words)]:
            return max(said)
        # 垃圾处理率 against 生活垃圾无害化处理率: a long word may stand in parts.
        pairs = find_pairs(word)
        if len(pairs) < 2:
            return 0.0
        share = sum(pair in text for pair in pairs) / len(pairs)
        return 0.8 * share if share >= 0.5 else 0.0


def make_topic(text: str, index: SearchIndex) -> Topic:
    """The topic of a text."""
    # Of 污水处理率 the tokenizer also gives 污水 and 处理: the parts of a longer word weigh a third, or the long word would count thrice.
    words = topic_words(text, index)
    weighed = [
        (
            word,
            index.rarity(word)
            * (0.35 if any(word != longer and word in longer for longer in words) else 1.0)
            * (0.5 if len(word) == 1 else 1.0),
        )
        for word in words
    ]
    things = [word for word in dict.fromkeys(index.nouns_of(text)) if not is_question_word(word)]
    spoken = (*find_spoken(text), *find_kin(text))
    return Topic(
        text=text,
        words=tuple(weighed),
        pairs=frozenset(find_pairs(" ".join(words))),
        spoken=spoken,
        things=tuple((word, index.rarity(word)) for word in things),
        figures=tuple(_FIGURE.findall(normalise(text))),
    )
