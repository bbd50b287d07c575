"""Which doer a deadline binds, where an item sets different things for different doers.

`市水务局4月底前清淤，市气象局5月20日前校核` binds each date to the office before it in its sentence, `6月底前各县要自查` to the one right
after it. An item with one doer and nobody else has nothing to tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.frame import Frame, Item
from extract.records import Deadline, Unit


def bind_deadlines(frame: Frame, item: Item, units: tuple[Unit, ...], deadlines: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    """The deadlines, each with the doers that it binds; those that bind everybody are left as they are."""
    if len({unit.name for unit in units}) < 2:
        return deadlines
    bound = ((deadline, doer_of(frame, item, units, deadline.start)) for deadline in deadlines)
    return tuple(deadline.model_copy(update={"units": names}) if names and not deadline.units else deadline for deadline, names in bound)


def doer_of(frame: Frame, item: Item, units: Iterable[Unit], position: int) -> tuple[str, ...]:
    """The names of the doers that something at `position` binds: those right after it in its clause, else the last ones before it in
    its sentence; empty where there are none.
    """
    units = tuple(units)
    doers = (unit for unit in units if unit.role == "subject" and item.start <= unit.start < item.end)
    subjects = sorted(doers, key=lambda unit: unit.start)
    if named := _named_again(frame.text, item, units, position):
        return named
    after = [unit for unit in subjects if unit.start >= position and _CLAUSE_END.search(frame.text, position, unit.start) is None]
    if after:
        first = min(unit.start for unit in after)
        return tuple(unit.name for unit in after if _one_list(frame.text, first, unit.start, after))
    begin = max([item.start, *(frame.text.rfind(mark, item.start, position) + 1 for mark in "。；;\n")])
    before = [unit for unit in subjects if begin <= unit.start <= position]
    last = max((unit.start for unit in before), default=0)
    if before and _CLAUSE_END.search(frame.text, last, position) and _one_list(frame.text, subjects[0].start, subjects[-1].start, subjects):
        return ()  # a later clause of the only doers: whether it is theirs is open
    return tuple(unit.name for unit in before if _one_list(frame.text, unit.start, last, before))


def _named_again(text: str, item: Item, units: Iterable[Unit], position: int) -> tuple[str, ...]:
    """A doer of the item that is named once more right before the time: …各建成2个。石桥区|7月底前完成补植."""
    said = _BEFORE_TIME.sub("", text[max(item.start, position - _LONGEST_NAME) : position])
    names = sorted({unit.name for unit in units if said.endswith(unit.name)}, key=len)
    if not names or not _OPENS.search(said[: len(said) - len(names[-1])]):
        return ()
    return (names[-1],)


_LONGEST_NAME = 40
_BEFORE_TIME = re.compile(r"(?:于|在|要|应|须|需|力争|确保|应当|必须|到)+$")
_OPENS = re.compile(r"(?:^|[，,。；;：:\n])$")
_CLAUSE_END = re.compile(r"[，,。；;：:\n]")


def _one_list(text: str, first: int, last: int, units: list[Unit]) -> bool:
    """Whether only names and their separators stand between the first and the last name."""
    between = text[first:last]
    for other in units:
        between = between.replace(other.name, "")
    return len(re.sub(r"[、和及与以或者等\s]", "", between)) == 0
