"""How far confidences can be trusted: `python benchmarks/confidence.py GOLD_FOLDER SOURCE_FOLDER [GOLD_FOLDER SOURCE_FOLDER …]`.

Every unit, doer, deadline and target that was read is right or wrong by the gold. Printed for each of the four: the share of all
errors that lies within the least confident tenth of readings (a person who looks at that tenth sees so many), and by bins of
confidence how many readings were right; with `--rules` also how each rule stands. Readings that the gold leaves open are not counted.
`fit_confidence.py` beside it fits the confidences.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from fit_confidence import calibration_error, doubtful_share

from extract.likeness import best_pairs, deadline_likeness, document_likeness, plain, target_likeness, task_likeness, unit_likeness
from extract.pipeline import extract_file
from extract.quality import LISTED

EDGES = (0.0, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 1.01)

Json = dict[str, Any]


class Judged(NamedTuple):
    """One reading: how sure it was, whether it was right, by which rule it was read."""

    confidence: float
    right: bool
    rule: str


def is_listed(unit: Json) -> bool:
    """Whether the unit stands in a list or column and not in a sentence."""
    return unit.get("role") in LISTED


Decided = tuple[Json, bool]
"""A reading that the gold decides, and whether it is right."""


def judge_part(gold: list[Json], read: list[Json], likeness: Callable[[Json, Json], float]) -> Iterator[Decided]:
    """Each reading that the gold decides."""
    paired = {partner: number for number, partner in best_pairs(gold, read, likeness).items()}
    open_texts = [text for wanted in gold if wanted.get("optional") and (text := plain(wanted.get("text") or wanted.get("name")))]
    for number, got in enumerate(read):
        said = plain(got.get("text") or got.get("name"))
        if number in paired:
            if not gold[paired[number]].get("optional"):
                yield got, True
        elif not any(said in text or text in said for text in open_texts):
            yield got, False


def judge_task(wanted: Json, got: Json) -> Iterator[tuple[str, Decided]]:
    """Every decided reading of one task, with its element."""
    past = [{**each, "optional": True} if each.get("past") else each for each in wanted.get("deadlines", [])]
    for name, listed in (("units", True), ("subjects", False)):
        sides = [[unit for unit in task.get("units", []) if is_listed(unit) is listed] for task in (wanted, got)]
        yield from ((name, judged) for judged in judge_part(sides[0], sides[1], unit_likeness))
    due = [each for each in got["deadlines"] if not each.get("past")]
    yield from (("deadlines", judged) for judged in judge_part(past, due, deadline_likeness))
    yield from (("targets", judged) for judged in judge_part(wanted.get("targets", []), got["targets"], target_likeness))


def judged_mentions(gold_folder: Path, source_folder: Path) -> Iterator[tuple[str, Json, Json, Json, bool]]:
    """Every decided reading of the sources of a gold folder: its element, document, task, itself, and whether it is right.

    Tasks that the gold does not know are passed over.
    """
    for path in sorted(gold_folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        source = next(source_folder.rglob(gold["source"]), None) if "documents" in gold else None
        if source is None:
            continue
        documents = extract_file(source).as_json()["documents"]
        for number, partner in best_pairs(gold["documents"], documents, document_likeness).items():
            tasks, read = gold["documents"][number]["tasks"], documents[partner]["tasks"]
            for one, other in best_pairs(tasks, read, task_likeness).items():
                for element, (mention, right) in judge_task(tasks[one], read[other]):
                    yield element, documents[partner], read[other], mention, right


def judge_folder(gold_folder: Path, source_folder: Path) -> Iterator[tuple[str, Judged]]:
    """Every decided reading with what was said of it."""
    for element, _, _, mention, right in judged_mentions(gold_folder, source_folder):
        yield element, Judged(mention["confidence"], right, mention.get("rule") or "")


def print_element(name: str, judged: list[Judged], *, rules: bool) -> None:
    """The figures of one element."""
    verdicts = [(each.confidence, int(each.right), int(not each.right)) for each in judged]
    share, wrong = doubtful_share(verdicts)
    held = f"holds {share:.0%} of them" if wrong else "holds no less"
    error = calibration_error(verdicts)
    print(f"{name}: {len(judged)} readings, {wrong} wrong; the least confident tenth {held}; calibration error {error:.3f}")
    for low, high in pairwise(EDGES):
        held = [each for each in judged if low <= each.confidence < high]
        if held:
            right, said = sum(each.right for each in held) / len(held), sum(each.confidence for each in held) / len(held)
            print(f"  {low:.2f}-{min(high, 1.0):.2f}  {len(held):>5} readings  said {said:.3f}  right {right:.3f}")
    by_rule: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        by_rule[each.rule].append(each)
    for rule, held in sorted(by_rule.items(), key=lambda pair: -len(pair[1])) if rules else ():
        right, said = sum(each.right for each in held) / len(held), sum(each.confidence for each in held) / len(held)
        print(f"  {rule:<18}{len(held):>5} readings  said {said:.3f}  right {right:.3f}")


def main() -> None:
    """Judges the folders named on the command line together."""
    folders = [Path(argument) for argument in sys.argv[1:] if argument != "--rules"]
    if not folders or len(folders) % 2:
        sys.exit("usage: python benchmarks/confidence.py GOLD_FOLDER SOURCE_FOLDER [GOLD_FOLDER SOURCE_FOLDER …] [--rules]")
    found: dict[str, list[Judged]] = defaultdict(list)
    for gold_folder, source_folder in zip(folders[::2], folders[1::2], strict=True):
        for name, judged in judge_folder(gold_folder, source_folder):
            found[name].append(judged)
    for name in ("units", "subjects", "deadlines", "targets"):
        if found[name]:
            print_element(name, found[name], rules="--rules" in sys.argv)


if __name__ == "__main__":
    main()
