"""Task tables whose columns stand apart by blanks: the wide gaps of their rows become tabs.

Only below a header that is one by its words (`序号  重点任务  牵头单位`), so that letter-spaced titles and signatures keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.cell_columns import place_cells
from extract.header_words import are_header_words
from extract.tables import Columns, role_of, settle

_GAP = re.compile(r"(?<=\S)(?:[ \u00a0]{2,}|\u3000)[ \u00a0\u3000]*(?=\S)")
_SPACED_OUT = re.compile(r"(?<![^\s\u3000])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![^\s\u3000])")
_GROUP = re.compile(r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)[^。；]{1,30}|[\u4e00-\u9fff“”]{2,16}")
_FEWEST = 3


def part_columns(lines: Sequence[str]) -> list[str]:
    """The lines with tabs in the gaps of the rows below such a header; the others as they are.

    >>> part_columns(["序 号   重点任务   牵头单位   时限", "1   清淤   市水务局   6月底前", "特此通知。"])
    ['序号\\t重点任务\\t牵头单位\\t时限', '1\\t清淤\\t市水务局\\t6月底前', '特此通知。']
    """
    found: list[str] = []
    header: list[str] = []
    width = 0
    for line in lines:
        stripped = line.strip("\r\n \u3000\u00a0")
        if stripped and "\t" not in line and ("  " in stripped or "\u3000" in stripped):
            words = _GAP.split(_SPACED_OUT.sub(r"\1\2", stripped))
            if len(words) >= _FEWEST and are_header_words(words):
                header, width = words, len(words)
                found.append("\t".join(header))
                continue
        if width and stripped:
            cells = _GAP.split(stripped)
            if 1 < len(cells) <= width and (len(cells) >= width - 1 or stripped[0].isdigit()):
                found.append("\t".join(_spread(cells, header)))
                continue
            width = width if _GROUP.fullmatch(stripped) else 0
        found.append(line)
    return found


def _spread(cells: list[str], header: Sequence[str]) -> list[str]:
    """The cells of a row, with an empty one in each column that the row leaves out: which, is seen from what the cells look like."""
    if len(cells) == len(header):
        return cells
    roles = settle([role_of(word) for word in header], header)
    placed = place_cells(cells, list(roles), Columns(roles, tuple(header), 0, ()), list(range(len(header))))
    spread = [""] * len(header)
    for cell, column in zip(cells, placed, strict=True):
        spread[column] = f"{spread[column]} {cell}".strip()
    return spread
