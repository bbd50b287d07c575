"""Whether an article of a regulation binds somebody.

Definitions, scope, principles, encouragement, rights, mere powers and entry into force do not.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^。；;\n]+")
_NAME = r"本(?:条例|法|规定|办法|细则|规则|决定|实施办法|章程)"
# Expressions that are asked of every sentence begin each form with a character and look back after it: the engine then passes over
# whatever begins none of them.
_MODAL = re.compile(
    r"应当|必须|不得|须(?=[经由在向按报于遵将持有])|应(?<=即应)|应(?<![反相供响适效感对]应)(?=[于在将予按依由及定给立遵提向自以])"
)
_COMPETENCE = re.compile(
    r"负责|主管|承担|协助|配合|统筹|指导|监督|管理|组织|协调|做好|开展|建立|设立|制定|编制|实施|落实|予以|给予|处理|召开|召集|主持|加强|保障|保护|宣传|执行|办理|"
    r"审批|审查|审核|审议|批准|公布|确定|作为|提供|安排|支持|协同|履行|接受|汇总|报送|通报|检查|核定|核发|征收|拨付|承办|受理|提请|代行|领导|行使"
)
_OFFICE = re.compile(
    r"政府|部门|机关|机构|委员会|办公室|法院|检察院|总局|局(?![部面限势])|厅(?![部面限势])|署(?![部面限势])|河长|林长|省长|市长|县长|区长|总理|国务院|协会|主席团|单位|企业|负责人|人员|中心|"
    r"银行|学校|医院|公司|经营者|所有人|使用人|业主|监护人|居民|村民|志愿者|公民|个人"
)
_BY = re.compile(
    r"由(?<![理自事缘]由)[^。；，,]{0,40}(?:政府|部门|机关|机构|委员会|办公室|法院|主席团|国务院|[局厅部]|单位|组织|会议|企业|学校|医院|银行|军区|大队|支队|公司)[^。；，,]{2,}"
)
_REPRIMAND = re.compile(
    r"由[^。；，,]{2,80}(?:责令|给予|处|吊销|没收|收缴|撤销|追究|批评|警告|通报|约谈|提醒|予以|代为|依法|按照|依照|根据)"
    r"|(?:机关|部门|政府|机构|单位|局|委员会|考委)[^。；]{0,40}(?:责令|处以|吊销|没收|予以取缔|给予处分|给予警告|依法给予|给予)"
)
_IDLE = re.compile(
    rf"(?:制定|制订|根据|依据)[^。]{{0,20}}{_NAME}$"
    rf"|适用(?:于)?{_NAME}|{_NAME}适用于"
    rf"|(?:应当|必须|均应|都应)?(?:遵守|执行){_NAME}$"
    rf"|{_NAME}(?:中)?(?:所称|所指|下列|以下)|是指|(?:含义|用语)"
    r"|(?:遵循|坚持|贯彻|实行|本着|遵守)[^。]{0,90}(?:原则|方针)(?:$|，[^应必]*$)"
    rf"|自[^。]{{2,30}}起(?:施行|实施|生效)|同时废止|(?:参照|比照)[^。]{{0,20}}执行$"
    r"|^(?:国家|本[省市县区]|提倡)?(?:鼓励|支持|提倡|倡导)|^国家(?:鼓励|支持|保护|实行|建立|对|加强|采取|完善|推进|推动)"
    r"|由[^。，]{1,60}(?:担任|组成|解释|供养)$|依法追究刑事责任$|从其规定$|(?:依照|按照)[^。]{2,40}(?:处理|处罚|执行)$"
)
# Each form of `_IDLE` holds one of these words, or has one at an end: most sentences are let through by that.
_IDLE_HINT = re.compile(rf"{_NAME}|是指|含义|用语|原则|方针|起施行|起实施|起生效|同时废止")
_IDLE_BEGINS = ("国家", "本", "提倡", "鼓励", "支持", "倡导")
_IDLE_ENDS = ("担任", "组成", "解释", "供养", "刑事责任", "从其规定", "处理", "处罚", "执行")
# What the public in general owes (`公民应当爱护公共设施`) is no task of anybody.
_PUBLIC = re.compile(
    r"^(?:(?:任何|一切|所有|全体)(?:单位|组织)?|(?:单位|组织)(?=和|、|或|及))?(?:和|、|或者|及|以及)?"
    r"(?:(?:个人|公民|居民|村民|社会公众|读者|游客|乘客|行人|群众|市民|公众|(?<=、)组织)(?:和|、|或者|及|以及)?){1,4}"
    r"(?:都|均|有义务|不得|应当|应|必须|有[^。，]{0,24}的义务)"
)
_POWER = re.compile(r"可以|有权|享有|可(?=[以按依向由])")
_EXPLANATION = re.compile(rf"{_NAME}由[^。]{{2,40}}(?:负责)?解释")
# A sentence that binds without 应当 names its office at once.
_SUBJECT_WITHIN = 160
# Estimates from reading, not counts: 应当 with an office is hardly ever no duty; the indicative, or a duty of nobody, more often is.
_SURE, _INDICATIVE, _NOBODY_NAMED, _EMPOWERED = 0.97, 0.8, 0.75, 0.5
_POWER_WITHIN = 12
_CONSENT = re.compile(r"经[^。，]{2,40}(?:同意|批准|许可|核准)")
_ORGAN = re.compile(r"政府|部门|机关|委员会|办公室|法院|检察院|河长|林长|省长|市长|县长|总理|国务院")


def lays_a_duty(article: str) -> bool:
    """Whether an article binds somebody to something.

    >>> lays_a_duty("市人民政府应当每年公布名录。"), lays_a_duty("鼓励单位和个人参与保护。"), lays_a_duty("个人可以申请查阅。")
    (True, False, False)
    >>> lays_a_duty("县河长办公室负责日常工作。"), lays_a_duty("违反规定的，由市水务局责令改正。"), lays_a_duty("本条例自5月1日起施行。")
    (True, True, False)
    """
    return duty_certainty(article) > 0


def duty_certainty(article: str) -> float:
    """How sure it is that an article binds somebody: 0 for no duty, most for one that says 应当 and names an office; least for a power.

    >>> duty_certainty("市人民政府应当公布名录。") > duty_certainty("名录由市水务局公布。") > duty_certainty("鼓励参与。")
    True
    >>> 0 < duty_certainty("市河长办公室可以签发督办函。") < duty_certainty("名录由市水务局公布。")
    True
    """
    most = 0.0
    for match in _SENTENCE.finditer(article):
        most = max(most, _certainty(match.group().strip()))
        if most == _SURE:
            break
    return most


def _certainty(sentence: str) -> float:
    if not sentence or ("解释" in sentence and _EXPLANATION.search(sentence)):
        return 0.0
    if "责令" in sentence or "处以" in sentence or ("由" in sentence and _REPRIMAND.search(sentence)):
        return _SURE
    may_be_idle = sentence.startswith(_IDLE_BEGINS) or sentence.endswith(_IDLE_ENDS) or _IDLE_HINT.search(sentence)
    if may_be_idle and _IDLE.search(sentence):
        return 0.0
    if _PUBLIC.match(sentence):
        return 0.0
    if _MODAL.search(sentence):
        return _SURE if _OFFICE.search(sentence) else _NOBODY_NAMED
    power = _POWER.search(sentence)
    bound = _CONSENT.sub("", sentence[: power.start()] if power else sentence)
    office = _OFFICE.search(bound, 0, _SUBJECT_WITHIN)
    if office is not None and _COMPETENCE.search(bound, office.end()):
        return _INDICATIVE
    if _BY.search(sentence) is not None and "可以由" not in sentence:
        return _INDICATIVE
    # What an organ is empowered to is worth finding, though it is bound to nothing.
    organ = _ORGAN.search(sentence, 0, power.start()) if power else None
    near = organ is not None and power is not None and power.start() - organ.end() < _POWER_WITHIN
    return _EMPOWERED if near and not _CONSENT.search(sentence) else 0.0
