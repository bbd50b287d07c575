"""关系图谱: what stands around a unit, a document or a task, drawn; a double click opens a node further."""

from __future__ import annotations

from typing import Any

import streamlit as st

from graph.around import GraphNode, Surroundings
from ui.drawing import NODES, edge_styles, elements, join, node_styles, word_of
from ui.graph_component import draw
from ui.pages import asked_for, link_to_document, link_to_graph, link_to_task, link_to_unit
from ui.render import escape, render_chip
from ui.session import around, documents, explained, task, units

HEIGHT = 620
MOST_OPENED = 12
LAYOUT = {
    "name": "fcose",
    "animate": False,
    "nodeDimensionsIncludeLabels": True,
    "idealEdgeLength": 90,
    "nodeRepulsion": 9000,
    "padding": 30,
}


def show() -> None:
    """The page."""
    st.title("关系图谱")
    center = asked_for("center")
    _choose(center)
    if center is None:
        return
    with explained():
        _draw(center)


def _choose(center: str | None) -> None:
    """Where to begin: units and documents by name, the busiest units where no name is given."""
    query = st.text_input("从哪个单位看起", key="graph-query", placeholder="单位名称的一部分，如：水利局").strip()
    if query or center is None:
        found = units(query, limit=12)
        if not found.items:
            st.info("没有找到这个名称的单位。" if query else "还没有载入文档。请到“导入文档”页上传文件。", icon=":material/info:")
            return
        with st.container(horizontal=True, gap="small", key="z-units-graph"):
            for unit in found.items:
                link_to_graph(unit.id, unit.canonical)
    if center is None:
        st.caption("也可以从文件看起")
        with st.container(horizontal=True, gap="small", key="z-units-graph-documents"):
            for entry in documents(limit=8).items:
                link_to_graph(entry.id, entry.title or entry.source)


def _draw(center: str) -> None:
    if st.session_state.get("graph-center") != center:
        st.session_state["graph-center"] = center
        st.session_state["graph-opened"] = []
    opened: list[str] = st.session_state["graph-opened"]
    parts = [around(center, 1), *(around(node, 1) for node in opened)]
    nodes, edges = join(parts)
    _legend(nodes, parts)
    styles = [style.dump() for style in (*node_styles(center), *edge_styles())]
    answer = draw(elements(nodes, edges), styles=styles, layout=LAYOUT, height=HEIGHT, key=f"graph-{center}")
    _react(answer, nodes, opened)


def _legend(nodes: dict[str, GraphNode], parts: list[Surroundings]) -> None:
    kinds = {node.label for node in nodes.values()}
    dots = "".join(
        f'<span class="z-dot" style="--dot: {color}">{escape(word)}</span>' for label, (word, color) in NODES.items() if label in kinds
    )
    hidden = sum(part.hidden for part in parts)
    more = render_chip(f"另有 {hidden} 个相邻节点未画出") if hidden else ""
    st.html(f'<div class="z-legend">{dots}{more}<span class="z-small">单击看详情，双击展开</span></div>')


def _react(answer: Any, nodes: dict[str, GraphNode], opened: list[str]) -> None:
    """Opens the node that was double-clicked; shows where the one that was clicked leads."""
    if not isinstance(answer, dict):
        return
    data = answer.get("data") or {}
    if answer.get("action") == "expand":
        new = [node for node in data.get("node_ids", []) if node in nodes and node not in opened]
        if new:
            st.session_state["graph-opened"] = (opened + new)[-MOST_OPENED:]
            st.rerun()
        return
    chosen = nodes.get(str(data.get("target_id", "")).strip())
    if chosen is not None:
        _details(chosen)


def _details(node: GraphNode) -> None:
    with st.container(border=True, key="z-graph-details"):
        st.html(f'<span class="z-small">{escape(word_of(node))}</span> {escape(node.title)}')
        with st.container(horizontal=True, gap="small"):
            match node.label:
                case "Unit":
                    link_to_unit(node.id, "单位页")
                case "Document":
                    link_to_document(node.id, "打开文档")
                case "Task":
                    found = task(node.id)
                    link_to_task(found.document, found.id, "看原文")
            link_to_graph(node.id, "以此为中心")


show()
