"""What persons decide about units is kept, followed by every load, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from graph_documents import ALL, PLACELESS

from extract.errors import BadRequest, NotFound
from extract.records import Extraction
from graph import questions as ask
from graph.archive import Archive, Original
from graph.offers import indicator_offers, unit_offers
from graph.store import Graph, open_graph

FILES = {extraction.source: extraction for extraction in ALL}
SIGNED = {"author": "周敏", "reason": "两份方案都是云泽市水务局印发"}


def read_again(original: Original, data: bytes) -> Extraction:
    return FILES[data.decode()]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


@pytest.fixture
def graph(tmp_path: Path, archive: Archive) -> Iterator[Graph]:
    with open_graph(folder=tmp_path) as opened:
        archive.load(opened, [(archive.keep(name.encode(), name), extraction) for name, extraction in FILES.items()])
        yield opened


def placeless(graph: Graph) -> list[str]:
    return sorted(view.id for view in ask.all_units(graph) if view.canonical == "市水务局")


def city(graph: Graph) -> str:
    return next(view.id for view in ask.all_units(graph) if view.canonical == "云泽市水务局")


def test_a_merge_is_followed_by_what_was_loaded_before(graph: Graph, archive: Archive) -> None:
    one, other = placeless(graph)
    before = graph.status()
    decision = archive.merge(graph, one, city(graph), read_again, **SIGNED)
    assert placeless(graph) == [other]
    assert {task.source for tasks in ask.unit(graph, city(graph)).tasks_by_role.values() for task in tasks} & {p.source for p in PLACELESS}
    assert graph.decisions.active() == (decision,)
    assert (decision.author, decision.reason) == (SIGNED["author"], SIGNED["reason"])
    archive.undo(graph, decision.id, read_again, author="周敏", reason="看错了")
    assert graph.status() == before
    assert graph.decisions.active() == ()


def test_a_merge_outlives_rebuilding_and_opening_again(graph: Graph, archive: Archive, tmp_path: Path) -> None:
    archive.merge(graph, placeless(graph)[0], city(graph), read_again, **SIGNED)
    after = graph.status()
    archive.rebuild(graph, read_again)
    assert graph.status() == after
    graph.close()
    with open_graph(folder=tmp_path) as again:
        again.load_many([])
        archive.rebuild(again, read_again)
        assert again.status() == after


def test_merges_follow_each_other(graph: Graph, archive: Archive) -> None:
    one, other = placeless(graph)
    archive.merge(graph, one, other, read_again, **SIGNED)
    archive.merge(graph, other, city(graph), read_again, **SIGNED)
    assert placeless(graph) == []


def test_a_circle_is_refused(graph: Graph, archive: Archive) -> None:
    one, _ = placeless(graph)
    target = city(graph)
    archive.merge(graph, one, target, read_again, **SIGNED)
    first = graph.decisions.active()[0]
    with pytest.raises(BadRequest):
        graph.decisions.merge(first.into, first.unit, **SIGNED)
    with pytest.raises(BadRequest):
        archive.merge(graph, target, target, read_again, **SIGNED)


def test_a_split_takes_one_spelling_out(graph: Graph, archive: Archive) -> None:
    unit, other = city(graph), next(view.id for view in ask.all_units(graph) if view.canonical == "云泽市生态环境局")
    before = graph.status()
    decision = archive.split(graph, unit, "云泽市水务局", other, read_again, **SIGNED)
    assert "云泽市水务局" not in ask.unit(graph, unit).aliases
    assert "云泽市水务局" in ask.unit(graph, other).aliases
    archive.undo(graph, decision.id, read_again, **SIGNED)
    assert graph.status() == before


def test_decisions_need_author_reason_and_units(graph: Graph, archive: Archive) -> None:
    one, _ = placeless(graph)
    with pytest.raises(BadRequest):
        archive.merge(graph, one, city(graph), read_again, author=" ", reason="x")
    with pytest.raises(NotFound):
        archive.merge(graph, one, "u0", read_again, **SIGNED)
    with pytest.raises(NotFound):
        archive.undo(graph, "c0", read_again, **SIGNED)
    assert graph.decisions.active() == ()


def test_likely_pairs_are_offered_and_never_joined(graph: Graph) -> None:
    before = graph.status()
    offers = unit_offers(graph)
    # Of 市水务局 without a place there are two, and one city is known.
    assert {offer.one for offer in offers if offer.other == city(graph)} == set(placeless(graph))
    assert all(offer.likeness <= 0.9 for offer in offers)
    assert indicator_offers(graph) == ()
    assert graph.status() == before


def test_what_a_person_said_is_not_one_is_not_offered_again(graph: Graph, archive: Archive) -> None:
    offer = unit_offers(graph)[0]
    before = graph.status()
    decision = archive.keep_apart(graph, offer.one, offer.other, author="周敏", reason="两个机构")
    assert decision.kind == "apart"
    assert {offer.one, offer.other} not in [{other.one, other.other} for other in unit_offers(graph)]
    assert graph.status() == before
    archive.undo(graph, decision.id, read_again, author="周敏", reason="看错了")
    assert offer in unit_offers(graph)
