"""Pages of mirrors that print readings in brackets after characters: seen over the whole source, since a line alone holds too few."""

from __future__ import annotations

from dataclasses import replace

from extract.clean import has_readings, strip_readings
from extract.source import Block, Line, Source


def without_readings(source: Source) -> Source:
    """The source without the readings of a mirror; one that has none, or one bracket that may be the office's own, is left as it is.

    >>> from extract.source import Line
    >>> page = Source("a.html", "html", (Line("責(zé)任單(dān)位"), Line("二、整治任務(wù)")))
    >>> [block.text for block in without_readings(page).blocks]
    ['責任單位', '二、整治任務']
    """
    if not has_readings("\n".join(text for block in source.blocks for text in _texts(block))):
        return source
    return replace(source, blocks=tuple(map(_stripped, source.blocks)))


def _texts(block: Block) -> list[str]:
    if isinstance(block, Line):
        return [block.text]
    return [cell.text for row in block.rows for cell in row if not cell.merged]


def _stripped(block: Block) -> Block:
    if isinstance(block, Line):
        return replace(block, text=strip_readings(block.text))
    rows = tuple(tuple(replace(cell, text=strip_readings(cell.text)) for cell in row) for row in block.rows)
    return replace(block, rows=rows)
