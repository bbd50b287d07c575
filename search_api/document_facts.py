"""Questions about a document itself: when it was passed, put out or comes into force, its number, and who put it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from graph import questions
from graph.store import Graph
from graph.views import DocumentView
from graph.works import number_key
from search_api.answers import abstain, answer
from search_api.catalog import Entry
from search_api.index import SearchIndex
from search_api.models import Answer, AnswerEvidence, Plan
from search_api.nlp import fold
from search_api.scope import NUMBER

Fact = Literal["effective_on", "adopted_on", "issued_on", "doc_number", "issuer"]

# So many documents are answered for; of more a question must say which it means.
MOST = 6

_WHEN = re.compile(
    r"什么时候|什么时间|什么日子|何时|何日|哪一?天|哪一?年|哪个?月|几月|几号(?!文|令)|几时|啥时|多会儿|日期|时间|从哪一?[天日]|是否已经|[了没]吗"
)
_WHO = re.compile(
    r"谁|哪(?:个|些|家|几家|一级)?(?:[市区县省]级)?(?:部门|单位|机关|机构|人大|政府|会议)|什么(?:单位|部门|机关|会议)|哪家|(?:印发|发布|发文|制定|制发|公布)(?:的)?(?:单位|机关|部门|主体)|哪里发"
)
_DONE: dict[Fact, re.Pattern[str]] = {
    "effective_on": re.compile(r"施行|生效|起效|(?:开始|起|正式)(?:实施|执行|实行)|实施日期|执行日期|管用"),
    "adopted_on": re.compile(r"通过|表决|审议通过"),
    "issued_on": re.compile(r"印发|发布|公布|出台|下发|颁布|发文|成文|制定|发出|发的|签发日期"),
}
_NUMBER = re.compile(r"文号|发文字号|发文号|[第是]?几号(?:文|令)|文件(?:编)?号")
_ISSUED = re.compile(r"印发|发布|公布|出台|下发|颁布|发文|制发|制定|通过|起草|发的|发出")
_WORDS = re.compile(
    r"这[部份个件]|那[部份个件]|该|本|政府文件|文件|条例|办法|规定|细则|要点|方案|计划|通知|意见|决定|总结|法规|工作|正式|开始|起|日期|时间|日子|单位|机关|部门|审议|哪一?[部份个年天]|"
    r"文号|发文字号|发文号|几号[文令]?|号|会议|已经|由|是|的|了|在|什么|第"
)
_DOCUMENT_WORD = re.compile(r"条例|办法|规定|细则|要点|方案|计划|通知|意见|决定|总结|法规|文件|法$|清单|任务表|分解表|台账")
_SAID: dict[Fact, str] = {"effective_on": "施行", "adopted_on": "通过", "issued_on": "印发", "doc_number": "文号", "issuer": "制发机关"}
_DIGITS = "〇一二三四五六七八九"


def asked_facts(text: str) -> tuple[Fact, ...]:
    """The facts of a document that a question may ask for; whether it is about a document at all, `is_about_document` says.

    >>> asked_facts("条例什么时候开始施行"), asked_facts("要点的文号是多少，谁印发的")
    (('effective_on',), ('doc_number', 'issuer'))
    """
    facts: list[Fact] = []
    if _WHEN.search(text):
        facts.extend(fact for fact, done in _DONE.items() if done.search(text))
    if _NUMBER.search(text):
        facts.append("doc_number")
    if _WHO.search(text) and _ISSUED.search(text):
        facts.append("issuer")
    return tuple(facts)


def is_about_document(text: str, topic: str, words: Iterable[str], titles: Iterable[str]) -> bool:
    """Whether a question is about a document and not about the work that it orders.

    Beside the document's own words nothing is left to look for: 试点实施方案什么时候印发 asks when a task is done.
    """
    if not (_DOCUMENT_WORD.search(text) or "《" in text):
        return False
    held = " ".join(titles)
    for done in (*_DONE.values(), _ISSUED):
        topic = done.sub(" ", topic)
    left = _WORDS.sub(" ", topic)
    return not any(word in left and word not in held for word in words if len(word) > 1)


def documents_numbered(text: str, graph: Graph) -> frozenset[str] | None:
    """The documents whose number a question names (云政发〔2025〕1号); `None` where it names none."""
    number = NUMBER.search(text)
    if number is None:
        return None
    held = graph.remember("document numbers", lambda: _numbers(graph))
    asked = number_key(fold(number.group())) or ""
    return frozenset(id for key, id in held if asked.endswith(key)) or None


def _numbers(graph: Graph) -> tuple[tuple[str, str], ...]:
    documents = questions.documents(graph, limit=1 << 30).items
    return tuple((key, view.id) for view in documents if view.doc_number and (key := number_key(fold(view.doc_number))))


def ask_document(
    question: str, facts: tuple[Fact, ...], within: frozenset[str] | None, plan: Plan, graph: Graph, index: SearchIndex
) -> Answer:
    """Answers with the facts of the documents that the question means, one sentence each."""
    documents = _meant(fold(question), within, index.documents())
    if not documents or len(documents) > MOST:
        return abstain(question, plan, "没有载入所问的文件" if not documents else f"已载入{len(documents)}份这类文件，请说明是哪一份")
    sentences, dates, units = [], [], []
    evidence: list[AnswerEvidence] = []
    lacking: list[str] = []
    for entry in documents:
        document, printed = questions.text_of(graph, entry.document)
        for fact in facts:
            found = _stated(document, printed, fact)
            if found is None:
                lacking.append(f"《{document.title or document.source}》没有写明{_SAID[fact]}{'日期' if fact.endswith('_on') else ''}")
                continue
            value, start, end = found
            said = printed[start:end]
            evidence.append(AnswerEvidence(source=document.source, document=document.id, number=None, start=start, end=end, quote=said))
            named = f"《{document.title or document.source}》"
            if isinstance(value, date):
                dates.append(value)
                sentences.append(f"{named}{value.year}年{value.month}月{value.day}日{_SAID[fact]}（原文“{said.strip()}”）。")
            else:
                units.extend([said] if fact == "issuer" else [])
                sentences.append(f"{named}的{_SAID[fact]}是{value}。")
    if not sentences:
        return abstain(question, plan, "；".join(lacking))
    if lacking and len(documents) == 1:
        sentences.append(f"{'；'.join(lacking)}。")
    return answer(question, plan, sentences, (), evidence, dates=dates, extra_units=units)


def _meant(text: str, within: frozenset[str] | None, documents: list[Entry]) -> list[Entry]:
    left = [entry for entry in documents if within is None or entry.document in within]
    word = _DOCUMENT_WORD.search(re.sub(r"《[^《》]*》", "", text))
    if word is not None and word.group() not in ("文件", "法规"):
        left = [entry for entry in left if word.group() in entry.document_title] or ([] if within is None else left)
    return sorted(left, key=lambda entry: (entry.year, entry.document_title, entry.document))


def _stated(document: DocumentView, text: str, fact: Fact) -> tuple[date | str, int, int] | None:
    """A fact with the stretch of the text that says so; nothing that the text does not say."""
    match fact:
        case "doc_number":
            number = document.doc_number
            span = None if number is None else _find(text, number)
            return None if span is None or number is None else (number, *span)
        case "issuer":
            issuer = document.issuer
            span = None if issuer is None else _find(text, issuer)
            return None if span is None or issuer is None else (issuer, *span)
        case "effective_on":
            day = document.effective_on
        case "adopted_on":
            day = document.adopted_on or (document.issued_on if document.kind == "regulation" else None)
        case _:
            day = document.issued_on
    if day is None:
        return None
    places = list(_printed(text, day))
    if not places:
        return None
    done = _DONE[fact]
    near = [span for span in places if done.search(_line(text, *span))]
    # The day under a signature is the day of issue, without a word; passing and coming into force are always said.
    if not near and (fact != "issued_on" or document.kind == "regulation"):
        return None
    start, end = (near or places)[0]
    tail = done.search(text, end, min(len(text), end + 40)) if near else None
    if tail is not None and "\n" not in text[end : tail.start()] and "。" not in text[end : tail.start()]:
        end = tail.end()
    return day, start, end


def _line(text: str, start: int, end: int) -> str:
    return text[text.rfind("\n", 0, start) + 1 : stop if (stop := text.find("\n", end)) >= 0 else len(text)]


def _find(text: str, wanted: str) -> tuple[int, int] | None:
    """Where something is printed, whatever its brackets and spaces."""
    pattern = r"\s*".join(
        "[（(〔\\[【]" if char in "（(〔[【" else "[）)〕\\]】]" if char in "）)〕]】" else re.escape(char) for char in wanted
    )
    match = re.search(pattern, text)
    return None if match is None else match.span()


def _printed(text: str, day: date) -> Iterator[tuple[int, int]]:
    """Where a day is printed in any of its forms.

    >>> list(_printed("自2021年1月 1日起施行", date(2021, 1, 1)))
    [(1, 11)]
    """
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year)).replace("〇", "[〇○Ｏ零]")
    forms = (
        rf"{day.year}\s*年\s*0?{day.month}\s*月\s*0?{day.day}\s*日",
        rf"{year}年{_spell(day.month)}月{_spell(day.day)}日",
        rf"{day.year}[-./]0?{day.month}[-./]0?{day.day}(?!\d)",
    )
    for match in re.finditer("|".join(forms), text):
        yield match.span()


def _spell(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
