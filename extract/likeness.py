"""When two readings say the same: the measures by which an extraction is held against gold.

Width, kinds of brackets, quotes and dashes, and white space make no difference; nor does how a unit of measure is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

Json = dict[str, Any]
Likeness = Callable[[Json, Json], float]

_ONE_SIGN = {
    ord(sign): target for signs, target in (("〔[【{", "("), ("〕]】}", ")"), ('“”‘’"「」', "'"), ("—–―~～", "-")) for sign in signs
}
_EDGES = "。.;；,，、:："
_MEASURES = (("平方公里", "km2"), ("平方千米", "km2"), ("立方米", "m3"), ("百分之", "%"), ("立方", "m3"), ("公里", "km"), ("千米", "km"))
_SAME_SPAN = {"P1W": "P7D", "P12M": "P1Y"}


def plain(text: str | None) -> str:
    """The text with everything taken out that is only a way of printing it.

    >>> plain("各县〔市、区〕 人民政府。"), plain("ＰＭ2.5")
    ('各县(市、区)人民政府', 'PM2.5')
    """
    folded = unicodedata.normalize("NFKC", text or "").translate(_ONE_SIGN)
    return "".join(folded.split()).strip(_EDGES)


def plain_label(label: str | None) -> str:
    """A printed number without brackets and stops: `（四）` and `四、` are one label."""
    return re.sub(r"[()、.．:：]", "", plain(label))


def plain_measure(measure: str | None) -> str:
    """A unit of measure, written one way.

    >>> plain_measure("亿立方米") == plain_measure("亿m³")
    True
    """
    text = plain(measure)
    for word, sign in _MEASURES:
        text = text.replace(word, sign)
    return text


def similarity(one: str | None, other: str | None) -> float:
    """From 0 to 1: equal texts 1, one inside the other at least 0.6, else difflib's ratio."""
    a, b = plain(one), plain(other)
    if not (a and b):
        return 0.0
    short, long = sorted((a, b), key=len)
    if short in long:
        return 1.0 if short == long else max(0.6, len(short) / len(long))
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two indicators mean the same: equal, nearly equal, or one most of the other."""
    a, b = plain(one), plain(other)
    if not (a and b):
        return a == b
    short, long = sorted((a, b), key=len)
    if short in long:
        return len(short) >= 0.6 * len(long)
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.75


def task_likeness(gold: Json, read: Json) -> float:
    """The same number with a like title, or nearly the same title."""
    same_number = plain_label(gold.get("number")) == plain_label(read.get("number"))
    wanted = plain(gold.get("title"))
    if not wanted:
        return float(same_number)
    title = similarity(wanted, read["title"]) if plain(read.get("title")) else float(wanted[:12] in plain(read.get("text")))
    if same_number:
        return 0.5 + title if title >= 0.5 else 0.0
    return title if title >= 0.9 else 0.0


def unit_likeness(gold: Json, read: Json) -> float:
    """The printed name, or next to it the full one."""
    if plain(gold["name"]) == plain(read.get("name")):
        return 1.0
    names = [{plain(unit.get("name")), plain(unit.get("canonical"))} - {""} for unit in (gold, read)]
    return 0.9 if names[0] & names[1] else 0.0


def deadline_likeness(gold: Json, read: Json) -> float:
    """The same days and the same recurrence."""
    return 0.5 + similarity(gold.get("text"), read.get("text")) if _when(gold) == _when(read) else 0.0


def _when(deadline: Json) -> tuple[Any, ...]:
    recurrence = deadline.get("recurrence")
    if recurrence:
        every = recurrence.get("every")
        recurrence = (_SAME_SPAN.get(every, every), recurrence.get("times"))
    return deadline.get("from"), deadline.get("to"), recurrence or None


def figure_likeness(gold: Json, read: Json) -> float:
    """The same number of the same measure."""
    wanted, got = gold.get("value"), read.get("value")
    if wanted is None or got is None or abs(wanted - got) > 1e-6 * max(1.0, abs(wanted)):
        return 0.0
    if plain_measure(gold.get("unit")) != plain_measure(read.get("unit")):
        return 0.0
    return 0.5 + similarity(gold.get("indicator"), read.get("indicator"))


def target_likeness(gold: Json, read: Json) -> float:
    """The same figure, read the same way in every field that the gold does not leave open."""
    figure = figure_likeness(gold, read)
    open_fields = gold.get("optional_fields", [])
    for field, usual in (("comparator", "=="), ("direction", None), ("status", "target")):
        if field not in open_fields and (gold.get(field) or usual) != (read.get(field) or usual):
            return 0.0
    names = [gold.get("indicator"), gold.get("canonical")] if gold.get("canonical") else [gold.get("indicator")]
    return figure if "indicator" in open_fields or any(same_name(name, read.get("indicator")) for name in names) else 0.0


def citation_likeness(gold: Json, read: Json) -> float:
    """The same title, with or without its marks."""
    return float(plain(gold["title"]).strip("《》") == plain(read.get("title")).strip("《》"))


def document_likeness(gold: Json, read: Json) -> float:
    """Tasks in common, and the title."""
    return len(best_pairs(gold["tasks"], read.get("tasks", []), task_likeness)) + similarity(gold.get("title"), read.get("title"))


def best_pairs(gold: Sequence[Json], read: Sequence[Json], likeness: Likeness) -> dict[int, int]:
    """One to one, the most alike first, neighbours before distant ones; what is not alike at all stays single."""
    candidates = [(likeness(wanted, got), i, j) for i, wanted in enumerate(gold) for j, got in enumerate(read)]
    pairs: dict[int, int] = {}
    for alike, i, j in sorted(candidates, key=lambda candidate: (-candidate[0], abs(candidate[1] - candidate[2]))):
        if alike > 0 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs
