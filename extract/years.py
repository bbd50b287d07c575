"""The year that a document plans for or reports on: from its title, else from its body.

A site's heading over a string of pieces (`2023年工作总结篇3`) says nothing of the pieces.
"""

from __future__ import annotations

import re
from datetime import date

from extract.layout import Layout
from extract.records import Kind

_TITLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*(?:年|[—–\-~～至]\s*(?:(?:19|20)?\d{2}\s*年)|[年度]))")
_CHINESE_YEAR = re.compile(r"([二][〇○零Ｏ][〇○零一二三四五六七八九]{2})年")
_SUBJECT_YEAR = re.compile(
    r"((?:19|20)\d{2})\s?年(?:度|以来|上半年|下半年)?[^。；，,\n《》]{0,26}(?:总结|汇报|报告|工作要点|要点|工作情况|开展情况|落实情况|完成情况|实施情况|工作计划|工作打算|重点工作)"
)
_BODY_YEAR = re.compile(r"(?<![\d〔\[（(至—\-到较比])((?:19|20)\d{2})\s?年")
_IN_NAME = re.compile(r"《[^》]{0,80}》|[（(〔\[][^（(〔\[）)〕\]]{0,12}〔?\d{4}[^）)〕\]]{0,10}[）)〕\]]")
_PIECE = re.compile(r"篇[一二三四五六七八九十\d]{1,3}$")


def find_year(layout: Layout, title: str | None, kind: Kind, issued: date | None) -> int | None:
    """The year of a document."""
    if title and not _PIECE.search(title):
        match = _TITLE_YEAR.search(re.sub(r"《[^》]*》", lambda quoted: quoted.group() if "印发" in title else "", title))
        if match is not None and not (kind == "other" and issued is not None and abs(issued.year - int(match.group(1))) > 1):
            return int(match.group(1))
        chinese = _CHINESE_YEAR.search(title)
        if chinese is not None:
            return int("".join(str("〇一二三四五六七八九".index(re.sub("[○零Ｏ]", "〇", digit))) for digit in chinese.group(1)))
    body = layout.text[len(title or "") :]
    if kind in ("summary", "article"):
        opening = _SUBJECT_YEAR.search(_IN_NAME.sub("", body[:1200]))
        if opening is not None:
            return int(opening.group(1))
        years = [int(year) for year in _BODY_YEAR.findall(_IN_NAME.sub("", body))]
        limit = issued.year if issued else 2100
        return max((year for year in years if year <= limit), default=issued.year if issued else None)
    if kind in ("work_points", "plan"):
        opening = _SUBJECT_YEAR.search(_IN_NAME.sub("", body[:600]))
        if opening is not None and kind == "work_points":
            return int(opening.group(1))
    return issued.year if issued else None
