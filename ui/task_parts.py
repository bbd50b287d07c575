"""How a task looks wherever it is shown: its links, its text, its units and its chips."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.views import TaskView, UnitMention
from search_api.models import Hit
from ui.pages import link_to_task, link_to_unit
from ui.render import Mark, clip, marks_of_task, render_body, render_facts, render_legend, render_path, render_source, render_text
from ui.windows import today_in_shanghai
from ui.words import ROLES

BADGES = {"lead": "blue", "responsible": "violet", "support": "gray", "subject": "gray"}
CLIPPED = 260


def show_hit(hit: Hit, *, key: str) -> None:
    """A task that was found, with what matched standing out."""
    with st.container(border=True, key=f"{key}-hit-{hit.id}"):
        _heading(hit)
        marks = [Mark(start, end, "hit") for start, end in hit.highlights]
        start, end = clip(hit.text, hit.highlights, CLIPPED)
        shown = render_text(hit.text[start:end], marks, offset=start)
        before, after = "…" if start > 0 else "", "…" if end < len(hit.text) else ""
        st.html(render_body(before + shown + after))
        show_units(hit.units, key=f"{key}-{hit.id}")
        _facts(hit)
        if hit.why:
            st.caption(hit.why)


def show_task(task: TaskView, *, key: str, in_document: bool = False, quote: Mark | None = None) -> None:
    """A task with its whole text, its evidence in colour; `in_document` where its document is on the same page."""
    with st.container(border=True, key=f"{key}-task-{task.id}"):
        if in_document:
            if task.path:
                st.html(render_path(task.path))
        else:
            _heading(task)
        marks = marks_of_task(task) + ([quote] if quote is not None else [])
        st.html(render_body(render_text(task.text, marks, offset=task.start)))
        show_units(task.units, key=f"{key}-{task.id}")
        _facts(task)
        if not in_document:
            st.html(render_legend(["unit", "deadline", "target", "citation"]))


def show_line(task: TaskView, *, key: str) -> None:
    """A task on as little room as it needs, for long lists."""
    with st.container(key=f"z-line-{key}-{task.id}", gap=None):
        link_to_task(task.document, task.id, _label(task))
        st.html(
            render_source(task.document_title, task.source, task.year)
            + render_facts(task.deadlines, task.targets, today=today_in_shanghai())
        )


def show_units(units: Sequence[UnitMention], *, key: str) -> None:
    """The units of a task as links to their pages, the leading one first."""
    if not units:
        return
    order = list(ROLES)
    shown: set[tuple[str, str]] = set()
    with st.container(horizontal=True, gap="small", key=f"z-units-{key}"):
        for mention in sorted(units, key=lambda mention: order.index(mention.role)):
            if (mention.unit, mention.role) not in shown:
                shown.add((mention.unit, mention.role))
                link_to_unit(mention.unit, mention.name, lead=f":{BADGES[mention.role]}-badge[{ROLES[mention.role]}] ")


def _heading(task: TaskView) -> None:
    with st.container(gap=None):
        link_to_task(task.document, task.id, _label(task))
        st.html(render_source(task.document_title, task.source, task.year) + render_path(task.path))


def _facts(task: TaskView) -> None:
    facts = render_facts(task.deadlines, task.targets, today=today_in_shanghai())
    if facts:
        st.html(facts)


def _label(task: TaskView) -> str:
    return f"{task.number}　{task.title}" if task.number else task.title
