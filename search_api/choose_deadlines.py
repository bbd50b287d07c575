"""Which deadlines of a task that fits a question are meant."""

from __future__ import annotations

import re

from graph.views import DeadlineMention, TaskView
from search_api.clauses import find_sentence
from search_api.topic import Topic
from search_api.words import normalise

_PART = re.compile(r"[，,、；;]|和|以及")
_WHEN = re.compile(r"什么时候|什么时间|何时|哪一?天|几月|几号|啥时|哪一?年|多会儿")


def choose_deadlines(question: str, topic: Topic, view: TaskView) -> list[DeadlineMention]:
    """The dated deadlines of a task whose stretch of text is nearest to the topic, for each part of the question that asks when."""
    dated = [deadline for deadline in view.deadlines if (deadline.from_ or deadline.to) and not deadline.past]
    parts = [part for part in _PART.split(question) if _WHEN.search(part)]
    if len(parts) < 2:
        return _nearest(topic, view, dated)
    chosen = [deadline for part in parts for deadline in _nearest(topic.of_part(part), view, dated)]
    return list(dict.fromkeys(chosen))


def choose_recurrences(topic: Topic, view: TaskView) -> list[DeadlineMention]:
    """The recurrences of a task whose stretch of text is nearest to the topic."""
    return _nearest(topic, view, [deadline for deadline in view.deadlines if deadline.recurrence is not None])


def _nearest(topic: Topic, view: TaskView, deadlines: list[DeadlineMention]) -> list[DeadlineMention]:
    if len(deadlines) < 2:
        return deadlines
    stretches = {deadline.id: _stretch_of(view, deadline, deadlines) for deadline in deadlines}
    beyond = topic.beyond(normalise(view.title))
    for told in (beyond, topic):
        fits = [(told.closeness(stretches[deadline.id]), deadline) for deadline in deadlines]
        best = max(fit for fit, _ in fits)
        if best > 0:
            break
    return [deadline for fit, deadline in fits if fit >= best - 0.02]


def _stretch_of(view: TaskView, deadline: DeadlineMention, deadlines: list[DeadlineMention]) -> str:
    """The sentence of a deadline, up to its neighbours in the same sentence."""
    first, last = start, end = find_sentence(view.text, deadline.start - view.start)
    for other in deadlines:
        if not first <= other.start - view.start < last:
            continue
        if other.end <= deadline.start:
            start = max(start, _clause_start(view.text, other.end - view.start, deadline.start - view.start))
        elif other.start >= deadline.end:
            end = min(end, _clause_start(view.text, deadline.end - view.start, other.start - view.start))
    return view.text[start:end]


def _clause_start(text: str, after: int, before: int) -> int:
    comma = max(text.rfind(mark, after, before) for mark in "，,")
    return comma if comma >= after else before
