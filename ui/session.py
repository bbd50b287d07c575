"""What the pages share: the client of the API, reads that are kept for a moment, and problems said in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import streamlit as st

from graph.around import Surroundings
from graph.decisions import Decision
from graph.offers import Offer
from graph.views import DocumentDetail, DocumentView, Page, TaskView, UnitDetail, UnitView
from search_api.attempts import Attempts
from search_api.models import Answer, Due, Facets, Found, Health, Whereabouts
from search_api.settings import read_settings
from ui.client import ApiProblem, ApiUnreachable, ZerenClient, open_http
from ui.problems import in_chinese
from ui.render import escape_markdown
from ui.serving import reachable

# Reads are kept so many seconds: enough for the clicks on one page, few enough that what a colleague feeds in is soon seen.
# As resources and not as data: records are frozen, so that no session can change what another one sees, and need not be copied.
KEPT: dict[str, Any] = {"ttl": 20, "max_entries": 500}


@st.cache_resource
def client() -> ZerenClient:
    """The one client of this app, to the API that the settings name."""
    settings = read_settings()
    return ZerenClient(open_http(f"http://{reachable(settings.host)}:{settings.port}", token=settings.token.get_secret_value()))


@st.cache_resource
def attempts() -> Attempts:
    """Wrong tokens that were said to this app, by all of its sessions."""
    return Attempts()


@st.cache_resource(**KEPT, show_spinner=False)
def health() -> Health:
    """State of the API."""
    return client().health()


@st.cache_resource(**KEPT, show_spinner=False)
def facets() -> Facets:
    """Values to filter by."""
    return client().facets()


@st.cache_resource(**KEPT, show_spinner="正在检索……")
def search(query: str, **parameters: Any) -> Found:
    """Hits of a query."""
    return client().search(query, **parameters)


@st.cache_resource(**KEPT, show_spinner="正在查找答案……")
def ask(question: str, previous: tuple[str, ...]) -> Answer:
    """Answer to a question that may lean on those before it."""
    return client().ask(question, previous=previous)


@st.cache_resource(**KEPT, show_spinner=False)
def tasks(**parameters: Any) -> Page[TaskView]:
    """A page of the ledger."""
    return client().tasks(**parameters)


@st.cache_resource(**KEPT, show_spinner=False)
def deadlines(since: date | None, until: date | None, **parameters: Any) -> Page[Due]:
    """What falls due."""
    return client().deadlines(since=since, until=until, **parameters)


@st.cache_resource(**KEPT, show_spinner=False)
def units(query: str = "", **parameters: Any) -> Page[UnitView]:
    """Units by name."""
    return client().units(query, **parameters)


@st.cache_resource(**KEPT, show_spinner=False)
def unit(identity: str) -> UnitDetail:
    """One unit."""
    return client().unit(identity)


@st.cache_resource(**KEPT, show_spinner=False)
def documents(**parameters: Any) -> Page[DocumentView]:
    """What is loaded."""
    return client().documents(**parameters)


@st.cache_resource(**KEPT, show_spinner=False)
def document(identity: str) -> DocumentDetail:
    """One document."""
    return client().document(identity)


@st.cache_resource(**KEPT, show_spinner=False)
def task(identity: str) -> TaskView:
    """One task."""
    return client().task(identity)


@st.cache_resource(**KEPT, show_spinner="正在绘制……")
def around(center: str, depth: int) -> Surroundings:
    """What stands around a node."""
    return client().around(center, depth=depth)


@st.cache_resource(**KEPT, show_spinner=False)
def places(identity: str) -> Whereabouts:
    """Where the text of a document stands in its original."""
    return client().places(identity)


@st.cache_resource(**KEPT, show_spinner=False)
def offers(**parameters: Any) -> Page[Offer]:
    """Pairs of units that may be one."""
    return client().offers(**parameters)


@st.cache_resource(**KEPT, show_spinner=False)
def decisions(**parameters: Any) -> Page[Decision]:
    """What persons decided about units."""
    return client().decisions(**parameters)


def forget_reads() -> None:
    """Drops kept reads after something was fed in or taken out."""
    for read in (health, facets, search, ask, tasks, deadlines, units, unit, documents, document, task, around, places, offers, decisions):
        read.clear()


@contextmanager
def explained(*, quietly: bool = False) -> Iterator[None]:
    """Says what is wrong and what to do, where the API is away or refuses; `quietly` leaves that to the page itself."""
    try:
        yield
    except ApiUnreachable:
        if not quietly:
            _say_unreachable()
    except ApiProblem as problem:
        if not quietly:
            st.error(sentence_of(problem), icon=":material/error:")


def _say_unreachable() -> None:
    st.error(f"服务没有应答（{client().address}）。", icon=":material/cloud_off:")
    st.markdown("请在终端运行 `zeren up` 启动服务；若服务在别的端口，请先设置 `ZEREN_PORT`。启动后点击下面的按钮。")
    if st.button("重新连接", icon=":material/refresh:", type="primary"):
        forget_reads()
        st.rerun()


def sentence_of(problem: ApiProblem) -> str:
    """What the API refused, why, and what to do, in Chinese and ready for a Markdown label."""
    return escape_markdown(in_chinese(str(problem), problem.kind))
