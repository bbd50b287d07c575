"""How hits are ordered: meaning, words and everyday concepts, each brought to one scale and added up.

    score = z(meaning) + WORDS * (share of the query's words) + SPOKEN * (concepts by words) + NEAR * (concepts by meaning) + named

A cosine of these models says little by itself (they crowd between .75 and .95), so meaning is standardised over all tasks. Words weigh by
how much of the query they hold: an office's own word brings its tasks to the top, everyday speech holds hardly a word and leaves the
order to meaning. That is the weight that depends on the query; no switch decides it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search_api.embed import Vectors
from search_api.everyday import Concept, Spoken, TermIndex, find_spoken
from search_api.holdings import Holdings, Mask

Scores = NDArray[np.float64]

# How many items words may bring in; those beyond hold too little of a query to matter.
WORD_HITS = 400
# A concept reached by meaning alone: so many, and how fast they fade with distance.
NEAR_CONCEPTS, NEAR_FADE = 5, 0.03

# A few passages are shown below the hits; the filters of a query may leave out some of these.
PASSAGE_LIMIT = 100

LABEL = re.compile(r"第[一二三四五六七八九十百零]+条(?:（[一二三四五六七八九十]+）)?|(?<=第)\d+(?=[项条])")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a score weighs against one standard deviation of meaning; `clauses` is the share of the best clause in it.

    Swept on the scored set one at a time (`benchmarks/methods.py`): clauses 0.3, 0.5, 0.7 gave .742, .767, .755 by meaning alone; words 6
    to 20 changed nothing beyond .001; near 0, 0.15, 0.3, 0.5, 0.8 gave .858, .877, .890, .896, .896, and 0.6 the
    same on the corpus as 0.45.
    """

    meaning: float = 1.0
    clauses: float = 0.5
    words: float = 12.0
    spoken: float = 0.3
    near: float = 0.6
    unit: float = 1.0
    doer: float = 4.0
    document: float = 3.0
    label: float = 6.0


@dataclass(frozen=True, slots=True)
class Materials:
    """What one ranking is made of: `words` is the share of the query's words that items hold; nearness is `None` where no model is."""

    holdings: Holdings
    words: Mapping[int, float]
    terms: TermIndex
    concepts: tuple[Concept, ...]
    clauses: Vectors | None = None
    wholes: Vectors | None = None
    near: tuple[Spoken, ...] = ()


class Scored(NamedTuple):
    """An item with its score; `words` is the share of the query's words that it holds, `meaning` how far it stands out, in deviations."""

    number: int
    score: float
    words: float
    meaning: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Tasks and passages, best first, and the concepts that the query was taken to speak of."""

    tasks: tuple[Scored, ...]
    passages: tuple[Scored, ...]
    spoken: tuple[Spoken, ...]


def nearest_concepts(
    cosines: Vectors, owners: NDArray[np.int64], concepts: tuple[Concept, ...], held: NDArray[np.bool_]
) -> tuple[Spoken, ...]:
    """The concepts whose everyday phrases lie nearest to a query, with weights that add up to 1; `owners`, one a phrase, are in order.

    Only those that are `held` by any item: the wider the lexicon, the more of it lies near a query without a match in the documents.
    """
    # Every concept has phrases, so that the first of each begins a stretch; `maximum.at` takes ten times as long.
    best = np.maximum.reduceat(cosines, np.flatnonzero(np.diff(owners, prepend=-1))).astype(np.float64)
    if not held.any():
        return ()
    best[~held] = -np.inf
    top = np.argsort(-best)[: min(NEAR_CONCEPTS, int(held.sum()))]
    weights = np.exp((best[top] - best[top[0]]) / NEAR_FADE)
    return tuple(Spoken(concepts[place], None, float(weight)) for place, weight in zip(top, weights / weights.sum(), strict=True))


def rank(
    query: str,
    materials: Materials,
    *,
    allowed: frozenset[str] | None = None,
    within: frozenset[str] | None = None,
    units: frozenset[str] = frozenset(),
    documents: frozenset[str] = frozenset(),
    asks_for_duties: bool = False,
    weights: Weights | None = None,
    limit: int = 1000,
) -> Ranking:
    """Orders tasks and passages by how well they fit the query; `allowed` are the ids of the only tasks, `within` of the only documents.

    A query that `asks_for_duties` of a unit it names wants the tasks of that unit before those that speak of it.
    """
    weigh = weights if weights is not None else Weights()
    held = materials.holdings
    tasks, passages = held.masks()
    meaning = _meaning(materials, tasks, weigh.clauses)
    words = np.zeros(held.size)
    for number, share in materials.words.items():
        if number < held.size:
            words[number] = share
    spoken = tuple(find_spoken(query))
    score = weigh.meaning * meaning + weigh.words * words
    count = int(tasks.sum() + passages.sum())
    for part, weight in ((spoken, weigh.spoken), (materials.near, weigh.near)):
        for said in part:
            speaking, values = materials.terms.scores(said.concept, count=count)
            score[speaking] += weight * said.weight * values
    for numbers, bonus in (
        (held.of_units(units), weigh.doer if asks_for_duties else weigh.unit),
        (held.of_documents(documents), weigh.document),
        (held.labelled(LABEL.findall(query)), weigh.label),
    ):
        if numbers:
            score[np.fromiter(numbers, dtype=np.int64)] += bonus
    if allowed is not None:
        tasks = tasks & _only(held.numbers(allowed), held.size)
    if within is not None:
        only = _only(held.of_documents(within), held.size)
        tasks, passages = tasks & only, passages & only
    return Ranking(
        tasks=_best(score, words, meaning, tasks, limit), passages=_best(score, words, meaning, passages, PASSAGE_LIMIT), spoken=spoken
    )


def _only(numbers: Collection[int], size: int) -> Mask:
    mask = np.zeros(size, dtype=bool)
    mask[np.fromiter(numbers, dtype=np.int64, count=len(numbers))] = True
    return mask


def as_share(score: float) -> float:
    """A score as a number between 0 and 1, for people; the order stays.

    >>> [round(as_share(score), 2) for score in (-1, 3, 7)]
    [0.12, 0.5, 0.88]
    """
    return 1 / (1 + math.exp(-(score - 3) / 2))


def _meaning(materials: Materials, tasks: Mask, share: float) -> Scores:
    """How far each item stands out from all tasks in nearness to the query, in standard deviations; nothing where no vector is."""
    if materials.clauses is None or materials.wholes is None:
        return np.zeros(materials.holdings.size)
    clauses, wholes = materials.clauses.astype(np.float64), materials.wholes.astype(np.float64)
    known = (clauses > -1) & (wholes > -1)
    nearness = share * clauses + (1 - share) * wholes
    measured = nearness[known & tasks]
    if len(measured) < 2 or measured.std() == 0:
        return np.where(known, nearness, 0.0)
    # What has no vector yet stands in the middle, so that its words decide.
    return np.where(known, (nearness - measured.mean()) / measured.std(), 0.0)


def _best(score: Scores, words: Scores, meaning: Scores, mask: Mask, limit: int) -> tuple[Scored, ...]:
    numbers = np.flatnonzero(mask)
    if len(numbers) > limit:
        numbers = numbers[np.argpartition(-score[numbers], limit)[:limit]]
    ordered = numbers[np.lexsort((numbers, -score[numbers]))]
    return tuple(map(Scored, ordered.tolist(), score[ordered].tolist(), words[ordered].tolist(), meaning[ordered].tolist()))
