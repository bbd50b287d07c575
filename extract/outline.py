"""From a source to its documents: split, lay out, read the head, and find the items that may be tasks."""

from __future__ import annotations

from extract.frame import Frame, Item, Span
from extract.head import find_head
from extract.items import is_idle, item_of
from extract.labels import Family
from extract.layout import Layout, lay_out
from extract.regulation import find_articles, is_regulation
from extract.source import Source
from extract.split import split
from extract.tables import find_rows
from extract.tree import CLAUSES, build, find_labels

_ALL: frozenset[Family] = frozenset(
    {"chapter", "part", "cn", "cn_paren", "cn_point", "dotted", "arabic", "arabic_comma", "arabic_paren", "arabic_half", "circled"}
)


def find_frames(source: Source) -> tuple[tuple[Frame, tuple[Item, ...]], ...]:
    """The documents of a source, each with the items that may become its tasks."""
    return tuple(_frame(source, part.blocks) for part in split(source))


def _frame(source: Source, blocks: tuple) -> tuple[Frame, tuple[Item, ...]]:  # type: ignore[type-arg]
    layout = lay_out(blocks)
    head = find_head(layout, source)
    if is_regulation(layout):
        items = find_articles(layout)
    else:
        items = find_items(layout, summary=head.kind in ("summary", "article"))
    return Frame(source.name, layout.text, tuple(layout.lines), head, _outside(layout, items), (), source.how), tuple(items)


def find_items(layout: Layout, *, summary: bool) -> list[Item]:
    """The items of an outline and the rows of task tables, in reading order."""
    last = len(layout.lines)
    families = _ALL if summary else _ALL - CLAUSES
    nodes = build(find_labels(layout, 0, last, families), len(layout.text))
    items = []
    for node in nodes:
        if node.children or any(is_idle(layout, above) for above in (node, *node.ancestors())):
            continue
        items.append(item_of(layout, node))
    items.extend(find_rows(layout))
    return sorted(items, key=lambda item: item.start)


def _outside(layout: Layout, items: list[Item] | tuple[Item, ...]) -> tuple[Span, ...]:
    """The stretches outside every item."""
    spans, at = [], 0
    for item in sorted(items, key=lambda item: item.start):
        if item.start > at:
            spans.append(Span(at, item.start))
        at = max(at, item.end)
    if at < len(layout.text):
        spans.append(Span(at, len(layout.text)))
    return tuple(spans)
