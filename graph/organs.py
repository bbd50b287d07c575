"""The full name of an organ from the short forms under which documents print it: 发改委, 发展改革委 and 发展和改革委员会 are one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from extract.lexicon import load_lexicon

_BRACKETS = str.maketrans(
    {
        "(": "（",
        ")": "）",
        "[": "（",
        "]": "）",
        "〔": "（",
        "〕": "）",
        "［": "（",
        "］": "）",
        "【": "（",
        "】": "）",
        "｛": "（",
        "｝": "）",
    }
)
_ENDINGS = {"委": "委员会", "办": "办公室"}
_ENDING = re.compile(
    r"(委员会办公室|委员会|委(?!员|托)|局|厅|部门|部|行政主管部门|行政部门|主管部门|分局|总局|支队|大队|总队|办公室|办(?!公|事)|中心|系统|署|社)(.*)",
    re.DOTALL,
)
# A second name in brackets after an organ: 市城市管理局（市综合行政执法局）, 市治水办（河长办）.
_SECOND_NAME = re.compile(r"(?<=[局委办厅部会室心])（[^（）]*(?:局|委|办|厅|部|中心|办公室|委员会)）$")

# 市政府国资委 is 市国资委: the body that acts for a government as an owner.
_OF_GOVERNMENT = re.compile(r"^(?:人民)?政府(?=国资委|国有资产)")

# What stands before an organ of which there are many: 各县（市、区）河长办, 区县（自治县）发展改革委.
_MANY = re.compile(
    r"(各级|各[区县]|乡镇（街道）|乡（镇）|各?[市县区](?![市县区][场容域])[市县区（][（）、市县区自治]*)(?=[一-鿿]{3}|政府$)"
)


def clean_name(name: str) -> str:
    """A printed name without spaces and trailing 等, and with one kind of brackets.

    >>> clean_name("各县〔市、区〕 人民政府等")
    '各县（市、区）人民政府'
    """
    text = "".join(unicodedata.normalize("NFKC", name).split()).translate(_BRACKETS)
    text = re.sub(r"等(?=(?:有关|相关)?(?:部门|单位)$)", "", text)
    return text.rstrip("等") or text


def full_organ(body: str) -> str:
    """The full form of an organ's name that stands without its place.

    >>> full_organ("发改委"), full_organ("住建局"), full_organ("河长办"), full_organ("政府")
    ('发展和改革委员会', '住房和城乡建设局', '河长制办公室', '人民政府')
    >>> full_organ("城管局局长"), full_organ("水文中心")
    ('城市管理局局长', '水文中心')
    """
    whole, domains = _lexicon()
    body = _OF_GOVERNMENT.sub("", _SECOND_NAME.sub("", body))
    if many := _MANY.match(body):
        return many.group() + full_organ(body[many.end() :])
    if body in whole:
        return whole[body]
    if body.startswith("政府"):
        return "人民" + body
    for short, name in domains.get(body[:1], ()):
        if body.startswith(short) and (found := _ENDING.fullmatch(body[len(short) :])):
            ending, rest = found.groups()
            return name + _ENDINGS.get(ending, ending) + rest
    return body


@cache
def _lexicon() -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """Whole bodies by form, and domains by the first sign of a form, longest first."""
    whole: dict[str, str] = {}
    domains: dict[str, str] = {}
    for entry in load_lexicon("organs", package="graph"):
        table = whole if entry.get("whole") else domains
        for form in (entry["name"], *entry["short"]):
            if form in whole or form in domains:
                raise ValueError(f"organs.toml: {form!r} stands for two organs")
            table[form] = entry["name"]
    by_first: dict[str, list[tuple[str, str]]] = {}
    for form, name in sorted(domains.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        by_first.setdefault(form[0], []).append((form, name))
    return whole, by_first
