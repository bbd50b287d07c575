"""What follows from several documents at once, on both engines: series over the years, and collectives with what they stand for."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from graph_documents import document, task, unit

from extract.errors import BadRequest, NotFound
from extract.records import Extraction
from graph import ladybug_store
from graph import questions as ask
from graph.archive import Archive, Original
from graph.rows import Loading
from graph.store import Graph, open_graph
from graph.views import UnitDetail

NEO4J_URL = os.environ.get("ZEREN_TEST_NEO4J_URL", "")
PASSWORD = os.environ.get("ZEREN_TEST_NEO4J_PASSWORD", "")
NEO4J = pytest.mark.skipif(not NEO4J_URL, reason="ZEREN_TEST_NEO4J_URL names no server")
SIGNED = {"author": "周敏", "reason": "名单见市河长办通讯录"}


@pytest.fixture(params=["ladybug", pytest.param("neo4j", marks=[pytest.mark.neo4j, NEO4J])])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Graph]:
    url = NEO4J_URL if request.param == "neo4j" else ""
    with open_graph(url, folder=tmp_path, password=PASSWORD, anew=True) as opened:
        yield opened


def points(year: int, *, issuer: str = "云泽市河长制办公室", what: str = "河湖长制工作要点", copy: str = "") -> Extraction:
    found = document(
        f"云泽市{year}年{what}", (task("1．市水务局巡河。", unit("市水务局", "subject"), number="1"),), year=year, issuer=issuer
    )
    return Extraction(source=f"{year}{what}{issuer}{copy}.docx", documents=(found,))


def load(graph: Graph, *extractions: Extraction) -> list[str]:
    return [report.documents[0] for report in graph.load_many(Loading(extraction=extraction) for extraction in extractions)]


SERIES = (points(2023), points(2024), points(2025), points(2025, copy="副本"))
OTHERS = (points(2024, what="河湖长制工作总结"), points(2024, issuer="云泽市水务局"), points(2026, issuer="松溪县河长制办公室"))


def test_a_document_continues_that_of_the_nearest_earlier_year(graph: Graph) -> None:
    first, second, third, twin = load(graph, *SERIES)
    load(graph, *OTHERS)
    middle = ask.document(graph, second)
    assert middle.continues == (first,)
    assert set(middle.continued_by) == {third, twin}
    assert ask.document(graph, twin).continues == (second,)
    # Where the year between is taken out, what is left joins.
    graph.remove(second)
    assert ask.document(graph, third).continues == (first,)
    assert load(graph, SERIES[1]) == [second]
    assert ask.document(graph, third).continues == (second,)


def test_series_do_not_depend_on_order_or_way_of_loading(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    load(graph, *SERIES, *OTHERS)
    before = graph.status()
    graph.clear()
    shuffled = [*SERIES, *OTHERS]
    random.Random(3).shuffle(shuffled)
    for extraction in shuffled:
        load(graph, extraction)
    assert graph.status() == before
    graph.clear()
    monkeypatch.setattr(ladybug_store, "COPY_FROM", 0)
    load(graph, *shuffled[:4])
    load(graph, *shuffled[4:])
    assert graph.status() == before


def test_a_newer_copy_stays_in_its_series(graph: Graph) -> None:
    first, second = load(graph, *SERIES[:2])
    changed = SERIES[1].documents[0]
    longer = changed.model_copy(update={"text": changed.text + "完\n"})
    (newer,) = load(graph, Extraction(source=SERIES[1].source, documents=(longer,)))
    assert newer != second
    assert ask.document(graph, newer).continues == (first,)
    assert ask.document(graph, first).continued_by == (newer,)


def listed(*names: str, title: str = "云泽市2025年河道清理方案", source: str = "清理.docx") -> Extraction:
    text = "1．清理河道。（责任单位：" + "、".join(names) + "）"
    return Extraction(source=source, documents=(document(title, (task(text, *map(unit, names), number="1"),), year=2025),))


CITY = listed("各县（市、区）人民政府", "有关区人民政府", "各区水务局", "市级责任单位")
DISTRICTS = (
    listed("区人民政府", "区水务局", title="云泽市青浦湾区2025年河道方案", source="青浦湾.docx"),
    listed("县人民政府", "县水务局", title="云泽市松溪县2025年河道方案", source="松溪.docx"),
    # Of another city, and of a city that is not said: neither belongs to 云泽市.
    listed("区人民政府", title="临江市青浦湾区2025年河道方案", source="临江.docx"),
    listed("区人民政府", title="石桥区2025年河道方案", source="石桥.docx"),
)


def view(graph: Graph, canonical: str, place: str) -> UnitDetail:
    (found,) = [one.id for one in ask.all_units(graph) if one.canonical == canonical and one.place == place]
    return ask.unit(graph, found)


def test_a_collective_of_a_city_stands_for_its_counties(graph: Graph) -> None:
    load(graph, CITY, *DISTRICTS)
    every = view(graph, "各县（市、区）人民政府", "云泽市")
    assert [member.canonical for member in every.members] == ["松溪县人民政府", "青浦湾区人民政府"]
    assert [member.canonical for member in view(graph, "各区水务局", "云泽市").members] == ["青浦湾区水务局"]
    assert view(graph, "有关区人民政府", "云泽市").members == ()
    district = view(graph, "青浦湾区人民政府", "云泽市青浦湾区")
    # Told apart: its own task, and what comes by the collective.
    assert [found.source for found in district.tasks_by_role["responsible"]] == ["青浦湾.docx"]
    (by,) = district.by_collective
    assert (by.collective.canonical, by.how) == ("各县（市、区）人民政府", "name")
    assert [found.source for found in by.tasks_by_role["responsible"]] == ["清理.docx"]
    assert district.tasks == 1
    assert ask.shared_with(graph, [district.id]) == (("各县（市、区）人民政府", "青浦湾区人民政府", 1),)
    assert ask.shared_with(graph, []) == ()


def test_what_collectives_stand_for_does_not_depend_on_order(graph: Graph) -> None:
    load(graph, CITY, *DISTRICTS)
    before = graph.status()
    for order in ((*DISTRICTS, CITY), (DISTRICTS[1], CITY, DISTRICTS[3], DISTRICTS[2], DISTRICTS[0])):
        graph.clear()
        for extraction in order:
            load(graph, extraction)
        assert graph.status() == before
    graph.link_members()
    assert graph.status() == before
    without = [*DISTRICTS[1:], CITY]
    (gone,) = load(graph, DISTRICTS[0])
    graph.remove(gone)
    left = graph.status()
    graph.clear()
    load(graph, *without)
    assert graph.status() == left


def test_persons_say_what_a_collective_contains(graph: Graph, tmp_path: Path) -> None:
    files = {extraction.source: extraction for extraction in (CITY, DISTRICTS[0])}
    archive = Archive(tmp_path)
    archive.load(graph, [(archive.keep(name.encode(), name), extraction) for name, extraction in files.items()])
    before = graph.status()
    bureau, some = view(graph, "青浦湾区水务局", "云泽市青浦湾区").id, view(graph, "市级责任单位", "云泽市").id
    decision = archive.contain(graph, some, bureau, **SIGNED)
    assert {(by.collective.id, by.how) for by in ask.unit(graph, bureau).by_collective} >= {(some, "decision")}
    after = graph.status()

    def read_again(original: Original, data: bytes) -> Extraction:
        return files[data.decode()]

    archive.rebuild(graph, read_again)
    assert graph.status() == after
    graph.clear()
    load(graph, DISTRICTS[0])
    load(graph, CITY)
    assert {(by.collective.id, by.how) for by in ask.unit(graph, bureau).by_collective} >= {(some, "decision")}
    archive.undo(graph, decision.id, read_again, author="周敏", reason="名单已改")
    archive.rebuild(graph, read_again)
    assert graph.status() == before
    with pytest.raises(BadRequest):
        archive.contain(graph, bureau, some, **SIGNED)
    with pytest.raises(NotFound):
        archive.contain(graph, some, "u0", **SIGNED)
