"""Documents that a text names: in 《》, once a task, with the number beside them.

Where the marks are lost, a document is named if verb and wording fix both ends of its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.frame import Frame, Item
from extract.records import Citation

_KINDS = (
    "条例|办法|规定|规程|规范|规划|方案|计划|意见|通知|通报|决定|决议|公告|公报|细则|制度|标准|导则|指南|纲要|准则|章程|规则|预案|目录|清单|名录|要点|措施|批复|函|令|协议|"
    "宪法|法典|法|大纲|宣言|报告|责任书|任务分解|分工|要求|手册|指引|图|公约|合同|守则"
)
_STANDARD = (
    r"(?:GB|gb|DB|db|SL|HJ|CJJ?|JGJ|TD|NY|TSG|YY|WS|LY|JT|QX|GA|T)(?:\d{2})?(?:/?\s?[A-Za-z]{1,6})?\s?/?\s?[A-Z]?\d{3,5}"
    r"(?:\.\d+)?\s?[-—–]\s?(?:19|20)\d{2}"
)
_AHEAD = re.compile(rf"(?P<number>{_STANDARD}|[一-龥]{{1,8}}[〔\[]\s*(?:19|20)\d{{2}}\s*[〕\]]\s*\d{{1,4}}\s*号)\s*《?$")
"""A number that stands before the title: GB 3838—2002《地表水环境质量标准》."""
_SAID_BEFORE = re.compile(r"^.*(?:落实|执行|按照|依照|依据|根据|贯彻|遵照|参照|对照|印发|转发|下发)(?=[一-龥])")
_SINGLE = re.compile(rf"[〈<](?P<title>[一-龥“”（）()]{{3,60}}?(?:{_KINDS})(?:[（(](?:试行|暂行|修订)[）)])?)[〉>]")
"""A title in the inner marks, where a copy lost the outer ones."""
_NUMBER = re.compile(
    rf"\s*[（(]?\s*(?P<number>[一-龥A-Za-z]{{0,16}}\s*[〔\[【(（［]\s*(?:(?:19|20)\d{{2}}|[XxＸ]+)\s*[〕\]】)）］]?\s*(?:第)?\s*[\dXxＸ]{{1,5}}\s*号|{_STANDARD}|第\d+号(?:令|公告)?)"
)
_VERB = (
    "(?:印发|下发|转发|出台|制定|修订|编制|颁布|实施|发布|贯彻|落实|执行|签署|签订|审议|通过|研究|细化|完善|依据|根据|按照|依照|对照|参照)"
)
# The first stands by itself, so that the engine passes over what begins none.
_VERBS = (
    rf"{_VERB}{_VERB}{{0,2}}(?:了|出)?"
    r"(?:全国人大常委会|国务院|省政府|市政府)?"
)
_AREA = r"(?:中华人民共和国|[一-龥]{2,6}?(?:省|自治区|特别行政区)|[一-龥]{2,4}?市|[一-龥]{2,4}?[县区州盟旗])"
_UNMARKED = re.compile(
    rf"{_VERBS}(?P<title>(?:{_AREA}[一-龥“”（）()]{{3,30}}?|关于[一-龥“”（）()]{{4,36}}?的)(?:主要任务分解|任务分解方案|实施意见|意见|通知|决定|决议|工作规定|条例|实施办法|管理办法|考核办法|实施细则|实施方案|工作方案|行动方案|行动计划|暂行规定|总体规划|工作规则|管理规定|水污染防治法|防洪法|河道管理条例))"
    r"(?=[，,。；;、]|等|和|及|要求|规定|精神|$|[（(])"
)
_FOLLOWED = re.compile(
    rf"(?:按照|依照|依据|根据|严格执行|对照|参照)(?P<title>{_AREA}[一-龥“”（）()]{{2,30}}?(?:办法|条例|应急处置预案|应急预案|预案|规定|规程|规划|方案|细则))"
    r"(?=(?:的?(?:要求|规定|精神))?(?:严格|认真|组织|依法)?(?:执行|开展|实施|落实|办理|处理|组织|推进|编制|进行)|的?(?:要求|规定|精神)[，,])"
)
"""A document that is followed, between what says so and what is done: 按照云泽市粮食应急预案|开展演练."""
_MARKS = re.compile(r"[\s《》〈〉<>“”\"（）()〔〕\[\]【】]")
_NO_DOCUMENT = re.compile(r"(?:日报|晚报|时报|晨报|杂志|期刊|学报|栏目|专栏|歌曲|电影|电视剧|纪录片|短视频)$")


def find_citations(frame: Frame, items: tuple[Item, ...]) -> list[tuple[Citation, ...]]:
    """The documents that every item names, each once an item."""
    return [_once(citation for start, end in _stretches(item) for citation in _in_text(frame, start, end)) for item in items]


def find_document_citations(frame: Frame, items: tuple[Item, ...]) -> tuple[Citation, ...]:
    """The documents named outside every item, without the document itself."""
    own = _plain(frame.head.title or "")
    taken = [(item.start, item.end) for item in items]
    found = _once(
        citation
        for start, end in frame.preamble
        for citation in _in_text(frame, start, end)
        if not any(first <= citation.start < last for first, last in taken)
    )
    return tuple(citation for citation in found if not _is_itself(citation, own, frame.head.doc_number))


def _stretches(item: Item) -> Iterator[tuple[int, int]]:
    if item.fields:
        yield from ((cell.start, cell.end) for cell in item.fields)
    else:
        yield from item.body


def _is_itself(citation: Citation, own: str, number: str | None) -> bool:
    title = _plain(citation.title)
    if own and (title == own or own.endswith(f"印发{title}的通知") or (len(title) > 6 and title.endswith(f"印发{own}的通知"))):
        return True
    return bool(number and citation.doc_number and _plain(citation.doc_number) == _plain(number))


def _plain(text: str) -> str:
    return _MARKS.sub("", text)


def _once(citations: Iterator[Citation]) -> tuple[Citation, ...]:
    kept: dict[str, Citation] = {}
    for citation in citations:
        key = _plain(citation.title)
        if key not in kept or (citation.doc_number and not kept[key].doc_number):
            kept[key] = citation if key not in kept else kept[key].model_copy(update={"doc_number": citation.doc_number})
    return tuple(sorted(kept.values(), key=lambda citation: citation.start))


def _in_text(frame: Frame, start: int, end: int) -> Iterator[Citation]:
    text = frame.text
    marked: list[tuple[int, int]] = []
    for begin, close, confidence in _titles(text, start, end):
        marked.append((begin, close))
        title = text[begin:close]
        if not title.strip() or _NO_DOCUMENT.search(title):
            continue
        number = _NUMBER.match(text, close + 1, min(end, close + 50)) if close < end else None
        number = number or _AHEAD.search(text, max(start, begin - 30), begin)
        yield Citation(
            title=title,
            start=begin,
            end=close,
            doc_number=_number(number),
            how=frame.how,
            rule="marks" if confidence > 0.9 else "one mark",
            confidence=confidence,
        )
    for single in _SINGLE.finditer(text, start, end) if "〈" in text[start:end] or "<" in text[start:end] else ():
        first, last = single.span("title")
        if not any(begin <= first < close for begin, close in marked):
            marked.append((first, last))
            number = _NUMBER.match(text, last + 1, min(end, last + 50))
            yield Citation(
                title=text[first:last], start=first, end=last, doc_number=_number(number), how=frame.how, rule="one mark", confidence=0.85
            )
    for lost in (*_UNMARKED.finditer(text, start, end), *_FOLLOWED.finditer(text, start, end)):
        first, last = lost.span("title")
        if not any(begin <= first < close for begin, close in marked):
            marked.append((first, last))
            number = _NUMBER.match(text, last, min(end, last + 50))
            yield Citation(
                title=lost.group("title"), start=first, end=last, doc_number=_number(number), how=frame.how, rule="no marks", confidence=0.7
            )


def _number(match: re.Match[str] | None) -> str | None:
    return None if match is None else _SAID_BEFORE.sub("", match.group("number").strip())


def _titles(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Where the titles inside 《》 stand; titles inside a title belong to it. A mark whose partner is lost ends at the kind of document."""
    place = start
    while (opened := text.find("《", place, end)) >= 0:
        depth, at = 1, opened + 1
        while at < end and depth and text[at] != "\n" and at - opened < 160:
            depth += (text[at] == "《") - (text[at] == "》")
            at += 1
        if depth == 0:
            yield opened + 1, at - 1, 0.98
            place = at
            continue
        close = text.find("》", opened, min(end, opened + 120))
        if close >= 0 and "\n" not in text[opened:close]:
            inner = text.rfind("《", opened, close)
            yield inner + 1, close, 0.9
            place = close + 1
            continue
        kind = re.compile(
            rf"[^《》。；\n]{{2,50}}?(?:{_KINDS})(?:[（(](?:试行|暂行|修订|草案|征求意见稿)[）)])?(?=[，,。；;、（(]|等|和|及|要求|的?通知|$)"
        ).match(text, opened + 1, end)
        if kind:
            yield opened + 1, kind.end(), 0.75
        place = opened + 1
