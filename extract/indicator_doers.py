"""Names of figures without the doer that stands before them: 省测绘院负责开发地图产品200种 counts 地图产品.

The doers are those that `subjects` finds in the clause of the figure, so that both parts of an extraction agree on who does it. Only a
name that may hold one is looked at closely: few do, and finding doers costs more than finding figures.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extract.figure_verbs import is_verb
from extract.frame import Frame, Item, Span
from extract.indicators import name_before
from extract.readings import Reading
from extract.subjects import find_subjects

_SHORTEST = 5
_OWNED = 2
_MAY_HOLD = re.compile(
    r"^各|[一-龥](?:[局委办厅院会署处队团司府室门位站校馆乡镇县区市村长企所]|干部|党员|人员|中心|公司|集团|机构|学校|各)"
)
_EACH_ROUND = re.compile(r"各[一-龥]{1,10}(?=每[天日周月年][一-龥]{2,10}(?:时间|时长|天数|次数)$)")
_EVENTS = (
    "立案",
    "搬迁",
    "培训",
    "巡河",
    "普查",
    "体检",
    "签约",
    "查处",
    "转移",
    "巡查",
    "检查",
    "督查",
    "约谈",
    "问责",
    "宣讲",
    "走访",
    "义诊",
    "接种",
)
"""Verbs that name what is counted where nothing else does: 执法队立案3起."""
_ROUND = re.compile(r"每[天日周月年](?=[一-龥]{2})")


def _is_owner(text: str, begin: int, end: int) -> bool:
    """Whether what stands before a noun of two characters is whose thing it is, not who does it: 村（社区）|报表."""
    return end - begin == _OWNED and text[begin - 1] in "）)" and not is_verb(text[begin:end])


def without_doer(frame: Frame, item: Item, reading: Reading) -> Reading:
    """The reading, its name cut behind the last doer that it holds."""
    name, text = reading.name, frame.text
    if name is None or len(name) < _SHORTEST or _MAY_HOLD.search(name, 0, len(name) - 1) is None:
        return reading
    end = reading.start + len(name)
    if text[reading.start : end] != name:
        return reading
    begin = reading.start
    if each := _EACH_ROUND.match(name):
        begin += each.end()
    else:
        for doer in find_subjects(frame, item, [Span(reading.low, reading.figure.end)]):
            if doer.name.start <= reading.start < doer.name.end <= end - 2 and not _is_owner(text, doer.name.end, end):
                begin = doer.name.end
    if begin == reading.start:
        return reading
    if said := _ROUND.match(text, begin, end):
        begin = said.end()
    if text[begin:end] in _EVENTS:
        return replace(reading, start=begin, name=text[begin:end])
    left = name_before(text, begin, end)
    return reading if left is None or is_verb(text[left.start : end]) else replace(reading, start=left.start, name=text[left.start : end])
