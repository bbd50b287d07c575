"""Several documents in one file: where each begins.

Three forms are met: a page that strings pieces together (`…总结篇1`, `…总结篇2`), a summary with the work points of the next year under
a title of their own, and reports run together without a heading, where the opening formula and the numbering start anew. A cover
notice and what it sends out are one document, and so are a plan and its annexes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.closing import Place, places
from extract.labels import label_at
from extract.layout import Layout, lay_out, line_count
from extract.regulation import first_article
from extract.source import Block, Line, Source
from extract.titles import Title, find_titles, kind_of

_ORDINAL = r"[一二三四五六七八九十\d]{1,3}"
_PIECE = re.compile(rf"(?P<name>.{{2,50}}?)[\s（(【\[]*(?:第?\s*(?:篇\s*{_ORDINAL}|{_ORDINAL}\s*篇)|[（(]{_ORDINAL}[）)])[）)】\]]?[：:]?")
_BARE_PIECE = re.compile(rf"[【\[（(]?(?:第\s*{_ORDINAL}\s*篇|篇\s*{_ORDINAL})[】\]）)]?[：:]?.{{0,44}}")
_RELATED = re.compile(r".{0,40}(?:相关文章|相关推荐|猜你喜欢|推荐阅读|延伸阅读)\s*[：:]?")
_OPENING = re.compile(
    r"(?:现(?:将|就|把)|下面).{2,80}(?:汇报|总结|报告|介绍|说明)(?:如下)?|(?:汇报|总结|报告)如下|(?:批评指正|批评指导|不妥之处)"
)
_ANNEXED_KIND = re.compile(r"(?:表|清单|台账|分工|名单|目录|指标|说明)(?:[（(][^）)]*[）)])?$")
_OWN_KINDS = frozenset({"work_points", "plan", "summary"})
_FEWEST_LINES = 4
_TAIL = 15
_SHORT_LINE = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a file: its text, the places of its lines, its titles, and at which line its articles begin, if it has any."""

    layout: Layout
    place: list[Place]
    titles: list[Title]
    article: int | None


def split(source: Source) -> list[Part]:
    """The documents of a source; site furniture belongs to none."""
    blocks = [block for block in source.blocks if not (isinstance(block, Line) and (block.style == "furniture" or not block.text.strip()))]
    pieces = _pieces(blocks)
    return [part for piece in pieces for part in _run_together(piece)]


def _part(blocks: Sequence[Block]) -> Part:
    layout = lay_out(blocks)
    article = first_article(layout)
    # Between its first article and its last lines a regulation has neither titles nor a frame.
    inside = range(article, max(article, len(layout.lines) - _TAIL)) if article is not None else range(0)
    place = places(layout, inside)
    return Part(layout, place, find_titles(layout, place, article), article)


def _pieces(blocks: list[Block]) -> list[list[Block]]:
    """The pieces of a page that strings several together; its introduction and its list of related pages are left out."""
    starts = [index for index, block in enumerate(blocks) if isinstance(block, Line) and _is_piece_heading(block.text.strip())]
    if len(starts) < 2:
        return [blocks]
    last = next(
        (
            index
            for index, block in enumerate(blocks)
            if index > starts[-1] and isinstance(block, Line) and _RELATED.fullmatch(block.text.strip())
        ),
        len(blocks),
    )
    return [blocks[start:stop] for start, stop in zip(starts, [*starts[1:], last], strict=True)]


def _is_piece_heading(text: str) -> bool:
    """Whether a line heads one of several pieces.

    >>> _is_piece_heading("2023年治水工作总结篇2"), _is_piece_heading("2023年治水工作总结6篇")
    (True, False)
    """
    if len(text) > 60 or "篇" not in text or text.endswith(("。", "；")):
        return False
    if _BARE_PIECE.fullmatch(text):
        return True
    match = _PIECE.fullmatch(text)
    return (
        match is not None
        and "篇" in text[len(match["name"]) :]
        and not re.search(r"[一二三四五六七八九十\d]\s*篇$", text.replace("第", ""))
        and not re.search(r"[（(][^第）)]{0,6}\d\s*篇[）)]$", text)
    )


def _run_together(blocks: list[Block]) -> list[Part]:
    """Divides blocks where a second document begins without being announced by the site."""
    whole = _part(blocks)
    if whole.article is not None or len(whole.layout.lines) < 2 * _FEWEST_LINES:
        return [whole]
    starts = sorted(
        {
            *_second_notices(whole.layout, whole.place, whole.titles),
            *_second_titles(whole.layout, whole.place, whole.titles),
            *_second_openings(whole.layout, whole.titles),
        }
    )
    bounds = [0, *(_block_of(blocks, line) for line in starts), len(blocks)]
    parts = [blocks[start:stop] for start, stop in pairwise(bounds) if stop > start]
    return [_part(part) for part in parts] if len(parts) > 1 else [whole]


def _block_of(blocks: Sequence[Block], line: int) -> int:
    """The block that a line of the layout comes from."""
    at = 0
    for index, block in enumerate(blocks):
        count = line_count(block)
        if at + count > line:
            return index
        at += count
    return len(blocks)


def _second_titles(layout: Layout, place: Sequence[Place], titles: Sequence[Title]) -> list[int]:
    """Lines of titles under which a document of its own begins: of another kind or year, and with numbering that starts anew."""
    if len(titles) < 2 or any(title.is_notice for title in titles[:2]):
        return []
    starts: list[int] = []
    before = titles[0]
    for title in titles[1:]:
        lines = range(before.last + 1, title.first)
        labelled = [
            label for index in lines if (label := label_at(layout.text, layout.lines[index].start, layout.lines[index].end)) is not None
        ]
        annexed = any(place[index] in (Place.ANNEX, Place.ATTACHMENT) for index in lines)
        another = kind_of(title.text) in _OWN_KINDS and (kind_of(title.text), _year(title.text)) != (
            kind_of(before.text),
            _year(before.text),
        )
        if (
            len(labelled) >= 2
            and not annexed
            and another
            and not _ANNEXED_KIND.search(title.text)
            and _year(title.text)
            and _starts_anew(layout, title.last + 1)
        ):
            starts.append(title.first)
            before = title
    return starts


def _second_notices(layout: Layout, place: Sequence[Place], titles: Sequence[Title]) -> list[int]:
    """Lines of titles of notices that come after a signed paper with items, and have an addressee and a signature of their own.

    A cover has no items before its signature, or says in its title what it sends out; what it sends out is no second paper.
    """
    starts: list[int] = []
    before = titles[0] if titles else None
    for title in titles[1:]:
        if before is None or not title.is_notice or _SENDS_OUT.search(before.text):
            continue
        lines = range(before.last + 1, title.first)
        signed = next((index for index in lines if place[index] is Place.DATE), None)
        if signed is None or any(place[index] in (Place.ANNEX, Place.ATTACHMENT) for index in lines):
            continue
        above = layout.lines[lines.start : signed]
        labelled = sum(label_at(layout.text, line.start, line.end) is not None for line in above)
        head = range(title.last + 1, min(title.last + 5, len(place)))
        addressed = any(_ADDRESSEE.fullmatch(layout.line_text(at).strip()) for at in head)
        signs = any(what is Place.DATE for what in place[title.last + 1 :])
        if labelled >= 2 and addressed and signs and _starts_anew(layout, title.last + 1):
            starts.append(title.first)
            before = title
    return starts


_SENDS_OUT = re.compile("印发|转发|下发|颁发|批转")
_ADDRESSEE = re.compile(r"[^。；：:]{2,200}[：:]")


def _year(title: str) -> str | None:
    match = re.search(r"(?:19|20)\d{2}", title)
    return match.group() if match else None


def _starts_anew(layout: Layout, first: int) -> bool:
    """Whether the first label after a line is a first one."""
    for line in layout.lines[first : first + 12]:
        label = label_at(layout.text, line.start, line.end)
        if label is not None:
            return label.value == 1
    return False


def _second_openings(layout: Layout, titles: Sequence[Title]) -> list[int]:
    """Lines with the opening formula of a report, after a numbering that has run and before one that starts anew."""
    starts = []
    reached = opening = 0
    firsts = {title.last: title.first for title in titles}
    for index, line in enumerate(layout.lines):
        label = label_at(layout.text, line.start, line.end)
        if label is None:
            if line.end - line.start < 400 and _OPENING.search(layout.text, line.start, line.end):
                opening = index
            continue
        if label.family != "cn":
            continue
        if label.value == 1 and reached >= 2 and 0 < index - opening <= 3 and opening:
            # Above the opening stands its title, with a number or an addressee in between.
            above = next((firsts[last] for last in range(opening - 1, opening - 4, -1) if last in firsts), opening)
            between = layout.lines[above:opening]
            starts.append(above if above > 0 and all(line.end - line.start < _SHORT_LINE for line in between) else opening)
        reached = label.value
    return starts
