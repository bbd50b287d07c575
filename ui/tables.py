"""Tables whose cells wrap and hold links: one row of columns each. Streamlit's own grid cuts Chinese text off at the cell's edge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from ui.render import escape

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


def table_head(columns: Mapping[str, float], *, key: str) -> None:
    """The head of a table: names of columns with their relative widths."""
    with st.container(key=f"z-head-{key}"):
        for cell, name in zip(st.columns(list(columns.values())), columns, strict=True):
            cell.html(f'<span class="z-head">{name}</span>')


def table_row(columns: Mapping[str, float], *, key: str) -> list[DeltaGenerator]:
    """One row of the table; gives its cells, to be filled."""
    with st.container(key=f"z-row-{key}"):
        return list(st.columns(list(columns.values()), vertical_alignment="top"))


def label_cell(cell: DeltaGenerator, column: str, text: str) -> None:
    """Puts plain text into a cell, after the name of its column where a narrow screen shows no head."""
    if text:
        cell.html(f'<div class="z-cell"><span class="z-label">{column}</span>{escape(text)}</div>')


def fill(cell: DeltaGenerator, markup: str) -> None:
    """Puts rendered markup into a cell; nothing where there is none, which `html` refuses."""
    if markup:
        cell.html(markup)
