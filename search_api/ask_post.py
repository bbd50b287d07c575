"""Who holds a post: the line or sentence that says so; or a task that names the post beside its doer; or an honest no.

A doer is not the holder of a post because its section stands nearby: what an answer quotes must name the very post that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph import questions
from graph.store import Graph
from graph.views import DocumentView, TaskView
from search_api.answers import abstain, answer, name_task
from search_api.candidates import SUPPORT, about, find_candidates
from search_api.catalog import Entry
from search_api.clauses import find_sentence
from search_api.facts import ask_fact
from search_api.index import SearchIndex
from search_api.models import Answer, AnswerEvidence
from search_api.plan import Understanding
from search_api.posts import WHOLE, Asked, Held, find_holders, name_of, speaks_of
from search_api.question_words import without_asking
from search_api.topic import Topic, make_topic

# Items of a ranking that are looked through for the post, and documents that are then read.
LOOKED_THROUGH, READ = 300, 8
# How far above a line stands what body it is about; lines that follow each other are of one body.
ABOVE, BESIDE = 240, 3
# So many places are answered for; of more a question must say which body it means.
MOST = 6
# A place of another body holds part of the words as well; what is so much less about the body is another.
AS_GOOD = 0.1
# So long a stretch is quoted inside the sentence; a longer one stands below it as evidence alone.
QUOTED = 40
# How near a post is that stands with the very body which the question names.
NAMED = 2
_ALIKE = re.compile(r"(?:(?:总|前方|现场)?指挥部|领导|工作|协调|推进|专项|部际|联席|会议|小组|组|办公室|委员会|专班|机构)+")
_YEAR = re.compile(r"(?:19|20)\d{2}年?度?")


@dataclass(frozen=True, slots=True)
class _Place:
    """A place that says who holds a post: in which document, how well it is about the body that is asked for, and the task around it."""

    held: Held
    document: DocumentView
    text: str
    support: float
    task: str | None


def ask_post(text: str, asked: Asked, understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex) -> Answer | None:
    """Who holds the posts that are asked for; `None` where a list of members is, and no line gives it."""
    who = replace(understood, type="who")
    # A body is meant by its own name: 专班 and 领导小组 have different heads, alike as they are.
    body = _distinct(replace(make_topic(without_asking(_YEAR.sub(" ", asked.body)), index), spoken=()))
    found = [_places(post, asked, who, body, graph, index) for post in asked.posts]
    wanted = "、".join(asked.posts)
    lacking = [_lacking(post) for post, places in zip(asked.posts, found, strict=True) if not places]
    if any(len(places) > MOST for places in found):
        plan = who.as_plan(index, (f"查找写明{wanted}的原文",))
        return abstain(text, plan, f"已载入的文件里有{max(map(len, found))}处写明{wanted}，请说明是哪个机构的")
    places = [place for several in found for place in several]
    if places:
        return _tell(text, who, places, lacking, graph, index)
    if asked.is_of_members and understood.type != "who":
        return None
    candidates = find_candidates(who, topic, graph, index)
    given = ask_fact(who.question, who, topic, candidates, index).model_copy(update={"question": text})
    if given.abstained or _names_posts(asked.posts, given, graph):
        return given
    return abstain(text, given.plan, f"已载入的文件里{'、'.join(lacking)}", [one.view for one in candidates[:3]])


def _lacking(post: str) -> str:
    return "没有写明由谁组成" if post == WHOLE else f"没有写明{post}是谁"


def _distinct(body: Topic) -> Topic:
    """A body without what many are called alike, where anything else is said of it."""
    alike = [word for word, _ in body.words if _ALIKE.fullmatch(word)]
    rest = body.without(alike)
    return rest if rest.words else body


def _places(post: str, asked: Asked, understood: Understanding, body: Topic, graph: Graph, index: SearchIndex) -> list[_Place]:
    """The places that say who holds a post, of the documents that speak of it: those that are most about the body."""
    ranking = index.rank(understood.topic or understood.question, within=understood.within)
    ranked = sorted((*ranking.tasks[:LOOKED_THROUGH], *ranking.passages), key=lambda one: -one.score)
    naming = [entry for entry in index.entries(one.number for one in ranked) if speaks_of(post, entry.body)]
    places: list[_Place] = []
    for id in list(dict.fromkeys(entry.document for entry in naming))[:READ]:
        document, text = questions.text_of(graph, id)
        read = _read(post, document, text, [entry for entry in naming if entry.document == id], body)
        nearest = max((_nearness(place.held, post, asked.body) for place in read), default=0)
        places.extend(place for place in read if _nearness(place.held, post, asked.body) == nearest)
    best = max((place.support for place in places), default=0.0)
    good = [place for place in places if place.support >= best - AS_GOOD]
    if asked.body.rstrip("的").endswith("办公室") and any(_nearness(place.held, post, asked.body) == NAMED for place in good):
        good = [place for place in good if _nearness(place.held, post, asked.body) == NAMED]
    # A document may say the same several times.
    return list({(place.document.id, place.held.post, *_holders(place)): place for place in reversed(good)}.values())[::-1]


def _nearness(held: Held, post: str, body: str) -> int:
    """How a post as printed goes with the one that is asked for: 办公室主任 is what is meant where 办公室 is named, else another's."""
    before = held.post.removesuffix(post) if held.post != post else ""
    return 1 if not before or held.post == WHOLE or post == WHOLE else NAMED if before[-2:] in body else 0


def _holders(place: _Place) -> list[str]:
    return [place.text[start:end] for start, end in place.held.holders]


def _read(post: str, document: DocumentView, text: str, entries: Sequence[Entry], body: Topic) -> list[_Place]:
    """The places of one document; what stands above one, up to the place before it, says which body it is about."""
    places: list[_Place] = []
    opens = last = 0
    for held in find_holders(post, text):
        if held.start - last > BESIDE:
            opens = max(last, held.start - ABOVE)
        # A sentence says itself what is made up of whom (办公室由…组成).
        above = find_sentence(text, held.start)[0] if held.post == WHOLE else opens
        around = f"{document.title or ''}\n{text[above : held.end]}"
        support = about(body, document.title or "").support(around) if body.words else 1.0
        if support >= SUPPORT and body.holds_things(around):
            task = next((entry.id for entry in entries if entry.is_task and entry.start <= held.start < entry.end), None)
            places.append(_Place(held, document, text, support, task))
        last = held.end
    return places


def _tell(text: str, who: Understanding, places: Sequence[_Place], lacking: Sequence[str], graph: Graph, index: SearchIndex) -> Answer:
    inside = {view.id: view for view in questions.tasks_by_ids(graph, [place.task for place in places if place.task is not None])}
    sentences, views = [], []
    units: list[str] = []
    evidence: list[AnswerEvidence] = []
    for place in places:
        view = inside.get(place.task or "")
        holders = _holders(place)
        units.extend(map(name_of, holders))
        sentences.append(_sentence(place, holders, view, index))
        views.extend([view] if view is not None else [])
        evidence.append(_quote(place, view))
    named = "、".join(dict.fromkeys(place.held.post for place in places))
    sentences.extend(f"{missing}。" for missing in lacking)
    plan = who.as_plan(index, (f"查找写明{named}的原文", f"找到{len(places)}处", "取出原文"))
    return answer(text, plan, sentences, views, evidence, extra_units=units)


def _sentence(place: _Place, holders: Sequence[str], view: TaskView | None, index: SearchIndex) -> str:
    document = f"《{place.document.title}》" if place.document.title else place.document.source
    said = "、".join(re.sub(r"\s+", " ", holder) for holder in holders)
    told = f"由{said}组成" if place.held.post == WHOLE else f"{place.held.post}是{said}"
    printed = place.text[place.held.start : place.held.end]
    quoted = f"（原文“{printed}”）" if len(printed) <= QUOTED and "\n" not in printed else ""
    return f"{document}{name_task(view, index) if view is not None else ''}：{told}{quoted}。"


def _quote(place: _Place, view: TaskView | None) -> AnswerEvidence:
    return AnswerEvidence(
        source=place.document.source,
        document=place.document.id,
        number=view.number if view is not None else None,
        start=place.held.start,
        end=place.held.end,
        quote=place.text[place.held.start : place.held.end],
    )


def _names_posts(posts: Sequence[str], given: Answer, graph: Graph) -> bool:
    """Whether some sentence that an answer quotes from names the posts."""
    for piece in given.evidence:
        _, text = questions.text_of(graph, piece.document)
        start, end = find_sentence(text, piece.start)
        if all(speaks_of(post, text[start:end]) for post in posts):
            return True
    return False
