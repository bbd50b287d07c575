"""Figures: a number with its unit of measure, and the words that bound it.

`万` and `亿` belong to the unit (`37.4万亩`), 余 and 多 make the figure a lower bound, damage by scanning is read as meant (`Ioo%`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from extract.lexicon import any_of, load_lexicon
from extract.numerals import parse_number, parse_share
from extract.records import Comparator, Direction

Kind = Literal["share", "amount", "count", "time", "none"]

_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\s?[.．]\s?\d+)?|I[O0]\([X×]\)|[Il][oO0○]{1,3}|[0-9]+[oO](?=[%％]))"
_SCALE = r"(?:万亿|千亿|百亿|千万|百万|亿|万|千|百)"
_TIME_UNITS = ("个工作日", "工作日", "个月", "个小时", "小时", "分钟", "秒", "天", "年", "岁")
_RATE = (
    r"(?:/\s*(?:[十百千万亿]{0,3}(?:车公里|吨公里|人公里|平方公里|公里|人次|人|户|亩|元|件|吨|立方米|千瓦时)|"
    r"日|天|年|月|季|周|小时|分钟|秒|平方米|立方米|千克|公斤|升|人·日|车次|标准立方米|d|L|m³|㎡|h|s))"
)


class Figure(NamedTuple):
    """A printed figure: `start` to `end` with what bounds it, the value, and the lower end `low` of a printed range."""

    start: int
    end: int
    number: int
    value: float
    low: float | None
    unit: str | None
    kind: Kind
    more: bool
    post: str | None
    damaged: bool


class Bound(NamedTuple):
    """What the words before a figure say of it: how it compares, whether it is a change, against what, and where these words begin."""

    start: int
    comparator: Comparator | None
    direction: Direction | None
    level: bool
    baseline: str | None
    distributive: bool = False
    respective: bool = False


@cache
def _kinds() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for entry in load_lexicon("measures"):
        kinds[entry["name"]] = "time" if entry["name"] in _TIME_UNITS else entry["kind"]
    return kinds


@cache
def figure_pattern() -> re.Pattern[str]:
    """One pattern for every figure: a range or a number, 万 and 亿, 余 and 多, the unit, and 以上, 左右 behind."""
    words = [entry["name"] for entry in load_lexicon("measures")]
    latin = [word for word in words if re.fullmatch(r"[A-Za-z].*", word)]
    plain = any_of([word for word in words if word not in latin])
    units = rf"(?:{plain}|{any_of(latin)}(?![A-Za-z0-9]))"
    bracket = rf"(?:[（(]{plain}[）)](?:次)?)?"
    return re.compile(
        rf"(?P<sign>[≥≤>＞<＜]=?\s*)?(?<![\dA-Za-z.〔\[+＋])(?<!第)(?<!第\s)"
        rf"(?:(?:(?P<low>{_NUMBER})\s*(?:%|％|‰)?\s*(?P<lowscale>万|亿)?\s*(?:[-–—~～]|至)\s*)?(?P<number>{_NUMBER})"
        rf"|(?P<share>[一二两三四五六七八九]成(?:半|[一二三四五六七八九](?![个批些项处家条届次带]))?|百分之[零〇一二三四五六七八九十百点\d.]+|[二三四五六七八九十]分之[一二三四五六七八九]))"
        rf"\s*(?P<more>余|多(?![年样元级个边式]*[条元]?化))?\s*(?P<scale>{_SCALE}(?!分))?(?P<more2>余|多)?\s*"
        rf"(?P<unit>/10万|/十万|/万|{units}{_RATE}?{bracket})?"
        rf"\s*(?P<post>及以上|以上|及以下|以下|以内|以A|之内|内(?=[，。；、]|$)|左右|上下|余|多(?![年样元]))?"
    )


def find_figures(text: str, start: int, end: int) -> list[Figure]:
    """Every figure of `text[start:end]`.

    >>> [(f.value, f.unit, f.post) for f in find_figures("绿地3.5万亩以上，利用率达93.5 %", 0, 20)]
    [(3.5, '万亩', '以上'), (93.5, '%', None)]
    >>> [(f.value, f.unit, f.more) for f in find_figures("2.3万余名，Ioo多个，七成以上", 0, 20)]
    [(2.3, '万名', True), (100.0, '个', True), (70.0, '%', False)]
    """
    return [figure for match in figure_pattern().finditer(text, start, end) if (figure := _read(match)) is not None]


def parse_figure(expression: str) -> tuple[float, str | None] | None:
    """Value and unit of one printed figure, or `None`.

    >>> parse_figure("1.75万余名"), parse_figure("2万立方米/日"), parse_figure("三分之二"), parse_figure("若干")
    ((1.75, '万名'), (2.0, '万立方米/日'), (66.7, '%'), None)
    """
    figures = find_figures(expression, 0, len(expression))
    return (figures[0].value, figures[0].unit) if figures else None


def _read(match: re.Match[str]) -> Figure | None:
    printed, unit, scale = match.group("number"), match.group("unit"), match.group("scale") or ""
    if match.group("share"):
        value = parse_share(match.group("share"))
        if value is None or unit or scale:
            return None
        return _figure(match, value, None, "%", "share")
    value = parse_number(printed)
    if value is None:
        return None
    damaged = not printed[0].isdigit() or not re.fullmatch(r"[\d.,，．\s]+", printed)
    if damaged and unit is None:
        return None
    low = parse_number(match.group("low")) if match.group("low") else None
    if unit is None:
        return _figure(match, value, low, scale or None, "none", damaged=damaged)
    bare = re.split(r"[（(/]", unit)[0] or unit
    kind = "share" if unit.startswith("/") else _kinds().get(unit) or _kinds().get(bare, "count")
    if kind == "count" and re.search("/", unit):
        kind = "amount"
    if kind == "time" and scale:
        kind = "amount"
    if unit == "成" and not scale and low is None:
        return _figure(match, value * 10, None, "%", "share", damaged=damaged)
    return _figure(match, value, low, scale + unit.replace("％", "%"), kind, damaged=damaged)


def _figure(match: re.Match[str], value: float, low: float | None, unit: str | None, kind: Kind, *, damaged: bool = False) -> Figure:
    post = match.group("post")
    more = bool(match.group("more") or match.group("more2") or post in ("余", "多"))
    return Figure(
        start=match.start(),
        end=match.start() + len(match.group().rstrip()),
        number=match.start("low") if match.group("low") else match.start("number") if match.group("number") else match.start("share"),
        value=value,
        low=low,
        unit=unit,
        kind=kind,
        more=more,
        post=None if post in ("余", "多") else post,
        damaged=damaged,
    )


_UP = r"(?:新增|净增长?|增长|增加|提高|(?<!改造)提升|上升|上涨|扩大|增幅|增|升高|上浮|翻)"
_DOWN = r"(?:下降|下跌|降低|减少|压减|压降|缩减|削减|精简|下调|缩短|压缩|回落|降幅|减幅|减排|降|减|收窄)"
_WORD_FORMS: tuple[tuple[str, Comparator | None, Direction | None, bool], ...] = (
    (r"不低于|不少于|不得低于|不得少于|不应低于|不应少于|不小于|不短于|不得小于|至少|最低|≥|>=|大于等于|大于或等于", ">=", None, False),
    (r"不超过|不高于|不多于|不大于|不得超过|不得高于|不长于|控制在|控制到|控制为|最多|最高|≤|<=|小于等于", "<=", None, False),
    (rf"(?:{_UP}|跃升|攀升|恢复|扩充|扩容|上调|调增|拓展|延长|发展|调整|整合|改)(?:到|至|为)", None, None, True),
    (rf"(?:{_DOWN}|控制|压控|清减|优化|归并|合并|下调|调减)(?:到|至|为|成)", None, None, True),
    (r"力争达到?|达到了?|达成|达|升至|增至|提至|须达", ">=", None, True),
    (r"降至|减至|缩至|压至", None, None, True),
    (r"迈上|跨上|跃上|站上|迈过|跨过", ">=", None, True),
    (r"超过|高于|多于|大于|突破|超出|超|>|＞", ">", None, False),
    (r"低于|小于|少于|不足|不到|短于|<|＜", "<", None, False),
    (rf"(?:{_UP})(?:幅度)?(?:目标)?(?:了|为|是|约)?", None, "increase", False),
    (rf"(?:{_DOWN})(?:幅度)?(?:目标)?(?:了|为|是|约)?", None, "decrease", False),
    (
        r"保持在|保持|稳定在|稳定到|稳定|维持在|维持|约为|大约|约|近|接近|力争|仅占|只有|仅|就|目标值?[为是]|(?<![行作])为|是|(?<![国私所公享持保])有|即|占|实现(?:了)?",
        None,
        None,
        False,
    ),
    (
        r"(?<![人户亩日年月村校社平])均|(?<![首古成])都|全部|也|又|再|已|分别|各项?|共计?|合计|总计|累计|总共|最长|最迟|最快|一般|原则上|改善",
        None,
        None,
        False,
    ),
    (r"(?<=[率量额值产入资比数])(?:完成|实现)(?:了)?", None, None, False),
    (r"每(?:人|户|亩|吨|件|学时|床|生)(?:每)?[年月日天]?|(?<=[至到为达于在超标准的])(?:每[月年日天]|[日月年]均)", None, None, False),
    (r"(?:去年|上年|上一年度?|前年|原来|现有|目前|同期)的?", None, None, False),
    (
        r"(?:19|20)\d\d年的|应当|必须|可以|(?<![主需])要|(?<![供响适反对效感])应|(?<![内所急必])需|须|将|(?<![签报])到|至|：|:|\s+",
        None,
        None,
        False,
    ),
)
_WORDS = tuple((re.compile(f"(?:{words})$"), comparator, direction, level) for words, comparator, direction, level in _WORD_FORMS)
_SINCE = re.compile(
    r"(?:较|比|对比|相比于?|同|与)\s*(?P<base>(?:19|20)\d{2}(?=年)|去年|上年|前年|上一年度?|“?十[一二三四]五”?(?:规划)?(?:末期?|时期|期间)?|"
    r"上年度|往年|现状|基期|同期|上年同期|去年同期|[一二三四五]年前)\s*(?:年度?)?(?:同期|水平|底|末|基数|均值)?(?:相比|，|,)?\s*$|(?P<same>同比|环比|年均|累计|平均|每年|年度|逐年|(?:近|连续|过去)[\d一二三四五六七八九十]+年|(?:高于|低于|快于|高出|超过|超出)(?P<than>全[国省市县区]|全国全省)(?:平均水平|平均|目标)?|持续|再|又|进一步|稳步|逆势|大幅|快速|小幅|同步|历史性|平均每年|合计|总体)\s*$"
)
_AHEAD_OF = re.compile(r"(?<=[率速值量入比额重])(?:高于|低于|快于|高出|领先)(?P<than>(?!全[国省市县区])[一-龥]{3,14}?)\s*$")
_RELATIONS: dict[str, Comparator] = {
    **dict.fromkeys(("不高于", "不超过", "不得高于", "不得超过"), "<="),
    **dict.fromkeys(("不低于", "不少于", "不得低于", "不得少于"), ">="),
    **dict.fromkeys(("高于", "超过"), ">"),
    "低于": "<",
    "相当于": "==",
}
_RELATIVE_TO = re.compile(
    rf"(?P<words>{'|'.join(sorted(_RELATIONS, key=len, reverse=True))})(?P<than>(?!上年|去年|同期|前年|上一年|原来)[一-龥]{{2,14}})的$"
)
"""租金不高于|同地段市场租金|的85%: a share of something else."""
_FROM = re.compile(
    r"(?:由|从)\s*(?:(?:19|20)\d\d年末?底?的?|过去的?|原来的?|原先的?|目前的?|现有的?|上年的?|去年的?|年初的?)?"
    r"(?:(?:每[月年日天人户亩]){1,2}|[日月年]均)?\s*(?P<base>[\d.,]+\s*[^\d，。；\s由从]{0,8}?)\s*$"
)


def read_bound(text: str, low: int, place: int) -> Bound:
    """What the words of `text[low:place]` just before a figure say of it, read from right to left.

    >>> read_bound("万元产值用水量较2020年下降", 0, 15)
    Bound(start=7, comparator=None, direction='decrease', level=False, baseline='2020', distributive=False, respective=False)
    >>> read_bound("入学比例由92%提高到不低于", 0, 14)
    Bound(start=4, comparator='>=', direction=None, level=True, baseline='92%', distributive=False, respective=False)
    """
    comparator: Comparator | None = None
    direction: Direction | None = None
    level, baseline, distributive, respective = False, None, False, False
    begin = place
    if text[place - 1 : place] == "的" and (than := _RELATIVE_TO.search(text, max(low, place - 24), place)):
        return Bound(than.start(), _RELATIONS[than.group("words")], None, False, than.group("than"))
    if ahead := _AHEAD_OF.search(text, max(low, place - 24), place):
        return Bound(ahead.start(), None, None, False, ahead.group("than"))
    while begin > low:
        words = text[max(low, begin - 24) : begin]
        offset = max(low, begin - 24)
        if since := _SINCE.search(words):
            baseline = baseline or since.group("base") or since.group("than")
            begin = offset + since.start()
            continue
        if level and baseline is None and (origin := _FROM.search(words)):
            baseline, begin = origin.group("base").strip(), offset + origin.start()
            continue
        for pattern, compares, turns, is_level in _WORDS:
            if found := pattern.search(words):
                comparator = comparator or (compares if not (direction and compares == ">=" and is_level) else None)
                level = level or is_level
                direction = direction or (turns if not level else None)
                distributive = distributive or found.group().startswith("各")
                respective = respective or found.group() == "分别"
                begin = offset + found.start()
                break
        else:
            break
    return Bound(begin, comparator, direction, level, baseline, distributive, respective)
