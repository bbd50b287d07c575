"""The tasks that may hold the answer to a question, best first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph import questions
from graph.store import Graph
from graph.views import TaskView
from search_api.index import SearchIndex
from search_api.plan import Understanding
from search_api.topic import Topic
from search_api.unit_ids import unit_ids
from search_api.words import normalise

# Tasks that are looked at for a fact, best first.
CANDIDATES, TARGET_CANDIDATES = 8, 40
# How much of a topic a task must hold to answer for it; less where its meaning stands out as well.
# Swept over tests/cases/questions.toml: lower, and questions about other matters get an answer; higher, and everyday speech gets none.
SUPPORT, SUPPORT_WITH_MEANING, MEANING = 0.5, 0.3, 2.0
# A task of another document answers as well where it fits about as well as the best one.
AS_GOOD = 1.0
# What a task is about stands before its doers: 河长办公室有下列行为之一的，由上级河长 …
_OPENING = re.compile(r"[，。；：\n]|由|应当|负责")
SUBJECT = 2.0
# Of so many items with one number each is answered for; of more a question must say which document it means.
MOST_LABELLED = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task that may hold the answer: its score in the search, how much of the topic it holds, and whether it speaks of its things."""

    view: TaskView
    score: float
    support: float
    meaning: float
    holds_things: bool = True

    @property
    def fits(self) -> bool:
        """Whether it is about the topic at all."""
        return self.holds_things and (self.support >= SUPPORT or (self.support >= SUPPORT_WITH_MEANING and self.meaning >= MEANING))

    @property
    def rank(self) -> float:
        """How well it fits beside others."""
        return self.score + 4 * self.support


def find_candidates(understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex) -> list[Candidate]:
    """The tasks that a question may be about, best first: of its documents, and of its units where it names doers.

    Where no task of those units is about the topic, the units are part of what is asked about (设省级河长的河流) and narrow nothing.
    """
    limit = TARGET_CANDIDATES if understood.type in ("howmuch", "change", "compare") else CANDIDATES
    if understood.label is not None:
        return _labelled(understood, topic, graph, index)
    if not understood.units:
        found = rank_tasks(understood.topic or understood.question, topic, graph, index, within=understood.within, limit=limit)
        return [_with_subject(one, understood.subjects) for one in found]
    allowed = frozenset(view.id for view in questions.tasks_of_units(graph, unit_ids(understood.units, graph)))
    # What a unit has put out itself is about its own work, whichever of its sections a task names.
    allowed |= index.tasks_of(understood.own)
    query = understood.topic or understood.question
    found = rank_tasks(query, topic, graph, index, within=understood.within, allowed=allowed, limit=limit)
    if understood.topic and not any(one.fits for one in found):
        wider = rank_tasks(understood.question, topic, graph, index, within=understood.within, limit=limit)
        named = [one for one in wider if any(phrase in one.view.text or phrase in one.view.title for phrase in understood.unit_phrases)]
        found = named if any(one.fits for one in named) else found
    return found


def rank_tasks(
    query: str,
    topic: Topic,
    graph: Graph,
    index: SearchIndex,
    *,
    within: frozenset[str] | None,
    allowed: frozenset[str] | None = None,
    limit: int = CANDIDATES,
) -> list[Candidate]:
    """The best tasks for a query, of these documents and tasks alone."""
    scored = index.rank(query, allowed=allowed, within=within).tasks[:limit]
    entries = {index.entry(one.number).id: (index.entry(one.number), one) for one in scored}
    candidates = []
    for view in questions.tasks_by_ids(graph, list(entries)):
        entry, one = entries[view.id]
        text = normalise(f"{entry.context}\n{view.title}\n{view.text}")
        support = about(topic, normalise(entry.document_title)).support(text) if topic.words else 0.5
        # Things that the title of its document names are said of each of its tasks.
        holds = topic.holds_things(f"{normalise(entry.document_title)}\n{text}")
        candidates.append(Candidate(view=view, score=one.score, support=support, meaning=one.meaning, holds_things=holds))
    return candidates


def _with_subject(candidate: Candidate, subjects: tuple[str, ...]) -> Candidate:
    """A candidate that begins with a unit which the question names fits better than one that names it as a doer among others."""
    opening = _OPENING.split(candidate.view.text, maxsplit=1)[0]
    return replace(candidate, score=candidate.score + SUBJECT) if any(said in opening for said in subjects) else candidate


def about(topic: Topic, title: str) -> Topic:
    """A topic without what the title of the document says of all its tasks (民生实事), where anything is left."""
    rest = topic.without(word for word, _ in topic.words if word in title)
    return rest if rest.words else topic


def _labelled(understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex) -> list[Candidate]:
    """The tasks with the label that a question names: number 3 of every section, where numbers begin anew."""
    label = understood.label
    within = understood.within if understood.within is not None else frozenset(entry.document for entry in index.documents())
    ids = index.labelled(label.fits, within) if label is not None else frozenset()
    views: Iterable[TaskView] = questions.tasks_by_ids(graph, sorted(ids)) if len(ids) <= 10 * MOST_LABELLED else ()
    found = [Candidate(view=view, score=0.0, support=topic.support(normalise(f"{view.title}\n{view.text}")), meaning=0.0) for view in views]
    about = [one for one in found if one.support >= SUPPORT_WITH_MEANING]
    chosen = sorted(about or found, key=lambda one: (one.view.document, one.view.start))
    return [Candidate(view=one.view, score=0.0, support=1.0, meaning=0.0) for one in chosen]


def best_of(candidates: list[Candidate], understood: Understanding) -> list[Candidate]:
    """The best candidate, and of other documents those that fit about as well, where the question does not say which is meant."""
    if understood.label is not None:
        return candidates[:MOST_LABELLED]
    fitting = sorted((one for one in candidates if one.fits), key=lambda one: -one.rank)
    if not fitting or understood.named_by in ("title", "place"):
        return fitting[:1]
    chosen: dict[str, Candidate] = {}
    for one in fitting:
        if one.view.document not in chosen and one.rank >= fitting[0].rank - AS_GOOD:
            chosen[one.view.document] = one
    return list(chosen.values())
