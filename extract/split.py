"""Several documents in one file: where each begins."""

from __future__ import annotations

import re

from extract.source import Block, Line, Source

_PIECE = re.compile(r".{2,40}?(?:总结|报告|汇报|计划|方案|要点|体会)?\s*[（(]?(?:篇|第)[一二三四五六七八九十\d]{1,3}(?:篇)?[）)]?[：:]?")


def split(source: Source) -> list[tuple[Block, ...]]:
    """The documents of a source, site furniture left out."""
    blocks = [block for block in source.blocks if not (isinstance(block, Line) and (block.style == "furniture" or not block.text.strip()))]
    starts = [index for index, block in enumerate(blocks) if isinstance(block, Line) and _PIECE.fullmatch(block.text.strip()) and "篇" in block.text]
    if len(starts) < 2:
        return [tuple(blocks)]
    return [tuple(blocks[start:stop]) for start, stop in zip(starts, [*starts[1:], len(blocks)], strict=True)]

