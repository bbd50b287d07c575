"""A quotation in its original: where it stands, and on a click the page with the characters marked, or the text around them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from extract.records import LineAnchor
from search_api.models import Whereabouts
from ui.places import head_above, lines_around, places_phrase, row_around
from ui.render import Mark, escape_markdown, render_body, render_cells, render_text
from ui.session import client, document, explained, places

MOST_PAGES = 5


def show_place(identity: str, start: int, end: int, *, key: str) -> None:
    """Says where the characters `start` to `end` of a document stand in its original, as a button that shows them there."""
    known = places(identity)
    touched = _touched(known, start, end)
    where = places_phrase(touched, known.form)
    label = f"原件{where}" if where else "原件"
    if st.button(label, key=f"place-{key}", type="tertiary", icon=":material/plagiarism:", help="在原件中查看"):
        _look(identity, start, end)


@st.dialog("原件", width="large", icon=":material/plagiarism:")
def _look(identity: str, start: int, end: int) -> None:
    with explained():
        held, known = document(identity), places(identity)
        touched = _touched(known, start, end)
        st.markdown(f"{escape_markdown(held.source)}　{escape_markdown(places_phrase(touched, known.form))}")
        if known.has_pages and touched:
            _pages(identity, touched, start, end)
        else:
            _around(identity, known, touched, start, end)
        st.download_button(
            "下载原件",
            data=lambda: client().original(identity),
            file_name=held.source,
            mime="application/octet-stream",
            icon=":material/download:",
            on_click="ignore",
            key="original",
        )


def _pages(identity: str, touched: Sequence[LineAnchor], start: int, end: int) -> None:
    numbers = sorted({line.anchor.page for line in touched if line.anchor.page is not None})
    for number in numbers[:MOST_PAGES]:
        with st.spinner("正在绘制原件页面……"):
            part = client().page(identity, number, start=start, end=end, part=True)
            whole = client().page(identity, number, start=start, end=end)
        # The part first: on a whole page the mark may lie below the edge of the window.
        st.image(part, caption=f"第{number}页（局部）", width="stretch")
        with st.expander(f"第{number}页整页"):
            st.image(whole, width="stretch")


def _around(identity: str, known: Whereabouts, touched: Sequence[LineAnchor], start: int, end: int) -> None:
    text = document(identity).text
    quote = Mark(start, end, "hit", "依据")
    if not touched:
        st.info("原件无法再次读取，下面是载入时读到的文字。", icon=":material/info:")
    if touched and touched[0].anchor.row is not None:
        head, row = head_above(known.lines, touched[0]), row_around(known.lines, touched[0])
        rows = [[(text[cell.start : cell.end], cell.start, cell.anchor.column) for cell in cells] for cells in (head, row)]
        st.html(render_cells(rows if head != row else rows[1:], quote))
        return
    first, last = lines_around(known.lines, start, end)
    st.html(render_body(render_text(text[first:last], [quote], offset=first)))


def _touched(known: Whereabouts, start: int, end: int) -> list[LineAnchor]:
    return [line for line in known.lines if line.start < end and start < line.end]
