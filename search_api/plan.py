"""What a question asks: its type, the units, documents, place and time it names, and the topic that is left."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from extract.records import Role
from search_api.catalog import Entry
from search_api.document_facts import Fact, asked_facts, is_about_document
from search_api.index import SearchIndex
from search_api.kinds_of_question import ORGAN, TITLE, kind_of
from search_api.models import Plan, QuestionType
from search_api.nlp import Named, fold
from search_api.when import Window, find_window

_PLACE = re.compile(
    r"(?:^|[，。、？\s在])(?:[\u4e00-\u9fff]{2,4}[省市州])?([\u4e00-\u9fff]{2,4}[省市区县镇])(?=\d{4}年|今年|明年|去年|的|里|有|要)"
)
# A part of a title before 里 or 中: 民生实事里 for 云泽市2025年民生实事任务分解表.
_PARTLY_NAMED = re.compile(r"([\u4e00-\u9fff]{4,16}?)(?:里面|当中|里|中)(?:[，,的]|$|[^，,]{0,6}(?:哪|多少|什么|谁))")
_YEAR_WORD = re.compile(r"\d{4}年(?:度)?")
_NO_PLACE = re.compile(r"[全各本我哪每]|城市|地区|小区|社区|园区|灌区|景区|库区|城区|超市|上市|都市|水区")
_KINDS = {"工作要点": "work_points", "要点": "work_points", "条例": "regulation", "总结": "summary", "实施方案": "plan", "行动计划": "plan"}
# What may stand after a unit that does something; 总河长会议 and 河长公示牌 name no doer.
_DOER_TAIL = re.compile(
    r"$|[，。？?、\s（(0-9”’\"]|每|要|应|须|得|需|在|今年|明年|去年|本|的|负责|牵头|参与|配合|承担|有|做|多|一个月|手上|年度|还|都|到|下|一|必|至|什么|哪|怎|由|该|配|是|和|与|干|管|按|定|担|规定|开|召|巡"
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question taken apart. `within` are the only documents meant, `None` for all; `gap` says in words why nothing can be found."""

    question: str
    type: QuestionType
    topic: str
    units: tuple[str, ...]
    unit_phrases: tuple[str, ...]
    within: frozenset[str] | None
    named_by: str
    indicators: tuple[str, ...]
    cited: tuple[str, ...]
    window: Window
    role: Role | None
    recurring: bool
    facts: tuple[Fact, ...] = ()
    gap: str | None = None

    @property
    def asks_bare_indicator(self) -> bool:
        """Whether there is little beside the name of an indicator (全市森林覆盖率): then its figure is asked for."""
        return any(len(name) >= 3 and len(self.topic) <= len(name) + 4 for name in self.indicators if name in self.question)

    def as_plan(self, index: SearchIndex, steps: tuple[str, ...]) -> Plan:
        """The plan to show beside the answer."""
        titles = [entry.document_title or entry.source for entry in index.documents() if self.within and entry.document in self.within]
        return Plan(
            type=self.type,
            topic=self.topic,
            units=self.unit_phrases,
            documents=tuple(sorted(titles)) if self.within is not None and len(titles) <= 20 else (),
            indicators=self.indicators,
            cited=self.cited,
            year=self.window.year,
            due_from=self.window.from_,
            due_to=self.window.to,
            role=self.role,
            steps=steps,
        )


def understand(question: str, index: SearchIndex, today: date) -> Understanding:
    """Takes a question apart, against the names that the index knows."""
    text = fold(question)
    named = index.find_names(text)
    window = find_window(TITLE.sub(lambda title: "　" * len(title.group()), text), today)
    documents = index.documents()
    facts = _facts_of(text, named, window, documents, index)
    names_doer = any(part.kind == "unit" and _is_doer(text, part) for part in named)
    type_, cited = kind_of(text, named, window, names_doer=names_doer, about_document=bool(facts))
    within, named_by, gap = _narrow(text, named, window, documents, cited)
    # A unit named in a "who" is part of what is asked about, not of who is asked for; a place with documents of its own is no doer.
    doers = [part for part in named if part.kind == "unit" and _is_doer(text, part) and not _is_place_of(part, named, documents)]
    if type_ == "who":
        doers = []
    unit_phrases = tuple(dict.fromkeys(text[part.start : part.end] for part in doers))
    if not doers and gap is None and type_ in ("what_by_unit", "what_by_date") and not cited:
        stranger = ORGAN.search(TITLE.sub("", text))
        if stranger is not None and not any(part.kind == "unit" and part.start <= stranger.start() < part.end for part in named):
            gap = f"已载入的文件里没有“{stranger.group()}”承担的任务"
    return Understanding(
        question=question,
        type=type_,
        topic=_topic(text, named, window, doers, cited),
        units=tuple(dict.fromkeys(name for part in doers for name in part.names)),
        unit_phrases=unit_phrases,
        within=within,
        named_by=named_by,
        indicators=tuple(dict.fromkeys(name for part in named if part.kind == "indicator" for name in part.names)),
        cited=cited,
        window=window,
        role=_role(text),
        recurring=type_ == "what_by_date" and not window.is_set,
        facts=facts,
        gap=gap,
    )


def _facts_of(text: str, named: list[Named], window: Window, documents: list[Entry], index: SearchIndex) -> tuple[Fact, ...]:
    facts = asked_facts(text)
    if not facts:
        return ()
    topic = _topic(text, named, window, [], ())
    titles = (entry.document_title for entry in documents)
    return facts if is_about_document(text, topic, topic_words(topic, index), titles) else ()


def _narrow(
    text: str, named: list[Named], window: Window, documents: list[Entry], cited: tuple[str, ...]
) -> tuple[frozenset[str] | None, str, str | None]:
    """The documents that a question is about, by what they were told from others, and what is missing where there are none."""
    left, by = documents, ""
    for title in (title for title in TITLE.findall(text) if title not in cited):
        left = [entry for entry in left if _same_title(title, entry.document_title)]
        if not left:
            return frozenset(), "title", f"没有载入《{title}》"
        by = "title"
    if not by:
        titles = {name for part in named if part.kind == "title" for name in part.names}
        if titles:
            left, by = [entry for entry in left if entry.document_title in titles], "title"
    if not by and (part := _PARTLY_NAMED.search(_YEAR_WORD.sub("", TITLE.sub("", text)))):
        partly = [entry for entry in left if any(part[1][at:] in entry.document_title for at in range(len(part[1]) - 3))]
        if partly:
            left, by = partly, "title"
    places = [part for part in named if part.kind == "place" and not _inside_unit(part, named)]
    if not by and places:
        left, by = [entry for entry in left if any(_is_of(entry, name) for part in places for name in part.names)], "place"
    elif not by:
        stranger = next((match[1] for match in _PLACE.finditer(text) if not _NO_PLACE.search(match[1])), None)
        if stranger is not None:
            kin = [entry for entry in left if stranger in entry.document_title + entry.issuer + entry.place + entry.source]
            if not kin:
                return frozenset(), "place", f"没有载入{stranger}的文件"
            left, by = kin, "place"
    if window.year is not None and window.year > 0:
        of_year = [entry for entry in left if entry.year == str(window.year) or (by == "title" and not entry.year)]
        if not of_year and not window.is_set:
            return frozenset(), by or "year", f"没有载入{window.year}年的{'这份' if by == 'title' else ''}文件"
        if of_year:
            left, by = of_year, by or "year"
    if by != "title":
        for word, kind in _KINDS.items():
            of_kind = [entry for entry in left if entry.kind == kind]
            if word in TITLE.sub("", text) and of_kind:
                left, by = of_kind, by or "kind"
                break
    return (frozenset(entry.document for entry in left), by, None) if by else (None, "", None)


def _same_title(asked: str, title: str) -> bool:
    one, other = re.sub(r"\s", "", fold(asked)), re.sub(r"\s", "", fold(title))
    return bool(other) and (one in other or other in one)


def _is_of(entry: Entry, place: str) -> bool:
    return bool(place) and (entry.place == place or place in entry.document_title or place in entry.issuer)


def _inside_unit(place: Named, named: list[Named]) -> bool:
    """Whether a place is only the beginning of a unit's name (云泽市 of 云泽市水务局)."""
    return any(part.kind == "unit" and part.start <= place.start and part.end > place.end for part in named)


def _is_place_of(unit: Named, named: list[Named], documents: list[Entry]) -> bool:
    same = [part for part in named if part.kind == "place" and (part.start, part.end) == (unit.start, unit.end)]
    return any(_is_of(entry, name) for part in same for name in part.names for entry in documents)


def _is_doer(text: str, part: Named) -> bool:
    # 设省级河长的河流, 对市级河长的考核: no doer of what is asked for.
    before = text[max(0, part.start - 1) : part.start]
    return before not in ("设", "对", "向", "经", "把", "被", "比") and _DOER_TAIL.match(text, part.end) is not None


def _role(text: str) -> Role | None:
    if re.search(r"牵头|主责|为主", text):
        return "lead"
    if re.search(r"配合|协办|协助|协同", text):
        return "support"
    return None


@cache
def _question_words() -> tuple[re.Pattern[str], frozenset[str]]:
    table = tomllib.loads((files("search_api") / "question_words.toml").read_text("utf-8"))
    phrases = sorted((phrase for phrase in table["phrases"].split() if len(phrase) > 1), key=lambda phrase: (-len(phrase), phrase))
    return re.compile("|".join(map(re.escape, phrases))), frozenset((*table["words"].split(), *table["phrases"].split()))


def topic_words(topic: str, index: SearchIndex) -> list[str]:
    """The words of a topic that say what it is about."""
    return [word for word in dict.fromkeys(index.words_of(topic)) if word not in _question_words()[1] and not word.isdigit()]


def _topic(text: str, named: list[Named], window: Window, doers: list[Named], cited: tuple[str, ...]) -> str:
    cut = [*window.stretches, *((part.start, part.end) for part in doers), *(title.span() for title in TITLE.finditer(text))]
    cut += [(part.start, part.end) for part in named if part.kind in ("place", "title")]
    kept = "".join("　" if any(start <= place < end for start, end in cut) else char for place, char in enumerate(text))
    asked = _question_words()[0].sub("　", kept)
    return re.sub(r"[　，。？?！、；：\s]+", " ", asked).strip()
