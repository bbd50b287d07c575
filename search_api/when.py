"""The years and windows of time that a question names, counted from today where it says 今年 or 下个月."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from extract.dates import find_moments


class Window(NamedTuple):
    """A window that a question names: work that falls due from `from_` to `to`; `stretches` are the characters that say so.

    `year` alone is no window: it says which documents are meant. `only` says that the question asks for work whose document names the very
    last day (写明年底前), not for all that is due by then. What is `overdue` has a deadline that has passed; whether the work was done by
    then, no document of plans says.
    """

    from_: date | None
    to: date | None
    year: int | None
    only: bool
    stretches: tuple[tuple[int, int], ...]
    overdue: bool = False

    @property
    def is_set(self) -> bool:
        """Whether there is more than a year."""
        return self.from_ is not None or self.to is not None


_WRITTEN = re.compile(r"(?:写明|标明|注明|列明|写了|写的|明确)(?!了?(?:具体)?(?:日期|日子|时间|时限|期限))")
_YEAR_WORDS = {"今年": 0, "本年度": 0, "本年": 0, "明年": 1, "来年": 1, "去年": -1, "上年": -1, "前年": -2, "后年": 2}
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年(?:度)?|(?<!写)(今年|本年度|本年|明年|来年|去年|上年|前年|后年)")
_SPAN = re.compile(r"((?:19|20)\d{2})\s*年?(?:到|至|[—–\-~～]+)\s*((?:19|20)\d{2})\s*年")
_OVERDUE = re.compile(r"逾期|过期|超期|到期未|已经到期")


def _month(day: date, shift: int) -> tuple[date, date]:
    first = day.year * 12 + day.month - 1 + shift
    year, month = divmod(first, 12)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])


def _quarter(day: date, shift: int) -> tuple[date, date]:
    start = _month(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3 * shift)[0]
    return start, _month(start, 2)[1]


def _week(day: date, shift: int) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


def _half(day: date, second: bool) -> tuple[date, date]:
    return (date(day.year, 7, 1), date(day.year, 12, 31)) if second else (date(day.year, 1, 1), date(day.year, 6, 30))


_RELATIVE: tuple[tuple[re.Pattern[str], Callable[[date], tuple[date, date]]], ...] = (
    (re.compile(r"下下个?月"), lambda day: _month(day, 2)),
    (re.compile(r"下个?月"), lambda day: _month(day, 1)),
    (re.compile(r"上个?月(?!底前)"), lambda day: _month(day, -1)),
    (re.compile(r"(?:本|这个?|当)月"), lambda day: _month(day, 0)),
    (re.compile(r"(?:下个?|下一个?)季度"), lambda day: _quarter(day, 1)),
    (re.compile(r"(?:上个?|上一个?)季度"), lambda day: _quarter(day, -1)),
    (re.compile(r"(?:本|这个?|当前)季度"), lambda day: _quarter(day, 0)),
    (re.compile(r"下个?(?:周|星期|礼拜)"), lambda day: _week(day, 1)),
    (re.compile(r"(?:本|这个?)(?:周|星期|礼拜)"), lambda day: _week(day, 0)),
    (re.compile(r"(?<!\d年)(?:今年)?上半年"), lambda day: _half(day, False)),
    (re.compile(r"(?<!\d年)(?:今年)?下半年"), lambda day: _half(day, True)),
    (re.compile(r"今天|今日"), lambda day: (day, day)),
    (re.compile(r"明天|明日"), lambda day: (day + timedelta(days=1), day + timedelta(days=1))),
)
_DAYS_AHEAD = re.compile(r"(?:未来|今后|接下来|最近)?(\d{1,3})(天|周|个月)(?:之?内|里)")
_TAIL = re.compile(r"(?:底|末)?(?:之?前|以前)")


def find_window(question: str, today: date) -> Window:
    """The window and the year of a question.

    >>> find_window("市水务局2024年6月底前要完成哪些任务？", date(2026, 1, 15))[:4]
    (None, datetime.date(2024, 6, 30), 2024, False)
    >>> find_window("下个月有哪些任务到期", date(2025, 12, 3))[:3]
    (datetime.date(2026, 1, 1), datetime.date(2026, 1, 31), None)
    """
    only = _WRITTEN.search(question) is not None
    text = _WRITTEN.sub(lambda match: "　" * len(match.group()), question)
    year, stretches = _find_year(text, today)
    overdue = _OVERDUE.search(text)
    if overdue is not None:
        return Window(None, today - timedelta(days=1), year, False, (*stretches, overdue.span()), overdue=True)
    for pattern, window in _RELATIVE:
        match = pattern.search(text)
        if match is not None:
            anchor = today if year is None or year == today.year else date(year, today.month, min(today.day, 28))
            from_, to = window(anchor)
            tail = _TAIL.match(text, match.end())
            span = (match.start(), tail.end() if tail else match.end())
            # 本月底前: what fell due in former months is not meant any more.
            start = from_ if not tail else None if to < anchor else min(from_, _month(anchor, 0)[0])
            return Window(start, to, year, only, (*stretches, span))
    ahead = _DAYS_AHEAD.search(text)
    if ahead is not None:
        days = int(ahead[1]) * {"天": 1, "周": 7, "个月": 30}[ahead[2]]
        return Window(today, today + timedelta(days=days), year, only, (*stretches, ahead.span()))
    return _printed(text, year, today, only, stretches)


def _printed(text: str, year: int | None, today: date, only: bool, stretches: tuple[tuple[int, int], ...]) -> Window:
    """The window that a question prints in the manner of documents (6月底前, 7月到9月, 三季度末)."""
    moments = [
        moment
        for moment in find_moments(text, 0, len(text), year if year is not None else today.year)
        if not (moment.bare and moment.form in ("year", "year word", "years") and _is_whole_year(moment.from_, moment.to))
        and (moment.from_ or moment.to)
        and not moment.since
    ]
    if not moments:
        return Window(None, None, year, only, stretches)
    starts = [moment.from_ for moment in moments if moment.from_ is not None]
    ends = [moment.to for moment in moments if moment.to is not None]
    if year is None:
        printed = [moment.year for moment in moments if moment.year is not None]
        year = printed[0] if printed else None
    spans = tuple((moment.start, moment.end) for moment in moments)
    first, last = min(starts, default=None), max(ends, default=None)
    if first is None and last is not None and today <= last and last.year == today.year and all(moment.year is None for moment in moments):
        # 三季度末前, without a year of its own: what fell due in former months is not meant any more.
        has_year = any(text[max(0, span[0] - 1) : span[0]] == "年" for span in spans)
        month = _month(today, 0)[0]
        first = None if has_year or month.month == 1 else month
    return Window(first, last, year, only, (*stretches, *spans))


def _find_year(text: str, today: date) -> tuple[int | None, tuple[tuple[int, int], ...]]:
    spans = []
    year = None
    for match in _YEAR.finditer(text):
        before = text[max(0, match.start() - 1) : match.start()]
        # 较2020年, 比去年: the year that a figure is measured against.
        if before in ("较", "比", "跟", "与") or text[match.end() : match.end() + 1] in ("相", "比", "降"):
            continue
        spans.append(match.span())
        if year is None:
            year = int(match[1]) if match[1] else today.year + _YEAR_WORDS[match[2]]
    return year, tuple(spans)


def find_years(question: str, today: date) -> tuple[int, ...]:
    """All years that a question names, each once, in order; both ends of a span and those between.

    >>> find_years("2024年到2026年怎么变，去年呢", date(2026, 1, 15)), find_years("2023—2025年", date(2026, 1, 15))
    ((2024, 2025, 2026), (2023, 2024, 2025))
    """
    years: list[int] = []
    for match in _SPAN.finditer(question):
        first, last = int(match[1]), int(match[2])
        years.extend(range(first, last + 1) if first < last < first + 30 else (first, last))
    single = _YEAR.finditer(_SPAN.sub("", question))
    years.extend(int(match[1]) if match[1] else today.year + _YEAR_WORDS[match[2]] for match in single)
    return tuple(dict.fromkeys(sorted(years)))


def _is_whole_year(from_: date | None, to: date | None) -> bool:
    return from_ is not None and to is not None and (from_.month, from_.day, to.month, to.day) == (1, 1, 12, 31)
