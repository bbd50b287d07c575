"""How fast a folder of documents is read and extracted on one core, beside jieba alone cutting the same text into words.

    python benchmarks/extraction_speed.py FOLDER [--files N]

Each runs in a process of its own, held to one core, over the same files in the same order, one after the other. Characters are those of
the documents' text as extraction lays it out. CPU time is shown beside the clock, since other work on the machine slows only the latter.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

SUFFIXES = (".md", ".txt", ".html", ".docx", ".xlsx", ".pdf")


class Run(NamedTuple):
    """What one worker did."""

    characters: int
    clock: float
    cpu: float
    peak_mib: float
    note: str


def extract_all(files: list[Path]) -> Run:
    """Reads and extracts every file; imports and lexicons are loaded before the clock starts."""
    from extract.errors import DocumentError
    from extract.pipeline import extract_file

    extract_file(files[0])
    characters = tasks = mentions = refused = 0
    clock, cpu = time.perf_counter(), time.process_time()
    for path in files:
        try:
            extraction = extract_file(path)
        except DocumentError:
            refused += 1
            continue
        for document in extraction.documents:
            characters += len(document.text)
            tasks += len(document.tasks)
            mentions += sum(1 for _ in document.mentions())
    note = f"{len(files)} files, {tasks} tasks, {mentions} quotations, {refused} refused"
    return Run(characters, time.perf_counter() - clock, time.process_time() - cpu, peak_mib(), note)


def cut_all(files: list[Path]) -> Run:
    """Cuts the same text into words with `jieba.lcut`; the text is made before the clock starts and does not count."""
    import jieba

    from extract.errors import DocumentError
    from extract.pipeline import extract_file

    texts = []
    for path in files:
        try:
            texts.extend(document.text for document in extract_file(path).documents)
        except DocumentError:
            continue
    jieba.lcut("预热")
    clock, cpu = time.perf_counter(), time.process_time()
    words = sum(len(jieba.lcut(text)) for text in texts)
    return Run(sum(map(len, texts)), time.perf_counter() - clock, time.process_time() - cpu, peak_mib(), f"{words} words")


def peak_mib() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def on_one_core(work: Callable[[list[Path]], Run], files: list[Path]) -> Run:
    """Runs the work in a fresh process that may use one core."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(work, files, theirs))
    process.start()
    theirs.close()
    run: Run = ours.recv()
    process.join()
    return run


def _work(work: Callable[[list[Path]], Run], files: list[Path], connection: Connection) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    connection.send(work(files))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, help="only so many files, evenly spread over the folder")
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not files:
        parser.error(f"{arguments.folder}: there is nothing to read")
    if arguments.files:
        files = files[:: max(1, len(files) // arguments.files)]
    print(f"{'':<22}{'characters':>12}{'chars/s':>11}{'chars/CPU s':>13}{'seconds':>9}{'peak MiB':>10}")
    for name, work in (("zeren read + extract", extract_all), ("jieba.lcut", cut_all)):
        run = on_one_core(work, files)
        rates = f"{run.characters / run.clock:>11,.0f}{run.characters / run.cpu:>13,.0f}"
        print(f"{name:<22}{run.characters:>12,}{rates}{run.clock:>9.1f}{run.peak_mib:>10.0f}   {run.note}", flush=True)


if __name__ == "__main__":
    main()
