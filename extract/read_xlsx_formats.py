"""Dates and numbers as Excel displays them: the number format decides between `2025/8/25`, `2025年8月25日` and `2025年8月25日前`."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|(?P<pad>_.)|(?P<fill>\*.)'
    r"|(?P<code>y+|m+|d+|h+|s+|e|aaaa?|AM/PM|上午/下午)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAYS = "一二三四五六日"
_CHINESE = re.compile(r"dbnum[12]", re.IGNORECASE)
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
# Formats that name no order of their own: Excel shows them by the settings of the machine, so ISO is the safe reading.
_BY_MACHINE = re.compile(r"general|mm-dd-yy|m/d/yy.*|d-mmm.*|mmm-yy|@|\[\$-F800\].*|\[\$-F400\].*", re.IGNORECASE)


def show_date(value: datetime | date | time | timedelta, number_format: str) -> str:
    """A date or time under its number format; ISO where the format leaves the order to the machine.

    >>> show_date(datetime(2025, 6, 30), 'yyyy"年"m"月"d"日前"')
    '2025年6月30日前'
    >>> show_date(datetime(2025, 8, 25), "yyyy/m/d;@"), show_date(datetime(2025, 9, 30), "mm-dd-yy")
    ('2025/8/25', '2025-09-30')
    >>> show_date(datetime(2025, 3, 1, 9, 5), "m月d日 h:mm"), show_date(datetime(2025, 10, 1), '[DBNum1]yyyy"年"m"月"')
    ('3月1日 9:05', '二〇二五年十月')
    """
    if isinstance(value, (time, timedelta)):
        return str(value)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    section = number_format.split(";")[0].strip()
    if not section or _BY_MACHINE.fullmatch(section):
        return _iso(moment)
    chinese = _CHINESE.search(section) is not None
    shown: list[str] = []
    before = ""
    for token in _TOKEN.finditer(section):
        code = (token["code"] or "").lower()
        if code:
            # m is a month, but minutes after an hour.
            text = _field(code, moment, is_minute=before.startswith("h"))
            shown.append(_in_chinese(text, code) if chinese else text)
            before = code
        elif token["other"] != "@":
            shown.append(token["quoted"] or token["escaped"] or token["other"] or "")
    text = "".join(shown).strip()
    return text if re.search(r"[\d〇一二三四五六七八九十]", text) else _iso(moment)


def _iso(moment: datetime) -> str:
    is_day = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return moment.strftime("%Y-%m-%d") if is_day else moment.strftime("%Y-%m-%d %H:%M")


def _field(code: str, moment: datetime, *, is_minute: bool) -> str:
    letter, length = code[0], len(code)
    if letter == "y" or code == "e":
        return f"{moment.year:04}" if length > 2 or code == "e" else f"{moment.year % 100:02}"
    if letter == "m":
        number = moment.minute if is_minute else moment.month
        return f"{number:02}" if length == 2 else str(number)
    if letter == "d":
        return "周" + _WEEKDAYS[moment.weekday()] if length > 2 else f"{moment.day:02}" if length == 2 else str(moment.day)
    if code.startswith("aaa"):
        return ("星期" if length == 4 else "周") + _WEEKDAYS[moment.weekday()]
    if letter == "h":
        return f"{moment.hour:02}" if length == 2 else str(moment.hour)
    if letter == "s":
        return f"{moment.second:02}" if length == 2 else str(moment.second)
    return "上午" if moment.hour < 12 else "下午"


def _in_chinese(text: str, code: str) -> str:
    """Numbers of a `[DBNum1]` format: digits of the year, counted months and days."""
    if code[0] in "ye":
        return text.translate(_DIGITS)
    number = int(text) if text.isdigit() else 0
    if not 0 < number < 100:
        return text
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")


def show_number(value: float, number_format: str) -> str:
    """A number under its format: percentages, fixed decimals, thousands, and words around it.

    >>> show_number(0.965, "0.0%"), show_number(12.0, "General"), show_number(12500, "#,##0"), show_number(3, '0"个"')
    ('96.5%', '12', '12,500', '3个')
    """
    section = number_format.split(";")[0]
    words = [token["quoted"] or token["escaped"] or "" for token in _TOKEN.finditer(section)]
    digits = re.search(r"[#0?][#0?,]*(?:\.([0#?]+))?", re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.', "", section))
    if digits is None:
        return _plain(value)
    decimals = len(digits[1]) if digits[1] else 0
    percent = "%" in re.sub(r'"[^"]*"', "", section)
    number = value * 100 if percent else value
    shown = f"{number:,.{decimals}f}" if "," in digits[0] else f"{number:.{decimals}f}"
    if digits[1] and "#" in digits[1]:
        shown = shown.rstrip("0").rstrip(".")
    first = section.find(digits[0][0])
    before = "".join(words[: len([1 for token in _TOKEN.finditer(section) if token.start() < first])])
    return before + shown + ("%" if percent else "") + "".join(words)[len(before) :]


def _plain(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}"
