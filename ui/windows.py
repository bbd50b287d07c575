"""Spans of days that people name: 本月, 本季度, 已逾期."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

Window = tuple[date | None, date | None]

OVERDUE, WEEK, MONTH, QUARTER, YEAR, ANY = "已逾期", "7天内", "30天内", "本季度", "本年内", "不限"
WINDOWS = (OVERDUE, WEEK, MONTH, QUARTER, YEAR, ANY)


def today_in_shanghai() -> date:
    """The day from which days left are counted: offices live by Beijing time, wherever the machine stands."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def window_of(name: str, today: date) -> Window:
    """First and last day of a named window, inclusive; `None` is open.

    >>> window_of("本季度", date(2025, 5, 20))
    (datetime.date(2025, 5, 20), datetime.date(2025, 6, 30))
    >>> window_of("已逾期", date(2025, 5, 20))
    (None, datetime.date(2025, 5, 19))
    """
    match name:
        case "已逾期":
            return None, today - timedelta(days=1)
        case "7天内":
            return today, today + timedelta(days=7)
        case "30天内":
            return today, today + timedelta(days=30)
        case "本季度":
            return today, end_of_quarter(today)
        case "本年内":
            return today, date(today.year, 12, 31)
        case _:
            return None, None


def end_of_quarter(day: date) -> date:
    """The last day of the quarter of a day.

    >>> end_of_quarter(date(2025, 11, 24))
    datetime.date(2025, 12, 31)
    """
    month = (day.month + 2) // 3 * 3
    return date(day.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
