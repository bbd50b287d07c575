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

from extract.records import Citation, Deadline, Target, Task, Unit
from ui.phrases import days_phrase, deadline_phrase, target_phrase
from ui.words import MARKS, ROLES

# Where two marks overlap, the smaller thing shows its colour: a unit inside a task is seen as a unit.
PRIORITY = ("unit", "deadline", "target", "citation", "task", "hit")

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


def marks_of_task(task: Task, *, whole: bool = False) -> list[Mark]:
    """The evidence inside a task, as marks in the document's text; with `whole`, the task itself as well."""
    marks = [Mark(task.start, task.end, "task", f"任务 {task.number or ''}".strip())] if whole else []
    marks += (mark_of_unit(unit) for unit in task.units)
    marks += (mark_of_deadline(deadline) for deadline in task.deadlines)
    marks += (mark_of_target(target) for target in task.targets)
    marks += (mark_of_citation(citation) for citation in task.citations)
    return marks


def mark_of_unit(unit: Unit) -> Mark:
    """A unit where it is printed, with its role and its full name."""
    full = f"：{unit.canonical}" if unit.canonical and unit.canonical != unit.name else ""
    return Mark(unit.start, unit.end, "unit", ROLES[unit.role] + full)


def mark_of_deadline(deadline: Deadline) -> Mark:
    """A deadline where it is printed, with the date it means."""
    return Mark(deadline.start, deadline.end, "deadline", deadline_phrase(deadline))


def mark_of_target(target: Target) -> Mark:
    """A target where it is printed, with its indicator and figure."""
    return Mark(target.start, target.end, "target", target_phrase(target))


def mark_of_citation(citation: Citation) -> Mark:
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


def render_chip(text: str, kind: str = "plain", *, hint: str = "") -> str:
    """A small label.

    >>> render_chip("6月底前", "deadline", hint="2025-06-30前")
    '<span class="z-chip z-chip-deadline" title="2025-06-30前">6月底前</span>'
    """
    title = f' title="{escape(hint)}"' if hint else ""
    return f'<span class="z-chip z-chip-{kind}"{title}>{escape(text)}</span>'


def render_facts(deadlines: Sequence[Deadline], targets: Sequence[Target], *, today: date | None = None) -> str:
    """Deadlines and targets of a task as chips; a day that has passed is marked where `today` is given."""
    chips = [_deadline_chip(deadline, today) for deadline in deadlines]
    chips += [render_chip(target_phrase(target), "target", hint=target.text) for target in targets]
    return f'<div class="z-chips">{"".join(chips)}</div>' if chips else ""


def _deadline_chip(deadline: Deadline, today: date | None) -> str:
    late = today is not None and deadline.to is not None and deadline.to < today and not deadline.past
    hint = deadline.text
    if today is not None and deadline.to is not None and not deadline.past:
        hint += f"（{days_phrase(deadline.to, today)}）"
    return render_chip(deadline_phrase(deadline), "late" if late else "deadline", hint=hint)


def render_path(parts: Iterable[str]) -> str:
    """The headings above a task, as a trail.

    >>> render_path(["一、水安全", "（二）堤防"])
    '<div class="z-path">一、水安全 › （二）堤防</div>'
    """
    trail = " › ".join(escape(part) for part in parts if part)
    return f'<div class="z-path">{trail}</div>' if trail else ""


def render_quote(quote: str, place: str) -> str:
    """A quotation that an answer stands on, and where it stands."""
    return f'<blockquote class="z-quote">{escape(quote)}<cite>{escape(place)}</cite></blockquote>'
