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
_OF_GOVERNMENT = re.compile(r"^(?:人民)?政府(?=国资委|国有资产|法制办)")

# 县纪委县监委 is 县纪委监委.
_TWICE = re.compile("(?<=^纪委)[省市州盟县区旗](?=监委)")

# 各县（市、区）, 各县市区, 各市、县（市、区）, 各乡镇, 各省、自治区、直辖市: every area of some kinds, however they are set apart.
_KINDS = re.compile("自治区|直辖市|设区市|自治州|自治县|自治旗|街道|[省市州盟县区旗乡镇]")
_EVERY = re.compile(
    f"各((?:{_KINDS.pattern}|[、（）和及])+)(人民政府|政府|管委会|管理委员会|办事处|党委.*|河长办.*|河长制办.*|[一-鿿]{{1,8}}[局委办]|)"
)
_COUNTIES = frozenset("县市区旗")
# 各市场监管局, 各市直部门 and 各区域中心 go on as other words.
_NO_ORGAN = ("场", "容", "域", "级", "直", "属", "民", "政协", "村", "街", "长")

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
    body = _TWICE.sub("", _OF_GOVERNMENT.sub("", _SECOND_NAME.sub("", body)))
    if (every := _EVERY.fullmatch(body)) and not every.group(2).startswith(_NO_ORGAN):
        areas, organ = _areas(every.group(1)), every.group(2)
        return areas + (full_organ(organ) if organ else "办事处" if areas == "各街道" else "")
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


def _areas(text: str) -> str:
    """Every area of some kinds in one spelling.

    >>> _areas("县市区"), _areas("市、县（市、区）"), _areas("乡（镇）"), _areas("省（自治区、直辖市）")
    ('各县（市、区）', '各市、县（市、区）', '各乡镇', '各省、自治区、直辖市')
    """
    kinds = _KINDS.findall(text)
    above = kinds[:1] if kinds[:2] == ["市", "县"] and len(kinds) > 2 and "市" in kinds[2:] else []
    rest = kinds[len(above) :]
    if len(rest) > 1 and rest[0] in _COUNTIES and _COUNTIES.union(("自治县", "自治旗")).issuperset(rest):
        return "各" + "".join(f"{kind}、" for kind in above) + f"{rest[0]}（{'、'.join(rest[1:])}）"
    return "各" + ("" if set(kinds) <= {"乡", "镇", "街道"} else "、").join(kinds)


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
