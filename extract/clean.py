"""Characters: what is no text is taken out, what is the same letter twice is made one, and nothing that is printed is changed.

`text` keeps what is printed, so a traditional mirror stays traditional; finders that match words of a lexicon look at
`simplify(text)`, which has the same length, so that every offset holds in both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import unescape

# Controls, soft hyphens, zero-width marks and byte-order marks print nothing; lone surrogates cannot be written to any file.
_INVISIBLE = "\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff\\ufe00-\\ufe0f"
_BLANK = "\\u00a0\\u2000-\\u200a\\u202f\\u205f"
_BREAK = "\\x0b\\x0c\\x85\\u2028\\u2029"
_DOUBLE = "\\u2e80-\\u2fdf\\uf900-\\ufaff\\ud800-\\udfff"
_ODD = re.compile(f"[{_INVISIBLE}{_BLANK}{_BREAK}{_DOUBLE}]")
_SPACES = re.compile(r"[ \t\r\n](?:[ \t\r\n]+|(?<! ))")  # two and more, or one that is no blank

# Entities that a copy of a page has left in its text, `&sp;` the torn end of one.
_ENTITY = re.compile(r"&(nbsp|emsp|ensp|thinsp|sp|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot|quot|amp);")
_BLANK_ENTITIES = frozenset({"nbsp", "emsp", "ensp", "thinsp", "sp"})

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TONED_LETTER = re.compile(f"[{_TONED}]")
_READING = re.compile(f"(?<=[{_HAN}])[(（]\\s*[a-zü{_TONED}]{{1,6}}\\s*[)）]")
_TONED_READING = re.compile(f"(?<=[{_HAN}])[(（]\\s*[a-zü]*[{_TONED}][a-zü]*\\s*[)）]")

# Three toned readings and more never stand in a document by chance: one may explain a rare surname.
_FEWEST_READINGS = 3


def clean_text(text: str) -> str:
    """The text without what prints nothing, with one blank for every kind of blank and one code point for every character.

    >>> clean_text("\\ufeff责任\\u200b单位：\\xa0市水⼒局")
    '责任单位： 市水力局'
    >>> clean_text("建成&ldquo;口袋公园&rdquo;&sp;12个")
    '建成“口袋公园” 12个'
    """
    if "&" in text:
        text = _ENTITY.sub(lambda entity: " " if entity[1] in _BLANK_ENTITIES else unescape(entity[0]), text)
    if _ODD.search(text) is None:
        return text
    return _ODD.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    char = match[0]
    if re.match(f"[{_BLANK}]", char):
        return " "
    if re.match(f"[{_BREAK}]", char):
        return "\n"
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    if re.match(f"[{_DOUBLE}]", char):
        same = unicodedata.normalize("NFKC", char)
        return same if len(same) == 1 else char
    return ""


def clean_line(text: str) -> str:
    """One line of text: cleaned, without blanks at its ends (the full-width indent too) and with single blanks inside.

    >>> clean_line("　　一、 加强\\t领导  ")
    '一、 加强 领导'
    """
    return squeeze(clean_text(text))


def squeeze(text: str) -> str:
    """A line of a text that is clean already, with single blanks inside and none at its ends.

    >>> squeeze("　　一、 加强\\t领导  ")
    '一、 加强 领导'
    """
    return _SPACES.sub(" ", text).strip()


def drop_pinyin(text: str) -> str:
    """The text without the readings that some mirrors print in brackets after characters.

    One bracket alone is left: it may be the office's own.

    >>> drop_pinyin("責(zé)任單(dān)位：市水務(wù)局(河長辦)")
    '責任單位：市水務局(河長辦)'
    >>> drop_pinyin("河(hé)长制")
    '河(hé)长制'
    """
    return strip_readings(text) if has_readings(text) else text


def has_readings(text: str) -> bool:
    """Whether readings stand in a text more often than an office would print them.

    >>> has_readings("責(zé)任單(dān)位：市水務(wù)局"), has_readings("河(hé)长制")
    (True, False)
    """
    return len(_TONED_LETTER.findall(text)) >= _FEWEST_READINGS and len(_TONED_READING.findall(text)) >= _FEWEST_READINGS


def strip_readings(text: str) -> str:
    """The text without readings in brackets after characters.

    >>> strip_readings("河(hé)长制")
    '河长制'
    """
    return _READING.sub("", text)


@cache
def _simple_forms() -> dict[int, str]:
    """Traditional characters and their simplified forms, one to one, as OpenCC has them."""
    from opencc import OpenCC

    converter = OpenCC("t2s")
    blocks = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
    forms: dict[int, str] = {}
    for block in blocks:
        for code in block:
            simple = converter.convert(chr(code))
            if len(simple) == 1 and simple != chr(code):
                forms[code] = simple
    return forms


def simplify(text: str) -> str:
    """The text in simplified characters, one for one: same length, same offsets.

    >>> simplify("責任單位：市水務局")
    '责任单位：市水务局'
    >>> len(simplify("𠮷乾隆後臺")) == len("𠮷乾隆後臺")
    True
    """
    return text.translate(_simple_forms())
