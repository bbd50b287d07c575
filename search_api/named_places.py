"""The place that a question is about: a chain of names from the province down, of which the lowest counts, known or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search_api.catalog import Entry
from search_api.nlp import Named
from search_api.spelling import sounds_alike

_STEP = r"[\u4e00-\u9fff]{2,6}?(?:自治区|自治州|自治县|新区|省|市|州|盟|旗|区|县|镇|乡|街道)"
_CHAIN = re.compile(r"(?:^|(?<=[，。、？\s在按对给查下和与跟及]))(?:" + _STEP + r")+")
_STEPS = re.compile(_STEP)
# One unknown name alone is a place where a question goes on so; of a chain (成都市武进区) the shape is enough.
_FOLLOWS = re.compile(r"\d{4}年|今年|明年|去年|前年|本年|\s|的|里|有|要|由|谁|哪|什么|[，？?]|$")
# After a short name (金坛) no word may go on with it, as 石桥污水处理厂 does.
_LOOSE_FOLLOWS = re.compile(r"\d{4}年|今年|明年|去年|前年|本年|\s|的|里|有|要|由|谁|哪|什么|一共|总共|今|[，、？?和与跟及]|$")
_BEFORE = re.compile(
    r"\d{4}年(?:度)?|[今明去前后本]年(?:度)?|请问|请查|帮我查(?:一下)?|查一下|告诉我|我想(?:知道|问)|想知道|关于|截至|目前|比较|对比"
)
_NO_PLACE = re.compile(
    r"[哪谁几什]|[全各本我每该这那][省市县区州镇乡旗]$|^[省市县区]|城市$|地区$|小区|社区|园区|灌区|景区|库区|城区|山区|辖区|片区|学区|厂区|超市|上市|水区"
    r"|都市圈|护区|城镇$|乡镇$|县区$|市区$|集市|夜市|股市|房市|[上楼门]市$|开发区$|示范区$|保护区$|功能区$|高新区$|经开区$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a question says it; `names` are those of it that documents have, none where no document is of it.

    `is_loose`: said by its short name before a word that may go on with it (石桥污水处理厂).
    """

    said: str
    names: tuple[str, ...]
    is_loose: bool
    stretches: tuple[tuple[int, int], ...]


def is_of(entry: Entry, place: str) -> bool:
    """Whether a document is of a place."""
    return bool(place) and (entry.place == place or place in entry.document_title or place in entry.issuer or entry.place.endswith(place))


def find_place(text: str, named: Sequence[Named], documents: Sequence[Entry]) -> Place | None:
    """The place of a question, if it names any.

    Of 东岭省云泽市石桥区 the district is meant; of 成都市金坛区 nothing is known where documents are of 常州市金坛区.
    """
    # 请问云泽市 …, 今年全市 …: what stands before a name is no part of it.
    bare = _BEFORE.sub(lambda match: "　" * len(match.group()), text)
    for match in _CHAIN.finditer(bare):
        steps, span = _steps_of(bare, match)
        if not steps or any(part.kind == "unit" and part.start < span[1] < part.end for part in named):
            continue
        said = "".join(steps)
        names = _known(steps, documents)
        if names is not None:
            return Place(said, names, False, (span,))
        if (len(steps) > 1 and max(map(len, steps)) <= 5) or (_FOLLOWS.match(text, span[1]) and _is_short(said)):
            return _misspelt(said, span, documents) or Place(said, (), False, (span,))
    spots = _spots(named)
    if not spots:
        return None
    loose = all(_LOOSE_FOLLOWS.match(text, part.end) is None and text[part.end - 1] not in "省市区县镇乡州旗" for part in spots)
    names = tuple(dict.fromkeys(name for part in spots for name in part.names))
    said = "、".join(dict.fromkeys(text[part.start : part.end] for part in spots))
    return Place(said, names, loose, tuple((part.start, part.end) for part in spots))


def _is_short(name: str) -> bool:
    """Whether an unknown name alone may be that of a place: 金坛区, but no 一般管理区."""
    return len(name) <= 4 or name.endswith(("自治县", "自治州"))


def _misspelt(said: str, span: tuple[int, int], documents: Sequence[Entry]) -> Place | None:
    """The one known place that sounds like what was typed (澜乔市 for 澜桥市)."""
    lowest = {step[-1]: entry.place for entry in documents if (step := _STEPS.findall(entry.place))}
    alike = sorted({place for name, place in lowest.items() if name != said and sounds_alike(name, said)})
    return Place(said, tuple(alike), False, (span,)) if len(alike) == 1 else None


def find_places(text: str, named: Sequence[Named]) -> list[tuple[str, tuple[str, ...]]]:
    """Every known place that a question names by itself, as said, with its names in documents: two of them are compared."""
    return list({part.names: (text[part.start : part.end], part.names) for part in _spots(named)}.values())


def _spots(named: Sequence[Named]) -> list[Named]:
    """The places that are not only the beginning of a unit's name (云泽市 of 云泽市水务局)."""
    units = [part for part in named if part.kind == "unit"]
    return [part for part in named if part.kind == "place" and not any(unit.start <= part.start and unit.end > part.end for unit in units)]


def _steps_of(text: str, match: re.Match[str]) -> tuple[list[str], tuple[int, int]]:
    steps: list[str] = []
    end = match.start()
    for step in _STEPS.finditer(text, match.start(), match.end()):
        if step.start() != end or _NO_PLACE.search(step.group()):
            break
        steps.append(step.group())
        end = step.end()
    return steps, (match.start(), end)


def _known(steps: list[str], documents: Sequence[Entry]) -> tuple[str, ...] | None:
    """The names of documents' places that a chain means, by its lowest step; `None` where it means none."""
    lowest = steps[-1]
    found = []
    for entry in documents:
        if not is_of(entry, lowest):
            continue
        above = [step for step in _STEPS.findall(entry.place) if step != lowest]
        kinds = {step[-1] for step in steps[:-1]}
        if any(step[-1] in kinds and step not in steps for step in above):
            continue
        found.append(entry.place if entry.place.endswith(lowest) else lowest)
    return tuple(dict.fromkeys(found)) or None
