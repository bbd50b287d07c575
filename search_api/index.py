"""The search index: what the graph holds, findable by words at once and by meaning as soon as its vectors are made.

It is made from the graph and can always be made anew; `catch_up` brings it level. What the ranking is made of stands in `ranking.py`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from graph import questions
from graph.store import Graph
from graph.views import DocumentDetail
from search_api.background import Made, Stretch, VectorMaker
from search_api.backing import Meanings, Words
from search_api.catalog import Catalog, Entry
from search_api.clauses import find_clauses
from search_api.embed import Embedder, Vectors
from search_api.entries import make_entries
from search_api.everyday import Spoken, TermIndex, dictionary_words, load_concepts
from search_api.holdings import Holdings
from search_api.matrix import Matrix, products
from search_api.nlp import Named, Vocabulary
from search_api.ranking import WORD_HITS, Materials, Ranking, Weights, nearest_concepts, rank
from search_api.shipped import phrases_of
from search_api.spelling import Reading, read_by_sound
from search_api.vectors import VectorStore, text_key
from search_api.words import Tokenizer, WordIndex

# Documents a transaction when the index is brought level with the graph.
BATCH = 50
KEPT_QUERIES = 500


class SearchIndex:
    """Items of all documents. Its methods may be called from several threads."""

    def __init__(self, folder: Path, embedder: Embedder | None) -> None:
        """Opens the index in `folder`; without an embedder it goes by words alone."""
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._embedder = embedder
        self._catalog = Catalog(folder / "catalog.db")
        self._tokenizer = Tokenizer(dictionary_words())
        self._concepts = load_concepts()
        self._terms = TermIndex(self._concepts)
        self._asked: dict[str, Vectors] = {}
        self._holdings = Holdings()
        self._words = self._open_words(folder)
        if self._catalog.is_new:
            self._words.clear()
        self._vocabulary = Vocabulary()
        dimensions = 1 if embedder is None else embedder.dimensions
        self._matrix = self._open_meanings(dimensions)
        self._maker: VectorMaker | None = None
        self.notes: tuple[str, ...] = ()
        if embedder is None:
            self.notes = ("这台机器上没有语义模型，检索只按字词进行。",)
        else:
            store = VectorStore(folder / "vectors.db", embedder.name, embedder.dimensions)
            if store.made_anew:
                self.notes = (f"索引此前由另一个模型生成，语义向量正在用 {embedder.name} 重新计算，期间检索以字词为主。",)
            self._maker = VectorMaker(store, embedder, phrases_of(self._concepts), stretches=self._stretches_of, deliver=self._collect)
        self._phrase_owners = np.repeat(np.arange(len(self._concepts)), [len(concept.said) for concept in self._concepts])
        for number, entry in self._catalog.all():
            self._tokenizer.add(entry.unit_names)
            self._hold(number, entry)

    def _open_words(self, folder: Path) -> Words:
        return WordIndex(folder / "words", self._tokenizer)

    def _open_meanings(self, dimensions: int) -> Meanings:
        return Matrix(dimensions)

    @property
    def knows_meaning(self) -> bool:
        """Whether there is a model for meaning."""
        return self._embedder is not None

    @property
    def embedder_name(self) -> str | None:
        """The model that makes the vectors."""
        return None if self._embedder is None else self._embedder.name

    @property
    def vectors_missing(self) -> int:
        """How many stretches of text have no vector yet."""
        return 0 if self._maker is None else self._maker.missing

    def catch_up(self, graph: Graph) -> None:
        """Takes out what the graph no longer holds and in what it holds beyond the index."""
        held: set[str] = set()
        offset = 0
        while True:
            page = questions.documents(graph, limit=1000, offset=offset)
            held.update(document.id for document in page.items)
            offset += len(page.items)
            if not page.items or offset >= page.total:
                break
        with self._lock:
            known = self._catalog.documents()
        for gone in known - held:
            self._take_out(gone)
        for place, id in enumerate(sorted(held - known), start=1):
            self._take_in(questions.document(graph, id))
            if place % BATCH == 0:
                self._commit()
        self._commit()

    def update(self, document: DocumentDetail) -> None:
        """Takes a document in, in place of what was known of it; it is found by words when this returns."""
        self.update_all([document])

    def update_all(self, documents: Iterable[DocumentDetail], *, gone: Iterable[str] = ()) -> None:
        """The same for many, and without those that are `gone`: made durable once for all of them."""
        with self._lock:
            for id in gone:
                self._take_out(id)
            for document in documents:
                self._take_out(document.id)
                self._take_in(document)
            self._commit()

    def remove(self, document: str) -> None:
        """Takes a document out."""
        with self._lock:
            self._take_out(document)
            self._commit()

    def rank(
        self,
        query: str,
        *,
        allowed: frozenset[str] | None = None,
        within: frozenset[str] | None = None,
        units: Iterable[str] = (),
        documents: Iterable[str] = (),
        asks_for_duties: bool = False,
        weights: Weights | None = None,
    ) -> Ranking:
        """The items of the index by how well they fit a query.

        `allowed` are the ids of the only tasks, `within` of the only documents to consider; tasks of these `units` and `documents`,
        which the query names, come first.
        """
        vector = self._vector_of(query)
        with self._lock:
            size = self._holdings.size
            found = self._words.search(query, limit=WORD_HITS)
            near_items = None if vector is None else self._matrix.best(vector, size, exactly=found)
            near: tuple[Spoken, ...] = ()
            if vector is not None and self._maker is not None and self._maker.phrase_vectors is not None:
                cosines = products(self._maker.phrase_vectors, vector)
                near = nearest_concepts(cosines, self._phrase_owners, self._concepts, self._terms.held(self._concepts))
            materials = Materials(
                holdings=self._holdings,
                words=found,
                terms=self._terms,
                concepts=self._concepts,
                clauses=None if near_items is None else near_items.clauses,
                wholes=None if near_items is None else near_items.wholes,
                near=near,
            )
            return rank(
                query,
                materials,
                allowed=allowed,
                within=within,
                units=frozenset(units),
                documents=frozenset(documents),
                asks_for_duties=asks_for_duties,
                weights=weights,
            )

    def read_by_sound(self, query: str) -> Reading:
        """A query with what stands nowhere read as what sounds alike; on a server, where each look costs a call, as it is."""
        return read_by_sound(query, self._words.holding()) if isinstance(self._words, WordIndex) else Reading(query, ())

    def find_names(self, question: str) -> list[Named]:
        """The units, indicators, places and titles that a question names."""
        with self._lock:
            return self._vocabulary.find(question)

    def words_of(self, text: str) -> list[str]:
        """The words of a text that carry a topic."""
        return self._tokenizer.words(text)

    def nouns_of(self, text: str) -> list[str]:
        """The words of a text that name a thing."""
        return self._tokenizer.nouns(text)

    def rarity(self, word: str) -> float:
        """How much a word tells: high where few items hold it, highest where none does."""
        return self._words.rarity(word)

    def documents(self) -> list[Entry]:
        """One entry of each document, for what it says of its document."""
        with self._lock:
            return list(self._holdings.documents())

    def tasks_of(self, documents: Iterable[str]) -> frozenset[str]:
        """The ids of all tasks of these documents."""
        with self._lock:
            entries = [self._holdings[number] for number in self._holdings.of_documents(documents)]
        return frozenset(entry.id for entry in entries if entry.is_task)

    def labelled(self, fits: Callable[[str], bool], within: Iterable[str]) -> frozenset[str]:
        """The ids of the tasks of these documents whose printed label fits."""
        with self._lock:
            entries = [self._holdings[number] for number in self._holdings.of_documents(within)]
        return frozenset(entry.id for entry in entries if entry.is_task and fits(entry.label))

    def repeats(self, document: str, label: str) -> bool:
        """Whether several tasks of a document bear one label, since its numbers begin anew in each section."""
        with self._lock:
            return self._holdings.count_labelled(document, label) > 1

    def with_indicators(self, indicators: Iterable[str]) -> list[Entry]:
        """The tasks with a target of any of these indicators."""
        with self._lock:
            return [self._holdings[number] for number in sorted(self._holdings.of_indicators(indicators))]

    def entries(self, numbers: Iterable[int]) -> list[Entry]:
        """The entries of numbers that a ranking gave."""
        with self._lock:
            return [self._holdings[number] for number in numbers]

    def entry(self, number: int) -> Entry:
        """The entry of a number that a ranking gave."""
        with self._lock:
            return self._holdings[number]

    def wait(self) -> None:
        """Returns when every vector is made."""
        if self._maker is not None:
            self._maker.wait()

    def close(self) -> None:
        """Stops the background work; what is missing is made at the next start."""
        if self._maker is not None:
            self._maker.close()
        with self._lock:
            self._words.close()
            self._catalog.close()

    def _vector_of(self, query: str) -> Vectors | None:
        """The vector of a query; those asked last are kept, since filters and pages ask the same words again."""
        if self._embedder is None or not query.strip():
            return None
        with self._lock:
            vector = self._asked.get(query)
        if vector is None:
            vector = self._embedder.queries([query])[0]
            with self._lock:
                self._asked[query] = vector
                if len(self._asked) > KEPT_QUERIES:
                    del self._asked[next(iter(self._asked))]
        return vector

    def _take_in(self, document: DocumentDetail) -> None:
        with self._lock:
            entries = list(make_entries(document))
            self._tokenizer.add(name for entry in entries for name in entry.unit_names)
            for number, entry in zip(self._catalog.add(document.id, entries), entries, strict=True):
                self._words.add(number, searched_text(entry))
                self._hold(number, entry)

    def _take_out(self, document: str) -> None:
        with self._lock:
            numbers = self._catalog.remove(document)
            self._words.remove(numbers)
            self._terms.drop(numbers)
            self._matrix.drop(numbers)
            self._holdings.drop(numbers)

    def _hold(self, number: int, entry: Entry) -> None:
        self._holdings.add(number, entry)
        self._vocabulary.add("unit", entry.unit_names)
        self._vocabulary.add("indicator", entry.indicators)
        self._vocabulary.add("title", (entry.document_title,))
        self._vocabulary.add("place", (entry.place,))
        self._terms.add(number, entry.title, entry.body)
        if self._maker is not None:
            self._maker.want(number)

    def _commit(self) -> None:
        with self._lock:
            self._words.commit()
            self._catalog.commit()

    def _stretches_of(self, number: int) -> list[Stretch]:
        entry = self._holdings.get(number)
        return [] if entry is None else make_stretches(entry)

    def _collect(self, vectors: list[Made]) -> None:
        """Takes vectors that were made into the matrix, unless their item is gone meanwhile."""
        with self._lock:
            made = [one for one in vectors if one.number in self._holdings]
            if made:
                self._matrix.add(
                    np.stack([one.vector for one in made]),
                    [one.number for one in made],
                    clauses=[one.stretch.clause for one in made],
                    wholes=[one.stretch.whole for one in made],
                )


def searched_text(entry: Entry) -> str:
    """What words are looked for in: the title counts twice."""
    return f"{entry.title} {entry.title} {entry.context} {entry.document_title} {entry.label} {entry.body}"


def make_stretches(entry: Entry) -> list[Stretch]:
    """The texts of an item that get vectors: its whole with heading and doers, and its clauses.

    A passage, or a task of one clause, is one stretch for both: a second vector of nearly the same text would say nothing more.
    """
    whole = f"{entry.context} {entry.title} {entry.body}".strip()
    clauses = [entry.body[start:end] for start, end in find_clauses(entry.body)] if entry.is_task else []
    if len(clauses) < 2:
        return [Stretch(text_key(whole), whole, whole=True, clause=True)]
    # A clause that an item repeats is near once.
    parts = [Stretch(text_key(clause), clause, whole=False, clause=True) for clause in dict.fromkeys(clauses)]
    return [Stretch(text_key(whole), whole, whole=True, clause=False), *parts]
