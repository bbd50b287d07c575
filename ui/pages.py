"""The pages, and the links from one to another: a link carries in its address what the page is to show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.render import escape_markdown

Name = Literal["ask", "ledger", "due", "units", "documents", "graph", "decisions", "feed"]

VIEWS = Path(__file__).with_name("views")

# Name of file and address -> title and icon, in the order of the navigation; the first one opens.
PAGES: dict[Name, tuple[str, str]] = {
    "ask": ("问答与检索", ":material/search:"),
    "ledger": ("任务台账", ":material/table_view:"),
    "due": ("到期任务", ":material/event_upcoming:"),
    "units": ("责任单位", ":material/groups:"),
    "documents": ("文档", ":material/description:"),
    "graph": ("关系图谱", ":material/hub:"),
    "decisions": ("单位核对", ":material/rule:"),
    "feed": ("导入文档", ":material/upload_file:"),
}


def page(name: Name) -> StreamlitPage:
    """One page, for the navigation and for links to it."""
    title, icon = PAGES[name]
    return st.Page(VIEWS / f"{name}.py", title=title, icon=icon, url_path=name, default=name == "ask")


def all_pages() -> list[StreamlitPage]:
    """Every page, in the order of the navigation."""
    return [page(name) for name in PAGES]


def link_to_unit(unit: str, name: str, *, lead: str = "") -> None:
    """A link to a unit's page; `lead` is a badge before its name."""
    st.page_link(page("units"), label=lead + escape_markdown(name), icon="", query_params={"id": unit})


def link_to_task(document: str, task: str, label: str, *, icon: str = "") -> None:
    """A link to a task where it stands in its document."""
    st.page_link(page("documents"), label=escape_markdown(label), icon=icon, query_params={"id": document, "task": task})


def link_to_document(document: str, label: str, *, icon: str = "") -> None:
    """A link to a document."""
    st.page_link(page("documents"), label=escape_markdown(label), icon=icon, query_params={"id": document})


def link_to_place(document: str, start: int, end: int, label: str) -> None:
    """A link to a quotation where it stands in its document."""
    place = {"id": document, "from": str(start), "to": str(end)}
    st.page_link(page("documents"), label=escape_markdown(label), icon="", query_params=place)


def link_to_graph(center: str, label: str) -> None:
    """A link to the drawing of what stands around a node."""
    st.page_link(page("graph"), label=escape_markdown(label), icon="", query_params={"center": center})


def link_to_question(question: str, *, after: Sequence[str] = ()) -> None:
    """A link that asks a question, after the questions on which it leans."""
    asked = [("q", question), *(("after", one) for one in after)]
    st.page_link(page("ask"), label=escape_markdown(question), icon="", query_params=asked)


def link_to_day(day: date) -> None:
    """A link to what falls due on a day."""
    st.page_link(page("due"), label=str(day), icon=":material/event:", query_params={"day": str(day)})


def keep_address(opened: StreamlitPage) -> None:
    """Says the address of the page once more, where the page is the one that was open before.

    A link to the page that one is on (from the list of documents to one of them) changes what is shown but not the address in the browser
    (seen with Streamlit 1.67), so that the next click on anything would lead back. Said again, it is set; where it is right already,
    the browser does nothing, and its way back stays as it is. Another page comes with its own address.
    """
    before, st.session_state["page"] = st.session_state.get("page"), opened.url_path
    if before == opened.url_path:
        st.query_params.from_dict({name: st.query_params.get_all(name) for name in st.query_params})


def asked_for(name: str) -> str | None:
    """What the address of the page asks for under a name."""
    value = st.query_params.get(name)
    return value if isinstance(value, str) and value else None
