"""How fast documents enter the graph, beside a plain `UNWIND … MERGE`, and whether what is left follows from the documents alone.

    python benchmarks/graph_load.py FOLDER… [--neo4j URL] [--keep extractions.jsonl] [--only speed]

Reads every file of the folders (or `--keep`, where it is there already) and then, on each engine: loads all; loads all again; takes 100
files out and compares with never loaded, in another order; loads what is missing, in another order; makes all anew from an archive, as
`zeren rebuild` does. Exits with 1 where two of these differ. Extractions come from the disk one by one, as in a run over many files.

Then, in a process of its own, the speed: from ready extractions to the end of the load, and from ready rows, each beside the baseline, that
writes the same rows (made by the same code) in batches of 5,000 by `UNWIND … MERGE`, nodes and then edges. Both sides first load 100 files
that are not counted, both begin with an empty graph, and they take turns; the best of `--rounds` counts. Times are wall seconds and, in
brackets, processor seconds of this process (all of the embedded engine's). On a busy machine trust ratios.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

from extract.errors import DocumentError
from extract.records import Extraction
from graph import build, resolve, store
from graph import loading as loads
from graph.archive import Archive
from graph.decisions import Resolver
from graph.engine import Engine, Writer
from graph.ladybug_store import _map
from graph.pace import pace_of_loads
from graph.rows import Loading, Row, Values, as_mappings
from graph.schema import BY_LABEL, EDGES, NODES, Edge, Type
from graph.store import Graph, open_graph
from graph.views import GraphStatus

BATCH = 5_000
OUT = WARM = 100

Plain = list[tuple[str, list[Row]]]


def read_all(folders: Sequence[Path], keep: Path) -> None:
    """Writes the extraction of every file in the folders down, one a line."""
    from extract.pipeline import extract_file

    with keep.open("w", encoding="utf-8") as file:
        for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
            try:
                file.write(extract_file(path).model_dump_json(by_alias=True) + "\n")
            except DocumentError as error:
                print(f"left out: {error}", file=sys.stderr)


def kept(keep: Path) -> Iterator[bytes]:
    """The extractions that were written down."""
    with keep.open("rb") as file:
        yield from file


def loadings(keep: Path, order: Iterable[int] | None = None) -> Iterator[Loading]:
    """The extractions of these lines, in this order, one at a time."""
    if order is None:
        yield from (Loading(extraction=Extraction.model_validate_json(line)) for line in kept(keep))
        return
    starts = [0]
    for line in kept(keep):
        starts.append(starts[-1] + len(line))
    with keep.open("rb") as file:
        for number in order:
            file.seek(starts[number])
            yield Loading(extraction=Extraction.model_validate_json(file.readline()))


@contextmanager
def fresh(url: str) -> Iterator[Graph]:
    """An empty graph."""
    with tempfile.TemporaryDirectory() as folder, open_graph(url, folder=Path(folder), anew=True) as graph:
        yield graph


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """The seconds that `work` takes, and the seconds of processor time in this process."""
    gc.collect()
    start, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - busy


def is_the_same(url: str, keep: Path) -> bool:
    """One engine; whether everything that should be the same is."""
    is_well = True

    def same(one: GraphStatus, other: GraphStatus) -> str:
        nonlocal is_well
        is_well = is_well and one == other
        return "the same" if one == other else "DIFFERENT"

    with fresh(url) as graph:
        reports = graph.load_many(loadings(keep))
        status = graph.status()
        print(f"{graph.store}: {status.documents} documents, {status.nodes} nodes, {status.relationships} relationships, {status.checksum}")
        graph.load_many(loadings(keep))
        print(f"  loaded again                   {same(graph.status(), status)}")
        numbers = list(range(len(reports)))
        out = random.Random(1).sample(numbers, OUT)
        gone = [document for number in out for document in reports[number].documents]
        took, _ = timed(lambda: graph.remove(*gone))
        without = graph.status()
        print(f"  {len(gone)} documents taken out in {took:.1f} s")
    rest = sorted(set(numbers) - set(out))
    random.Random(2).shuffle(rest)
    with fresh(url) as graph:
        graph.load_many(loadings(keep, rest))
        print(f"  never loaded, other order      {same(graph.status(), without)}")
        graph.load_many(loadings(keep, reversed(out)))
        print(f"  all, other order               {same(graph.status(), status)}")
    with tempfile.TemporaryDirectory() as folder, open_graph(url, folder=Path(folder), anew=True) as graph:
        archive, lines = Archive(Path(folder)), kept(keep)
        while some := [(line, Extraction.model_validate_json(line)) for line in islice(lines, OUT)]:
            archive.load(graph, [(archive.keep(line, extraction.source), extraction) for line, extraction in some])
        loaded = graph.status()
        took, _ = timed(lambda: archive.rebuild(graph, lambda _, data: Extraction.model_validate_json(data)))
        print(f"  rebuilt in {took:6.1f} s            {same(graph.status(), loaded)}", flush=True)
    print(f"  most memory so far  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20):.2f} GiB", flush=True)
    return is_well


def speed(url: str, keep: Path, rounds: int) -> None:
    """The speed of one engine beside the baseline."""
    ready = list(loadings(keep))
    # What both sides are given is not looked through again and again by Python's collector of garbage.
    gc.collect()
    gc.freeze()
    for load in (ours, plain):
        with fresh(url) as graph:
            load(graph, batches(graph, ready[:WARM]))
    # Both sides have the pace of loads.
    with pace_of_loads():
        took = rounds_of(url, ready, rounds)
    for given in ("extractions", "rows"):
        (wall, busy), (plain_wall, plain_busy) = (
            (min(times) for times in zip(*took[f"{name} from {given}"], strict=True)) for name in ("load", "plain")
        )
        print(f"  from ready {given:12} {wall:6.2f} s ({busy:.2f}), plain UNWIND MERGE {plain_wall:6.2f} s ({plain_busy:.2f}):", end=" ")
        print(f"{plain_wall / wall:.1f} times as long ({plain_busy / busy:.1f})", flush=True)


def rounds_of(url: str, ready: Sequence[Loading], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """The seconds of each side from extractions and from rows, by turns."""
    took: dict[str, list[tuple[float, float]]] = {}
    for _ in range(rounds):
        for name, load in (("load", ours), ("plain", plain)):
            with fresh(url) as graph:
                forget()
                work = partial(graph.load_many, ready) if load is ours else partial(plain, graph, batches(graph, ready))
                took.setdefault(f"{name} from extractions", []).append(timed(work))
        for name, load in (("load", ours), ("plain", plain)):
            with fresh(url) as graph:
                files = list(batches(graph, ready))
                work = partial(ours, graph, files) if load is ours else partial(merge, graph, plain_rows(files))
                took.setdefault(f"{name} from rows", []).append(timed(work))
    return took


def batches(graph: Graph, ready: Sequence[Loading]) -> Iterator[list[loads.Incoming]]:
    """Rows made anew, in the batches that a load has."""
    return store._batches(ready, Resolver(()), graph._engine.bulk_rows)


def forget() -> None:
    """Lets row making begin without anything remembered, for the load and for the baseline alike."""
    for remembered in (build._follows, build._place, build._work, build._indicator, resolve._resolve):
        remembered.cache_clear()


def ours(graph: Graph, files: Iterable[list[loads.Incoming]]) -> None:
    """Writes ready rows as a load does."""
    for batch in files:
        graph._write_batch(batch, Resolver(()))


def plain(graph: Graph, files: Iterable[list[loads.Incoming]]) -> None:
    """The baseline, from the rows of files."""
    merge(graph, plain_rows(files))


def plain_rows(files: Iterable[list[loads.Incoming]]) -> Plain:
    """The rows of everything, each once, as mappings with what writes them."""
    nodes: dict[str, dict[str, Values]] = {node.label: {} for node in NODES}
    edges: dict[Edge, dict[tuple[object, ...], Values]] = {edge: {} for edge in EDGES}
    for batch in files:
        for document in (document for file in batch for document in file.documents):
            for label, rows in document.rows.nodes.items():
                nodes[label].update(rows)
            for edge, links in document.rows.edges.items():
                # Between shared nodes there is one edge; one of evidence is told from its like by where it stands in the text.
                edges[edge].update(
                    {(link[:2] if BY_LABEL[edge.source].shared and BY_LABEL[edge.target].shared else link): link for link in links}
                )
    return [(node.label, as_mappings(node, nodes[node.label].values())) for node in NODES] + [
        (f"{edge.source} {edge.type}", as_mappings(edge, edges[edge].values())) for edge in EDGES
    ]


def merge(graph: Graph, rows: Plain) -> None:
    """`UNWIND … MERGE`."""
    engine, given = graph._engine, dict(rows)
    for node in NODES:
        sets = ", ".join(f"n.`{name}` = {_value(engine, name, type_)}" for name, type_ in node.properties.items() if name != "id")
        _in_batches(engine, f"UNWIND $rows AS r MERGE (n:{node.label} {{id: r.id}}) SET {sets}", given[node.label])
    for edge in EDGES:
        key = "{start: r.start}" if "start" in edge.properties else ""
        sets = ", ".join(f"e.`{name}` = {_value(engine, name, type_)}" for name, type_ in edge.properties.items() if name != "start")
        text = (
            f"UNWIND $rows AS r MATCH (a:{edge.source} {{id: r.`from`}}) WITH r, a MATCH (b:{edge.target} {{id: r.`to`}}) "
            f"MERGE (a)-[e:{edge.type} {key}]->(b)" + (f" SET {sets}" if sets else "")
        )
        _in_batches(engine, text, given[f"{edge.source} {edge.type}"])


def _value(engine: Engine, name: str, type_: Type) -> str:
    if engine.store == "neo4j":
        return f"r.`{name}`"
    return _map({name: type_}).partition(": ")[2].removesuffix("}")


def _in_batches(engine: Engine, text: str, rows: list[Row]) -> None:
    for start in range(0, len(rows), BATCH):

        def one(writer: Writer, batch: list[Row] = rows[start : start + BATCH]) -> None:
            writer.ask(text, {"rows": batch})

        engine.transact(one)


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--neo4j", default="", help="address of a Neo4j server without a password; what it holds is taken out")
    parser.add_argument("--keep", type=Path, help="where extractions are kept, one JSON object a line")
    parser.add_argument("--only", choices=("sameness", "speed"))
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        keep = given.keep or Path(folder) / "extractions.jsonl"
        if not keep.exists():
            read_all(given.folders, keep)
        is_well = True
        for url in dict.fromkeys(("", given.neo4j)):
            if given.only != "speed":
                is_well = is_the_same(url, keep) and is_well
            if given.only != "sameness":
                print(f"{url or 'ladybug'}: seconds", flush=True)
                process = multiprocessing.get_context("spawn").Process(target=speed, args=(url, keep, given.rounds))
                process.start()
                process.join()
                is_well = is_well and process.exitcode == 0
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()
