"""Completes names of which a list says the beginning or the end only once.

`市教育局、财政局` → 市财政局; `市、区（县）人民政府` → 市人民政府; `市发改、财政等部门` → 市财政部门. What is printed stays the
name; this gives `canonical`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extract.unit_words import BRACKET, Name, words_of

_LEVEL_PREFIX = re.compile(
    r"^(?:自治区|省(?!级|直|市)|市(?!场|政(?!府|协|务|数|法|工)|容|级|直|县|区|州)|县(?!级|直|域|区|市|乡)|区(?!级|直|域|县)|州(?!级|直)|盟|旗|镇(?!级|街|村)|"
    r"乡(?!级|村|镇))"
)
_PLACE_PREFIX = re.compile(
    r"^(?!城[市区乡]|[社园校辖景片街小]区)[\u4e00-\u9fffX×]{1,6}?(?:省|市|自治县|县|新区|区|州|盟|旗)(?=[\u4e00-\u9fff])"
)
# Names that take no prefix from the list: collectives, vertical and national bodies, enterprises, persons, areas.
_STANDS_ALONE = re.compile(
    r"^(?:各|本|属地|全|街道办事处|居民委员会|村民委员会|公安机关|检察机关|监察机关|司法机关|审判机关|领导小组|国家|中央|驻|共青团中央|全国|国网|国铁|中国|"
    r"人民银行|国有|[\u4e00-\u9fff]{2,8}(?:大学|农科院|科学院)|有关|相关|市级|省级|县级|区级|市直|省直|县直|区直|团[省市县区州]委|X)"
    r"|(?:(?<!织)(?<!传)(?<!战)(?<!武)(?<!作)(?<!挥)部|总社|总局|总署|组委|公司|集团|银行|海关|[分支]行|报社|车务段|派出所|公安处|火车站|出版社|开发区|管委会|园区|新区|书记|"
    r"[市县区州镇乡]长|河长|同志|领导|负责人|单位|部门|企业|[省市县区州镇乡村]|街道|学校|大学|学院)(?:[（(〔].*)?$"
)
_OFFICE_END = re.compile("(?:[局委办厅部院会队室心处科股站所馆校社团联组署司]|政府|机关|机构|人大|政协)(?:[（(〔].*)?$")
_PARTY_OFFICE = re.compile(
    "^(?:办公室|办公厅|组织部|宣传部|统战部|政法委|社会工作部|编办|机构编制委员会办公室|网信办|巡察办|台办|党校|政研室|改革办|国安办|老干部局|直属机关工委)"
)
_COLLECTIVE_PREFIX = re.compile(r"^(?:各级|上级|本级|下级|上一级|下一级|同级)")
_TAKES_COLLECTIVE = re.compile(r"^(?:[总副双]{0,2}[河湖林田路]+长|责任单位|牵头单位|成员单位)(?:制)?(?:办公室|办|责任单位)?$")
_DEPARTMENTS = re.compile(r"等?(?:有关|相关|各)?(?:行政)?(?:主管)?部门")
_GOVERNMENT_TAIL = re.compile(r"(?:人民政府|政府|党委|党工委|管委会|管理委员会|办事处)$")


def complete(text: str, names: list[Name]) -> list[Name]:
    """Gives each name with an elided prefix (`市教育局、财政局`) or suffix (`市、县人民政府`) its completed form.

    >>> text = "市水务局、财政局"
    >>> [name.canonical for name in complete(text, [Name("市水务局", 0, 4), Name("财政局", 5, 8)])]
    [None, '市财政局']
    """
    if len(names) == 1 and "级" not in names[0].name and text[names[0].end : names[0].end + 1] not in {"等", "部"}:
        return names  # one name lacks nothing
    done = _complete_suffixes(text, names)
    out: list[Name] = []
    prefix, party, collective, place = "", "", "", ""
    for name in done:
        shared = _COLLECTIVE_PREFIX.match(name.name)
        if shared:
            collective = shared.group()
        elif collective and name.canonical is None and _TAKES_COLLECTIVE.match(name.name):
            out.append(replace(name, canonical=collective + name.name))
            continue
        level = _LEVEL_PREFIX.match(name.name) or _PLACE_PREFIX.match(name.name)
        if level and place and level.group() == place[-1] and name.canonical is None:
            own = name.name if name.name in {"省长", "市长", "县长", "区长"} else name.name[1:]
            out.append(replace(name, canonical=place + own))
            continue
        if level and not _STANDS_ALONE.search(name.name):
            prefix = level.group()
            place = prefix if len(prefix) > 1 else ""
            party = prefix + "委" if name.name.startswith(prefix + "委") else ""
        elif name.canonical is None and prefix and _may_lack_a_prefix(name.name) and not _STANDS_ALONE.search(name.name):
            lead = party if party and _PARTY_OFFICE.match(name.name) else prefix
            out.append(replace(name, canonical=lead + name.name))
            continue
        out.append(name)
    return _complete_departments(text, out)


def _may_lack_a_prefix(name: str) -> bool:
    return _OFFICE_END.search(name) is not None or name in words_of("unit_functions")


def _complete_departments(text: str, names: list[Name]) -> list[Name]:
    """`市发改、财政、水务等部门`: the members lack their ending as well."""
    if not names or not _DEPARTMENTS.match(text, names[-1].end):
        return names
    functions = frozenset(words_of("unit_functions"))
    return [
        replace(name, canonical=(name.canonical or name.name).removesuffix("部门") + "部门")
        if _LEVEL_PREFIX.sub("", name.name) in functions
        else name
        for name in names
    ]


_AREA_END = "(?:省|市|县|区|州|盟|旗|镇|乡|街道|村|社区|区县|经济开发区|开发区|高新区|示范区|园区)"
_SHARED_TAIL = re.compile(
    rf"^(?P<own>(?:各)?(?:[\u4e00-\u9fffX]{{0,8}}?{_AREA_END})(?:{BRACKET})?(?:级)?)(?!的)"
    r"(?P<tail>人民政府|政府|党工委|党委|管委会|管理委员会|办事处|人民法院|人民检察院|法院|检察院|(?:公共)?(?:图书馆|文化馆|博物馆|美术馆|科技馆|体育馆|档案馆|医院|学校)|(?![直级])[\u4e00-\u9fff]{2,16}(?:主管部门|部门|办公室|局|委|单位)"
    r"|(?:[两三四]级|级|双)?(?:总)?[河湖林田路]+长(?:办公室|办|制责任单位|制办公室)?)$"
)
_ZONE_TAIL = re.compile(
    r"^(?P<own>[\u4e00-\u9fff]{2,4}?)(?P<tail>(?:经济|高新技术产业|经济技术|工业|旅游|物流|农业)[\u4e00-\u9fff]{0,8}"
    r"(?:开发区|园区|度假区|示范区|园|区)(?:党工委|管委会|管理委员会)?|区(?:党工委|管委会|管理委员会))$"
)
_BARE_AREA = re.compile(rf"^(?:各)?[\u4e00-\u9fffX]{{0,6}}{_AREA_END}(?:{BRACKET}{_AREA_END}?)?(?:级)?$")
_LEVELS_TOGETHER = re.compile(r"^[两二三四五]级")
_TWO_BODIES = re.compile(r"(?:党工委|党委|县委|市委|区委|(?<=[）)〕])委)$")


def _complete_suffixes(text: str, names: list[Name]) -> list[Name]:
    """Completes from the right: a bare area or place takes the tail of the next full name of its rank."""
    out = list(names)
    tail, of_zone = "", False
    for index in range(len(out) - 1, -1, -1):
        name = out[index]
        if index + 1 < len(out) and not _same_rank(text, name, out[index + 1]):
            tail = ""
        shared, zone = _SHARED_TAIL.match(name.name), _ZONE_TAIL.match(name.name)
        if tail and (_BARE_AREA.match(name.name) or (of_zone and zone is None and len(name.name) <= 4)):
            out[index] = replace(name, canonical=name.name.removesuffix(tail[0]) + _LEVELS_TOGETHER.sub("级", tail))
        elif zone and zone["own"][-1] not in "省市县区州盟旗":
            tail, of_zone = zone["tail"], True
        elif shared:
            tail, of_zone = shared["tail"], False
            if _LEVELS_TOGETHER.match(tail):
                out[index] = replace(name, canonical=shared["own"] + _LEVELS_TOGETHER.sub("级", tail))
        elif not _BARE_AREA.match(name.name):
            tail = ""
    for index in range(1, len(out)):
        name, before = out[index], out[index - 1]
        if name.canonical is None and _GOVERNMENT_TAIL.fullmatch(name.name) and _TWO_BODIES.search(before.name):
            own = _TWO_BODIES.sub(lambda match: match.group()[:-1] if match.group()[0] in "县市区" else "", before.canonical or before.name)
            out[index] = replace(name, canonical=own + name.name)
    return out


def _same_rank(text: str, left: Name, right: Name) -> bool:
    between = text[left.end : right.start]
    return "，" not in between and "," not in between and "；" not in between and len(between) <= 3
