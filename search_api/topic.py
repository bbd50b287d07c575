"""What a question is about, as weighed words, and how much of it a text holds."""

from __future__ import annotations

from dataclasses import dataclass

from search_api.everyday import Spoken, find_kin, find_spoken
from search_api.index import SearchIndex
from search_api.plan import topic_words
from search_api.words import find_pairs


@dataclass(frozen=True, slots=True)
class Topic:
    """The words of a question, rare ones weighing more; `spoken` are the concepts that its everyday words stand for."""

    text: str
    words: tuple[tuple[str, float], ...]
    pairs: frozenset[str]
    spoken: tuple[Spoken, ...]

    def support(self, text: str) -> float:
        """The share of the topic's weight that a text holds, in its own words or in those of an office."""
        total = sum(weight for _, weight in self.words)
        if total == 0:
            return 0.0
        official = {said.words or "": said.weight for said in self.spoken if any(term in text for term in said.concept.terms)}
        held = sum(weight * self._held(word, text, official) for word, weight in self.words)
        return held / total

    def closeness(self, text: str) -> float:
        """How near a stretch is to the topic, by words and pairs of characters: finer than `support`, for stretches of one task."""
        if not self.pairs:
            return 0.0
        return 0.5 * self.support(text) + 0.5 * len(self.pairs & set(find_pairs(text))) / len(self.pairs)

    @staticmethod
    def _held(word: str, text: str, official: dict[str, float]) -> float:
        if word in text:
            return 1.0
        if said := [weight for words, weight in official.items() if word in words]:
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
    spoken = (*find_spoken(text), *find_kin(text))
    return Topic(text=text, words=tuple(weighed), pairs=frozenset(find_pairs(" ".join(words))), spoken=spoken)
