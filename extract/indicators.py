"""What a figure measures: the shortest printed noun phrase that names it.

A figure stands behind its name (`森林覆盖率达62%以上`, `城市书房9座`) or before it (`12座水库大坝安全鉴定`). The name begins after
times, areas of the document itself, conjunctions, adverbs and verbs that act on the thing, and ends before what the sentence goes
on to say of it.
"""

from __future__ import annotations

import re
from functools import cache

from extract.figure_verbs import first_deed, is_verb, parts_words, verbs_of_lexicon
from extract.frame import Span
from extract.lexicon import load_lexicon

ATTRIBUTE = (
    r"(?:率|比例|比重|占比|比率|比|总量|总额|总数|总值|总投资|总面积|总长|总里程|数量|数|量|额|面积|长度|里程|浓度|能力|规模|资金|经费|投资|收入|产值|增加值|余额|成本|"
    r"时间|时限|用时|时长|次数|人数|人次|强度|指数|系数|水平|覆盖面|满意度|知晓度|度|寿命|年限|年龄|密度|流量|库容|价格|费用|产量|存栏|出栏|"
    r"增速|跨度|深度|高度|贡献|支出|债务|贷款|储量|容量|装机|客流|吞吐量|得分|排名)"
)
"""How a name that is measured, not counted, ends."""

RATE_END = re.compile(rf"{ATTRIBUTE}(?:[（(][^（()）]{{1,12}}[）)])?$")
_ATTRIBUTES_AHEAD = ATTRIBUTE[3:-1].replace("|规模", "").replace("|数|", "|")
_ATTRIBUTE_START = re.compile(
    rf"(?:规模(?!以上|化)|数(?![据字学控智码])|{_ATTRIBUTES_AHEAD}|完成{ATTRIBUTE}|结果|合格|达标|周期|目标|任务|工作|项目(?!\d)|"
    r"工程|方案|计划|行动|对象|中心|基地|体系|机制|的)"
)

_AREA = (
    r"(?:全[市省县区州镇乡村国旗盟域]|我[市省县区州镇乡村国旗盟]|本[市省县区州镇乡村辖]+区?|辖区(?:内)?|"
    r"区域内|市域(?:内)?|境内|市级部门(?=数据))"
)
_TIME = (
    r"(?:(?:到|至|截至|在|于)?(?:20\d\d年(?:度)?(?:\d{1,2}月)?(?:底|末|内)?前?|今年|全年|年内|年底前?|年末|上半年|下半年|[一二三四]季度|"
    r"\d{1,2}月(?:\d{1,2}日)?(?:底|中旬|上旬|下旬)?前?|目前|“十[二三四五]五”(?:期间|末|时期)))"
)
_OPENING_WORDS = (
    r"为[一-龥]{2,8}(?=减负|节约|降本|让利|减免|争取|办理|提供)|对(?![口外接标策象比话等应称内照联付抗])(?=[一-龥]{2,})|和(?![谐美])|及(?!时)|与(?!地区)|以及|并(?![购网轨联])|且|或(?!者)|其中|另外|另|此外|还(?![款建本贷])|又|同时|同步|确保|力争|争取|努力|实现(?!率|程度|税)|推动(?!力)|使得?(?!用)|让(?!利)|将|把(?!手)",
    r"(?:市|省|县|区|州)级?财政(?:局)?(?=统筹|安排|投入[一-龥]{2}|落实)|全面|持续|稳步|加快|大力|积极|统筹(?!区|城|地|基金)|继续|进一步|基本(?![医养公农药建生民面功盘])|逐步",
    r"集中(?![式供连居安])|分批|分别|累计|共(?![享同建产青和治有管生])|共计|总共|合计|至少|年均|全部|现有|共有|仅有|只有|拥有|设有|现(?![代金行场状货役])|已(?!建|有)|涉及(?!面积|范围|人口)|日均(?=处理|清运|收集|转运)|在[^，。]{1,8}上(?=获得)|一次性|初步|顺利",
    r"高标准(?!农田|基本农田)|高质量(?!发展|专利|就业)|高水平|圆满|有序|深入|扎实|认真|切实|着力|加大|不断|再(?![生造])|主要(?=总)|计划(?![生用单])",
    r"主动(?=公开|发布|推送)|预计|原则上|仍?按(?=不)|拟|要|应(?![急对])|须|需(?![求])|由|继续保持|保持|维持|稳定(?=在)|针对|围绕|约(?!束)|均(?![衡等值])|都(?!市)|各(?=新|建|完|打|培|创|改|整|发|组)",
    r"(?<![一-龥])[一二两三四五六七八九十]年(?=[一-龥]{3})(?!累计)|新[（(][改扩、]{1,3}[）)]建|改[（(]扩[）)]建|新改[（(]扩[）)]建|改扩[（(]新[）)]建",
    r"各级各类|各类|各种|各项(?=[一-龥]{2})|(?:有|无|未|符合|具备)[一-龥]{1,6}的(?=[一-龥]{3})|一批",
)
_OPENING = re.compile(rf"(?:[\s、，,；;：:。·\-—|）)”]|{_TIME}|{_AREA}|{'|'.join(_OPENING_WORDS)})")
_RATE_LEAD = re.compile(r".*(?:确保|力争|推动|促进|带动|推进|保证(?!率)|使得?(?!用)|实现(?!率|程度)|继续保持|努力|争取|要求)(?=[^率度])")
_TAIL = re.compile(
    r"(?<=[一-龥]{4})的?(?:任务|工作任务|目标任务|工作|目标值?|指标值?)$|以[一-龥]{1,6}为(?:单位|基数|口径)$|(?<=[一-龥]{3})(?:连续|先后|接连)?(?:迈上|跨上|跃上|站上|跨越)[\d一二两三四五六七八九十].{0,10}$|"
    r"(?<=[一-龥]{2})(?:[到至在于])?(?:(?:20\d\d年(?:底|末)?前?|今年|全年|年内|年底|年末)?(?:第?[一二三四]季度(?:底|末)?前?|[上下]半年|\d{1,2}月(?:底|末|份)?前?)|20\d\d年(?:底|末)?前?|今年|全年|年内|年底前?|年末)$|"
    r"[、，,\s（(“：:]+$|(?:等)$|的$|(?<=[一-龥]{2})各(?:市县|县区|区县|县|市|区|乡镇|镇街|镇|街道|村|社区|单位|部门|学校|园区|站点?)$"
)
_STOP_WORDS = (
    r"全部|均(?![衡等值])|[都](?!市)|已|现(?=[已正全])|将|逐一|逐个|逐项|予以|全覆盖|集中(?=开工|签约|竣工|投产|启动|交付|开业|上市|亮相|投用)|享受|接入(?![率口端点])",
    r"并网|上云|联网(?=运行|，|。|$)|用于|大力|如期|高效(?=运[营行转])|稳步|有效|就近|突破(?=\d|百|千|万|$)|登陆|落户|挂牌|揭牌|亮相|投入(?=使用|运[行营]|试)|升格|跻身|晋[级升]|荣登|登上|位列|名列",
    r"(?<![主重需必首摘])要(?![素道件闻求])|应(?![急对用])|纳入|进行|得到|实现|达到",
    r"达标(?=\d|率|[，。])|完成(?!率)|担任|参与(?!率)|作为|牵头|带头|负责(?!人)|实行|以及|全面(?=开展|推行|推进|落实|完成|建立|实施|纳入)|开展",
    r"建立(?!健)|并(?![网轨联购])|以(?![上下内及])|(?<![自理])由|(?<!所)在(?![建线地职编校役岗])|向(?=社会|全|企业|群众|各)|被|列入|获得?",
    r"通过(?!率)|启动|成效|顺利|根据|按(?!揭)|使(?!用|馆)|正在|处于|位于|取得|提请|提前|率先|落地|开工(?!率)|竣工(?!率)|投产|投用|入围|入选",
    r"力争|确保|加快|签约|免费|涉及|覆盖(?!率|面)|惠及|带动|分布|组成|构成|提供|配备|达成|给予|有序|陆续|持续|(?:较|比)(?=20|去|上)|总投资",
    r"投资(?=\d)|面积(?=\d|达)|高质量完成|主动|结合|签订|享受|为(?![民主先农企生期数])|是|有(?![机限效害线色组轨偿序关])",
    r"可(?![再持视控研用燃降])|(?<![技功智节职可不性赋蓄储产热动势电高])能(?![源力耗效级])",
    r"、[一-龥]{1,8}(?:居|位列|排名)|居(?=全国|全省|世界|首位|前)|位居|上榜",
)
_STOPS = re.compile("|".join(_STOP_WORDS))
_WORK = re.compile(
    r"的?[一-龥“”、及和或]{0,24}(?:治理|监测|整治|行动|编制|事迹|工作|建设|改造|工程|活动|安装|更新|维护|检查|鉴定|复绿|复核)(?:工作|任务)?$|“"
)
_OF_WORK = re.compile(r"[一-龥]{0,4}(?:较|更|不符合|未)[一-龥]{1,6}的(?P<head>[一-龥]{2,8})$")
_MAY_BEGIN_NOUNS = "和及与并且或还让将把拟要应须需由约均都再现已共在"
"""Words of one character that also begin nouns: 共济, 现金, 应急."""
_COMPOUND = re.compile(
    r"服务(?:贸易|消费|业|外包|出口|价格|半径|能力|对象|站|点|区|中心)|检查检验|检验检测|培训(?:机构|基地|班)|建设(?:用地|资金)|储备土地|"
    r"投资完成|救助站|研发(?:投入|费用|经费|人员|中心|机构|平台)|发展基金|登记失业|养护里程|回收站|转移支付|流转面积|参与(?:率|人数|度)"
)
"""Words that begin with a verb and are no deed."""
_MAKES = (
    "制定",
    "修订",
    "出台",
    "发布",
    "编制",
    "优化",
    "精简",
    "减少",
    "压减",
    "取消",
    "颁布",
    "印发",
    "形成",
    "建立",
    "新增",
    "完成",
    "获批",
    "参与",
    "主导",
    "牵头",
    "制修订",
)
_TAKES_ALL = ("完成", "实施", "开展", "推出", "推行", "启动", "组织开展", "投放", "轮换")
_TOTAL = re.compile(
    r".*(?:以来|至今|截[至止]到?目前|截[至止]到?20\d\d年底?|(?<![一二三四五六七八九十])共计|总计|合计|累计(?=[^投].)|"
    r"(?<![公])共(?=[查处巡补发设出完印制分派]|建[成立设]))"
)
_LONG_LIST = re.compile(r".{12,}等(?=[^一-龥]*[一-龥]{2,}$)|.*[^、]{2,8}、[^、]{2,8}、[^、]{2,8}等(?=[^一-龥]*[一-龥]{3,}$)")
_IN_CHARGE = re.compile(r".*[一-龥]{2}(?:负责|牵头)(?!人|单位|部门|制)(?=.{3})")
_MADE_MONEY = re.compile(
    r"(?:完成|实现|拉动|带动|落实|争取|吸引|撬动|投入|到位|筹集|筹措|整合|安排|统筹安排|拨付|下达|发放|争取到位|兑付|兑现|减免|缴纳|募集)了?(?P<money>投资|收入|营收|产值|销售额|交易额|成交额|利润|税收|资金|经费|增加值)$"
)
_WHOLE_TERM = re.compile(
    r"(?:城镇)?新增就业$|(?:项目)?总投资$|(?:人均|海洋|单位|万元|林业|体育|旅游|绿色|生态系统|非公)?(?:地区|国内)?生产总值$"
)
_TOWARD = r"(?:向|为|对|给|在|通过|围绕|按照|从|到)[^，。；、]{1,12}?"
_SHORT_RATE = 3  # 造林保存率: what is left, 保存率, names too little
_DOER = (
    r"(?:[一-龥、]{0,16}?(?:供销社|合作社|家庭农场|工作队|工作组)|[一-龥、]{1,16}?(?:局|委|办|厅|院|会|署|处|支队|大队|执法队|派出所|[源务理管]所|领导干部|工作专班|中心|集团|公司|政府|室|部门|单位|党委|街道|医院|河长|各(?:县|区|镇|乡|市|地)?)"
    r"(?:要|应|将|须)?|每[个所家座条村镇乡县区][一-龥]{0,6}?)"
)
_RUN_ON = re.compile(r"[，,；;。！!？?：:\n|]")


def name_before(text: str, low: int, place: int) -> Span | None:
    """The name that ends at `place`, just before a figure and what bounds it.

    >>> text = "力争年内新建公办幼儿园"
    >>> text[slice(*name_before(text, 0, len(text)))]
    '公办幼儿园'
    >>> text = "全市规模以上工业企业研发投入占比"
    >>> text[slice(*name_before(text, 0, len(text)))]
    '规模以上工业企业研发投入占比'
    """
    begin, end = low, place
    end = _without_tail(text, begin, end)
    if end <= begin:
        return None
    if term := _WHOLE_TERM.search(text, begin, end):
        return Span(term.start(), end)
    for cut in (_TOTAL, _LONG_LIST, _IN_CHARGE):
        if passed := cut.match(text, begin, end):
            begin = passed.end() if passed.end() < end - 1 else begin
    measured = RATE_END.search(text[begin:end]) is not None and not text.endswith(("资金", "经费", "投资", "面积", "规模"), begin, end)
    if measured and not _of_added(text, begin, end) and (adds := re.search(r".*(?:新增|净增)(?=.{2})", text[begin:end])) is not None:
        begin += adds.end()
    if measured:
        if lead := _RATE_LEAD.match(text, begin, end):
            begin = lead.end() if lead.end() < end - 1 else begin
    else:
        begin = _after_last_verb(text, begin, end)
    begin = _strip_opening(text, begin, end, measured=measured)
    if money := _MADE_MONEY.match(text, begin, end):
        begin = money.start("money")
    while begin < end and text[begin] in " 　\n":
        begin += 1
    return Span(begin, end) if end > begin else None


def _of_added(text: str, begin: int, end: int) -> bool:
    """Whether a rate is that of what was added: 新增冷藏车安装率, 新增建设用地占比."""
    return text.endswith(("率", "占比", "比例", "比重"), begin, end)


def _after_last_verb(text: str, begin: int, end: int) -> int:
    """Past the last verb that acts on the thing: 市审计局开展专项审计 counts 专项审计."""
    _, acting = verbs_of_lexicon()
    for verb in acting.finditer(text, begin, end):
        if (
            end - verb.end() >= 2
            and not _ATTRIBUTE_START.match(text, verb.end(), end)
            and text[verb.start() - 1 : verb.start()] not in ("未", "应")
            and not _quoted(text, begin, verb.end())
            and not _of_its_kind(text, verb.start(), verb.end(), end)
            and parts_words(text, begin, verb.end(), end)
        ):
            begin = verb.end()
    return begin


def _strip_opening(text: str, begin: int, end: int, *, measured: bool) -> int:
    verbs, _ = verbs_of_lexicon()
    # 完成加装电梯60部: behind a verb that acts, a verb that is also a noun belongs to the name.
    nominal_may_lead = not any(text.endswith(verb, 0, begin) for verb in _TAKES_ALL)
    while begin < end:
        if (opening := _OPENING.match(text, begin, end)) is not None and opening.end() > begin and (opening.end() < end):
            if opening.end() - begin == 1 and text[begin] in _MAY_BEGIN_NOUNS and not parts_words(text, begin, begin + 1, end):
                break
            begin = opening.end()
            continue
        begin += 1 if text[begin] == "各" and verbs.match(text, begin + 1, end) else 0
        if _COMPOUND.match(text, begin, end):
            break
        if measured and text.startswith("新增", begin) and _of_added(text, begin, end):
            break
        verb = verbs.match(text, begin, end)
        if verb is None and not measured:
            verb = _toward(verbs).match(text, begin, end) or _doing(verbs).match(text, begin, end)
        if verb is not None and (is_verb(text[verb.end() : end]) or _of_its_kind(text, begin, verb.end(), end)):
            break
        if (
            verb is None
            or end - verb.end() < 2
            or _ATTRIBUTE_START.match(text, verb.end(), end)
            or not (nominal_may_lead or verb.group() == "建设")
        ):
            break
        if not parts_words(text, begin, verb.end(), end) or (measured and end - verb.end() <= _SHORT_RATE):
            break
        begin = verb.end()
    return begin


def _of_its_kind(text: str, begin: int, place: int, end: int) -> bool:
    """Whether a verb that is also a noun says of what kind a bare noun is: 救助|标准, 办理|环节, but 制定|标准."""
    return text[place:end] in ("标准", "环节", "手续", "材料", "流程") and not text.startswith(_MAKES, begin)


@cache
def _doing(verbs: re.Pattern[str]) -> re.Pattern[str]:
    """市市场监管局抽查, 各县建设: the doer of the sentence, with the verb."""
    return re.compile(_DOER + verbs.pattern)


@cache
def _toward(verbs: re.Pattern[str]) -> re.Pattern[str]:
    """向社会开放, 为企业提供: to whom it is done, with the verb."""
    return re.compile(_TOWARD + verbs.pattern)


@cache
def _countables() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(entry["name"]) for entry in load_lexicon("countables")))


def name_after(text: str, place: int, high: int, *, things: bool = False) -> Span | None:
    """The name that begins at `place`, just after a figure of things; with `things`, only the things, not what was done to them.

    >>> text = "座农村小型水库除险加固任务，"
    >>> text[slice(*name_after(text, 1, len(text)))]
    '农村小型水库除险加固'
    """
    begin = place
    while begin < high and text[begin] in " 　的":
        begin += 1
    end = high
    if cut := _RUN_ON.search(text, begin, high):
        end = cut.start()
    end = _before_open_bracket(text, begin, end)
    for stop in _STOPS.finditer(text, begin, end):
        if stop.start() - begin >= 2 and not _quoted(text, begin, stop.start()):
            end = stop.start()
            break
        if stop.start() == begin:
            return None
    if (done := first_deed(text, begin, end)) and not _quoted(text, begin, done):
        end = done
    end = _without_tail(text, begin, end)
    if (work := _OF_WORK.match(text[begin:end])) is not None:
        begin += work.start("head")
    elif things:
        end = _thing_alone(text, begin, end)
    return Span(begin, end) if end - begin >= 2 else None


def _without_tail(text: str, begin: int, end: int) -> int:
    """Without 任务, 工作, 目标值 and marks at the end, as long as a name is left."""
    while end > begin and (tail := _TAIL.search(text[begin:end])) is not None:
        end = begin + tail.start()
    return end


def _thing_alone(text: str, begin: int, end: int) -> int:
    """The end of the counted thing, without what was done to it: 6处 村寨|污水治理, 8块 公示牌|的安装."""
    name = text[begin:end]
    for head in _countables().finditer(name):
        rest = name[head.end() :]
        if head.start() <= 6 and rest and _WORK.match(rest):
            return begin + head.end()
    done = re.search(r"的(?=[一-龥或]{2,8}$)", name)
    verbs, _ = verbs_of_lexicon()
    if done and done.start() >= 2 and verbs.match(name, done.end()):
        return begin + done.start()
    return end


def _before_open_bracket(text: str, begin: int, end: int) -> int:
    """The end of the name at a bracket that explains it; a short bracket inside a name is passed: 市（县）级责任单位."""
    for bracket in re.finditer(r"[（(]", text[begin:end]):
        opened = begin + bracket.start()
        closed = re.compile(r"[）)]").search(text, opened, end)
        if closed is None or closed.start() - opened > 6 or closed.end() >= end or not re.match(r"[一-龥“]", text[closed.end()]):
            return opened
    stray = re.compile(r"[）)]").search(text, begin, end)
    if stray and "(" not in text[begin : stray.start()] and "（" not in text[begin : stray.start()]:
        return stray.start()
    return end


def _quoted(text: str, begin: int, place: int) -> bool:
    part = text[begin:place]
    return part.count("“") > part.count("”")


def topic_of(title: str) -> str:
    """What the title of a task is about, without its verb: the name for a figure that stands alone in a cell.

    >>> topic_of("提高县域内住院率"), topic_of("建设口袋公园")
    ('县域内住院率', '口袋公园')
    """
    verbs = re.match(
        r"(?:提高|提升|降低|增加|减少|扩大|压减|推进|加快|加强|强化|深化|完善|健全|做好|抓好|落实|保障|优化|改善|规范|稳步|全面|持续|大力|着力|进一步)+",
        title,
    )
    begin = verbs.end() if verbs and len(title) - verbs.end() >= 2 else 0
    name = name_before(title, begin, len(title))
    return title[name.start : name.end] if name else title
