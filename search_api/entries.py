"""A document as entries of the index: its tasks, and as passages everything in it that is no task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypedDict

from graph.views import DocumentDetail, TaskView
from search_api.catalog import Entry

# A passage is about a paragraph: short lines go together up to here, long ones are cut at their sentences.
PASSAGE_LENGTH = 220
# Shorter rests (a date, a signature, 附件：) say nothing that one would look for.
PASSAGE_LEAST = 8

_OPENING, _CLOSING = "（(〔[【", "）)〕]】"
_LABEL_WORDS = re.compile(r"[（(〔\[【]?[责任牵头配合主办协办参与落实单位部门领导人：:\s]*$")
_SENTENCE = re.compile(r"[^。；;!！?？\n]*[。；;!！?？\n]?")


def make_entries(document: DocumentDetail) -> Iterator[Entry]:
    """The entries of a document, tasks first."""
    for task in document.items:
        yield _task_entry(document, task)
    for start, end in find_passages(document.text, [(task.start, task.end) for task in document.items]):
        yield _passage_entry(document, start, end)


def find_passages(text: str, covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of a text that no task covers, a paragraph each.

    >>> text = "第一条 为了保护古城，制定本条例。\\n第二条 市人民政府应当每年巡查。"
    >>> [text[start:end] for start, end in find_passages(text, [(18, 34)])]
    ['第一条 为了保护古城，制定本条例。']
    """
    free: list[tuple[int, int]] = []
    at = 0
    for start, end in sorted(covered):
        if start > at:
            free.append((at, start))
        at = max(at, end)
    if at < len(text):
        free.append((at, len(text)))
    return [passage for start, end in free for passage in _paragraphs(text, start, end)]


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for sentence in _SENTENCE.finditer(text, start, end):
        ends_paragraph = sentence.group().endswith("\n") and sentence.end() - at >= PASSAGE_LENGTH // 3
        if sentence.end() - at >= PASSAGE_LENGTH or ends_paragraph:
            yield from _kept(text, at, sentence.end())
            at = sentence.end()
    yield from _kept(text, at, end)


def _kept(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    end -= len(stretch) - len(stretch.rstrip())
    if end - start >= PASSAGE_LEAST:
        yield start, end


def _task_entry(document: DocumentDetail, task: TaskView) -> Entry:
    doers = dict.fromkeys(unit.canonical for unit in task.units if unit.role == "subject")
    return Entry(
        id=task.id,
        is_task=True,
        title=task.title,
        context=" ".join([*doers, *task.path]),
        body=without_unit_list(task),
        start=task.start,
        end=task.end,
        label=task.number or "",
        unit_ids=tuple(dict.fromkeys(unit.unit for unit in task.units)),
        unit_names=tuple(dict.fromkeys(name for unit in task.units for name in (unit.canonical, unit.name))),
        indicators=tuple(dict.fromkeys(target.indicator for target in task.targets if target.indicator)),
        **_of_document(document),
    )


def _passage_entry(document: DocumentDetail, start: int, end: int) -> Entry:
    return Entry(
        id=f"{document.id}@{start}",
        is_task=False,
        title="",
        context="",
        body=document.text[start:end],
        start=start,
        end=end,
        label="",
        unit_ids=(),
        unit_names=(),
        indicators=(),
        **_of_document(document),
    )


class _OfDocument(TypedDict):
    document: str
    source: str
    document_title: str
    year: str
    kind: str
    issuer: str
    place: str


def _of_document(document: DocumentDetail) -> _OfDocument:
    return _OfDocument(
        document=document.id,
        source=document.source,
        document_title=document.title or "",
        year="" if document.year is None else str(document.year),
        kind=document.kind,
        issuer=document.issuer or "",
        place=document.place or "",
    )


def without_unit_list(task: TaskView) -> str:
    """The text of a task without its bracket of responsible units, which would make all tasks of one document alike."""
    listed = [(unit.start - task.start, unit.end - task.start) for unit in task.units if unit.role != "subject"]
    if not listed:
        return task.text
    start, end = min(first for first, _ in listed), max(last for _, last in listed)
    before = _LABEL_WORDS.search(task.text, max(0, start - 14), start)
    if before is None or not before.group() or before.group()[0] not in _OPENING:
        return task.text
    closing = next((place for place in range(end, min(end + 12, len(task.text))) if task.text[place] in _CLOSING), None)
    return task.text if closing is None else task.text[: before.start()] + task.text[closing + 1 :]
