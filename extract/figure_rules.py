"""Which figures are aims or results, and which only pick things out, name them, date them or count what is described.

`30户以上自然村寨` says which villages, `“333”行动` is a name, `第3批` an order, `连续3年` a span: none is measured.
"""

from __future__ import annotations

import re

from extract.frame import Frame
from extract.measures import Bound, Figure

SIZED = re.compile(r"的(?P<thing>[一-龥“”]{2,14}?(?:基金|债券|贷款|资金池|专项|保险|授信|消费券|补贴|订单|合同|债))(?=[，。；、]|$)")
"""规模10亿元的|产业基金: what is set up is named behind its size."""
SIZE = re.compile(r"(?:规模|总额|总规模|金额)(?:为|约|达)?\s*$")

_QUOTED = re.compile(r"“[^“”，。；：\n]{0,14}”")
_TITLE = re.compile(r"《[^《》\n]{1,120}》|〔[^〕\n]{1,8}〕\s*\d+\s*号")
_DESCRIBED = re.compile(
    r"\s*(?:[十百千万亿元级]{0,4}台阶|大?(?:方面|等次|等级|环节|步骤|阶段|原则|维度|层面|要素|层次|档次|字|关键词|百分百|标兵|确保|严格|统一|结合|转变|一批|专题|篇章|坚持|必须|强化|层级)|[+＋]\d)"
)
_EXISTING = re.compile(
    r"(?:共有|现有|现存|所辖|下辖|辖|辖区内?有|分为|划分为|包括|包含|涉及|原有|上述|以上|以下|这|该|前|后|首批|历时|连续|持续|为期|最近|过去|任期|已满|年满|不满|未满|年龄|[一二三四五六七八九十]个)\s*$"
)
_SCOPE_UNITS = ("平方公里", "km²", "平方千米", "km2")
_MONEY = re.compile(r"元$|美元$|人民币$")
_GIVEN = re.compile(
    r"罚款|处以|罚金|最高(?!人民|检|法)|给予|奖励(?!资金)|[每单][户人亩个家名项件次台辆座][^，。；]{0,8}(?:补助|补贴|奖|资助)|一次性(?:补助|补贴|奖励)|(?:补助|补贴|资助|发放)标准|封顶|起征|免征|限额|单价|票价|收费标准|以上的?罚"
)
_NAMED = re.compile(r"[^，。；、]{0,12}之一|[一-龥]{1,10}等(?:重[点大])?(?:项目|工程)(?=[建投释开竣达落]|$)")
"""One of the five parks; a plant of 60万吨赖氨酸等项目."""
_HELD_TO = re.compile(r"[一-龥“”]{0,10}(?:项目|企业|工程|产业|单位|园区|集群|订单|县|村|镇)")
_ALL_OF = re.compile(r"^[^，。；、\d]{2,20}全覆盖")
_PUNISHED = re.compile(r"罚款|罚金|暂停(?!.*率)|吊销|拘留|徒刑|违法所得")
_TIMED = re.compile(
    r"(?:时间|时限|用时|时长|周期|寿命|年限|年龄|工期|期限|耗时|办结|办理|反应|响应|审批|天数|学时|路程|车程|等候|等待|间隔|开办|开放|服务期)[^，。；]{0,8}$"
)
_BUILDS = re.compile(
    r"(?:新建|建成|改造|新增|修复|铺设|敷设|建设|清淤|疏浚|整治|治理|打通|新改建|改建|扩建|培育|创建|引进|招引|培训|抽检|抽查|检查|组织|举办|开展|发放|筹集|募集|开发|提供|储备|配备|安装|更新|淘汰|拆除|帮扶|服务|资助|救助|选派|招聘|打造|建立|推出|形成|"
    r"新植|种植|完成造林|推广|落实|争取|签约|实施|植树|加固|维修|购置|设立|开通|收集|征集|选树|评选|认定|吸引|带动|帮助|解决|实现|完成|消纳|处置|回收|发展|扶持|支持|动员|发动|走访|慰问|遴选|至少|不少于|不低于)(?:了)?\s*$"
)
_MOVES = re.compile(
    r"(?:推动|推进|确保|力争|促成|促进|谋划|策划|启动|开工|建好|办好|抓好|承办|主办|转化|攻克|研发|盘活|腾退|出台|制定|修订|发布|编制|公布|上线|归集|"
    r"对接|接入|迁移|新开|开行|培养|引育|选聘|选拔|推荐|推送|排查|化解|办结|审结|执结|处置|处理|查处|查办|入选|获批|兑现|推介|签订|梳理|打响|导入|布局)\s*$"
)
"""Verbs whose things are counted by piece: 推动|30个以上项目; the villages of 推进30户以上自然村 are picked out."""
_BY_PIECE = frozenset(["个", "家", "项", "座", "处", "条", "件", "场", "所", "支", "台", "套", "辆", "栋", "块", "起", "宗"])
_PICKS_OUT = re.compile(
    r"(?:流域面积|面积|装机|库容|人口|长度|跨径|坝高|水深|规模|投资额?|总投资|年龄|工龄|海拔|距离|宽度|厚度|高度|深度|坡度|直径|口径|管径|浓度|重量|容量|吨位|功率|压力|车龄|楼龄|房龄|树龄|龄期?|年限|时间|产值|营收|营业收入|收入|"
    r"销售额|贷款|余额|金额|用水量|用电量|取水量|排放量|能耗|占比|比例|[（(])\s*(?:在|为|达到?|大于|超过|不足|小于|低于|高于|不低于|不少于|不超过|超|满|不满|未满|达)?\s*$"
)
_OFFICES = re.compile(r"(?:人|名|位)\s*$")


def protected_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches whose figures belong to names: titles, document numbers, names in quotes (“双20条”政策)."""
    quoted = (match.span() for match in _QUOTED.finditer(text, start, end) if not re.search("[%％成]", match.group()))
    return [*(match.span() for match in _TITLE.finditer(text, start, end)), *quoted]


def is_measured(frame: Frame, figure: Figure, bound: Bound, low: int, high: int) -> bool:
    """Whether the figure states an aim or a result in its clause `text[low:high]`."""
    text = frame.text
    before, after = text[low : figure.start], text[figure.end : high]
    head = text[low : bound.start]
    if figure.kind == "none":
        return _is_index(figure, bound, head, after)
    if before.endswith("折合") or _NAMED.match(after):
        return False
    if after.startswith("级") or (figure.kind == "share" and before.endswith("前")):
        return False  # a 30万吨级 berth, the first 1‰
    if figure.unit == "年" and re.match(r"一遇|期|以来|来", after):
        return False
    if figure.kind == "count" and (_DESCRIBED.match(after) or after.startswith(("的标准", "的比例"))):
        return False
    if _PUNISHED.search(text[low:high]):
        return False
    if figure.kind == "time":
        return not picks_out(text, figure, low, high) and _is_measured_time(figure, bound, head, after)
    if frame.head.kind == "regulation" and (figure.kind != "share" or bound.comparator is None):
        return False
    if _MONEY.search(figure.unit or "") and not (bound.level or bound.direction) and _GIVEN.search(text[low:high]):
        return False
    if figure.kind == "count" and _ALL_OF.search(after):
        return False
    if picks_out(text, figure, low, high):
        return False
    return figure.kind == "share" or not _EXISTING.search(before) or _reports_counts(frame)


def picks_out(text: str, figure: Figure, low: int, high: int) -> bool:
    """Whether the figure is a threshold: 50平方公里以上河流, 30户以上自然村寨, 16—24岁青年."""
    before, after = text[low : figure.start], text[figure.end : high]
    names_follow = re.match(r"\s*(?:的|[一-龥])", after) is not None and not re.match(r"\s*(?:[，。；、和及]|以及|其中|并)", after)
    if figure.unit == "岁":
        return names_follow or not re.search(r"平均年龄|寿命", before)
    if figure.post in ("以上", "及以上", "以下", "及以下", "以内", "之内") and names_follow:
        if _MONEY.search(figure.unit or "") and _HELD_TO.match(after):
            return True
        if (
            figure.unit in _SCOPE_UNITS
            or after.startswith("的")
            or not (_BUILDS.search(before) or (figure.unit in _BY_PIECE and _MOVES.search(before)))
        ):
            return figure.kind != "share" or after.startswith("的")
        return figure.kind == "amount" and before.endswith("完成")
    if (
        figure.kind in ("amount", "share", "time")
        and after.startswith("的")
        and not re.match(r"的(?:目标|任务|标准|要求|水平|增速|增长|速度)", after)
        and not re.search(r"占[^，]*$", before)
        and not (SIZE.search(before) and SIZED.match(after))
    ):
        return _PICKS_OUT.search(before) is not None
    return False


def _is_index(figure: Figure, bound: Bound, head: str, after: str) -> bool:
    """A figure without a unit is measured only where its name says that it is a number: 系数0.58, 死亡率控制在0.011."""
    if re.match(r"[\d.、，年月日号级版期+＋/%A-Za-z:：-]", after) and not re.match(r"[，、]", after):
        return False
    if figure.unit is not None and bound.comparator is None and not bound.level:
        return False
    return re.search(r"(?:系数|指数|死亡率|发生率|比|评分|得分|率|当量|强度)\s*$", head) is not None or (
        figure.unit is not None
        and re.search(r"(?:人次|人数|户数|件数|次数|数量|用户|用户数|粉丝|访问量|阅读量|播放量|办件量|注册量|下载量)\s*$", head) is not None
    )


def _is_measured_time(figure: Figure, bound: Bound, head: str, after: str) -> bool:
    if re.match(
        r"\s*(?:行动|计划|规划|时间|内|来|以来|期|制|任务|攻坚|禁渔|值班|监[测控]|在线|不间断|热线|服务热线|生活圈|以前|前|后|一次|度)",
        after,
    ):
        return False
    if figure.unit in ("年", "岁"):
        return re.search(r"年限|寿命|周期|年龄|学制", head) is not None
    if re.search(r"每(?:[周日天月座]|年|季)(?!.*(?:时间|时长)$)", head):
        return False
    bounded = bound.comparator is not None or bound.level or figure.post in ("以内", "之内", "以下") or bound.direction is not None
    return (bounded and bool(head.strip())) or _TIMED.search(head) is not None


def _reports_counts(frame: Frame) -> bool:
    return frame.head.kind in ("summary", "article")
