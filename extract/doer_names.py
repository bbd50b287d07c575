"""Whether a stretch of text is the name of a doer, and of which kind: an area, a body, an office, a person in office.

A name ends in a word of `unit_endings`, has one of few forms, and holds no word of `unit_refusals`. The forms go from the surest to the
loosest: a body with a place or a level before it, an office named by its function, an ending that is enough by itself.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from operator import add
from typing import Literal

from extract.lexicon import Entry, load_lexicon
from extract.unit_words import BRACKET, CLOSING, JOINED_NAME, alternation, words_of

Kind = Literal["generic", "area", "body", "office", "person", "long", "section"]

AREA_WORD = (
    "(?:自治区|自治县|自治州|苏木镇|苏木|街道|社区|园区|开发区|功能区|高新区|新区|区县|县区|县市区|县市|市县|市州|地市|乡镇|镇街|镇村|村社|民族乡|省份|试点地区|试点城市|试点县|试点市|试点省|"
    "[省市县区州盟旗镇乡村])"
)
LEVEL = (
    "(?:(?:县|市|省|乡镇?|区县|设区的市|国家|地方|中央|村|镇|区|市县)级(?:以上)?(?:地方)?(?:各级)?|县级以上(?:地方)?(?:各级)?|设区的市级?|不设区的市|"
    "地方各级|各级|本级|上级|下级|同级|上一级|下一级|相应|国家|中央|全国|国务院|所在地|所在|属地|当地|事发地|市直|省直|县直|区直|政府|党委|中共)"
)
# A level is none where it begins another word: 市场, 市民, 县城, 区域.
_NOT_LEVEL = (
    "(?!场(?!监管)|民(?!政|族|宗|委|兵)|容|政(?!府|协|法|工|务|数|公|局)|值|域|内|外(?!事|办)|"
    "辖|份|城(?!管|市|投|建)|道|间|别|分|庄|落|里|位|属)"
)
_PLACE_CHARACTER = "(?:(?![和与及或的各])[\u4e00-\u9fffX×])"
PLACE = (
    f"(?:{_PLACE_CHARACTER}{{1,6}}?(?:省|自治区|市|自治州|州|自治县|县|新区|新城|区|盟|旗)|"
    f"{_PLACE_CHARACTER}{{2,6}}?(?:镇|乡|街道|村)|X[省市县区镇乡州])"
)
PROVINCES = frozenset(
    re.findall(
        "内蒙古|黑龙江|..",
        "北京天津上海重庆河北山西辽宁吉林黑龙江江苏浙江安徽福建江西山东河南湖北湖南广东海南四川贵州云南陕西甘肃青海内蒙古广西西藏宁夏新疆",
    )
)
_COLLECTIVE = "各|各有关|各相关|有关|相关|其他|其他有关|各级|各级各|全市各级各|地方|上级|本级|同级|下级|政府|各行业|行业|职能|监管|有权"
_ANYBODY = (
    "部门|单位|地|级|地方|地区|方面|方|界|机关|主管部门|管理部门|行政主管部门|行政管理部门|行政部门|领导|负责人|主要负责人|领导干部|分管领导|主要领导|负责同志|"
    "主要负责同志|代表|委员|书记|主任|局长|主席|处长|科长|站|所|中心|公司|集团|医院|学院|协会|工作组|党组织|基层组织|中介机构|社会组织|行业组织|行业协会|群团组织"
)
GENERIC = re.compile(
    rf"^(?!上级机关$)(?:{_COLLECTIVE})*(?:{_ANYBODY})$|^(?:企业|机构|组织|有关组织|有关机构)$|^(?:有关|相关|其他(?!生产经营者)|全[市省县区]各?级?各)"
    r"|^各.{0,4}各(?:有关|相关)?(?:部门|单位)$|^(?:全[市省县区镇乡]|我[市省县区镇乡州]|本[市省县区])$|[两二三四]级$|^(?:市|区|县|乡|镇|村|街道|省)级$"
    r"|^[\u4e00-\u9fff]{0,4}(?:志愿者|业主|群众|家长|居民|村民|师生|学生|市民|游客|职工|党员)$"
)
_GENERIC_LASTS = frozenset(word[-1] for word in _ANYBODY.split("|")) | frozenset("业构织关他级县市区省乡镇村道者众长民生客工员主")
# A body that exists for a purpose carries the verb in its name: 市优化营商环境工作专班.
_PURPOSES = ("专班", "领导小组", "指挥部", "联席会议", "委员会", "办公室", "协调组", "工作组", "专项组")
_PURPOSE = re.compile(
    "^(市|县|区|省|州|[\u4e00-\u9fff]{2,4}[市县区省州])(?:优化|促进|推进|创建|提升|推动|实施|落实|加强|深化|强化|扩大|全面推进|全面推行|统筹)"
    f"(?=[^，。]{{2,16}}(?:{'|'.join(_PURPOSES)})$)"
)
_LOOSE = "科处股室部署局委厅庭站所队组团会院校厂社馆员师官"
# A body by its part in the work: 医共体牵头医院, 试点学校, 定点帮扶单位.
_NAMED_BY_ITS_PART = re.compile(
    "(?:各|[市县区省镇乡]级?|[\u4e00-\u9fff]{2}[市县区]|医共体|医联体|联合体|联盟|集团|专班|小组)?"
    "(?:(?:牵头|成员|试点|帮扶|协作|参与|承办|主办|协办|责任|派驻|托管|定点|对口|包联|挂点|挂牌|示范|核心|主责|承建|领办)|配合(?!企业))"
    "(?:医院|学校|高校|院校|企业|科室|处室|股室|机构|街道|乡镇|社区)"
)
_PARTS = frozenset(re.findall("..", "医院学校高校院校企业科室处室股室机构街道乡镇社区"))
_OURS = frozenset("委局厅办院部校所站") | {"中心", "支队", "大队", "集团", "公司"}
# A body named by what was given to it carries a verb: 受委托法院, 其他生产经营者.
_TAKEN_PARTS = ("法院", "机构", "单位", "企业", "银行", "医院", "部门", "生产经营者")
_TAKEN = re.compile("^(?:受委托|受托|受理|受援|支援|中标|入选|其他(?=生产经营者))(?=[\u4e00-\u9fff]{2,8}$)")
# Whom something is done to or for: 允许区内企业, 保障民营企业, 到下届人民代表大会.
_ACTS_ON = re.compile(
    "允许|避免|满足|衡量|厚植|确认|妨碍|干涉|非法|收回|列入|携带|外出|坚定|强制|便利|方便|惠及|重点服务|并(?!联|购|网)|只|在(?!线|校|职|建)|用(?!户|人|水|电|棉|能|地|工)|到|"
    "有(?!关|色|限|机|线)|以[上下]|前瞻|梯次|拒绝|阻碍|阻挠|于|监督(?!局|所|站|员|管理|检查|执法|机构|部门|委员会|单位|办|处|科|组)|维护(?=[^保]{0,4}(?:企业|职工|群众))|保障(?!中心|[局处科站部机单组队房大委办])|考核(?=医院|企业|学校)|"
    "指导(?!中心|[站组办处单员科委])|倒逼|撬动|激励|提醒|敦促|呼吁|拉动|护航|稳住|留住|危害|损害|侵害|冒充|伪造|教唆|胁迫|贿赂"
)
_CLOSING = frozenset(CLOSING)
TAIL_BRACKET = re.compile(f"{BRACKET}$")
_UNMARKED = ("部门", "单位", "机关", "机构")
_POSTS = "管理员|安全员|信息员|监督员|巡查员|联络员|网格员|护林员"


@cache
def _kinds() -> tuple[tuple[Kind, frozenset[str], re.Pattern[str]], ...]:
    """The forms of a name but `GENERIC`, in order, each with the ends that it can have: single characters or pairs (before a bracket)."""
    long_words = [*words_of("unit_endings", "long"), *_UNMARKED, "企业"]
    agents = words_of("unit_endings", "agent")
    every_word = [*long_words, *words_of("unit_endings", "short"), "学校"]
    long, every, persons = alternation(long_words), alternation(every_word), alternation(words_of("unit_endings", "person"))
    long_lasts, lasts = frozenset(word[-2:] for word in long_words), frozenset(word[-2:] for word in every_word)
    areas, heads = frozenset("省市县区州盟旗镇乡村道木社街地份城"), frozenset(word[-2:] for word in words_of("unit_endings", "person"))
    words = alternation(words_of("unit_functions"))
    functions = f"{words}(?:(?:和|与)?{words})*"
    prefix = f"(?:(?:{LEVEL}|(?:各|所辖)?(?:{AREA_WORD}{_NOT_LEVEL}|{PLACE})|各)(?:{BRACKET})?(?:级(?:以上)?)?)"
    tail = f"(?:{BRACKET})?"
    many = f"(?:[\u4e00-\u9fff]{{2}}各|各|所辖)?{AREA_WORD}{_NOT_LEVEL}(?:{BRACKET}{AREA_WORD}?)?"
    seat = "委|政府|局|办公室|党组|党委|人大|政协|管委会|法院|检察院|医院|学校|大学|学院|基层院|市级院|公司|集团|支部|协会|卫生院"
    office = f"[^、，。和与及或]{{0,10}}?(?:{seat}|{words})"
    manner = "(?:[两二三四]级|分管|主要|执行|挂点|包保|责任|基层|最高|党政|双|有关|民间|河流|流域|河道|辖区|驻村|村组|水上|联系)"
    unit = "(?:[市省县区]直各?|成员|责任|牵头|直属)?单位|(?:生产)?经营单位|建设单位|施工单位"
    holder = f"(?:企业|{unit}|部门|学校|医院|机构|项目|机关|支部|党组织|党支部|基层|园区|行业)"
    work = "(?:制)?(?:工作|主管|行政主管|行政|监督管理|监管|管理|综合|执法|责任|牵头|各)?"
    return (
        ("area", areas, re.compile(f"{many}|各?{PLACE}{tail}")),
        ("body", lasts, re.compile(f"{prefix}{{1,3}}(?:{functions}|[^、，。和与及或]){{0,14}}?{every}{tail}")),
        ("office", frozenset("政"), re.compile("(?:[省市县区州镇乡]|各级|本级|[省市县区乡]级)财政")),
        ("office", lasts, re.compile(f"(?:[局委厅院校]|[局委厅]机关)?{functions}{work}{every}{tail}")),
        ("person", heads, re.compile(f"{prefix}{{0,3}}(?:{office})?{manner}{{0,2}}{persons}")),
        ("person", heads, re.compile(f"(?:各)?{holder}{manner}{{0,2}}{persons}")),
        ("person", heads, re.compile(f"[\u4e00-\u9fff]{{2,8}}(?:{_POSTS})")),
        ("person", frozenset(word[-2:] for word in agents), re.compile(f"(?:(?![和与及或])[\u4e00-\u9fff]){{0,10}}{alternation(agents)}")),
        ("long", long_lasts, JOINED_NAME),
        ("long", long_lasts, re.compile(f"(?:(?![和与及或])[\u4e00-\u9fffX]){{0,12}}{long}{tail}")),
        ("section", frozenset(_LOOSE), re.compile(f"(?:(?![与和及或])[\u4e00-\u9fff]){{2,8}}[{_LOOSE}](?<![人成党会全]员)")),
    )


@lru_cache(maxsize=8192)
def _forms_that_end_in(pair: str) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """The forms of a name that can end in the two characters: hardly any for most."""
    return tuple((kind, pattern) for kind, lasts, pattern in _kinds() if pair in lasts or pair[-1:] in lasts)


@lru_cache(maxsize=16384)
def kind_of(name: str) -> Kind | None:
    """What the words name, or `None`: `long` is a body by its ending alone, `section` a part of an office, `generic` anybody.

    >>> kind_of("市水务局"), kind_of("各县（市、区）"), kind_of("县级河长"), kind_of("有关部门"), kind_of("加强市水务局")
    ('body', 'area', 'person', 'generic', None)
    """
    plain = TAIL_BRACKET.sub("", name) if name[-1:] in _CLOSING else name
    if not 1 <= len(name) <= 34 or (plain.endswith(words_of("unit_refusals", "common")) and _common_nouns().search(plain)):
        return None
    if plain[-2:] in _PARTS and _NAMED_BY_ITS_PART.fullmatch(plain):
        return "long"
    if name in PROVINCES:
        return "area"
    if name[0] == "我" and name[1:] in _OURS:
        return "office"
    if plain[-1:] in _GENERIC_LASTS and GENERIC.fullmatch(name):
        return "generic"
    # Nine in ten stretches that are asked about are none, and most of these hold a word that no name holds: that is looked up first.
    own = name.replace("各有关", "各", 1).replace("设区的市", "市", 1)
    if own.endswith(_PURPOSES):
        own = _PURPOSE.sub(r"\1", own)
    if own.endswith(_TAKEN_PARTS):
        own = _TAKEN.sub("", own)
    if _holds_a_refusal(own) or _ACTS_ON.match(own):
        return None
    for kind, pattern in _forms_that_end_in(plain[-2:]):
        if pattern.fullmatch(name):
            return None if kind != "office" and _begins_with_a_verb(own, kind) else kind
    return None


@cache
def ending_characters() -> re.Pattern[str]:
    """Matches the last character of any ending, and closing brackets: only there can a name end."""
    words = [*words_of("unit_endings"), *_UNMARKED, "企业", "组织", "财政", "省份", *PROVINCES]
    return re.compile("[" + "".join(sorted(frozenset(_LOOSE) | {word[-1] for word in words})) + "级）)〕\\]】]")


_BEGIN_NO_NAME = (
    "情节构成逾期造成未按未经擅自是指但是前款属于也可还应方可本条法律符合有下有违违法确需"
    "或者以及有权发生取得从事处五处1处一处二处三处5处2报国依其因其因此"
)


@cache
def begin_no_name() -> frozenset[str]:
    """Verbs and adverbs of two characters with which no name begins: most clauses are turned away by these."""
    fine = set(re.findall("..", "组织联合领导包保分管主要执行保障共同统一牵头参与承办主办协办配合派驻托管示范现场"))
    verbs = {entry["name"] for entry in load_lexicon("unit_verbs") if entry["kind"] != "noun"}
    refused = {entry["name"] for entry in load_lexicon("unit_refusals") if entry["kind"] == "inside" and "unless" not in entry}
    generic = {"有关", "其他", "相关", "所有", "部分"}
    others = set(re.findall("..", _BEGIN_NO_NAME)) | {"并" + then for then in "处在按报可提依由且不对将应向以送"}
    return frozenset(word for word in verbs | refused | others if len(word) == 2) - fine - generic


@cache
def function_words() -> frozenset[str]:
    """What offices are for, as a set."""
    return frozenset(words_of("unit_functions"))


@cache
def _common_nouns() -> re.Pattern[str]:
    """Matches a common noun at the end, unless it is the end of a longer ending (`驻村干部` ends in 干部)."""
    endings = words_of("unit_endings")
    forms = []
    for noun in words_of("unit_refusals", "common"):
        before = [ending[: -len(noun)] for ending in endings if ending.endswith(noun) and ending != noun]
        forms.append("".join(f"(?<!{re.escape(words)})" for words in before) + re.escape(noun))
    return re.compile(f"(?:{'|'.join(forms)})$")


_COUNTED = re.compile(r"\d[余多]?[家个名座条处项场次人]")


def _holds_a_refusal(name: str) -> bool:
    """Whether a word that no name holds stands in the words, or a verb that never is part of one."""
    singles, pairs, others = _refusals()
    return not (
        singles.isdisjoint(name)
        and pairs.isdisjoint(map(add, name, name[1:]))
        and others.search(name) is None
        and _COUNTED.search(name) is None
    )


@cache
def _refusals() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    """The words that no name holds: those of one character and of two, which are looked up, and the longer and those with a condition.

    All forms of the expression begin with the first character of their word and look back after it: so the engine passes over
    what begins none of them.
    """
    looking_back = [
        "等(?!级)(?<![高中初]等)",
        "应(?![急用])(?<!供应)",
        "时(?<![临小]时)(?![代任报尚])",
        "要(?<!主要)(?![闻素])",
        "由(?<!自由)",
        "各(?<=.各)级(?<!方各级)",
        "在(?<!所在)(?!线|职|建|册|校)",
    ]
    forms = [*_never_inside(), *_working_verbs(), *looking_back, *(f"{which}(?<=.{which})级" for which in "本上下同")]
    singles = frozenset(form for form in forms if len(form) == 1)
    pairs = frozenset(form for form in forms if len(form) == 2)
    return singles, pairs, re.compile("|".join(form for form in forms if len(form) > 2))


def _never_inside() -> list[str]:
    """Words that no name holds, as forms of an expression."""
    agents = words_of("unit_endings", "agent")
    return [
        re.escape(entry["name"]) + (f"(?!{'|'.join(unless)})" if (unless := _goes_on_as(entry, agents)) else "")
        for entry in load_lexicon("unit_refusals")
        if entry["kind"] == "inside" and entry["name"] not in {"要", "等", "应"}
    ]


def _goes_on_as(entry: Entry, agents: tuple[str, ...]) -> list[str]:
    """What may follow the word in a name: what its entry says, and the rest of the agents that it begins (举办|者)."""
    return [*entry.get("unless", ()), *(agent[len(entry["name"]) :] for agent in agents if agent.startswith(entry["name"]))]


@cache
def _first_verbs() -> re.Pattern[str]:
    fine = {"主要", "包保", "分管", "现场"}
    entries = [entry for entry in load_lexicon("unit_verbs") if entry["kind"] != "noun" and len(entry["name"]) > 1]
    words = [entry["name"] for entry in entries if entry["name"] not in fine]
    return re.compile(f"(?:{alternation(words)}|领导(?!小组|班子|机构|干部)|编制(?!办|委)|执行(?!河长|局|主席)|[待正拟如当与同])")


_LEVEL_CHARACTERS = frozenset("省市县州镇乡")


def _begins_with_a_verb(name: str, kind: Kind) -> bool:
    if name.startswith(("试点", "示范")):
        return False
    if (kind == "area" or name.endswith(("政府", "党委")) or name[2:3] in _LEVEL_CHARACTERS) and name[:2] in _noun_verbs():
        return True
    first = _first_verbs().match(name)
    if first is None or name.startswith(_endings_that_begin(first.group())):
        return False
    return kind == "area" or not any(name.startswith(word) for word in function_words())


@cache
def _endings_that_begin(verb: str) -> tuple[str, ...]:
    """The endings that are bodies though a verb begins them (`派出所`)."""
    return tuple(ending for ending in words_of("unit_endings") if ending.startswith(verb) and ending != verb)


@cache
def names_that_begin_with_a_verb() -> tuple[str, ...]:
    """The endings that are names by themselves though a verb begins them (`供电所`, `督查室`)."""
    return tuple(word for word in words_of("unit_endings", "long") if word[:2] in begin_no_name())


def begins_with_a_noun_verb(name: str) -> bool:
    """Whether a verb that may be part of a noun begins the words (`新增养老机构`); 建设单位 and the like are none.

    >>> begins_with_a_noun_verb("新增养老机构"), begins_with_a_noun_verb("建设单位")
    (True, False)
    """
    return name[:2] in _noun_verbs() and (len(name) > 4 or name[2:] == "企业") and not _named_by_works().fullmatch(name)


@cache
def _named_by_works() -> re.Pattern[str]:
    """Matches a body named by nothing but kinds of work: 维护保养单位, 运营管理机构."""
    return re.compile(f"(?:{alternation(sorted(works()))}){{2,3}}(?:单位|机构|部门)")


@cache
def works() -> frozenset[str]:
    """Kinds of work by which a body may be named."""
    more = "保养维保监理施工设计勘察维修作业环卫物业销售加工贮存收运处置利用"
    return frozenset(words_of("unit_verbs", "noun")) | set(re.findall("..", more))


@cache
def _noun_verbs() -> frozenset[str]:
    return frozenset(words_of("unit_verbs", "noun"))


def _working_verbs() -> list[str]:
    """Verbs of two characters and more that never are part of a name, as forms of an expression."""
    fine = {"包保", "查办", "督查", "审批", "领导", "分管", "主办", "承办", "牵头", "负责", "检举", "组织", "出资", "联动", "服务", "主持"}
    functions = function_words()
    verbs = [word for word in words_of("unit_verbs", "verb") if len(word) > 1 and word not in fine]
    forms = []
    for word in verbs:
        if any(word in function for function in functions):
            continue
        goes_on = {ending.partition(word)[2] for ending in words_of("unit_endings") if word in ending}
        forms.append(re.escape(word) + "".join(f"(?!{re.escape(rest)})" for rest in sorted(goes_on) if rest))
    return forms
