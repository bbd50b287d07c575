"""Questions whose answer is a list of tasks: of a unit, due in a window, said to recur, or citing a document. Lists are complete."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from graph import questions
from graph.questions import TaskFilter
from graph.store import Graph
from graph.views import DeadlineMention, TaskView, UnitMention
from search_api.answers import abstain, answer, dates_of, list_tasks, quote, quote_title, quote_unit
from search_api.candidates import rank_tasks
from search_api.index import SearchIndex
from search_api.models import Answer, AnswerEvidence
from search_api.nlp import fold
from search_api.plan import Understanding
from search_api.topic import Topic
from search_api.unit_ids import unit_ids
from search_api.when import Window
from search_api.words import normalise

PAGE = 1000
# Tasks that are looked through for a title in their text.
MENTIONS = 50
# Where no unit is named: so many documents are listed whole, and so many tasks about the topic of a question looked through.
FEW_DOCUMENTS, MOST_RANKED = 3, 200
# A list is narrowed by the topic of its question where some of its tasks hold at least so much of it.
NARROWING = 0.6
# Passages that are looked at for the heading of an article, and what such a heading is.
HEADINGS = 10
_HEADING = re.compile(r"(第[一二三四五六七八九十百零]+条)[^。\n]*(?:下列|以下|如下)[^。\n]*[：:]\s*$")


def ask_list(text: str, understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex) -> Answer:
    """Answers a question for a list."""
    if understood.type == "citing":
        return _citing(text, understood, graph, index)
    if understood.gap is not None and not (understood.window.year and understood.units):
        return abstain(text, understood.as_plan(index, ("没有符合条件的文件",)), understood.gap)
    if understood.type == "what_by_unit":
        return _of_unit(text, understood, topic, graph, index)
    return _due(text, understood, topic, graph, index)


def _of_unit(text: str, understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex) -> Answer:
    year = understood.window.year
    if understood.gap is not None and year is not None:
        # No document plans for that year, but work of an older one may reach into it.
        where = TaskFilter(due_from=date(year, 1, 1), due_to=date(year, 12, 31))
        views = [
            view
            for view in tasks_of(graph, understood, where)
            if any(_is_due(d, date(year, 1, 1), date(year, 12, 31)) for d in view.deadlines)
        ]
    else:
        if not understood.units and (headed := headed_duties(topic, understood.within, graph, index)):
            plan = understood.as_plan(index, (f"查找“{topic.text}”的条款", f"取出其下{len(headed)}项"))
            return answer(text, plan, [f"{list_tasks(headed, index)}。"], headed, [quote_title(view) for view in headed])
        views = _meant(understood, topic, graph, index)
    if understood.role is not None:
        in_role = [view for view in views if any(unit.role == understood.role for unit in _own(view, understood))]
        # Where a document names who is responsible alone, that is who leads; who supports must be said.
        views = in_role or ([] if understood.role == "support" else views)
    elif understood.gap is None:
        views = [*views, *_put_out(views, understood, graph, index)]
    name = "、".join(understood.unit_phrases)
    narrowed, word = narrow(views, topic, index)
    plan = understood.as_plan(index, (f"取出{name}的全部任务", f"共{len(views)}项", *_narrowing_step(word, narrowed)))
    apart = _by_collectives(understood, graph)
    if not views:
        role = "配合" if understood.role == "support" else "承担"
        return abstain(text, plan, understood.gap or "；".join([f"已载入的文件里没有写明由“{name}”{role}的任务", *apart]))
    if not narrowed:
        return abstain(text, plan, f"{name or '所问文件'}的{len(views)}项任务里没有关于“{word}”的", views[:3])
    units = [unit for view in narrowed for unit in _own(view, understood)]
    evidence = [quote_unit(view, unit) for view in narrowed for unit in _own(view, understood)[:1]]
    evidence += [quote_title(view) for view in narrowed if not _own(view, understood)]
    about = f"关于“{word}”的" if word else ""
    sentence = f"{name}有{len(narrowed)}项{about}任务：{list_tasks(narrowed, index)}。"
    return answer(text, plan, [sentence, *(f"{said}，未计在内。" for said in apart)], narrowed, evidence, units=units)


def _meant(understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex) -> list[TaskView]:
    """The tasks of the units that a question names; where it names none, those about its topic, or all of a few documents."""
    if understood.units:
        return _within(questions.tasks_of_units(graph, unit_ids(understood.units, graph)), understood)
    if topic.words and (understood.within is None or len(understood.within) > FEW_DOCUMENTS):
        ranked = rank_tasks(topic.text, topic, graph, index, within=understood.within, limit=MOST_RANKED)
        return [one.view for one in ranked]
    return _within(tasks_of(graph, understood, TaskFilter()), understood) if understood.within is not None else []


def headed_duties(topic: Topic, within: frozenset[str] | None, graph: Graph, index: SearchIndex) -> list[TaskView]:
    """The items under the heading of an article that gives duties to what is asked about (供水单位应当履行下列职责：).

    Such a heading is a passage of its own, since only the items below it are tasks.
    """
    for scored in index.rank(topic.text, within=within).passages[:HEADINGS]:
        entry = index.entry(scored.number)
        heading = _HEADING.search(entry.body)
        if heading is None or not topic.holds_things(normalise(f"{entry.document_title} {heading[0]}")):
            continue
        if topic.support(normalise(heading[0])) < NARROWING:
            continue
        ids = index.labelled(lambda label, head=heading[1]: label.startswith(f"{head}（"), [entry.document])  # type: ignore[misc]
        if ids:
            return sorted(questions.tasks_by_ids(graph, sorted(ids)), key=lambda view: view.start)
    return []


def _narrowing_step(word: str, views: list[TaskView]) -> tuple[str, ...]:
    return (f"其中关于“{word}”的{len(views)}项",) if word else ()


def _put_out(views: list[TaskView], understood: Understanding, graph: Graph, index: SearchIndex) -> list[TaskView]:
    """The tasks of the documents that a unit has put out itself: its own plan of work, whichever of its sections a task names."""
    held = {view.id for view in views}
    own = understood.own if understood.within is None else understood.own & understood.within
    ids = sorted(index.tasks_of(own) - held) if own else []
    return sorted(questions.tasks_by_ids(graph, ids), key=lambda view: (view.document, view.start))


def _by_collectives(understood: Understanding, graph: Graph) -> list[str]:
    """What comes to the units of a question by a collective (各县（市、区）人民政府): said apart, never among their own tasks."""
    ids = unit_ids(understood.units, graph)
    return [f"“{collective}”包括{unit}，另有{count}项任务" for collective, unit, count in questions.shared_with(graph, sorted(ids))]


def _due(text: str, understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex) -> Answer:
    window = understood.window
    if understood.recurring:
        found = _dated(questions.due_ids(graph, recurring=True), understood, graph, index)
        meant = {view.id: [d for d in view.deadlines if d.recurrence is not None and d.recurrence.times is not None] for view in found}
        asked = "写明多久至少几次"
    else:
        first, last, asked = _days(window)
        found = _dated(questions.due_ids(graph, first=first, last=last), understood, graph, index)
        only = window.only and window.from_ is None
        meant = {view.id: [d for d in view.deadlines if _is_due(d, first, last, only=only)] for view in found}
    views = [view for view in found if meant[view.id]]
    narrowed, word = narrow(views, topic, index)
    who = "、".join(understood.unit_phrases)
    plan = understood.as_plan(
        index, (f"取出{who + '的' if who else ''}{asked}的任务", f"共{len(views)}项", *_narrowing_step(word, narrowed))
    )
    if not narrowed:
        about = f"关于“{word}”、" if views else ""
        missing = f"已载入的文件里没有{who + '在' if who and not about else who}{about}{asked}的任务"
        return abstain(text, plan, understood.gap or missing, views[:3])
    evidence = [quote(view, deadline.start, deadline.end) for view in narrowed for deadline in meant[view.id]]
    dates = [day for view in narrowed for day in dates_of(meant[view.id])]
    units = [unit for view in narrowed for unit in _own(view, understood)]
    about = f"关于“{word}”的" if word else ""
    unknown = "是否已经完成，文件没有写。" if window.overdue else ""
    sentence = f"{who + '有' if who else '有'}{len(narrowed)}项{about}任务{asked}：{list_tasks(narrowed, index)}。{unknown}"
    return answer(text, plan, [sentence], narrowed, evidence, dates=dates, units=units)


def _dated(ids: dict[str, str], understood: Understanding, graph: Graph, index: SearchIndex) -> list[TaskView]:
    """Those of these tasks that a question means: of its documents, and of its units or of what they have put out themselves."""
    within = understood.within
    left = [id for id, document in ids.items() if within is None or document in within]
    if understood.units:
        theirs = {view.id for view in questions.tasks_of_units(graph, unit_ids(understood.units, graph))} | index.tasks_of(understood.own)
        left = [id for id in left if id in theirs]
    views = questions.tasks_by_ids(graph, left)
    return sorted(views, key=lambda view: (-(view.year or 0), view.source, view.document, view.start))


def _days(window: Window) -> tuple[date, date, str]:
    """The first and the last day of a window, and how a sentence says it; what is overdue may be of any year."""
    if window.overdue and window.to is not None:
        return date.min, window.to, f"截至{window.to}期限已过"
    first = window.from_ or date((window.to or date.max).year, 1, 1)
    last = window.to or date(first.year, 12, 31)
    return first, last, f"{first}至{last}到期" if window.from_ else f"{last}前到期"


def falls_in(view: TaskView, window: Window) -> bool:
    """Whether anything of a task falls due in a window."""
    first, last, _ = _days(window)
    return any(_is_due(deadline, first, last) for deadline in view.deadlines)


def _citing(text: str, understood: Understanding, graph: Graph, index: SearchIndex) -> Answer:
    views: dict[str, TaskView] = {}
    for title in understood.cited:
        found = _within(questions.citing(graph, title), understood) or mentioning(title, graph, index, within=understood.within)
        views.update((view.id, view) for view in found)
    named = "、".join(f"《{title}》" for title in understood.cited)
    plan = understood.as_plan(index, (f"取出引用{named}的任务", f"共{len(views)}项"))
    if not views:
        return abstain(text, plan, f"已载入的文件里没有任务引用{named}")
    evidence: list[AnswerEvidence] = []
    for view in views.values():
        named_here = [c for c in view.citations if any(title in c.title or c.title in title for title in understood.cited)]
        evidence.extend(quote(view, citation.start, citation.end) for citation in named_here)
        if not named_here:
            evidence.append(quote_title(view))
    return answer(text, plan, [f"引用{named}的有{list_tasks(list(views.values()), index)}。"], list(views.values()), evidence)


def mentioning(title: str, graph: Graph, index: SearchIndex, *, within: frozenset[str] | None = None) -> list[TaskView]:
    """The tasks whose text names a title that was not taken for a citation."""
    ids = [index.entry(scored.number).id for scored in index.rank(title, within=within).tasks[:MENTIONS]]
    return [view for view in questions.tasks_by_ids(graph, ids) if f"《{title}》" in fold(view.text)]


def tasks_of(graph: Graph, understood: Understanding, where: TaskFilter) -> list[TaskView]:
    """All tasks that fit, of any of the units that the question names."""
    filters = [where.model_copy(update={"unit": unit}) for unit in understood.units] or [where]
    views: dict[str, TaskView] = {}
    for one in filters:
        if understood.within is not None and len(understood.within) == 1:
            one = one.model_copy(update={"document": next(iter(understood.within))})
        offset = 0
        while True:
            page = questions.tasks(graph, one, limit=PAGE, offset=offset)
            views.update((view.id, view) for view in page.items)
            offset += len(page.items)
            if not page.items or offset >= page.total:
                break
    return list(views.values())


def _within(views: Iterable[TaskView], understood: Understanding) -> list[TaskView]:
    return [view for view in views if understood.within is None or view.document in understood.within]


def _own(view: TaskView, understood: Understanding) -> list[UnitMention]:
    names = set(understood.units)
    return [unit for unit in view.units if names & {unit.unit, unit.canonical, unit.name}]


def _is_due(deadline: DeadlineMention, first: date, last: date, *, only: bool = False) -> bool:
    """Whether something falls due in the window; `only` asks for its very last day, said as an end and not as a whole period."""
    day = deadline.to or deadline.from_
    if day is None or deadline.past:
        return False
    if only:
        return day == last and deadline.from_ is None
    return first <= day <= last


def narrow(views: list[TaskView], topic: Topic, index: SearchIndex) -> tuple[list[TaskView], str]:
    """The tasks about the topic of the question, and the words of it that narrowed; none where the topic is in none of them.

    Nothing narrows that is the subject of the whole document (河长制任务), or a single character, which stands in any word.
    """
    titles = normalise(" ".join(dict.fromkeys(view.document_title or "" for view in views)))
    subject = topic.without(word for word, _ in topic.words + topic.things if word in titles or len(word) < 2)
    if not views or not subject.words:
        return views, ""
    texts = {view.id: normalise(f"{' '.join(view.path)}\n{view.title}\n{view.text}") for view in views}
    word = "、".join(dict.fromkeys(word for word, _ in subject.things or subject.words))
    about = [view for view in views if subject.support(texts[view.id]) >= NARROWING and subject.holds_things(texts[view.id])]
    if about or subject.things:
        return about, word
    return views, ""
