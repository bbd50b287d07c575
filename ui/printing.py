"""Results for people on a terminal: plain Chinese lines, one idea a line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from graph.views import GraphStatus, Page, TaskView
from search_api.models import Answer, Due, Found
from ui.console import say
from ui.feeding import Fed
from ui.phrases import days_phrase, deadline_phrase, names_by_role, target_phrase
from ui.windows import today_in_shanghai
from ui.words import KINDS, ROLES, STORES


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


def print_fed(fed: Fed) -> None:
    """Prints what was read from a file; what was not read is a matter for standard error."""
    if fed.failed:
        return
    already = "（已载入过）" if fed.file.state == "unchanged" else ""
    for document in fed.file.documents:
        say(f"{fed.path.name}{already}：{document.title or '（无标题）'} · {KINDS[document.kind]} · {document.tasks}项任务 · {document.id}")
    for note in fed.file.notes:
        say(f"    注意：{note}")


def print_found(found: Found) -> None:
    """Prints hits, best first."""
    say(f"共{found.total}项")
    for hit in found.hits:
        _print_view(hit)
    for note in found.notes:
        say(f"注意：{note}")


def print_answer(answer: Answer) -> None:
    """Prints an answer, then each quotation that it stands on."""
    say(answer.answer)
    for entry in answer.evidence:
        place = f"{entry.source} {entry.number}" if entry.number else entry.source
        say(f"  “{entry.quote}”（{place}）")
    for task in answer.nearest:
        say(f"  最接近：{task.title}（{task.source}）")


def print_due(page: Page[Due]) -> None:
    """Prints what falls due, with how far away it is."""
    say(f"共{page.total}项")
    today = today_in_shanghai()
    for due in page.items:
        left = f"（{days_phrase(due.deadline.to, today)}）" if due.deadline.to is not None else ""
        say(f"{deadline_phrase(due.deadline)}{left}  {due.title}（{due.source}）")
        for role, names in names_by_role(due.units).items():
            say(f"    {role}：{'、'.join(names)}")


def print_status(state: GraphStatus) -> None:
    """Prints what the store holds."""
    say(f"{STORES[state.store]}：{state.documents}份文件，{state.tasks}项任务，{state.units}个单位")
    say(f"{state.nodes}个节点，{state.relationships}条关系")
    say(f"校验值 {state.checksum}")


def _print_view(task: TaskView) -> None:
    say(f"{task.number or '-'}  {task.title}（{task.source}）")
    for role, names in names_by_role(task.units).items():
        say(f"    {role}：{'、'.join(names)}")
    if task.deadlines:
        say(f"    时限：{'；'.join(deadline_phrase(deadline) for deadline in task.deadlines)}")
    if task.targets:
        say(f"    指标：{'；'.join(target_phrase(target) for target in task.targets)}")
