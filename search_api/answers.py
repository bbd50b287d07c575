"""Answers as sentences made of facts, each part with the stretch of its document that says so; nothing else is put into words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from graph.views import DeadlineMention, TargetMention, TaskView, UnitMention
from search_api.index import SearchIndex
from search_api.models import Answer, AnswerEvidence, Plan, TaskRef, UnitRef, Value

_EVERY = {
    "P1D": "每天",
    "P1W": "每周",
    "P10D": "每旬",
    "P1M": "每月",
    "P2M": "每两个月",
    "P3M": "每季度",
    "P6M": "每半年",
    "P1Y": "每年",
}
LISTED_TITLES = 60
# A sentence names so many tasks; the list beside it is always whole.
MOST_LISTED = 100


def task_ref(view: TaskView) -> TaskRef:
    """A task as an answer names it."""
    return TaskRef(id=view.id, document=view.document, source=view.source, number=view.number, title=view.title)


def name_document(view: TaskView) -> str:
    """A document as a sentence names it.

    The title stands in its marks; a document without one goes by its file.
    """
    return f"《{view.document_title}》" if view.document_title else view.source


def name_task(view: TaskView, index: SearchIndex) -> str:
    """A task as a sentence names it: its label, and its title in quotes; its section first where the numbers of a document begin anew."""
    if not view.title:
        return ""
    label = view.number or ""
    if label.isdigit():
        label = f"第{label}项"
    if view.number and view.path and index.repeats(view.document, view.number):
        label = f"“{view.path[-1]}”{label}"
    return f"{label}“{view.title[:LISTED_TITLES]}”"


def quote(view: TaskView, start: int, end: int) -> AnswerEvidence:
    """Evidence from a task's own text; `start` and `end` are offsets in the document."""
    return AnswerEvidence(
        source=view.source,
        document=view.document,
        number=view.number,
        start=start,
        end=end,
        quote=view.text[start - view.start : end - view.start],
    )


def quote_unit(view: TaskView, unit: UnitMention) -> AnswerEvidence:
    """Evidence of a unit, which may stand before the task's own text, in the sentence that announces a list of duties."""
    return AnswerEvidence(source=view.source, document=view.document, number=view.number, start=unit.start, end=unit.end, quote=unit.name)


def quote_title(view: TaskView) -> AnswerEvidence:
    """Evidence that a task stands in its document: its title where that is printed in it, else its first words."""
    at = view.text.find(view.title)
    start = view.start + max(at, 0)
    return quote(view, start, start + (len(view.title) if at >= 0 else min(len(view.text), 40)))


def name_often(deadline: DeadlineMention) -> str:
    """How often, in words.

    >>> name_often(DeadlineMention(id="d", text="每季度不少于一次", recurrence={"every": "P3M", "times": 1}, start=0, end=8))
    '每季度至少1次'
    """
    if deadline.recurrence is None:
        return deadline.text
    every = _EVERY.get(deadline.recurrence.every, deadline.text)
    return every if deadline.recurrence.times is None else f"{every}至少{deadline.recurrence.times}次"


def value_of(target: TargetMention) -> Value:
    """A target as a figure of an answer."""
    return Value(
        value=target.value,
        unit=target.unit,
        indicator=target.indicator,
        comparator=target.comparator,
        direction=target.direction,
        baseline=target.baseline,
        status=target.status,
    )


def dates_of(deadlines: Iterable[DeadlineMention]) -> tuple[date, ...]:
    """The dates of deadlines, both ends of a period."""
    return tuple(dict.fromkeys(day for deadline in deadlines for day in (deadline.from_, deadline.to) if day is not None))


def abstain(question: str, plan: Plan, missing: str, nearest: Sequence[TaskView] = ()) -> Answer:
    """An honest no: what is missing, and the nearest thing that was found."""
    sentence = missing
    if nearest:
        first = nearest[0]
        label = f"第{first.number}项" if first.number and first.number.isdigit() else first.number or ""
        sentence += f"；最接近的是{name_document(first)}{label}“{first.title[:LISTED_TITLES]}”"
    return Answer(question=question, answer=f"{sentence}。", abstained=True, nearest=tuple(map(task_ref, nearest)), plan=plan)


def answer(
    question: str,
    plan: Plan,
    sentences: Sequence[str],
    views: Sequence[TaskView],
    evidence: Sequence[AnswerEvidence],
    *,
    units: Sequence[UnitMention] = (),
    dates: Sequence[date] = (),
    values: Sequence[Value] = (),
    extra_units: Sequence[str] = (),
) -> Answer:
    """An answer of sentences and facts."""
    links = {unit.unit: UnitRef(id=unit.unit, name=unit.name) for unit in units}
    return Answer(
        question=question,
        answer="".join(sentences),
        abstained=False,
        tasks=tuple({view.id: task_ref(view) for view in views if view.title}.values()),
        units=tuple(dict.fromkeys([*(unit.name for unit in units), *extra_units])),
        unit_links=tuple(links.values()),
        dates=tuple(dict.fromkeys(dates)),
        values=tuple(values),
        evidence=tuple({(item.document, item.start, item.end): item for item in evidence}.values()),
        plan=plan,
    )


def list_tasks(views: Sequence[TaskView], index: SearchIndex) -> str:
    """Tasks as a list, document by document.

    The number stands before the title, as it is printed.
    """
    by_document: dict[str, list[TaskView]] = {}
    for view in views[:MOST_LISTED]:
        by_document.setdefault(name_document(view), []).append(view)
    return "；".join(f"{document}{'、'.join(name_task(view, index) for view in held)}" for document, held in by_document.items()) + (
        f"；等共{len(views)}项" if len(views) > MOST_LISTED else ""
    )
