"""From a task that fits a question to the facts in it that answer: which of its units, deadlines or targets are meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extract.records import Role
from graph.views import DeadlineMention, TargetMention, TaskView, UnitMention
from search_api.topic import Topic
from search_api.words import find_pairs

_PERSON_ASKED = re.compile(r"哪位|哪个(?:领导|副?[市区县]长)|谁分管|分管领导|姓什么|叫什么名")
_OFFICE_ASKED = re.compile(r"单位|部门|哪个局|哪家|机构|科室")
_ONE_ASKED = re.compile(r"哪个(?:单位|部门|局|委|科室)|谁(?:来)?(?:负责|牵头|管)|归谁|由谁")
_PERSON = re.compile(
    r"[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜戚谢邹苏潘葛范彭郎鲁韦马苗方俞任袁柳唐罗薛雷贺汤滕殷毕郝安常乐于时傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房丁邓洪包石崔龚程邢裴陆荣翁段侯宁仇刘龙叶司黎薄白蒲邰赖卓乔欧聂沙曾关查游][\u4e00-\u9fff]{1,2}(?<![局委办厅部院会社站校联县区市镇乡村])"
)
_SENTENCE_END = re.compile(r"[。；;\n]")
_ASKED_VERB = re.compile(r"(?:由|让|归)?(?:谁|哪个\S{0,3}?|哪些\S{0,3}?|哪一?级\S{0,3}?)(?:来)?((?:[\u4e00-\u9fff]{2}))")
_ASKED_PART = re.compile(r"[，,、；;]|和(?=[^，,]{0,12}(?:多少|几))")
_MUCH = re.compile(r"多少|几(?!个数|个数字|项数)(?=[\u4e00-\u9fff])|比例|目标|多大|多高|降|达到什么")
_MEASURE = re.compile(r"(?:多少|几)(?:余|多)?(万|亿)?(平方公里|立方米|公里|千米|[座条个处亩户吨项家名次辆艘人期场所台套件米年元块])")
_ASKING = re.compile(r"多少|几|目标|任务|指标|一共|总共|分别|要|是|的|达到|到|控制在|以内|今年|\d{4}年|[？?。\s]")
_ACHIEVED = re.compile(r"实际|完成了|达到了|实现了|做到了|建成了|已经|结果|实绩")
_FALLS = re.compile(r"下降|降低|减少|压减|降多少|降幅|削减")
_RISES = re.compile(r"增长|提高|增加|新增|增幅|上升")


class Fitting(NamedTuple):
    """A target with how well it fits a part of a question."""

    target: TargetMention
    view: TaskView
    fit: float


def choose_units(question: str, topic: Topic, view: TaskView, role: Role | None) -> list[UnitMention]:
    """The units of a task that answer a "who": those of its list, in the role that is asked for, else the doers of the nearest sentence."""
    if _PERSON_ASKED.search(question):
        return [unit for unit in view.units if is_person(unit.name)]
    listed = [unit for unit in view.units if unit.role != "subject"]
    if role is not None and (in_role := [unit for unit in listed if unit.role == role]):
        return in_role
    if _OFFICE_ASKED.search(question):
        listed = [unit for unit in listed if not is_person(unit.name)] or listed
    if _ONE_ASKED.search(question):
        listed = [unit for unit in listed if unit.role != "support"] or listed
    if listed:
        return listed
    subjects = [unit for unit in view.units if view.start <= unit.start < view.end]
    if len(subjects) < 2:
        return [unit for unit in view.units if unit.role == "subject"]
    agents = _agents(question, view)
    if agents and (meant := [unit for unit in subjects if any(start <= unit.start - view.start < end for start, end in agents)]):
        return meant
    fits = [(topic.closeness(_clause_of(view, unit, subjects)), unit) for unit in subjects]
    best = max(fit for fit, _ in fits)
    return [unit for fit, unit in fits if fit >= 0.6 * best]


def is_person(name: str) -> bool:
    """Whether a unit is a person by name, as tables have in their column 牵头领导.

    >>> is_person("顾承安"), is_person("区民政局"), is_person("市妇联")
    (True, False, False)
    """
    return _PERSON.fullmatch(name) is not None


def find_agent(question: str, view: TaskView) -> tuple[int, int] | None:
    """The stretch of a task's text that names who does what was asked (由谁批准: 由本级人民政府批准), where no unit was extracted there."""
    for start, end in _agents(question, view):
        stretch = view.text[start:end]
        if 2 <= len(stretch) <= 24 and not re.search(r"[，。；、]", stretch):
            return start, end
    return None


def choose_deadlines(topic: Topic, view: TaskView) -> list[DeadlineMention]:
    """The dated deadlines of a task whose stretch of text is nearest to the topic."""
    dated = [deadline for deadline in view.deadlines if (deadline.from_ or deadline.to) and not deadline.past]
    return _nearest(topic, view, dated)


def choose_recurrences(topic: Topic, view: TaskView) -> list[DeadlineMention]:
    """The recurrences of a task whose stretch of text is nearest to the topic."""
    return _nearest(topic, view, [deadline for deadline in view.deadlines if deadline.recurrence is not None])


def choose_targets(question: str, topic: Topic, views: Sequence[tuple[TaskView, float]]) -> list[Fitting]:
    """For each part of a question that asks for a figure the target that fits best; `views` come with how well each fits as a whole."""
    wanted = "achieved" if _ACHIEVED.search(question) else "target"
    targets = [(target, view, support) for view, support in views for target in view.targets]
    if wanted == "achieved":
        targets = [row for row in targets if row[0].status == "achieved"]
    chosen: list[Fitting] = []
    for part in asked_parts(question):
        fits = [Fitting(target, view, _fit(part, topic, target, view, support)) for target, view, support in targets]
        best = max((fit for fit in fits if fit.fit >= 0.95), key=lambda fit: fit.fit, default=None)
        if best is None:
            continue
        chosen.extend(fit for fit in fits if fit not in chosen and _is_same_fact(fit, best))
    return chosen


def _is_same_fact(one: Fitting, best: Fitting) -> bool:
    """The two ends of a range stand as two targets of one indicator."""
    return one.view.id == best.view.id and one.target.indicator == best.target.indicator and one.fit >= best.fit - 0.01


def asked_parts(question: str) -> list[str]:
    """The parts of a question that each ask for a figure.

    >>> asked_parts("全市造林任务是多少，森林覆盖率要达到多少？")
    ['全市造林任务是多少', '森林覆盖率要达到多少？']
    """
    parts = [part for part in _ASKED_PART.split(question) if _MUCH.search(part)]
    # A part that only asks (一共多少座) is about what the whole question is about.
    return [part if _content(part) else question for part in parts] if len(parts) > 1 else [question]


def _content(part: str) -> str:
    """What a part of a question is about, without how it asks."""
    return _ASKING.sub("", _MEASURE.sub("", part))


def _fit(part: str, topic: Topic, target: TargetMention, view: TaskView, support: float) -> float:
    fit = _likeness(_content(part), target.indicator or "")
    measure = _MEASURE.search(part)
    if measure is not None:
        fit += 0.35 if target.unit is not None and target.unit.endswith(measure[2]) else -0.35
    falls, rises = _FALLS.search(part) is not None, _RISES.search(part) is not None
    if falls or rises:
        fit += 0.2 if target.direction == ("decrease" if falls else "increase") else -0.2
    start, end = target.start - view.start, target.end - view.start
    around = view.text[max(0, start - 25) : end + 15]
    return fit + 0.5 * topic.closeness(around) + 0.5 * support


def _likeness(content: str, indicator: str) -> float:
    """How much of an indicator a part of a question names; of short ones (闸 for 水闸) character by character.

    >>> _likeness("万元GDP用水量", "万元GDP用水量"), round(_likeness("闸", "水闸"), 2)
    (1.0, 0.75)
    """
    if not content or not indicator:
        return 0.0
    pairs = set(find_pairs(indicator))
    named = len(pairs & set(find_pairs(content))) / len(pairs)
    if len(content) <= 4:
        shared = set(content) & set(indicator)
        named = max(named, 0.5 * len(shared) / len(set(content)) + 0.5 * len(shared) / len(set(indicator)))
    return named


def _nearest(topic: Topic, view: TaskView, deadlines: list[DeadlineMention]) -> list[DeadlineMention]:
    if len(deadlines) < 2:
        return deadlines
    fits = [(topic.closeness(_stretch_of(view, deadline, deadlines)), deadline) for deadline in deadlines]
    best = max(fit for fit, _ in fits)
    return [deadline for fit, deadline in fits if fit >= best - 0.02]


def _stretch_of(view: TaskView, deadline: DeadlineMention, deadlines: list[DeadlineMention]) -> str:
    """The sentence of a deadline, up to its neighbours in the same sentence."""
    start, end = _sentence(view.text, deadline.start - view.start)
    for other in deadlines:
        if other.end <= deadline.start:
            start = max(start, _clause_start(view.text, other.end - view.start, deadline.start - view.start))
        elif other.start >= deadline.end:
            end = min(end, _clause_start(view.text, deadline.end - view.start, other.start - view.start))
    return view.text[start:end]


def _clause_start(text: str, after: int, before: int) -> int:
    comma = max(text.rfind(mark, after, before) for mark in "，,")
    return comma if comma >= after else before


def _clause_of(view: TaskView, unit: UnitMention, subjects: list[UnitMention]) -> str:
    """From a doer to the next one that is no neighbour of it in a list, or to the end of the sentence."""
    place = unit.start - view.start
    _, end = _sentence(view.text, place)
    later = sorted(other.start - view.start for other in subjects if other.start > unit.start)
    for start in later:
        between = view.text[place + len(unit.name) : start]
        if start < end and not re.fullmatch(r"[、，,和及与或者以]*", between):
            return view.text[place:start]
        place = start
    return view.text[unit.start - view.start : end]


def _sentence(text: str, place: int) -> tuple[int, int]:
    starts = [match.end() for match in _SENTENCE_END.finditer(text, 0, max(place, 0))]
    stop = _SENTENCE_END.search(text, max(place, 0))
    return (starts[-1] if starts else 0, stop.start() if stop else len(text))


def _agents(question: str, view: TaskView) -> list[tuple[int, int]]:
    verb = _ASKED_VERB.search(question)
    if verb is None:
        return []
    pattern = re.compile(rf"由([^，。；\n]{{2,60}}?)(?:根据[^。；]{{0,60}}?)?{re.escape(verb[1])}")
    return [match.span(1) for match in pattern.finditer(view.text)]
