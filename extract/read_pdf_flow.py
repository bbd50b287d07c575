"""Printed lines of a PDF to paragraphs: running heads and page numbers out, lines of one paragraph together.

Whether a line goes on is seen from its geometry: it reaches the right margin (the next word would not have fitted), and the next
one begins at the left margin, where first lines are indented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Literal

from extract.read_breaks import LABEL, glue, is_open
from extract.read_pdf_chars import HANGING, Box, PrintedLine
from extract.read_places import place
from extract.source import Line

_PAGE_NUMBER = re.compile(r"[—–―\-－·•~～\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[—–―\-－·•~～\s]*")
_MARGIN = 0.13
# In ems: programs that break lines by counting characters end a line with many digits this much before the margin.
_EARLIEST_BREAK = -4.0
# Between Chinese and Latin characters some programs leave a quarter of an em that the characters do not show.
_NEARLY = -0.5
_INSET = 3.5
_FEWEST_LINES = 8
# A bracket that was opened further back holds no lines together.
_LOOKED_AT = 80
# In points: text that never begins nearer to the edge than this is indented.
_WIDEST_MARGIN = 100
_PUNCTUATION = re.compile(r"[，。；：、！？]")
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Margins:
    """Where text stands on the pages of a document."""

    left: float
    right: float
    em: float
    leading: float
    indented: bool
    middle: float


@dataclass(slots=True)
class Paragraph:
    """Lines of one paragraph, with the box on the page where it begins."""

    text: str
    first: PrintedLine
    last: PrintedLine
    align: Literal["left", "center", "right"] | None
    box: Box
    lines: list[PrintedLine] = field(default_factory=list)


def take_out_running_lines(pages: Sequence[list[PrintedLine]], heights: Sequence[float]) -> tuple[list[list[PrintedLine]], str]:
    """The lines of all pages without running heads, feet and page numbers; and the running head, which may name the office."""
    repeated: Counter[tuple[str, int]] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        repeated.update({_key(line, height) for line in lines if _in_margin(line, height)})
    # A head that stands on most pages (one in two, for left and right pages) is furniture, one on a single page is text.
    needed = max(2, round(len(pages) * 0.4))
    kept: list[list[PrintedLine]] = []
    heads: list[str] = []
    for lines, height in zip(pages, heights, strict=True):
        rest: list[PrintedLine] = []
        for line in lines:
            if _in_margin(line, height) and (_PAGE_NUMBER.fullmatch(line.text) or repeated[_key(line, height)] >= needed):
                if line.top < height / 2 and not _PAGE_NUMBER.fullmatch(line.text) and line.text not in heads:
                    heads.append(line.text)
                continue
            rest.append(line)
        kept.append(rest)
    return kept, " ".join(heads[:3])


def _in_margin(line: PrintedLine, height: float) -> bool:
    return line.top < _MARGIN * height or line.bottom > (1 - _MARGIN) * height


def _key(line: PrintedLine, height: float) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.top / height * 50)


def find_margins(lines: Sequence[PrintedLine], width: float) -> Margins | None:
    """The margins of the running text, from the lines themselves; `width` is that of the page."""
    if not lines:
        return None
    em = median(line.em for line in lines)
    body = [line for line in lines if abs(line.em - em) < 0.15 * em] or list(lines)
    # The margin is where many lines begin or end; a line or two outside of it are captions.
    left = _commonest_edge([line.left for line in body], em, lowest=True)
    inner = [line for line in body if line.text[-1] not in HANGING]
    right = _commonest_edge([line.right for line in (inner if len(inner) >= 3 else body)], em, lowest=False)
    beyond = sum(1 for line in body if line.right > right + em)
    if len(body) < _FEWEST_LINES or sum(1 for line in body if abs(line.right - right) < 1.2 * em) < 3 + 3 * beyond:
        # Hardly any line reaches the margin, or many pass what short lines share by chance: it lies as far from the edge as the left one,
        # which shows where no line goes on only by the indents of the first lines.
        right = max(right, width - (left - 2 * em if left > _WIDEST_MARGIN else left))
    steps = [below.top - above.top for above, below in pairwise(body) if 0 < below.top - above.top < 4 * em]
    starts = [line for line in body if LABEL.match(line.text)]
    if not starts:
        starts = [line for line in body if line.left - left < 0.4 * em or abs(line.left - left - 2 * em) < 0.5 * em]
    indented = sum(1 for line in starts if line.left - left > 0.8 * em)
    is_indented = indented * 2 > len(starts) or (indented > 0 and not LABEL.match(starts[0].text))
    return Margins(left, right, em, median(steps) if steps else 1.5 * em, is_indented, width / 2)


def _commonest_edge(edges: list[float], em: float, *, lowest: bool) -> float:
    counts = Counter(round(edge / (em / 2)) for edge in edges)
    needed = max(2, len(edges) // 12)
    often = [place for place, _ in counts.items() if counts[place] + counts[place + 1] + counts[place - 1] >= needed] or list(counts)
    place = min(often) if lowest else max(often)
    near = [edge for edge in edges if abs(round(edge / (em / 2)) - place) <= 1]
    return min(near) if lowest else max(near)


def join_paragraphs(lines: Sequence[PrintedLine], margins: Margins) -> list[Line]:
    """The lines as paragraphs, each with page and box of where it begins."""
    paragraphs: list[Paragraph] = []
    for line in lines:
        align = _align(line, margins)
        last = paragraphs[-1] if paragraphs else None
        if last is not None and _goes_on(last, line, align, margins):
            last.text = glue(last.text, line.text)
            if line.page == last.first.page:
                last.box = _union(last.box, line.box)
            last.last = line
        else:
            paragraphs.append(Paragraph(line.text, line, line, align, line.box))
    return [_to_line(paragraph) for paragraph in paragraphs]


# The first cell of a header that was copied cell by cell, and a line that is one bracket: neither is a piece of a sentence.
_FIRST_CELLS = frozenset(["序号", "编号", "项次"])
_WHOLE_BRACKET = re.compile(r"[（(][^（()）]{4,60}[）)]")


def _goes_on(paragraph: Paragraph, line: PrintedLine, align: str | None, margins: Margins) -> bool:
    before = paragraph.last
    if abs(before.em - line.em) > 0.12 * margins.em or line.page - before.page > 1:
        return False
    if align is not None or paragraph.align is not None:
        return False
    if line.text in _FIRST_CELLS or (before is paragraph.first and _WHOLE_BRACKET.fullmatch(before.text)):
        return False
    reached = before.right + line.first_width - margins.right
    is_indented = line.left - margins.left > 0.8 * margins.em
    # Where first lines are indented, one that is not goes on even with a line that some programs broke a little early.
    is_lenient = margins.indented and abs(line.left - margins.left) < 0.4 * margins.em and before.text[-1] not in "。！？：；"
    is_full = reached > (_EARLIEST_BREAK if is_lenient else _NEARLY) * margins.em
    if is_full and (line.text[0] in "，。、；：）》”" or is_open(paragraph.text[-_LOOKED_AT:])):
        return True
    if not is_full or is_indented:
        return False
    if line.page == before.page and line.top - before.top > 1.6 * margins.leading:
        return False
    if LABEL.match(line.text) and (not margins.indented or before.text[-1] in "。！？：；"):
        return False
    if not margins.indented and before.text[-1] in "。！？：":
        is_apart = line.page == before.page and line.top - before.top > 1.25 * margins.leading
        return not is_apart and _PUNCTUATION.search(line.text) is not None
    return True


def _align(line: PrintedLine, margins: Margins) -> Literal["center", "right"] | None:
    """How a line is set: centred lines stand well inside both margins or are larger; signatures begin in the right half."""
    before, after = line.left - margins.left, margins.right - line.right
    em = margins.em
    if before > 0.42 * (margins.right - margins.left) and after < 7 * em and not LABEL.match(line.text):
        return "right"
    if LABEL.match(line.text) and line.em < 1.12 * em and before < _INSET * em:
        return None
    is_balanced = abs(before - after) < 1.6 * em or abs((line.left + line.right) / 2 - margins.middle) < em
    if is_balanced and (min(before, after) > 2.6 * em or (line.em > 1.12 * em and min(before, after) > -2 * em)):
        return "center"
    # A long title fills nearly the whole line: centred to a hair, and not where a first line would begin.
    if (
        abs(before - after) < 0.3 * em
        and min(before, after) > 1.2 * em
        and abs(before - 2 * em) > 0.3 * em
        and line.text[-1] not in HANGING
    ):
        return "center"
    return "center" if min(before, after) > _INSET * em else None


def _union(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _to_line(paragraph: Paragraph) -> Line:
    left, top, right, bottom = (round(edge, 1) for edge in paragraph.box)
    anchor = place(page=paragraph.first.page, box=(left, top, right, bottom))
    return Line(" ".join(paragraph.text.split(" ")).strip(), align=paragraph.align, anchor=anchor)
