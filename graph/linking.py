"""Edges that follow from several documents at once: reforms, series over the years, and what collectives stand for.

Each follows from what stands in the graph when a load or a removal is done, so the order in which documents came does not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from graph.collectives import included
from graph.cypher import cypher
from graph.engine import Writer
from graph.rows import Row, Values
from graph.schema import edge_of

# Of more cities than these it is quicker to look through all units once.
FEW_CITIES = 8


def link_renames(writer: Writer, renames: Iterable[tuple[str, str, int]], new: set[str]) -> None:
    """Joins an office with what a reform made of it, where both stand in the graph and one of them is new."""
    candidates = {rename for rename in renames if rename[0] in new or rename[1] in new}
    there = _standing(writer, {end for rename in candidates for end in rename[:2]})
    links: list[Values] = [rename for rename in sorted(candidates) if there.issuperset(rename[:2])]
    if links:
        writer.add([(edge_of("RENAMED_TO", "Unit"), links)])


def series_of(writer: Writer, documents: Sequence[str]) -> set[str]:
    """The series that these documents of the graph belong to."""
    return {row["series"] for row in writer.ask(cypher("series_of"), {"ids": list(documents)})} if documents else set()


def link_series(writer: Writer, series: Iterable[str]) -> None:
    """Joins each document of these series with those of the nearest earlier year, whatever joined them before."""
    wanted = sorted(set(series))
    if not wanted:
        return
    # Two processes that add to one series must see each other's document.
    writer.alone()
    rows = writer.ask(cypher("series_documents"), {"series": wanted})
    if not rows:
        return
    writer.ask(cypher("unlink_series"), {"ids": [row["id"] for row in rows]})
    links = continuations(rows)
    if links:
        writer.add([(edge_of("CONTINUES", "Document"), links)])


def continuations(rows: Iterable[Row]) -> list[Values]:
    """The edges between the documents of each series; copies of one year stand beside each other.

    >>> rows = [{"series": "r", "id": id_, "year": year} for id_, year in (("a", 2023), ("b", 2025), ("c", 2025), ("d", 2026))]
    >>> continuations(rows)
    [('b', 'a', 2), ('c', 'a', 2), ('d', 'b', 1), ('d', 'c', 1)]
    """
    links: list[Values] = []
    ordered = sorted(rows, key=lambda row: (row["series"], row["year"], row["id"]))
    for _, of_series in groupby(ordered, key=lambda row: row["series"]):
        before: list[Row] = []
        for _, of_year in groupby(of_series, key=lambda row: row["year"]):
            now = list(of_year)
            links += [(one["id"], other["id"], one["year"] - other["year"]) for one in now for other in before]
            before = now
    return links


def link_members(writer: Writer, new: Iterable[Row], decided: frozenset[tuple[str, str]], *, are_all: bool = False) -> None:
    """Joins collectives with what they stand for, by name or by decision, where both stand in the graph and one of them is new.

    `are_all` says that no others stand there.
    """
    units = {row["id"]: row for row in new}
    cities = sorted({row["path"][0] for row in units.values() if row["path"] and row["path"][0] and _may_include(row)})
    if are_all:
        found = included(units.values())
    else:
        asked = cities if len(cities) <= FEW_CITIES else [""]
        found = included(writer.ask(cypher("containing_units"), {"places": asked})) if cities else set()
    candidates = {pair: "name" for pair in found if units.keys() & set(pair)}
    candidates |= {pair: "decision" for pair in decided if units.keys() & set(pair)}
    _add_members(writer, candidates)


def link_all_members(writer: Writer, decided: frozenset[tuple[str, str]]) -> None:
    """The same for every unit, after a decision."""
    writer.ask(cypher("unlink_members"), {})
    found = included(writer.ask(cypher("containing_units"), {"places": [""]}))
    _add_members(writer, dict.fromkeys(found, "name") | dict.fromkeys(decided, "decision"))


def _may_include(row: Row) -> bool:
    return len(row["path"]) <= 2 and (row["kind"] == "collective" or len(row["path"]) == 2)


def _add_members(writer: Writer, candidates: dict[tuple[str, str], str]) -> None:
    there = _standing(writer, {end for pair in candidates for end in pair})
    links: list[Values] = [(*pair, how) for pair, how in sorted(candidates.items()) if there.issuperset(pair)]
    if links:
        writer.add([(edge_of("INCLUDES", "Unit"), links)])


def _standing(writer: Writer, units: set[str]) -> set[str]:
    return {row["id"] for row in writer.ask(cypher("existing_units"), {"ids": sorted(units)})} if units else set()
