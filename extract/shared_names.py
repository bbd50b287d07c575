"""Names that members of a list share with one another, or with a threshold before them."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.figure_verbs import first_thing
from extract.measures import Figure
from extract.readings import Reading

_SHORT_NAME = 3
_LEVEL = re.compile(r"(?:国家|省|市|县|区|乡|镇|村|州|自治区)级")
_LEVELLED = re.compile(r"(?:国家|省|市|县|区|乡|镇|村|州|自治区)级([一-龥]{2,})")
_WORK_END = re.compile(r"(?:创建|建设|改造|整治|治理|加固|管理|鉴定|维护|养护|修复|达标|清淤|更新|升级|提升|检查|评价|验收)$")


def with_threshold(text: str, threshold: Figure, reading: Reading) -> Reading:
    """A name too short to stand alone takes the threshold before it: 50平方公里以上的河流, 10亿元以上项目."""
    if reading.name is None or len(reading.name) > _SHORT_NAME or not 0 <= reading.start - threshold.end <= 1 or threshold.post is None:
        return reading
    end = reading.start + len(reading.name)
    if text[reading.start : end] != reading.name:
        return reading
    return replace(reading, name=text[threshold.number : end], start=threshold.number)


def share_tails(text: str, readings: list[Reading]) -> list[Reading]:
    """The readings, where members of a list share what is done to them: 5座中型水库、7座水闸、6处堤防|标准化创建 counts 堤防."""
    shared = list(readings)
    for at in range(1, len(readings)):
        one, last = shared[at - 1], readings[at]
        if one.direction == "increase" and last.direction is None and one.form == last.form == "value after" and _follows(text, one, last):
            shared[at] = replace(last, direction="increase")
        shared[at] = last = _parallel(text, shared[at - 1], shared[at])
        if one.form != "value before" or last.form != "value before" or text[one.end : last.start] != "、":
            continue
        if one.name and last.name and _LEVEL.fullmatch(one.name) and (noun := _LEVELLED.fullmatch(last.name)):
            shared[at - 1] = replace(one, name=one.name + noun.group(1))
            continue
        if one.name is None or last.name is None or _WORK_END.search(one.name) or not _WORK_END.search(last.name):
            continue
        thing = first_thing(last.name)
        if thing and len(thing) < len(last.name):
            shared[at] = replace(last, name=thing, end=last.end - len(last.name) + len(thing))
    return shared


def _parallel(text: str, one: Reading, last: Reading) -> Reading:
    """The later of two things under the word that its name begins with too: 投放储备猪肉1500吨、储备|蔬菜3200吨."""
    if one.form != "value after" or last.form != "value after" or not one.name or not last.name or text[one.end : one.end + 1] != "、":
        return last
    word = text[one.end + 1 : last.start]
    if not word or not one.name.startswith(word) or text[last.start : last.start + len(last.name)] != last.name:
        return last
    return replace(last, name=word + last.name, start=last.start - len(word))


def _follows(text: str, one: Reading, last: Reading) -> bool:
    """Whether two counted things share the verb before the first: 新增|省级示范园3个、|社区托育点25个."""
    return text[one.end : last.start] == "、" and one.figure.kind == last.figure.kind == "count" and one.bound.direction is None
