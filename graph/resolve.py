"""Units as documents name them, resolved to one unit each within its place, as far as names alone allow.

A name is read against the place of its document: 市水务局 in a document of 云泽市 is 云泽市水务局, and so is 水务局 in a list whose first
member had the 市. A document that names no place keeps its units to itself: two cities' 市水务局 must never become one. What a unit is,
its canonical name, its level and what it belongs to all follow from place and name, so the order of loading cannot show.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.records import Document
from graph.ids import make_id
from graph.organs import clean_name, full_organ
from graph.places import MUNICIPALITIES, NATION, RANK, Level, Path, Step, as_path, level_of, province_of, split_place
from graph.unit_names import DEPARTMENT, GRADED, canonical_of, government_of, is_zone, kind_of

# Of the twelve placeless documents at hand two have a place in their text, named 25 and 7 times, 1.8 and 3.5 times as often as the next.
_OFTEN, _MORE_OFTEN = 5, 1.5
# Names whose meaning is remembered, with the places that they were read in.
_REMEMBERED = 1 << 15

_NATIONAL = re.compile(r"中共中央|中央|国务院|全国|国家|中华人民共和国|最高人民|中国(?!共产党)")
_MINISTRY = re.compile(
    r"(教育|科学技术|科技|工业和信息化|工信|公安|国家安全|民政|司法|财政|人力资源(和)?社会保障|人社|自然资源|生态环境|环境保护|住房(和)?城乡建设|住建|"
    r"交通运输|水利|林业|农业农村|农业|商务|文化和旅游|文旅|退役军人(事务)?|应急管理|应急|外交|国防)部(办公厅)?"
)
_LEVEL_WORDS: dict[str, Level] = {
    "省": "province", "市": "city", "州": "city", "盟": "city", "县": "county", "区": "county", "旗": "county",
    "镇": "town", "乡": "town", "村": "village",
}  # fmt: skip
# What hides the name of a place in a model document or an anonymous copy: 某市水务局, X市.
_MASK = re.compile(r"^(?:[A-Za-z×]{1,3}|某某?)(?=[省市州县区镇乡])")
# A level word opens these without being one: 市场监管局, 市容, 乡村振兴局, 区县, 州直 …
_NO_LEVEL = re.compile(
    r"市场|市容|市政(?!府|协|务|法|数|研)|市[区县、（值]|市民(?!政)|区(?:[县域块、（]|市(?![场容]))|县[区域城市、（]|乡[村镇、（]|镇[街村、（]|村[级民居、（]|省(?:市(?!场)|[、（])"
)
_OWN_AREA = re.compile(r"[我本全该](省|市|州|盟|县|区|旗|镇|乡|村|自治县|自治州)")
# 国家税务总局云泽市税务局 is 云泽市税务局, and 国网松溪县供电公司 what the county calls 县供电公司.
_OWNER = re.compile("^国家税务总局(?=.)|^国网(?=[一-鿿]+[省市州盟县区旗]供电公司$)")
_AUTONOMOUS = re.compile("自治[县州区旗](?=.)")
_SESSION = re.compile("第[一二三四五六七八九十]+届")
# Bodies of the party's centre and of the State Council, which lists name without these words.
_CENTRE = re.compile("^中央(?=宣传部|组织部|统战部|政法委|社会工作部|网信办|编办|文明办|农办)|^国务院(?=国资委|扶贫办|港澳办|台办)")
_BUREAU = re.compile("(局|厅|委员会|中心)$")
_PART = re.compile(r"(.+(?:局|委员会))(?:办公室|[一-鿿]{2,8}[科处股队所])")
_SECTION = re.compile(r"办公室|综合[科处股室]|[一-鿿]{2,8}[科处股]")
_STATE = re.compile(r"^国家(?=.*(委|委员会|局)$)|^中国(?=人民银行$)")
_BRANCH = re.compile(r"(分行|支行|分局|调查队|分公司|支公司|供电公司)$")
_LEAGUE = re.compile(r"(?:中国)?(?:共青团|共产主义青年团|团)(.{0,12}?)(?:委员会|委)")


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a document; where it has none, the scope that keeps its units apart, and the level word (市) that it has for itself.

    `office` is the bureau that issued it, whose sections (办公室, 数据资源科) it names without it.
    """

    path: Path | None
    scope: str
    word: str | None = None
    office: str | None = None

    def at(self, word: str) -> Path | None:
        """The place of this document, or above it, that a level word means: 市 in a document of a district is its city."""
        for count in range(len(self.path or ()), 0, -1):
            path = (self.path or ())[:count]
            if path[-1].endswith(word) and (level_of(path[-1]) == _LEVEL_WORDS[word] or path[-1] in MUNICIPALITIES):
                return path
        return None


@dataclass(frozen=True, slots=True)
class ResolvedUnit:
    """What a printed name means: `name` without its place, and the place as a path; `place` is None where no document says it."""

    id: str
    name: str
    canonical: str
    place: Path | None
    scope: str
    level: Level
    kind: str


def where_is(document: Document, scope: str, *, issuer: str | None = None, place: str | None = None) -> Where:
    """The place of a document as `resolve` needs it; `scope` is an id that no other document has."""
    path = find_place(document, issuer=issuer, place=place)
    where = Where(path, scope) if path else Where(None, scope, _own_word(document))
    if name := document.issuer or issuer:
        unit = resolve(name, where)
        if unit.kind == "office" and _BUREAU.search(unit.name):
            where = replace(where, office=unit.name)
    return where


def _own_word(document: Document) -> str | None:
    """市, where a document of an unnamed city opens with 市河长制 or says 全市 and 我市 far more than 全县."""
    title = document.title or ""
    if _opens_with_level(title):
        return title[0]
    ranked = Counter(re.findall("[全我]([省市县区旗镇乡])", document.text)).most_common()
    if not ranked or ranked[0][1] < _OFTEN - 2 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return str(ranked[0][0])


def find_place(document: Document, *, issuer: str | None = None, place: str | None = None) -> Path | None:
    """The place of a document: from its issuer, else its title, else from what the person who loads it says of documents that name none.

    A district that the document names with its city is the district of that city.
    """
    for text in (document.issuer, document.title, place, issuer):
        if text and (path := _place_of(text)):
            return _qualify(path, document.text, place)
    if document.kind == "regulation" and "国务院" in document.text:
        # Laws and regulations of the State Council name no place; those of a province or city begin with it.
        return NATION
    return _dominant(document.text)


def _dominant(text: str) -> Path | None:
    """The place that a document without one in its head speaks of throughout: 清溪市 twenty times, and 全市 or 我市 for it."""
    counts: Counter[Path] = Counter()
    for run in re.findall(r"[一-鿿]+", text):
        if path := as_path(split_place(run[:20])[0]):
            counts[path[:1]] += 1
    ranked = [(path, count) for path, count in counts.most_common() if level_of(path[0]) in ("province", "city", "county")]
    if not ranked or ranked[0][1] < _OFTEN or (len(ranked) > 1 and ranked[0][1] < _MORE_OFTEN * ranked[1][1]):
        return None
    path = ranked[0][0]
    return path if re.search(f"[全我]{path[0][-1]}", text) else None


def _place_of(text: str) -> Path | None:
    text = re.sub(r"^(中共|中国共产党)(?!中央)", "", clean_name(text))
    text = re.sub(r"^(关于)?(印发|转发|发布|下达)?[《“]?(关于)?(\d{4}年度?)?", "", text)
    if _NATIONAL.match(text) or _MINISTRY.match(text):
        return NATION
    path = as_path(split_place(text)[0])
    return path if path and not is_zone(path[0]) else None


def _qualify(path: Path, text: str, given: str | None) -> Path:
    if level_of(path[0]) != "county" or as_path((Step("", "city"), Step(path[0], "county"))) == path[:1]:
        return path
    for found in re.finditer(re.escape(path[0]), text):
        for length in range(3, 9):
            steps, rest = split_place(text[max(0, found.start() - length) : found.end()])
            if not rest and len(steps) == 2 and steps[0].level in ("city", "province") and steps[1].name == path[0]:
                return (steps[0].name, *path)
    # The person who loads the documents of a city says so; those of its districts need not.
    above = _place_of(given) if given else None
    return (*above, *path) if above and len(above) == 1 and level_of(above[0]) in ("city", "province") else path


def resolve(name: str, where: Where, *, canonical: str | None = None) -> ResolvedUnit:
    """The unit that `name` means in a document of this place; `canonical` is the name that the reader completed.

    >>> city, district = Where(("云泽市",), ""), Where(("云泽市", "青浦湾区"), "")
    >>> resolve("市发改委", city).canonical, resolve("云泽市发展和改革委员会", district).canonical
    ('云泽市发展和改革委员会', '云泽市发展和改革委员会')
    >>> resolve("市水务局", city).id == resolve("市水务局", district).id == resolve("水务局", city, canonical="市水务局").id
    True
    >>> resolve("区水务局", district).canonical, resolve("市水务局", Where(None, "d1")).id == resolve("市水务局", Where(None, "d2")).id
    ('青浦湾区水务局', False)
    """
    unit = _resolve(canonical or name, where.path, where.word, where.office)
    # The same in every document of one place, unless it is the document's own.
    return _unit_of(unit, where.scope) if where.scope and _is_own(unit.place) else unit


@lru_cache(_REMEMBERED)
def _resolve(name: str, path: Path | None, word: str | None, office: str | None) -> ResolvedUnit:
    where = Where(path, "", word, office)
    text = clean_name(name)
    text = _SESSION.sub("", re.sub(r"^(中共|中国共产党)(?!中央)", "", text))
    if (league := _LEAGUE.fullmatch(text)) and not league.group(1).startswith("中央"):
        text = league.group(1) + "共青团委"
    if own := _OWN_AREA.fullmatch(text):
        return _area(where, own.group(1))
    if text in _LEVEL_WORDS:
        return _area(where, text) if where.at(text) else _unit(where.path, text, where)
    if (autonomous := _AUTONOMOUS.match(text)) and (path := where.at(text[2])) and path[-1].endswith(autonomous.group()):
        return _unit(path, full_organ(text[3:]), where)
    if text.startswith("自治区") and where.path and (region := province_of(where.path)) and region.endswith("自治区"):
        return _unit((region,), full_organ(text[3:]), where)
    text = _MASK.sub("", _OWNER.sub("", text))
    if _MINISTRY.fullmatch(text) or (_NATIONAL.match(text) and not _BRANCH.search(text)):
        return _unit(NATION, full_organ(_CENTRE.sub("", _STATE.sub("", text))), where)
    # 温州市容环境卫生主管部门: one 市 is both the city's and the word's.
    for number, own_place in enumerate(where.path or ()):
        if own_place.endswith("市") and re.match(re.escape(own_place) + "[场容]", text):
            return _in_place((where.path or ())[: number + 1], text[len(own_place) - 1 :], where)
    steps, rest = split_place(text)
    if steps:
        if steps[-1].name.endswith("街道") and rest in ("办", "办事处"):
            rest = "办事处"
        return _in_place(_absolute(steps, where), rest, where)
    if graded := GRADED.match(text):
        return _unit(where.at(graded.group(1)) or where.path, text, where)
    if _opens_with_level(text):
        return _levelled(text[0], text[1:], where)
    if where.office and _SECTION.fullmatch(text):
        return _unit(where.path, where.office + text, where)
    if where.path is None and where.word and kind_of(full_organ(text)) in ("office", "party", "government", "independent"):
        return _levelled(where.word, text, where)
    return _unit(where.path, full_organ(text), where)


def _in_place(path: Path | None, body: str, where: Where) -> ResolvedUnit:
    body = full_organ(body) if body else ""
    # The department of one place, not that of any level: 台州市城乡规划主管部门.
    return _unit(path, (path[-1][-1] + body) if path and DEPARTMENT.search(body) else body, where)


def _opens_with_level(text: str) -> bool:
    return len(text) > 1 and text[0] in _LEVEL_WORDS and not _NO_LEVEL.match(text)


def _levelled(word: str, body: str, where: Where) -> ResolvedUnit:
    """市水务局: of the document's city, of the city above its district, or of every city below its province."""
    if body == "长" or DEPARTMENT.search(body):
        body = word + full_organ(body)
        return _unit(where.at(word) or where.path, body, where)
    if path := where.at(word):
        return _unit(path, full_organ(body), where)
    if word == "省" and where.path and (province := province_of(where.path)) and province.endswith(word):
        return _unit((province,), full_organ(body), where)
    if where.path is None:
        return _unit(None, word + full_organ(body), where)
    if RANK[level_of(where.path[0])] > RANK[_LEVEL_WORDS[word]] or (word == "省" and level_of(where.path[0]) == "city"):
        return _unit((f"{where.path[0]}所在{word}",), full_organ(body), where)
    return _unit(where.path, word + full_organ(body), where)


def _absolute(steps: tuple[Step, ...], where: Where) -> Path | None:
    """The whole path of a place that a name begins with: a county is sought below the document's city."""
    path = as_path(steps)
    if level_of(path[0]) in ("province", "city"):
        return path
    if where.path is None:
        return ("", *path)
    if path[0] in where.path:
        return where.path[: where.path.index(path[0])] + path
    above = [name for name in where.path if RANK[level_of(name)] < RANK[level_of(path[0])]]
    return (*above, *path) if above else ("", *path)


def _area(where: Where, word: str) -> ResolvedUnit:
    path = where.at(word[-1]) or where.path
    return _unit(path, "" if path else "本" + word, where)


def _unit(path: Path | None, body: str, where: Where) -> ResolvedUnit:
    scope = where.scope if _is_own(path) else ""
    place = None if path is None or path == ("",) else path
    return ResolvedUnit(
        id=make_id("u", scope, *(place or ()), "", body),
        name=body or (place[-1] if place else ""),
        canonical=canonical_of(place, body),
        place=place,
        scope=scope,
        level=level_of(place[-1]) if place else "document",
        kind=kind_of(body),
    )


def _is_own(path: Path | None) -> bool:
    # An empty first name stands for the city that the document does not say: such a place is the document's own.
    return path is None or path[0] == ""


def _unit_of(unit: ResolvedUnit, scope: str) -> ResolvedUnit:
    body = "" if unit.kind == "area" else unit.name
    return replace(unit, id=make_id("u", scope, *(unit.place or ()), "", body), scope=scope)


def sibling(unit: ResolvedUnit, name: str) -> ResolvedUnit:
    """The unit of another name in the place of this one.

    >>> bureau = resolve("市环保局", Where(("云泽市",), ""))
    >>> sibling(bureau, "生态环境局").canonical
    '云泽市生态环境局'
    """
    return _unit(unit.place, name, Where(unit.place, unit.scope))


def parent_of(unit: ResolvedUnit) -> ResolvedUnit | None:
    """What a unit belongs to by its name alone: an organ to the government (or the party committee) of its place, that to the one above.

    >>> bureau = resolve("区水务局", Where(("云泽市", "青浦湾区"), ""))
    >>> parent_of(bureau).canonical, parent_of(parent_of(bureau)).canonical, parent_of(parent_of(parent_of(bureau)))
    ('青浦湾区人民政府', '云泽市人民政府', None)
    >>> parent_of(resolve("市水务局河道科", Where(("云泽市",), ""))).canonical
    '云泽市水务局'
    """
    place = unit.place
    if place is None or place == NATION or unit.kind in ("person", "independent"):
        return None
    where = Where(place, unit.scope)
    if unit.kind == "office" and (part := _PART.fullmatch(unit.name)):
        return _unit(place, part.group(1), where)
    if unit.kind == "party" and unit.name != "委员会":
        return _unit(place, "委员会", where)
    if unit.kind not in ("government", "area") and unit.name != "委员会":
        return _unit(place, government_of(place), where)
    above = place[:-1]
    if not above or above == ("",):
        return None
    body = {"area": "", "party": "委员会"}.get(unit.kind)
    return _unit(above, government_of(above) if body is None else body, where)
