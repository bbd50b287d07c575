"""Questions about units and about what falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import get_args

from extract.errors import NotFound
from extract.records import Role
from graph.organs import clean_name
from graph.rows import Row
from graph.store import Graph
from graph.task_questions import tasks_by_ids, units_called
from graph.views import ByCollective, DeadlineView, Page, TaskView, UnitDetail, UnitMention, UnitView

ROLES: tuple[Role, ...] = get_args(Role)


def all_units(graph: Graph) -> tuple[UnitView, ...]:
    """Every unit with its aliases and counts, those with most tasks first."""
    return graph.remember("units", lambda: _all_units(graph))


def _all_units(graph: Graph) -> tuple[UnitView, ...]:
    names: dict[str, Counter[str]] = {}
    roles: dict[str, Counter[Role]] = {}
    for row in graph.run("unit_mentions"):
        names.setdefault(row["unit"], Counter())[row["name"]] += row["n"]
        roles.setdefault(row["unit"], Counter())[row["role"]] += row["n"]
    views = [
        UnitView(
            **row,
            aliases=tuple(sorted(names.get(row["id"], {}), key=lambda name, unit=row["id"]: (-names[unit][name], name))),
            tasks=sum(roles.get(row["id"], {}).values()),
            roles={role: roles[row["id"]][role] for role in ROLES if role in roles.get(row["id"], {})},
        )
        for row in graph.run("units")
    ]
    return tuple(sorted(views, key=lambda view: (-view.tasks, view.canonical, view.id)))


def units(graph: Graph, q: str = "", *, limit: int = 100, offset: int = 0) -> Page[UnitView]:
    """The units whose canonical or printed names contain `q`, those with most tasks first; units without a task stand at the end."""
    wanted = clean_name(q) if q.strip() else ""
    found = [view for view in all_units(graph) if not wanted or any(wanted in clean_name(name) for name in (view.canonical, *view.aliases))]
    return Page[UnitView](total=len(found), items=tuple(found[offset : offset + limit]), limit=limit, offset=offset)


def unit(graph: Graph, id: str) -> UnitDetail:
    """One unit with its tasks by role, the units below it, and what it was before or became in a reform. Raises `NotFound`."""
    views = {view.id: view for view in all_units(graph)}
    if id not in views:
        raise NotFound(f"there is no unit {id}")
    renames = graph.run("unit_renames", {"id": id})
    members = sorted(graph.run("unit_members", {"id": id}), key=lambda row: (views[row["id"]].canonical, row["id"]))
    return UnitDetail(
        **dict(views[id]),
        tasks_by_role=_by_role(graph, id),
        children=tuple(view for view in views.values() if view.parent == id),
        before=tuple(views[row["id"]] for row in renames if not row["is_after"]),
        after=tuple(views[row["id"]] for row in renames if row["is_after"]),
        members=tuple(views[row["id"]] for row in members if not row["is_collective"]),
        by_collective=tuple(
            ByCollective(collective=views[row["id"]], how=row["how"], tasks_by_role=_by_role(graph, row["id"]))
            for row in members
            if row["is_collective"]
        ),
    )


def _by_role(graph: Graph, id: str) -> dict[Role, tuple[TaskView, ...]]:
    rows = graph.run("unit_tasks", {"id": id})
    found = {view.id: view for view in tasks_by_ids(graph, [row["id"] for row in rows])}
    by_role = {role: tuple(found[row["id"]] for row in rows if row["role"] == role) for role in ROLES}
    return {role: tasks for role, tasks in by_role.items() if tasks}


def tasks_of_units(graph: Graph, units: Sequence[str]) -> tuple[TaskView, ...]:
    """The tasks of these units (ids) in the order of their documents, as far as a list needs them: with no units but these, and no dates,
    targets or citations. The embedded engine walks from a unit to its tasks at once, where a filter over tasks reads all of them.
    """
    found: dict[str, tuple[Row, list[UnitMention]]] = {}
    for id_ in dict.fromkeys(units):
        for row in graph.run("unit_task_heads", {"id": id_}):
            mention = UnitMention(
                unit=row["unit"],
                name=row["name"],
                canonical=row["canonical"],
                role=row["role"],
                start=row["unit_start"],
                end=row["unit_end"],
                how=row["unit_how"],
                rule=row["unit_rule"],
                confidence=row["unit_confidence"],
            )
            found.setdefault(row["id"], (row, []))[1].append(mention)
    rows = sorted(found.values(), key=_place)
    left_out = ("path", "end", "units", "deadlines", "targets", "citations", "corrected")
    names = [name for name in TaskView.model_fields if name not in left_out]
    return tuple(
        TaskView(
            **{name: row[name] for name in names},
            path=tuple(row["path"] or ()),
            end=row["end_"],
            units=tuple(sorted(mentions, key=lambda mention: mention.start)),
        )
        for row, mentions in rows
    )


def _place(found: tuple[Row, list[UnitMention]]) -> tuple[int, str, int, str, int]:
    row, _ = found
    return -(row["year"] or 0), row["source"], row["document_position"], row["document"], row["task_position"]


def shared_with(graph: Graph, units: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
    """The collectives that stand for any of these units (ids), each with the unit and how many tasks the collective has."""
    rows = graph.run("collectives_of", {"ids": sorted(set(units))}) if units else []
    return tuple(sorted((row["collective"], row["unit"], int(row["n"])) for row in rows))


def deadlines(
    graph: Graph, *, from_: date | None = None, to: date | None = None, unit: str | None = None, limit: int = 100, offset: int = 0
) -> Page[DeadlineView]:
    """What falls due between two days, soonest first; `unit` as in `TaskFilter`. Finished and undated work is left out."""
    parameters = {
        "due_from": from_.isoformat() if from_ else "",
        "due_to": to.isoformat() if to else "",
        "by_unit": unit is not None,
        "units": units_called(graph, unit) if unit is not None else [],
    }
    rows = graph.run("deadlines", {**parameters, "skip": offset, "limit": limit})
    tasks = {view.id: view for view in tasks_by_ids(graph, [row["task"] for row in rows])}
    items = []
    for row in rows:
        view = tasks[row["task"]]
        mention = next(deadline for deadline in view.deadlines if deadline.id == row["id"])
        head = {
            name: getattr(view, name)
            for name in ("document", "source", "document_title", "number", "title", "year", "kind", "place", "issuer")
        }
        items.append(DeadlineView(deadline=mention, task=view.id, units=view.units, **head))
    return Page[DeadlineView](total=graph.run("count_deadlines", parameters)[0]["n"], items=tuple(items), limit=limit, offset=offset)
