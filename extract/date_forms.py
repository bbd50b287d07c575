"""The forms in which documents print a time: one regular expression a form, the longer form before the shorter.

Every group name means the same in all forms: `y` a year in digits, `ry` a year said in relation (今年), `m` month, `d` day, `part`
a part of a month or year (底, 初, 上旬), `edge` what bounds it (前, 起, 期间), `pre` 到 or 截至; a second end carries a 2.
"""

from __future__ import annotations

import re

from extract.lexicon import load_lexicon

_ORDINAL = "一二三四五六七八九十"
_YEAR_DIGITS = r"(?:(?:19|20)\s?\d\s?\d|[一二][〇零○Ｏ九][〇零○Ｏ一二三四五六七八九]{2})"
_RELATIVE = r"(?:今年|本年|当年|明年|来年|次年|翌年|去年|上年|前年)"
# 年 opens other words too: 年度, 年级, 年版; what follows a bare year is judged by the caller.
_YEAR = rf"(?:(?<!\d)(?P<y>{_YEAR_DIGITS})\s*年(?![级代版])|(?P<ry>{_RELATIVE})(?!度))\s*"
_NOT_AFTER = r"(?<![\d第上下后近])(?<![^\n]\d\.)"  # 4.6月底前 at the beginning of a line: item 4
_MONTH = rf"{_NOT_AFTER}(?P<m>1\s?[0-2]|0?[1-9]|十[一二]?|[{_ORDINAL}])\s*月(?:份|分(?!别))?"
_DAY = rf"(?P<d>[12]\s?\d|3\s?[01]|0?[1-9]|[二三]?十[{_ORDINAL}]?|[{_ORDINAL}])\s*[日号]"
_PRE = r"(?:(?<![达提高低升降增减压短感受做看找迁移遇])(?P<pre>到|至|截至|截止到?|最迟|至迟)\s*)?"
_DASH = r"\s*(?:至|到|[—–―\-~～－一]{1,2})\s*"
_BEFORE = r"(?:之前|以前|前(?![期三后述沿端置往来身提列十款所景移言]))"
_INSIDE = r"(?:之内|以内|内(?![部容涝河外控蒙陆需生业湖审])|当中|期间)"
_AFTER = r"(?:起(?![来草步点讫义])|开始|以后|之后|后(?![续期备勤端方])|以来)"
_CLOCK = r"(?:\s*(?:上午|下午|中午|晚上?)?(?:(?:\d{1,2}|零|十二|二十四)\s*[时点](?:整|半|\d{1,2}分)?|\d{1,2}[:：]\d\d|下班)(?=之?前|以前))?"
_EDGE = rf"(?:\s*(?P<edge>前后|{_BEFORE}|{_INSIDE}|{_AFTER}))?"
_PART = r"(?:\s*(?P<part>年?底(?![数线图层部泥册子])|月?末(?![端位梢])|上中旬|中下旬|上旬|中旬|下旬|月?初(?![步级中审验稿始次设心衷])))?"
_QUOTES = "“”\"‘’'「」『』〝〞"


def _second(pattern: str) -> str:
    """The pattern with a 2 after each group name, for the further end of a range."""
    return re.sub(r"\?P<(\w+)>", r"?P<\g<1>2>", pattern)


def _occasion_names() -> str:
    return "|".join(re.escape(entry["name"]) for entry in load_lexicon("occasions"))


def _forms() -> dict[str, str]:
    year, year2 = f"(?:{_YEAR})?", f"(?:{_second(_YEAR)})?"
    month2, day2 = _second(_MONTH).replace(_NOT_AFTER, ""), _second(_DAY)
    number = r"(?:1\s?[0-2]|0?[1-9])"
    return {
        "days": rf"{_PRE}{year}{_MONTH}\s*{_DAY}\s*起?{_DASH}{year2}(?:{month2}\s*)?{day2}{_EDGE}",
        "day list": (
            rf"{year}{_MONTH}\s*(?P<list>{number}\d?\s*[日号]?(?:\s*[、和及]\s*\d{{1,2}}\s*[日号]?){{0,11}}"
            rf"\s*[、和及]\s*\d{{1,2}}\s*[日号]){_EDGE}"
        ),
        "months": (
            rf"{_PRE}{year}(?<![\d.第])(?P<m>{number}|十[一二]?|[{_ORDINAL}])(?:\s*月份?)?起?{_DASH}{year2}{month2}"
            rf"{_PART.replace('part', 'part2')}{_EDGE}"
        ),
        "month list": (
            rf"{year}(?<![\d.第])(?P<list>{number}(?:\s*月)?(?:\s*[、，,和及]\s*{number}(?:\s*月)?){{0,11}}\s*[、，,和及]\s*{number}\s*月)份?"
            rf"{_PART}{_EDGE}"
        ),
        "years": rf"{_PRE}(?<!\d)(?P<y>{_YEAR_DIGITS})\s*(?:年度?)?{_DASH}(?P<y2>{_YEAR_DIGITS})\s*年(?![度级代版]){_PART}{_EDGE}",
        "fused years": r"(?<!\d)(?P<y>20\d\d)(?P<y2>20\d\d)年(?!度)",
        "numeric": (
            rf"{_PRE}(?<![\d.])(?P<y>20\d\d)(?P<sep>[-/.．])(?P<m>1[0-2]|0?[1-9])(?P=sep)(?P<d>3[01]|[12]\d|0?[1-9])(?![\d.]){_EDGE}"
        ),
        "typed months": (
            r"(?<![\d.])(?P<y>20\d\d)[.．/](?P<m>1[0-2]|0?[1-9])" + _DASH + r"(?P<y2>20\d\d)[.．/](?P<m2>1[0-2]|0?[1-9])(?![\d.])"
        ),
        "day": rf"{_PRE}{year}{_MONTH}\s*{_DAY}{_CLOCK}{_EDGE}",
        "quarters": rf"{_PRE}{year}第?(?P<list>[一二三四1-4](?:\s*[、至到—\-和]\s*第?[一二三四1-4])+)\s*季度(?P<part>末|底)?{_EDGE}",
        "quarter": rf"{_PRE}{year}(?P<span>第?[一二三四1-4]\s*季度|前[二三两]个?季度|[上下]半年|前半年)(?P<part>末|底)?{_EDGE}",
        "month": rf"{_PRE}{year}{_MONTH}{_PART}{_EDGE}",
        "five years": (
            rf"{_PRE}[{_QUOTES}]?(?P<plan>十[一二三四五六七]五|1[1-7]5)[{_QUOTES}]?(?:规划)?"
            rf"(?P<tail>期间|时期|末期|末年|末|期末|内(?!容)|以来|中期|初期|前期|后期|开局之年|收官之年)(?:{_BEFORE})?"
        ),
        "dotted day": (
            rf"[{_QUOTES}]?(?<!\d)(?P<m>1[0-2]|[1-9])[·•・.](?P<d>3[01]|[12]\d|0?[1-9])[{_QUOTES}]?"
            rf"(?P<name>[一-龥]{{0,6}}?(?:日|节)){_EDGE}"
        ),
        "occasion": (
            rf"{_PRE}{year}[{_QUOTES}]?(?P<name>{_occasion_names()})[{_QUOTES}]?(?:假期|长假|小长假|假日)?"
            rf"(?P<edge>前后|{_BEFORE}|期间|当[天日]|之?后)?"
        ),
        "year": (
            rf"{_PRE}{_YEAR}(?P<part>年?底(?![数线图层部泥册子])|年?末(?![端位梢])|年?初(?![步级中审验稿始次设心衷])|"
            rf"年?中(?=[完前开投建之])|年终|年内|全年)?{_EDGE}"
        ),
        "year word": (
            rf"{_PRE}(?<![一二两三四五六七八九十百几多数每\d半整近全逐历常])"
            rf"(?P<word>年内|年底|年末|年终|年中(?=[前完之])|年初|全年|年前)(?:{_BEFORE})?"
        ),
        "this month": r"(?<![\d一二三四五六七八九十每个首末次该上下岁同])(?:本月|当月|月)[底末](?:之?前|以前)",
        "lasting": (
            r"(?P<after>自[^，。；;\n]{1,30}?之日起\s*)?(?:(?:利?用|在|于|力争|于接到通知后)\s*)?"
            r"(?P<count>\d{1,3}|[一二两三四五六七八九十百半]{1,4})\s*(?P<unit>个?工作日|个自然日|个?月|年|天|日|周|小时|个小时)"
            rf"(?:左右)?(?:(?:的?时间|左右时间)(?:{_INSIDE})?|{_INSIDE})"
        ),
    }


FORMS: dict[str, re.Pattern[str]] = {name: re.compile(pattern) for name, pattern in _forms().items()}
"""Each form by name, in the order in which they are tried at one place."""

SCAN = re.compile(
    "|".join(f"(?:{re.sub(r'[?]P<[a-z]+2?>', '?:', pattern).replace('(?P=sep)', '[-/.．]')})" for pattern in _forms().values())
)
"""All forms at once; says whether a time stands at a place, and one of `FORMS` then says what it is."""

_NUMERALS = "一二三四五六七八九十两半百"
_OCCASIONS = tuple(entry["name"] for entry in load_lexicon("occasions"))
_OCCASIONS_BEGIN = "".join(sorted({name[0] for name in _OCCASIONS}))
_MAY_FOLLOW = rf"\s*[\d{_QUOTES}{_NUMERALS}{_OCCASIONS_BEGIN}今本当明来次翌去上下前第年全]"

# What must stand behind the first character of a time, so that the many and long forms are tried in few places. No blank or numeral is
# looked for farther than any text prints them.
_BEGINNINGS = {
    f"0123456789{_QUOTES}": "",
    _NUMERALS: rf"[{_NUMERALS}\s]{{0,60}}[月年天日周小个工季起至到—–―\-~～－、和〇零○Ｏ五]",
    "到至": _MAY_FOLLOW,
    "至截": "[至止迟]",
    "最": "迟",
    "今本当明来次翌去上前": "年",
    "本当月": "[月底末]",
    "上下前": "半年|[二三两]",
    "第": r"[一二三四1-4]\s*[季、至到—\-和]",
    "全年": "[年内底末终中初前]",
    "自": r"[^，。；;\n]{1,30}?之日起",
    "用在于": rf"\s*[\d{_NUMERALS}]",
    "利力于": "[用争接]",
}


def _by_first_character() -> dict[str, list[str]]:
    by_first: dict[str, list[str]] = {}
    for firsts, then in _BEGINNINGS.items():
        for first in firsts:
            by_first.setdefault(first, []).append(then)
    for name in _OCCASIONS:
        by_first.setdefault(name[0], []).append(re.escape(name[1:]))
    return by_first


# One form a character: the engine passes over all others.
MAY_BEGIN = re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(thens)})" for first, thens in _by_first_character().items()))
"""Where a time may begin."""

HINT = re.compile(r"[年月日号季]|[\d][-/.·•]\d|汛|期间|时期|小时|工作日|周|节|春|夏|秋|冬|五[”\"末]|[七八五十]一[”\"前]|开学|供暖|世纪")
"""What a stretch must contain: without it no form is believed."""
