"""The drawing component with Chinese words: its own page says some things in English and lets nobody set them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import st_link_analysis
import streamlit as st
import streamlit.components.v1 as components

# What the page of the component says, and what it says here; its mistakes of spelling as they are.
WORDS = {
    "No selected elements": "单击节点看详情",
    "Refresh Layout": "重新排列",
    "Download as JSON": "下载数据（JSON）",
    "Fullscreen": "全屏",
    "Zoom In": "放大",
    "Zoom Out": "缩小",
    "Fit to Screen": "适应窗口",
    "Recenter Veiw": "回到中心",
    "Expand Node": "展开节点",
    "Remove Nodes": "移除节点",
}


def draw(elements: dict[str, Any], *, styles: list[dict[str, Any]], layout: dict[str, Any], height: int, key: str) -> Any:
    """Draws a graph; gives what was clicked: `expand` with the nodes of a double click, or `chosen` with the one of a click."""
    return _component()(
        elements=elements,
        style=styles,
        layout=layout,
        height=f"{height}px",
        key=key,
        nodeActions=["expand"],
        events=[st_link_analysis.Event("chosen", "click tap", "node").dump()],
    )


def write_pages(target: Path) -> None:
    """Copies the component's pages to `target`, with our words in them."""
    shutil.copytree(Path(st_link_analysis.__file__).parent / "frontend" / "build", target, dirs_exist_ok=True)
    page = target / "index.html"
    text = page.read_text("utf-8")
    for english, chinese in WORDS.items():
        for before, after in ((f">{english}<", f">{chinese}<"), (f'title="{english}"', f'title="{chinese}"')):
            text = text.replace(before, after)
    page.write_text(text, "utf-8")


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    folder = tempfile.TemporaryDirectory(prefix="zeren-graph-")
    write_pages(Path(folder.name))
    declared = components.declare_component("graph", path=folder.name)

    def call(**arguments: Any) -> Any:
        assert folder  # kept as long as the component: the folder goes with the last of the two
        return declared(**arguments)

    return call
