"""`ask(question, graph, index)`: a plan, run on the graph, answered with facts and their evidence, or an honest no.

Questions for facts (who, when, how much, how often) find their task by search and take the facts out of it; questions for lists (what does
a unit do, what falls due, what cites a document) are filters of the graph, so that their lists are complete; questions for a change or a
comparison set the facts of years, units, places or documents beside each other.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph import questions
from graph.store import Graph
from graph.views import TaskView
from search_api.answers import abstain, answer, list_tasks, quote_title
from search_api.ask_post import ask_post
from search_api.candidates import MOST_LABELLED, Candidate, find_candidates, rank_tasks
from search_api.changes import ask_change
from search_api.comparisons import ask_comparison
from search_api.document_facts import ask_document, documents_numbered
from search_api.facts import ask_fact
from search_api.follow_up import understand_after
from search_api.ical import today_in_shanghai
from search_api.index import SearchIndex
from search_api.lists import ask_list, falls_in, headed_duties, mentioning
from search_api.models import Answer, Question
from search_api.plan import Understanding
from search_api.posts import asked_posts
from search_api.topic import Topic, make_topic

DUTIES = re.compile(r"职责|义务|责任|(?:要|应当?|得|必须)(?:做|干|履行|遵守|办)(?:好|到)?(?:些)?(?:什么|哪|啥)")
# Questions of these kinds may ask who holds a post (总指挥是谁, 成员有哪些, 副组长有哪几位).
_OF_POSTS = ("who", "find", "what_by_unit", "howmuch")


def ask(question: Question, graph: Graph, index: SearchIndex) -> Answer:
    """Answers a question, or says what is missing and the nearest thing found.

    A question that finds nothing is read once more by its sound (小水店 for 小水电).
    """
    given = _ask(question, graph, index)
    if not given.abstained:
        return given
    reading = index.read_by_sound(given.plan.topic)
    text = question.question
    for typed, meant in reading.read:
        text = text.replace(typed, meant)
    if text == question.question:
        return given
    again = _ask(question.model_copy(update={"question": text}), graph, index)
    if again.abstained:
        return given
    read = "、".join(f"“{typed}”按“{meant}”理解" for typed, meant in reading.read)
    plan = again.plan.model_copy(update={"steps": (read, *again.plan.steps)})
    return again.model_copy(update={"question": question.question, "plan": plan})


def _ask(question: Question, graph: Graph, index: SearchIndex) -> Answer:
    today = question.today or today_in_shanghai()
    numbered = documents_numbered(question.question, graph)
    understood = understand_after(question.before, question.question.strip(), index, today, numbered=numbered)
    if understood.type == "find" and understood.asks_bare_indicator:
        understood = replace(understood, type="howmuch")
    topic = make_topic(understood.topic, index)
    text = question.question
    asked = (
        asked_posts(understood.question) if understood.type in _OF_POSTS and understood.gap is None and understood.label is None else None
    )
    if asked is not None and (told := ask_post(text, asked, understood, topic, graph, index)) is not None:
        return told
    if understood.type in ("what_by_unit", "what_by_date", "citing"):
        return ask_list(text, understood, topic, graph, index)
    if understood.type == "document" and understood.gap is None:
        plan = understood.as_plan(index, ("取出文件的制发信息",))
        return ask_document(text, understood.facts, understood.within, plan, graph, index)
    if understood.unheld and (cited := _citing(understood, graph, index)):
        return _of_cited(text, understood, topic, cited, index)
    if understood.gap is not None and understood.type == "howmuch" and len(understood.years) == 1 and understood.named_by in ("", "year"):
        aimed_at = replace(understood, type="change", within=None, gap=None)
        told = ask_change(text, aimed_at, topic, graph, index)
        if not told.abstained:
            return told
    if understood.gap is not None:
        near = [one.view for one in rank_tasks(understood.topic, topic, graph, index, within=understood.within) if one.fits]
        return abstain(text, understood.as_plan(index, ("没有符合条件的文件",)), understood.gap, near[:3])
    if understood.type == "compare":
        return ask_comparison(text, understood, topic, graph, index)
    if understood.type == "change":
        return ask_change(text, understood, topic, graph, index)
    if not topic.words and not understood.units and understood.label is None:
        return abstain(text, understood.as_plan(index, ("问题里没有可查找的内容",)), "问题里没有说明要问哪件事")
    if understood.type == "find" and DUTIES.search(text) and (headed := headed_duties(topic, understood.within, graph, index)):
        plan = understood.as_plan(index, (f"查找“{topic.text}”的条款", f"取出其下{len(headed)}项"))
        return answer(text, plan, [f"{list_tasks(headed, index)}。"], headed, [quote_title(view) for view in headed])
    candidates = find_candidates(understood, topic, graph, index)
    if understood.label is not None and not 0 < len(candidates) <= MOST_LABELLED:
        where = "所问文件" if understood.within is not None else "已载入的文件"
        missing = (
            f"{where}里没有{understood.label.said}"
            if not candidates
            else f"有{len(candidates)}个{understood.label.said}，请说明是哪份文件的"
        )
        return abstain(text, understood.as_plan(index, (f"查找{understood.label.said}",)), missing, [one.view for one in candidates[:3]])
    if understood.type == "find" and understood.window.is_set:
        candidates = [one for one in candidates if falls_in(one.view, understood.window)]
    return ask_fact(understood.question, understood, topic, candidates, index).model_copy(update={"question": text})


def _citing(understood: Understanding, graph: Graph, index: SearchIndex) -> list[TaskView]:
    """The tasks that cite a title which no loaded document bears: what is done with it is asked for (《…》由谁修订)."""
    return [view for title in understood.unheld for view in questions.citing(graph, title) or mentioning(title, graph, index)]


def _of_cited(text: str, understood: Understanding, topic: Topic, cited: list[TaskView], index: SearchIndex) -> Answer:
    about = replace(understood, gap=None, named_by="", within=None)
    candidates = [Candidate(view=view, score=0.0, support=max(0.5, topic.support(view.text)), meaning=0.0) for view in cited]
    return ask_fact(about.question, about, topic, candidates, index).model_copy(update={"question": text})
