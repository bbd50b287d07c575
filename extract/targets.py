"""What and how much: every figure that is aimed at or reported, with the name of what it measures.

Each clause is read figure by figure from the left: the words before a figure bound it (`measures.read_bound`), what stands before these or
behind the figure names it (`indicators`). Confidence is the share of whole right readings of each form on the visible gold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.clauses import after_time, clause_end, clause_start, is_origin, is_scope
from extract.dates import find_moments
from extract.figure_rules import is_measured, picks_out, protected_spans
from extract.figure_verbs import acts
from extract.frame import Frame, Item
from extract.indicator_doers import without_doer
from extract.measures import Bound, Figure, find_figures, read_bound
from extract.readings import Place, Reading, Sight, read_one, read_respective, room_behind, row_of
from extract.records import Comparator, Status, Target
from extract.recurrences import find_recurrences
from extract.shared_names import share_tails, with_threshold
from extract.spans import Spans
from extract.tense import is_reached, reports, year_of
from extract.twin import as_printed, twin_of

_POSTS: dict[str, Comparator] = {
    "以上": ">=",
    "及以上": ">=",
    "以下": "<=",
    "及以下": "<=",
    "以内": "<=",
    "以A": "<=",  # 以内 as a scanner read it
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
    "rate": 0.98,
    "value after": 0.97,
    "value before": 0.95,
    "several": 0.95,
    "respective": 0.9,
    "distributive": 0.85,
    "range": 0.85,
    "cell": 0.9,
    "carried": 0.75,
    "unnamed": 0.4,
}
"""Whole right readings of each form: 1,056 of 1,070 on the project's own and the shared gold; forms met less than ten times are lower."""
_HINTS = (re.compile(r"[\dIl成分]"), re.compile(r"[%％‰]|[一-九]成|百分之|分之[一二三]"))
"""What a stretch with a figure holds; in a regulation only shares are aims."""
_SHARE = re.compile(r"%|％|‰|成(?<=[一-九]成)|百分之|分之[一二三]")
"""The second of `_HINTS` in a form that begins with what it looks for: what nearly every article of a regulation is passed over by."""

_LONG_NAME = 10
_AT_LEAST = re.compile(r"(?:至少|最少)[一-龥]{0,4}$")


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
    regulation = frame.head.kind == "regulation"
    for place in _places(item, things=reports(frame, item)):
        if regulation and _SHARE.search(frame.text, place.start, place.end) is None:
            continue
        if _HINTS[regulation].search(frame.text, place.start, place.end) is None:
            continue
        for target in _in_place(frame, item, place):
            found.setdefault((target.start, target.end, target.indicator, target.comparator), target)
    return tuple(sorted(found.values(), key=lambda target: (target.start, target.end)))


def _places(item: Item, *, things: bool) -> Iterator[Place]:
    if not item.fields:
        yield from (Place(start, end, things=things) for start, end in item.body)
        return
    for cell in item.fields:
        if cell.role in ("title", "text", "target", "progress", "other"):
            yield Place(cell.start, cell.end, is_cell=cell.role in ("target", "progress"), reached=cell.role == "progress", things=things)


def _in_place(frame: Frame, item: Item, place: Place) -> Iterator[Target]:
    readings: list[Reading] = []
    floor = place.start
    text = frame.text
    figures, times = _figures(frame, place, year_of(frame, item))
    skip = 0
    picked: Figure | None = None
    for index, figure in enumerate(figures):
        if index < skip:
            continue
        following = figures[index + 1] if index + 1 < len(figures) else None
        low = max(clause_start(text, place.start, figure.number), min(floor, figure.start))
        if low < item.title.end < figure.start and text[item.title.end].isspace():
            low = item.title.end
        high = clause_end(text, figure.end, place.end)
        bound = read_bound(text, low, figure.start)
        low = after_time(text, times, low, bound.start)
        if not is_measured(frame, figure, bound, low, high) or is_scope(text, figure, bound, following) or is_origin(text, figure, low):
            if picks_out(text, figure, low, high) or is_scope(text, figure, bound, following):
                floor = figure.end + (1 if text[figure.end : figure.end + 1] == "的" else 0)
                picked = figure
            continue
        if bound.respective and len(group := row_of(text, figures, index)) > 1:
            new = read_respective(text, low, bound, group, readings)
            skip = index + len(new)
        else:
            sight = Sight(figure, bound, low, high, *room_behind(text, figure.end, high, following))
            new = read_one(text, item, place, readings, sight)
        readings += [reading if picked is None else with_threshold(text, picked, reading) for reading in new]
        picked = None
        floor = max([figure.end, *(reading.end for reading in new)])
    for reading in share_tails(text, readings):
        yield from _records(frame, item, place, without_doer(frame, item, reading))


def _figures(frame: Frame, place: Place, year: int | None) -> tuple[list[Figure], list[tuple[int, int]]]:
    """The figures of a stretch that are no part of a time, a title or a document number; and where its times stand."""
    figures = find_figures(frame.text, place.start, place.end)
    if not figures:
        return [], []
    taken = protected_spans(frame.text, place.start, place.end)
    times = [(moment.start, moment.end) for moment in find_moments(frame.text, place.start, place.end, year) if moment.form != "lasting"]
    times += [(often.start, often.end) for often in find_recurrences(frame.text, place.start, place.end)]
    spans = Spans([*taken, *times])
    return [figure for figure in figures if not spans.touch(figure.number, figure.end)], times


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


def _confidence(frame: Frame, item: Item, reading: Reading) -> float:
    """The chance that the whole reading is right: that of its form, less for what most misreadings show.

    On first contact with three sets of documents, names that begin with a verb or hold a preposition (17 of 35 misreadings, 57 of 322
    readings), figures that run on into what is no unit, long names, and names with a threshold or quotes before them were the doubtful.
    """
    sure, name = _CONFIDENCE[reading.form], reading.name or ""
    figure_end = reading.figure.end
    if reading.figure.damaged:
        sure -= 0.1
    if reading.form in ("value after", "value before"):
        sure -= 0.06 if reports(frame, item) else 0.0
        sure -= 0.1 if len(name) >= _LONG_NAME else 0.0
        sure -= 0.12 if name[:1] in "“(（按各" or "以上" in frame.text[reading.low - 3 : reading.start] or "以上" in name else 0.0
    elif reading.form == "rate":
        sure -= 0.06 if len(name) >= _LONG_NAME else 0.0
    sure -= 0.2 if frame.text[figure_end : figure_end + 1] == "/" else 0.0
    sure -= 0.15 if name and acts(name) else 0.0
    return round(max(sure, 0.3), 2)


def _records(frame: Frame, item: Item, place: Place, reading: Reading) -> Iterator[Target]:
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
        confidence=_confidence(frame, item, reading),
    )
    if figure.low is None:
        yield base
        return
    yield base.model_copy(update={"value": figure.low, "comparator": ">=", "rule": "range", "confidence": _CONFIDENCE["range"]})
    yield base.model_copy(update={"comparator": "<=", "rule": "range", "confidence": _CONFIDENCE["range"]})
