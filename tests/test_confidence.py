"""Confidences mean something: the least confident tenth of readings holds most of the misreadings, and chances come true.

Judged on readings at first contact that are kept as data (`tests/cases/confidence.json`, how: `benchmarks/fit_confidence.py`). Floors are
of cross-validation: no folder is judged by weights that saw it.
"""

from __future__ import annotations

import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from extract.frame import Head
from extract.pipeline import extract_file
from extract.records import Target
from extract.trust import LEAST, MOST, chance, signs_in_json, weights
from extract.trust_signs import surroundings, target_signs

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "benchmarks"))

from fit_confidence import (  # noqa: E402
    ELEMENTS,
    THOUGHT,
    Judged,
    Kept,
    calibration_error,
    chance_of,
    cross_validate,
    doubtful_share,
    fit_all,
    load_kept,
)

# The share of wrong readings that the least confident tenth holds, and how far chances may be from what comes true. Of the 24 wrong
# units twelve stand in one row that swallowed the next.
FLOORS = {"units": (0.42, 0.02), "subjects": (0.57, 0.03), "deadlines": (0.7, 0.025), "targets": (0.52, 0.025)}


@cache
def kept() -> tuple[Kept, ...]:
    return tuple(load_kept())


@pytest.mark.parametrize("element", ELEMENTS)
def test_the_doubtful_tenth_holds_most_misreadings(element: str) -> None:
    judged = [each for folder in cross_validate(kept(), element).values() for each in folder]
    share, error = FLOORS[element]
    assert doubtful_share(judged)[0] >= share
    assert calibration_error(judged) <= error


@pytest.mark.parametrize("element", ELEMENTS)
def test_what_is_shipped_holds_on_what_it_was_fitted_to(element: str) -> None:
    own = [each for each in kept() if each.element == element and "@" not in each.folder]
    judged: list[Judged] = [(chance_of(each.signs, dict(weights()[element])), each.right, each.wrong) for each in own]
    assert doubtful_share(judged)[0] >= FLOORS[element][0]
    assert calibration_error(judged) <= 0.04


def test_the_weights_are_those_that_the_readings_give() -> None:
    shipped = tomllib.loads((ROOT / "extract/lexicon/trust.toml").read_text("utf-8"))
    for element, worth in fit_all(kept()).items():
        assert shipped[element] == pytest.approx(worth, abs=0.02), "run benchmarks/fit_confidence.py --write"


def test_what_speaks_of_a_misreading_never_raises_a_chance() -> None:
    for element in ELEMENTS:
        raised = {sign for sign, weight in weights()[element].items() if sign in THOUGHT and weight > 0.6}
        assert not raised


def test_chances_stay_between_their_bounds() -> None:
    assert chance([], {"always": 50.0}) == MOST < 1
    assert chance([], {"always": -50.0}) == LEAST > 0


def measured(text: str, indicator: str) -> float:
    """What is said of a target that ends the text, which is read as a plan's."""
    figure = Target(text=text, start=0, end=len(text), indicator=indicator, comparator="==", value=12, unit="公里", rule="value after")
    around = surroundings(Head(kind="plan"), text + "。", (), row=False, glued=False)
    return chance(target_signs(around, figure, fellows=1), weights()["targets"])


def test_a_doubtful_reading_is_told_from_a_sure_one() -> None:
    sure = measured("河道12公里", "河道")
    assert sure > 0.85
    assert measured("镇执法队由去年的每日巡河12公里", "镇执法队由去年的每日巡河") < 0.3 < sure


def test_signs_of_records_are_those_that_were_weighed() -> None:
    for name in ("u05", "u08", "v04"):
        for document in extract_file(ROOT / f"tests/gold/blind-units/{name}.txt").as_json()["documents"]:
            signs = signs_in_json(document)
            for task in document["tasks"]:
                for unit in task["units"]:
                    element = "subjects" if unit["role"] == "subject" else "units"
                    assert unit["confidence"] == chance(signs[id(task), id(unit)], weights()[element])
                for element in ("deadlines", "targets"):
                    for each in task[element]:
                        assert each["confidence"] == chance(signs[id(task), id(each)], weights()[element])
