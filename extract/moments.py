"""What each printed form of a time means: one reader a form, from a match to first and last day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from lunardate import LunarDate

from extract.lexicon import Entry, load_lexicon
from extract.numerals import parse_numeral


class Moment(NamedTuple):
    """One time that a text names: where it stands, its two ends, and how it was read.

    `year` is the printed year, if any; `bare` says that nothing but the period itself is printed (`2024年`, `10月`), which may only name a
    thing; `since` marks 以来, which looks back.
    """

    start: int
    end: int
    form: str
    from_: date | None = None
    to: date | None = None
    year: int | None = None
    bare: bool = False
    since: bool = False
    derived: bool = False


class _Period(NamedTuple):
    first: date | None
    last: date | None


Reader = Callable[[re.Match[str], int | None], Iterator[Moment]]

_RELATIVE_YEARS = {"今年": 0, "本年": 0, "当年": 0, "明年": 1, "来年": 1, "次年": 1, "翌年": 1, "去年": -1, "上年": -1, "前年": -2}
_TERM_DRIFT = 0.2422  # by so much of a day a solar term comes later every year, until the leap day sets it back
_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031, "十七五": 2036}
_HALVES = {"上半年": (1, 6), "前半年": (1, 6), "下半年": (7, 12)}
_MISREAD_ZERO = str.maketrans("○Ｏ零", "〇〇〇")


def read_form(name: str, match: re.Match[str], base: int | None) -> Iterator[Moment]:
    """The moments that a match of one of `date_forms.FORMS` means, against the year `base`."""
    return _READERS[name](match, base)


def _year_of(match: re.Match[str], base: int | None, suffix: str = "") -> int | None:
    groups = match.groupdict()
    if digits := groups.get(f"y{suffix}"):
        return parse_numeral(re.sub(r"\s", "", digits).translate(_MISREAD_ZERO))
    if relative := groups.get(f"ry{suffix}"):
        return None if base is None else base + _RELATIVE_YEARS[relative]
    return base


def _number(match: re.Match[str], group: str) -> int | None:
    digits = match.groupdict().get(group)
    return None if digits is None else parse_numeral(re.sub(r"\s", "", digits))


def _month_period(year: int | None, month: int, part: str | None) -> _Period:
    if year is None or not 1 <= month <= 12:
        return _Period(None, None)
    last = monthrange(year, month)[1]
    first_day, last_day = {
        "初": (1, 10),
        "月初": (1, 10),
        "上旬": (1, 10),
        "中旬": (11, 20),
        "下旬": (21, last),
        "上中旬": (1, 20),
        "中下旬": (11, last),
    }.get(part or "", (1, last))
    return _Period(date(year, month, first_day), date(year, month, last_day))


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bounded(
    match: re.Match[str], form: str, period: _Period, *, ends: bool = False, derived: bool = False, span: tuple[int, int] | None = None
) -> Moment:
    """The moment of a period with what bounds it: 前, 底, 到 leave its end, 起 its beginning, nothing both."""
    groups = match.groupdict()
    edge, pre = groups.get("edge") or "", groups.get("pre")
    ends = ends or bool(pre) or edge.endswith("前") or edge == "以前"
    first, last = period
    if edge == "前后":
        ends = False
    if edge.startswith(("起", "开始", "以后", "之后", "后", "以来")):
        last = None
    elif ends:
        first = None
    start, end = span or match.span()
    return Moment(
        start,
        end,
        form,
        first,
        last,
        year=_year_of(match, None) if groups.get("y") else None,
        bare=not (edge or pre or ends),
        since="以来" in edge,
        derived=derived,
    )


def _is_end(part: str | None) -> bool:
    return part is not None and part.endswith(("底", "末", "终"))


def _read_days(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    year, month = _year_of(match, base), _number(match, "m")
    month2 = _number(match, "m2") or month
    year2 = _year_of(match, year, "2")
    yield _bounded(match, "days", _Period(_day(year, month, _number(match, "d")), _day(year2, month2, _number(match, "d2"))))


def _read_months(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    year, month, month2 = _year_of(match, base), _number(match, "m"), _number(match, "m2")
    if month is None or month2 is None:
        return
    year2 = _year_of(match, year, "2")
    if year2 is not None and year2 == year and month2 < month:
        year2 += 1
    period = _Period(_month_period(year, month, None).first, _month_period(year2, month2, match.group("part2")).last)
    yield _bounded(match, "months", period)


def _read_typed_months(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    first, last = (
        _month_period(_year_of(match, base), _number(match, "m") or 0, None),
        _month_period(_year_of(match, base, "2"), _number(match, "m2") or 0, None),
    )
    yield _bounded(match, "typed months", _Period(first.first, last.last))


def _read_years(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    year, year2 = _year_of(match, base), _year_of(match, base, "2")
    if year is None or year2 is None or year2 <= year or year2 - year > 40:
        return
    form = "years" if "edge" in match.re.groupindex else "fused years"
    yield _bounded(match, form, _Period(date(year, 1, 1), date(year2, 12, 31)))


def _read_day(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    day = _day(_year_of(match, base), _number(match, "m"), _number(match, "d"))
    yield _bounded(match, "day", _Period(day, day))


def _read_day_list(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    year, month = _year_of(match, base), _number(match, "m")
    for printed in re.finditer(r"\d{1,2}", match.group("list")):
        day = _day(year, month, int(printed.group()))
        begin = match.start("list") + printed.start()
        yield _bounded(match, "day list", _Period(day, day), span=_share(match, begin, begin + len(printed.group())))


def _read_month(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    month, part = _number(match, "m"), match.group("part")
    if month is None:
        return
    period = _month_period(_year_of(match, base), month, part)
    yield _bounded(match, "month", period, ends=_is_end(part))


def _read_month_list(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    year, part = _year_of(match, base), match.group("part")
    for printed in re.finditer(r"1\s?[0-2]|0?[1-9]", match.group("list")):
        month = parse_numeral(printed.group().replace(" ", ""))
        if month is None:
            continue
        begin = match.start("list") + printed.start()
        length = len(printed.group()) + (1 if match.string[begin + len(printed.group()) : begin + len(printed.group()) + 1] == "月" else 0)
        yield _bounded(match, "month list", _month_period(year, month, part), ends=_is_end(part), span=_share(match, begin, begin + length))


def _share(match: re.Match[str], begin: int, end: int) -> tuple[int, int]:
    """The span of one member of a list; the first takes what stands before the list, the last what stands after."""
    return (
        match.start() if begin == match.start("list") else begin,
        match.end() if not re.search(r"\d", match.string[end : match.end("list")]) else end,
    )


def _quarter(year: int | None, first: int, last: int) -> _Period:
    if year is None:
        return _Period(None, None)
    return _Period(date(year, first * 3 - 2, 1), date(year, last * 3, monthrange(year, last * 3)[1]))


def _read_quarter(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    year, span = _year_of(match, base), match.group("span")
    if span in _HALVES:
        first, last = _HALVES[span]
        period = _Period(None, None) if year is None else _Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
    else:
        number = parse_numeral(re.sub(r"[第前个季度\s]", "", span)) or 1
        period = _quarter(year, 1 if span.startswith("前") else number, number)
    yield _bounded(match, "quarter", period, ends=_is_end(match.group("part")))


def _read_quarters(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    year, ends = _year_of(match, base), _is_end(match.group("part"))
    printed = list(re.finditer(r"[一二三四1-4]", match.group("list")))
    numbers = [parse_numeral(mark.group()) or 1 for mark in printed]
    if re.search(r"[至到—\-]", match.group("list")):
        yield _bounded(match, "quarters", _quarter(year, numbers[0], numbers[-1]), ends=ends)
        return
    for mark, number in zip(printed, numbers, strict=True):
        begin = match.start("list") + mark.start()
        span = (match.start() if mark is printed[0] else begin, match.end() if mark is printed[-1] else begin + 1)
        yield _bounded(match, "quarters", _quarter(year, number, number), ends=ends, span=span)


def _read_five_years(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    plan, tail = match.group("plan"), match.group("tail")
    first = _PLANS.get(plan) if plan.startswith("十") else _PLANS.get("十" + "零一二三四五六七八九"[int(plan[1])] + "五")
    if first is None:
        return
    period = _Period(date(first, 1, 1), date(first + 4, 12, 31))
    if tail.endswith(("中期", "初期", "前期", "后期")):
        period = _Period(None, None)
    elif tail in ("开局之年", "收官之年"):
        period = (
            _Period(date(first, 1, 1), date(first, 12, 31))
            if tail == "开局之年"
            else _Period(date(first + 4, 1, 1), date(first + 4, 12, 31))
        )
    ends = tail.startswith(("末", "期末"))
    yield _bounded(match, "five years", period, ends=ends)._replace(since=tail == "以来", year=first + 4, bare=False)


def _read_dotted_day(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    yield from _read_day(match, base)


def _read_occasion(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    entry, year = _occasions()[match.group("name")], _year_of(match, base)
    edge, quoted = match.group("edge"), match.start("name") > match.start() and match.string[match.start("name") - 1] in '“"‘「'
    edge = edge or _shared_edge(match)
    if not (edge or entry.get("season")) or (entry.get("quoted") and not quoted):
        return
    period = _Period(_occasion_day(entry, "from", year), _occasion_day(entry, "to", year))
    ends = edge is not None and edge.endswith(("前", "以前"))
    moment = _bounded(match, "occasion", period, ends=ends, derived=bool(entry.get("derived")))
    yield moment._replace(bare=not edge and "from" in entry)


def _shared_edge(match: re.Match[str]) -> str | None:
    """What bounds the next named day of a list bounds this one too: 国庆、中秋节前."""
    names = "|".join(re.escape(name) for name in _occasions())
    behind = re.compile(rf"\s*[、和及与]\s*[“\"]?(?:{names})[”\"]?(?P<edge>之?前(?!后)|以前)").match(match.string, match.end())
    return behind.group("edge") if behind else None


def _read_year(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    year, part, edge = _year_of(match, base), match.group("part"), match.group("edge") or ""
    if year is None:
        period = _Period(None, None)
    elif part and part.endswith("初"):
        period = _Period(date(year, 1, 1), date(year, 1, 31))
    elif part and part.endswith("中"):
        period = _Period(date(year, 6, 1), date(year, 6, 30))
    else:
        period = _Period(date(year, 1, 1), date(year, 12, 31))
    within = edge in ("内", "之内", "以内") or part == "年内"
    yield _bounded(match, "year", period, ends=_is_end(part) or within)._replace(bare=not (part or edge or match.group("pre")), year=year)


def _read_year_word(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    word = match.group("word")
    if base is None:
        yield _bounded(match, "year word", _Period(None, None))._replace(bare=False)
        return
    first, last = {"全年": ((1, 1), (12, 31)), "年初": ((1, 1), (1, 31)), "年中": ((6, 1), (6, 30))}.get(word, ((1, 1), (12, 31)))
    period = _Period(date(base, *first), date(base, *last))
    yield _bounded(match, "year word", period, ends=word in ("年内", "年底", "年末", "年终", "年前"))._replace(bare=False)


def _read_this_month(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    yield Moment(match.start(), match.end(), "this month")


def _read_lasting(match: re.Match[str], base: int | None) -> Iterator[Moment]:
    yield Moment(match.start(), match.end(), "lasting")


def _occasion_day(entry: Entry, end: str, year: int | None) -> date | None:
    printed = entry.get(end)
    if printed is None or year is None:
        return None
    year += printed.startswith("+")
    month, day = (int(part) for part in printed.lstrip("+").split("-"))
    if entry.get("lunar"):
        solar: date = LunarDate(year, month, day).to_solar_date()
        return solar
    if (term := entry.get("term")) is not None:
        day = int(year % 100 * _TERM_DRIFT + term) - year % 100 // 4
    if (month, day) == (2, 28):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)


@cache
def _occasions() -> dict[str, Entry]:
    return {entry["name"]: entry for entry in load_lexicon("occasions")}


_READERS: dict[str, Reader] = {
    "days": _read_days,
    "day list": _read_day_list,
    "months": _read_months,
    "month list": _read_month_list,
    "years": _read_years,
    "fused years": _read_years,
    "numeric": _read_day,
    "typed months": _read_typed_months,
    "day": _read_day,
    "quarters": _read_quarters,
    "quarter": _read_quarter,
    "month": _read_month,
    "five years": _read_five_years,
    "dotted day": _read_dotted_day,
    "occasion": _read_occasion,
    "year": _read_year,
    "year word": _read_year_word,
    "this month": _read_this_month,
    "lasting": _read_lasting,
}
