"""Deadlines as an iCalendar feed, one all-day event each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

from icalendar import Calendar, Event

from graph.views import DeadlineView

# China keeps one time all year; a fixed offset needs no time zone database, which Windows lacks.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def today_in_shanghai() -> date:
    """The day it is in China now."""
    return datetime.now(SHANGHAI).date()


def due_day(deadline: DeadlineView) -> date | None:
    """The day on which something falls due: the end of its period, or where only a beginning is given, that."""
    return deadline.deadline.to or deadline.deadline.from_


def render_calendar(deadlines: Iterable[DeadlineView]) -> bytes:
    """The feed: an event on the day on which each deadline falls due, with who answers for it and the words of the document."""
    calendar = Calendar()
    calendar.add("prodid", "-//Zeren//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "责任图谱 · 到期事项")
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    stamp = datetime.now(UTC)
    for due in deadlines:
        day = due_day(due)
        if day is None:
            continue
        event = Event()
        event.add("uid", f"{due.deadline.id}@zeren")
        event.add("dtstamp", stamp)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", f"{due.number or ''} {due.title}".strip())
        event.add("description", _description(due))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _description(due: DeadlineView) -> str:
    lines = [f"时限：{due.deadline.text}", f"文件：{due.document_title or due.source}"]
    names = list(dict.fromkeys(unit.name for unit in due.units))
    if names:
        lines.insert(1, f"责任单位：{'、'.join(names)}")
    return "\n".join(lines)
