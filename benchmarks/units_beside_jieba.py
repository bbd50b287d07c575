"""Units found by Zeren beside jieba's tags, on the same texts: `python benchmarks/units_beside_jieba.py [GOLD_FOLDER SOURCE_FOLDER]`.

Both get the text of each task of the gold and name units; a name counts as found where it equals a printed or full name of the gold.
jieba (0.42.1, `posseg`) is asked for its tags nt (organisations) and nr (persons), neighbours joined.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jieba
import jieba.posseg

from extract.pipeline import extract_file
from extract.records import Task

HERE = Path(__file__).parent.parent
FOLDERS = ((HERE / "tests/gold/corpus", HERE / "corpus"), (HERE / "tests/gold/forms", HERE / "tests/gold/forms"))


def pairs(gold_folder: Path, source_folder: Path) -> Iterator[tuple[dict[str, Any], Task]]:
    """Each task of the gold with the one that was read from its source, paired by number and title."""
    for path in sorted(gold_folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        source = next(source_folder.rglob(gold["source"]), None) if "documents" in gold else None
        if source is None:
            continue
        read = {(task.number, task.title): task for document in extract_file(source).documents for task in document.tasks}
        for document in gold["documents"]:
            for task in document["tasks"]:
                if (found := read.get((task["number"], task["title"]))) is not None:
                    yield task, found


def jieba_names(text: str) -> set[str]:
    """Neighbouring words of the tags nt and nr, joined."""
    names: set[str] = set()
    run = ""
    for word, flag in [*jieba.posseg.lcut(text), ("", "x")]:
        if flag in {"nt", "nr"}:
            run += word
        elif run:
            names.add(run)
            run = ""
    return names


def count(gold: dict[str, Any], names: set[str]) -> tuple[int, int, int]:
    """Right, wanted and given; optional units of the gold count neither way."""
    wanted = [{unit["name"], unit.get("canonical") or unit["name"]} for unit in gold["units"] if not unit.get("optional")]
    optional = {name for unit in gold["units"] if unit.get("optional") for name in (unit["name"], unit.get("canonical"))}
    merged = {frozenset(names) for names in wanted}
    right = sum(1 for either in merged if either & names)
    return right, len(merged), len([name for name in names if name not in optional])


def main() -> None:
    """Prints one line a tool: precision, recall, F1, characters a second."""
    folders = ((Path(sys.argv[1]), Path(sys.argv[2])),) if len(sys.argv) > 2 else FOLDERS
    tasks = [pair for gold, source in folders for pair in pairs(gold, source)]
    characters = sum(len(found.text) for _, found in tasks)
    jieba.posseg.lcut("预热")
    started = time.process_time()
    by_jieba = [jieba_names(found.text) for _, found in tasks]
    seconds = time.process_time() - started
    by_zeren = [{unit.name for unit in found.units} for _, found in tasks]
    print(f"{len(tasks)} tasks, {characters} characters; jieba {characters / seconds:,.0f} characters/s")
    print(f"{'':<10}{'precision':>10}{'recall':>8}{'F1':>7}")
    for tool, found_names in (("zeren", by_zeren), ("jieba nt", by_jieba)):
        totals = [count(gold, names) for (gold, _), names in zip(tasks, found_names, strict=True)]
        right, wanted, given = (sum(column) for column in zip(*totals, strict=True))
        precision, recall = right / max(given, 1), right / max(wanted, 1)
        print(f"{tool:<10}{precision:>10.3f}{recall:>8.3f}{2 * precision * recall / max(precision + recall, 1e-9):>7.3f}")


if __name__ == "__main__":
    main()
