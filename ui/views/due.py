"""到期任务: what falls due, soonest first, what is overdue marked."""

from __future__ import annotations

from datetime import date

import streamlit as st

from search_api.models import Due
from ui.pages import asked_for, link_to_task
from ui.render import render_due, render_source
from ui.session import client, deadlines
from ui.task_parts import show_units
from ui.windows import ANY, WINDOWS, today_in_shanghai, window_of

PER_PAGE = 30


def show() -> None:
    """The page."""
    st.title("到期任务")
    now = today_in_shanghai()
    _count(now)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.segmented_control("时间范围", WINDOWS, default="本年内", required=True, key="due-window")
        unit = st.text_input("单位", key="due-unit", placeholder="如：市水务局", width=240).strip() or None
    since, until = window_of(name or ANY, now)
    day = _day()
    if day is not None:
        since = until = day
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"仅看 **{day}** 到期的任务")
            if st.button("看全部", type="tertiary", icon=":material/close:"):
                st.query_params.clear()
                st.rerun()
    number = int(st.session_state.get("due-page", 1))
    page = deadlines(since, until, unit=unit, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"共 **{page.total}** 项，截至 {now}")
        _calendar(unit)
    if not page.items:
        st.info("这一范围内没有到期任务。可以换一个时间范围。", icon=":material/event_available:")
    for place, due in enumerate(page.items):
        _show_due(due, place)
    if page.total > PER_PAGE:
        st.pagination(-(-page.total // PER_PAGE), key="due-page")


def _day() -> date | None:
    """The one day that the address asks for."""
    try:
        return date.fromisoformat(asked_for("day") or "")
    except ValueError:
        return None


def _count(now: object) -> None:
    with st.container(key="z-counts"):
        columns = st.columns(4)
    for column, name in zip(columns, ("已逾期", "7天内", "30天内", "本年内"), strict=True):
        since, until = window_of(name, today_in_shanghai())
        column.metric(name, deadlines(since, until, limit=1).total, border=True)


def _show_due(due: Due, place: int) -> None:
    with st.container(border=True, key=f"z-due-{place}"):
        when, what = st.columns([1.3, 6], vertical_alignment="center")
        with when:
            st.html(render_due(due.deadline, today_in_shanghai()))
        with what:
            with st.container(gap=None):
                link_to_task(due.document, due.task, f"{due.number}　{due.title}" if due.number else due.title)
                st.html(render_source(due.document_title, due.source, due.year))
            show_units(due.units, key=f"due-{place}")


def _calendar(unit: str | None) -> None:
    with st.popover("日历", icon=":material/calendar_month:"):
        st.markdown("下载后可导入日历软件：")
        st.download_button(
            "下载 .ics",
            data=lambda: client().calendar(unit=unit),
            file_name="到期任务.ics",
            mime="text/calendar",
            icon=":material/download:",
            on_click="ignore",
        )
        st.markdown("或在日历软件里订阅这个地址（设了口令时，用口令作密码）：")
        st.code(client().calendar_address(unit=unit), language=None)


show()
