"""What follows a doer: the modal verb, adverb, time or verb that shows that the name before it does something.

Looked up in a table rather than matched by an alternation of a thousand words: this is asked at every possible end of a name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from extract.lexicon import load_lexicon

_MODALS = frozenset(["应当", "必须", "不得", "要", "应", "须", "负责", "可以", "牵头", "请"])
_NO_CUES = frozenset(["由", "同", "与", "作为", "为"])
_BEFORE_CUE = re.compile(
    r"(?:等(?:\d+个|[一二三四五六七八九十]+个)?(?:有关|相关|各)?(?:部门和(?:单位|机构)|部门|单位|机构|地区|地|区县|县区|县市区|省市|企业|[省市县区镇乡村]|街道|社区)?)?(?:第[一二三四五六七八九十]+次(?:全体|常务)?会议)?(?:[，,](?=应当|必须|不得|要|应[^急用对]|可以))?"
)
_TIME = re.compile(
    r"每|[一二两三半]个?(?:年|月|周|旬|季度|天)(?:一|至少|不少)|[明今当次]年|\d{4}年?[—–~～至-]+\d{4}年|处(?=[一二三四五六七八九十\d警])|逐[日周旬月季年户村项个条片级校街镇点人段批处线河楼栋企店车船场区]|[\d一二三四五六七八九十]{1,3}(?:个?工作日|日|天|个?小时|分钟|周|个月)内|\d{1,4}[年月]|[上下]半年|第?[一二三四]季度|年[底内终末初]|全年|主?汛[期前]|“?十[一二三四五]五”?(?:期间|时期|末)|“[五十]一”|"
    r"(?:国庆|春|五一|元旦|中秋|端午|清明)节?(?:期间|前|后)|[暑寒]假|开学前|入[冬汛夏]前|月[底初]|周末|双?休息?日|节假日|工作日"
)
_TIME_BEGINS = frozenset("每两半逐处0123456789上下第一二三四六七八九年全汛主“十国春五元中端清暑寒开入月周双休节工明今当次")
_NOUN_FOLLOWS = ("情况", "率", "能力", "水平", "的", "成效", "主体", "名单", "履职", "热线", "者", "较", "同比", "环比")
# 毕业生, but 发出生态修复令.
_PUPIL = re.compile("生(?![态产活物猪育命鲜成效])")
NOT_DOING = re.compile(
    r"(?:分别|均|统一|主要|具体)?由|(?:仍|还|尚|也|都|均|仅|只)?(?:有(?![序效力针关])|存在|缺少|缺乏)"
    r"|(?:均|都|分别)?(?:担|兼)?任(?![务意何由期免职])|[^，,。；;\n]{0,8}(?:提速|见效|总体稳定|保持稳定)"
    r"|(?:总数|数量|规模)?(?:不少于|不低于|不超过|达到?|增加到|增至|超过|共有|控制在)\d"
    r"|(?:管理|执法|监管|服务|救援|保洁|养护|检测|监督|督查|值守|值班|研发|操作|护理|经营|监测|施工|检查)人员"
    r"|(?:监管|管理|联系|服务)(?:企业|对象|平台)|[^，,。；;\n]{0,14}(?:被|受到)|(?![对就将把向针围])[^，,。；;\n]{0,30}的(?:比例|比重|占比|数量|比率|问题|情况下)"
    r"|(?:补助|补贴|津贴|待遇|工资|报酬|薪酬|收费|考核|评价)(?:标准|水平|待遇)"
    r"|[^，,。；;\n的]{0,12}(?:率|比例|占比|数量|面积|总量|人数)(?:达|为|不|超|控|保持|提|降|\d|在|较|比|同比|由|从|稳|均)"
    r"|(?:研发|营收|利润|产值|生产|经营)[^，,。；;\n]{0,8}(?:增长|增速|之比|占|下降)|[^，,。；;\n]{0,6}指数"
    r"|在[^，,。；;\n]{0,24}(?:地位|作用|位置)|在[^，,。；;\n]{1,10}(?:举办|召开|举行|成立|揭牌|开幕)(?=[，,。；;\n])|[^，,。；;\n]{0,6}(?:化|体系|能力|队伍)建设(?:深入|全面|加快|扎实|有序|稳步|持续)"
    r"|接待(?:游客|观众|读者|参观|群众)"
)
"""A passive, a state, a rate: the noun before it is no doer."""
_WRITES = frozenset(re.findall("..", "编制制定编印修订拟定印发"))
# What makes another word of `报`: 报表, 报价.
_PAPERS = "表名价酬刊纸社"
_BECOMING = (
    r"获批|揭牌(?!仪式)|入选|入围|荣获|获评|跻身|位列|位居|投入(?:使用|运营|运行|生产|试运行)|建成(?:投|运|招生|通|并|开|使用|后)|"
    r"组建(?:运营|完成|到位|并)|挂牌(?:成立|运营|运行|开|[，,。；;、\n])|成立(?:运营|运行|并)|出列|出清|退出|增长|增收|脱贫|摘帽|扩量提质|提质扩容|(?:发展)?提质增效(?=[，,。；;])|加[力快]建设(?=[，,。；;])|入轨|呈现|处于|面临|"
    r"扩容提质|实现[^，,。；;\n]{0,12}全覆盖|晋级|晋升|升格|更名为|落户|覆盖(?!面)|达到|成为|开诊|达标"
)
_BUILT = (
    r"投用|投运|投产|开工|动工|竣工|完工|封顶|通水|通车|开馆|开园|开业|落成|扩建|改扩建|改建|迁建|挂牌(?!督|整|销|保)|"
    r"(?:启用|成立)(?=[，,。；;、\n]|$)"
)
STATE = re.compile(
    r"(?:[,，]?(?:20\d\d年|[今明去当]年|\d{1,2}月(?:份|底|初|末|上旬|中旬|下旬)?|\d{1,2}日|第?[一二三四]季度|[上下]半年|年底|年内|汛前|汛期前|之?前|"
    r"正式|全面|顺利|成功|已经?|将|计划|力争|预计|确保|如期|按期|提前|先后|相继|陆续|首批|于|全部|逐步|率先|均|整体|实现|有序|加快)){0,5}"
    rf"(?:(?P<state>{_BECOMING})|(?P<built>{_BUILT})(?![^，,。；;\n\d]{{0,6}}\d+[个座项处栋条家所公万套户亩台辆米平]))"
)
"""What becomes of a body, and for one that is built as well (`built`): a statement of state, which binds nobody."""
RATE_IN_TIME = re.compile("每.{1,3}?[\u4e00-\u9fff]{0,4}(?:时间|时长|次数|场次|人次|数量|频次)(?:不(?![得应])|达|为|超|保持|控制)")
"""`公共图书馆每周开放时间不少于63小时`: a measure, no doer."""
ISSUED = re.compile(r"(?:联合)?(?:研究)?(?:出台|印发|下发|制定|发布|颁布|联合印发)了?《[^》]*》[（(][^）)]*[〔\[]")
APPOINTMENT = re.compile(r"[^，,。；;\n]{0,30}(?:担任|兼任|组成|任(?:组长|主任|河长))")


CueKind = Literal["adverb", "verb", "noun", "open"]


class Cue(NamedTuple):
    """What was found after a name. `modal` orders or permits, or gives a time; `noun` is as often part of a noun; `open` is no word of
    the lexicon but a verb to the tokenizer.
    """

    start: int
    word: str
    kind: CueKind
    modal: bool


@cache
def _table() -> tuple[dict[str, tuple[CueKind, str]], dict[str, tuple[int, ...]]]:
    """The cues, each with its kind and what may not follow it; and how long those are that begin with a character, longest first."""
    entries = [entry for entry in load_lexicon("unit_verbs") if entry["name"] not in _NO_CUES]
    words = {entry["name"]: (entry["kind"], entry.get("unless", "")) for entry in entries}
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[0], set()).add(len(word))
    return words, {first: tuple(sorted(known, reverse=True)) for first, known in lengths.items()}


@cache
def cue_beginnings() -> frozenset[str]:
    """The characters with which a cue, or what may stand before one, begins: most ends of names are turned away by these."""
    return frozenset(word[0] for word in _table()[0]) | _TIME_BEGINS | frozenset("等，,第为")


def find_cue(text: str, position: int) -> Cue | None:
    """The cue that begins at the position, after 等, 等部门 or a comma before a modal verb.

    >>> find_cue("应当依法公开", 0).modal, find_cue("应急能力", 0)
    (True, None)
    """
    character = text[position : position + 1]
    if character in "等，,第":
        before = _BEFORE_CUE.match(text, position)
        position = before.end() if before else position
        character = text[position : position + 1]
    if not character:
        return None
    if character == "为":
        answers = _ANSWERS.match(text, position)
        return Cue(position, "为", "verb", False) if answers else None
    if character in _TIME_BEGINS and (time := _TIME.match(text, position)):
        return Cue(position, time.group(), "adverb", True)
    table, lengths = _table()
    for length in lengths.get(character, ()):
        word = text[position : position + length]
        entry = table.get(word)
        if entry is None:
            continue
        kind, unless = entry
        after = text[position + length : position + length + 2]
        if kind == "adverb":
            if after[:1] and after[0] in unless:
                continue
        elif (
            (after.startswith(_NOUN_FOLLOWS) and not (after == "履职" and word in _WRITES))
            or (after[:1] == "生" and _PUPIL.match(after))
            or (word == "报" and after[:1] in _PAPERS)
        ):
            continue
        return Cue(position, word, kind, word in _MODALS)
    return None


def find_open_cue(text: str, position: int) -> Cue | None:
    """A verb that the lexicon does not hold, by the tokenizer's word: asked only where a sure name ends and nothing else was found.

    >>> find_open_cue("盯紧项目前期", 0).word, find_open_cue("滞后于计划", 0), find_open_cue("办公楼漏雨", 0)
    ('盯紧', None, None)
    """
    import rjieba  # its dictionary is loaded with it, and many documents need none of it

    stretch = _CLAUSE_REST.match(text, position, position + 12)
    if stretch is None:
        return None
    words = rjieba.tag(stretch.group())
    word, tag = words[0]
    if stretch.group().endswith(_NAMED_WORK) or (len(words) > 1 and words[1][0] in _BECOMES):
        return None
    if tag in {"d", "ad"} and len(words) > 1 and words[1][1] == "v":
        return None if words[1][0] in _STATES else Cue(position, word, "open", False)
    known = _table()[0].get(word)
    if tag != "v" or len(word) < 2 or word in _STATES or (known is not None and known[0] == "noun"):
        return None
    return (
        None
        if text.startswith(_NOUN_FOLLOWS, position + len(word)) or text.startswith("生", position + len(word)) or len(words) < 2
        else Cue(position, word, "open", False)
    )


def begins_with_a_verb(name: str) -> bool:
    """Whether the tokenizer sees a verb where the words begin (`允许地方高校`).

    >>> begins_with_a_verb("允许地方高校"), begins_with_a_verb("地方高校")
    (True, False)
    """
    import rjieba  # as above

    word, tag = rjieba.tag(name)[0]
    return bool(tag == "v") and len(word) > 1


def is_a_thing(name: str) -> bool:
    """Whether the tokenizer sees only nouns in the words, the last one a noun beyond doubt.

    >>> is_a_thing("刑事审判庭"), is_a_thing("协调推进组")
    (True, False)
    """
    import rjieba  # as above

    tags = [tag for _, tag in rjieba.tag(name)]
    return tags[-1][0] in "nj" and all(tag[0] in "nbjfs" or tag == "vn" for tag in tags)


_NAMED_WORK = ("工程", "项目", "方案", "计划", "情况", "任务", "问题", "进度", "成效", "工作")
_CLAUSE_REST = re.compile(r"[\u4e00-\u9fff]{2,}\d*[\u4e00-\u9fff]*")
_STATES = frozenset(
    re.findall(
        "..",
        "滞后不足位于属于缺失短缺落后薄弱改善好转分布来源构成包括发生出现变化增长下降减少相对涉及亏损停产倒闭具有拥有享有"
        "相关有关紧缺老化超标欠缺偏低偏弱偏少明显突出没有不够不强不高存在受损停止下设设在内设挂靠加挂隶属坐落地处承袭源于来自成为作为",
    )
)
_ANSWERS = re.compile(r"为(?:[^，,。；;\n]{0,14})(?:责任(?:人|主体|单位|部门)|牵头(?:单位|部门|人)|主管部门)")
_BECOMES = frozenset(re.findall("..", "新增增加减少提高降低实现达到提升稳定保持形成建成拥有列入纳入消除"))
_OBJECT = re.compile(r"[^，,。；;：:\n的率]{0,14}\d")


def builds(text: str, cue: Cue) -> bool:
    """Whether a verb that may be part of a noun has a counted object or another verb after it, and so is a verb.

    >>> builds("建设标准化厂房5万平方米", find_cue("建设标准化厂房5万平方米", 0))
    True
    """
    end = cue.start + len(cue.word)
    after = find_cue(text, end)
    return cue.word not in _BECOMES and (_OBJECT.match(text, end) is not None or (after is not None and after.kind == "verb"))


def has_counted_object(text: str, cue: Cue) -> bool:
    """Whether a figure stands in what follows the verb: `整合15个部门力量`."""
    return cue.word not in _BECOMES and _OBJECT.match(text, cue.start + len(cue.word)) is not None


def becomes(cue: Cue) -> bool:
    """Whether the cue is a verb of change, whose subject is as often a thing that changes (`企业实现利润`)."""
    return cue.word in _BECOMES and cue.word != "建成"


def follows_a_verb(text: str, position: int) -> bool:
    """Whether a verb or a preposition stands right before the position, so that what begins there is its object.

    >>> follows_a_verb("督促各级河长", 2)
    True
    """
    return text[position - 2 : position] in _table()[0] or text[position - 1] in "的对向由在于把将被和与及、让使给为以按“‘《（("
