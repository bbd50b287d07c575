"""How good a search and an answer are, held against `gold/answers/`: graded relevance, and the parts that a question asks for."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

Json = dict[str, Any]
Texts = Callable[[str], str]

# The part of an answer that a question of each type asks for; how much of it must be there, and how much may be beside the point.
ASKED = {"who": "units", "when": "dates", "howmuch": "values", "what_by_unit": "tasks", "what_by_date": "tasks"}
LEAST_RECALL, LEAST_PRECISION = 0.8, 0.5


def folded(text: str | None) -> str:
    """Text without what is only a way of printing it."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def place(item: Json) -> tuple[str, str]:
    """What makes a task one of its file: the file and the label without brackets and stops."""
    label = folded(item.get("number"))
    return folded(item.get("source")), "".join(sign for sign in label if sign not in "().、")


def ndcg(hits: Sequence[Json], relevant: Sequence[Json], *, depth: int = 10) -> float:
    """Gain of the first hits over the best that is possible; a task counts where it stands first."""
    grades = {place(item): item["grade"] for item in relevant}
    got = list(dict.fromkeys(place(hit) for hit in hits[:depth]))
    best = sorted(grades.values(), reverse=True)[:depth]
    return _gain([grades.get(each, 0) for each in got]) / _gain(best)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))


def is_right(question: Json, answer: Json) -> bool:
    """Whether an answer holds what was asked, or abstains where nothing can be known."""
    if question["type"] == "unanswerable":
        return bool(answer["abstained"])
    if answer["abstained"]:
        return False
    part = ASKED[question["type"]]
    wanted, got = parts(question, part), parts(answer, part)
    common = len(wanted & got)
    return common >= LEAST_RECALL * len(wanted) and common >= LEAST_PRECISION * len(got)


def parts(answer: Json, part: str) -> set[Any]:
    """One part of an answer, in a form that can be compared."""
    match part:
        case "tasks":
            return {place(task) for task in answer["tasks"]}
        case "units":
            return {folded(name) for name in answer["units"]}
        case "values":
            return {(float(value["value"]), folded(value.get("unit"))) for value in answer["values"]}
        case _:
            return set(answer[part])


def unsupported(answer: Json, texts: Texts) -> list[str]:
    """The quotations of an answer that do not stand in the text of their file; an answer without any is named, too."""
    if answer["abstained"]:
        return []
    evidence = answer["evidence"]
    if not evidence:
        return [f"no evidence: {answer['answer']}"]
    return [piece["quote"] for piece in evidence if not piece["quote"] or folded(piece["quote"]) not in texts(piece["source"])]
