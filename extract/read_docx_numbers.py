"""Automatic numbering of Word: the numbers that are printed but stand nowhere in the text.

A paragraph points (itself or through its style) to a list and a level; the list says format, text (`第%1条`, `（%2）`) and start.
Lists that share an abstract list share its counters, unless one of them starts anew (`startOverride`); a level restarts after
any higher one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DIGITS = "零一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_BULLET = "●"
_CLOSING = "、）)．.：:】〕]"


def chinese_number(value: int) -> str:
    """A number in Chinese, as headings count.

    >>> [chinese_number(value) for value in (1, 10, 12, 20, 105, 110, 1024)]
    ['一', '十', '十二', '二十', '一百零五', '一百一十', '一千零二十四']
    """
    if not 0 < value < 10_000:
        return str(value)
    text, gap = "", False
    for unit, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, power)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit
        gap = not digit
    return text[1:] if text.startswith("一十") else text


def _letters(value: int) -> str:
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    pairs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"))
    pairs += ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # type: ignore[assignment]
    text = ""
    for size, letters in pairs:
        count, value = divmod(value, size)
        text += letters * count
    return text


def _from(first: str, most: int) -> Callable[[int], str]:
    return lambda value: chr(ord(first) + value - 1) if 0 < value <= most else str(value)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": lambda value: "".join(chr(ord("０") + int(digit)) for digit in str(value)),
    "decimalFullWidth2": lambda value: "".join(chr(ord("０") + int(digit)) for digit in str(value)),
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,
    "taiwaneseCounting": chinese_number,
    "taiwaneseCountingThousand": chinese_number,
    "ideographDigital": lambda value: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value)),
    "japaneseDigitalTenThousand": lambda value: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value)),
    "taiwaneseDigital": lambda value: "".join("○一二三四五六七八九"[int(digit)] for digit in str(value)),
    "chineseLegalSimplified": lambda value: ("壹" if 10 <= value < 20 else "") + chinese_number(value).translate(_LEGAL),
    "ideographLegalTraditional": lambda value: ("壹" if 10 <= value < 20 else "") + chinese_number(value).translate(_LEGAL),
    "ideographTraditional": lambda value: _STEMS[(value - 1) % 10],
    "ideographZodiac": lambda value: _BRANCHES[(value - 1) % 12],
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "none": lambda value: "",
}


@dataclass(slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str | None = None
    legal: bool = False
    restarts: bool = True


@dataclass(slots=True)
class NumberedList:
    """A list that paragraphs point to: its levels, whose counters it uses, and where it starts anew."""

    counters: str
    levels: dict[int, Level]
    starts_anew: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts the numbered paragraphs of one document; `next_number` must be asked in the order of the document."""

    def __init__(self, numbering: Any | None) -> None:
        """Reads the lists of the part `numbering.xml`, where there is one."""
        self._lists: dict[str, NumberedList] = {}
        self._counters: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Any) -> None:
        abstract = {each.get(W + "abstractNumId"): each for each in numbering.iter(W + "abstractNum")}
        by_style = {link.get(W + "val"): each for each in abstract.values() for link in each.iter(W + "styleLink")}
        for num in numbering.iter(W + "num"):
            reference = num.find(W + "abstractNumId")
            key = reference.get(W + "val") if reference is not None else None
            definition = abstract.get(key)
            if key is None or definition is None:
                continue
            link = definition.find(W + "numStyleLink")
            if link is not None:
                definition = by_style.get(link.get(W + "val"), definition)
                key = definition.get(W + "abstractNumId")
            levels = {_integer(level, "ilvl"): _read_level(level) for level in definition.iter(W + "lvl")}
            starts_anew: dict[int, int] = {}
            for override in num.iter(W + "lvlOverride"):
                depth = _integer(override, "ilvl")
                level = override.find(W + "lvl")
                if level is not None:
                    levels[depth] = _read_level(level)
                start = override.find(W + "startOverride")
                if start is not None:
                    starts_anew[depth] = _integer(start, "val")
            self._lists[num.get(W + "numId")] = NumberedList(key, levels, starts_anew)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level of a list that belongs to a paragraph style; the first where the list names none."""
        numbered = self._lists.get(list_id)
        levels = numbered.levels.items() if numbered is not None else ()
        return next((depth for depth, level in levels if level.style == style), 0)

    def next_number(self, list_id: str, depth: int) -> str:
        """Counts one paragraph of the list at this level; gives its number as printed, with the blank that separates it."""
        numbered = self._lists.get(list_id)
        if numbered is None or depth not in numbered.levels:
            return ""
        counters = self._counters.setdefault(numbered.counters, {})
        for higher in range(depth + 1):
            if higher in numbered.starts_anew and higher not in numbered.begun:
                numbered.begun.add(higher)
                if higher == depth:
                    counters.pop(higher, None)
                    numbered.levels[higher].start = numbered.starts_anew[higher]
        level = numbered.levels[depth]
        counters[depth] = counters[depth] + 1 if depth in counters else level.start
        for deeper in [each for each in counters if each > depth and numbered.levels.get(each, level).restarts]:
            del counters[deeper]
        if level.format == "bullet":
            return _BULLET
        text = "".join(self._parts(numbered, level, counters))
        return text if not text or text[-1] in _CLOSING else text + " "

    def _parts(self, numbered: NumberedList, level: Level, counters: dict[int, int]) -> Iterator[str]:
        pieces = level.text.split("%")
        yield pieces[0]
        for piece in pieces[1:]:
            if not piece[:1].isdigit() or piece[0] == "0":
                yield "%" + piece
                continue
            depth = int(piece[0]) - 1
            shown = numbered.levels.get(depth, level)
            value = counters.setdefault(depth, shown.start)
            style = "decimal" if level.legal else shown.format
            yield _FORMATS.get(style, str)(value) + piece[1:]


def _read_level(level: Any) -> Level:
    style = level.find(W + "pStyle")
    restart = level.find(W + "lvlRestart")
    return Level(
        start=_integer(level.find(W + "start"), "val", default=1),
        format=_value(level.find(W + "numFmt"), "decimal"),
        text=_value(level.find(W + "lvlText"), ""),
        style=style.get(W + "val") if style is not None else None,
        legal=level.find(W + "isLgl") is not None,
        restarts=restart is None or restart.get(W + "val") != "0",
    )


def _value(element: Any | None, default: str) -> str:
    return default if element is None else str(element.get(W + "val", default))


def _integer(element: Any | None, name: str, *, default: int = 0) -> int:
    text = element.get(W + name, "") if element is not None else ""
    return int(text) if text.lstrip("-").isdigit() and len(text) < 6 else default
