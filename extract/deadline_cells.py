"""What stands in a time column of a task table: dates as typed, and words that set no date."""

from __future__ import annotations

import re
from datetime import date

from extract.dates import find_moments
from extract.moments import Moment

OPEN_WORDS = re.compile(
    r"持续(?:推进|开展|实施|落实|整改|加强|用力|发力|坚持|进行|抓好|深化|巩固)?|长期(?:坚持|推进|开展|整改|任务|有效|执行)?|立行立改|立查立改|边查边改|即知即改|即查即改|立即(?:整改|执行|落实)?|"
    r"常态化?(?:推进|开展|坚持|长效|实施|进行)?|常年(?:坚持|开展)?|贯穿始终|贯穿全年|已完成|已办结|适时(?:启动|推进)?|实时|随时|动态(?:推进|更新|调整)?|分步实施|分阶段推进|有序推进|全程"
)
"""Words that a time column holds instead of a date: 持续推进, 长期坚持, 立行立改."""

_UNSCORED = re.compile(r"[\s/／—\-–—无]*|汛期|待.*|按期|定期|按时|年度|按年度计划.*|另行通知")
_MONTH = re.compile(r"(20\d\d)\s*[-/.．年]\s*(1[0-2]|0?[1-9])\s*月?份?")
_PACKED_DAY = re.compile(r"(20\d\d)(1[0-2]|0[1-9]|[1-9])(3[01]|[12]\d|0[1-9])(?:日|前)*")
_TIMESTAMP = re.compile(r"(20\d\d)[-/](\d{1,2})[-/](\d{1,2})[ T]\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?")
_YEAR = re.compile(r"20\d\d")
_SHORT_DAY = re.compile(r"(1[0-2]|[1-9])[./](3[01]|[12]\d|[1-9])(?:前|日前)?")


def read_cell(text: str, start: int, end: int, year: int | None) -> list[Moment]:
    """The times that a cell of a time column names; a bare day there is the last one.

    >>> cell = "2025/8/25"
    >>> [(moment.from_, moment.to) for moment in read_cell(cell, 0, len(cell), 2025)]
    [(None, datetime.date(2025, 8, 25))]
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if typed := _typed(text, start, end, year):
        return [typed]
    moments = find_moments(text, start, end, year)
    return [
        moment._replace(from_=None)
        if moment.form in ("day", "numeric", "day list") and moment.bare and moment.from_ == moment.to
        else moment
        for moment in moments
    ]


def is_unscored(cell: str) -> bool:
    """Whether the cell holds nothing that could be a deadline: a dash, 汛期, 待资金落实."""
    return _UNSCORED.fullmatch(cell.strip()) is not None


def _typed(text: str, start: int, end: int, year: int | None) -> Moment | None:
    cell = text[start:end]
    if stamp := _TIMESTAMP.fullmatch(cell):
        return _last_day(start, end, *(int(part) for part in stamp.groups()))
    if packed := _PACKED_DAY.fullmatch(cell):
        return _last_day(start, end, *(int(part) for part in packed.groups()))
    if year is not None and (short := _SHORT_DAY.fullmatch(cell)):
        return _last_day(start, end, year, int(short.group(1)), int(short.group(2)))
    if month := _MONTH.fullmatch(cell):
        return find_moments(f"{month.group(1)}年{month.group(2)}月", 0, 7 + len(month.group(2)), None)[0]._replace(start=start, end=end)
    if _YEAR.fullmatch(cell):
        return Moment(start, end, "year", date(int(cell), 1, 1), date(int(cell), 12, 31), year=int(cell))
    return None


def _last_day(start: int, end: int, year: int, month: int, day: int) -> Moment | None:
    try:
        return Moment(start, end, "typed day", None, date(year, month, day), year=year)
    except ValueError:
        return None
