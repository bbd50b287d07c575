"""Collectives that stand for others: 各县（市、区）人民政府 of a city stands for the government of each of its counties.

Two say which: names, where a document speaks of a county together with its city, and persons by decision (市级责任单位 stands for three
bureaus). Either way the collective keeps its own tasks: what comes to a unit by a collective is told apart from what names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.organs import full_organ
from graph.places import level_of
from graph.rows import Row

# 各县（市、区）, 各县区, 各区县（自治县）, 各区: every one of them. 有关县区 is not every one.
_EVERY = re.compile(r"(?:各|全市各)(县|市|区|自治县|旗)?((?:（[县市区旗自治、]+）|[县市区旗])*)(.*)")
_REGULATION = re.compile(r"(区县|县区|县|区)(（[县市区旗自治、]+）)(.+)")


def included_body(collective: str) -> tuple[frozenset[str], str] | None:
    """Of which counties (by the last sign of their names) a collective stands for which body; None where it does not say every.

    >>> signs, body = included_body("各县（市、区）人民政府")
    >>> sorted(signs), body
    (['区', '县', '市'], '人民政府')
    >>> included_body("各区水务局")
    (frozenset({'区'}), '水务局')
    >>> included_body("有关县（市、区）人民政府"), included_body("各有关单位"), included_body("各级河长")
    (None, None, None)
    """
    found = _EVERY.fullmatch(collective) or _REGULATION.fullmatch(collective)
    if not found or not found.group(1):
        return None
    signs = frozenset(sign for sign in found.group(1) + found.group(2) if sign in "县市区旗")
    body = found.group(3)
    return (signs, full_organ(body) if body else "") if signs else None


def included(units: Iterable[Row]) -> set[tuple[str, str]]:
    """Pairs of a collective and a unit that it stands for by their names and places, among these units.

    A county's unit belongs to a collective of its city where the city stands before it in its place.
    """
    units = list(units)
    members: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for row in units:
        path = tuple(row["path"] or ())
        if (len(path) == 2 and path[0] and level_of(path[1]) == "county") or (len(path) == 2 and path[1].endswith("市")):
            members.setdefault((row["scope"], path[0], row["name"] if row["kind"] != "area" else ""), []).append((path[1][-1], row["id"]))
    found: set[tuple[str, str]] = set()
    for row in units:
        path = tuple(row["path"] or ())
        if row["kind"] != "collective" or len(path) != 1 or not (meant := included_body(row["name"])):
            continue
        signs, body = meant
        found |= {(row["id"], id_) for sign, id_ in members.get((row["scope"], path[0], body), ()) if sign in signs}
    return found
