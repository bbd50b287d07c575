"""One row of filters, the same above search hits and above the ledger."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.session import facets
from ui.windows import ANY, WINDOWS, today_in_shanghai, window_of
from ui.words import KINDS, ROLES

Filters = dict[str, Any]

ALL = "全部"


def filter_row(key: str) -> Filters:
    """Draws the filters and gives what the reader set, under the names that the API takes."""
    known = facets()
    with st.container(key=f"z-filters-{key}"):
        columns = st.columns([1, 1.2, 1.8, 1, 1.2, 1.8, 1], vertical_alignment="bottom")
    with columns[0]:
        year = st.selectbox("年度", [ALL, *(facet.value for facet in known.years)], key=f"{key}-year")
    with columns[1]:
        kind = st.selectbox("文种", [ALL, *(facet.value for facet in known.kinds)], key=f"{key}-kind", format_func=_kind)
    with columns[2]:
        unit = st.text_input("单位", key=f"{key}-unit", placeholder="如：市水务局")
    with columns[3]:
        role = st.selectbox("角色", [ALL, *ROLES], key=f"{key}-role", format_func=lambda value: ROLES.get(value, value))
    with columns[4]:
        due = st.selectbox("时限", [ANY, *(name for name in WINDOWS if name != ANY)], key=f"{key}-due")
    with columns[5]:
        issuer = st.selectbox("发文机关", [ALL, *(facet.value for facet in known.issuers)], key=f"{key}-issuer")
    with columns[6]:
        measured = st.checkbox("有指标", key=f"{key}-target")
    due_from, due_to = window_of(due, today_in_shanghai())
    return {
        name: value
        for name, value in (
            ("year", None if year == ALL else int(year)),
            ("kind", None if kind == ALL else kind),
            ("unit", unit.strip() or None),
            ("role", None if role == ALL else role),
            ("issuer", None if issuer == ALL else issuer),
            ("due_from", due_from),
            ("due_to", due_to),
            ("has_target", True if measured else None),
        )
        if value is not None
    }


def _kind(value: str) -> str:
    return KINDS.get(value, value)
