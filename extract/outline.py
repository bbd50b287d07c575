"""From a source to its documents: split, lay out, read the head, and find the items that may be tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.addresses import find_address
from extract.closing import Place
from extract.contents import boxed_lines, contents_lines, roster_start
from extract.doubts import find_doubts
from extract.flat import FlatTable, find_flat_tables
from extract.frame import Frame, Item, Span
from extract.head import find_head
from extract.items import item_of, orders_nothing, path_of
from extract.labels import label_at
from extract.layout import Layout
from extract.regulation import find_articles
from extract.reported import is_break, unnumbered_items
from extract.sections import shared_spans
from extract.source import Source
from extract.split import Part, split
from extract.tables import TaskTable, find_task_tables, rows_of
from extract.titles import Title, opening_title, own_title
from extract.tree import Barrier, Node, build, find_labels

_CLOSES = frozenset(
    {Place.SIGNATURE, Place.DATE, Place.ATTACHMENT, Place.ATTACHED, Place.ANNEX, Place.REMARK, Place.COPIES, Place.LETTERHEAD}
)


@dataclass(slots=True)
class _Outline:
    """A document being read: its text, the places of its lines, its titles and task tables."""

    layout: Layout
    place: list[Place]
    titles: list[Title]
    tables: list[TaskTable]
    flat: list[FlatTable]
    summary: bool = False
    nodes: list[Node] = field(default_factory=list)


def find_frames(source: Source) -> tuple[tuple[Frame, tuple[Item, ...]], ...]:
    """The documents of a source, each with the items that may become its tasks."""
    return tuple(_frame(source, part) for part in split(source))


def _frame(source: Source, part: Part) -> tuple[Frame, tuple[Item, ...]]:
    layout, place, article = part.layout, part.place, part.article
    first = _first_label(layout, place)
    title = own_title(layout, part.titles, first, place) or opening_title(layout)
    head = find_head(layout, source, place, part.titles, title, regulation=article is not None, first_item=first)
    flat = find_flat_tables(layout, place, part.titles) if article is None else []
    outline = _Outline(layout, place, part.titles, find_task_tables(layout), flat, summary=head.kind in ("summary", "article"))
    if article is None:
        items = find_items(outline, range(len(layout.lines)))
    else:
        items = [*find_items(outline, range(article)), *find_articles(layout, article)]
    notes = (*source.notes, *find_doubts(layout, head, outline.nodes, items, flat=bool(flat)))
    return Frame(source.name, layout.text, tuple(layout.lines), head, _outside(layout, items), notes, source.how), tuple(items)


def find_items(outline: _Outline, lines: range) -> list[Item]:
    """The items of an outline and the rows of task tables, in reading order."""
    nodes = _nodes(outline, lines, clauses=outline.summary)
    if not outline.summary and not nodes and not outline.tables and not outline.flat:
        nodes = _nodes(outline, lines, clauses=True)
    layout = outline.layout
    outline.nodes.extend(nodes)
    hosts = {id(node): table for table in outline.tables if (node := _host(layout, nodes, table)) is not None}
    shared = shared_spans(layout, nodes)
    items = [
        item_of(layout, node, shared.get(id(node), ()))
        for node in nodes
        if not node.children and id(node) not in hosts and _is_item(layout, node, summary=outline.summary)
    ]
    if outline.summary:
        items.extend(unnumbered_items(layout, nodes))
    for table in outline.tables:
        if layout.grids[table.grid].lines[0] in lines:
            node = _host(layout, nodes, table)
            items.extend(rows_of(layout, table, (*path_of(layout, node), *_step(layout, node)) if node else ()))
    items.extend(item for table in outline.flat if table.lines.start in lines for item in table.items)
    return sorted(items, key=lambda item: item.start)


def _is_item(layout: Layout, node: Node, *, summary: bool) -> bool:
    if node.label.family in ("plain", "chapter", "part") or node.end <= node.label.body:
        return False
    return not orders_nothing(layout, node, summary=summary)


def _nodes(outline: _Outline, lines: range, *, clauses: bool) -> list[Node]:
    """The tree of the labels on lines of running text."""
    layout, place = outline.layout, outline.place
    barriers: list[Barrier] = []
    open_lines: list[int] = []
    after_heading = False
    title_lines = {line for title in outline.titles for line in range(title.first, title.last + 1)} | set(contents_lines(layout))
    table_lines = {line for table in outline.tables for line in layout.grids[table.grid].lines} | {
        line for table in outline.flat for line in table.lines
    }
    boxes = boxed_lines(layout)
    for index in lines:
        line = layout.lines[index]
        if place[index] in _CLOSES or index in title_lines or index in table_lines:
            barriers.append(Barrier(line.start))
        elif index in boxes:
            barriers.append(Barrier(line.start, "nothing"))
        elif line.style != "row":
            if clauses and not after_heading and is_break(layout.line_text(index)):
                barriers.append(Barrier(line.start, "items"))
            elif (spoken := find_address(layout, place, index, title_lines, after_heading=after_heading)) is not None:
                # Numbers of a plan go on behind it; in a report what follows is a new train of thought.
                barriers.append(Barrier(spoken, "items" if clauses else "nothing"))
            elif not after_heading and (roster := roster_start(layout, index)) is not None:
                barriers.append(Barrier(roster))
            open_lines.append(index)
            after_heading = (
                line.end - line.start < 60
                and layout.text[line.end - 1 : line.end] not in ("。", "；")
                and label_at(layout.text, line.start, line.end) is not None
            )
    end = layout.lines[lines[-1]].end if lines else 0
    return build(find_labels(layout, open_lines, clauses=clauses), barriers, end, clauses=clauses)


def _host(layout: Layout, nodes: Sequence[Node], table: TaskTable) -> Node | None:
    """The heading under which a task table stands: the last label before it, if nothing closed it in between."""
    start = layout.lines[layout.grids[table.grid].lines[0]].start
    node = next((node for node in reversed(nodes) if node.label.start < start), None)
    return node if node is not None and node.end == start and start - node.label.start < 160 else None


def _step(layout: Layout, node: Node) -> tuple[str, ...]:
    from extract.items import heading

    return (heading(layout, node),)


def _first_label(layout: Layout, place: Sequence[Place]) -> int:
    """The line of the first label of running text, or the first table row."""
    for index, line in enumerate(layout.lines):
        if line.style == "row":
            return index
        if place[index] is Place.TEXT and label_at(layout.text, line.start, line.end) is not None:
            return index
    return len(layout.lines)


def _outside(layout: Layout, items: Sequence[Item]) -> tuple[Span, ...]:
    """The stretches outside every item."""
    spans, at = [], 0
    for item in sorted(items, key=lambda item: item.start):
        if item.start > at:
            spans.append(Span(at, item.start))
        at = max(at, item.end)
    if at < len(layout.text):
        spans.append(Span(at, len(layout.text)))
    return tuple(spans)
