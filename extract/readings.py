"""One figure with its name: before it, behind it, said once for several, or left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extract.clauses import JOINS
from extract.figure_rules import SIZE, SIZED
from extract.figure_verbs import ends_in_verb, first_deed, is_verb, opens_with_verb
from extract.frame import Item, Span
from extract.indicators import ATTRIBUTE, RATE_END, name_after, name_before, topic_of
from extract.measures import Bound, Figure, read_bound
from extract.records import Direction
from extract.tense import FARTHEST

_LONGEST_TITLE = 60
_NO_NAME = re.compile(
    r"(?:累计|全面|基本|全部)?(?:完成|达到|实现|落实|提高|增加|减少)|[一二三四五六七八九十\d]+年|全[市省县区州镇乡村]|全年|年内|今年|当年|每次|每(?:年|月|周|天|日|季度?|旬|半年)|其中|其余|剩余"
)
"""Words before a figure that name nothing: 9月底前完成80%, 全市不少于80处."""

_SPLIT = re.compile(r"、|以及|和(?![谐美平])|(?<!普)及(?![时格])")
_ROLE = re.compile(r"(?:[（(][^（()）]{1,6}[）)])?[一-龥]{0,4}?(?:[（(][^（()）]{1,6}[）)])?(?<![作认称])为(?![民主先农企生期数])")
_WHO = re.compile(
    r".*(?:河长|湖长|林长|干部|人员|党员|部门|单位|政府|[局委办])(?=(?:巡[河湖林库查逻]|走访|检查|督[查导]|调研|暗访|接访|下访)[一-龥]{0,2}$)"
)
_CARRY_OUT = ("完成", "开展", "实施", "组织", "开展了", "完成了")
"""Behind these a verb is the name of the work: 完成|造林3000亩."""
_TURNS = re.compile(r"(?:(?P<down>压减|降低|减少|压降|缩减|削减|压缩)|提高|提升|增加|扩大)(?:了|全[市县区省])?$")
_TURNING = re.compile(r"(?:压减|降低|减少|压降|缩减|削减|压缩|提高|增加|扩大)(?:了)?(?=[一-龥]{3})")
"""What is done to a quantity that is then given as a share: 压减|一般性支出|10%."""
_STATE = re.compile(r"(?:在|已|待|拟|续|新)建|(?:已|新)(?:建成|开工|投用|投产|竣工)|其中(?:在|已|新)建")
"""What is said of some of the things just counted: 建成通道4座、|在建|8座."""
_PERSON = re.compile(r"[一-龥]{1,6}(?:河长|湖长|林长|田长|库长|路长|长|员|人员|干部|部门|乡镇|街道|村|社区)")
"""Who does it, where what is done was said before: 县级河长巡查2次，|乡级河长|4次."""
_ACT = re.compile(r"(?:实现|完成|开展|参与|参加|接受|获得|通过)")
_WHOLE = re.compile(r"的?(?![目比任标要权])[一-龥“]{2}")
_ADDED_SO = re.compile(r"(?:新增|净增)(?:发放|建设|安排|投放|完成|改造|建成|创建|培育|认定)?$")
_EACH_DOES = re.compile(r"各(?P<verb>[一-龥]{2,3})$")
ADDS = re.compile(r"(?:新增|净增|新增加)(?:各类|加)?$")

Form = Literal["rate", "value after", "value before", "several", "range", "respective", "distributive", "carried", "cell", "unnamed"]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of an item that is read on its own: a body, or the cell of a row.

    `reached` is a column of progress; with `things`, a report, counted things are named without what was done to them.
    """

    start: int
    end: int
    is_cell: bool = False
    reached: bool = False
    things: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure with its name, before it becomes a record."""

    figure: Figure
    bound: Bound
    start: int
    end: int
    name: str | None
    form: Form
    direction: Direction | None
    low: int


@dataclass(frozen=True, slots=True)
class Sight:
    """A figure in its clause, which goes from `low` to `high`; a name behind it begins at `behind` and ends at `limit`."""

    figure: Figure
    bound: Bound
    low: int
    high: int
    behind: int
    limit: int

    def reading(self, name: str | None, form: Form, *, start: int, direction: Direction | None, end: int | None = None) -> Reading:
        """The figure under a name that begins at `start` and ends at `end`, or at the figure."""
        return Reading(self.figure, self.bound, start, self.figure.end if end is None else end, name, form, direction, self.low)


def row_of(text: str, figures: list[Figure], index: int) -> list[Figure]:
    """The figure and those that follow it in a row: 24%、25%以上 or 10%和7.9%."""
    row = [figures[index]]
    for figure in figures[index + 1 :]:
        if not re.fullmatch(r"\s*(?:、|和|及|，|,)\s*", text[row[-1].end : figure.start]):
            break
        if figure.unit == "个百分点" and all(earlier.unit == "个" for earlier in row):
            row = [earlier._replace(unit="个百分点", kind="share") for earlier in row]  # 12.7个、12个百分点
        if figure.kind != row[0].kind:
            break
        row.append(figure)
    return row


def read_respective(text: str, low: int, bound: Bound, group: list[Figure], earlier: list[Reading]) -> list[Reading]:
    """A、B分别下降24%、25%以上: names first, figures after; the last bound and what is said before the first hold for all."""
    whole = name_before(text, low, bound.start)
    parts = _parts(text, whole) if whole else []
    said = earlier[-len(group) :] if whole is None and len(earlier) >= len(group) and "。" not in text[earlier[-1].end : low] else []
    post = group[-1].post
    readings = []
    if 1 < len(parts) < len(group):
        group = group[: len(parts)]
    for place, figure in enumerate(group):
        part = parts[place] if len(parts) == len(group) else whole
        name = text[part.start : part.end] if part else said[place].name if said else None
        if part is not None and name is not None and len(parts) == len(group) and part is not parts[-1]:
            name = _completed(name, text[parts[-1].start : parts[-1].end])
        held = figure if figure.post else figure._replace(post=post)
        start = whole.start if whole else figure.start
        readings.append(Reading(held, bound, part.start if part else start, figure.end, name, "respective", bound.direction, low))
    return readings


def _parts(text: str, name: Span) -> list[Span]:
    parts, begin = [], name.start
    for joint in _SPLIT.finditer(text, name.start, name.end):
        if joint.start() > begin:
            parts.append(Span(begin, joint.start()))
        begin = joint.end()
    parts.append(Span(begin, name.end))
    return parts


def _completed(name: str, last: str) -> str:
    """An elided name with the tail of the last one: 城镇 beside 农村居民人均可支配收入 is 城镇居民人均可支配收入."""
    if re.search(rf"{ATTRIBUTE}$", name):
        return name
    if len(name) == 2 and re.match(r"[一-龥]{2}(?:行业|产业|居民|企业|地区|领域|系统|流域|干流|工业|生活|农业|河|港|区|县|市)", last):
        return name + last[2:]
    at = last.rfind(name[-2:])
    if at > 0 and at + 2 < len(last):
        return name + last[at + 2 :]
    tail = re.search(
        r"(?:居民)?(?:人均)?(?:可支配)?(?:增加值|总产值|(?:各项)?[贷存]款(?:余额|增速)?|余额|(?:零售|销售|交易|成交|营业|进出口|出口|进口|投资)额|营业收入|利润总额|保费收入|(?:施用|使用|消费|消耗|处理|周转|投诉|业务|用水|用电|发电|交易|来信|来访)量|产值|产量|销量|排放量|排放总量|投资|收入|增速|吞吐量|(?:进出口|出口|进口|贸易|成交|交易)?总额|覆盖率|达标率|[一-龥]{2}率|率|比例|占比|数量|面积|总量|量|额)$",
        last,
    )
    return name + tail.group() if tail else name


def read_one(text: str, item: Item, place: Place, readings: list[Reading], sight: Sight) -> list[Reading]:
    """The figure with its name; several readings where several names share it."""
    figure, bound, low = sight.figure, sight.bound, sight.low
    before = name_before(text, low, bound.start)
    if before is not None and _NO_NAME.fullmatch(text, before.start, before.end):
        before = None
    if figure.kind == "amount" and SIZE.search(text, low, bound.start) and (sized := SIZED.match(text, figure.end, sight.high)):
        return [sight.reading(sized.group("thing"), "value before", start=figure.start, end=sized.end(), direction=None)]
    behind = _without_next(text, sight, _behind(text, place, sight, before))
    direction: Direction | None = bound.direction or _added(text, low, bound.start, before)
    if behind is not None:
        added = _added(text, low, bound.start, None) if figure.kind == "count" else direction
        return [sight.reading(text[behind.start : behind.end], "value before", start=figure.start, end=behind.end, direction=added)]
    if before is None or _only_acts(text, item, readings, before):
        return [_carried(text, item, place, readings, sight)]
    each = _EACH_DOES.search(text, low, bound.start)
    if each is not None and ends_in_verb(text, low, bound.start) and (whole := name_before(text, low, each.start())) is not None:
        grows = direction or ("increase" if each.group("verb").startswith(("扩", "增", "新增")) else None)
        return [
            sight.reading(text[part.start : part.end], "distributive", start=part.start, direction=grows) for part in _parts(text, whole)
        ]
    parts = _parts(text, before)
    measured = all(RATE_END.search(text[part.start : part.end]) and part.end - part.start > 2 for part in parts)
    if len(parts) > 1 and (bound.distributive or measured):
        shared: Form = "distributive" if bound.distributive else "several"
        return [sight.reading(text[part.start : part.end], shared, start=part.start, direction=direction) for part in parts]
    if readings and figure.unit == "次" and _PERSON.fullmatch(text, before.start, before.end):
        return [sight.reading(readings[-1].name, "carried", start=before.start, direction=direction)]
    if figure.unit is not None and figure.unit.endswith("次") and (doer := _WHO.match(text, before.start, before.end)):
        before = Span(doer.end(), before.end)
    if direction is None and figure.kind == "share" and not bound.level and (turns := _TURNING.match(text, before.start, before.end)):
        before = Span(turns.end(), before.end)
    if direction is None and figure.kind == "share" and not bound.level and (turned := _TURNS.search(text, low, before.start)):
        direction = "decrease" if turned.group("down") else "increase"
    name = text[before.start : before.end]
    form: Form = "rate" if RATE_END.search(name) else "value after"
    if (
        form == "value after"
        and figure.kind == "share"
        and not direction
        and readings
        and (tail := _shared_tail(text, readings[-1], before.start))
    ):
        name += tail
    return [sight.reading(name, form, start=before.start, direction=direction)]


def _only_acts(text: str, item: Item, readings: list[Reading], before: Span) -> bool:
    """Whether a verb stands where the name would, so that the thing was said before: …6万亩、改造提升|3.5万亩, or is the task's own."""
    if _STATE.fullmatch(text, before.start, before.end) and readings:
        return True
    if not is_verb(text[before.start : before.end]) or text.endswith(_CARRY_OUT, 0, before.start):
        return False
    if readings and not any(mark in text[readings[-1].end : before.start] for mark in "。；\n"):
        return True
    return text.startswith(text[before.start : before.end], item.title.start)


def _behind(text: str, place: Place, sight: Sight, before: Span | None) -> Span | None:
    """The name behind the figure, if it is that which the figure counts."""
    figure, bound = sight.figure, sight.bound
    if figure.kind == "share":
        plain = not (bound.level or bound.direction or bound.baseline or bound.respective)
        return _whole(text, sight) if before is None and plain else None
    spent = figure.unit is not None and figure.unit.endswith("元") and opens_with_verb(text, figure.end, sight.high)
    after = None if spent or JOINS.match(text, figure.end) else name_after(text, sight.behind, sight.limit, things=place.things)
    verb_before = ends_in_verb(text, sight.low, bound.start)
    if after is not None and before is not None and not verb_before and is_verb(text[after.start : after.end]):
        after = None
    if figure.kind == "count" and (role := _ROLE.match(text, figure.end, sight.high)):
        after = name_after(text, role.end(), sight.limit, things=place.things) or after
    if figure.kind == "count" and after is None and before is not None and verb_before and (act := _ACT.match(text, figure.end)):
        after = name_after(text, act.end(), sight.limit, things=place.things)
    stands_behind = bound.level or bound.baseline is not None or bound.comparator is not None
    counts = before is None or verb_before or (figure.kind == "count" and not stands_behind)
    return after if counts else None


def _without_next(text: str, sight: Sight, behind: Span | None) -> Span | None:
    """The things, without what they do to those of the next figure: 10个|先导区|集聚企业超150家."""
    if behind is None or sight.limit >= sight.high or behind.end < sight.limit - 4 or text[sight.limit] in "、和及以并与":
        return behind
    end = read_bound(text, behind.start, sight.limit).start
    cut = first_deed(text, behind.start, end, nominal=True)
    return Span(behind.start, cut if cut is not None else min(end, behind.end))


def _whole(text: str, sight: Sight) -> Span | None:
    """The things of which a share is said: 90%的|县医院|达到三级水平, 八成以上|财政资金|用于民生."""
    if sight.figure.unit != "%" or JOINS.match(text, sight.figure.end) or not _WHOLE.match(text, sight.figure.end, sight.high):
        return None
    things = name_after(text, sight.behind, sight.limit, things=True)
    if things is None:
        return None
    return Span(things.start, first_deed(text, things.start, things.end, nominal=True) or things.end)


def room_behind(text: str, place: int, high: int, following: Figure | None) -> tuple[int, int]:
    """Where the name behind a figure may begin and end: before the last mark that parts it from the next figure of the clause.

    A threshold directly behind belongs to the name (6.5万名65岁以上老年人); one that ends with 的 is passed over
    (30家年用水量5万立方米以上的企业).
    """
    if following is None or following.start > high:
        return place, high
    if following.start == place:
        # 12类45件实事: both count the same things; 6万名65岁以上老年人: the threshold belongs to the name.
        return (following.end if following.kind == "count" and following.post is None else place), high
    between = text[place : following.start]
    cuts = [match.start() for match in re.finditer(r"、|以及|和|及|并|与", between)]
    if not cuts and following.post and text[following.end : following.end + 1] == "的":
        return following.end + 1, high
    return place, place + cuts[-1] if cuts else following.start


def _added(text: str, low: int, place: int, name: Span | None) -> Direction | None:
    """新增 before the thing is an increase."""
    head = text[low : name.start if name else place]
    if name is not None and text.startswith("新增", name.start):
        return None
    return "increase" if ADDS.search(head) else None


def _shared_tail(text: str, previous: Reading, place: int) -> str | None:
    """The measured attribute that a later member leaves out: …断面比例83.3%,省考断面90%."""
    if previous.name is None or previous.figure.kind != "share" or any(mark in text[previous.end : place] for mark in "。；\n"):
        return None
    tail = re.search(r"(?:优良|达标|合格)?(?:比例|比率|率)$|占比$|覆盖率$", previous.name)
    return tail.group() if tail else None


def _carried(text: str, item: Item, place: Place, readings: list[Reading], sight: Sight) -> Reading:
    """A figure whose name is left out: that of the figure before, of the clause before, or of the task itself."""
    figure, bound = sight.figure, sight.bound
    title = topic_of(text[item.title.start : min(item.title.end, item.title.start + _LONGEST_TITLE)])
    start = bound.start if bound.baseline or bound.comparator or bound.direction else figure.start
    added = _ADDED_SO.search(text, sight.low, bound.start)
    if added is not None:
        start = added.start()
    said = text[readings[-1].end : figure.start] if readings else ""
    name: str | None = None
    form: Form = "carried"
    if place.is_cell and (not readings or "\n" in said):
        name, form = title, "cell"
    elif readings and not any(mark in said for mark in "。；\n"):
        name = readings[-1].name
    elif earlier := _said_before(text, place, sight.low):
        name = text[earlier.start : earlier.end]
    elif item.fields:
        name, form = title, "cell"
    elif item.title.end <= figure.number and (figure.kind == "share" or _repeats_verb(text, item, sight)):
        name = title
    else:
        form = "unnamed"
    return sight.reading(name, form, start=start, direction=bound.direction or ("increase" if added else None))


def _repeats_verb(text: str, item: Item, sight: Sight) -> bool:
    """Whether the verb before the figure is that of the title: 改造老旧小区。2026年改造32个."""
    said = name_before(text, sight.low, sight.bound.start)
    return said is not None and said.end - said.start > 1 and text.startswith(text[said.start : said.end], item.title.start)


def _said_before(text: str, place: Place, low: int) -> Span | None:
    """The measured name that the clause before ends with: 利用率稳步提升，达到95%."""
    sentence = max(place.start, low - FARTHEST, *(text.rfind(mark, max(place.start, low - FARTHEST), low) + 1 for mark in "。；\n"))
    earlier = re.search(rf"([一-龥（）()]{{2,30}}{ATTRIBUTE})[一-龥]{{0,10}}[，,]?$", text[sentence:low])
    return name_before(text, sentence + earlier.start(1), sentence + earlier.end(1)) if earlier else None
