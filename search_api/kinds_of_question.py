"""What kind of answer a question asks for, by the words that ask it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search_api.models import QuestionType
from search_api.nlp import Named
from search_api.when import Window

# Bodies that a "which" may ask for: then it asks who, not for a list of tasks.
_BODY = (
    r"(?:[市区县省镇乡村]级|主要|相关|有关|责任|牵头|配合|协办|主管|成员|负责的?)?"
    r"(?:部门|单位|局|委办|人|领导|机构|科室|处室|主体|公司|企业|河长)"
)
_LIST = re.compile(
    rf"(?:哪些|哪几[项条件个]|什么)(?!{_BODY})(?:任务|工作|职责|事项|安排|活动|义务|责任|要求|活|事)|哪[项一]?[项条](?:任务|工作|规定|条款)?"
    rf"|(?:哪些|哪几[项条件个])(?!{_BODY})|有什么|有啥|都有什么"
    r"|(?:完成|负责|承担|参与|牵头|配合|落实|干|做|办|管|交|抓|忙|到期)(?:好|掉|完|些|的)?(?:什么|啥)(?![时日地]|程度|水平|标准|样)|几项任务|多少(?:项|个|条)(?:任务|工作|事)"
)
_ROLE_NAMED = r"(?:责任|牵头|配合|主责|主管|主办|协办|承办|参与|实施|监管|落实|建设|负责|分管)(?:的)?(?:单位|部门|领导|科室|机构|人|主体)"
_WHO = re.compile(
    r"谁|哪(?:个|些|几个|几家|家)?(?:[市区县省]级|主要|相关|责任|牵头|配合)?(?:部门|单位|局|委|办|机构|科室|处室|领导|公司|人|主体)"
    rf"|哪位|哪几家|哪家|哪一级(?!别)|哪级|由哪|归哪|找哪|什么(?:部门|单位|机构|人)|{_ROLE_NAMED}(?:是|为|有|$|[，。？?])"
)
_WHEN = re.compile(
    r"什么时候|什么时间|什么日子|什么时限|何时|何日|哪一?天|哪一?年|哪几年|几月|几号|哪个?月|哪个季度|啥时候?|多久(?:之?内|以?前)|截止|多会儿|几时|什么时候"
    r"|(?:期限|时限|时间|日期)(?:是|为|到|要求|有|呢|$|[，。？?])|到哪一?[天年月]|最[晚迟]"
)
_OFTEN = re.compile(
    r"多久|多长时间(?:.{0,6}[一1](?:次|回|趟|遍))|多长时间|几次|几回|几趟|几遍|多少[次回趟遍]|频次|频率|次数|隔多|每.{0,4}几[次回趟]|几(?:天|周|个?月|年)(?:.{0,6})[一1](?:次|回|趟|遍|轮)|几[天周月]一"
    r"|多长.{0,3}一[次回]"
)
_MUCH = re.compile(
    r"多少|几(?!次|回|趟|遍|项任务|家|月|年|时|级|号|天)[^，。？?]|比例|(?:目标|指标|任务量|规模|数量|总量)(?:值)?(?:是|为|有|呢|$|[，。？?])|多大|多高|多长(?!时间)|达到什么"
)
_CITE = re.compile(r"引用|提到|提及|提的|援引|提过|依据的?《|根据《|按照《.*(?:哪|什么)|写到")
_DUTY = re.compile(r"职责|负责|承担|参与|任务|工作|牵头|配合|要做|干|管|完成|做|忙")
_INSIDE = re.compile(r"《[^《》]+》(?:里|中|规定|要求|明确|对|，|,|的规定)|(?:按|按照|根据|依)《")
# 哪一项要落实《…》, 由哪项任务修订: what is asked for is the task.
_WHICH = re.compile(r"哪一?[项条个件](?:任务|工作|事)?|哪些(?:任务|工作|条款|事项)|哪几[项条件]")
_IN_WHICH = re.compile(r"是(?:哪|什么)[^，。？?]{0,8}的?(?:责任|牵头|配合|主管|负责|实施)(?:单位|部门|主体)")
TITLE = re.compile(r"《([^《》]{2,80})》")
ORGAN = re.compile(
    r"[省市区县州镇][\u4e00-\u9fff]{1,10}?(?:局|委员会|委|厅|管委会|办公室|指挥部|支队|集团|公司|中心)(?![\u4e00-\u9fff]{0,1}长)"
)


_CHANGE = re.compile(
    r"怎么变|如何变|怎样变|变了|变[成为到]|(?<!气候)变化|变动|走势|趋势|历年|逐年|这[几些两三]年|近[几两三五]年|有没有(?:提高|下降|上升|增加|减少|变)"
    r"|[升涨高多增](?:了|高)?还是[降跌低少减]|调[整高低]了(?:多少|吗|没有)"
)
_COMPARE = re.compile(
    r"比较|对比|比[^，。？?]{2,12}(?:多|少|高|低)了?(?:几|多少)|(?<![与较跟比]\d{4}年)相比|比一比|区别|不同|异同|差别|差异|差(?:了)?多少|相差|差距|(?:谁|哪[个家边])的?[^，。？?]{0,12}(?:更|最)?[多少高低大重]"
    r"|哪一?[年区县市][^，。？?]{0,12}(?:更|最)?[多少高低大重]|[多少高低](?:了)?(?:多少|几)[^，。？?]{0,2}$"
)


_EACH_ASKED = re.compile(
    r"分别|各自|各(?=是|为|有|要|得|到|需|应|达|多少|几|建|改|占|摊|管|[\u4e00-\u9fff]{1,3}(?:多少|几|哪))|都(?=是多少|要达到多少)|[两三几]个数"
)


def compares(text: str) -> bool:
    """Whether a question sets things against each other.

    >>> compares("市水务局和市林业局谁的任务多"), compares("用水量要比2020年降多少")
    (True, False)
    """
    return _COMPARE.search(TITLE.sub("", text)) is not None


def asks_each(text: str) -> bool:
    """Whether a question asks one thing of each of several.

    >>> asks_each("甲市和乙市的目标各是多少"), asks_each("各县的目标是多少")
    (True, False)
    """
    return _EACH_ASKED.search(TITLE.sub("", text)) is not None


def kind_of(
    text: str, named: Sequence[Named], window: Window, *, names_doer: bool, about_document: bool, sides: int = 0, held: bool = True
) -> tuple[QuestionType, tuple[str, ...]]:
    """The kind of a question, and the titles that it asks the citations of; `held` says that the titles it names are loaded."""
    titles = tuple(TITLE.findall(text))
    bare = TITLE.sub("", text)
    lists = _LIST.search(bare) is not None
    if titles and _CITE.search(text) and (lists or _INSIDE.search(text) is None):
        return "citing", titles
    if titles and not held and _WHICH.search(bare):
        return "citing", titles
    if about_document:
        return "document", ()
    if sides > 1:
        return "compare", ()
    if _CHANGE.search(bare) and not _WHO.search(bare) and not _WHEN.search(bare):
        return "change", ()
    return _of_tasks(bare, window, lists=lists, names_doer=names_doer or ORGAN.search(bare) is not None), ()


def _of_tasks(bare: str, window: Window, *, lists: bool, names_doer: bool) -> QuestionType:
    if lists and re.search(r"多久|多长时间|频次|几次|每.{0,3}至少", bare):
        return "what_by_date"
    if lists and window.is_set:
        return "what_by_date"
    if names_doer and _IN_WHICH.search(bare):
        return "what_by_unit"
    if lists and names_doer and _DUTY.search(bare):
        return "what_by_unit"
    if _OFTEN.search(bare) and not re.search(r"次数由", bare):
        return "howoften"
    for pattern, kind in _ORDER:
        if pattern.search(bare):
            return kind
    return "what_by_unit" if names_doer and lists else "find"


_ORDER: tuple[tuple[re.Pattern[str], QuestionType], ...] = ((_WHEN, "when"), (_WHO, "who"), (_MUCH, "howmuch"))
