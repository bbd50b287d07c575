"""How an indicator changed: its values year by year, each with its document, and what arithmetic on one unit of measure says of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from graph.indicators import indicator_key
from graph.store import Graph
from graph.views import TargetMention, TaskView
from search_api.answers import abstain, answer, name_document, name_task, quote, value_of
from search_api.candidates import MEANING, SUPPORT_WITH_MEANING, rank_tasks
from search_api.choose_targets import LEAST_FIT, Fitting, asks_achieved, choose_targets, fit_of
from search_api.index import SearchIndex
from search_api.models import Answer, Plan
from search_api.passages import rank_passages
from search_api.plan import Understanding
from search_api.topic import Topic

_AIMED_YEAR = re.compile(r"(?:到|至|力争|截至)\s*(\d{4}年)")
_ASKING = re.compile(r"定的|目标|实际|实绩|计划|指标|数值|各|年底")
# Tasks of one year that are looked at; beyond so many years one search must do for all.
LOOKED_AT, MANY_SIDES = 20, 3
_SAID = {"target": "目标", "achieved": "实际", "baseline": "基数"}


@dataclass(frozen=True, slots=True)
class Point:
    """The value of an indicator in one year, or of one side of a comparison."""

    when: str
    place: str
    view: TaskView
    target: TargetMention


def ask_change(text: str, understood: Understanding, topic: Topic, graph: Graph, index: SearchIndex) -> Answer:
    """Answers with the values of the years asked for, or says which of them no document has."""
    held = [entry for entry in index.documents() if understood.within is None or entry.document in understood.within]
    years = understood.years or tuple(sorted({int(entry.year) for entry in held if entry.year.isdigit()}))
    sides = {f"{year}年": frozenset(entry.document for entry in held if entry.year == str(year)) for year in years}
    points = find_points(text, understood.topic, topic, sides, graph, index, whole=understood.within)
    names = "、".join(dict.fromkeys(point.target.indicator or "" for point in points)) or understood.topic
    steps = (f"按“{understood.topic}”逐年查找指标", f"找到{len(points)}个数值", "同一单位的数值相减")
    plan = understood.as_plan(index, steps)
    if not points:
        near = [one.view for one in rank_tasks(understood.topic, topic, graph, index, within=understood.within) if one.fits]
        return abstain(text, plan, f"已载入的文件里没有“{understood.topic}”的数值", near[:3])
    found = list(dict.fromkeys(point.when for point in points))
    if len(found) < 2 and len(understood.years) != 1:
        lacking = [side for side in sides if side not in found] if understood.years else []
        other = f"没有{'、'.join(lacking)}的，" if lacking else "没有别的年份的，"
        only = "、".join(f"{name_document(point.view)}“{point.target.text}”" for point in points)
        return abstain(text, plan, f"“{names}”只有{found[0]}的数值（{only}），{other}说不出怎么变", [points[0].view])
    lacking = [side for side in sides if side not in found] if understood.years else []
    tail = f"{'、'.join(lacking)}没有这一数值。" if lacking else ""
    return state(text, plan, points, index, tail=tail)


def state(text: str, plan: Plan, points: Sequence[Point], index: SearchIndex, *, tail: str = "", across_places: bool = False) -> Answer:
    """The sentence of values and of their differences."""
    sentences = [
        f"{name_document(point.view)}{name_task(point.view, index)}：{point.target.text}（{_SAID[point.target.status]}）。"
        for point in points
    ]
    sentences += differences(points, across_places=across_places)
    views = [point.view for point in points]
    evidence = [quote(point.view, point.target.start, point.target.end) for point in points]
    return answer(text, plan, [*sentences, tail], views, evidence, values=[value_of(point.target) for point in points])


def find_points(
    text: str,
    wanted: str,
    topic: Topic,
    sides: dict[str, frozenset[str]],
    graph: Graph,
    index: SearchIndex,
    *,
    whole: frozenset[str] | None = None,
) -> list[Point]:
    """The values of one indicator on every side, the sides in order; an indicator is one by its spelling, unit and direction.

    A year without documents may be the aim of an older plan: there the sentences of `whole` that name it are looked at.
    """
    wanted = _ASKING.sub("", wanted).strip(" 的")
    pools = _pools(wanted, topic, sides, graph, index, whole=whole)
    everything = [pair for pool in pools.values() for pair in pool]
    chosen = choose_targets(wanted, topic, everything)
    if not chosen:
        return []
    best = chosen[0].target
    aimed = re.search(r"目标|计划(?:是|多少|定)", text) is not None
    only = None if aimed == asks_achieved(text) else "target" if aimed else "achieved"
    points = []
    for side, pool in pools.items():
        alike = [Fitting(target, view, fit_of(wanted, topic, target, view, support)) for view, support in pool for target in view.targets]
        same = [one for one in alike if one.fit >= LEAST_FIT and _is_same(one.target, best) and (only is None or one.target.status == only)]
        points += [Point(side, one.view.place or "", one.view, one.target) for one in _each_once(same)]
    return points


def _pools(
    wanted: str, topic: Topic, sides: dict[str, frozenset[str]], graph: Graph, index: SearchIndex, *, whole: frozenset[str] | None
) -> dict[str, list[tuple[TaskView, float]]]:
    """The tasks and passages of each side that may hold its value; of many sides found by one search over all of them."""
    everywhere = _rank(wanted, topic, graph, index, within=whole, limit=3 * LOOKED_AT)
    pools = {}
    for side, within in sides.items():
        if len(sides) > MANY_SIDES:
            pools[side] = [(view, support) for view, support in everywhere if view.document in within]
        else:
            pools[side] = _rank(wanted, topic, graph, index, within=within, limit=LOOKED_AT) if within else []
        if side.endswith("年"):
            # What older plans aim at in that year (到2025年，…).
            aims = ((view, tuple(target for target in view.targets if side == _year_before(view, target)), fit) for view, fit in everywhere)
            pools[side] += [(view.model_copy(update={"targets": targets}), fit) for view, targets, fit in aims if targets]
    return pools


def _rank(
    wanted: str, topic: Topic, graph: Graph, index: SearchIndex, *, within: frozenset[str] | None, limit: int
) -> list[tuple[TaskView, float]]:
    ranked = rank_tasks(wanted, topic, graph, index, within=within, limit=limit)
    usable = [(one.view, one.support) for one in ranked if one.support >= SUPPORT_WITH_MEANING or one.meaning >= MEANING]
    return usable + rank_passages(wanted, topic, index, within=within)


def _year_before(view: TaskView, target: TargetMention) -> str:
    """The last year that a text aims at before a target (到2025年，…)."""
    years = _AIMED_YEAR.findall(view.text[: target.end - view.start])
    return years[-1] if years else ""


def _is_same(one: TargetMention, other: TargetMention) -> bool:
    if not one.indicator or not other.indicator or one.unit != other.unit or one.direction != other.direction:
        return False
    if one.indicator_id is not None and one.indicator_id == other.indicator_id:
        return True
    shorter, longer = sorted((indicator_key(one.indicator), indicator_key(other.indicator)), key=len)
    # 老旧小区 and 老旧小区改造 count one thing; what is longer by more may be another.
    return shorter in longer and len(longer) - len(shorter) <= 2


def _each_once(found: Iterable[Fitting]) -> list[Fitting]:
    """One of each value: a plan and its revision may say the same."""
    kept: dict[tuple[str, float, str], Fitting] = {}
    for one in found:
        kept.setdefault((one.view.place or "", one.target.value, one.target.status), one)
    return list(kept.values())


def differences(points: Sequence[Point], *, across_places: bool = False) -> list[str]:
    """What the values of neighbouring sides differ by, of one status and, unless places are compared, of one place.

    Nothing is said where a side has several values. A difference of shares is told in percentage points.
    """
    said = []
    groups: dict[tuple[str, str], dict[str, set[float]]] = {}
    for point in points:
        group = ("" if across_places else point.place, point.target.status)
        groups.setdefault(group, {}).setdefault(point.when, set()).add(point.target.value)
    several = len({place for place, _ in groups}) > 1
    unit = points[0].target.unit or ""
    fall = "降幅" if points[0].target.direction == "decrease" else ""
    for (place, status), by_side in groups.items():
        sides = [(side, next(iter(values))) for side, values in by_side.items() if len(values) == 1]
        for (first, low), (second, high) in pairwise(sides):
            said.append(f"{place if several else ''}{_SAID[status]}{fall}：{second}比{first}{_difference(low, high, unit)}。")
    return said


def _difference(first: float, second: float, unit: str) -> str:
    """The difference of two figures in words.

    >>> _difference(95.5, 97, "%"), _difference(9.6, 9.4, "亿立方米"), _difference(3, 3, "座")
    ('高1.5个百分点', '少0.2亿立方米', '持平')
    """
    gap = Decimal(str(second)) - Decimal(str(first))
    if gap == 0:
        return "持平"
    share = unit in ("%", "％", "百分点", "个百分点")
    amount = f"{abs(gap).normalize():f}"
    return f"{('高' if share else '多') if gap > 0 else ('低' if share else '少')}{amount}{'个百分点' if share else unit}"
