"""How fast documents enter the graph, beside a plain `UNWIND … MERGE`, and whether what is left follows from the documents alone.

    python benchmarks/graph_load.py FOLDER… [--neo4j URL] [--keep extractions.jsonl]

Reads every file of the folders (or `--keep`, where it is there already) and then, on each engine: loads all; loads all again; takes 100
files out and compares with never loaded, in another order; loads what is missing, in another order; makes all anew from an archive, as
`zeren rebuild` does. Exits with 1 where two of these differ. The baseline writes the same rows in batches of 5,000 by
`UNWIND … MERGE`, nodes and then edges. Times are wall seconds without reading, extraction and embedding; on a busy machine trust ratios.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from extract.errors import DocumentError
from extract.pipeline import extract_file
from extract.records import Extraction
from graph import loading as loads
from graph.archive import Archive
from graph.engine import Writer
from graph.ladybug_store import LadybugEngine, _map
from graph.neo4j_store import Neo4jEngine
from graph.rows import Loading, Row
from graph.schema import EDGES, NODES, Edge
from graph.store import Graph, open_graph
from graph.views import GraphStatus

T = TypeVar("T")
BATCH = 5_000


def read_all(folders: Sequence[Path], keep: Path | None) -> list[Extraction]:
    """The extractions of all files in the folders, or those that were kept."""
    if keep and keep.exists():
        return [Extraction.model_validate_json(line) for line in keep.read_text("utf-8").splitlines()]
    found = []
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        try:
            found.append(extract_file(path))
        except DocumentError as error:
            print(f"left out: {error}", file=sys.stderr)
    if keep:
        keep.write_text("".join(extraction.model_dump_json(by_alias=True) + "\n" for extraction in found), "utf-8")
    return found


def all_rows(extractions: Sequence[Extraction]) -> tuple[dict[str, list[Row]], dict[Edge, list[Row]]]:
    """The rows of everything, each once: what the baseline is given."""
    nodes: dict[str, dict[str, Row]] = {node.label: {} for node in NODES}
    edges: dict[Edge, dict[str, Row]] = {edge: {} for edge in EDGES}
    for extraction in extractions:
        for document in loads.prepare(Loading(extraction=extraction)).documents:
            for label, rows in document.rows.nodes.items():
                nodes[label].update(rows)
            for edge, links in document.rows.edges.items():
                edges[edge].update({f"{link['from']} {link['to']} {link.get('start')} {link.get('position')}": link for link in links})
    return {label: list(rows.values()) for label, rows in nodes.items()}, {edge: list(links.values()) for edge, links in edges.items()}


def plain_merge(engine: LadybugEngine | Neo4jEngine, rows: tuple[dict[str, list[Row]], dict[Edge, list[Row]]]) -> None:
    """The baseline."""
    nodes, edges = rows
    for node in NODES:
        sets = ", ".join(f"n.`{name}` = {_value(engine, name, type_)}" for name, type_ in node.properties.items() if name != "id")
        _batches(engine, f"UNWIND $rows AS r MERGE (n:{node.label} {{id: r.id}}) SET {sets}", nodes[node.label])
    for edge in EDGES:
        # An edge of evidence is told from its like by where it stands in the text.
        key = "{start: r.start}" if "start" in edge.properties else ""
        sets = ", ".join(f"e.`{name}` = {_value(engine, name, type_)}" for name, type_ in edge.properties.items() if name != "start")
        text = (
            f"UNWIND $rows AS r MATCH (a:{edge.source} {{id: r.`from`}}) WITH r, a MATCH (b:{edge.target} {{id: r.`to`}}) "
            f"MERGE (a)-[e:{edge.type} {key}]->(b)" + (f" SET {sets}" if sets else "")
        )
        _batches(engine, text, edges[edge])


def _value(engine: LadybugEngine | Neo4jEngine, name: str, type_: str) -> str:
    if engine.store == "neo4j":
        return f"r.`{name}`"
    return _map({name: type_}).partition(": ")[2].removesuffix("}")  # type: ignore[dict-item]


def _batches(engine: LadybugEngine | Neo4jEngine, text: str, rows: list[Row]) -> None:
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]

        def one(writer: Writer, batch: list[Row] = batch) -> None:
            writer.ask(text, {"rows": batch})

        engine.transact(one)


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """The result of `work`, the seconds that it took, and the seconds of processor time in this process."""
    start, busy = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - start, time.process_time() - busy


@contextmanager
def fresh(url: str) -> Iterator[Graph]:
    """An empty graph."""
    with tempfile.TemporaryDirectory() as folder, open_graph(url, folder=Path(folder), anew=True) as graph:
        yield graph


def measure(url: str, extractions: Sequence[Extraction]) -> bool:
    """One engine, with its baseline; whether everything that should be the same is."""
    is_well = True

    def same(one: GraphStatus, other: GraphStatus) -> str:
        nonlocal is_well
        is_well = is_well and one == other
        return "the same" if one == other else "DIFFERENT"

    loadings = [Loading(extraction=extraction) for extraction in extractions]
    with fresh(url) as graph:
        reports, took, _ = timed(lambda: graph.load_many(loadings))
        status, counting, _ = timed(graph.status)
        print(f"{graph.store}: {status.documents} documents, {status.nodes} nodes, {status.relationships} relationships")
        print(f"  load                {took:8.1f} s")
        print(f"  status, checksum    {counting:8.1f} s  {status.checksum}")
        _, again, _ = timed(lambda: graph.load_many(loadings))
        print(f"  load again          {again:8.1f} s  {same(graph.status(), status)}")
        chosen = random.Random(1).sample([report.documents for report in reports], 100)
        gone = [document for documents in chosen for document in documents]
        _, removing, _ = timed(lambda: graph.remove(*gone))
        without = graph.status()
        print(f"  take out {len(gone):4} docs  {removing:8.1f} s")
        rest = [loading for loading, report in zip(loadings, reports, strict=True) if report.documents not in chosen]
        out = [loading for loading, report in zip(loadings, reports, strict=True) if report.documents in chosen]
        random.Random(2).shuffle(rest)
    with fresh(url) as graph:
        graph.load_many(rest)
        print(f"  never loaded, other order      {same(graph.status(), without)}")
        graph.load_many(reversed(out))
        print(f"  all, other order               {same(graph.status(), status)}")
    with tempfile.TemporaryDirectory() as folder, open_graph(url, folder=Path(folder), anew=True) as graph:
        archive, says = archived(Path(folder), graph, extractions)
        loaded = graph.status()
        _, rebuilding, _ = timed(lambda: archive.rebuild(graph, lambda original, _: says[original.sha256]))
        print(f"  rebuild             {rebuilding:8.1f} s  {same(graph.status(), loaded)}")
    print(f"  most memory so far  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:8.2f} GB")
    # The same rows, ready made, written our way and the plain way. Processor time is this process's: all of the embedded engine's.
    files = [loads.prepare(loading) for loading in loadings]
    rows = all_rows(extractions)
    with fresh(url) as graph:
        _, ours, our_work = timed(
            lambda: graph._engine.transact(lambda writer: loads.write(writer, files), rows=sum(map(loads.size, files)))
        )
    with fresh(url) as graph:
        engine = graph._engine
        assert isinstance(engine, LadybugEngine | Neo4jEngine)
        _, plain, plain_work = timed(lambda: plain_merge(engine, rows))
    print(f"  rows written        {ours:8.1f} s  ({our_work:.1f} s of processor time)")
    print(f"  plain UNWIND MERGE  {plain:8.1f} s  ({plain_work:.1f} s)")
    print(f"    {plain / ours:.1f} times as long, {plain_work / our_work:.1f} times the processor time")
    print(f"    {plain / took:.1f} times as long as loading with the making of rows")
    return is_well


def archived(folder: Path, graph: Graph, extractions: Sequence[Extraction]) -> tuple[Archive, dict[str, Extraction]]:
    """Feeds a file for each extraction in through an archive; and what each says, by the hash of its bytes."""
    archive = Archive(folder)
    files = [(archive.keep(each.model_dump_json(by_alias=True).encode(), each.source), each) for each in extractions]
    archive.load(graph, files)
    return archive, {original.sha256: each for original, each in files}


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--neo4j", default="", help="address of a Neo4j server without a password; what it holds is taken out")
    parser.add_argument("--keep", type=Path, help="where extractions are kept, one JSON object a line")
    given = parser.parse_args()
    extractions, took, _ = timed(lambda: read_all(given.folders, given.keep))
    print(f"{len(extractions)} files read and extracted in {took:.1f} s")
    is_well = [measure(url, extractions) for url in ("", given.neo4j) if not url or given.neo4j]
    sys.exit(0 if all(is_well) else 1)


if __name__ == "__main__":
    main()
