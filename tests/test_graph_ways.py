"""Ways through and out of the graph: around a node, Cypher of one's own, exports."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from graph_documents import ALL, CITY_2024, CITY_2025

from extract.errors import BadRequest, IndexUnavailable, NotFound, QueryRefused
from graph import questions as ask
from graph.around import around
from graph.exports import FORMS, LEDGER, _cell
from graph.readonly import query
from graph.rows import Loading
from graph.schema import EDGES, NODES, Edge, Node
from graph.server_index import ServerIndex
from graph.store import Graph, open_graph

NEO4J_URL = os.environ.get("ZEREN_TEST_NEO4J_URL", "")
PASSWORD = os.environ.get("ZEREN_TEST_NEO4J_PASSWORD", "")
NEO4J = pytest.mark.skipif(not NEO4J_URL, reason="ZEREN_TEST_NEO4J_URL names no server")


@pytest.fixture(scope="module", params=["ladybug", pytest.param("neo4j", marks=[pytest.mark.neo4j, NEO4J])])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    url = NEO4J_URL if request.param == "neo4j" else ""
    folder = tmp_path_factory.mktemp("graph")
    with open_graph(url, folder=folder, password=PASSWORD, anew=True) as opened:
        opened.load_many(Loading(extraction=extraction) for extraction in ALL)
        yield opened


def center(graph: Graph) -> str:
    return next(view.id for view in ask.all_units(graph) if view.canonical == "云泽市水务局")


# --- around a node


def test_around_a_unit_stand_its_tasks(full: Graph) -> None:
    found = around(full, center(full))
    assert found.nodes[0].title == "云泽市水务局"
    assert {node.title for node in found.nodes if node.label == "Task"} == {"清理河道淤泥", "落实节水条例", "继续清淤", "修缮泵站"}
    assert {edge.type for edge in found.edges} == {"LEADS", "RESPONSIBLE_FOR", "SUPPORTS", "BELONGS_TO", "IN_PLACE"}
    assert found.hidden == 0


def test_two_steps_away_stand_documents_and_deadlines(full: Graph) -> None:
    found = around(full, center(full), depth=2)
    assert {node.title for node in found.nodes if node.label == "Document"} >= {
        CITY_2024.documents[0].title,
        CITY_2025.documents[0].title,
    }
    assert "6月底前" in {node.title for node in found.nodes if node.label == "Deadline"}
    ids = {node.id for node in found.nodes}
    assert all({edge.source, edge.target} <= ids for edge in found.edges)
    assert {node.steps for node in found.nodes} == {0, 1, 2}


def test_what_does_not_fit_is_counted(full: Graph) -> None:
    whole = around(full, center(full), depth=2)
    found = around(full, center(full), depth=2, most=6)
    assert len(found.nodes) == 6
    assert found.hidden > 0
    assert set(found.nodes) <= set(whole.nodes)


@pytest.mark.parametrize("id_", ["u0", "t0", "", "x1", "u' OR 1=1"])
def test_around_nothing(full: Graph, id_: str) -> None:
    with pytest.raises(NotFound):
        around(full, id_)


def test_too_deep(full: Graph) -> None:
    with pytest.raises(BadRequest):
        around(full, center(full), depth=9)


# --- Cypher of one's own


def test_a_question_of_ones_own(full: Graph) -> None:
    table = query(full, "MATCH (u:Unit)-[:LEADS]->(t:Task) RETURN u.canonical AS unit, t.title AS task;")
    assert table.columns == ("unit", "task")
    assert table.rows == (("云泽市水务局", "落实节水条例"),)
    assert not table.is_cut


def test_parameters_and_whole_nodes(full: Graph) -> None:
    table = query(full, "MATCH (t:Task) WHERE t.number = $number RETURN t LIMIT 1", {"number": "第九条"})
    assert table.rows[0][0]["number"] == "第九条"


def test_rows_beyond_a_page_are_cut(full: Graph) -> None:
    table = query(full, "MATCH (t:Task) RETURN t.id", rows=2)
    assert len(table.rows) == 2
    assert table.is_cut


REFUSED = [
    "CREATE (:Task {id: 'x'})",
    "MATCH (t:Task) SET t.title = 'x'",
    "match (t:Task) detach delete t",
    "MATCH (t:Task) RETURN t; DROP TABLE Task",
    "LOAD FROM '/etc/passwd' (header=false) RETURN *",
    "MATCH (t:Task) WITH t LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CALL show_tables() RETURN *",
    "COPY Task TO 'x.csv'",
    "INSTALL httpfs",
    "MATCH (t:Task) /* ' */ SET t.title = 'x' // '",
    "RETURN 'x' AS a CREATE (:Task)",
    "",
    "not cypher",
    "MATCH (t:Task RETURN t",
    "MATCH (t:NoSuchLabelAtAll) RETURN t.id, nosuchfunction(t)",
    "RETURN " + "1+" * 10_000 + "1",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_reading_question_is_refused_in_a_sentence(full: Graph, text: str) -> None:
    before = full.counts()
    with pytest.raises(QueryRefused) as caught:
        query(full, text)
    assert "\n" not in str(caught.value)
    assert full.counts() == before


def test_words_inside_quotations_do_not_matter(full: Graph) -> None:
    assert query(full, "MATCH (t:Task) WHERE t.title CONTAINS 'DELETE; CREATE' RETURN t.id").rows == ()


def test_a_question_that_takes_too_long_is_stopped(full: Graph) -> None:
    endless = "UNWIND range(1, 20000) AS a UNWIND range(1, 20000) AS b RETURN count(DISTINCT a * b)"
    with pytest.raises(QueryRefused):
        query(full, endless, seconds=0.3)


# --- exports


def exported(graph: Graph, form: str) -> bytes:
    file = io.BytesIO()
    FORMS[form](graph, file)
    return file.getvalue()


def test_the_ledger_has_a_row_for_each_task(full: Graph) -> None:
    rows = list(csv.reader(io.StringIO(exported(full, "csv").decode("utf-8-sig"))))
    assert rows[0] == list(LEDGER)
    assert len(rows) == 1 + full.counts()["tasks"]
    row = next(row for row in rows if row[4] == "落实节水条例")
    assert row[5:8] == ["市水务局", "", "市发展改革委"]
    assert row[11] == "《云泽市节水条例》"


def test_a_cell_is_never_a_formula() -> None:
    assert _cell("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert _cell("市水务局") == "市水务局"


def test_graphml_holds_the_whole_graph(full: Graph) -> None:
    tree = ElementTree.fromstring(exported(full, "graphml"))
    name = "{http://graphml.graphdrawing.org/xmlns}"
    status = full.status()
    assert len(tree.findall(f"{name}graph/{name}node")) == status.nodes
    assert len(tree.findall(f"{name}graph/{name}edge")) == status.relationships
    keys = {key.get("id") for key in tree.findall(f"{name}key")}
    assert {data.get("key") for data in tree.iter(f"{name}data")} <= keys


@pytest.mark.parametrize("kinds", [NODES, EDGES])
def test_a_property_of_one_name_has_one_type(kinds: tuple[Node | Edge, ...]) -> None:
    types: dict[str, set[str]] = {}
    for kind in kinds:
        for name, type_ in kind.properties.items():
            types.setdefault(name, set()).add(type_)
    assert {name: several for name, several in types.items() if len(several) > 1} == {}


def test_graphml_holds_what_its_keys_promise(full: Graph) -> None:
    tree = ElementTree.fromstring(exported(full, "graphml"))
    name = "{http://graphml.graphdrawing.org/xmlns}"
    read = {"long": int, "double": float, "string": str, "boolean": {"true": True, "false": False}.__getitem__}
    kinds = {key.get("id"): read[key.get("attr.type", "")] for key in tree.findall(f"{name}key")}
    values = [(data.get("key"), kinds[data.get("key")](data.text or "")) for data in tree.iter(f"{name}data")]
    said = {document.text for extraction in ALL for document in extraction.documents}
    assert said <= {value for key, value in values if key == "node.text"}


def test_jsonld_says_where_facts_come_from(full: Graph) -> None:
    entries = json.loads(exported(full, "jsonld"))["@graph"]
    assert len(entries) == full.status().nodes + full.status().relationships
    roles = {entry["prov:qualifiedAttribution"]["prov:hadRole"] for entry in entries if "prov:qualifiedAttribution" in entry}
    assert roles == {"zeren:lead", "zeren:responsible", "zeren:support", "zeren:subject"}
    said = {document.text for extraction in ALL for document in extraction.documents}
    assert {entry["text"] for entry in entries if "zeren:Document" in entry.get("@type", ())} == said


def test_the_import_set_holds_the_whole_graph(full: Graph) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(full, "neo4j"))) as archive:
        counts = {"nodes": 0, "edges": 0}
        for name in archive.namelist():
            if name.endswith(".csv"):
                rows = list(csv.reader(io.StringIO(archive.read(name).decode())))
                counts[name.partition("-")[0]] += len(rows) - 1
                assert {len(row) for row in rows} == {len(rows[0])}
                assert f"={name}" in archive.read("import.sh").decode()
    assert counts == {"nodes": full.status().nodes, "edges": full.status().relationships}


# --- the server's own indexes


def test_the_embedded_graph_has_no_index_of_its_own(tmp_path: Path) -> None:
    with open_graph(folder=tmp_path) as opened, pytest.raises(IndexUnavailable):
        ServerIndex(opened)


@pytest.mark.neo4j
@NEO4J
def test_words_and_vectors_on_the_server(tmp_path: Path) -> None:
    with open_graph(NEO4J_URL, folder=tmp_path, password=PASSWORD, anew=True) as opened:
        opened.load_many(Loading(extraction=extraction) for extraction in ALL)
        before = opened.status()
        index = ServerIndex(opened)
        tasks = {view.id: view for view in ask.all_tasks(opened)}
        index.put_items([{"id": view.id, "document": view.document, "words": view.text} for view in tasks.values()])
        assert index.size() == len(tasks)
        assert index.documents() == {view.document for view in tasks.values()}
        assert tasks[index.words({"节水": 1.0, "条例": 1.0})[0][0]].title == "落实节水条例"
        assert tasks[index.words({"修缮": 1.0, "泵站": 0.4})[0][0]].title == "修缮泵站"
        assert index.words({}) == []
        assert index.holding(["修缮", "没有", "水务"]) == {"修缮": 1, "没有": 0, "水务": len(index.words({"水务": 1.0}, limit=100))}
        assert index.use_model("test", 4)
        rows = [
            {"id": f"{id_}#1", "item": id_, "clause": True, "whole": number > 0, "vector": [1.0, float(number), 0.5, 0.0]}
            for number, id_ in enumerate(tasks)
        ]
        index.put_vectors([*rows, {**rows[0], "id": "gone#1", "item": "gone"}])
        assert index.stretches() == {row["id"] for row in rows}
        found = sorted(index.nearest([1.0, 2.0, 0.5, 0.0], limit=3), key=lambda near: -near.cosine)
        assert (found[0].item, found[0].whole, round(found[0].cosine, 5)) == (rows[2]["item"], True, 1.0)
        assert len(found) == 3
        assert not index.use_model("test", 4)
        assert index.use_model("other", 3)
        assert index.stretches() == set()
        assert opened.status() == before
        # What stands beside the graph goes with its documents.
        held = ask.documents(opened).items
        opened.remove(held[0].id)
        assert held[0].id in index.documents()
        assert ServerIndex(opened).documents() == {view.id for view in held[1:] if view.tasks}
