"""Every read and write of the graph, on both engines: LadybugDB always, Neo4j where ZEREN_TEST_NEO4J_URL names a server."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from graph_documents import ALL, CITY_2017, CITY_2024, CITY_2025, DISTRICT, PLACELESS, RULE, document, task, unit

from extract.errors import GraphTooOld, GraphUnavailable, NotFound
from extract.records import Document, Extraction
from graph import ladybug_store, neo4j_store
from graph import loading as loads
from graph import questions as ask
from graph.engine import Writer
from graph.questions import TaskFilter
from graph.readonly import query
from graph.rows import Loading
from graph.schema import BY_LABEL, edge_of
from graph.store import Graph, open_graph
from graph.task_questions import whole_text

NEO4J_URL = os.environ.get("ZEREN_TEST_NEO4J_URL", "")
PASSWORD = os.environ.get("ZEREN_TEST_NEO4J_PASSWORD", "")
NEO4J = pytest.mark.skipif(not NEO4J_URL, reason="ZEREN_TEST_NEO4J_URL names no server")


@pytest.fixture(params=["ladybug", pytest.param("neo4j", marks=[pytest.mark.neo4j, NEO4J])])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Graph]:
    url = NEO4J_URL if request.param == "neo4j" else ""
    with open_graph(url, folder=tmp_path, password=PASSWORD, anew=True) as opened:
        yield opened


@pytest.fixture
def full(graph: Graph) -> Graph:
    graph.load_many(Loading(extraction=extraction) for extraction in ALL)
    return graph


def unit_id(graph: Graph, canonical: str) -> str:
    found = [view for view in ask.all_units(graph) if view.canonical == canonical and view.place]
    assert len(found) == 1, found
    return found[0].id


# --- loading


def test_an_empty_graph_answers_everything_with_nothing(graph: Graph) -> None:
    assert graph.counts() == {"documents": 0, "tasks": 0, "units": 0}
    assert graph.status().checksum == "0" * 32
    assert ask.tasks(graph).items == ()
    assert ask.documents(graph).items == ()
    assert ask.units(graph).items == ()
    assert ask.deadlines(graph).items == ()
    assert list(ask.all_tasks(graph)) == []
    assert ask.tasks_by_ids(graph, []) == ()


def test_loading_twice_changes_nothing(full: Graph) -> None:
    before = full.status()
    reports = full.load_many(Loading(extraction=extraction) for extraction in ALL)
    assert all(report.unchanged == report.documents and not report.replaced for report in reports)
    assert full.status() == before


def test_the_order_of_loading_does_not_show(full: Graph) -> None:
    before = full.status()
    full.clear()
    assert full.status().nodes == 0
    shuffled = list(ALL)
    random.Random(7).shuffle(shuffled)
    for extraction in shuffled:
        full.load(extraction)
    assert full.status() == before


def test_a_bulk_load_leaves_the_same_as_a_small_one(full: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    before = full.status()
    full.clear()
    monkeypatch.setattr(ladybug_store, "COPY_FROM", 0)
    monkeypatch.setattr(neo4j_store, "BATCH", 3)
    full.load_many(Loading(extraction=extraction) for extraction in ALL)
    assert full.status() == before


@pytest.mark.parametrize("rows", [1, 60])
def test_a_load_in_many_transactions_leaves_the_same_as_in_one(full: Graph, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    before = full.status()
    full.clear()
    monkeypatch.setattr(full._engine, "bulk_rows", rows)
    reports = full.load_many(Loading(extraction=extraction) for extraction in ALL)
    assert [report.source for report in reports] == [extraction.source for extraction in ALL]
    assert full.status() == before


def test_a_document_keeps_its_text_to_the_character(full: Graph) -> None:
    said = {document.text for extraction in ALL for document in extraction.documents}
    views = ask.documents(full).items
    assert {ask.document(full, view.id).text for view in views} == said
    assert {ask.text_of(full, view.id)[1] for view in views} == said


def test_a_document_of_nothing_but_a_task_has_its_text_without_a_rest(graph: Graph) -> None:
    text = "1．整治河道。（牵头单位：松溪县水利局）"
    [id_] = graph.load(
        Extraction(source="河道.txt", documents=(Document(title=None, kind="plan", text=text, tasks=(task(text, number="1"),)),))
    ).documents
    assert ask.text_of(graph, id_)[1] == text
    # As a database has it that was made by Neo4j's import tool.
    graph.write("MATCH (d:Document {id: $id}) SET d.rest = null", {"id": id_})
    assert ask.document(graph, id_).text == text


def test_a_document_that_is_gone_has_no_text(full: Graph) -> None:
    with pytest.raises(NotFound):
        whole_text(full, "d0")


def test_an_untitled_document_stays_one_in_another_file_of_its_name(graph: Graph) -> None:
    first = document("云泽市绿化方案", (task("1．补种行道树。", number="1"),))
    second = document("云泽市绿化计划", (task("1．修剪行道树。", number="1"),))
    untitled = Document(title=None, kind="plan", text="附：联系方式见政府网站。\n")
    graph.load(Extraction(source="绿化.docx", documents=(untitled, first)))
    report = graph.load(Extraction(source="绿化.docx", documents=(untitled, second)))
    assert {ask.text_of(graph, id_)[1] for id_ in report.documents} == {untitled.text, second.text}
    assert graph.status().documents == 3


def test_rows_of_one_kind_enter_in_few_and_in_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The embedded engine spoils the index of a table that is created into and then copied into in one transaction.
    monkeypatch.setattr(ladybug_store, "COPY_ROWS", 3)
    place, part_of = BY_LABEL["Place"], edge_of("PART_OF", "Place")
    names = [f"p{number}" for number in range(9)]
    rows = [(name, name, name, "city") for name in names]

    def work(writer: Writer) -> None:
        for some in (rows[:4], rows[4:5], rows[5:]):
            writer.add([(place, some)])
        writer.add([(part_of, list(zip(names[1:], names, strict=False)))])

    with open_graph(folder=tmp_path) as opened:
        opened._engine.transact(work, rows=ladybug_store.COPY_FROM)
        found = opened.ask("MATCH (a:Place)-[:PART_OF]->(b:Place) RETURN a.id AS a, b.id AS b ORDER BY a.id")
    assert [(row["a"], row["b"]) for row in found] == list(zip(names[1:], names, strict=False))


@pytest.mark.parametrize("gone", range(len(ALL)))
def test_taken_out_is_as_never_loaded(graph: Graph, gone: int) -> None:
    graph.load_many(Loading(extraction=extraction) for position, extraction in enumerate(ALL) if position != gone)
    without = graph.status()
    report = graph.load(ALL[gone])
    assert graph.status() != without
    graph.remove(*report.documents)
    assert graph.status() == without


def test_what_is_not_there_cannot_be_taken_out(full: Graph) -> None:
    before = full.status()
    held = ask.documents(full).items[0].id
    with pytest.raises(NotFound):
        full.remove(held, "d0")
    assert full.status() == before


def test_a_newer_copy_takes_the_place_of_the_older(full: Graph) -> None:
    old = full.load(CITY_2024).documents
    changed = document(
        "云泽市2024年河湖长制工作要点",
        (task("1．清理河道淤泥和水草。（责任单位：市水务局）", unit("市水务局"), number="1"),),
        year=2024,
        issuer="云泽市河长制办公室",
        doc_number="云河长办〔2024〕2号",
    )
    report = full.load(Extraction(source=CITY_2024.source, documents=(changed,)))
    assert report.replaced == old
    assert [view.source for view in ask.documents(full).items].count(CITY_2024.source) == 1
    assert ask.document(full, report.documents[0]).items[0].title == "清理河道淤泥和水草"
    with pytest.raises(NotFound):
        ask.document(full, old[0])


def test_another_file_of_the_same_name_stands_beside(full: Graph) -> None:
    other = document("石桥区2024年要点", (task("1．区水务局巡查。", unit("区水务局", "subject"), number="1"),), year=2024)
    report = full.load(Extraction(source=CITY_2024.source, documents=(other,)))
    assert report.replaced == ()
    assert [view.source for view in ask.documents(full).items].count(CITY_2024.source) == 2


def test_a_newer_copy_of_a_file_of_several_documents_replaces_them_all(graph: Graph) -> None:
    first, second, third = (
        document(f"云泽市{part}总结", (task(f"1．市水务局巡查{part}。", unit("市水务局", "subject"), number="1"),), kind="summary")
        for part in ("上半年", "下半年", "全年")
    )
    old = graph.load(Extraction(source="总结.html", documents=(first, second)))
    new = graph.load(Extraction(source="总结.html", documents=(first, third)))
    # The second one is not in the newer copy of the file, so it is gone; the first one is the same document still.
    assert new.documents[0] == old.documents[0]
    assert new.replaced == (old.documents[1],)
    assert graph.counts()["documents"] == 2


def test_the_same_title_twice_in_a_file_is_two_documents(graph: Graph) -> None:
    twin = document("巡河简报", (task("1．市水务局巡河。", unit("市水务局", "subject"), number="1"),), kind="article")
    report = graph.load(Extraction(source="简报.txt", documents=(twin, twin)))
    assert len(set(report.documents)) == 2
    one, other = report.documents
    assert report.same_text == {one: (other,), other: (one,)}


def test_the_same_text_under_another_name_is_noticed(full: Graph) -> None:
    report = full.load(CITY_2024.model_copy(update={"source": "副本.docx"}))
    original = next(view for view in ask.documents(full).items if view.source == CITY_2024.source)
    assert report.same_text == {report.documents[0]: (original.id,)}
    assert original.same_text == report.documents


def test_a_load_that_fails_leaves_nothing(full: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    before = full.status()

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(loads, "link_renames", fail)
    other = CITY_2024.model_copy(update={"source": "副本.docx"})
    with pytest.raises(ZeroDivisionError):
        full.load(other)
    monkeypatch.undo()
    full._version += 1
    assert full.status() == before
    assert full.load(other).documents


def test_threads_load_and_ask_at_the_same_time(graph: Graph) -> None:
    copies = [CITY_2024.model_copy(update={"source": f"{number}.docx"}) for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        loaded = [pool.submit(graph.load, copy) for copy in copies]
        asked = [pool.submit(ask.tasks, graph) for _ in range(12)]
        assert {len(job.result().documents) for job in loaded} == {1}
        # A reader sees whole documents only.
        assert {job.result().total % 3 for job in asked} == {0}
    at_once = graph.status()
    graph.clear()
    graph.load_many(Loading(extraction=copy) for copy in copies)
    assert graph.status() == at_once


def test_issuer_and_place_are_those_of_the_document_before_those_that_a_person_gives(graph: Graph) -> None:
    named, unnamed = graph.load_many(
        Loading(extraction=extraction, issuer="松溪县水利局", place="松溪县") for extraction in (CITY_2024, PLACELESS[0])
    )
    assert ask.document(graph, named.documents[0]).place == "云泽市"
    view = ask.document(graph, unnamed.documents[0])
    assert (view.issuer, view.place) == ("松溪县水利局", "松溪县")


# --- questions


def test_documents(full: Graph) -> None:
    page = ask.documents(full, limit=3)
    assert page.total == len(ALL)
    assert [view.source for view in page.items] == [CITY_2025.source, CITY_2024.source, DISTRICT.source]
    assert [view.source for view in ask.documents(full, limit=3, offset=6).items] == [RULE.source]
    view = page.items[1]
    assert (view.title, view.kind, view.year, view.place) == ("云泽市2024年河湖长制工作要点", "work_points", 2024, "云泽市")
    assert (view.doc_number, view.issued_on, view.tasks) == ("云河长办〔2024〕2号", date(2024, 2, 20), 3)


def test_a_document_with_its_tasks_quotes_its_text(full: Graph) -> None:
    for view in ask.documents(full).items:
        whole = ask.document(full, view.id)
        assert len(whole.items) == whole.tasks
        for item in whole.items:
            assert whole.text[item.start : item.end] == item.text
            for mention in item.units:
                assert whole.text[mention.start : mention.end] == mention.name
            for fact in (*item.deadlines, *item.targets):
                assert whole.text[fact.start : fact.end] == fact.text
            for citation in item.citations:
                assert whole.text[citation.start : citation.end] == citation.title


def test_a_task_comes_back_as_it_was_read(full: Graph) -> None:
    view = ask.tasks(full, TaskFilter(year=2024, unit="城管局")).items[0]
    read = CITY_2024.documents[0].tasks[0]
    assert (view.number, view.title, view.path, view.text) == (read.number, read.title, read.path, read.text)
    assert [(unit.name, unit.role, unit.canonical) for unit in view.units] == [
        ("市水务局", "responsible", "云泽市水务局"),
        ("城管局", "responsible", "云泽市城市管理局"),
        ("青浦湾区人民政府", "responsible", "青浦湾区人民政府"),
    ]
    assert (view.deadlines[0].to, view.deadlines[0].text, view.deadlines[0].past) == (date(2024, 6, 30), "6月底前", False)
    assert (view.targets[0].value, view.targets[0].comparator, view.targets[0].unit) == (40, ">=", "公里")
    recurring = ask.tasks(full, TaskFilter(unit="市级河长")).items[0]
    assert recurring.path == ("二、压实责任", "（一）巡河")
    assert recurring.deadlines[0].recurrence is not None
    assert recurring.deadlines[0].recurrence.every == "P3M"


FILTERS: list[tuple[TaskFilter, set[str]]] = [
    (TaskFilter(), {"清理河道淤泥", "落实节水条例", "市级河长每季度巡河", "继续清淤", "监测断面", "修缮泵站"}),
    (TaskFilter(year=2025), {"继续清淤", "监测断面"}),
    (TaskFilter(unit="市水务局", year=2024), {"清理河道淤泥", "落实节水条例", "修缮泵站"}),
    (TaskFilter(unit="水务局", role="lead"), {"落实节水条例"}),
    (TaskFilter(unit="云泽市水务局", role="support"), {"修缮泵站"}),
    (TaskFilter(unit="发展改革委"), set()),
    (TaskFilter(unit="云泽市发展和改革委员会"), {"落实节水条例", "继续清淤"}),
    (TaskFilter(role="lead"), {"落实节水条例"}),
    (TaskFilter(kind="summary"), {"市环保局于11月底前关停小作坊18家"}),
    (TaskFilter(issuer="青浦湾区"), {"修缮泵站"}),
    (TaskFilter(place="青浦湾区"), {"修缮泵站"}),
    (TaskFilter(due_from=date(2024, 7, 1)), {"继续清淤", "修缮泵站"}),
    (TaskFilter(due_to=date(2024, 6, 30)), {"清理河道淤泥"}),
    (TaskFilter(due_from=date(2024, 6, 30), due_to=date(2024, 9, 30)), {"清理河道淤泥", "修缮泵站"}),
    (TaskFilter(has_target=True, year=2024), {"清理河道淤泥", "落实节水条例", "修缮泵站"}),
    (TaskFilter(has_target=False, year=2024), {"市级河长每季度巡河"}),
    (TaskFilter(unit="' OR 1=1 //"), set()),
]


@pytest.mark.parametrize(("where", "titles"), FILTERS)
def test_tasks_by_filter(full: Graph, where: TaskFilter, titles: set[str]) -> None:
    found = ask.tasks(full, where)
    assert found.total == len(found.items) == len(ask.task_ids(full, where))
    assert tuple(view.id for view in found.items) == ask.task_ids(full, where)
    ours = {view.title for view in found.items}
    assert ours >= titles if where == TaskFilter() else ours == titles


def test_tasks_of_one_document_in_pages(full: Graph) -> None:
    id_ = next(view.id for view in ask.documents(full).items if view.source == CITY_2024.source)
    numbers = [ask.tasks(full, TaskFilter(document=id_), limit=1, offset=at).items[0].number for at in range(3)]
    assert numbers == ["1", "2", "3"]
    assert ask.tasks(full, TaskFilter(document=id_), limit=1, offset=3).items == ()


def test_tasks_by_ids_keep_the_order_asked_for(full: Graph) -> None:
    ids = [view.id for view in ask.all_tasks(full)]
    wanted = [ids[3], "t0", ids[0]]
    assert [view.id for view in ask.tasks_by_ids(full, wanted)] == [ids[3], ids[0]]
    assert ask.task(full, ids[2]).id == ids[2]
    with pytest.raises(NotFound):
        ask.task(full, "t0")


def test_all_tasks_of_some_documents(full: Graph) -> None:
    assert len(list(ask.all_tasks(full))) == full.counts()["tasks"]
    one = full.load(RULE).documents
    assert [view.number for view in ask.all_tasks(full, documents=one)] == ["第九条"]


def test_units_are_one_within_their_place_and_never_across(full: Graph) -> None:
    city = unit_id(full, "云泽市水务局")
    view = ask.unit(full, city)
    assert set(view.aliases) == {"市水务局", "云泽市水务局"}
    assert view.roles == {"lead": 1, "responsible": 2, "support": 1}
    assert {task.title for task in view.tasks_by_role["responsible"]} == {"清理河道淤泥", "继续清淤"}
    assert view.parent_name == "云泽市人民政府"
    assert unit_id(full, "青浦湾区水务局") != city
    placeless = [view for view in ask.all_units(full) if view.canonical == "市水务局"]
    assert [view.place for view in placeless] == [None, None]
    with pytest.raises(NotFound):
        ask.unit(full, "u0")


def test_units_are_found_by_any_of_their_names(full: Graph) -> None:
    names = [view.canonical for view in ask.units(full, "发改委").items]
    assert names == ["云泽市发展和改革委员会"]
    assert ask.units(full, "发展和改革").items[0].aliases == ("市发展改革委", "市发改委")
    assert ask.units(full, limit=1).items[0].canonical == "云泽市水务局"
    assert ask.units(full).total == full.counts()["units"]


def test_a_reform_joins_the_office_before_and_after(full: Graph) -> None:
    before = ask.unit(full, unit_id(full, "云泽市环境保护局"))
    after = ask.unit(full, unit_id(full, "云泽市生态环境局"))
    assert [view.canonical for view in before.after] == ["云泽市生态环境局"]
    assert [view.canonical for view in after.before] == ["云泽市环境保护局"]
    full.remove(*full.load(CITY_2025).documents)
    assert ask.unit(full, before.id).after == ()


def test_deadlines_soonest_first_without_finished_work(full: Graph) -> None:
    page = ask.deadlines(full)
    assert [item.deadline.to for item in page.items] == [date(2024, 6, 30), date(2024, 9, 30), date(2025, 12, 31)]
    assert page.items[1].source == DISTRICT.source
    assert [unit.canonical for unit in page.items[1].units] == ["青浦湾区水务局", "云泽市水务局"]
    assert ask.deadlines(full, from_=date(2024, 7, 1), to=date(2024, 12, 31)).total == 1
    assert ask.deadlines(full, unit="市发改委").items[0].title == "继续清淤"
    assert ask.deadlines(full, limit=1, offset=2).items[0].deadline.to == date(2025, 12, 31)


def test_facets(full: Graph) -> None:
    assert {facet.value: facet.count for facet in ask.years(full)} == {"2025": 2, "2024": 4, "2023": 2, "2017": 1}
    assert [facet.value for facet in ask.years(full)] == ["2025", "2024", "2023", "2017"]
    assert ask.kinds(full)[0].value == "work_points"
    assert {facet.value for facet in ask.places(full)} == {"云泽市", "云泽市青浦湾区"}
    assert "云泽市环境保护局" in {facet.value for facet in ask.issuers(full)}


def test_citations_lead_to_the_loaded_document(full: Graph) -> None:
    rule = full.load(RULE).documents[0]
    view = ask.citing(full, "《云泽市节水条例》")[0]
    assert view.title == "落实节水条例"
    assert view.citations[0].documents == (rule,)
    assert ask.document(full, rule).cited_by == (view.document,)
    assert [near.id for near in ask.neighbours(full, view.document)] == [rule]
    full.remove(rule)
    assert ask.citing(full, "节水条例")[0].citations[0].documents == ()
    assert full.load(RULE).documents == (rule,)
    assert ask.citing(full, "节水条例")[0].citations[0].documents == (rule,)


def test_documents_are_chained_by_what_they_carry_out(full: Graph) -> None:
    rule, plan = full.load(RULE).documents[0], full.load(CITY_2024).documents[0]
    # 贯彻《云泽市节水条例》 stands in a task of the work points.
    assert [(basis.title, basis.documents) for basis in ask.document(full, plan).based_on] == [("云泽市节水条例", (rule,))]
    assert ask.document(full, rule).based_on_this == (plan,)
    full.remove(rule)
    assert ask.document(full, plan).based_on[0].documents == ()


def test_documents_that_repeat_each_other_are_found(full: Graph) -> None:
    original = full.load(CITY_2024).documents[0]
    first = CITY_2024.documents[0]
    shorter = first.model_copy(update={"title": "云泽市2024年河湖长制工作要点（征求意见稿）", "tasks": first.tasks[:2]})
    draft = full.load(Extraction(source="征求意见稿.docx", documents=(shorter,))).documents[0]
    other = full.load(CITY_2024.model_copy(update={"source": "副本.docx"})).documents[0]
    found = {likeness.document.id: likeness for likeness in ask.alike(full, original)}
    assert found.keys() == {draft, other}
    assert (found[other].same_text, found[other].shared, found[other].only_here) == (True, 3, 0)
    assert (found[draft].shared, found[draft].only_here, found[draft].only_there) == (2, 1, 0)
    with pytest.raises(NotFound):
        ask.alike(full, "d0")


def test_values_of_different_units_can_be_compared(full: Graph) -> None:
    table = query(full, "MATCH (g:Target) WHERE g.base_unit = '米' AND g.base_value >= 50000 RETURN g.text")
    assert table.rows == (("清淤河道55公里以上",),)


@pytest.mark.neo4j
@NEO4J
def test_both_engines_hold_the_same(tmp_path: Path) -> None:
    sums = []
    for url in ("", NEO4J_URL):
        with open_graph(url, folder=tmp_path, password=PASSWORD, anew=True) as opened:
            opened.load_many(Loading(extraction=extraction) for extraction in ALL)
            sums.append(opened.status().model_copy(update={"store": "ladybug"}))
    assert sums[0] == sums[1]


# --- opening


def test_a_closed_embedded_graph_opens_again_with_all_it_held(tmp_path: Path) -> None:
    with open_graph(folder=tmp_path) as opened:
        opened.load(CITY_2017)
        before = opened.status()
    with pytest.raises(GraphUnavailable, match="closed"):
        opened.counts()
    with open_graph(folder=tmp_path) as opened:
        assert opened.status() == before


def test_the_embedded_graph_has_one_owner(tmp_path: Path) -> None:
    with open_graph(folder=tmp_path), pytest.raises(GraphUnavailable, match="in use"):
        open_graph(folder=tmp_path)


@pytest.mark.parametrize(("version", "error", "says"), [(1, GraphTooOld, "rebuild"), (99, GraphUnavailable, "newer Zeren")])
def test_an_embedded_graph_of_another_schema_is_refused(tmp_path: Path, version: int, error: type[Exception], says: str) -> None:
    with open_graph(folder=tmp_path) as opened:
        opened.load(CITY_2017)
        opened._engine.transact(lambda writer: writer.ask("MATCH (s:Schema) SET s.version = $version", {"version": version}))
    with pytest.raises(error, match=says):
        open_graph(folder=tmp_path)
    with open_graph(folder=tmp_path, anew=True) as opened:
        assert opened.counts()["documents"] == 0


@pytest.mark.neo4j
@NEO4J
def test_a_server_graph_of_another_schema_is_refused_or_made_anew(tmp_path: Path) -> None:
    with open_graph(NEO4J_URL, folder=tmp_path, password=PASSWORD, anew=True) as opened:
        opened.load(CITY_2017)
        opened._engine.transact(lambda writer: writer.ask("MATCH (s:Schema) SET s.version = 1", {}))
    with pytest.raises(GraphTooOld, match="rebuild"):
        open_graph(NEO4J_URL, folder=tmp_path, password=PASSWORD)
    with open_graph(NEO4J_URL, folder=tmp_path, password=PASSWORD, anew=True) as opened:
        assert opened.counts()["documents"] == 0


BAD_URLS: list[tuple[str, str]] = [
    ("http://127.0.0.1:7474", "no address of a graph"),
    ("bolt://127.0.0.1:9", "cannot be reached"),
]


@pytest.mark.parametrize(("url", "says"), BAD_URLS)
def test_a_server_that_is_not_there_is_said_in_a_sentence(tmp_path: Path, url: str, says: str) -> None:
    with pytest.raises(GraphUnavailable, match=says) as caught:
        open_graph(url, folder=tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.neo4j
@pytest.mark.skipif(not (NEO4J_URL and PASSWORD), reason="ZEREN_TEST_NEO4J_PASSWORD names no password")
@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password_is_said_in_a_sentence(tmp_path: Path, password: str) -> None:
    with pytest.raises(GraphUnavailable, match="user name or password") as caught:
        open_graph(NEO4J_URL, folder=tmp_path, user="neo4j", password=password)
    assert "wrong" not in str(caught.value)


def test_status_is_made_anew_only_after_a_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    real: Callable[..., object] = Graph._make_status
    monkeypatch.setattr(Graph, "_make_status", lambda self: calls.append(1) or real(self))
    with open_graph(folder=tmp_path) as opened:
        opened.status()
        opened.status()
        opened.load(CITY_2017)
        opened.status()
    assert len(calls) == 2
