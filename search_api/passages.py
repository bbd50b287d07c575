"""Figures that stand outside every task (the aims of a report before its sections), read when a question asks for them."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from extract.frame import Frame, Head, Item, Span
from extract.records import Kind
from extract.targets import find_targets
from graph.views import TargetMention, TaskView
from search_api.catalog import Entry
from search_api.index import SearchIndex
from search_api.topic import Topic
from search_api.words import normalise

# Passages that are read for one question.
LOOKED_AT = 6
KEPT = 200


def rank_passages(query: str, topic: Topic, index: SearchIndex, *, within: frozenset[str] | None) -> list[tuple[TaskView, float]]:
    """The passages that hold the things of a topic, best first, as tasks without a number, each with how much of the topic it holds."""
    found = []
    for scored in index.rank(query, within=within).passages[: 5 * LOOKED_AT]:
        entry = index.entry(scored.number)
        text = normalise(entry.body)
        if topic.holds_things(f"{normalise(entry.document_title)}\n{text}") and (support := topic.support(text)) > 0:
            found.append((read_passage(entry), support))
        if len(found) == LOOKED_AT:
            break
    return [(view, support) for view, support in found if view.targets]


def is_passage(view: TaskView) -> bool:
    """Whether a view stands for a passage and not for a task."""
    return "@" in view.id


@lru_cache(maxsize=KEPT)
def read_passage(entry: Entry) -> TaskView:
    """A passage with its targets, as the reader of documents would take them from an item."""
    year, kind = int(entry.year) if entry.year.isdigit() else None, cast(Kind, entry.kind)
    whole = Span(0, len(entry.body))
    frame = Frame(source=entry.source, text=entry.body, lines=(), head=Head(title=entry.document_title or None, kind=kind, year=year))
    item = Item(number=None, path=(), start=0, end=whole.end, title=Span(0, 0), body=(whole,))
    targets = tuple(
        TargetMention(
            id=f"{entry.id}#{place}",
            text=target.text,
            indicator=target.indicator,
            comparator=target.comparator,
            value=target.value,
            unit=target.unit,
            direction=target.direction,
            baseline=target.baseline,
            status=target.status,
            start=target.start + entry.start,
            end=target.end + entry.start,
        )
        for place, target in enumerate(find_targets(frame, (item,))[0])
    )
    return TaskView(
        id=entry.id,
        document=entry.document,
        source=entry.source,
        document_title=entry.document_title or None,
        number=None,
        title="",
        text=entry.body,
        start=entry.start,
        end=entry.end,
        year=year,
        kind=kind,
        place=entry.place or None,
        issuer=entry.issuer or None,
        targets=targets,
    )
