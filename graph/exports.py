"""Ways out of the graph: a table of tasks (CSV), GraphML, JSON-LD with the PROV ontology, and files for the import tool of Neo4j."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from extract.errors import NotFound
from graph.engine import all_of_edge, all_of_node
from graph.questions import all_tasks
from graph.rows import Row
from graph.schema import EDGES, NODES, Edge, Node, Type
from graph.store import Graph
from graph.task_questions import whole_text
from graph.views import TaskView

# What XML 1.0 cannot hold.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A spreadsheet takes a cell that begins so for a formula, and a document may say anything.
_FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
_GRAPHML: dict[Type, str] = {"string": "string", "int": "long", "float": "double", "bool": "boolean", "strings": "string"}
_IMPORT: dict[Type, str] = {"string": "string", "int": "long", "float": "double", "bool": "boolean", "strings": "string[]"}
_LIST = ";"

LEDGER = ("文件", "年份", "发文机关", "序号", "任务", "牵头单位", "责任单位", "配合单位", "执行主体", "时限", "目标", "引用文件", "原文")


def write_csv(graph: Graph, file: BinaryIO) -> None:
    """The ledger of all tasks, one a row, for any spreadsheet."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    rows = csv.writer(text)
    rows.writerow(LEDGER)
    rows.writerows([_cell(value) for value in _ledger_row(view)] for view in all_tasks(graph))
    text.flush()
    text.detach()


def _ledger_row(view: TaskView) -> list[str]:
    roles = ("lead", "responsible", "support", "subject")
    units = ["、".join(unit.name for unit in view.units if unit.role == role) for role in roles]
    facts = (view.deadlines, view.targets)
    return [
        view.source,
        str(view.year or ""),
        view.issuer or "",
        view.number or "",
        view.title,
        *units,
        *("；".join(fact.text for fact in kind) for kind in facts),
        "；".join(f"《{citation.title}》" for citation in view.citations),
        view.text,
    ]


def _cell(value: str) -> str:
    return "'" + value if _FORMULA.match(value) else value


def write_graphml(graph: Graph, file: BinaryIO) -> None:
    """The whole graph for Gephi, yEd or networkx; lists are joined by semicolons."""

    def line(text: str) -> None:
        file.write((_NO_XML.sub("", text) + "\n").encode())

    line('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">')
    for side, kinds in (("node", NODES), ("edge", EDGES)):
        line(f'<key id="{side}.label" for="{side}" attr.name="label" attr.type="string"/>')
        named = {name: type_ for kind in kinds for name, type_ in kind.properties.items() if name not in ("id", "rest")}
        for name, type_ in named.items():
            line(f'<key id="{side}.{name}" for="{side}" attr.name="{name}" attr.type="{_GRAPHML[type_]}"/>')
    line('<graph id="zeren" edgedefault="directed">')
    for node, row in _whole_nodes(graph):
        line(f"<node id={quoteattr(row['id'])}>{_data('node', node.label, row, row)}</node>")
    for edge, row in _edges(graph):
        ends = f"source={quoteattr(row['source'])} target={quoteattr(row['target'])}"
        line(f"<edge {ends}>{_data('edge', edge.type, edge.properties, row)}</edge>")
    line("</graph>\n</graphml>")


def _data(side: str, label: str, properties: Iterable[str], row: Row) -> str:
    values = [(name, row[name]) for name in properties if name != "id" and row[name] is not None]
    return f'<data key="{side}.label">{label}</data>' + "".join(
        f'<data key="{side}.{name}">{escape(_text(value))}</data>' for name, value in values
    )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return _LIST.join(map(str, value)) if isinstance(value, list) else str(value)


CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "zeren": "https://zeren.invalid/ns#",
    "title": "schema:name",
    "text": "schema:text",
    "start": "zeren:start",
    "end": "zeren:end",
}


def write_jsonld(graph: Graph, file: BinaryIO) -> None:
    """Where each fact comes from, in the terms of PROV: facts are derived from documents, tasks attributed to units in their roles."""
    file.write(f'{{"@context": {json.dumps(CONTEXT)}, "@graph": ['.encode())
    for number, entry in enumerate(_provenance(graph)):
        file.write((",\n" if number else "\n").encode() + json.dumps(entry, ensure_ascii=False).encode())
    file.write(b"\n]}\n")


def _provenance(graph: Graph) -> Iterator[Row]:
    for node, row in _whole_nodes(graph):
        kind = "prov:Agent" if node.label == "Unit" else "prov:Location" if node.label == "Place" else "prov:Entity"
        values = {name: value for name, value in row.items() if value is not None and value != [] and name not in ("id", "title", "text")}
        known = {name: row[name] for name in ("title", "text") if row.get(name) is not None}
        marks = {name if name in ("start", "end") else f"zeren:{name}": value for name, value in values.items()}
        yield {"@id": f"zeren:{row['id']}", "@type": [kind, f"zeren:{node.label}"], **known, **marks}
    for edge, row in _edges(graph):
        source, target = ({"@id": f"zeren:{row[end]}"} for end in ("source", "target"))
        facts = {f"zeren:{name}": row[name] for name in edge.properties if row[name] is not None}
        if edge.source == "Unit" and edge.target == "Task":
            attribution = {"prov:agent": source, "prov:hadRole": f"zeren:{row['role']}", **facts}
            yield {**target, "prov:qualifiedAttribution": attribution}
        elif edge.type in ("HAS", "CONTAINS", "DUE", "AIMS_AT"):
            yield {**target, "prov:wasDerivedFrom": source}
        else:
            yield {**source, f"zeren:{edge.type}": {**target, **facts}}


def write_neo4j_import(graph: Graph, file: BinaryIO) -> None:
    """A zip of CSV files and the command that makes a database of them, for graphs too large for transactions."""
    command = ["neo4j-admin database import full neo4j --overwrite-destination --multiline-fields=true --array-delimiter=';'"]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for node in NODES:
            names = [name for name in node.properties if name != "id"]
            head = ["id:ID", *(f"{name}:{_IMPORT[node.properties[name]]}" for name in names), ":LABEL"]
            rows = ([row["id"], *(_value(row[name]) for name in names), node.label] for row in _scan(graph, node))
            _add(archive, f"nodes-{node.label}.csv", head, rows)
            command.append(f"--nodes=nodes-{node.label}.csv")
        for edge in EDGES:
            head = [":START_ID", ":END_ID", *(f"{name}:{_IMPORT[type_]}" for name, type_ in edge.properties.items()), ":TYPE"]
            rows = (
                [row["source"], row["target"], *(_value(row[name]) for name in edge.properties), edge.type] for row in _scan(graph, edge)
            )
            name = f"edges-{edge.source}-{edge.type}-{edge.target}.csv"
            _add(archive, name, head, rows)
            command.append(f"--relationships={name}")
        archive.writestr("import.sh", "#!/bin/sh\n" + " \\\n  ".join(command) + "\n")


def _value(value: object) -> str:
    return "" if value is None else _text(value)


def _add(archive: zipfile.ZipFile, name: str, head: list[str], rows: Iterator[list[str]]) -> None:
    with archive.open(name, "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(head)
        writer.writerows(rows)


def _whole_nodes(graph: Graph) -> Iterator[tuple[Node, Row]]:
    """Every node; a document with all its text, into which the offsets of facts point."""
    for node in NODES:
        for row in _scan(graph, node):
            if "rest" in row:
                del row["rest"]
                try:
                    row["text"] = whole_text(graph, row["id"])
                except NotFound:
                    continue  # taken out meanwhile
            yield node, row


def _edges(graph: Graph) -> Iterator[tuple[Edge, Row]]:
    for edge in EDGES:
        for row in _scan(graph, edge):
            yield edge, row


def _scan(graph: Graph, kind: Node | Edge) -> Iterator[Row]:
    text = all_of_node(kind) if isinstance(kind, Node) else all_of_edge(kind)
    for row in graph.scan(text):
        yield {name.removesuffix("_"): value for name, value in row.items()}


FORMS: dict[str, Callable[[Graph, BinaryIO], None]] = {
    "csv": write_csv,
    "graphml": write_graphml,
    "jsonld": write_jsonld,
    "neo4j": write_neo4j_import,
}
