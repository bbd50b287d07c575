"""Units as documents name them, resolved to one unit each within its place, as far as names alone allow.

A name is read against the place of its document: 市水务局 in a document of 云泽市 is 云泽市水务局, and so is 水务局 in a list whose first
member had the 市. A document that names no place keeps its units to itself: two cities' 市水务局 must never become one. What a unit is,
its canonical name, its level and what it belongs to all follow from place and name, so the order of loading cannot show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.records import Document
from graph.ids import make_id
from graph.organs import clean_name, full_organ
from graph.places import MUNICIPALITIES, NATION, RANK, Level, Path, Step, as_path, level_of, split_place

_NATIONAL = re.compile(r"中共中央|中央|国务院|全国|国家|中华人民共和国|最高人民|中国(?!共产党)")
_MINISTRY = re.compile(
    r"(教育|科学技术|科技|工业和信息化|工信|公安|国家安全|民政|司法|财政|人力资源(和)?社会保障|人社|自然资源|生态环境|环境保护|住房(和)?城乡建设|住建|"
    r"交通运输|水利|农业农村|农业|商务|文化和旅游|文旅|退役军人(事务)?|应急管理|应急|外交|国防)部(办公厅)?"
)
_LEVEL_WORDS: dict[str, Level] = {
    "省": "province", "市": "city", "州": "city", "盟": "city", "县": "county", "区": "county", "旗": "county",
    "镇": "town", "乡": "town", "村": "village",
}  # fmt: skip
# What hides the name of a place in a model document or an anonymous copy: 某市水务局, X市.
_MASK = re.compile(r"^(?:[A-Za-z×]{1,3}|某某?)(?=[省市州县区镇乡])")
# A level word opens these without being one: 市场监管局, 市容, 乡村振兴局, 区县, 州直 …
_NO_LEVEL = re.compile(
    r"市场|市容|市政(?!府|协|务|法|数|研)|市[区县、（值]|市民(?!政)|区[县域块市、（]|县[区域城市、（]|乡[村镇、（]|镇[街村、（]|村[级民居、（]|省[市、（]"
)
_GRADED = re.compile(r"([省市州盟县区旗镇乡村])(级|直|属|辖)")
_OWN_AREA = re.compile(r"[我本全该](省|市|州|盟|县|区|旗|镇|乡|村|自治县|自治州)")
_STATE = re.compile(r"^国家(?=.*(委|局)$)")
_BRANCH = re.compile(r"(分行|支行|分局|调查队|分公司|支公司|供电公司)$")
_LEAGUE = re.compile(r"(?:中国)?(?:共青团|共产主义青年团|团)(.{0,12}?)(?:委员会|委)")
_COLLECTIVE = re.compile(
    r"^[各全]|^(有关|相关|其他|所有|本级|同级|上级|下级|属地|驻)|(单位|部门|成员|企业|机关|平台|镇街|各办局)$|、|两级|四级|三级"
)
_PERSON = re.compile(r"(长|书记|主任|领导|负责人|负责同志|同志|人员|主席|委员|代表|员|常委|秘书|干部|联络员)$")
_PARTY = re.compile(r"^(委|纪律检查|监察委|共产主义青年团|总工会|妇女联合会|残疾人联合会|文学艺术界|科学技术协会|工商业联合会|红十字会)")
_INDEPENDENT = re.compile(r"^(人民代表大会|政治协商会议|中级人民法院|人民法院|人民检察院|监察委员会)")
_TITLE = re.compile(r"(局|委员会|厅|部门|部|办公室|中心|院|会|社|队|站|所|处|公司|集团|政府|分行|会议|室|校|馆|台|段|[长记任])$")
# Areas that a committee governs, and no people's government.
_ZONE = re.compile(r"(开发区|高新区|新区|示范区|保税区|度假区|产业园区|合作区|功能区)$")


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a document, and the scope that keeps its units apart where it has none."""

    path: Path | None
    scope: str

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


def find_place(document: Document, *, issuer: str | None = None, place: str | None = None) -> Path | None:
    """The place of a document: from its issuer, else its title, else from what the person who loads it says of documents that name none.

    A district that the document names with its city is the district of that city.
    """
    for text in (document.issuer, document.title, place, issuer):
        if text and (path := _place_of(text)):
            return _qualify(path, document.text)
    return None


def _place_of(text: str) -> Path | None:
    text = re.sub(r"^(中共|中国共产党)(?!中央)", "", clean_name(text))
    text = re.sub(r"^(关于)?(印发|转发|发布|下达)?[《“]?(关于)?(\d{4}年度?)?", "", text)
    if _NATIONAL.match(text) or _MINISTRY.match(text):
        return NATION
    steps, _ = split_place(text)
    return as_path(steps) or None


def _qualify(path: Path, text: str) -> Path:
    if level_of(path[0]) != "county":
        return path
    for found in re.finditer(re.escape(path[0]), text):
        for length in range(3, 9):
            steps, rest = split_place(text[max(0, found.start() - length) : found.end()])
            if not rest and len(steps) == 2 and steps[0].level in ("city", "province") and steps[1].name == path[0]:
                return (steps[0].name, *path)
    return path


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
    text = clean_name(canonical or name)
    text = re.sub(r"^(中共|中国共产党)(?!中央)", "", text)
    if (league := _LEAGUE.fullmatch(text)) and not league.group(1).startswith("中央"):
        text = league.group(1) + "共青团委"
    if own := _OWN_AREA.fullmatch(text):
        return _area(where, own.group(1))
    text = _MASK.sub("", re.sub(r"^国家税务总局(?=.)", "", text))
    if _MINISTRY.fullmatch(text) or (_NATIONAL.match(text) and not _BRANCH.search(text)):
        return _unit(NATION, full_organ(_STATE.sub("", text)), where)
    steps, rest = split_place(text)
    if steps:
        if steps[-1].name.endswith("街道") and rest in ("办", "办事处"):
            rest = "办事处"
        return _unit(_absolute(steps, where), full_organ(rest) if rest else "", where)
    if graded := _GRADED.match(text):
        return _unit(where.at(graded.group(1)) or where.path, text, where)
    if _opens_with_level(text):
        return _levelled(text[0], text[1:], where)
    return _unit(where.path, full_organ(text), where)


def _opens_with_level(text: str) -> bool:
    return len(text) > 1 and text[0] in _LEVEL_WORDS and not _NO_LEVEL.match(text)


def _levelled(word: str, body: str, where: Where) -> ResolvedUnit:
    """市水务局: of the document's city, of the city above its district, or of every city below its province."""
    if body == "长":
        body = word + body
    if path := where.at(word):
        return _unit(path, full_organ(body), where)
    if where.path is None:
        return _unit(None, body if body.startswith(word) else word + full_organ(body), where)
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
    # An empty first name stands for the city that the document does not say: such a place is the document's own.
    is_own = path is None or path[0] == ""
    scope = where.scope if is_own else ""
    place = None if path is None or path == ("",) else path
    return ResolvedUnit(
        id=make_id("u", scope, *(place or ()), "", body),
        name=body or (place[-1] if place else ""),
        canonical=_canonical(place, body),
        place=place,
        scope=scope,
        level=level_of(place[-1]) if place else "document",
        kind=_kind(body),
    )


def _canonical(place: Path | None, body: str) -> str:
    if place is None or not body:
        return body or (place[-1] if place else "")
    own = re.sub(r".*所在(?=[省市])", "", place[-1])
    if place == NATION:
        return (
            "国家" + body if re.search(r"(发展和改革委员会|卫生健康委员会|民族事务委员会)$", body) and not _NATIONAL.match(body) else body
        )
    if body == "委员会":
        return f"中共{own}委员会"
    is_whole_already = (own[:-1] or own) in body or _GRADED.match(body) or _COLLECTIVE.search(body) or _opens_with_level(body)
    is_officer = re.match(r"[市县区州省镇乡]长$", body)
    return body if (is_whole_already or not _TITLE.search(body)) and not is_officer else own + body


def _kind(body: str) -> str:
    if not body:
        return "area"
    if body in ("人民政府", "管理委员会", "办事处"):
        return "government"
    if _COLLECTIVE.search(body):
        return "collective"
    if _PERSON.search(body) or not (_TITLE.search(body) or len(body) > 4):
        return "person"
    if _INDEPENDENT.match(body):
        return "independent"
    return "party" if _PARTY.match(body) else "office"


def _government(place: Path) -> str:
    if place[-1].endswith("街道"):
        return "办事处"
    return "管理委员会" if _ZONE.search(place[-1]) else "人民政府"


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
    """
    place = unit.place
    if place is None or place == NATION or unit.kind in ("person", "independent"):
        return None
    where = Where(place, unit.scope)
    if unit.kind == "party" and unit.name != "委员会":
        return _unit(place, "委员会", where)
    if unit.kind not in ("government", "area") and unit.name != "委员会":
        return _unit(place, _government(place), where)
    above = place[:-1]
    if not above or above == ("",):
        return None
    body = {"area": "", "party": "委员会"}.get(unit.kind)
    return _unit(above, _government(above) if body is None else body, where)
