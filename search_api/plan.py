"""What a question asks: its type, the units, documents, place and time it names, and the topic that is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extract.records import Role
from search_api.catalog import Entry
from search_api.document_facts import Fact, asked_facts, is_about_document
from search_api.index import SearchIndex
from search_api.kinds_of_question import ORGAN, TITLE, asks_each, compares, kind_of
from search_api.models import Plan, QuestionType
from search_api.named_places import find_places, is_of
from search_api.nlp import Named, fold
from search_api.question_words import topic_words, without_asking
from search_api.scope import NUMBER, Label, Scope, find_label, find_scope, same_title
from search_api.when import Window, find_window, find_years

# What may stand after a unit that does something; 总河长会议 and 河长公示牌 name no doer.
_DOER_TAIL = re.compile(
    r"$|[，。？?、\s（(0-9”’\"]|每|要|应|须|得|需|在|今年|明年|去年|本|的|负责|牵头|参与|配合|承担|有|做|多|一个月|手上|年度|还|都|到|下|一|必|至|什么|哪|怎|由|该|配|是|和|与|干|管|按|定|担|规定|开|召|巡|谁|呢|跟|比|及|各|分别|两家|之间"
)


_SUPPORTS = re.compile(r"配合|协办|协助|协同(?!发展|治理|共治|推进|创新|监管|机制|联动|处置)")
_SEVERAL_ROLES = re.compile(r"(?:责任|负责)单位.{0,6}(?:配合|牵头)|(?:要?办|负责|承担|要?做|牵头).{0,3}和.{0,3}(?:配合|协办)")
_COPIES = re.compile(r"[两二三四几多]份([\u4e00-\u9fff]{1,6}?(?:表|案|划|点|账|结|例|件|见|知|法|定))")
# Particles at the edge of what is left of a topic belong to what was cut away.
_EDGES = re.compile(r"(?:^|(?<= ))(?:[的和与或了是有谁在]|以及)+|(?:[的和与或了是有谁在]|以及)+(?= |$)")
_YEARS = re.compile(r"(?:从|到|和|与|至|[—\-~～])?\d{4}年?(?:度)?(?:到|和|与|至|[—\-~～])?(?=\d{4}年|[^\d]|$)")
# Documents order, measure and date; they give no reasons.
_WHY = re.compile(r"为什么|为何|为啥|什么原因|原因是(?:什么|啥)|凭什么|干嘛要|何以")
# 省级河长 where only 河长 is known is another unit; 设省级河长的河流 names no doer at all.
_LEVEL_BEFORE = re.compile(r"[国省市县区乡镇村]级$|设(?:立|有)?[国省市县区乡镇村]?级?$")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that a question compares: as it is said, with the names of a unit, a year, or documents; `None` is any."""

    said: str
    units: tuple[str, ...] = ()
    year: int | None = None
    within: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question taken apart. `within` are the only documents meant, `None` for all; `gap` says in words why nothing can be found.

    `years` are all that are named, `sides` what is compared, `unheld` the titles of no document that is loaded, `own` the documents that
    a unit which is named has put out itself, `subjects` the units that are spoken of (河长办公室自己不落实的，由谁约谈).
    """

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
    label: Label | None = None
    years: tuple[int, ...] = ()
    sides: tuple[Side, ...] = ()
    unheld: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()
    subjects: tuple[str, ...] = ()

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


def understand(question: str, index: SearchIndex, today: date, *, numbered: frozenset[str] | None = None) -> Understanding:
    """Takes a question apart, against the names that the index knows; `numbered` are the documents of a number that it names."""
    text = fold(question)
    if numbered:
        text = NUMBER.sub(lambda number: "　" * len(number.group()), text)
    named = index.find_names(text)
    untitled = TITLE.sub(lambda title: "　" * len(title.group()), text)
    window, years = find_window(untitled, today), find_years(untitled, today)
    documents = index.documents()
    facts = _facts_of(text, named, window, documents, index)
    doing = [part for part in named if part.kind == "unit" and _is_doer(text, part)]
    sides = _sides(text, named, doing, years, documents) if compares(text) else ()
    held = any(same_title(title, entry.document_title) for title in TITLE.findall(text) for entry in documents)
    type_, cited = kind_of(text, named, window, names_doer=bool(doing), about_document=bool(facts), sides=len(sides), held=held)
    if type_ == "howmuch" and asks_each(text):
        # One figure of each of several places, years or documents; of several units their tasks are.
        sides = tuple(side for side in _sides(text, named, [], years, documents) if not side.units)
        if len(sides) < 2 and (copies := _COPIES.search(text)):
            several = find_scope(text, named, year=window.year, is_window=False, documents=documents, cited=cited).within or frozenset()
            copied = [
                entry for entry in documents if entry.document in several and (copies[1] in entry.document_title or copies[1] == "文件")
            ]
            sides = tuple(Side(_name(entry), within=frozenset({entry.document})) for entry in copied)
        type_ = "compare" if len(sides) > 1 else type_
    if type_ == "howmuch" and re.search(r"目标|计划", untitled) and re.search(r"实际|实绩|完成情况", untitled):
        type_ = "change"
    if type_ in ("change", "compare"):
        window = window._replace(from_=None, to=None, year=None)
    year = window.year
    scope = find_scope(text, named, year=year, is_window=window.is_set, documents=documents, cited=cited)
    if numbered:
        scope = Scope(numbered, "title", None, scope.stretches)
    if type_ == "compare" and any(side.within is not None for side in sides):
        scope = Scope(stretches=scope.stretches)
    # A unit named in a "who" is part of what is asked about, not of who is asked for; a place with documents of its own is no doer.
    doers = [part for part in doing if not _is_place_of(part, named, documents)] if type_ != "who" else []
    unit_phrases = tuple(dict.fromkeys(text[part.start : part.end] for part in doers))
    label = find_label(TITLE.sub("", text)) if type_ not in ("citing", "compare", "change", "what_by_unit", "what_by_date") else None
    return Understanding(
        question=question,
        type=type_,
        topic=_topic(text, named, window, doers, scope, label, untimed=type_ in ("change", "compare")),
        units=tuple(dict.fromkeys(name for part in doers for name in part.names)),
        unit_phrases=unit_phrases,
        within=scope.within,
        named_by=scope.by,
        indicators=tuple(dict.fromkeys(name for part in named if part.kind == "indicator" for name in part.names)),
        cited=cited,
        window=window,
        role=_role(text),
        recurring=type_ == "what_by_date" and not window.is_set,
        facts=facts,
        gap=scope.gap
        or _stranger(text, named, type_, bool(doers or cited))
        or ("文件里写的是任务、单位、时限和指标，没有写原因" if _WHY.search(text) else None),
        label=label,
        years=years,
        sides=sides,
        unheld=() if held or cited else tuple(TITLE.findall(text)),
        subjects=tuple(
            dict.fromkeys(text[part.start : part.end] for part in named if part.kind == "unit" and not text.startswith("的", part.end))
        ),
        own=frozenset(entry.document for entry in documents if entry.issuer and any(_put_out(entry, part, text) for part in doers)),
    )


def _put_out(entry: Entry, part: Named, text: str) -> bool:
    """Whether a unit that a question names is who put a document out; governments put out what others have to do."""
    said = text[part.start : part.end]
    return not re.search(r"政府|委员会办公室|代表大会", entry.issuer) and (entry.issuer in part.names or entry.issuer.endswith(said))


def _stranger(text: str, named: list[Named], type_: QuestionType, is_told: bool) -> str | None:
    """What is missing where a question asks for the tasks of a body that no document names."""
    if is_told or type_ not in ("what_by_unit", "what_by_date"):
        return None
    strangers = _strangers(text, named)
    return f"已载入的文件里没有“{strangers[0]}”承担的任务" if strangers else None


def _strangers(text: str, named: list[Named]) -> list[str]:
    found = ORGAN.finditer(TITLE.sub(lambda title: "　" * len(title.group()), text))
    return [match.group() for match in found if not any(part.kind == "unit" and part.start <= match.start() < part.end for part in named)]


def _sides(text: str, named: list[Named], doing: list[Named], years: tuple[int, ...], documents: list[Entry]) -> tuple[Side, ...]:
    """What a question sets against each other: titles, places, units or years, whichever it names two of."""
    quoted = list(dict.fromkeys(TITLE.findall(text)))
    if len(quoted) > 1:
        return tuple(Side(f"《{title}》", within=_titled(title, documents)) for title in quoted)
    places = find_places(text, named)
    if len(places) > 1:
        return tuple(
            Side(said, within=frozenset(entry.document for entry in documents if any(is_of(entry, name) for name in names)))
            for said, names in places
        )
    beside = [part for part in named if part.kind == "unit" and text[: part.start].endswith(("比", "跟", "与", "和", "同"))]
    units = {text[part.start : part.end]: Side(text[part.start : part.end], units=part.names) for part in (*doing, *beside)}
    units.update((name, Side(name)) for name in _strangers(text, named))
    if len(units) > 1:
        return tuple(sorted(units.values(), key=lambda side: text.find(side.said)))
    held = {entry.year for entry in documents}
    # 比2020年降多少: a year that no document is of is what a figure is measured against.
    told = len(years) > 1 and (asks_each(text) or all(str(year) in held for year in years))
    return tuple(Side(f"{year}年", year=year) for year in years) if told else ()


def _name(entry: Entry) -> str:
    return f"《{entry.document_title}》" if entry.document_title else entry.source


def _titled(title: str, documents: list[Entry]) -> frozenset[str]:
    return frozenset(entry.document for entry in documents if fold(title) in fold(entry.document_title))


def _facts_of(text: str, named: list[Named], window: Window, documents: list[Entry], index: SearchIndex) -> tuple[Fact, ...]:
    facts = asked_facts(text)
    if not facts:
        return ()
    places = tuple((part.start, part.end) for part in named if part.kind == "place")
    topic = _topic(text, named, window, [], Scope(stretches=places), None)
    titles = (entry.document_title for entry in documents)
    return facts if is_about_document(text, topic, topic_words(topic, index), titles) else ()


def _is_place_of(unit: Named, named: list[Named], documents: list[Entry]) -> bool:
    same = [part for part in named if part.kind == "place" and (part.start, part.end) == (unit.start, unit.end)]
    return any(is_of(entry, name) for part in same for name in part.names for entry in documents)


def _is_doer(text: str, part: Named) -> bool:
    # 设省级河长的河流, 对市级河长的考核: no doer of what is asked for.
    before = text[max(0, part.start - 4) : part.start]
    if before[-1:] in ("设", "对", "向", "经", "把", "被", "比") or _LEVEL_BEFORE.search(before):
        return False
    return _DOER_TAIL.match(text, part.end) is not None


def _role(text: str) -> Role | None:
    """The only role that is asked for; none where several are (由谁牵头、谁配合)."""
    leads, supports = re.search(r"牵头|主责|为主", text) is not None, _SUPPORTS.search(text) is not None
    if leads == supports or _SEVERAL_ROLES.search(text):
        return None
    return "lead" if leads else "support"


def _topic(
    text: str, named: list[Named], window: Window, doers: list[Named], scope: Scope, label: Label | None, *, untimed: bool = False
) -> str:
    cut = [*window.stretches, *((part.start, part.end) for part in doers), *(title.span() for title in TITLE.finditer(text))]
    cut += [*((part.start, part.end) for part in named if part.kind == "title"), *scope.stretches]
    cut += [label.span] if label is not None else []
    cut += [match.span() for match in ORGAN.finditer(text)] if untimed else []
    cut += [year.span() for year in _YEARS.finditer(text)] if untimed else []
    kept = "".join("　" if any(start <= place < end for start, end in cut) else char for place, char in enumerate(text))
    return _EDGES.sub(" ", re.sub(r"[　，。？?！、；：\s]+", " ", without_asking(kept))).strip()
