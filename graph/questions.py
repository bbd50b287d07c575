"""Every question that the graph answers, one typed function each; their Cypher lies in `cypher/`, the records they return in `views`."""

from __future__ import annotations

from graph.task_questions import (
    TaskFilter,
    alike,
    all_tasks,
    citing,
    document,
    documents,
    documents_by_ids,
    due_ids,
    issuers,
    kinds,
    neighbours,
    places,
    task,
    task_ids,
    tasks,
    tasks_by_ids,
    text_of,
    units_called,
    years,
)
from graph.unit_questions import all_units, deadlines, shared_with, tasks_of_units, unit, units

__all__ = [
    "TaskFilter",
    "alike",
    "all_tasks",
    "all_units",
    "citing",
    "deadlines",
    "document",
    "documents",
    "documents_by_ids",
    "due_ids",
    "issuers",
    "kinds",
    "neighbours",
    "places",
    "shared_with",
    "task",
    "task_ids",
    "tasks",
    "tasks_by_ids",
    "tasks_of_units",
    "text_of",
    "unit",
    "units",
    "units_called",
    "years",
]
