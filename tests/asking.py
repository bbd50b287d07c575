"""What the tests of search and of questions share: their cases, and how an answer is held against one."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

from search_api.models import Answer, Hit

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file."""
    read: list[dict[str, Any]] = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    return read


def fits(hit: Hit, expected: str) -> bool:
    """Whether a hit is the expected one: part of the file's name | beginning of title or the label."""
    source, task = expected.split("|")
    return source in hit.source and (hit.title.startswith(task) or hit.number == task or task in hit.title)


def ndcg(hits: tuple[Hit, ...], expected: list[str]) -> float:
    """nDCG@10 of a list of hits, every expected task worth the same."""
    left, gain = list(expected), 0.0
    for place, hit in enumerate(hits[:10]):
        found = next((one for one in left if fits(hit, one)), None)
        if found is not None:
            left.remove(found)
            gain += 1 / math.log2(place + 2)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(10, len(expected))))


def first_rank(hits: tuple[Hit, ...], expected: list[str]) -> int | None:
    """The rank of the first expected hit, from 1."""
    return next((place for place, hit in enumerate(hits, 1) if any(fits(hit, one) for one in expected)), None)


def wrong_parts(answer: Answer, case: dict[str, Any]) -> list[str]:
    """What is wrong with an answer: nearly all that a case names must be there, and no more than as much again."""
    if case.get("abstain"):
        return [] if answer.abstained else [f"answered: {answer.answer}"]
    if answer.abstained:
        return [f"abstained: {answer.answer}"]
    got: dict[str, set[Any]] = {
        "units": set(answer.units),
        "dates": {day.isoformat() for day in answer.dates},
        "values": {(value.value, value.unit) for value in answer.values},
        "tasks": {task.title for task in answer.tasks},
    }
    wrong = [f"does not say {said}: {answer.answer}" for said in case.get("says", []) if said not in answer.answer]
    for part, held in got.items():
        wanted = [tuple(one) if isinstance(one, list) else one for one in case.get(part, [])]
        if not wanted:
            continue
        hits = sum(any(str(one).startswith(want) for one in held) if part == "tasks" else want in held for want in wanted)
        if hits < 0.8 * len(wanted) or hits < 0.5 * len(held):
            wrong.append(f"{part}: wanted {wanted}, got {sorted(map(str, held))}")
    return wrong
