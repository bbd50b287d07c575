"""Which targets of the tasks that fit a question are meant: the thing asked for must be the thing measured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from graph.indicators import indicator_key
from graph.views import TargetMention, TaskView
from search_api.clauses import find_sentence
from search_api.topic import Topic
from search_api.words import find_pairs

_ASKED_PART = re.compile(r"[，,、；;]|和(?=[^，,]{0,12}(?:多少|几))")
_MUCH = re.compile(r"多少|几(?!个数|个数字|项数)(?=[\u4e00-\u9fff])|比例|目标|多大|多高|降|达到什么")
_MEASURE = re.compile(r"(?:多少|几)(?:余|多)?(万|亿)?(平方公里|立方米|公里|千米|[座条个处亩户吨项家名次辆艘人期场所台套件米年元块])")
_ASKING = re.compile(r"多少|几|定的|实际|目标|任务|指标|一共|总共|分别|要|是|的|达到|到|控制在|以内|今年|\d{4}年|[？?。\s]")
_ACHIEVED = re.compile(r"实际|完成了|达到了|实现了|做到了|建成了|已经|结果|实绩")
_FALLS = re.compile(r"下降|降低|减少|压减|降多少|降幅|削减")
_RISES = re.compile(r"增长|提高|增加|新增|增幅|上升")
_EACH = re.compile(r"分别|各是|各为|各要|各(?=多少|几)|都(?=是多少|要达到多少)")
_AND = re.compile(r"以及|[、和与及]")
_GOALS = re.compile(r"目标|指标|任务(?=是|有|量)")
_RATE = re.compile(r"[\u4e00-\u9fff](?:率|比例|比重|浓度|指数|用水量)")
_SHARE_ASKED, _SHARES = re.compile(r"[\u4e00-\u9fffⅠ-Ⅹ](?:率|比例|比重)"), ("%", "％", "‰", "个百分点", None)
# PM2.5 names 细颗粒物（PM2.5）平均浓度, but GDP no 万元GDP用水量.
_CODE, _PER = re.compile(r"[A-Za-z][A-Za-z0-9.]*"), re.compile(r"万元|单位|人均|每")
_SHARE_HEAD = re.compile(r"([\u4e00-\u9fff]{2})[率]")
# A thing that is built is no thing that is brought up to a standard: 建几座新水库 is not answered by 5座水库标准化创建.
_BUILT_ASKED = re.compile(
    r"(?<![创共组])(?:新建|建设|建成|修建|兴建|建造|建|(?<!覆)盖)(?!立|议|档|制|设改造)(?=.{0,4}(?:多少|几))|(?:多少|几)[\u4e00-\u9fff]{1,2}新"
)
_BUILT = re.compile(r"(?<![创共组搭])(?:新建|建设|建成|修建|兴建|建造|开工|改建|扩建|续建|竣工|建|新增|改造)")
_NEW_ASKED, _NEW = re.compile(r"新(?!能源|材料|区|型|兴|华|闻)"), re.compile(r"新(?!能源|材料|区|兴|华|闻)|开工|建成")
# Where one of a group is asked for, a figure of another does not answer.
_RIVALS = tuple(
    tuple(re.compile(words) for words in group)
    for group in (
        (r"城市|城镇|城区|县城|建成区|市区", r"农村|乡村|村庄|自然村|行政村|村寨"),
        (r"大型", r"中型", r"小型"),
        (r"国考|国控", r"省考|省控", r"市考|市控"),
        (r"地表水", r"地下水"),
        (r"万元(?:GDP|国内生产总值|地区生产总值)|GDP", r"工业增加值"),
        (r"污水", r"垃圾", r"粪污", r"固体废物|固废"),
        (r"小学", r"初中|中学", r"幼儿园"),
    )
)
# A figure of another document answers as well where it fits about as well.
_AS_GOOD = 0.25


# What a target must fit to answer, and how much of its indicator a question holds that names it.
LEAST_FIT, NAMED = 0.95, 0.5


class Fitting(NamedTuple):
    """A target with how well it fits a part of a question."""

    target: TargetMention
    view: TaskView
    fit: float


def choose_targets(question: str, topic: Topic, views: Sequence[tuple[TaskView, float]], *, by_document: bool = False) -> list[Fitting]:
    """For each part of a question that asks for a figure the target that fits best; `views` come with how well each fits as a whole.

    `by_document` also gives the same indicator of other documents, where the question does not say which is meant.
    """
    wanted = "achieved" if asks_achieved(question) else "target"
    targets = [(target, view, support) for view, support in views for target in view.targets]
    if wanted == "achieved":
        targets = [row for row in targets if row[0].status == "achieved"]
    chosen: list[Fitting] = []
    parts = asked_parts(question)
    for part in parts:
        fits = [
            Fitting(target, view, _fit(part, topic, target, view, support, part_of_more=len(parts) > 1))
            for target, view, support in targets
        ]
        fits = [one for one in fits if one.fit >= LEAST_FIT and _is_thing_asked(part, one)]
        # Each part of a question asks for a figure of its own.
        fresh = [one for one in fits if all(one.target.id != other.target.id for other in chosen)]
        fits = fresh or fits
        best = max(fits, key=lambda fit: fit.fit, default=None)
        if best is None:
            continue
        chosen.extend(fit for fit in fresh if (_is_same_fact(fit, best) or (by_document and _is_as_good(fit, best))))
    return chosen


def asks_achieved(question: str) -> bool:
    """Whether a question asks for what was reached, not for what was aimed at."""
    return _ACHIEVED.search(question) is not None


def fit_of(wanted: str, topic: Topic, target: TargetMention, view: TaskView, support: float) -> float:
    """How well a target fits what is wanted; nothing where it measures a rival of it."""
    fit = _fit(wanted, topic, target, view, support, part_of_more=False)
    return fit if _is_thing_asked(wanted, Fitting(target, view, fit)) else 0.0


def choose_all_targets(question: str, view: TaskView) -> list[Fitting]:
    """All targets of a task, where a question asks for its aims (国土绿化的目标是多少) and names none of them."""
    if not _GOALS.search(question) or _RATE.search(_content(question)):
        return []
    return [Fitting(target, view, 1.0) for target in view.targets if target.status == "target"]


def names_no_indicator(question: str, chosen: Sequence[Fitting]) -> bool:
    """Whether a question names none of the indicators that were chosen for it."""
    return all(_likeness(_content(question), one.target.indicator or "") < NAMED for one in chosen)


def _is_thing_asked(part: str, one: Fitting) -> bool:
    """Whether what a target measures is what is asked for, and no rival of it."""
    around = _clause_around(one)
    if _BUILT_ASKED.search(part) and not (_BUILT.search(around) or _BUILT.search(one.view.title)):
        return False
    if _NEW_ASKED.search(_content(part)) and not _NEW.search(around):
        return False
    indicator = one.target.indicator or ""
    asked = _content(part)
    if _SHARE_ASKED.search(asked) and not _SHARE_ASKED.search(indicator) and one.target.unit not in _SHARES:
        return False
    if _measures_another_share(asked, indicator):
        return False
    for group in _RIVALS:
        wanted = [rival for rival in group if rival.search(asked)]
        if not wanted or any(rival.search(indicator) for rival in wanted):
            continue
        if any(rival.search(indicator) for rival in group):
            return False
        near = f"{around} {one.view.title} {' '.join(one.view.path)}"
        if not any(rival.search(near) for rival in wanted) and any(rival.search(near) for rival in group):
            return False
    return True


def _measures_another_share(asked: str, indicator: str) -> bool:
    """Whether both name a share, and of another thing: 收集率 is no 处理率.

    >>> _measures_another_share("污水处理率", "城市生活污水集中收集率"), _measures_another_share("垃圾处理率", "无害化处理率")
    (True, False)
    """
    heads = [{*match[1]} for text in (asked, indicator) if (match := _SHARE_HEAD.search(text))]
    return len(heads) == 2 and not heads[0] & heads[1]


def _clause_around(one: Fitting) -> str:
    """The sentence of a target, as far as the text of its task goes."""
    start, end = find_sentence(one.view.text, one.target.start - one.view.start)
    return one.view.text[start:end]


def _is_as_good(one: Fitting, best: Fitting) -> bool:
    """Another document's figure of the same indicator."""
    if one.view.document == best.view.document or not one.target.indicator or not best.target.indicator:
        return False
    return indicator_key(one.target.indicator) == indicator_key(best.target.indicator) and one.fit >= best.fit - _AS_GOOD


def _is_same_fact(one: Fitting, best: Fitting) -> bool:
    """The two ends of a range stand as two targets of one indicator."""
    return one.view.id == best.view.id and one.target.indicator == best.target.indicator and one.fit >= best.fit - 0.01


def asked_parts(question: str) -> list[str]:
    """The parts of a question that each ask for a figure.

    >>> asked_parts("全市造林任务是多少，森林覆盖率要达到多少？")
    ['全市造林任务是多少', '森林覆盖率要达到多少？']
    >>> asked_parts("垃圾处理率和污水处理率分别是多少")
    ['垃圾处理率', '污水处理率分别是多少']
    """
    if _EACH.search(question):
        question = question.replace("以及", "和")
        # 分别 shares its "how much" out to all that is listed before it.
        return [part for part in _AND.split(question) if len(_content(part)) > 1] or [question]
    parts = [part for part in _ASKED_PART.split(question) if _MUCH.search(part)]
    # A part that only asks (一共多少座) is about what the whole question is about.
    return [part if _content(part) else question for part in parts] if len(parts) > 1 else [question]


def _content(part: str) -> str:
    """What a part of a question is about, without how it asks."""
    return _ASKING.sub("", _MEASURE.sub("", part))


def _fit(part: str, topic: Topic, target: TargetMention, view: TaskView, support: float, *, part_of_more: bool) -> float:
    fit = _likeness(_content(part), target.indicator or "")
    measure = _MEASURE.search(part)
    if measure is not None:
        fit += 0.35 if target.unit is not None and target.unit.endswith(measure[2]) else -0.35
    falls, rises = _FALLS.search(part) is not None, _RISES.search(part) is not None
    if falls or rises:
        fit += 0.2 if target.direction == ("decrease" if falls else "increase") else -0.2
    start, end = target.start - view.start, target.end - view.start
    around = view.text[max(0, start - 25) : end + 15]
    pairs = set(find_pairs(_content(part)))
    shared = len(pairs & set(find_pairs(around))) / len(pairs) if pairs and part_of_more else 0.0
    return fit + 0.5 * topic.closeness(around) + 0.5 * support + 0.3 * shared


def _likeness(content: str, indicator: str) -> float:
    """How much of an indicator a part of a question names; of short ones (闸 for 水闸) character by character.

    >>> _likeness("万元GDP用水量", "万元GDP用水量"), round(_likeness("闸", "水闸"), 2)
    (1.0, 0.75)
    """
    if not content or not indicator:
        return 0.0
    pairs = set(find_pairs(indicator))
    named = len(pairs & set(find_pairs(content))) / len(pairs)
    if _CODE.fullmatch(content) and content in indicator and not _PER.match(indicator):
        return 0.75
    if len(content) <= 4:
        shared = set(content) & set(indicator)
        named = max(named, 0.5 * len(shared) / len(set(content)) + 0.5 * len(shared) / len(set(indicator)))
    return named
