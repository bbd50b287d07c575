"""Reads the stretch at the place of a subject as a list of doers, or refuses it.

A name ends in a word of `unit_endings` and has one of few forms (`kind_of`); a member of a list may lack its tail (`市、县人民政府`). After the last
name something must begin that a doer does (`unit_verbs`): this is what tells `各级河长带头巡查` from `各级河长名单`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.lexicon import load_lexicon
from extract.unit_names import BRACKET, Name, alternation, complete, words_of

_LEVELS = "省市县区州盟旗镇乡村"
_AREA_WORD = "(?:自治区|自治县|自治州|苏木镇|苏木|街道|社区|园区|开发区|功能区|高新区|新区|区县|县区|县市区|县市|市县|市州|地市|乡镇|镇街|镇村|村社|民族乡|[" + _LEVELS + "])"
_NOT_LEVEL = "(?!场(?!监管)|民(?!政|族|宗|委|兵)|容|政(?!府|协|法|工|务|数|公|局)|值|域|内|外(?!事|办)|辖|份|城(?!管|市|投|建)|道|间|别|分|庄|落|里|位|属)"
_PLACE = "(?:(?:(?![和与及或的各])[\u4e00-\u9fffX×]){1,6}?(?:省|自治区|市|自治州|州|自治县|县|新区|区|盟|旗)|(?:(?![和与及或的各])[\u4e00-\u9fffX×]){2,6}?(?:镇|乡|街道|村)|X[省市县区镇乡州])"
_LEVEL = (
    "(?:(?:县|市|省|乡镇?|区县|设区的市|国家|地方|中央|村|镇|区|市县)级(?:以上)?(?:地方)?(?:各级)?|县级以上(?:地方)?(?:各级)?|设区的市级?|不设区的市|地方各级|各级|本级|上级|下级|同级|上一级|下一级|相应|"
    "国家|中央|全国|国务院|所在地|所在|属地|当地|事发地|市直|省直|县直|区直|政府|党委|中共)"
)
_PROVINCES = frozenset(
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆".split()
)
_VERB_INSIDE = re.compile(
    "加强|强化|完善|健全|落实|做好|抓好|印发|下发|开展|推动|促进(?!中心|局|会|办|处|科|委)|督促|配合|协助|支持|鼓励|引导|提升|提高|召开|举办|制定|出台|组织(?!部|处|科|委|人事|建设)|按照|根据|会同|联合(?!会|社|体|国|推进|办|执法|指挥|工作|调度|党|委)|"
    "参与|参加|报请|提请|征求|实施|深化|优化|细化|压实|完成|实现|建立|建成|新建|加快|探索|充分|积极|持续|确保|依托|依据|依照|围绕|通过|利用|结合|对照|参照|针对|聚焦|坚持|严格|全面|深入|切实|认真|进一步|要求|责令|责成|争取|邀请|"
    "经(?!济|信|贸|发|开|办|营|委|管|理)|推进(?!办|中心|组|委|会|局|领导)|报送|上报|应当|负责(?!人|同志|部门|单位)|牵头(?!单位|部门)|承担|履行|设立|设有|成立|共设|对(?!外|口|台)|向(?!阳)|把|被|将(?!军)|使(?!用|领)|让|令(?!部)|其|之|所有|任何|哪|若(?!尔)|因|以(?!上|色)|而|且|但|"
    "的|了|着(?!力)|等(?!级)|要(?!闻|素)|应(?!急|用)|须|必须|可以|不得|已|未(?!成年|来)|(?<!自)由|是|为|均|具有|涉及|包括|包含|该|此|这|那|每|至|从|凡|没有|有关|相关|其他|需|申请|统筹|培育|打造|发挥|落细|压紧|持证|组建|创建|改造|"
    "违反|批准|同意|报(?!社|业|纸|刊|送)|审定|审核|引进|吸引|招引|实行|推行|严禁|禁止|防止|防范(?!和)|杜绝|主动|及时|定期|常态|全部|同步|公示|公开|考核河|约谈|规范基|规范河|年|月|日(?!报)|情况|工作开|业务|建议|你|(?<=.)[本上下同]级|履职|尽责|(?<!方)(?<=.)各级|内设|我|虽|但|导致|造成|致使|部分|个别|多数|(?<!所)在(?!线|职|建|册|校)|自(?!然|治|来|贡|主|贸|由)"
)
_GENERIC = re.compile(
    r"^(?:各|各有关|各相关|有关|相关|其他|其他有关|各级|各级各|全市各级各|市级|省级|县级|区级|市直|地方|上级|本级|同级|下级|政府|各行业|行业|职能|监管)*"
    r"(?:部门|单位|地|级|地方|地区|方面|方|界|主管部门|管理部门|行政主管部门|行政管理部门|行政部门|领导|负责人|主要负责人|领导干部|分管领导|主要领导|负责同志|主要负责同志|代表|委员|书记|主任|局长|主席|处长|科长|站|所|中心|公司|集团|医院|学院|协会|工作组|人大代表|"
    r"党组织|基层组织|中介机构|社会组织|行业组织|行业协会|群团组织)$|^(?:企业|机关|机构|组织|有关组织|有关机关|有关机构)$"
    r"|^(?:有关|相关|其他|全[市省县区]各?级?各)|^(?:全[市省县区镇乡]|我[市省县区镇乡州]|本[市省县区])$|[两二三四]级$|^(?:市|区|县|乡|镇|村|街道|省)级$"
)
_COMMON_NOUNS = re.compile(
    r"(?:小区|居民小区|园区内|城区|山区|地区|片区|库区|辖区|景区|校区|厂区|街区|矿区|林区|牧区|灾区|老区|农村|乡村|超市|城市|都市|集镇|城镇|行政村|自然村|示范村|某市|某区|建成区|保护区|水功能区|范围区|缓冲区|分区|战区|社会|各界|群众|城乡|下乡|返乡|家乡|圩区|湖区|"
    r"干部|全部|内部|外部|中部|东部|西部|南部|北部|局部|俱乐部|教科|学科|专科|百科|理科|内科|外科|本科|用处|好处|到处|何处|教室|卧室|实验室|温室|浴室|举办|承办|主办|协办|督办|兴办|创办|交办|收费站|变电站|泵站|水电站|加油站|充电站|服务站|场所|厕所)$"
)


# A body that exists for a purpose carries the verb in its name: 市优化营商环境工作专班.
_PURPOSE = re.compile(
    "^(市|县|区|省|州|[\u4e00-\u9fff]{2,4}[市县区省州])(?:优化|促进|推进|创建|提升|推动|实施|落实|加强|深化|强化|扩大|全面推进|全面推行|统筹)(?=[^，。]{2,16}(?:专班|领导小组|指挥部|联席会议|委员会|办公室|协调组|工作组|专项组)$)"
)
_TAIL_BRACKET = re.compile(f"{BRACKET}$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A list of doers, what shows that they do something, and the chance that this is right."""

    names: tuple[Name, ...]
    rule: str
    confidence: float
    modal: bool


@cache
def _endings() -> re.Pattern[str]:
    words = [*words_of("unit_endings", "long"), *words_of("unit_endings", "short"), *words_of("unit_endings", "person"), "部门", "单位", "机关", "机构", "企业", "组织", "学校"]
    return re.compile(f"(?:{alternation(words)}|{_AREA_WORD}级?)(?:{BRACKET})?级?")


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms of a name, tried in order."""
    long = alternation([*words_of("unit_endings", "long"), "部门", "单位", "机关", "机构", "企业"])
    every = alternation([*words_of("unit_endings", "long"), *words_of("unit_endings", "short"), "部门", "单位", "机关", "机构", "学校", "企业"])
    persons = alternation(words_of("unit_endings", "person"))
    words = alternation(words_of("unit_functions"))
    functions = f"{words}(?:(?:和|与)?{words})*"
    prefix = f"(?:(?:{_LEVEL}|(?:各|所辖)?(?:{_AREA_WORD}{_NOT_LEVEL}|{_PLACE})|各)(?:{BRACKET})?(?:级(?:以上)?)?)"
    tail = f"(?:{BRACKET})?"
    many = f"(?:[\u4e00-\u9fff]{{2}}各|各|所辖)?{_AREA_WORD}{_NOT_LEVEL}{tail}"
    office = f"[^、，。和与及或]{{0,10}}?(?:委|政府|局|办公室|党组|党委|人大|政协|管委会|{words})"
    manner = "(?:[两二三四]级|分管|主要|执行|挂点|包保|责任|基层|最高|党政|双|有关|民间|河流|流域)"
    return (
        ("generic", _GENERIC),
        ("area", re.compile(f"{many}|各?{_PLACE}{tail}")),
        ("body", re.compile(f"{prefix}{{1,3}}(?:{functions}|[^、，。和与及或]){{0,14}}?{every}{tail}")),
        ("office", re.compile(f"{functions}(?:制)?(?:工作|主管|行政主管|行政|监督管理|监管|管理|综合|执法|责任|牵头|各)?{every}{tail}")),
        ("person", re.compile(f"{prefix}{{0,3}}(?:{office})?{manner}{{0,2}}{persons}")),
        ("person", re.compile(f"[\u4e00-\u9fff]{{2,8}}(?:管理员|安全员|信息员|监督员|巡查员|联络员|网格员|护林员)")),
        ("long", re.compile(f"(?:(?![和与及或])[\u4e00-\u9fffX]){{0,12}}{long}{tail}")),
        ("section", re.compile("[\u4e00-\u9fff]{2,8}[科处股室]")),
    )


@lru_cache(maxsize=8192)
def kind_of(name: str) -> str | None:
    """What the words name: `area`, `body`, `office`, `person`, `long` (by its ending alone), `generic`, or nothing.

    >>> kind_of("市水务局"), kind_of("各县（市、区）"), kind_of("县级河长"), kind_of("有关部门"), kind_of("加强市水务局")
    ('body', 'area', 'person', 'generic', None)
    """
    if not 1 <= len(name) <= 34 or _COMMON_NOUNS.search(_TAIL_BRACKET.sub("", name)):
        return None
    if name in _PROVINCES:
        return "area"
    plain = _PURPOSE.sub(r"\1", name)
    for kind, pattern in _kinds():
        if pattern.fullmatch(name):
            if kind == "generic":
                return kind
            name = plain
            return None if _VERB_INSIDE.search(name) or _working_verbs().search(name) or (kind != "office" and _begins_with_a_verb(name, kind)) else kind
    return None


@cache
def _first_verbs() -> re.Pattern[str]:
    verbs = alternation([entry["name"] for entry in load_lexicon("unit_verbs") if entry["kind"] != "noun" and len(entry["name"]) > 1 and entry["name"] not in {"主要", "包保", "分管"}])
    return re.compile(f"(?:{verbs}|领导(?!小组|班子|机构|干部)|执行(?!河长|局|主席)|[待正拟如当与同])")


def _begins_with_a_verb(name: str, kind: str) -> bool:
    return _first_verbs().match(name) is not None and (kind == "area" or not any(name.startswith(word) for word in _function_set()))


@cache
def _working_verbs() -> re.Pattern[str]:
    """Verbs that never are part of a name."""
    functions = _function_set()
    fine = {"包保", "查办", "督查", "审批", "领导", "分管", "主办", "承办", "牵头", "负责", "检举", "组织", "出资", "联动", "服务", "主持"}
    return re.compile(alternation([word for word in words_of("unit_verbs", "verb") if len(word) > 1 and word not in fine and not any(word in other for other in functions)]))


def follows_a_verb(text: str, position: int) -> bool:
    """Whether a verb or a preposition stands right before the position, so that what begins there is its object."""
    return text[position - 2 : position] in _verb_set() or text[position - 1] in "的对向由在于把将被和与及、让使给为以按“‘《（("


@cache
def _noun_verbs() -> frozenset[str]:
    return frozenset(words_of("unit_verbs", "noun"))


@cache
def _verb_set() -> frozenset[str]:
    return frozenset(words_of("unit_verbs"))


@cache
def _cue() -> re.Pattern[str]:
    adverbs = "|".join(
        re.escape(entry["name"]) + (f"(?![{entry['unless']}])" if "unless" in entry else "")
        for entry in load_lexicon("unit_verbs")
        if entry["kind"] == "adverb" and entry["name"] not in {"由", "同", "与", "作为", "为"}
    )
    verbs = alternation([*words_of("unit_verbs", "verb"), *words_of("unit_verbs", "noun")])
    etc = r"(?:等(?:\d+个|[一二三四五六七八九十]+个)?(?:有关|相关|各)?(?:部门|单位|地区|地|区县|县区|县市区|省市|企业)?)?"
    return re.compile(f"{etc}(?:[，,](?=应当|必须|不得|要|应[^急用对]|可以))?(?:(?P<adverb>{adverbs}|每|\\d{{1,4}}[年月]|[上下]半年|第?[一二三四]季度|年底|年内|全年|汛前)|(?P<verb>{verbs})(?!情况|率|能力|水平|的|成效|主体|名单|履职|热线))")


_DEPARTMENTS = re.compile("(?P<function>[\u4e00-\u9fff]{2,12}?)等(?:有关|相关)?(?:行政)?(?:主管)?部门")
_MARK = re.compile("、|以及|和(?!平区|田|静|林|顺|政县)|与|及其|及|或者|或|同(?![级志步时意样等比])")
_MODAL = re.compile("(?:应当|必须|不得|要|应|须|负责|可以|每|牵头|请|\\d{1,4}[年月]|[上下]半年|第?[一二三四]季度|年底|年内)")
_LEVEL_ALONE = re.compile(f"(?:各|设区的)?{_AREA_WORD}(?:{BRACKET})?(?:级)?|{_LEVEL}")
_COUNT = re.compile(f"(?:{_PLACE})?(?:的)?(?:\\d+|[一二三四五六七八九十两]+)[余多]?[名位个家]|全[市省县区镇乡]|我[市省县区镇乡州](?=[\u4e00-\u9fff])|流经的|所在(?!地|单位|机关|学校)的?")
_NOT_DOING = re.compile(
    r"(?:分别|均|统一|主要|具体)?由|(?:仍|还|尚|也|都|均)?(?:有(?![序效力针关])|存在|缺少|缺乏)|(?:管理|执法|监管|服务|救援|保洁|养护|检测|监督|督查|值守|值班|研发|操作|护理|经营|监测|施工|检查)人员|[^，,。；;\n]{0,14}(?:被|受到)|[^，,。；;\n]{0,30}的(?:比例|比重|占比|数量|比率|问题|情况下)"
    r"|[^，,。；;\n的]{0,12}(?:率|比例|占比|数量|面积|总量)(?:达|为|不|超|控|保持|提|降|\d|在)"
)
_ORDINARY = re.compile("(?:企业|(?<!成员)(?<!责任)(?<!牵头)(?<!包保)(?<!直属)单位|机构|医院|学院|大学|学校|(?<!服务)(?<!管理)(?<!指挥)(?<!促进)中心|公司|集团|银行|协会|研究院|博物馆|图书馆|专科|法治政府|^政府)$")
_ISSUED = re.compile(r"(?:联合)?(?:研究)?(?:出台|印发|下发|制定|发布|颁布|联合印发)了?《[^》]*》[（(][^）)]*[〔\[]")
_HIGHEST = re.compile("^(?:中共中央|国务院|中央)")
_APPOINTMENT = re.compile(r"[^，,。；;\n]{0,30}(?:担任|兼任|组成|任(?:组长|主任|河长))")


def read_doers(text: str, start: int, end: int, *, by: bool) -> Reading | None:
    """The list of doers with which the stretch begins, if something that a doer does follows it; otherwise `None`.

    >>> [n.name for n in read_doers("市教育局、财政局要及时拨付资金", 0, 15, by=False).names]
    ['市教育局', '财政局']
    >>> read_doers("河长制工作取得成效", 0, 9, by=False) is None
    True
    """
    members: list[tuple[int, int, str]] = []
    position = start
    while position < end:
        count = _COUNT.match(text, position, end)
        if count:
            position = count.end()
        member, mark, cue = _next_member(text, position, end)
        if member is None:
            return None
        members.append(member)
        if mark is None:
            return _judge(text, members, cue, by=by)
        position = mark
    return None


def _next_member(text: str, start: int, end: int) -> tuple[tuple[int, int, str] | None, int | None, re.Match[str] | None]:
    """The longest name from `start` that a mark of lists (then where the next begins) or a cue (then the cue) follows."""
    comma = _comma(text, start, min(end, start + 40))
    ends = [match.end() for match in _endings().finditer(text, start, comma)]
    if text[start : start + 2] in _PROVINCES:
        ends.insert(0, start + 2)
    for finish in reversed(ends):
        mark = _MARK.match(text, finish, end)
        cue = None if mark else _cue().match(text, finish, end + 8)
        if (mark or cue) and (kind := kind_of(text[start:finish])) is not None:
            return (start, finish, kind), mark.end() if mark else None, cue
        bracket = _TAIL_BRACKET.search(text, start, finish)
        if cue and bracket and (kind := kind_of(text[start : bracket.start()])) is not None:
            return (start, bracket.start(), kind), None, cue
    departments = _DEPARTMENTS.match(text, start, comma)
    if departments and departments["function"] in _function_set() and (cue := _cue().match(text, departments.end("function"), end + 8)):
        return (start, departments.end("function"), "elided"), None, cue
    mark = _MARK.search(text, start, min(end, start + 24))
    if mark and mark.start() > start and _may_be_elided(text[start : mark.start()]):
        return (start, mark.start(), "elided"), mark.end(), None
    return None, None, None


def _comma(text: str, start: int, end: int) -> int:
    """Where the first 、 outside brackets stands, or the end."""
    depth = 0
    for position in range(start, end):
        character = text[position]
        if character in "（(〔[":
            depth += 1
        elif character in "）)〕]":
            depth -= 1
        elif character == "、" and depth <= 0:
            return position
    return end


@lru_cache(maxsize=8192)
def _may_be_elided(words: str) -> bool:
    """Whether the words can stand in a list whose tail is said once: a level, an area, a function, a place."""
    if _LEVEL_ALONE.fullmatch(words):
        return True
    stripped = re.sub("^(?:市|县|区|省|州|[^、]{0,12}?人民政府)", "", words)
    return words in _function_set() or stripped in _function_set() or kind_of(words) is not None


@cache
def _function_set() -> frozenset[str]:
    return frozenset(words_of("unit_functions"))


def _judge(text: str, members: list[tuple[int, int, str]], cue: re.Match[str] | None, *, by: bool) -> Reading | None:
    """Weighs the kinds of the members and the cue; generic members are left out."""
    if cue is None:
        return None
    modal = _MODAL.match(text, cue.start("adverb") if cue["adverb"] else cue.start("verb")) is not None
    if (not modal and _NOT_DOING.match(text, cue.start())) or (by and _APPOINTMENT.match(text, cue.start())):
        return None
    if _ISSUED.match(text, cue.start()) or (_HIGHEST.match(text[members[0][0] : members[0][1]]) and not modal):
        return None
    names = complete(text, [Name(text[start:finish], start, finish) for start, finish, _ in members])
    kinds = {kind for _, _, kind in members}
    kept = tuple(name for name, (_, _, kind) in zip(names, members, strict=True) if kind != "generic" and not _GENERIC.match(name.name))
    if not kept:
        return None
    if not cue["adverb"] and all(name.name in {"河长", "湖长", "河湖长", "林长"} for name in kept):
        return None
    if "long" in kinds and (text.startswith("是", cue.start()) or (not modal and any(_ORDINARY.search(name.canonical or name.name) for name in kept))):
        return None
    if not cue["adverb"] and (any(_ORDINARY.search(name.canonical or name.name) for name in kept) or (kinds <= {"area", "generic"} and cue["verb"] in _noun_verbs())):
        return None
    base = 0.95 if cue["adverb"] else 0.9
    if "section" in kinds:
        if not modal:
            return None
        base -= 0.15
    if "long" in kinds or "elided" in kinds:
        base -= 0.05
    if kinds & {"area", "person"} and not modal:
        base -= 0.1
    return Reading(kept, "by" if by else ("modal" if modal else "verb"), round(base, 2), modal)
