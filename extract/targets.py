"""What and how much: every figure that is aimed at or reported, with the name of what it measures.

Each clause is read figure by figure from the left: the words before a figure bound it (`measures.read_bound`), what stands before these or
behind the figure names it (`indicators`). Confidence is the share of whole right readings of each form on the visible gold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extract.dates import find_moments
from extract.figure_rules import is_measured, picks_out, protected_spans
from extract.frame import Frame, Item, Span
from extract.indicators import ATTRIBUTE, RATE_END, ends_in_verb, is_verb, name_after, name_before, topic_of
from extract.measures import Bound, Figure, find_figures, read_bound
from extract.records import Comparator, Direction, Status, Target
from extract.recurrences import find_recurrences
from extract.spans import Spans
from extract.tense import FARTHEST, is_reached, reports, year_of
from extract.twin import as_printed, twin_of

_POSTS: dict[str, Comparator] = {
    "以上": ">=",
    "及以上": ">=",
    "以下": "<=",
    "及以下": "<=",
    "以内": "<=",
    "之内": "<=",
    "内": "<=",
    "左右": "==",
    "上下": "==",
}
_SIGNS: dict[str, Comparator] = {
    "≥": ">=",
    "≤": "<=",
    ">": ">",
    "＞": ">",
    "<": "<",
    "＜": "<",
    ">=": ">=",
    "<=": "<=",
    "＞=": ">=",
    "＜=": "<=",
}
_CONFIDENCE = {
    "rate": 0.95,
    "value after": 0.9,
    "value before": 0.8,
    "several": 0.9,
    "range": 0.8,
    "respective": 0.85,
    "distributive": 0.8,
    "carried": 0.6,
    "cell": 0.85,
    "unnamed": 0.4,
}
_HINTS = (re.compile(r"[\dIl成分]"), re.compile(r"[%％‰]|[一-九]成|百分之|分之[一二三]"))
"""What a stretch with a figure holds; in a regulation only shares are aims."""

_LONGEST_TITLE = 60
_BREAKS = "，,；;。！!？?：:\n|"
_JOINS = re.compile(r"\s*(?:和|及|以及|、|与|并|等|左右|其中|或|，|,|；|;|。)")
_SPLIT = re.compile(r"、|以及|和|及")
_ROLE = re.compile(r"(?:[（(][^（()）]{1,6}[）)])?[一-龥]{0,4}?(?:[（(][^（()）]{1,6}[）)])?(?<![作认称])为(?![民主先农企生期数])")
_AT_LEAST = re.compile(r"(?:至少|最少)[一-龥]{0,4}$")
_ADDS = re.compile(r"(?:新增|净增|新增加)(?:各类|加)?$")

Form = Literal["rate", "value after", "value before", "several", "range", "respective", "distributive", "carried", "cell", "unnamed"]


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of an item that is read on its own: a body, or the cell of a row."""

    start: int
    end: int
    is_cell: bool = False
    reached: bool = False


@dataclass(slots=True)
class _Reading:
    """A figure with its name, before it becomes a record."""

    figure: Figure
    bound: Bound
    start: int
    end: int
    name: str | None
    form: Form
    direction: Direction | None
    low: int


def find_targets(frame: Frame, items: tuple[Item, ...]) -> list[tuple[Target, ...]]:
    """The targets of every item, in the order in which they stand."""
    twin, simple = twin_of(frame, items)
    found = [_of_item(twin, item) for item in simple]
    if twin is frame:
        return found
    return [tuple(_as_printed(one, twin.text, frame.text) for one in of_item) for of_item in found]


def _as_printed(target: Target, twin: str, text: str) -> Target:
    words = {
        name: as_printed(getattr(target, name), target.start, target.end, twin=twin, text=text)
        for name in ("indicator", "unit", "baseline")
    }
    return target.model_copy(update={"text": text[target.start : target.end], **words})


def _of_item(frame: Frame, item: Item) -> tuple[Target, ...]:
    found: dict[tuple[int, int, str | None, str], Target] = {}
    for place in _places(item):
        if _HINTS[frame.head.kind == "regulation"].search(frame.text, place.start, place.end) is None:
            continue
        for target in _in_place(frame, item, place):
            found.setdefault((target.start, target.end, target.indicator, target.comparator), target)
    return tuple(sorted(found.values(), key=lambda target: (target.start, target.end)))


def _places(item: Item) -> Iterator[_Place]:
    if not item.fields:
        yield from (_Place(start, end) for start, end in item.body)
        return
    for cell in item.fields:
        if cell.role in ("title", "text", "target", "progress", "other"):
            yield _Place(cell.start, cell.end, is_cell=cell.role in ("target", "progress"), reached=cell.role == "progress")


def _in_place(frame: Frame, item: Item, place: _Place) -> Iterator[Target]:
    readings: list[_Reading] = []
    floor = place.start
    text = frame.text
    figures, times = _figures(frame, place, year_of(frame, item))
    skip = 0
    for index, figure in enumerate(figures):
        if index < skip:
            continue
        following = figures[index + 1] if index + 1 < len(figures) else None
        low = max(_clause_start(text, place.start, figure.number), min(floor, figure.start))
        if low < item.title.end < figure.start and text[item.title.end].isspace():
            low = item.title.end
        high = _clause_end(text, figure.end, place.end)
        bound = read_bound(text, low, figure.start)
        low = _after_time(text, times, low, bound.start)
        if not is_measured(frame, figure, bound, low, high) or _is_scope(text, figure, bound, following) or _is_origin(text, figure, low):
            if picks_out(text, figure, low, high) or _is_scope(text, figure, bound, following):
                floor = figure.end + (1 if text[figure.end : figure.end + 1] == "的" else 0)
            continue
        if bound.respective and len(group := _row_of(text, figures, index)) > 1:
            new = _respective(text, low, bound, group, readings)
            skip = index + len(group)
        else:
            new = _read_one(frame, item, place, readings, figure, bound, low, high, following)
        readings += new
        floor = max([figure.end, *(reading.end for reading in new)])
    for reading in readings:
        yield from _records(frame, item, place, reading)


def _figures(frame: Frame, place: _Place, year: int | None) -> tuple[list[Figure], list[tuple[int, int]]]:
    """The figures of a stretch that are no part of a time, a title or a document number; and where its times stand."""
    figures = find_figures(frame.text, place.start, place.end)
    if not figures:
        return [], []
    taken = protected_spans(frame.text, place.start, place.end)
    times = [(moment.start, moment.end) for moment in find_moments(frame.text, place.start, place.end, year) if moment.form != "lasting"]
    times += [(often.start, often.end) for often in find_recurrences(frame.text, place.start, place.end)]
    spans = Spans([*taken, *times])
    return [figure for figure in figures if not spans.touch(figure.number, figure.end)], times


def _after_time(text: str, times: list[tuple[int, int]], low: int, place: int) -> int:
    """Behind the last time before the figure, unless it stands inside a name: 汛前整治易涝点16处, but 每周开放时间不少于63小时."""
    named = RATE_END.search(text[low:place]) is not None
    for opened, close in times:
        if low <= opened and close <= place - 2 and not (named and text[opened] in "每当" and opened > low):
            low = close
    return low


def _clause_start(text: str, low: int, place: int) -> int:
    """Where the clause around a figure begins; brackets and quotes that close before the figure are passed over."""
    depth, at = 0, place
    low = max(low, place - FARTHEST)
    while at > low:
        mark = text[at - 1]
        if mark in ")）”":
            depth += 1
        elif mark in "(（“":
            if depth == 0 and mark != "“":
                return at
            depth = max(0, depth - 1)
        elif (
            depth == 0
            and mark in _BREAKS
            and not (mark in ",，:：" and text[at : at + 1].isdigit() and text[at - 2 : at - 1].isdigit() and mark in ",:")
        ) or mark in "。\n":
            return at
        at -= 1
    return at


def _clause_end(text: str, place: int, high: int) -> int:
    at = place
    high = min(high, place + FARTHEST)
    while at < high and text[at] not in _BREAKS:
        at += 1
    return at


def _is_scope(text: str, figure: Figure, bound: Bound, following: Figure | None) -> bool:
    """A count whose things a rate is measured of: the 12个 of 12个国考断面比例83.3%."""
    if following is None or figure.kind != "count" or following.kind != "share" or _JOINS.match(text, figure.end):
        return False
    between = text[figure.end : following.start]
    return not any(mark in between for mark in _BREAKS + "、（(") and read_bound(text, figure.end, following.start).start > figure.end


def _is_origin(text: str, figure: Figure, low: int) -> bool:
    """The old value of a change: the 92% of 由92%提高到95%."""
    before = text[max(low, figure.start - 8) : figure.start]
    after = text[figure.end : figure.end + 8]
    return (
        re.search(r"(?:由|从)(?:过去的?|原来的?|原|目前的?|20\d\d年的?)?\s*$", before) is not None
        and re.match(
            r"[一-龥]{0,3}?(?:提高|提升|增加|增长|上升|下降|降低|降|减少|压减|压缩|缩短|扩大|增|减|调整|整合|归并|合并|跃升|缩|拓展|发展|恢复)",
            after,
        )
        is not None
    )


def _row_of(text: str, figures: list[Figure], index: int) -> list[Figure]:
    """The figure and those that follow it in a row: 24%、25%以上 or 10%和7.9%."""
    row = [figures[index]]
    for figure in figures[index + 1 :]:
        if not re.fullmatch(r"\s*(?:、|和|及|，|,)\s*", text[row[-1].end : figure.start]) or figure.kind != row[0].kind:
            break
        row.append(figure)
    return row


def _respective(text: str, low: int, bound: Bound, group: list[Figure], earlier: list[_Reading]) -> list[_Reading]:
    """A、B分别下降24%、25%以上: names first, figures after; the last bound and what is said before the first hold for all."""
    whole = name_before(text, low, bound.start)
    parts = _parts(text, whole) if whole else []
    said = earlier[-len(group) :] if whole is None and len(earlier) >= len(group) and "。" not in text[earlier[-1].end : low] else []
    post = group[-1].post
    readings = []
    for place, figure in enumerate(group):
        part = parts[place] if len(parts) == len(group) else whole
        name = text[part.start : part.end] if part else said[place].name if said else None
        if part is not None and name is not None and len(parts) == len(group) and part is not parts[-1]:
            name = _completed(name, text[parts[-1].start : parts[-1].end])
        held = figure if figure.post else figure._replace(post=post)
        start = whole.start if whole else figure.start
        readings.append(_Reading(held, bound, part.start if part else start, figure.end, name, "respective", bound.direction, low))
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
        r"(?:居民)?(?:人均)?(?:可支配)?[^、和]{0,2}(?:增加值|总产值|产值|产量|销量|排放量|排放总量|投资|收入|增速|吞吐量|覆盖率|达标率|率|比例|占比|数量|面积|总量|量|额)$",
        last,
    )
    return name + tail.group() if tail else name


def _read_one(
    frame: Frame,
    item: Item,
    place: _Place,
    readings: list[_Reading],
    figure: Figure,
    bound: Bound,
    low: int,
    high: int,
    following: Figure | None,
) -> list[_Reading]:
    text = frame.text
    before = name_before(text, low, bound.start)
    things = reports(frame, item)
    limit = high if following is None or following.start > high else _before_next(text, figure.end, following)
    after = None if figure.kind == "share" or _JOINS.match(text, figure.end) else name_after(text, figure.end, limit, things=things)
    direction = bound.direction or _added(text, low, bound.start, before)
    verb_before = ends_in_verb(text, low, bound.start)
    if after is not None and before is not None and not verb_before and is_verb(text[after.start : after.end]):
        after = None
    if (
        figure.kind == "count"
        and (role := _ROLE.match(text, figure.end, high))
        and (acts := name_after(text, role.end(), limit, things=things))
    ):
        after = acts
    stands_behind = bound.level or bound.baseline is not None or bound.comparator is not None
    if after is not None and (before is None or verb_before or (figure.kind == "count" and not stands_behind)):
        added = _added(text, low, bound.start, None) if figure.kind == "count" else direction
        return [_Reading(figure, bound, figure.start, after.end, text[after.start : after.end], "value before", added, low)]
    if before is None:
        return [_carried(text, item, place, readings, figure, bound, low)]
    if bound.distributive and len(parts := _parts(text, before)) > 1:
        return [
            _Reading(figure, bound, part.start, figure.end, text[part.start : part.end], "distributive", direction, low) for part in parts
        ]
    parts = _parts(text, before)
    if len(parts) > 1 and all(RATE_END.search(text[part.start : part.end]) and part.end - part.start > 2 for part in parts):
        return [_Reading(figure, bound, part.start, figure.end, text[part.start : part.end], "several", direction, low) for part in parts]
    name = text[before.start : before.end]
    form: Form = "rate" if RATE_END.search(name) else "value after"
    if form == "value after" and figure.kind == "share" and readings and (tail := _shared_tail(text, readings[-1], before.start)):
        name += tail
    return [_Reading(figure, bound, before.start, figure.end, name, form, direction, low)]


def _before_next(text: str, place: int, following: Figure) -> int:
    """How far the name behind a figure may reach when another figure follows: to the last mark that parts the two."""
    between = text[place : following.start]
    cuts = [match.start() for match in re.finditer(r"、|以及|和|及|并|与", between)]
    return place + cuts[-1] if cuts else following.start


def _added(text: str, low: int, place: int, name: Span | None) -> Direction | None:
    """新增 before the thing is an increase."""
    head = text[low : name.start if name else place]
    return "increase" if _ADDS.search(head) else None


def _shared_tail(text: str, previous: _Reading, place: int) -> str | None:
    """The measured attribute that a later member leaves out: …断面比例83.3%,省考断面90%."""
    if previous.name is None or previous.figure.kind != "share" or any(mark in text[previous.end : place] for mark in "。；\n"):
        return None
    tail = re.search(r"(?:优良|达标|合格)?(?:比例|比率|率)$|占比$|覆盖率$", previous.name)
    return tail.group() if tail else None


def _carried(text: str, item: Item, place: _Place, readings: list[_Reading], figure: Figure, bound: Bound, low: int) -> _Reading:
    """A figure whose name is left out: that of the figure before, of the clause before, or of the task itself."""
    title = topic_of(text[item.title.start : min(item.title.end, item.title.start + _LONGEST_TITLE)])
    start = bound.start if bound.baseline or bound.comparator or bound.direction else figure.start
    if place.is_cell and (not readings or "\n" in text[readings[-1].end : figure.start]):
        return _Reading(figure, bound, start, figure.end, title, "cell", bound.direction, low)
    if readings and not any(mark in text[readings[-1].end : figure.start] for mark in "。；\n"):
        return _Reading(figure, bound, start, figure.end, readings[-1].name, "carried", bound.direction, low)
    sentence = max(text.rfind(mark, max(place.start, low - FARTHEST), low) for mark in "。；\n") + 1
    sentence = max(sentence, low - FARTHEST)
    earlier = re.search(rf"([一-龥（）()]{{2,30}}{ATTRIBUTE})[一-龥]{{0,10}}[，,]?$", text[max(sentence, place.start) : low])
    if earlier:
        begin = max(sentence, place.start) + earlier.start(1)
        name = name_before(text, begin, begin + len(earlier.group(1)))
        return _Reading(figure, bound, start, figure.end, text[name.start : name.end] if name else None, "carried", bound.direction, low)
    return _Reading(
        figure, bound, start, figure.end, title if item.fields else None, "cell" if item.fields else "unnamed", bound.direction, low
    )


def _comparator(figure: Figure, bound: Bound, text: str) -> Comparator:
    sign = re.match(r"[≥≤>＞<＜]=?", text[figure.start : figure.end])
    if sign:
        return _SIGNS[sign.group()]
    if figure.post:
        return _POSTS[figure.post]
    if figure.more:
        return ">"
    if bound.comparator is None and _AT_LEAST.search(text, max(0, bound.start - 8), bound.start):
        return ">="
    return bound.comparator or "=="


def _records(frame: Frame, item: Item, place: _Place, reading: _Reading) -> Iterator[Target]:
    figure, bound, text = reading.figure, reading.bound, frame.text
    begin = min(reading.start, figure.start)
    end = max(reading.end, figure.end)
    status: Status = "achieved" if place.reached or is_reached(frame, item, begin, end, place.start, place.end) else "target"
    base = Target(
        text=text[begin:end],
        start=begin,
        end=end,
        indicator=reading.name,
        comparator=_comparator(figure, bound, text),
        value=figure.value,
        unit=figure.unit,
        direction=None if bound.level else reading.direction,
        baseline=bound.baseline,
        status=status,
        how="table" if place.is_cell else frame.how,
        rule=reading.form,
        confidence=round(_CONFIDENCE[reading.form] - (0.1 if figure.damaged else 0.0), 2),
    )
    if figure.low is None:
        yield base
        return
    yield base.model_copy(update={"value": figure.low, "comparator": ">=", "rule": "range", "confidence": _CONFIDENCE["range"]})
    yield base.model_copy(update={"comparator": "<=", "rule": "range", "confidence": _CONFIDENCE["range"]})
