"""Rows to be written are tuples: each value must stand where the schema has its property, and have its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.build import rows_of
from graph.rows import Loading, Values, columns
from graph.schema import BY_LABEL, EDGES, Edge, Node

if TYPE_CHECKING:
    from extract.records import Extraction

TYPES = {"string": str, "int": int, "float": float, "bool": bool, "strings": tuple}


def misplaced(kind: Node | Edge, row: Values) -> list[tuple[str, object]]:
    names = columns(kind)
    assert len(row) == len(names), (kind, row)
    found = []
    for name, value in zip(names, row, strict=True):
        type_ = TYPES[kind.properties.get(name, "string")]
        if value is not None and (not isinstance(value, type_) or (type_ is int and isinstance(value, bool))):
            found.append((name, value))
    return found


def test_every_value_stands_where_the_schema_has_it(corpus_extractions: dict[str, Extraction]) -> None:
    seen: set[Node | Edge | str] = set()
    for extraction in corpus_extractions.values():
        for document in rows_of(Loading(extraction=extraction)):
            for label, rows in document.rows.nodes.items():
                assert [misplaced(BY_LABEL[label], row) for row in rows.values() if misplaced(BY_LABEL[label], row)] == []
                assert all(row[0] == id_ for id_, row in rows.items())
                seen |= {label} if rows else set()
            for edge, links in document.rows.edges.items():
                assert [misplaced(edge, link) for link in links if misplaced(edge, link)] == []
                seen |= {edge} if links else set()
    # What joins several documents is made in the graph itself.
    made_later = {"CONTINUES", "RENAMED_TO", "INCLUDES"}
    assert {edge.type for edge in EDGES if edge not in seen} <= made_later
    assert seen >= set(BY_LABEL)


def test_a_task_and_its_mentions_are_whole(corpus_extractions: dict[str, Extraction]) -> None:
    (extraction,) = (extraction for name, extraction in corpus_extractions.items() if name == "云泽市2026年政府工作要点.docx")
    (document,) = rows_of(Loading(extraction=extraction))
    task = extraction.documents[0].tasks[0]
    row = dict(zip(columns(BY_LABEL["Task"]), next(iter(document.rows.nodes["Task"].values())), strict=True))
    assert {name: row[name] for name in ("number", "title", "text", "path", "start", "end", "how", "confidence")} == {
        name: getattr(task, name) for name in ("number", "title", "text", "path", "start", "end", "how", "confidence")
    }
    mentions = [
        dict(zip(columns(edge), link, strict=True))
        for edge, links in document.rows.edges.items()
        if "role" in edge.properties
        for link in links
        if link[1] == row["id"]
    ]
    wanted = {(unit.name, unit.role, unit.start, unit.end, unit.how, unit.rule, unit.confidence) for unit in task.units}
    assert {tuple(m[name] for name in ("name", "role", "start", "end", "how", "rule", "confidence")) for m in mentions} == wanted
