"""Facts as short Chinese phrases, the same on the terminal, in the app and in the ledger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extract.records import Deadline, Recurrence, Target, Unit
from graph.views import DeadlineMention, TargetMention, UnitMention
from ui.words import COMPARATORS, DIRECTIONS, PERIODS, ROLES


def recurrence_phrase(recurrence: Recurrence) -> str:
    """How often, in words.

    >>> recurrence_phrase(Recurrence(every="P6M", times=1))
    '每半年至少1次'
    >>> recurrence_phrase(Recurrence(every="P1M", day=20))
    '每月20日前'
    >>> recurrence_phrase(Recurrence(every="P45D"))
    '每45天'
    """
    phrase = PERIODS.get(recurrence.every) or _every(recurrence.every)
    if recurrence.day is not None:
        phrase += f"{recurrence.day}日前"
    if recurrence.times is not None:
        phrase += f"至少{recurrence.times}次"
    return phrase


def deadline_phrase(deadline: Deadline | DeadlineMention) -> str:
    """When, in words; a deadline without dates (`长期坚持`) keeps its own.

    >>> deadline_phrase(Deadline(text="6月底前", start=0, end=4, to=date(2025, 6, 30)))
    '2025-06-30前'
    >>> deadline_phrase(Deadline(text="一季度", start=0, end=3, from_=date(2025, 1, 1), to=date(2025, 3, 31)))
    '2025-01-01至2025-03-31'
    >>> deadline_phrase(Deadline(text="长期坚持", start=0, end=4))
    '长期坚持'
    """
    parts: list[str] = []
    if deadline.from_ is not None and deadline.to is not None:
        parts.append(f"{deadline.from_}至{deadline.to}" if deadline.from_ != deadline.to else str(deadline.to))
    elif deadline.to is not None:
        parts.append(f"{deadline.to}前")
    elif deadline.from_ is not None:
        parts.append(f"{deadline.from_}起")
    if deadline.recurrence is not None:
        parts.append(recurrence_phrase(deadline.recurrence))
    return "，".join(parts) or deadline.text


def days_phrase(due: date, today: date) -> str:
    """How far away a day is.

    >>> days_phrase(date(2025, 6, 30), date(2025, 6, 18)), days_phrase(date(2025, 6, 1), date(2025, 6, 3))
    ('还有12天', '已逾期2天')
    """
    days = (due - today).days
    if days == 0:
        return "今天到期"
    return f"还有{days}天" if days > 0 else f"已逾期{-days}天"


def number_phrase(value: float) -> str:
    """A number as people write it, without a needless fraction.

    >>> number_phrase(62.0), number_phrase(0.585), number_phrase(1234567.5)
    ('62', '0.585', '1234567.5')
    """
    return f"{value:.10f}".rstrip("0").rstrip(".")


def target_phrase(target: Target | TargetMention) -> str:
    """What and how much, in words.

    >>> target_phrase(Target(text="绿化率达30%以上", start=0, end=9, indicator="绿化率", comparator=">=", value=30, unit="%"))
    '绿化率 ≥30%'
    """
    change = ""
    if target.direction is not None:
        change = (f"较{target.baseline}" if target.baseline else "") + DIRECTIONS[target.direction]
    figure = f"{change}{COMPARATORS[target.comparator]}{number_phrase(target.value)}{target.unit or ''}"
    reached = "（已达到）" if target.status == "achieved" else ""
    return f"{target.indicator} {figure}{reached}" if target.indicator else figure + reached


def names_by_role(units: Sequence[Unit | UnitMention]) -> dict[str, list[str]]:
    """The names of a task's units under the Chinese word for their role, each once, roles in reading order.

    >>> names_by_role((Unit(name="市林业局", role="support", start=0, end=4), Unit(name="市水务局", role="lead", start=5, end=9)))
    {'牵头': ['市水务局'], '配合': ['市林业局']}
    """
    found: dict[str, list[str]] = {}
    for role, label in ROLES.items():
        names = list(dict.fromkeys(unit.name for unit in units if unit.role == role))
        if names:
            found[label] = names
    return found


def _every(duration: str) -> str:
    match = re.fullmatch(r"P(\d+)([DWMY])", duration)
    if match is None:
        return duration
    unit = {"D": "天", "W": "周", "M": "个月", "Y": "年"}[match[2]]
    return f"每{match[1]}{unit}"
