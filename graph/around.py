"""What stands around one node, to draw: a few steps along the edges of the schema, in either direction."""

from __future__ import annotations

from extract.errors import BadRequest, NotFound
from extract.records import Record
from graph.rows import Row
from graph.schema import EDGES, Edge
from graph.store import Graph

DEEPEST = 4
# A picture with more boxes shows nothing; what was left out is counted.
MOST_NODES = 150

# The first letter of an id says what it names; the property that names a node to people.
LABELS = {
    "d": "Document",
    "s": "Section",
    "t": "Task",
    "l": "Deadline",
    "g": "Target",
    "u": "Unit",
    "p": "Place",
    "i": "Indicator",
    "w": "Work",
}
TITLES = {
    "Document": ("title", "source"),
    "Section": ("title",),
    "Task": ("title",),
    "Deadline": ("text",),
    "Target": ("text",),
    "Unit": ("canonical",),
    "Place": ("full_name",),
    "Indicator": ("name",),
    "Work": ("title",),
}


class GraphNode(Record):
    """A node to draw: what it is, its name, and how many steps it is from the centre."""

    id: str
    label: str
    title: str
    steps: int


class GraphEdge(Record):
    """An edge to draw: its type, and what it says in words (`is responsible for`)."""

    source: str
    target: str
    type: str
    says: str


class Surroundings(Record):
    """The nodes and edges around `center`; `hidden` neighbours were left out."""

    center: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    hidden: int = 0


def around(graph: Graph, center: str, *, depth: int = 1, most: int = MOST_NODES) -> Surroundings:
    """The nodes within `depth` steps of `center`, nearest first, at most `most`. Raises `NotFound` and `BadRequest`."""
    if not 0 <= depth <= DEEPEST:
        raise BadRequest(f"depth must lie between 0 and {DEEPEST}, not {depth}")
    label = LABELS.get(center[:1])
    found = _named(graph, label, [center]) if label else {}
    if label is None or not found:
        raise NotFound(f"there is nothing with the id {center}")
    nodes = {center: GraphNode(id=center, label=label, title=found[center], steps=0)}
    edges: dict[tuple[str, str, str], GraphEdge] = {}
    hidden = 0
    frontier = [center]
    for step in range(1, depth + 1):
        coming: dict[str, str] = {}
        for edge in EDGES:
            for is_out in (True, False):
                for row in _neighbours(graph, edge, is_out, frontier):
                    other, at = row["other"], edge.target if is_out else edge.source
                    if other not in nodes and other not in coming and len(nodes) + len(coming) >= most:
                        hidden += 1
                        continue
                    if other not in nodes:
                        coming[other] = at
                    ends = (row["id"], other) if is_out else (other, row["id"])
                    edges[(*ends, edge.type)] = GraphEdge(source=ends[0], target=ends[1], type=edge.type, says=edge.says)
        for name in dict.fromkeys(coming.values()):
            for id_, title in _named(graph, name, [id_ for id_, at in coming.items() if at == name]).items():
                nodes[id_] = GraphNode(id=id_, label=name, title=title, steps=step)
        frontier = list(coming)
    return Surroundings(center=center, nodes=tuple(nodes.values()), edges=tuple(edges.values()), hidden=hidden)


def _neighbours(graph: Graph, edge: Edge, is_out: bool, frontier: list[str]) -> list[Row]:
    near, far = (edge.source, edge.target) if is_out else (edge.target, edge.source)
    ids = [id_ for id_ in frontier if LABELS[id_[0]] == near]
    if not ids:
        return []
    arrow = f"-[:{edge.type}]->" if is_out else f"<-[:{edge.type}]-"
    text = f"UNWIND $ids AS wanted MATCH (a:{near} {{id: wanted}}){arrow}(b:{far}) RETURN DISTINCT a.id AS id, b.id AS other"
    return sorted(graph.ask(text, {"ids": ids}), key=lambda row: (ids.index(row["id"]), row["other"]))


def _named(graph: Graph, label: str, ids: list[str]) -> dict[str, str]:
    columns = ", ".join(f"n.`{name}` AS name{number}" for number, name in enumerate(TITLES[label]))
    rows = graph.ask(f"UNWIND $ids AS wanted MATCH (n:{label} {{id: wanted}}) RETURN n.id AS id, {columns}", {"ids": sorted(ids)})
    return {row["id"]: next((value for key, value in row.items() if key != "id" and value), "") for row in rows}
