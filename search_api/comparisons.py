"""Questions that set two things against each other: units, years, places or documents, by a figure or by their tasks."""

from __future__ import annotations

import re
from dataclasses import replace

from graph import questions
from graph.questions import TaskFilter
from graph.store import Graph
from graph.views import TaskView
from search_api.answers import abstain, answer, list_tasks, quote_title, quote_unit
from search_api.changes import find_points, state
from search_api.index import SearchIndex
from search_api.kinds_of_question import asks_each
from search_api.lists import narrow, tasks_of
from search_api.models import Answer
from search_api.plan import Side, Understanding
from search_api.topic import Topic
from search_api.unit_ids import unit_ids

_MEASURED = re.compile(r"目标|指标|率|多大|多高|数值|数量|总量|规模|达到|多少(?!项|个任务)|[更最]?[高低](?:$|[，。？?])")
_COUNTED = re.compile(r"任务|工作|职责|事项|[几多少]+项|活|负责|牵头")


def ask_comparison(text: str, understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex) -> Answer:
    """Answers with both sides, or says which of them no document has."""
    sides = understood.sides
    if topic.words and not any(side.units for side in sides) and (_MEASURED.search(text) or understood.indicators):
        within = {side.said: _documents(side, understood, index) for side in sides}
        points = find_points(text, understood.topic, topic, within, graph, index, whole=understood.within)
        lacking = [side.said for side in sides if side.said not in {point.when for point in points}]
        plan = understood.as_plan(
            index, (f"分别查找{_both(understood)}的“{understood.topic}”", f"找到{len(points)}个数值", "同一单位的数值相减")
        )
        if points and (not lacking or asks_each(text)):
            tail = f"{'、'.join(lacking)}没有这一数值。" if lacking else ""
            return state(text, plan, points, index, tail=tail, across_places=any(side.within is not None for side in sides))
        if points or asks_each(text) or not _COUNTED.search(text):
            return abstain(
                text, plan, f"{'、'.join(lacking)}没有“{understood.topic}”的数值，无法比较", [point.view for point in points[:3]]
            )
    return _by_tasks(text, understood, topic, graph, index)


def _both(understood: Understanding) -> str:
    return "、".join(side.said for side in understood.sides)


def _documents(side: Side, understood: Understanding, index: SearchIndex) -> frozenset[str]:
    """The documents of a side, of those that the question narrows to."""
    year = side.year if side.year is not None else (understood.years[0] if len(understood.years) == 1 else None)
    return frozenset(
        entry.document
        for entry in index.documents()
        if (side.within is None or entry.document in side.within)
        and (understood.within is None or entry.document in understood.within)
        and (year is None or entry.year == str(year))
    )


def _by_tasks(text: str, understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex) -> Answer:
    by_units = any(side.units for side in understood.sides)
    found: dict[str, list[TaskView]] = {}
    words: list[str] = []
    for side in understood.sides:
        views, word = _tasks_of_side(side, understood, topic, graph, index)
        found[side.said] = views
        words.append(word)
    word = next((word for word in words if word), "")
    about = f"关于“{word}”的" if word else ""
    counted = tuple(f"{said}：{len(views)}项{about}任务" for said, views in found.items())
    plan = understood.as_plan(index, (f"分别取出{_both(understood)}的任务", *counted))
    lacking = [said for said, views in found.items() if not views]
    if lacking:
        rest = "；".join(f"{said}有{len(views)}项" for said, views in found.items() if views)
        missing = f"已载入的文件里没有{'、'.join(lacking)}{about or '的'}任务，无法比较" + (f"（{rest}）" if rest else "")
        return abstain(text, plan, missing, next((views for views in found.values() if views), [])[:3])
    sentences = [f"{said}有{len(views)}项{about}任务：{list_tasks(views, index)}。" for said, views in found.items()]
    (first, ones), (second, others) = list(found.items())[:2]
    shared = {view.id for view in ones} & {view.id for view in others}
    if by_units and shared:
        sentences.append(f"其中{len(shared)}项两家都有。")
    more = len(ones) - len(others)
    sentences.append(f"{first}与{second}同样多。" if more == 0 else f"{first if more > 0 else second}多{abs(more)}项。")
    views = [view for held in found.values() for view in held]
    names = {name for side in understood.sides for name in side.units}
    units = [unit for view in views for unit in view.units if names & {unit.unit, unit.canonical, unit.name}]
    evidence = [quote_title(view) for view in views]
    evidence += [quote_unit(view, unit) for view in views for unit in view.units if unit in units]
    return answer(text, plan, sentences, views, evidence, units=units)


def _tasks_of_side(side: Side, understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex) -> tuple[list[TaskView], str]:
    within = _documents(side, understood, index)
    units = side.units or (() if any(other.units for other in understood.sides) else understood.units)
    if side.units == () and any(other.units for other in understood.sides):
        return [], ""
    views: list[TaskView] = []
    narrowed_to = replace(understood, units=units, within=within)
    if units:
        views = [view for view in questions.tasks_of_units(graph, unit_ids(units, graph)) if view.document in within]
    else:
        for document in sorted(within):
            views += tasks_of(graph, replace(narrowed_to, within=frozenset({document})), TaskFilter())
    if understood.role is not None and units:
        views = [
            view for view in views if any(unit.role == understood.role and {unit.canonical, unit.name} & set(units) for unit in view.units)
        ]
    return narrow(views, topic, index)
