"""Times in running text: what each printed expression means, before anyone judges whether work is due then.

A bare period has both ends; 前, 底, 末, 年内 and 到 leave `to` alone; 起 leaves `from` alone. What a text does not give stays `None`:
without a year, 6月底前 has no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from extract.date_forms import FORMS, HINT, MAY_BEGIN, SCAN
from extract.moments import Moment, read_form

_FULL_WIDTH = re.compile("[０-９]")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def find_moments(text: str, start: int, end: int, year: int | None, *, today: int | None = None) -> list[Moment]:
    """Every time that `text[start:end]` names, against `year`, the year that is planned for.

    明年 and 来年 count from `today`, the year of the document itself, where the two differ: the next steps of a report.

    >>> [(m.from_, m.to) for m in find_moments("6月底前完成自查，2025年二季度验收", 0, 17, 2024)]
    [(None, datetime.date(2024, 6, 30)), (datetime.date(2025, 4, 1), datetime.date(2025, 6, 30))]
    """
    return list(_moments(text, start, end, year, today))


@lru_cache(maxsize=1024)
def _moments(text: str, start: int, end: int, year: int | None, today: int | None) -> tuple[Moment, ...]:
    """The times of one stretch; kept for a while, since deadlines and targets both ask for those of every item of a document."""
    moments: list[Moment] = []
    if _FULL_WIDTH.search(text, start, end):
        text = text[:start] + text[start:end].translate(_HALF_WIDTH) + text[end:]
    carried, sentence_end = year, start
    for found in _scan(text, start, end):
        if any(mark in text[sentence_end : found.start()] for mark in "。\n"):
            carried = year
        sentence_end = found.end()
        for name, pattern in FORMS.items():
            match = pattern.match(text, found.start())
            if match is not None and match.end() == found.end():
                # A relative year counts from the document's own year, whatever year the sentence named before.
                relative = match.groupdict().get("ry")
                base = carried if not relative else today if relative in ("明年", "来年") and today is not None else year
                moments += read_form(name, match, base)
                break
        # A year printed with a month holds for further months of the sentence: 2025年9月底前…，12月底前….
        if (
            moments
            and moments[-1].year is not None
            and moments[-1].form not in ("year", "years", "fused years", "five years")
            and not moments[-1].since
        ):
            carried = moments[-1].year
    return tuple(_share_ends(text, moments))


def _scan(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Where times stand, from the left; nothing if the stretch has none of the words that mark them."""
    place, is_hinted = start, False
    while (begin := MAY_BEGIN.search(text, place, end)) is not None:
        found = SCAN.match(text, begin.start(), end)
        if found is None:
            place = begin.start() + 1
            continue
        if not is_hinted and HINT.search(text, start, end) is None:
            return
        is_hinted = True
        yield found
        place = found.end()


def _share_ends(text: str, moments: list[Moment]) -> list[Moment]:
    """The moments, where a day is bounded by what stands behind the next one: 6月30日、12月20日前."""
    shared = list(moments)
    for at in range(len(moments) - 2, -1, -1):
        one, last = shared[at], shared[at + 1]
        listed = text[one.end : last.start] in ("、", "和", "及", "，", "与")
        if listed and one.form == last.form == "day" and one.bare and last.from_ is None and last.to is not None:
            shared[at] = one._replace(from_=None, bare=False)
    return shared


def parse_date(expression: str, year: int | None = None) -> tuple[date | None, date | None] | None:
    """The first and last day that one expression means, or `None` where it is no time.

    >>> parse_date("2024年“全国生态日”前后")
    (datetime.date(2024, 8, 15), datetime.date(2024, 8, 15))
    >>> parse_date("到2027年底"), parse_date("10月起", 2025), parse_date("持续推进")
    ((None, datetime.date(2027, 12, 31)), (datetime.date(2025, 10, 1), None), None)
    """
    moments = find_moments(expression, 0, len(expression), year)
    return (moments[0].from_, moments[0].to) if moments else None
