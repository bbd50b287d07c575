"""`ask(question, graph, index)`: a plan, run on the graph, answered with facts and their evidence, or an honest no.

Questions for facts (who, when, how much, how often) find their task by search and take the facts out of it; questions for lists (what does
a unit do, what falls due, what cites a document) are filters of the graph, so that their lists are complete.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from graph import questions
from graph.questions import TaskFilter
from graph.store import Graph
from graph.views import TaskView
from search_api.answers import (
    abstain,
    answer,
    dates_of,
    name_document,
    name_often,
    name_task,
    quote,
    quote_title,
    quote_unit,
    value_of,
)
from search_api.choose_deadlines import choose_deadlines, choose_recurrences
from search_api.choose_targets import choose_all_targets, choose_targets, names_no_indicator
from search_api.choose_units import choose_units, find_agent
from search_api.document_facts import ask_document
from search_api.ical import today_in_shanghai
from search_api.index import SearchIndex
from search_api.lists import ask_list
from search_api.models import Answer, AnswerEvidence, Plan, Question, QuestionType, Value
from search_api.nlp import find_forms
from search_api.plan import Understanding, understand
from search_api.topic import Topic, make_topic

# Tasks that are looked at for a fact, best first.
CANDIDATES, TARGET_CANDIDATES = 8, 40
# How much of a topic a task must hold to answer for it; less where its meaning stands out as well.
# Swept over tests/cases/questions.toml: lower, and questions about other matters get an answer; higher, and everyday speech gets none.
SUPPORT, SUPPORT_WITH_MEANING, MEANING = 0.5, 0.3, 2.0
# A task of another document answers as well where it fits about as well as the best one.
AS_GOOD = 1.0
# What is left of a topic when a question leans on the one before (那么谁配合？还有哪些任务？) names nothing.
_BARE = re.compile(r"[那么呢谁它这该其项还又的吗请问是哪些个什都有任务\s]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task that may hold the answer, with its score in the search and how much of the topic it holds."""

    view: TaskView
    score: float
    support: float
    meaning: float

    @property
    def fits(self) -> bool:
        """Whether it is about the topic at all."""
        return self.support >= SUPPORT or (self.support >= SUPPORT_WITH_MEANING and self.meaning >= MEANING)


def ask(question: Question, graph: Graph, index: SearchIndex) -> Answer:
    """Answers a question, or says what is missing and the nearest thing found."""
    today = question.today or today_in_shanghai()
    text = question.question.strip()
    understood = understand(text, index, today)
    if question.previous and not _BARE.sub("", understood.topic) and not understood.units:
        understood = _lean_on(understand(question.previous.strip(), index, today), understood)
    if understood.type == "find" and understood.asks_bare_indicator:
        understood = replace(understood, type="howmuch")
    topic = make_topic(understood.topic, index)
    if understood.type in ("what_by_unit", "what_by_date", "citing"):
        return ask_list(question.question, understood, topic, graph, index)
    if understood.type == "document" and understood.gap is None:
        plan = understood.as_plan(index, ("取出文件的制发信息",))
        return ask_document(question.question, understood.facts, understood.within, plan, graph, index)
    if understood.gap is not None:
        return abstain(question.question, understood.as_plan(index, ("没有符合条件的文件",)), understood.gap)
    candidates = find_candidates(understood, topic, graph, index, TARGET_CANDIDATES if understood.type == "howmuch" else CANDIDATES)
    return _ANSWERS[understood.type](question.question, understood, topic, candidates, index)


def _lean_on(before: Understanding, now: Understanding) -> Understanding:
    """A question without a subject takes it from the one before, and keeps its own kind, role, days and documents."""
    return replace(
        before,
        question=f"{before.question} {now.question}",
        type=before.type if now.type == "find" else now.type,
        role=now.role or (before.role if now.type == "find" else None),
        window=now.window if now.window.is_set else before.window,
        within=before.within if now.within is None else now.within,
        named_by=before.named_by if now.within is None else now.named_by,
        gap=now.gap or before.gap,
    )


def find_candidates(understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex, limit: int) -> list[Candidate]:
    """The tasks that a question may be about, best first: of its documents, and of its units where it names doers."""
    allowed = None
    if understood.units:
        allowed = frozenset(id for unit in understood.units for id in questions.task_ids(graph, TaskFilter(unit=unit)))
        # What a unit has put out itself is about its own work, whichever of its sections a task names.
        allowed |= index.tasks_of(entry.document for entry in index.documents() if entry.issuer in understood.units)
    query = understood.topic or understood.question
    ranking = index.rank(query, allowed=allowed, within=understood.within)
    scored = ranking.tasks[:limit]
    entries = {index.entry(one.number).id: (index.entry(one.number), one) for one in scored}
    candidates = []
    for view in questions.tasks_by_ids(graph, list(entries)):
        entry, one = entries[view.id]
        support = topic.support(f"{entry.context}\n{view.title}\n{view.text}".lower()) if topic.words else 0.5
        candidates.append(Candidate(view=view, score=one.score, support=support, meaning=one.meaning))
    return candidates


def _best(candidates: list[Candidate], understood: Understanding) -> list[Candidate]:
    """The best candidate, and of other documents those that fit about as well, where the question does not say which is meant."""
    fitting = sorted((one for one in candidates if one.fits), key=lambda one: -(one.score + 4 * one.support))
    if not fitting or understood.named_by in ("title", "place"):
        return fitting[:1]
    best = fitting[0].score + 4 * fitting[0].support
    chosen: dict[str, Candidate] = {}
    for one in fitting:
        if one.view.document not in chosen and one.score + 4 * one.support >= best - AS_GOOD:
            chosen[one.view.document] = one
    return list(chosen.values())


def _who(text: str, understood: Understanding, topic: Topic, candidates: list[Candidate], index: SearchIndex) -> Answer:
    sentences, views, evidence, units, agents = [], [], [], [], []
    chosen = _best(candidates, understood)
    for one in chosen:
        view = one.view
        agent = find_agent(text, view) if all(unit.role == "subject" for unit in view.units) else None
        named = choose_units(text, topic, view, understood.role)
        if agent is not None and not any(agent[0] <= unit.start - view.start < agent[1] for unit in named):
            phrase = view.text[agent[0] : agent[1]]
            agents.append(phrase)
            evidence.append(quote(view, view.start + agent[0], view.start + agent[1]))
            sentences.append(f"{name_document(view)}{name_task(view)}：由{phrase}。")
            views.append(view)
        elif named:
            names = "、".join(dict.fromkeys(unit.name for unit in named))
            word = {"lead": "牵头单位是", "responsible": "责任单位是", "support": "配合单位是", "subject": "由"}[named[0].role]
            tail = "承担" if named[0].role == "subject" else ""
            sentences.append(f"{name_document(view)}{name_task(view)}：{word}{names}{tail}。")
            units.extend(named)
            views.append(view)
            evidence.extend(quote_unit(view, unit) for unit in named)
    plan = understood.as_plan(index, _steps(topic, views, "取出其单位"))
    if not views:
        return abstain(text, plan, _missing(chosen, candidates, "没有写明由谁负责"), [one.view for one in candidates[:3]])
    return answer(text, plan, sentences, views, evidence, units=units, extra_units=agents)


def _when(text: str, understood: Understanding, topic: Topic, candidates: list[Candidate], index: SearchIndex) -> Answer:
    sentences, views = [], []
    evidence: list[AnswerEvidence] = []
    dates: list[date] = []
    values: list[Value] = []
    dated = [one for one in candidates if choose_deadlines(topic, one.view)]
    chosen = _best(dated, understood)
    for one in chosen:
        deadlines = choose_deadlines(topic, one.view)
        stated = "、".join(dict.fromkeys(deadline.text for deadline in deadlines))
        sentences.append(f"{name_document(one.view)}{name_task(one.view)}：{stated}。")
        views.append(one.view)
        dates.extend(dates_of(deadlines))
        evidence.extend(quote(one.view, deadline.start, deadline.end) for deadline in deadlines)
    plan = understood.as_plan(index, _steps(topic, views, "取出其时限"))
    best = _best(candidates, understood)
    if not views or (best and best[0].score + 4 * best[0].support > chosen[0].score + 4 * chosen[0].support + 2.5):
        if best and choose_recurrences(topic, best[0].view):
            return _how_often(text, understood, topic, candidates, index)
        return abstain(text, plan, _missing(best, candidates, "没有写明时间"), [one.view for one in candidates[:3]])
    if any(word in text for word in ("多少", "几座", "几条", "几个")):
        for fitting in choose_targets(text, topic, [(one.view, one.support) for one in chosen]):
            values.append(value_of(fitting.target))
            sentences.append(f"{fitting.target.text}。")
            evidence.append(quote(fitting.view, fitting.target.start, fitting.target.end))
    return answer(text, plan, sentences, views, evidence, dates=dates, values=values)


def _how_often(text: str, understood: Understanding, topic: Topic, candidates: list[Candidate], index: SearchIndex) -> Answer:
    recurring = [one for one in candidates if choose_recurrences(topic, one.view)]
    chosen = _best(recurring, understood)
    if len(understood.unit_phrases) > 1:
        chosen = list(dict.fromkeys(one for phrase in understood.unit_phrases for one in _best(_of_doer(recurring, phrase), understood)))
    sentences, views = [], []
    evidence: list[AnswerEvidence] = []
    values: list[Value] = []
    for one in chosen:
        for deadline in choose_recurrences(topic, one.view):
            sentences.append(f"{name_document(one.view)}{name_task(one.view)}：{name_often(deadline)}（原文“{deadline.text}”）。")
            evidence.append(quote(one.view, deadline.start, deadline.end))
            if deadline.recurrence is not None and deadline.recurrence.times is not None:
                values.append(Value(value=deadline.recurrence.times, unit="次", every=deadline.recurrence.every))
        views.append(one.view)
    plan = understood.as_plan(index, _steps(topic, views, "取出其频次"))
    if not views:
        if understood.type == "howoften" and any(target for one in _best(candidates, understood) for target in one.view.targets):
            return _how_much(text, understood, topic, candidates, index)
        return _no_fact(text, plan, understood, candidates, "没有写明多久一次")
    return answer(text, plan, sentences, views, evidence, values=values)


def _of_doer(candidates: list[Candidate], phrase: str) -> list[Candidate]:
    """The tasks of one of several doers that a question names."""
    return [one for one in candidates if any(phrase in find_forms("unit", unit.name) for unit in one.view.units)]


def _how_much(text: str, understood: Understanding, topic: Topic, candidates: list[Candidate], index: SearchIndex) -> Answer:
    usable = [one for one in candidates if one.support >= SUPPORT_WITH_MEANING or one.meaning >= MEANING]
    named = understood.named_by in ("title", "place")
    chosen = choose_targets(text, topic, [(one.view, one.support) for one in usable], by_document=not named)
    best = _best(candidates, understood)
    if best and best[0].support >= SUPPORT and names_no_indicator(text, chosen):
        chosen = choose_all_targets(text, best[0].view) or chosen
    views = [fitting.view for fitting in chosen]
    plan = understood.as_plan(index, _steps(topic, views, "取出其指标"))
    if not chosen:
        if any(choose_recurrences(topic, one.view) for one in _best(candidates, understood)) and "次" in text:
            return _how_often(text, understood, topic, candidates, index)
        return _no_fact(text, plan, understood, candidates, "没有写明数量")
    sentences = [f"{name_document(fitting.view)}{name_task(fitting.view)}：{fitting.target.text}。" for fitting in chosen]
    evidence = [quote(fitting.view, fitting.target.start, fitting.target.end) for fitting in chosen]
    return answer(text, plan, sentences, views, evidence, values=[value_of(fitting.target) for fitting in chosen])


def _find(text: str, understood: Understanding, topic: Topic, candidates: list[Candidate], index: SearchIndex) -> Answer:
    chosen = _best(candidates, understood)
    views = [one.view for one in chosen]
    plan = understood.as_plan(index, _steps(topic, views, "引用其原文"))
    if not views:
        return abstain(text, plan, "已载入的文件里没有找到这件事", [one.view for one in candidates[:3]])
    sentences = [f"{name_document(view)}{name_task(view)}。" for view in views]
    return answer(text, plan, sentences, views, [quote_title(view) for view in views])


def _steps(topic: Topic, views: list[TaskView], then: str) -> tuple[str, ...]:
    names = "、".join(dict.fromkeys(name_task(view) for view in views))
    return (f"按“{topic.text}”查找任务", f"找到{names or '不到相符的任务'}", then) if topic.text else (f"找到{names}", then)


def _no_fact(text: str, plan: Plan, understood: Understanding, candidates: list[Candidate], what: str) -> Answer:
    return abstain(text, plan, _missing(_best(candidates, understood), candidates, what), [one.view for one in candidates[:3]])


def _missing(chosen: list[Candidate], candidates: list[Candidate], what: str) -> str:
    if chosen:
        return f"{name_document(chosen[0].view)}{name_task(chosen[0].view)}{what}"
    return "已载入的文件里没有这件事" if not candidates else f"已载入的文件里没有与所问相符、又写明答案的任务（{what}）"


_Answering = Callable[[str, Understanding, Topic, list[Candidate], SearchIndex], Answer]
_ANSWERS: dict[QuestionType, _Answering] = {"who": _who, "when": _when, "howmuch": _how_much, "howoften": _how_often, "find": _find}
