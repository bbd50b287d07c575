"""How sure each unit, doer, deadline and target is: the chance that it is right, learned from readings that were right and wrong.

The signs of a reading (`trust_signs`) are worth so much each, for or against; `lexicon/trust.toml` holds what, by logistic regression over
readings of documents that nobody had seen when the extractor that read them was made. `benchmarks/confidence.py` says how far the
chances hold, `benchmarks/fit_confidence.py` fits them anew.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import exp
from typing import Any

from extract.frame import Frame, Head, Item
from extract.records import Deadline, Target, Unit
from extract.trust_signs import Surroundings, deadline_signs, doer_signs, listed_signs, runs_on, surroundings, target_signs

Weights = Mapping[str, float]
Facts = tuple[Sequence[tuple[Unit, ...]], Sequence[tuple[Deadline, ...]], Sequence[tuple[Target, ...]]]

LEAST, MOST = 0.05, 0.995
"""No reading is quite without a chance, and none is certain."""


@cache
def weights() -> Mapping[str, Weights]:
    """What each sign is worth, per element; `always` is what holds before any sign."""
    return tomllib.loads((files("extract.lexicon") / "trust.toml").read_text("utf-8"))


def chance(signs: Iterable[str], worth: Weights) -> float:
    """The chance that a reading with these signs is right.

    >>> chance(["sure"], {"always": 2.0, "sure": 1.0}) > chance([], {"always": 2.0, "sure": 1.0}) > 0.5
    True
    """
    total = worth["always"] + sum(worth.get(sign, 0.0) for sign in signs)
    return round(min(MOST, max(LEAST, 1.0 / (1.0 + exp(-total)))), 3)


@lru_cache(maxsize=16384)
def confidence_of(element: str, signs: tuple[str, ...]) -> float:
    """As `chance`, by what the signs are worth for the element; most mentions share their signs with many."""
    return chance(signs, weights()[element])


def names_elsewhere(all_units: Iterable[tuple[Unit, ...]]) -> frozenset[str]:
    """The names that more than one item has."""
    first: dict[str, int] = {}
    again: set[str] = set()
    for number, units in enumerate(all_units):
        for unit in units:
            if first.setdefault(unit.name, number) != number:
                again.add(unit.name)
    return frozenset(again)


def weigh(frame: Frame, items: Sequence[Item], facts: Facts) -> None:
    """Sets the confidence of the facts of every item, which have just been read."""
    known, text = names_elsewhere(facts[0]), frame.text
    places: dict[tuple[tuple[str, ...], bool, bool], Surroundings] = {}
    for item, units, deadlines, targets in zip(items, *facts, strict=True):
        if not (units or deadlines or targets):
            continue
        row = bool(item.fields)
        glued = row and runs_on(text, item.start, item.end)
        around = places.get((item.path, row, glued))
        if around is None:
            around = places[item.path, row, glued] = surroundings(frame.head, text, item.path, row=row, glued=glued)
        leads = len([unit for unit in units if unit.role == "lead"]) if row else 0
        for unit in units:
            if unit.role == "subject":
                _trust(unit, "subjects", doer_signs(around, unit, known))
            else:
                _trust(unit, "units", listed_signs(around, unit, leads, known))
        for deadline in deadlines:
            _trust(deadline, "deadlines", deadline_signs(around, deadline, len(deadlines)))
        for target in targets:
            _trust(target, "targets", target_signs(around, target, len(targets)))


def _trust(read: Unit | Deadline | Target, element: str, signs: tuple[str, ...]) -> None:
    # Frozen or not: the record was made for this item alone and nobody has seen it, and a copy would cost as much as all its signs.
    read.__dict__["confidence"] = confidence_of(element, signs)


def signs_in_json(document: dict[str, Any]) -> dict[tuple[int, int], tuple[str, ...]]:
    """The signs of every mention of a document in the form of the contract, by the identities of its task and itself."""
    all_units = [tuple(Unit.model_validate(unit) for unit in task["units"]) for task in document["tasks"]]
    known, text, head = names_elsewhere(all_units), document["text"], Head(kind=document["kind"], year=document["year"])
    signs: dict[tuple[int, int], tuple[str, ...]] = {}
    for task, units in zip(document["tasks"], all_units, strict=True):
        row = task["how"] == "table"
        glued = row and runs_on(text, task["start"], task["end"])
        around = surroundings(head, text, tuple(task["path"]), row=row, glued=glued)
        leads = sum(unit.role == "lead" for unit in units)
        for unit, read in zip(task["units"], units, strict=True):
            doer = read.role == "subject"
            signs[id(task), id(unit)] = doer_signs(around, read, known) if doer else listed_signs(around, read, leads, known)
        for each in task["deadlines"]:
            signs[id(task), id(each)] = deadline_signs(around, Deadline.model_validate(each), len(task["deadlines"]))
        for each in task["targets"]:
            signs[id(task), id(each)] = target_signs(around, Target.model_validate(each), len(task["targets"]))
    return signs
