"""Real spellings and their right units: how many pairs are joined rightly, and that no two places are mixed."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from extract.records import Document
from graph.resolve import resolve, where_is

TABLES = ("unit_resolution", "unit_resolution_fresh")
CASES = [
    document
    for table in TABLES
    for document in tomllib.loads((Path(__file__).parent / "cases" / f"{table}.toml").read_text("utf-8"))["document"]
]


class Spelling(NamedTuple):
    document: int
    name: str
    means: str
    unit: str
    place: str | None
    canonical: str


def spellings() -> list[Spelling]:
    found = []
    for number, case in enumerate(CASES):
        document = Document(title=case["title"], issuer=case.get("issuer"), kind=case["kind"], text=case.get("text", case["title"]))
        where = where_is(document, str(number), place=case.get("place"))
        for means, names in case["units"].items():
            for name in names:
                printed, _, completed = name.partition("|")
                unit = resolve(printed, where, canonical=completed or None)
                place = "/".join(unit.place) if unit.place else None
                found.append(Spelling(number, name, means, unit.id, place, unit.canonical))
    return found


SPELLINGS = spellings()


def test_the_table_is_large_enough() -> None:
    assert len(SPELLINGS) >= 150
    assert len({spelling.means for spelling in SPELLINGS}) >= 100


def test_units_are_joined_as_a_person_would() -> None:
    right = missed = wrong = 0
    errors = []
    for one, other in combinations(SPELLINGS, 2):
        means_same, is_joined = one.means == other.means, one.unit == other.unit
        right += means_same and is_joined
        missed += means_same and not is_joined
        wrong += is_joined and not means_same
        if means_same != is_joined:
            errors.append(f"{'not joined' if means_same else 'JOINED'}: {one.name} ({one.canonical}), {other.name} ({other.canonical})")
    f1 = 2 * right / (2 * right + missed + wrong)
    print(f"{len(SPELLINGS)} spellings: {right} pairs right, {missed} missed, {wrong} wrong, F1 {f1:.3f}")
    assert f1 >= 0.97, errors
    assert wrong == 0, errors


@pytest.mark.parametrize("case", range(len(CASES)))
def test_one_unit_never_has_two_places(case: int) -> None:
    places: dict[str, set[str | None]] = {}
    for spelling in SPELLINGS:
        places.setdefault(spelling.unit, set()).add(spelling.place)
    ours = {spelling.unit for spelling in SPELLINGS if spelling.document == case}
    assert all(len(places[unit]) == 1 for unit in ours)
