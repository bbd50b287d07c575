"""Laws and regulations: the articles that lay a duty on somebody, and the items of their lists of duties.

Definitions, scope, principles, encouragement, rights, appointments and entry into force are none; an article of liability is a task of
whoever reprimands.
"""

from __future__ import annotations

import re

from extract.frame import Item, Span
from extract.labels import CHINESE_DIGITS, Label, label_at
from extract.layout import Layout

_ARTICLE_LINE = re.compile(rf"^[ \u3000\t]*第[{CHINESE_DIGITS}\d]{{1,6}}条", re.MULTILINE)
_FEWEST_ARTICLES = 3
_SENTENCE = re.compile(r"[^。；;\n]+")
_LIST_LEAD = re.compile(
    r"(?:履行|承担|负有|行使|落实)?(?:下列|以下|如下)[^。；：:]{0,12}(?:职责|义务|责任|工作|任务)(?:[^。；：:]{0,6})?[：:]\s*$"
    r"|(?:职责|义务|任务)(?:是|为|包括|如下)[：:]\s*$"
    r"|(?:应当|必须)[^。；：:]{0,12}(?:遵守|采取|做到|做好|执行)(?:下列|以下)[^。；：:]{0,8}[：:]\s*$"
)
_POWERS_LEAD = re.compile(r"(?:可以|有权|享有)[^。；：:]{0,30}(?:下列|以下)[^。：:]{0,20}[：:]\s*$")
_MODAL = re.compile(r"应当|必须|不得|应(?=[于在将对予按依由及定给立遵提向自当会])")
_COMPETENCE = re.compile(
    r"负责|主管|承担|协助|配合|统筹|指导|监督|管理|组织|协调|做好|开展|建立|设立|制定|编制|实施|落实|实行监|予以|给予|处理|召开|加强|保障|保护|宣传|执行|办理|审批|审查|审核|批准|公布|确定|作为"
)
_OFFICE = re.compile(
    r"(?:政府|部门|机关|机构|委员会|办公室|法院|检察院|总局|局|厅|办|河长|省长|市长|常务委员会|国务院|监管会|协会|单位|企业|负责人|人员|所|站|中心|银行|学校|医院|组织|公司)"
)
_REPRIMAND = re.compile(
    r"由[^。；，,]{2,60}(?:责令|给予|处|吊销|没收|收缴|撤销|追究|批评|警告|通报|约谈|提醒|予以|代为|依法|按照|依照|根据|没收)|(?:机关|部门|政府|机构|单位|局|委员会)[^。；]{0,40}(?:责令|处以|吊销|没收|予以取缔|给予处分|给予警告|依法给予)"
)
_IDLE = re.compile(
    r"(?:制定|根据)[^。]{0,20}本(?:条例|法|规定|办法|细则|规则|决定)$"
    r"|适用本(?:条例|法|规定|办法|细则|规则)"
    r"|(?:应当|必须)?(?:遵守|执行)本(?:条例|法|规定|办法|细则|规则)$"
    r"|本(?:条例|法|规定|办法|细则|规则)(?:中)?(?:所称|下列|以下)|是指|(?:含义|用语)"
    r"|(?:遵循|坚持|贯彻|实行|本着|按照)[^。]{0,90}(?:原则|方针)(?:$|，[^应必]*$)"
    r"|(?:起)?(?:施行|实施|生效)$|同时废止|(?:参照|比照)[^。]{0,20}执行$|^(?:国家|本[省市县区])?鼓励|^国家(?:鼓励|支持|保护|实行|建立|对)"
    r"|由[^。]{1,40}(?:担任|组成|解释)$|构成犯罪的，依法追究刑事责任$"
)
_POWER = re.compile(r"可以|有权|享有")


def first_article(layout: Layout) -> int | None:
    """The line of the first article (or of the chapter above it) of a document that is divided into articles; None if it is not."""
    starts = [match.start() for match, _ in zip(_ARTICLE_LINE.finditer(layout.text), range(_FEWEST_ARTICLES), strict=False)]
    if len(starts) < _FEWEST_ARTICLES:
        return None
    first = next(index for index, line in enumerate(layout.lines) if line.end > starts[0])
    label = label_at(layout.text, layout.lines[first].start, layout.lines[first].end)
    if label is None or label.value != 1:
        return None
    while first and (above := label_at(layout.text, layout.lines[first - 1].start, layout.lines[first - 1].end)) and above.family == "chapter":
        first -= 1
    return first


def find_articles(layout: Layout, begin: int) -> list[Item]:
    """The duties of a regulation whose articles begin at line `begin`, in reading order."""
    items: list[Item] = []
    path: list[tuple[str, str]] = []
    article: tuple[Label, int] | None = None
    for index in range(begin, len(layout.lines)):
        line = layout.lines[index]
        label = label_at(layout.text, line.start, line.end)
        if label is None or label.family not in ("article", "chapter"):
            continue
        if article is not None:
            items.extend(_items_of(layout, *article, index, path))
            article = None
        if label.family == "article":
            article = (label, index)
        else:
            _enter_chapter(path, label, layout.line_text(index).strip())
    if article is not None:
        items.extend(_items_of(layout, *article, len(layout.lines), path))
    return items


def _enter_chapter(path: list[tuple[str, str]], label: Label, heading: str) -> None:
    level = label.number.rstrip()[-1]
    levels = [known for known, _ in path]
    if level in levels:
        del path[levels.index(level) :]
    path.append((level, heading))


def _items_of(layout: Layout, label: Label, first: int, last: int, path: list[tuple[str, str]]) -> list[Item]:
    text, lines = layout.text, layout.lines
    while last > first + 1 and lines[last - 1].start == lines[last - 1].end:
        last -= 1
    steps = tuple(heading for _, heading in path)
    for index in range(first, last):
        lead = _lead_of(text, lines[index].start if index > first else label.body, lines[index].end)
        if lead is not None:
            listed = _list_items(layout, label, index + 1, last, lead, steps)
            if listed:
                return listed
    end = lines[last - 1].end
    if not lays_a_duty(text[label.body : end]):
        return []
    line_end = lines[first].end
    stop = text.find("。", label.body, line_end)
    close = stop if stop >= 0 else line_end
    while close > label.body and text[close - 1] in "：:；; \u3000":
        close -= 1
    return [Item(label.number, steps, label.start, end, Span(label.body, close), (Span(label.body, end),))]


def _lead_of(text: str, start: int, end: int) -> Span | None:
    """The sentence that announces a list of duties, at the end of a line."""
    if end <= start or text[end - 1] not in "：:":
        return None
    begin = max(start, text.rfind("。", start, end) + 1)
    sentence = text[begin:end]
    return Span(begin, end) if _LIST_LEAD.search(sentence) and not _POWERS_LEAD.search(sentence) else None


def _list_items(layout: Layout, article: Label, first: int, last: int, lead: Span, path: tuple[str, ...]) -> list[Item]:
    text = layout.text
    items: list[Item] = []
    for index in range(first, last):
        line = layout.lines[index]
        label = label_at(text, line.start, line.end)
        if label is None:
            if items and line.end > line.start:
                break
            continue
        if label.family not in ("cn_paren", "arabic"):
            continue
        end = line.end
        close = end
        while close > label.body and text[close - 1] in "；;。 \u3000":
            close -= 1
        items.append(
            Item(article.number + label.number, path, label.start, end, Span(label.body, close), (Span(label.body, end),), lead=lead)
        )
    return items


def lays_a_duty(article: str) -> bool:
    """Whether an article binds somebody to something.

    >>> lays_a_duty("市人民政府应当每年公布名录。"), lays_a_duty("鼓励单位和个人参与保护。"), lays_a_duty("市水务局可以委托实施。")
    (True, False, False)
    """
    for match in _SENTENCE.finditer(article):
        sentence = match.group().strip()
        if not sentence or _IDLE.search(sentence):
            continue
        if _MODAL.search(sentence) or _REPRIMAND.search(sentence):
            return True
        if not _POWER.search(sentence):
            office = _OFFICE.search(sentence)
            if office is not None and _COMPETENCE.search(sentence, office.end()):
                return True
    return False
