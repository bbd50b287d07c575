"""Records as markup: escaped, highlighted, and without knowledge of Streamlit.

Whatever stands in a document is text, never markup: it enters a page only through `escape` (HTML) or `escape_markdown` (labels).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph.views import CitationMention, DeadlineMention, DocumentView, TargetMention, TaskView, UnitMention
from ui.phrases import days_phrase, deadline_phrase, names_by_role, target_phrase
from ui.words import KINDS, MARKS, ROLES

# Where two marks overlap, the smaller thing shows its colour: a unit inside a task is seen as a unit.
PRIORITY = ("hit", "unit", "deadline", "target", "citation", "focus", "task")

SENTENCE_ENDS = "。\n"
MOST_AROUND = 120  # characters of a sentence on either side of a quotation
LONG_ANSWER = 80

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=@/])")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` are of one kind; `hint` is shown when a reader points at them."""

    start: int
    end: int
    kind: str
    hint: str = ""


def escape(text: object) -> str:
    """Text that is safe between tags and inside a quoted attribute.

    >>> escape('<img src=x onerror="alert(1)">')
    '&lt;img src=x onerror=&quot;alert(1)&quot;&gt;'
    """
    return html.escape(str(text), quote=True)


def escape_markdown(text: object) -> str:
    r"""Text that a Markdown label prints as it stands, on one line.

    >>> escape_markdown('各县（市）[点我](javascript:alert(1))')
    '各县（市）\\[点我\\]\\(javascript\\:alert\\(1\\)\\)'
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))


def render_text(text: str, marks: Iterable[Mark] = (), *, offset: int = 0) -> str:
    """Text with its marks; marks may overlap, and what lies outside the text is left out.

    `offset` is where `text` begins in the document that the marks count in.

    >>> render_text("市水务局6月底前完成", [Mark(0, 4, "unit"), Mark(4, 8, "deadline", "2025-06-30前")])
    '<span class="z-unit">市水务局</span><span class="z-deadline" title="2025-06-30前">6月底前</span>完成'
    """
    inside = [
        Mark(max(mark.start - offset, 0), min(mark.end - offset, len(text)), mark.kind, mark.hint)
        for mark in marks
        if mark.start - offset < len(text) and mark.end - offset > 0 and mark.start < mark.end
    ]
    edges = sorted({0, len(text), *(mark.start for mark in inside), *(mark.end for mark in inside)})
    opening = sorted(inside, key=lambda mark: mark.start)
    active: list[Mark] = []
    pieces: list[str] = []
    following = 0
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        while following < len(opening) and opening[following].start <= start:
            active.append(opening[following])
            following += 1
        pieces.append(_piece(text[start:end], active))
    return "".join(pieces)


def _piece(text: str, marks: Sequence[Mark]) -> str:
    if not marks:
        return escape(text)
    ranked = sorted(marks, key=lambda mark: PRIORITY.index(mark.kind))
    classes = " ".join(dict.fromkeys(f"z-{mark.kind}" for mark in ranked))
    hints = "；".join(dict.fromkeys(mark.hint for mark in ranked if mark.hint))
    title = f' title="{escape(hints)}"' if hints else ""
    return f'<span class="{classes}"{title}>{escape(text)}</span>'


def marks_of_task(task: TaskView, *, whole: bool = False) -> list[Mark]:
    """The evidence inside a task, as marks in the document's text; with `whole`, the task itself as well."""
    marks = [Mark(task.start, task.end, "task", f"任务 {task.number or ''}".strip())] if whole else []
    marks += (mark_of_unit(unit) for unit in task.units)
    marks += (mark_of_deadline(deadline) for deadline in task.deadlines)
    marks += (mark_of_target(target) for target in task.targets)
    marks += (mark_of_citation(citation) for citation in task.citations)
    return marks


def mark_of_unit(unit: UnitMention) -> Mark:
    """A unit where it is printed, with its role and its full name."""
    full = f"：{unit.canonical}" if unit.canonical and unit.canonical != unit.name else ""
    return Mark(unit.start, unit.end, "unit", ROLES[unit.role] + full)


def mark_of_deadline(deadline: DeadlineMention) -> Mark:
    """A deadline where it is printed, with the date it means."""
    return Mark(deadline.start, deadline.end, "deadline", deadline_phrase(deadline))


def mark_of_target(target: TargetMention) -> Mark:
    """A target where it is printed, with its indicator and figure."""
    return Mark(target.start, target.end, "target", target_phrase(target))


def mark_of_citation(citation: CitationMention) -> Mark:
    """A cited document where it is printed, with its number."""
    return Mark(citation.start, citation.end, "citation", citation.doc_number or "引用文件")


def render_body(markup: str, *, tag: str = "div") -> str:
    """A block of running document text; line breaks of the document are kept."""
    return f'<{tag} class="z-text">{markup}</{tag}>'


def render_legend(kinds: Iterable[str]) -> str:
    """What the colours mean.

    >>> render_legend(["unit"])
    '<div class="z-legend"><span class="z-unit">责任单位</span></div>'
    """
    return '<div class="z-legend">' + "".join(f'<span class="z-{kind}">{MARKS[kind]}</span>' for kind in kinds) + "</div>"


def clip(text: str, spans: Sequence[tuple[int, int]], limit: int) -> tuple[int, int]:
    """The stretch of a long text, about `limit` long, that begins a little before the first span.

    >>> clip("一二三四五六七八九十" * 10, [(50, 52)], 40)
    (40, 80)
    >>> clip("短", [], 40)
    (0, 1)
    """
    if len(text) <= limit * 1.25:
        return 0, len(text)
    first = min((start for start, _ in spans), default=0)
    start = max(0, min(first - limit // 4, len(text) - limit))
    return start, min(len(text), start + limit)


def render_chip(text: str, kind: str = "plain", *, hint: str = "") -> str:
    """A small label.

    >>> render_chip("6月底前", "deadline", hint="2025-06-30前")
    '<span class="z-chip z-chip-deadline" title="2025-06-30前">6月底前</span>'
    """
    title = f' title="{escape(hint)}"' if hint else ""
    return f'<span class="z-chip z-chip-{kind}"{title}>{escape(text)}</span>'


def render_facts(deadlines: Sequence[DeadlineMention], targets: Sequence[TargetMention], *, today: date | None = None) -> str:
    """Deadlines and targets of a task as chips; a day that has passed is marked where `today` is given."""
    chips = [_deadline_chip(deadline, today) for deadline in deadlines]
    chips += [render_chip(target_phrase(target), "target", hint=target.text) for target in targets]
    return f'<div class="z-chips">{"".join(chips)}</div>' if chips else ""


def _deadline_chip(deadline: DeadlineMention, today: date | None) -> str:
    late = today is not None and deadline.to is not None and deadline.to < today and not deadline.past
    hint = deadline.text
    if today is not None and deadline.to is not None and not deadline.past:
        hint += f"（{days_phrase(deadline.to, today)}）"
    return render_chip(deadline_phrase(deadline), "late" if late else "deadline", hint=hint)


def render_doers(units: Sequence[UnitMention]) -> str:
    """Who does what, one role a line.

    >>> render_doers([UnitMention(unit="u1", name="市水务局", canonical="云泽市水务局", role="lead", start=0, end=4)])
    '<div class="z-doers"><span class="z-role">牵头</span>市水务局</div>'
    """
    return "".join(
        f'<div class="z-doers"><span class="z-role">{role}</span>{escape("、".join(names))}</div>'
        for role, names in names_by_role(units).items()
    )


def render_path(parts: Iterable[str]) -> str:
    """The headings above a task, as a trail.

    >>> render_path(["一、水安全", "（二）堤防"])
    '<div class="z-path">一、水安全 › （二）堤防</div>'
    """
    trail = " › ".join(escape(part) for part in parts if part)
    return f'<div class="z-path">{trail}</div>' if trail else ""


def render_source(title: str | None, source: str, year: int | None) -> str:
    """Which document a task stands in.

    >>> render_source("云泽市水利工作要点", "a.docx", 2025)
    '<div class="z-source">《云泽市水利工作要点》 · 2025年 · a.docx</div>'
    """
    parts = (f"《{title}》" if title else None, f"{year}年" if year else None, source)
    return f'<div class="z-source">{" · ".join(escape(part) for part in parts if part)}</div>'


def render_document_facts(document: DocumentView) -> str:
    """What the head of a document says, on one line."""
    parts = (
        KINDS[document.kind],
        f"{document.year}年" if document.year else None,
        document.issuer,
        document.doc_number,
        f"{document.issued_on}印发" if document.issued_on else None,
        f"{document.adopted_on}通过" if document.adopted_on else None,
        f"{document.effective_on}起施行" if document.effective_on else None,
        f"文件 {document.source}",
    )
    return f'<div class="z-source">{" · ".join(escape(part) for part in parts if part)}</div>'


def render_due(deadline: DeadlineMention, today: date) -> str:
    """A day on which something falls due, and how far away it is."""
    if deadline.to is None:
        return f'<div class="z-due">{escape(deadline_phrase(deadline))}</div>'
    days = (deadline.to - today).days
    kind = "late" if days < 0 else "deadline" if days <= 30 else "plain"
    return (
        f'<div class="z-due"><strong>{deadline.to}</strong>{render_chip(days_phrase(deadline.to, today), kind, hint=deadline.text)}</div>'
    )


def render_answer(answer: str) -> str:
    """The sentence of an answer; a long list is broken after its parts.

    >>> render_answer("由市水务局牵头。")
    '<div class="z-answer">由市水务局牵头。</div>'
    """
    text = escape(answer)
    if len(answer) > LONG_ANSWER:
        text = re.sub(r"(；|。(?=《))", r"\1\n", text)
    return f'<div class="z-answer">{text}</div>'


def render_quote(text: str, quotes: Sequence[tuple[int, int]]) -> str:
    """Quotations that an answer stands on, marked in the sentences of the document around them.

    >>> render_quote("前文。由市水务局牵头。后文。", [(4, 8)])
    '<blockquote class="z-quote">由<span class="z-hit">市水务局</span>牵头。</blockquote>'
    """
    start, end = sentences_around(text, min(start for start, _ in quotes), max(end for _, end in quotes))
    marked = render_text(text[start:end], [Mark(first, last, "hit") for first, last in quotes], offset=start)
    return f'<blockquote class="z-quote">{marked}</blockquote>'


def render_cells(rows: Sequence[Sequence[tuple[str, int, int | None]]], mark: Mark) -> str:
    """Rows of a table, each cell its text, where that begins in the document, and its column; what `mark` covers stands out.

    >>> render_cells([[("牵头", 0, 0), ("时限", 5, 1)], [("市水务局", 10, 0)]], Mark(10, 14, "hit"))  # doctest: +ELLIPSIS
    '<div class="z-cells-frame"><table class="z-cells"><tr><td>牵头</td><td>时限</td></tr><tr><td><span class="z-hit">...</table></div>'
    """
    columns = sorted({column for row in rows for _, _, column in row if column is not None})
    lines = []
    for row in rows:
        held = {column: render_text(text, [mark], offset=start) for text, start, column in row}
        lines.append("<tr>" + "".join(f"<td>{held.get(column, '')}</td>" for column in columns) + "</tr>")
    return f'<div class="z-cells-frame"><table class="z-cells">{"".join(lines)}</table></div>'


def sentences_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences in which a stretch of a text stands, cut short where they are long.

    >>> text = "前文。由市水务局牵头，6月底前完成。后文。"
    >>> first, last = sentences_around(text, 4, 8)
    >>> text[first:last]
    '由市水务局牵头，6月底前完成。'
    """
    before = max(text.rfind(mark, 0, start) for mark in SENTENCE_ENDS) + 1
    after = min((place + 1 for mark in SENTENCE_ENDS if (place := text.find(mark, end)) >= 0), default=len(text))
    if after > end and text[after - 1] == "\n":
        after -= 1
    return max(before, start - MOST_AROUND), min(after, end + MOST_AROUND)
