"""Results for people on a terminal: plain Chinese lines, one idea a line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ui.console import say
from ui.words import KINDS, ROLES


def print_extraction(line: str) -> None:
    """Prints what one file says, from its line of JSON."""
    extraction = json.loads(line)
    say(extraction["source"])
    for document in extraction["documents"]:
        kind = KINDS.get(document["kind"], "")
        head = (document["title"] or "（无标题）", kind, document["doc_number"], document["issuer"], document["issued_on"])
        say("  " + " · ".join(str(part) for part in head if part))
        for task in document["tasks"]:
            print_task(task, indent="    ")
        for note in document["notes"]:
            say(f"    注意：{note}")


def print_task(task: Mapping[str, Any], *, indent: str = "") -> None:
    """Prints a task: label and title, then its units by role, deadlines and targets."""
    say(f"{indent}{task['number'] or '-'}  {task['title']}")
    for role, label in ROLES.items():
        names = [unit["name"] for unit in task["units"] if unit["role"] == role]
        if names:
            say(f"{indent}    {label}：{'、'.join(names)}")
    _print_texts(indent, "时限", task["deadlines"])
    _print_texts(indent, "指标", task["targets"])


def _print_texts(indent: str, label: str, mentions: Sequence[Mapping[str, Any]]) -> None:
    if mentions:
        say(f"{indent}    {label}：{'；'.join(mention['text'] for mention in mentions)}")
