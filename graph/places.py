"""Which place a name speaks of: `东岭省云泽市青浦湾区水务局` is the 水务局 of 云泽市青浦湾区.

A place is a path of names from the first that is unique in the country (a province or a city) downwards. A county or district is not
unique by its name (several cities have a 鼓楼区), so without its city it is only itself where its own documents are concerned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract.lexicon import load_lexicon

Level = Literal["nation", "province", "city", "county", "town", "village", "document"]
Path = tuple[str, ...]

NATION: Path = ("全国",)

MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
REGIONS = ("内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区")
SPECIAL = ("香港特别行政区", "澳门特别行政区")

# What holds one of these is no name of a place: 城市管理局, 住房城乡建设局, 各县, 全市, 所在地县, 历史文化名镇 …
_NO_STEM = re.compile(
    r"^[省市县区旗镇乡州村某按受由向对在于从据列]|^经(?![开济])|[A-Za-z各全本我该的和与及、，。（）()〔〕《》“”无有为等局厅委部院署]|"
    r"相关|有关|上级|下级|所有|所在|部分|其他|管理|建设|发展|工作|办公|政府|监督|服务|领导|责任|重点|国家|中国|中华|人民|自治$|农业|住房|卫生|"
    r"交通|资源|历史|文化|传统|行政|滞洪|保护|风景|名胜|外国|通过|第[一二三四五六七八九十]"
)
# Nor is what ends in one of these before its last sign (社区, 园区, 城市, 城镇, 农村), or goes on as another word (市场, 区域, 村民).
_NO_STEM_END = {
    "区": "社园小郊山灌景林校辖街片厂库牧渔战防地市县专",
    "市": "城县上超门夜",
    "镇": "城乡集",
    "乡": "城",
    "村": "农乡",
    "街道": "镇",
}
_GOES_ON = re.compile(r"市(场|民(?!政)|容|域|级|属|直|区)|区(域|划|块|间|位)|县(域|级)|村(庄|落|民)|州(湾|岛)|乡(村|土|镇)|省(级|直)|.长")
_SUFFIX = re.compile("特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|县|区|旗|盟|州|镇|乡|街道|村")
_LONGEST_STEM = 12
_LEVELS: dict[str, Level] = {
    "省": "province", "自治区": "province", "特别行政区": "province", "市": "city", "自治州": "city", "州": "city", "盟": "city",
    "地区": "city", "县": "county", "区": "county", "旗": "county", "自治县": "county", "自治旗": "county",
    "镇": "town", "乡": "town", "街道": "town", "村": "village",
}  # fmt: skip
RANK: dict[Level, int] = {"nation": 0, "province": 1, "city": 2, "county": 3, "town": 4, "village": 5, "document": 6}


@cache
def _prefectures() -> dict[str, str]:
    """The short names of the autonomous prefectures, which documents print far more often than the full ones: 湘西州."""
    found = {}
    for entry in load_lexicon("prefectures", package="graph"):
        for short in (entry["stem"] + "州", entry["stem"] + "自治州"):
            found[short] = entry["name"]
    return found


@cache
def _provinces() -> dict[str, str]:
    return {city: entry["name"] for entry in load_lexicon("provinces", package="graph") for city in entry["cities"]}


def province_of(path: Path) -> str | None:
    """The province, autonomous region or municipality of a place; None for one that no list has.

    >>> province_of(("衢州市", "江山市")), province_of(("重庆市",)), province_of(("云泽市",))
    ('浙江省', '重庆市', None)
    """
    return path[0] if level_of(path[0]) == "province" else _provinces().get(path[0])


@dataclass(frozen=True, slots=True)
class Step:
    """One place name at the beginning of a longer one."""

    name: str
    level: Level


def level_of(name: str) -> Level:
    """The level that the name of a place shows.

    >>> level_of("云泽市"), level_of("重庆市"), level_of("松溪县")
    ('city', 'province', 'county')
    """
    if name in NATION:
        return "nation"
    if name in MUNICIPALITIES or name in REGIONS:
        return "province"
    match = re.search("(" + "|".join(sorted(_LEVELS, key=len, reverse=True)) + ")$", name)
    return _LEVELS[match.group(1)] if match else "document"


def _first_step(text: str) -> tuple[Step, int] | None:
    """The place at the beginning of a text, and how many signs of it name the place."""
    for known in (*MUNICIPALITIES, *REGIONS, *SPECIAL):
        if text.startswith(known):
            return Step(known, "province"), len(known)
    # A name is as short as it can be: 常州市金坛区 is 常州市, then 金坛区. An officer is no place: 周副市长.
    for found in _SUFFIX.finditer(text[: _LONGEST_STEM + 5]):
        stem, suffix = text[: found.start()], found.group()
        if _NO_STEM.search(stem):
            return None
        if _GOES_ON.match(text, found.end() - 1):
            continue
        if _may_name_a_place(stem, suffix):
            name = stem + suffix
            return Step(_prefectures().get(name, name), _LEVELS[suffix]), len(name)
    return None


def _may_name_a_place(stem: str, suffix: str) -> bool:
    # One sign alone names a county (泾县), nothing else; 杭州 is no 州 and 清镇 no 镇.
    if len(stem) < 2 and not (stem and suffix in ("县", "旗")):
        return False
    return stem[-1] not in _NO_STEM_END.get(suffix, "")


def split_place(text: str) -> tuple[tuple[Step, ...], str]:
    """The places at the beginning of `text`, each below the one before, and what follows them.

    >>> steps, rest = split_place("东岭省云泽市青浦湾区水务局")
    >>> [step.name for step in steps], rest
    (['东岭省', '云泽市', '青浦湾区'], '水务局')
    >>> split_place("住房城乡建设局")
    ((), '住房城乡建设局')
    """
    steps: list[Step] = []
    while found := _first_step(text):
        step, length = found
        if steps and not _lies_below(step, steps[-1]):
            break
        steps.append(step)
        text = text[length:]
    return tuple(steps), text


def _lies_below(step: Step, above: Step) -> bool:
    if RANK[step.level] > RANK[above.level]:
        return True
    # A county-level city: 贵阳市清镇市.
    return step.level == above.level == "city"


def as_path(steps: tuple[Step, ...]) -> Path:
    """The path of a place from the first name that is unique in the country: a city's province adds nothing, nor what lies above an 自治县.

    >>> as_path((Step("东岭省", "province"), Step("云泽市", "city"), Step("青浦湾区", "county")))
    ('云泽市', '青浦湾区')
    """
    names = [step.name for step in steps]
    for position, step in enumerate(steps):
        if re.search("自治[县旗]$", step.name):
            return tuple(names[position:])
    if len(steps) > 1 and steps[0].level == "province" and steps[1].level == "city":
        names = names[1:]
    return tuple(names)
