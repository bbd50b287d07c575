"""kill -9 in the middle of loading: what was acknowledged is there, and nothing is there by half.

    python benchmarks/graph_kill.py --times 50

A child process loads and takes out documents of very different size (small ones go in by CREATE, large ones by COPY) and says before
and after each what it does. It is killed at a random moment. Then the graph must open and equal one that was loaded, without any accident,
with what had been acknowledged, or with that and the one thing that was under way.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extract.records import Deadline, Document, Extraction, Task, Unit
from graph.rows import Loading
from graph.store import open_graph

SIZES = (1, 8, 40, 900)
OFFICES = ("市水务局", "市财政局", "市发展改革委", "青浦湾区人民政府", "石桥区人民政府")


def made_up(number: int) -> Extraction:
    """A document of an invented city, the same for the same number."""
    text, tasks = f"云泽市第{number}号工作要点\n", []
    for item in range(1, SIZES[number % len(SIZES)] + 1):
        office = OFFICES[(number + item) % len(OFFICES)]
        start = len(text)
        text += f"{item}．完成第{item}段堤防巡查。（{office}负责，6月底前）\n"
        at, due = text.index(office, start), text.index("6月底前", start)
        tasks.append(
            Task(
                number=str(item),
                title=f"完成第{item}段堤防巡查",
                text=text[start:-1],
                start=start,
                end=len(text) - 1,
                units=(Unit(name=office, role="responsible", start=at, end=at + len(office)),),
                deadlines=(Deadline(text="6月底前", start=due, end=due + 4),),
            )
        )
    document = Document(title=text.split("\n")[0], kind="work_points", issuer="云泽市人民政府", text=text, tasks=tuple(tasks))
    return Extraction(source=f"{number}.txt", documents=(document,))


def work(folder: Path, seed: int) -> None:
    """The child: loads and takes out until it is killed."""
    choose = random.Random(seed)
    with open_graph(folder=folder) as graph:
        held: dict[int, str] = {}
        while True:
            number = choose.randrange(16)
            verb = "remove" if number in held and choose.random() < 0.5 else "load"
            print(f"begin {verb} {number}", flush=True)
            if verb == "remove":
                graph.remove(held.pop(number))
            else:
                held[number] = graph.load(made_up(number)).documents[0]
            print(f"done {verb} {number}", flush=True)


def states(log: list[str]) -> list[set[int]]:
    """What may be held after these words of the child: what it acknowledged, and that with the one thing under way."""
    held: set[int] = set()
    under_way: set[int] | None = None
    for line in log:
        word, verb, number = line.split()
        after = held - {int(number)} if verb == "remove" else held | {int(number)}
        if word == "done":
            held, under_way = after, None
        else:
            under_way = after
    return [held] if under_way is None else [held, under_way]


def checksum(folder: Path, numbers: set[int] | None = None) -> str:
    """The checksum of the graph there, or of a new one with these documents."""
    with open_graph(folder=folder) as graph:
        if numbers is not None:
            graph.load_many(Loading(extraction=made_up(number)) for number in sorted(numbers))
        return graph.status().checksum


def once(seed: int) -> tuple[int, float]:
    """Kills one child; says how many things it had done and how long opening took afterwards. A graph that is wrong is kept."""
    folder = Path(tempfile.mkdtemp(prefix="graph-kill-"))
    command = [sys.executable, __file__, "--child", str(folder / "data"), "--seed", str(seed)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    log = [child.stdout.readline()]
    time.sleep(random.Random(seed).uniform(0.0, 6.0))
    child.send_signal(signal.SIGKILL)
    log += child.stdout.read().splitlines()
    child.wait()
    assert all(line.startswith(("begin", "done")) for line in log), f"seed {seed}: the child failed by itself"
    shutil.copytree(folder / "data", folder / "as-killed")
    start = time.perf_counter()
    found = checksum(folder / "data")
    took = time.perf_counter() - start
    possible = [checksum(folder / str(number), state) for number, state in enumerate(states(log))]
    assert found in possible, f"seed {seed}: the graph in {folder} holds {held(folder / 'data')}, none of {states(log)} after {log[-3:]}"
    shutil.rmtree(folder)
    return sum(line.startswith("done") for line in log), took


def held(folder: Path) -> list[tuple[str, int, int]]:
    """The documents there: source, tasks that it should have, tasks that it has."""
    with open_graph(folder=folder) as graph:
        text = "MATCH (d:Document) RETURN d.source AS source, d.tasks AS tasks, COUNT { MATCH (d)-[:HAS]->(:Task) } AS n"
        return sorted((row["source"], row["tasks"], row["n"]) for row in graph.ask(text))


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        work(given.child, given.seed)
    done, took = zip(*(once(given.seed + number) for number in range(given.times)), strict=True)
    print(f"{given.times} kills after {sum(done)} loads and removals: every graph opened (at most {max(took):.2f} s with its checksum),")
    print("nothing acknowledged was lost, nothing was there by half")


if __name__ == "__main__":
    main()
