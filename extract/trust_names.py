"""What the name of a unit, or of what is measured, shows of how well it was read: signs by name, for `trust`."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.doer_names import begin_no_name, begins_with_a_noun_verb, kind_of

_LONG_UNIT, _SHORT_UNIT = 11, 2
_DATED = re.compile(r"[0-9]|[一二三四五六七八九十]+月|[年月底](?=前|底|末|出|完|起)|汛前|持续")
_JOINED = re.compile("或者|以及|[和与及或]")
_VERBAL = re.compile("(?:立案|查处|指导|牵头|启动|接受|要求|负责|配合|落实|要|应|将|把)")


@lru_cache(maxsize=8192)
def signs_of_name(name: str) -> tuple[str, ...]:
    """The signs of a unit's name alone."""
    signs = ["kind " + (kind_of(name) or "none")]
    if _DATED.search(name):
        signs.append("name: date")
    if len(name) >= _LONG_UNIT:
        signs.append("name: long")
    elif len(name) <= _SHORT_UNIT:
        signs.append("name: short")
    if _JOINED.search(name):
        signs.append("name: joined")
    if name[:2] in begin_no_name() or begins_with_a_noun_verb(name):
        signs.append("name: begins with a verb")
    elif _VERBAL.search(name):
        signs.append("name: holds a verb")
    if not name.isalpha():
        signs.append("name: marks")
    return tuple(signs)


_NAME_SIGNS = (
    ("name: bound", re.compile("不[超高低少]|[超高低多]于|超过|达到?$|占|由|提[高升]|降|增速|至|较|比(?!例|重|率|赛)|同[地期比]")),
    ("name: time", re.compile("[0-9]+[年月日]|[年月日底末]前|每[年月周日天季]|汛|季度|期间|[上下]半年|[一二三两]年|全年|累计")),
    ("name: 各", re.compile("各")),
    ("name: 每", re.compile("^每|每(?!年|月|周|日|天|季)")),
    ("name: list", re.compile("[、，,]|[和与及]")),
    ("name: blank", re.compile(r"[\s\u3000|]")),
    ("name: figure", re.compile("[0-9一二三四五六七八九十百千]+[个家处座条项次名人户公万亿%年月]|[0-9]{2,}")),
    ("name: to whom", re.compile("^[为对向在按从以因将把当的一]|在|对|按照")),
    ("name: mark", re.compile("[“”（）()/]")),
)  # fmt: skip
_RATE = re.compile("[率比]$|比例$|比重$|覆盖面$")
_TINY, _SHORT, _LONG, _VERY_LONG = 2, 4, 9, 13


@lru_cache(maxsize=4096)
def signs_of_indicator(name: str) -> tuple[str, ...]:
    """The signs of the name of what is measured."""
    signs = [sign for sign, pattern in _NAME_SIGNS if pattern.search(name)]
    size = len(name)
    signs.append(
        "name: tiny" if size <= _TINY else "name: short" if size <= _SHORT else "name: very long" if size >= _VERY_LONG
        else "name: long" if size >= _LONG else "name: middling"
    )  # fmt: skip
    if _RATE.search(name):
        signs.append("name: rate")
    if (unit := _unit_in(name)) is not None:
        signs.append("name: is a unit" if unit == name else "name: begins with a unit")
    first, last, inner = _tags(name)
    if first[:1] in _TELLING:
        signs.append("name: begins with " + (first if first == "v" else first[:1]))
    if last[:1] in _TELLING:
        signs.append("name: ends in " + last[:1])
    if inner:
        signs.append("name: verb inside")
    return tuple(signs)


_TELLING = frozenset("vprdcf")
_UNIT_ENDS = re.compile("[局厅委办府院队处门心团司业长部所站社道镇乡县区市会校]")


def _unit_in(name: str) -> str | None:
    """The unit with which a name begins: one whose doer was not told from what it measures."""
    for end in _UNIT_ENDS.finditer(name, 1):
        if kind_of(name[: end.end()]) in ("body", "office", "person", "long"):
            return name[: end.end()]
    return None


def _tags(name: str) -> tuple[str, str, bool]:
    """The tokenizer's tags of the first and last word, and whether a word between is a verb; a hint, for doubt alone."""
    import rjieba  # its dictionary is loaded with it, and only a document with figures needs it

    tags = [tag for _, tag in rjieba.tag(name)]
    return tags[0], tags[-1] if len(tags) > 1 else "", "v" in tags[1:-1]
