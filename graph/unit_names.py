"""What kind of unit a name means once its place is known, and the canonical name under which it is shown."""

from __future__ import annotations

import re

from graph.places import NATION, Path

GRADED = re.compile(r"([省市州盟县区旗镇乡村])(级|直|属|辖)")
# Bodies that stand for many, or for whichever is meant: 街道办事处, 县（市、区）人民政府, 建设单位, 公安机关.
_GENERIC = re.compile(
    r"^(街道|乡(?!村振兴)|镇|村|社区|居民|业主|县|区|市[、（]|自治[县州区旗]|直辖|地方(?!金融|税务|志)|所在|设区|省[、（级]|本|上一?级|下一?级|双方|原|试点|各|全|有关|相关|其他|所有|同级|"
    r"属地|驻|两|基层)|(单位|企业|机关|机构|部门|成员|平台|镇街|各办局|[^主]者)$|、|[两三四]级"
)
# 市水行政主管部门 is one office of a city, 水行政主管部门 any of several levels.
DEPARTMENT = re.compile(r"(部门|机关|机构)$")
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段"
    "雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁"
    "冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农"
)
_NAMED_PERSON = re.compile(f"[{_SURNAMES}][一-鿿]{{1,2}}|(欧阳|司马|上官|诸葛|令狐|皇甫|尉迟)[一-鿿]{{1,2}}")
_PERSON = re.compile(r"(长|书记|主任|领导|负责人|负责同志|同志|人员|主席|代表|常委|秘书|干部|联络员|保洁员|志愿者)$")
_PARTY = re.compile(r"^(委|纪律检查|监察委|共产主义青年团|总工会|妇女联合会|残疾人联合会|文学艺术界|科学技术协会|工商业联合会|红十字会)")
_INDEPENDENT = re.compile(r"^(人民代表大会|政治协商会议|高级人民法院|中级人民法院|人民法院|人民检察院|常务委员会|法制委员会)")
_ORGAN = re.compile(r"(局|委员会|厅|部门|部|办公室|中心|院|会|社|队|站|所|处|公司|集团|政府|分行|会议|室|校|馆|台|段|大会|[长记任])$")
_OFFICER = re.compile(r"(副?[市县区州省镇乡]长)$")
# Areas that a committee governs, and no people's government.
_ZONE = re.compile(r"(开发区|高新区|新区|示范区|保税区|度假区|园区|合作区|功能区|试验区)$")
_STATE_ORGAN = re.compile(r"(?<!民航)(?<!气象)(?<!地震)(?<!民用航空)(总局|局|发展和改革委员会|卫生健康委员会|民族事务委员会)$")
_NO_STATE_ORGAN = re.compile(r"^(国家|中央|中国|国务院|全国|最高)|分局$")


def kind_of(body: str) -> str:
    """The kind of a unit: area, government, collective, person, independent (congress, court), party (and its bodies) or office.

    >>> [kind_of(body) for body in ("", "水务局", "各县（市、区）人民政府", "沈若兰", "副市长", "委宣传部", "人民法院", "海关")]
    ['area', 'office', 'collective', 'person', 'person', 'party', 'independent', 'office']
    """
    if not body:
        return "area"
    if body in ("人民政府", "管理委员会", "办事处"):
        return "government"
    if GRADED.match(body) and not _PERSON.search(body):
        return "collective"
    if _PERSON.search(body) or _is_named_person(body):
        return "person"
    if _GENERIC.search(body):
        return "collective"
    if _INDEPENDENT.match(body):
        return "independent"
    return "party" if _PARTY.match(body) else "office"


def _is_named_person(body: str) -> bool:
    return bool(_NAMED_PERSON.fullmatch(body)) and not _ORGAN.search(body) and body[-1] not in "委办署司关市县区镇乡村河湖团军警"


def canonical_of(place: Path | None, body: str) -> str:
    """The name under which a unit is shown: with its place before it, unless it stands for many, is a person, or names the place itself.

    >>> canonical_of(("云泽市",), "水务局"), canonical_of(("云泽市",), "市水行政主管部门"), canonical_of(("全国",), "税务总局")
    ('云泽市水务局', '云泽市水行政主管部门', '国家税务总局')
    >>> canonical_of(("云泽市",), "国网云泽供电公司"), canonical_of(("云泽市",), "建设单位"), canonical_of(("云泽市",), "委员会")
    ('国网云泽供电公司', '建设单位', '中共云泽市委员会')
    """
    if place is None or not body:
        return body or (place[-1] if place else "")
    if place == NATION and body.startswith("委"):
        return "中央" + body[1:]
    if place == NATION:
        return "国家" + body if _STATE_ORGAN.search(body) and not _NO_STATE_ORGAN.search(body) else body
    own = re.sub(r".*所在(?=[省市])", "", place[-1])
    if body == "委员会":
        return f"中共{own}委员会"
    if body.startswith("共产主义青年团"):
        return "共青团" + own + "委员会"
    if DEPARTMENT.search(body) and own.endswith(body[0]):
        return own + body[1:]
    if _OFFICER.fullmatch(body):
        return own + body
    if (own[:-1] or own) in body or GRADED.match(body) or (_GENERIC.search(body) and not _PERSON.search(body)) or not _ORGAN.search(body):
        return body
    return body if _GENERIC.match(body) else own + body


def government_of(place: Path) -> str:
    """What governs a place, as a body: 人民政府, the 管理委员会 of a zone, the 办事处 of a 街道.

    >>> government_of(("云泽市", "石桥街道")), government_of(("云泽市", "高新区"))
    ('办事处', '管理委员会')
    """
    if place[-1].endswith("街道"):
        return "办事处"
    return "管理委员会" if _ZONE.search(place[-1]) else "人民政府"


def is_zone(place: str) -> bool:
    """Whether a name is that of a zone, which is a place only below a city."""
    return bool(_ZONE.search(place)) or place.endswith(("保护区", "名胜区"))
