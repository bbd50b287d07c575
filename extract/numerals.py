"""Numbers as documents print them: Arabic or Chinese, full-width, spaced, or damaged by scanning."""

from __future__ import annotations

import re

_DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

CHINESE_DIGITS = "零〇○一二两三四五六七八九"
"""The characters that stand for one digit."""

# Scanners read 1 as I or l and 0 as o or O; (X) is what one sharing site makes of 00.
_MISREAD = re.compile(r"[IlO○oQ]|\([X×xO]\)")
_MISREAD_AS = {"I": "1", "l": "1", "O": "0", "o": "0", "○": "0", "Q": "0"}


def parse_numeral(text: str) -> int | None:
    """The whole number that Chinese or Arabic digits spell, or `None`.

    >>> [parse_numeral(text) for text in ("三十一", "两", "１２", "二〇二五", "一千二百", "河")]
    [31, 2, 12, 2025, 1200, None]
    """
    text = text.strip()
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    if all(mark in _DIGITS for mark in text):
        return int("".join(str(_DIGITS[mark]) for mark in text))
    total = section = digit = 0
    for mark in text:
        if mark in _DIGITS:
            digit = _DIGITS[mark]
        elif mark in ("万", "亿"):
            total = (total + section + digit) * _PLACES[mark]
            section = digit = 0
        elif mark in _PLACES:
            section += (digit or 1) * _PLACES[mark]
            digit = 0
        else:
            return None
    return total + section + digit


def parse_number(text: str) -> float | None:
    """The value of printed digits: thousands marks, spaces and full width are undone, scanning damage is read as meant.

    >>> parse_number("1,200"), parse_number("93.5 "), parse_number("Ioo"), parse_number("IO(X)"), parse_number("３．５")
    (1200.0, 93.5, 100.0, 1000.0, 3.5)
    """
    plain = re.sub(r"[,，\s]", "", text).replace("．", ".")
    plain = _MISREAD.sub(lambda mark: _MISREAD_AS.get(mark.group(), "00"), plain)
    try:
        return float(plain)
    except ValueError:
        numeral = parse_numeral(plain)
        return None if numeral is None else float(numeral)


def _parse_decimal(text: str) -> float | None:
    """八十五点六: what stands behind 点 is read digit by digit."""
    whole, _, rest = text.partition("点")
    value = parse_number(whole)
    if not rest or value is None:
        return value if not rest else None
    digits = [_DIGITS.get(mark) for mark in rest]
    return None if None in digits else float(f"{value:.0f}." + "".join(str(digit) for digit in digits))


def parse_share(text: str) -> float | None:
    """The percentage that words give: 七成, 九成五, 三分之二, 百分之八十五点六.

    >>> [parse_share(text) for text in ("七成", "七成半", "九成五", "三分之二", "百分之八十五点六", "三成多")]
    [70.0, 75.0, 95.0, 66.7, 85.6, None]
    """
    if tenths := re.fullmatch(r"([一二两三四五六七八九十\d])成([半一二三四五六七八九])?", text):
        whole, rest = parse_numeral(tenths.group(1)), tenths.group(2)
        return None if whole is None else whole * 10.0 + (0.0 if rest is None else 5.0 if rest == "半" else float(parse_numeral(rest) or 0))
    if fraction := re.fullmatch(r"([一二三四五六七八九十百\d]+)分之([\d.零〇一二两三四五六七八九十百点]+)", text):
        below = parse_numeral(fraction.group(1))
        above = _parse_decimal(fraction.group(2))
        if not below or above is None:
            return None
        return round(above / below * 100, 1)
    return None
