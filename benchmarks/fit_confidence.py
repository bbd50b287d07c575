"""Fits what `extract/lexicon/trust.toml` holds, and says by cross-validation how far it can be trusted.

    python benchmarks/fit_confidence.py                          tells how the readings that are kept are judged, folder by folder
    python benchmarks/fit_confidence.py --write                  writes the weights
    python benchmarks/fit_confidence.py --keep NAME GOLD SOURCE  adds what the present extractor reads of a gold folder, for good

`tests/cases/confidence.json` keeps the signs (`extract/trust_signs.py`) of readings at first contact, each right or wrong by the gold:
documents as they were read by the extractor of the day on which they were annotated, before anybody mended what they showed. A name with
`@` is a folder as a still older extractor read it: more misreadings of the same kinds, which count for less and are never tested on.
`real@` are sixty documents without gold, read by such extractors and judged by a later one: what it reads otherwise was wrong.
New gold is kept by `--keep` before anything is mended after it.

The method is logistic regression by Newton's steps, each weight drawn to what is thought of its sign beforehand: nothing of most, worse of
those that by their meaning speak of a misreading. Cross-validation leaves out one folder at a time, with all its older readings.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "tests/cases/confidence.json"
WEIGHTS = ROOT / "extract/lexicon/trust.toml"
ELEMENTS = ("units", "subjects", "deadlines", "targets")
DOUBTFUL = 0.1
OLDER = 0.1
"""How much a reading of a still older extractor counts."""
PULL = 1.5
"""How strongly weights are drawn to what is thought of their signs beforehand."""
RAREST = 4
"""A sign met less often has no weight, unless something is thought of it."""
GRAVE, BAD = -3.0, -1.0
THOUGHT = {
    **dict.fromkeys(("row runs on", "name: date", "no day", "open, with a figure", "a head", "slash follows"), GRAVE),
    **dict.fromkeys(
        (
            "several lead a row", "kind none", "figure follows", "of which", "over a line's end", "far from its name", "no name",
            "name: blank", "name: bound", "name: time", "name: 各", "name: 每", "name: figure", "name: list", "name: to whom",
            "name: begins with a unit", "name: is a unit", "name: begins with p", "name: begins with d", "name: begins with r",
            "name: begins with a verb", "name: holds a verb", "name: verb inside", "name: joined", "begins its clause with a verb",
            "count and deed", "change of a rate", "words follow", "after words", "after 的", "verb of rarer kind", "runs on",
            "times behind it", "long rhythm, with words", "other year",
        ),
        BAD,
    ),
}  # fmt: skip
"""What is thought of signs before any reading is seen."""

HEAD = """# What each sign of a reading (`extract/trust_signs.py`) is worth for the chance that it is right, in log-odds; `always`
# is what holds before any sign. Written by `python benchmarks/fit_confidence.py --write`: logistic regression over the readings of
# tests/cases/confidence.json.
# A sign that is not here is worth nothing.
"""


class Kept(NamedTuple):
    """So many right and wrong readings of one element in one folder have these signs."""

    folder: str
    element: str
    signs: frozenset[str]
    right: int
    wrong: int


def load_kept() -> list[Kept]:
    """The readings that are kept."""
    table = json.loads(KEPT.read_text("utf-8"))
    names = table["signs"]
    return [
        Kept(folder, element, frozenset(names[number] for number in signs), right, wrong)
        for folder, elements in table["readings"].items()
        for element, rows in elements.items()
        for signs, right, wrong in rows
    ]


def save_kept(kept: Iterable[Kept]) -> None:
    """Writes readings, those with the same signs as one."""
    counts: dict[tuple[str, str, frozenset[str]], list[int]] = defaultdict(lambda: [0, 0])
    for each in kept:
        held = counts[each.folder, each.element, each.signs]
        held[0] += each.right
        held[1] += each.wrong
    names = sorted({name for _, _, signs in counts for name in signs})
    numbers = {name: number for number, name in enumerate(names)}
    readings: dict[str, dict[str, list[Any]]] = {}
    for (folder, element, signs), (right, wrong) in sorted(counts.items(), key=lambda pair: (pair[0][:2], sorted(pair[0][2]))):
        rows = readings.setdefault(folder, {}).setdefault(element, [])
        rows.append([sorted(numbers[name] for name in signs), right, wrong])
    lines = []
    for folder, elements in readings.items():
        parts = [
            f'  "{element}": [\n' + ",\n".join("   " + json.dumps(row, separators=(",", ":")) for row in rows) + "]"
            for element, rows in elements.items()
        ]
        lines.append(f' "{folder}": {{\n' + ",\n".join(parts) + "}")
    signs_line = json.dumps(names, ensure_ascii=False)
    KEPT.write_text('{"signs": ' + signs_line + ',\n"readings": {\n' + ",\n".join(lines) + "}}\n", "utf-8")


def fit(kept: Sequence[Kept]) -> dict[str, float]:
    """The weights of one element's signs."""
    met = Counter[str]()
    for each in kept:
        met.update(dict.fromkeys(each.signs, each.right + each.wrong))
    names = ["always", *sorted(name for name, count in met.items() if count >= RAREST or name in THOUGHT)]
    numbers = {name: number for number, name in enumerate(names)}
    signs = np.zeros((len(kept), len(names)))
    signs[:, 0] = 1
    for row, each in enumerate(kept):
        signs[row, [numbers[name] for name in each.signs if name in numbers]] = 1
    counts = [OLDER if "@" in each.folder else 1.0 for each in kept]
    right = np.array([each.right * count for each, count in zip(kept, counts, strict=True)])
    every = np.array([(each.right + each.wrong) * count for each, count in zip(kept, counts, strict=True)])
    thought = np.array([THOUGHT.get(name, 0.0) for name in names])
    pull = np.full(len(names), PULL)
    pull[0] = 0.01
    weights = thought.copy()
    weights[0] = np.log((right.sum() + 0.5) / (every.sum() - right.sum() + 0.5))
    for _ in range(100):
        chances = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (right - every * chances) - pull * (weights - thought)
        bend = (signs * (every * chances * (1 - chances))[:, None]).T @ signs + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        weights += step * min(1.0, 2 / np.abs(step).max())
        if np.abs(step).max() < 1e-9:
            break
    return dict(zip(names, (round(float(weight), 2) for weight in weights), strict=True))


def fit_all(kept: Sequence[Kept]) -> dict[str, dict[str, float]]:
    """The weights of every element."""
    return {element: fit([each for each in kept if each.element == element]) for element in ELEMENTS}


def chance_of(signs: Iterable[str], worth: dict[str, float]) -> float:
    """As `extract.trust.chance`."""
    from extract.trust import chance

    return chance(sorted(signs), worth)


Judged = tuple[float, int, int]
"""A chance, and how many right and wrong readings had it."""


def cross_validate(kept: Sequence[Kept], element: str) -> dict[str, list[Judged]]:
    """By folder, what weights say that were fitted without it."""
    own = [each for each in kept if each.element == element]
    said: dict[str, list[Judged]] = {}
    for folder in sorted({each.folder for each in own if "@" not in each.folder}):
        worth = fit([each for each in own if each.folder.partition("@")[0] != folder])
        said[folder] = [(chance_of(each.signs, worth), each.right, each.wrong) for each in own if each.folder == folder]
    return said


def doubtful_share(judged: Iterable[Judged], part: float = DOUBTFUL) -> tuple[float, int]:
    """The share of all wrong readings in the least confident tenth, and how many are wrong; of equal chances as many as fall in."""
    by_chance: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for said, right, wrong in judged:
        by_chance[said][0] += right + wrong
        by_chance[said][1] += wrong
    wrong = sum(held[1] for held in by_chance.values())
    room = max(1, round(part * sum(held[0] for held in by_chance.values())))
    seen = 0.0
    for said in sorted(by_chance):
        every, bad = by_chance[said]
        taken = min(every, room)
        seen += bad * taken / every
        room -= taken
    return (seen / wrong if wrong else 1.0), wrong


def calibration_error(judged: Iterable[Judged], bins: int = 10) -> float:
    """How far chances are from what came true, on average over ten bins of equal size."""
    ordered = sorted((said, good) for said, right, wrong in judged for good in [1] * right + [0] * wrong)
    parts = np.array_split(np.array(ordered), bins)
    return float(sum(len(part) * abs(part[:, 0].mean() - part[:, 1].mean()) for part in parts if len(part)) / len(ordered))


def write_weights(worth: dict[str, dict[str, float]]) -> None:
    """Writes the weights as TOML."""
    parts = [HEAD]
    for element in ELEMENTS:
        rows = sorted(worth[element].items(), key=lambda pair: (pair[0] != "always", pair[0]))
        parts.append(f"\n[{element}]\n" + "".join(f"{json.dumps(name, ensure_ascii=False)} = {weight}\n" for name, weight in rows))
    WEIGHTS.write_text("".join(parts), "utf-8")


def read_folder(name: str, gold_folder: Path, source_folder: Path) -> Iterator[Kept]:
    """The signs of what the present extractor reads of a gold folder."""
    from confidence import judged_mentions

    from extract.trust import signs_in_json

    known: dict[int, Any] = {}
    for element, document, task, mention, right in judged_mentions(gold_folder, source_folder):
        signs = known.setdefault(id(document), (document, signs_in_json(document)))[1]
        yield Kept(name, element, frozenset(signs[id(task), id(mention)]), int(right), int(not right))


def print_judgement(kept: Sequence[Kept]) -> None:
    """How readings are judged by weights that never saw their folder."""
    for element in ELEMENTS:
        said = cross_validate(kept, element)
        every = [each for judged in said.values() for each in judged]
        share, wrong = doubtful_share(every)
        fifth, _ = doubtful_share(every, 2 * DOUBTFUL)
        count = sum(right + bad for _, right, bad in every)
        print(
            f"{element}: {count} readings, {wrong} wrong; the least confident tenth holds {share:.0%} of these, the least confident fifth "
            f"{fifth:.0%}; calibration error {calibration_error(every):.3f}"
        )
        for folder, judged in said.items():
            share, wrong = doubtful_share(judged)
            print(f"  {folder:<16}{sum(right + bad for _, right, bad in judged):>5} readings{wrong:>4} wrong  {share:.0%}")


def main() -> None:
    """Keeps, fits or judges."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--keep"] and len(arguments) == 4:
        name, gold, source = arguments[1:]
        save_kept([*(each for each in load_kept() if each.folder != name), *read_folder(name, Path(gold), Path(source))])
    elif arguments == ["--write"]:
        write_weights(fit_all(load_kept()))
    elif arguments:
        sys.exit("usage: python benchmarks/fit_confidence.py [--write | --keep NAME GOLD_FOLDER SOURCE_FOLDER]")
    print_judgement(load_kept())


if __name__ == "__main__":
    main()
