"""`search(query, graph, index)`: hits with what they matched, passages below them, and counts to filter by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from operator import attrgetter

from graph import questions
from graph.store import Graph
from graph.views import Facet, TaskView
from search_api.catalog import Entry
from search_api.everyday import Spoken
from search_api.highlight import find_highlights
from search_api.index import SearchIndex
from search_api.models import Found, Hit, Passage, SearchQuery
from search_api.nlp import Named, fold
from search_api.ranking import Ranking, Scored, as_share

# Beyond these a hit has nothing to do with the query: it holds hardly a word of it, and its meaning does not stand out.
LEAST_WORDS, LEAST_MEANING, LEAST_SCORE = 0.12, 1.0, 1.5
PASSAGES = 5
FACET_VALUES = 20

_DUTIES = re.compile(r"职责|义务|(?:哪些|什么|几项)(?:任务|工作)|(?:负责|承担|要?做|要?干)(?:些)?(?:什么|哪些|啥)")
_QUOTED = re.compile(r"《([^《》]{2,80})》")


def search(query: SearchQuery, graph: Graph, index: SearchIndex) -> Found:
    """Finds tasks by words and meaning; without words it lists what the filters leave."""
    text = query.q.strip()
    allowed = frozenset(questions.task_ids(graph, query.where())) if query.narrows else None
    if not text:
        return _listed(query, graph, index)
    text, read = index.read_by_sound(text)
    named = index.find_names(text)
    documents = named_documents(text, named, index)
    ranking = index.rank(
        without_titles(text, documents),
        allowed=allowed,
        units=[name for part in named if part.kind == "unit" for name in part.names],
        documents=documents,
        asks_for_duties=_DUTIES.search(text) is not None,
    )
    fitting = [scored for scored in ranking.tasks if _fits(scored)] or list(ranking.tasks[: query.limit])
    entries = index.entries(scored.number for scored in fitting)
    shown = fitting[query.offset : query.offset + query.limit]
    hits = _hits(text, shown, ranking, graph, index)
    if query.sort == "date":
        hits = tuple(sorted(hits, key=_first_date))
    return Found(
        query=query.q,
        total=len(fitting),
        hits=hits,
        passages=_passages(text, ranking, index, query) if query.offset == 0 else (),
        facets=_facets(entries),
        notes=(*index.notes, *(f"没有找到“{typed}”，按“{word}”查找" for typed, word in read), *_notes(ranking.spoken)),
    )


def named_documents(text: str, named: Iterable[Named], index: SearchIndex) -> frozenset[str]:
    """The loaded documents that a query names by their title, 《》 or not."""
    titles = {name for part in named if part.kind == "title" for name in part.names}
    quoted = {fold(match) for match in _QUOTED.findall(text)}
    if not titles and not quoted:
        return frozenset()
    return frozenset(
        entry.document
        for entry in index.documents()
        if entry.document_title in titles or any(quote in fold(entry.document_title) for quote in quoted)
    )


def without_titles(text: str, documents: Iterable[str]) -> str:
    """A query without the title of a document that it was narrowed to; what is left is what is looked for in it.

    >>> without_titles("《云泽市河湖条例》规定谁来巡河", ["d1"])
    '规定谁来巡河'
    """
    rest = _QUOTED.sub("", text).strip(" ，,。") if any(True for _ in documents) else text
    return rest or text


def _fits(scored: Scored) -> bool:
    return scored.words >= LEAST_WORDS or scored.meaning >= LEAST_MEANING or scored.score >= LEAST_SCORE


def _hits(text: str, shown: list[Scored], ranking: Ranking, graph: Graph, index: SearchIndex) -> tuple[Hit, ...]:
    ids = [index.entry(scored.number).id for scored in shown]
    views = {view.id: view for view in questions.tasks_by_ids(graph, ids)}
    words = index.words_of(text)
    hits = []
    for scored, id in zip(shown, ids, strict=True):
        view = views.get(id)
        if view is None:
            continue
        official = [term for spoken in ranking.spoken for term in spoken.concept.terms if term in view.text]
        highlights = find_highlights(view.text, [*(word for word in words if len(word) > 1), *official])
        hits.append(
            Hit(**dict(view), score=round(as_share(scored.score), 4), highlights=highlights, why=_why(view, scored, words, ranking.spoken))
        )
    return tuple(hits)


def _why(view: TaskView, scored: Scored, words: list[str], spoken: tuple[Spoken, ...]) -> str:
    reasons = [
        f"“{said.words}”即{term}"
        for said in spoken
        for term in said.concept.terms[:1]
        if any(term in view.text for term in said.concept.terms)
    ]
    held = [word for word in dict.fromkeys(words) if len(word) > 1 and word in view.text.lower()]
    if held:
        reasons.append(f"含有：{'、'.join(held[:6])}")
    if scored.meaning >= LEAST_MEANING:
        reasons.append("意思相近")
    return "；".join(reasons)


def _notes(spoken: tuple[Spoken, ...]) -> tuple[str, ...]:
    if not spoken:
        return ()
    return (f"也按公文用语查找：{'、'.join(dict.fromkeys(said.concept.name for said in spoken))}",)


def _passages(text: str, ranking: Ranking, index: SearchIndex, query: SearchQuery) -> tuple[Passage, ...]:
    words = [word for word in index.words_of(text) if len(word) > 1]
    passages: list[Passage] = []
    for scored in ranking.passages:
        entry = index.entry(scored.number)
        if len(passages) == PASSAGES or not _fits(scored):
            break
        if not _passes(entry, query):
            continue
        passages.append(
            Passage(
                document=entry.document,
                source=entry.source,
                document_title=entry.document_title or None,
                text=entry.body,
                start=entry.start,
                end=entry.end,
                score=round(as_share(scored.score), 4),
                highlights=find_highlights(entry.body, words),
            )
        )
    return tuple(passages)


def _passes(entry: Entry, query: SearchQuery) -> bool:
    """Whether a passage stands in a document that the filters leave; filters on tasks leave no passages."""
    if query.unit or query.role or query.due_from or query.due_to or query.has_target is not None:
        return False
    return (
        (query.document in (None, entry.document))
        and (query.year is None or entry.year == str(query.year))
        and (query.kind in (None, entry.kind))
        and (not query.issuer or query.issuer in entry.issuer)
        and (not query.place or query.place in entry.place)
    )


def _facets(entries: list[Entry]) -> dict[str, tuple[Facet, ...]]:
    counted = {"unit": Counter(chain.from_iterable(set(entry.unit_names) for entry in entries))}
    for name in ("year", "kind", "issuer", "place", "document"):
        counted[name] = Counter(filter(None, map(attrgetter(name), entries)))
    return {
        name: tuple(Facet(value=value, count=count) for value, count in counter.most_common(FACET_VALUES))
        for name, counter in counted.items()
    }


def _first_date(hit: Hit) -> tuple[bool, str]:
    days = [str(deadline.to or deadline.from_) for deadline in hit.deadlines if deadline.to or deadline.from_]
    return (not days, min(days, default=""))


def _listed(query: SearchQuery, graph: Graph, index: SearchIndex) -> Found:
    page = questions.tasks(graph, query.where(), limit=query.limit, offset=query.offset)
    hits = tuple(Hit(**dict(view), score=0.0) for view in page.items)
    return Found(query=query.q, total=page.total, hits=hits, notes=index.notes)
