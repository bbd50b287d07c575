"""The words of texts and queries, and the index of them.

Words come from rjieba with the names of the graph and the terms of our lexicon as dictionary; a second field holds character pairs, since
a query that begins or ends inside a word would lose a third of the items with words alone.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy

from extract.errors import IndexUnavailable
from search_api.spelling import Holding

if TYPE_CHECKING:
    import rjieba

# tantivy's BM25: a term that stands in a text again and again approaches k1 + 1 times its weight.
SATURATION = 2.2
WRITER_BYTES = 50_000_000

# Tags of words that name a thing; names that were added to the dictionary have none, as have stretches that it does not know.
NAMING = frozenset({"n", "nr", "nrt", "nrfg", "ns", "nt", "nz", "vn", "an", "j", "l", "i", "eng", "x"})

_HAN = re.compile(r"[\u3400-\u9fff]+")
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:\.[0-9]+)?%?")


@cache
def stop_words() -> frozenset[str]:
    """Words that carry no topic.

    >>> "什么" in stop_words()
    True
    """
    return frozenset(tomllib.loads((files("search_api") / "stop_words.toml").read_text("utf-8"))["words"].split())


def normalise(text: str) -> str:
    """The text as it is compared: full-width forms made half-width, small letters.

    >>> normalise("ＧＤＰ用水量")
    'gdp用水量'
    """
    return unicodedata.normalize("NFKC", text).lower()


def find_pairs(text: str) -> list[str]:
    """The character pairs of a text, letters and numbers whole.

    >>> find_pairs("清四乱，GDP降18%")
    ['清四', '四乱', 'gdp', '降', '18%']
    """
    pairs: list[str] = []
    for run in _RUN.findall(normalise(text)):
        if len(run) == 1 or not _HAN.match(run):
            pairs.append(run)
        else:
            pairs.extend(run[i : i + 2] for i in range(len(run) - 1))
    return pairs


class Tokenizer:
    """Cuts texts into words; what is added as a name stays whole beside its parts."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """A tokenizer of its own, so that no other user of the library sees our names; its dictionary is loaded with the first text."""
        self._jieba: rjieba.Jieba | None = None
        self._waiting: list[str] = []
        self._names: set[str] = set()
        self._stop_words = stop_words()
        self.add(names)

    def add(self, names: Iterable[str]) -> None:
        """Takes further names into the dictionary."""
        self._waiting.extend(name for name in names if 2 <= len(name) <= 20)

    def words(self, text: str) -> list[str]:
        """The words of a text, with the shorter words inside long ones, without those that carry no topic."""
        return [word for word in self._open().cut_for_search(normalise(text)) if word not in self._stop_words and _RUN.search(word)]

    def nouns(self, text: str) -> list[str]:
        """The words of a text that name a thing, by the tags of the tokenizer's dictionary; names that were added are such."""
        tagged = self._open().tag(normalise(text))
        words = [word for word, tag in tagged if tag in NAMING or (tag == "" and word in self._names)]
        return [word for word in words if word not in self._stop_words and len(word) > 1 and _RUN.search(word)]

    def is_word(self, text: str) -> bool:
        """Whether a text is a word of the dictionary, or a name."""
        return bool(self._open().has_word(text))

    def _open(self) -> rjieba.Jieba:
        if self._jieba is None:
            import rjieba

            self._jieba = rjieba.Jieba()
        waiting, self._waiting = self._waiting, []
        self._names.update(waiting)
        for name in dict.fromkeys(waiting):
            if not self._jieba.has_word(name):
                self._jieba.add_word(name, None, None)
        return self._jieba


class WordIndex:
    """A tantivy index of items under their numbers; several threads may search while one writes."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        """Opens the index in `folder`, made if it is not there."""
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("number", stored=True, indexed=True, fast=True)
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("pairs", tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._tokenizer = tokenizer
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._index = tantivy.Index(self._schema, path=str(folder), reuse=True)
            self._writer = self._index.writer(heap_size=WRITER_BYTES, num_threads=1)
        except ValueError as error:
            raise IndexUnavailable(f"the index in {folder} cannot be opened ({error}); delete that folder to have it made anew") from error

    def add(self, number: int, text: str) -> None:
        """Takes one item in; it is found after the next `commit`."""
        document = tantivy.Document()
        document.add_unsigned("number", number)
        document.add_text("words", " ".join(self._tokenizer.words(text)))
        document.add_text("pairs", " ".join(find_pairs(text)))
        self._writer.add_document(document)

    def remove(self, numbers: Iterable[int]) -> None:
        """Takes items out at the next `commit`."""
        for number in numbers:
            self._writer.delete_documents_by_term("number", number)

    def clear(self) -> None:
        """Takes everything out."""
        self._writer.delete_all_documents()
        self.commit()

    def commit(self) -> None:
        """Makes what was added and removed visible, and safe on disk."""
        self._writer.commit()
        self._index.reload()

    def search(self, query: str, *, limit: int) -> dict[int, float]:
        """The best items for the words of a query, each with how much of the query's weight it holds, from 0 to about 1."""
        return self.search_terms(self._tokenizer.words(query), find_pairs(query), limit=limit)

    def search_terms(self, words: Sequence[str], pairs: Sequence[str], *, limit: int) -> dict[int, float]:
        """The same for words and pairs that were made already."""
        searcher = self._index.searcher()
        scores: dict[int, float] = {}
        for field, terms, share in (("words", words, 0.6), ("pairs", pairs, 0.4)):
            best = _ideal(searcher, field, terms)
            if best == 0:
                continue
            clauses = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, term)) for term in dict.fromkeys(terms)]
            found = searcher.search(tantivy.Query.boolean_query(clauses), limit=limit, count=False)
            numbers = searcher.fast_field_values("number", [address for _, address in found.hits])
            for (score, _), number in zip(found.hits, numbers, strict=True):
                if number is not None:
                    scores[int(number)] = scores.get(int(number), 0.0) + share * float(score) / best
        return scores

    def rarity(self, word: str) -> float:
        """How much a word tells: high where few items hold it, highest where none does."""
        searcher = self._index.searcher()
        return _rarity(searcher.num_docs, searcher.doc_freq("words", word))

    def holding(self) -> Holding:
        """What reading a query by its sound asks of the index."""
        searcher = self._index.searcher()
        return Holding(
            words=lambda word: int(searcher.doc_freq("words", word)),
            pairs=lambda pair: int(searcher.doc_freq("pairs", pair)),
            is_word=self._tokenizer.is_word,
            is_stop_word=stop_words().__contains__,
        )

    def close(self) -> None:
        """Waits until nothing is written any more."""
        self._writer.wait_merging_threads()


def _ideal(searcher: tantivy.Searcher, field: str, terms: Sequence[str]) -> float:
    """The most that any item could score for these terms: every one of them saturated."""
    total = searcher.num_docs
    if total == 0:
        return 0.0
    best = 0.0
    for term in dict.fromkeys(terms):
        best += SATURATION * _rarity(total, searcher.doc_freq(field, term))
    return best


def _rarity(total: int, holding: int) -> float:
    return log(1 + (max(total, holding) - holding + 0.5) / (holding + 0.5))
