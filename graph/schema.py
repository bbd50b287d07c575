"""The graph in a minute: its nodes and edges as data. Tables, constraints, writes, the checksum and README's picture are made from these.

Every document owns its sections, tasks, deadlines and targets: they come and go with it. Places, units, indicators and works are shared:
one stands as long as some document (or a thing below it) needs it, and all its properties follow from its id, so that the order of
loading does not show. A work is what a title names, whether or not a document with its text is loaded. What stands in a task is kept
there, and what stands in none in the `rest` of the document (`graph.texts` joins them). A property of one name has one type.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

VERSION = 6

Type = Literal["string", "int", "float", "bool", "strings"]
Properties = dict[str, Type]

# Where a fact stands in its document's text, and how it was read.
EVIDENCE: Properties = {
    "position": "int",
    "start": "int",
    "end": "int",
    "how": "string",
    "rule": "string",
    "confidence": "float",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A kind of node; `says` is its meaning in a line, `shared` that several documents may need one."""

    label: str
    says: str
    properties: Properties
    shared: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A kind of relationship between two kinds of node; each stands once in `EDGES` and is known by identity."""

    type: str
    source: str
    target: str
    says: str
    properties: Properties = field(default_factory=dict)


NODES = (
    Node(
        "Document",
        "one document of a file",
        {
            "id": "string",
            "slot": "string",
            "series": "string",
            "file": "string",
            "source": "string",
            "original": "string",
            "title": "string",
            "kind": "string",
            "year": "int",
            "issuer": "string",
            "doc_number": "string",
            "issued_on": "string",
            "adopted_on": "string",
            "effective_on": "string",
            "place": "string",
            "addressees": "strings",
            "signers": "strings",
            "urgency": "string",
            "copies_to": "string",
            "attachments": "strings",
            "notes": "strings",
            "rest": "string",
            "characters": "int",
            "tasks": "int",
            "text_hash": "string",
            "fingerprint": "string",
            "position": "int",
        },
    ),
    Node("Section", "a heading of a document", {"id": "string", "title": "string", "depth": "int", "start": "int", "end": "int"}),
    Node(
        "Task",
        "what is to be done or was done",
        {
            "id": "string",
            "position": "int",
            "number": "string",
            "title": "string",
            "text": "string",
            "path": "strings",
            "start": "int",
            "end": "int",
            "how": "string",
            "confidence": "float",
            "text_number": "int",
        },
    ),
    Node(
        "Deadline",
        "by when, or how often",
        {
            "id": "string",
            "text": "string",
            "due_from": "string",
            "due_to": "string",
            "every": "string",
            "times": "int",
            "day": "int",
            "units": "strings",
            "milestone": "string",
            "past": "bool",
            **EVIDENCE,
        },
    ),
    Node(
        "Target",
        "what and how much",
        {
            "id": "string",
            "text": "string",
            "indicator": "string",
            "comparator": "string",
            "value": "float",
            "unit": "string",
            "base_value": "float",
            "base_unit": "string",
            "direction": "string",
            "baseline": "string",
            "status": "string",
            **EVIDENCE,
        },
    ),
    Node(
        "Unit",
        "an office, body, person in office or area",
        {
            "id": "string",
            "name": "string",
            "canonical": "string",
            "place": "string",
            "path": "strings",
            "scope": "string",
            "level": "string",
            "kind": "string",
        },
        shared=True,
    ),
    Node("Place", "an area that is governed", {"id": "string", "name": "string", "full_name": "string", "level": "string"}, shared=True),
    Node("Indicator", "what is measured", {"id": "string", "name": "string"}, shared=True),
    Node("Work", "what a title or number names", {"id": "string", "title": "string"}, shared=True),
)

MENTION: Properties = {"role": "string", "name": "string", **EVIDENCE}
CITED: Properties = {"title": "string", "doc_number": "string", **EVIDENCE}

EDGES = (
    Edge("HAS", "Document", "Task", "has"),
    Edge("CONTAINS", "Document", "Section", "contains"),
    Edge("UNDER", "Task", "Section", "stands under"),
    Edge("WITHIN", "Section", "Section", "lies within"),
    Edge("ISSUED_BY", "Document", "Unit", "issued by"),
    Edge("ABOUT", "Document", "Place", "is about"),
    Edge("VERSION_OF", "Document", "Work", "is the text of", {"doc_number": "string"}),
    Edge("CONTINUES", "Document", "Document", "continues", {"years": "int"}),
    Edge("LEADS", "Unit", "Task", "leads", MENTION),
    Edge("RESPONSIBLE_FOR", "Unit", "Task", "is responsible for", MENTION),
    Edge("SUPPORTS", "Unit", "Task", "supports", MENTION),
    Edge("DOES", "Unit", "Task", "does", MENTION),
    Edge("DUE", "Task", "Deadline", "is due"),
    Edge("AIMS_AT", "Task", "Target", "aims at"),
    Edge("MEASURES", "Target", "Indicator", "measures"),
    Edge("CITES", "Task", "Work", "cites", CITED),
    Edge("CITES", "Document", "Work", "cites", CITED),
    Edge("BASED_ON", "Document", "Work", "is based on", CITED),
    Edge("BELONGS_TO", "Unit", "Unit", "belongs to"),
    Edge("RENAMED_TO", "Unit", "Unit", "became in a reform", {"year": "int"}),
    Edge("INCLUDES", "Unit", "Unit", "stands for, among others", {"how": "string"}),
    Edge("IN_PLACE", "Unit", "Place", "of"),
    Edge("PART_OF", "Place", "Place", "part of"),
)

ROLE_EDGES = {"lead": "LEADS", "responsible": "RESPONSIBLE_FOR", "support": "SUPPORTS", "subject": "DOES"}

_BY_ENDS = {(edge.type, edge.source): edge for edge in EDGES}
BY_LABEL = {node.label: node for node in NODES}


def edge_of(type_: str, source: str) -> Edge:
    """The edge of this type that leaves nodes of this label.

    >>> edge_of("CITES", "Document").target
    'Work'
    """
    return _BY_ENDS[type_, source]


def mermaid() -> str:
    """The schema as a Mermaid picture, for README.

    >>> mermaid().splitlines()[0]
    'graph LR'
    """
    boxes = [f'  {node.label}["<b>{node.label}</b><br>{node.says}"]' for node in NODES]
    arrows = [f'  {edge.source} -- "{edge.says}" --> {edge.target}' for edge in EDGES]
    return "\n".join(["graph LR", *boxes, *arrows])
