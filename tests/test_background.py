"""Vectors are made once a text, however many items say it, and reach every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search_api.background import Made, Stretch, VectorMaker
from search_api.catalog import Entry
from search_api.embed import Vectors
from search_api.index import make_stretches
from search_api.vectors import VectorStore, text_key


class Counting:
    """A model that counts what it is asked for."""

    name = "counting"
    dimensions = 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.asked.extend(texts)
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self.passages(texts)


def test_equal_texts_that_wait_are_embedded_once(tmp_path: Path) -> None:
    model, got = Counting(), list[Made]()
    line, other = "河道保洁每日一次。", "沟渠清淤每季一次，由镇组织。"

    def stretches(number: int) -> list[Stretch]:
        text = other if number % 1000 == 7 else line
        return [Stretch(text_key(text), text, whole=True, clause=True)]

    maker = VectorMaker(VectorStore(tmp_path / "v.db", model.name, 2), model, (), stretches=stretches, deliver=got.extend)
    for number in range(9000):
        maker.want(number)
    assert maker.wait(20)
    assert maker.missing == 0
    maker.close()
    assert sorted(model.asked) == sorted([line, other])
    assert sorted(made.number for made in got) == list(range(9000))
    assert {(made.stretch.text, float(made.vector[0])) for made in got} == {(line, len(line)), (other, len(other))}


def test_a_clause_that_an_item_repeats_is_one_stretch() -> None:
    body = "各镇每周清理河道垃圾一次并公示。" * 500 + "县级河长每季度巡查河道不少于一次。"
    empty = dict.fromkeys(("title", "context", "source", "document_title", "label", "year", "kind", "issuer", "place"), "")
    nothing = dict.fromkeys(("unit_ids", "unit_names", "indicators"), ())
    whole, *clauses = make_stretches(Entry(id="t", document="d", is_task=True, body=body, start=0, end=len(body), **empty, **nothing))
    assert whole.whole
    assert not whole.clause
    assert [stretch.text for stretch in clauses] == ["各镇每周清理河道垃圾一次并公示。", "县级河长每季度巡查河道不少于一次。"]
