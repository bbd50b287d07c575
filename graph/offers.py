"""Units and indicators that may be one, offered to a person by their likeness. Nothing is joined here: persons decide."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from itertools import combinations

from extract.records import Record
from graph.store import Graph
from graph.unit_questions import all_units
from graph.views import UnitView

# Below this two names in one place are more often two offices than one (河长制办公室 and 林长制办公室 reach .77).
ALIKE = 0.8
MOST = 200
# What tells offices of one field apart in name only: 发改局 and 发改委 of one county.
_ENDING = re.compile(r"(委员会|局|厅|办公室|中心)$")


class Offer(Record):
    """Two that may be one: `why` says by what, `likeness` from 0 to 1 how much."""

    one: str
    other: str
    names: tuple[str, str]
    why: str
    likeness: float


def unit_offers(graph: Graph) -> tuple[Offer, ...]:
    """Pairs of units that may be one, the likeliest first; what a person has said of a pair stands."""
    units = [view for view in all_units(graph) if view.tasks]
    apart = {frozenset((decision.unit.id, decision.into.id)) for decision in graph.decisions.active() if decision.kind == "apart"}
    alike = [*_in_one_place(units), *_without_place(units), *_same_district(units)]
    found = [offer for offer in alike if frozenset((offer.one, offer.other)) not in apart]
    return tuple(sorted(found, key=lambda offer: (-offer.likeness, offer.names, offer.one, offer.other))[:MOST])


def _in_one_place(units: list[UnitView]) -> list[Offer]:
    by_place: dict[str, list[UnitView]] = defaultdict(list)
    for view in units:
        if view.place and view.level != "nation":
            by_place[view.place].append(view)
    found = []
    for views in by_place.values():
        for one, other in combinations(views, 2):
            stems = {_ENDING.sub("", view.name) for view in (one, other)}
            if len(stems) == 1 and one.name != other.name and all(_ENDING.search(view.name) for view in (one, other)):
                found.append(_offer(one, other, "one field, another ending", 0.9))
            elif (likeness := _likeness(one.name, other.name)) >= ALIKE:
                found.append(_offer(one, other, "like names in one place", likeness))
    return found


def _without_place(units: list[UnitView]) -> list[Offer]:
    """市水务局 of a document that names no place, where one city alone is known to have such an office."""
    placed: dict[str, list[UnitView]] = defaultdict(list)
    for view in units:
        if view.place and view.level in ("city", "county"):
            placed[view.place[-1] + view.name].append(view)
    found = []
    for view in units:
        candidates = placed.get(view.canonical, []) if view.place is None else []
        if len(candidates) == 1:
            found.append(_offer(view, candidates[0], "a document names no place, and one place is known", 0.5))
    return found


def _same_district(units: list[UnitView]) -> list[Offer]:
    """青浦湾区水务局 of a document that does not name the city, and 云泽市青浦湾区's."""
    found = []
    by_name: dict[str, list[UnitView]] = defaultdict(list)
    for view in units:
        if view.place and view.level == "county":
            by_name[view.canonical].append(view)
    for views in by_name.values():
        for one, other in combinations(views, 2):
            places = sorted((one.place or "", other.place or ""), key=len)
            if places[0] != places[1] and places[1].endswith(places[0]):
                found.append(_offer(one, other, "one name with and without its city", 0.7))
    return found


def indicator_offers(graph: Graph) -> tuple[Offer, ...]:
    """Pairs of indicators that may be one, such as 城市生活污水处理率 and 城市（县城）生活污水处理率, the likeliest first."""
    rows = sorted(graph.run("indicators"), key=lambda row: str(row["name"]))
    by_core: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_core[re.sub(r"（[^（）]*）|[的]", "", row["name"])].append(row)
    found = []
    for core, same in by_core.items():
        why = f"both are {core} without brackets"
        for one, other in combinations(same, 2):
            found.append(Offer(one=one["id"], other=other["id"], names=(one["name"], other["name"]), why=why, likeness=0.85))
    return tuple(found[:MOST])


def _likeness(one: str, other: str) -> float:
    if min(len(one), len(other)) * 2 < max(len(one), len(other)) or one[-1] != other[-1]:
        return 0.0
    # Cheap first: a province has thousands of pairs.
    if len(set(one) & set(other)) < 0.7 * min(len(set(one)), len(set(other))):
        return 0.0
    return round(SequenceMatcher(None, one, other, autojunk=False).ratio(), 3)


def _offer(one: UnitView, other: UnitView, why: str, likeness: float) -> Offer:
    return Offer(one=one.id, other=other.id, names=(one.canonical, other.canonical), why=why, likeness=likeness)
