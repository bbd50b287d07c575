"""The graph around a node as the drawing component takes it: nodes and edges as plain data, styles by what they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.around import GraphEdge, GraphNode, Surroundings

# Label of a node -> its Chinese word and colour.
NODES = {
    "Unit": ("单位", "#1f5a96"),
    "Task": ("任务", "#c58a1a"),
    "Document": ("文件", "#5b6775"),
    "Section": ("章节", "#a3adb8"),
    "Deadline": ("时限", "#d2691e"),
    "Target": ("指标值", "#2e8b57"),
    "Indicator": ("指标", "#1c6a3c"),
    "Place": ("地区", "#8064a2"),
    "Work": ("所引文件", "#9b6bb3"),
}

# Type of an edge -> its Chinese word, read from source to target.
EDGES = {
    "HAS": "含任务",
    "CONTAINS": "含章节",
    "UNDER": "位于",
    "WITHIN": "属于",
    "ISSUED_BY": "发文机关",
    "ABOUT": "涉及",
    "VERSION_OF": "文本",
    "LEADS": "牵头",
    "RESPONSIBLE_FOR": "责任",
    "SUPPORTS": "配合",
    "DOES": "承担",
    "DUE": "时限",
    "AIMS_AT": "目标",
    "MEASURES": "衡量",
    "CITES": "引用",
    "BASED_ON": "依据",
    "CONTINUES": "接续",
    "INCLUDES": "包括",
    "BELONGS_TO": "隶属",
    "RENAMED_TO": "改革后为",
    "IN_PLACE": "所在",
    "PART_OF": "属于",
}

MOST_CAPTION = 18

# The component writes what a node says into its panel as HTML; with these there is none, and a caption reads the same.
HARMLESS = str.maketrans({"<": "＜", ">": "＞", "&": "＆", '"': "＂", "'": "＇", "`": "｀"})


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of node or edge looks. The component's own classes warn of themselves at each use and set no size of writing."""

    selector: str
    style: dict[str, Any]

    def dump(self) -> dict[str, Any]:
        """The form that the component sends on."""
        return {"selector": self.selector, "style": self.style}


def caption(text: str) -> str:
    """A name short enough to stand below a node, without a sign that HTML knows.

    >>> caption("推进<b>乡镇</b>级饮用水水源保护区规范化建设和管理")
    '推进＜b＞乡镇＜/b＞级饮用水水源…'
    """
    plain = " ".join(text.split()).translate(HARMLESS)
    return plain if len(plain) <= MOST_CAPTION else plain[: MOST_CAPTION - 1] + "…"


def join(parts: Iterable[Surroundings]) -> tuple[dict[str, GraphNode], dict[tuple[str, str, str], GraphEdge]]:
    """Several surroundings as one, each node and edge once."""
    nodes: dict[str, GraphNode] = {}
    edges: dict[tuple[str, str, str], GraphEdge] = {}
    for part in parts:
        nodes.update((node.id, node) for node in part.nodes if node.id not in nodes)
        edges.update(((edge.source, edge.target, edge.type), edge) for edge in part.edges)
    return nodes, edges


def elements(nodes: dict[str, GraphNode], edges: dict[tuple[str, str, str], GraphEdge]) -> dict[str, Any]:
    """Nodes and edges in the component's form."""
    return {
        "nodes": [{"data": {"id": node.id, "label": word_of(node), "name": caption(node.title)}} for node in nodes.values()],
        "edges": [
            {
                "data": {
                    "id": f"{edge.source}-{edge.type}-{edge.target}",
                    "source": edge.source,
                    "target": edge.target,
                    "label": EDGES.get(edge.type, edge.type),
                }
            }
            for edge in edges.values()
            if edge.source in nodes and edge.target in nodes
        ],
    }


def word_of(node: GraphNode) -> str:
    """What a node is, in Chinese."""
    return NODES[node.label][0] if node.label in NODES else node.label


def node_styles(center: str) -> list[Style]:
    """One style a kind of node; the centre is larger."""
    name = {"label": "data(name)", "font-size": 9, "min-zoomed-font-size": 5, "color": "#1d2733"}
    shape = {"width": 22, "height": 22}
    styles = [Style(f"node[label='{word}']", {**name, **shape, "background-color": color}) for word, color in NODES.values()]
    return [*styles, Style(f"node[id='{center}']", {"width": 36, "height": 36, "font-size": 11, "font-weight": "bold"})]


def edge_styles() -> list[Style]:
    """One style for all edges: thin, with its word and its direction."""
    line = {
        "label": "data(label)",
        "font-size": 7,
        "min-zoomed-font-size": 6,
        "color": "#5b6775",
        "text-background-color": "#ffffff",
        "text-background-opacity": 0.85,
        "line-color": "#c3ccd6",
        "width": 1,
        "curve-style": "bezier",
        "target-arrow-shape": "triangle",
        "target-arrow-color": "#c3ccd6",
        "arrow-scale": 0.7,
    }
    return [Style(f"edge[label='{word}']", line) for word in dict.fromkeys(EDGES.values())]
