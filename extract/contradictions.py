"""What a document says twice and differently, and figures that were read in spite of damage: notes for a person.

Two last days for one thing, parts that do not add up to their total, an item that stands twice with two last days; nothing is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.frame import Frame, Item
from extract.records import Deadline, Target

_ENDS = re.compile(r"完成|完工|竣工|建成|验收|报送|上报|印发|办结|投用|销号")
_TOTAL = re.compile(r"共计?|合计|总计|总数|累计")
_DAMAGED = re.compile(r"(?<![A-Za-z])(?:[IlO][oO0○]{1,3}|I[O0]\([X×]\)|\d+[oO](?=[%％]))")
_PARTS = re.compile(r"其中|包括|分别为|[（(]")


def find_contradictions(
    frame: Frame,
    items: Sequence[Item],
    deadlines: Sequence[tuple[Deadline, ...]],
    targets: Sequence[tuple[Target, ...]],
) -> tuple[str, ...]:
    """A sentence for each contradiction, with the number of the item and both readings."""
    notes: list[str] = []
    for item, dated, measured in zip(items, deadlines, targets, strict=True):
        if dated:
            notes += _two_last_days(frame, item, dated)
        if measured:
            notes += _wrong_sums(frame, item, measured)
            notes += _damaged_figures(frame, item, measured)
    notes += _same_task_twice(frame, items, deadlines)
    return tuple(dict.fromkeys(notes))


def _label(frame: Frame, item: Item) -> str:
    title = frame.text[item.title.start : item.title.end].strip()
    return f"{item.number or ''} {title[:24]}".strip()


def _two_last_days(frame: Frame, item: Item, deadlines: tuple[Deadline, ...]) -> Iterator[str]:
    """The text of a row, or its sentence, and its time column name different last days for the same verb."""
    dated = [deadline for deadline in deadlines if deadline.to is not None and deadline.recurrence is None and not deadline.past]
    columns = [deadline for deadline in dated if deadline.how == "table"]
    for cell in columns:
        for other in dated:
            ends = other.milestone is not None and _ENDS.search(other.milestone) is not None
            if other.how != "table" and ends and len(columns) == 1 and _is_whole(frame, item, other) and other.to != cell.to:
                yield f"“{_label(frame, item)}”的完成时间不一致：正文为“{other.text}”，时限栏为“{cell.text}”。"
    by_thing: dict[str, Deadline] = {}
    for deadline in dated:
        if deadline.how == "table" or deadline.from_ is not None:
            continue
        thing = _thing(frame.text, deadline)
        if thing is None:
            continue
        first = by_thing.setdefault(thing, deadline)
        if first.to != deadline.to:
            yield f"“{_label(frame, item)}”对“{thing}”写了两个期限：“{first.text}”和“{deadline.text}”。"


def _is_whole(frame: Frame, item: Item, deadline: Deadline) -> bool:
    """Whether the deadline is that of the whole item: 全面完成, 全部完成."""
    return re.search(r"全面|全部", frame.text[deadline.end : deadline.end + 6]) is not None and deadline.start >= item.start


def _thing(text: str, deadline: Deadline) -> str | None:
    """What is to be done by the deadline, in the words behind it: 完成管网普查."""
    said = re.match(
        r"\s*[，,]?\s*(?:要|应|须|力争|确保)?(?P<thing>(?:完成|建成|印发|报送|上报|编制|出台)[^，。；;、\n（(]{3,24})",
        text[deadline.end : deadline.end + 40],
    )
    return said.group("thing") if said else None


def _wrong_sums(frame: Frame, item: Item, targets: tuple[Target, ...]) -> Iterator[str]:
    """共N个，其中甲a个、乙b个 whose parts are more than the total, or all named and not equal to it."""
    for place, total in enumerate(targets):
        before = frame.text[max(item.start, total.start - 6) : total.start]
        parts: list[Target] = []
        last = total.end
        for part in targets[place + 1 :]:
            between = frame.text[last : part.start]
            opens = not parts
            if "。" in between or part.unit != total.unit or part.direction or part.comparator != "==" or total.comparator != "==":
                break
            if opens and not _PARTS.search(between):
                break
            if not opens and not re.fullmatch(r"\s*(?:、|，|,|和|及|以及|；)\s*", between):
                break
            parts.append(part)
            last = part.end
        if len(parts) < 2 or total.unit in ("%", "个百分点"):
            continue
        added = round(sum(part.value for part in parts), 6)
        said_total = _TOTAL.search(before) is not None or frame.text[total.end : total.end + 1] in ("（", "(")
        if added > total.value or (
            said_total and added != total.value and re.search(r"分别|[（(]", frame.text[total.end : parts[0].start])
        ):
            yield f"“{_label(frame, item)}”的分项之和{added:g}与总数{total.value:g}{total.unit or ''}不符（“{total.text}”）。"


def _damaged_figures(frame: Frame, item: Item, targets: tuple[Target, ...]) -> Iterator[str]:
    """Figures that were damaged by scanning and read as meant."""
    for target in targets:
        if damaged := _DAMAGED.search(target.text):
            yield f"“{_label(frame, item)}”中的“{damaged.group()}”疑为扫描错误，按{target.value:g}{target.unit or ''}读取。"


def _same_task_twice(frame: Frame, items: Sequence[Item], deadlines: Sequence[tuple[Deadline, ...]]) -> Iterator[str]:
    """The same words as two items, with different last days: a body and its annex that drifted apart."""
    seen: dict[str, tuple[Item, Deadline]] = {}
    for item, dated in zip(items, deadlines, strict=True):
        ends = [deadline for deadline in dated if deadline.to is not None and deadline.recurrence is None and not deadline.past]
        if len(ends) != 1:
            continue
        title = re.sub(r"[\s，。、]", "", frame.text[item.title.start : item.title.end])
        if len(title) < 8:
            continue
        if title in seen and seen[title][1].to != ends[0].to:
            yield f"“{_label(frame, item)}”出现两次，期限不同：“{seen[title][1].text}”和“{ends[0].text}”。"
        seen.setdefault(title, (item, ends[0]))
