"""Which documents a question is about: by title, place, year and kind; and the label of the item that it names (第3项, 第十条)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search_api.catalog import Entry
from search_api.kinds_of_question import TITLE
from search_api.named_places import find_place, is_of
from search_api.nlp import Named, fold

_KINDS = {"工作要点": "work_points", "要点": "work_points", "条例": "regulation", "总结": "summary", "实施方案": "plan", "行动计划": "plan"}
# A part of a title before 里 or 中: 民生实事里 for 云泽市2025年民生实事任务分解表.
_PARTLY_NAMED = re.compile(r"([\u4e00-\u9fff]{4,16}?)(?:里面|当中|里|中)")
# A part of a title that ends in the kind of document, whatever follows: 三年行动计划到2026年 …
_KIND_NAMED = re.compile(r"[\u4e00-\u9fff]{2,14}?(?:行动计划|实施方案|工作方案|分解表|任务表|台账|清单|规划|条例|办法|规定|细则)")
# A title said in short, up to where the question goes on: 综合保税区的意见里, 城市安全韧性计划，…
_SHORTENED = re.compile(
    r"(?:^|(?<=[，。、？\s按据市省区县]))([\u4e00-\u9fff]{5,20}?)"
    r"(?=里|中|，|提|规定|要求|明确|的(?!意见|方案|通知|计划|办法|条例|规定|决定))"
)
_YEAR_WORD = re.compile(r"\d{4}年(?:度)?")
_SPAN_OF_YEARS = re.compile(r"(\d{4})年?\s*[—–－\-~～至]+\s*(\d{4})年")


NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}[（(〔\[]\s*\d{4}\s*[）)〕\]]\s*第?\d+\s*号")


@dataclass(frozen=True, slots=True)
class Scope:
    """The only documents meant, `None` for all; by what they were told from others; what is missing where there are none.

    `stretches` are the characters that name a place, known or not.
    """

    within: frozenset[str] | None = None
    by: str = ""
    gap: str | None = None
    stretches: tuple[tuple[int, int], ...] = ()


def find_scope(
    text: str, named: Sequence[Named], *, year: int | None, is_window: bool, documents: Sequence[Entry], cited: Sequence[str]
) -> Scope:
    """The documents that a question is about; `is_window` says that days beside the year narrow as well."""
    left, by = _by_title(text, named, documents, cited)
    missing = [title for title in TITLE.findall(text) if title not in cited]
    if missing and by != "title":
        return Scope(frozenset(), "title", f"没有载入《{missing[0]}》")
    place = find_place(text, named, documents)
    if by and place is not None and place.names and not any(is_of(entry, name) for entry in left for name in place.names):
        return Scope(frozenset(), by, f"没有载入{place.said}的这份文件", place.stretches)
    if not by and place is not None:
        if not place.names:
            return Scope(frozenset(), "place", f"没有载入{place.said}的文件", place.stretches)
        of_place = [entry for entry in left if any(is_of(entry, name) for name in place.names)]
        # 石桥 of 石桥污水处理厂 may be no place at all: it does not stand against the year.
        if not place.is_loose or year is None or any(_is_of_year(entry, year, by="") for entry in of_place):
            left, by = of_place, "place"
    if year is not None and year > 0:
        of_year = [entry for entry in left if _is_of_year(entry, year, by=by)]
        of_year = of_year or [entry for entry in left if _reaches(entry, year)]
        if not of_year and not is_window:
            whose = "这份" if by == "title" else ""
            where = place.said if place is not None and by == "place" else ""
            return Scope(frozenset(), by or "year", f"没有载入{where}{year}年的{whose}文件", place.stretches if place else ())
        if of_year:
            left, by = of_year, by or "year"
    if by != "title":
        left, by = _by_kind(text, left, by)
    within = frozenset(entry.document for entry in left) if by else None
    return Scope(within, by, None, place.stretches if place else ())


def _by_title(text: str, named: Sequence[Named], documents: Sequence[Entry], cited: Sequence[str]) -> tuple[list[Entry], str]:
    left = list(documents)
    quoted = [title for title in TITLE.findall(text) if title not in cited]
    held = [entry for entry in left if any(same_title(title, entry.document_title) for title in quoted)]
    if held:
        return held, "title"
    titles = {name for part in named if part.kind == "title" for name in part.names}
    if titles:
        return [entry for entry in left if entry.document_title in titles], "title"
    bare = _YEAR_WORD.sub("", TITLE.sub("", text))
    for pattern in (_PARTLY_NAMED, _KIND_NAMED):
        for match in pattern.finditer(bare):
            part = match[1] if pattern is _PARTLY_NAMED else match[0]
            ends = [part[at:] for at in range(len(part) - 3)]
            for end in ends:
                partly = [entry for entry in left if end in entry.document_title]
                partly = partly or [entry for entry in left if is_shortened(end, entry.document_title)]
                if partly:
                    return (partly, "title") if end not in _KINDS else (left, "")
    for match in _SHORTENED.finditer(bare):
        shortened = [entry for entry in left if is_shortened(match[1].replace("的", ""), entry.document_title)]
        if shortened:
            return shortened, "title"
    return left, ""


def is_shortened(said: str, title: str) -> bool:
    """Whether a title is said in short: its characters in their order, in runs of two and more.

    >>> is_shortened("综合保税区意见", "国务院关于促进综合保税区高水平开放高质量发展的若干意见")
    True
    >>> is_shortened("城市污水", "云泽市城区污水规划"), is_shortened("云泽市", "云泽市城区污水规划")
    (False, False)
    """
    if len(said) < 5 or len(said) >= len(title):
        return False
    at, place, longest = 0, 0, 0
    while at < len(said):
        run = next((size for size in range(len(said) - at, 1, -1) if title.find(said[at : at + size], place) >= 0), 0)
        if run < 2:
            return False
        place = title.find(said[at : at + run], place) + run
        at += run
        longest = max(longest, run)
    return longest >= 4


def _by_kind(text: str, left: list[Entry], by: str) -> tuple[list[Entry], str]:
    bare = TITLE.sub("", text)
    for word, kind in _KINDS.items():
        of_kind = [entry for entry in left if entry.kind == kind]
        if word in bare and of_kind:
            return of_kind, by or "kind"
    return left, by


def _is_of_year(entry: Entry, year: int, *, by: str) -> bool:
    return entry.year == str(year) or (by == "title" and (not entry.year or _reaches(entry, year)))


def _reaches(entry: Entry, year: int) -> bool:
    """Whether the title of a plan says that it reaches over a year (三年行动计划（2024—2026年）)."""
    span = _SPAN_OF_YEARS.search(entry.document_title)
    return span is not None and int(span[1]) <= year <= int(span[2])


def same_title(asked: str, title: str) -> bool:
    """Whether a quoted title is that of a document, or a part of it."""
    one, other = re.sub(r"\s", "", fold(asked)), re.sub(r"\s", "", fold(title))
    return bool(other) and (one in other or other in one)


_ITEM = re.compile(r"第\s*([一二三四五六七八九十百零〇两\d]+)\s*([项点件款]|个(?:任务|工作|事项))")
_ARTICLE = re.compile(r"第([一二三四五六七八九十百零〇两\d]+)条(?:第?（?([一二三四五六七八九十\d]+)）?[项款])?")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Label:
    """The label of an item as a question says it, the ways in which it may be printed, and the characters that say so.

    Of an article `begins` is what the labels of its items begin with.
    """

    said: str
    printed: frozenset[str]
    begins: str
    span: tuple[int, int]

    def fits(self, label: str) -> bool:
        """Whether a printed label is meant."""
        return label in self.printed or (bool(self.begins) and label.startswith(self.begins))


def find_label(text: str) -> Label | None:
    """The item that a question names by its number.

    >>> label = find_label("石桥区第3项任务由谁负责")
    >>> label.said, label.fits("3"), label.fits("（三）"), label.fits("13")
    ('第3项', True, True, False)
    >>> find_label("条例第十条第二项怎么说").fits("第十条（二）")
    True
    """
    article = _ARTICLE.search(text)
    if article is not None:
        head = f"第{_in_words(article[1])}条"
        if article[2]:
            return Label(article[0], frozenset({f"{head}（{_in_words(article[2])}）"}), "", article.span())
        return Label(article[0], frozenset({head}), f"{head}（", article.span())
    item = _ITEM.search(text)
    if item is None:
        return None
    words, number = _in_words(item[1]), _in_digits(item[1])
    printed = {number, f"{number}.", f"{number}、", f"（{number}）", words, f"（{words}）", f"{words}、", f"{words}是", f"第{words}"}
    return Label(item[0], frozenset(printed), "", item.span())


def _in_words(number: str) -> str:
    if not number.isdigit():
        return number.replace("〇", "零").replace("两", "二")
    value = int(number)
    if value >= 100:
        hundreds, rest = divmod(value, 100)
        return f"{_DIGITS[hundreds % 10]}百" + ("" if rest == 0 else _in_words(str(rest)) if rest >= 10 else f"零{_DIGITS[rest]}")
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def _in_digits(number: str) -> str:
    if number.isdigit():
        return number
    known: Iterable[int] = range(1, 200)
    return next((str(value) for value in known if _in_words(str(value)) == _in_words(number)), number)
