"""From the names of units in a question to their ids."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from graph import questions
from graph.store import Graph

# Names with the ids of their units, and the canonical names backwards with theirs, sorted: what ends alike stands together.
Names = tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]


def unit_ids(names: Iterable[str], graph: Graph) -> list[str]:
    """The ids of the units that are called so, or whose canonical name ends so, as `questions.units_called` has them.

    The embedded graph's names are kept from one question to the next: to look through all mentions takes 60 ms of 43,000 tasks.
    """
    if graph.store != "ladybug":
        return sorted({id for name in names for id in questions.units_called(graph, name)})
    called, backwards = graph.remember("units by name", lambda: _names(graph))
    return sorted({id for name in names for id in (*called.get(name, ()), *_ending(name, backwards))})


def _names(graph: Graph) -> Names:
    called: dict[str, dict[str, None]] = {}
    units = questions.all_units(graph)
    for unit in units:
        for name in (unit.id, unit.name, unit.canonical, *unit.aliases):
            called.setdefault(name, {})[unit.id] = None
    return {name: tuple(ids) for name, ids in called.items()}, sorted((unit.canonical[::-1], unit.id) for unit in units)


def _ending(name: str, backwards: list[tuple[str, str]]) -> Iterable[str]:
    turned = name[::-1]
    at = bisect_left(backwards, (turned, ""))
    while turned and at < len(backwards) and backwards[at][0].startswith(turned):
        yield backwards[at][1]
        at += 1
