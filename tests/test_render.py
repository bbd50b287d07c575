"""What comes out of documents is text: escaped in markup, in labels and in spreadsheets; marks stay true when they overlap."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.views import DeadlineMention, TargetMention, TaskView, UnitMention
from ui.drawing import caption
from ui.ledger import COLUMNS, ledger_row, write_csv, write_workbook
from ui.render import (
    Mark,
    clip,
    escape_markdown,
    marks_of_task,
    render_answer,
    render_chip,
    render_doers,
    render_due,
    render_facts,
    render_path,
    render_quote,
    render_source,
    render_text,
)

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</span></div><iframe src=//evil>",
    "&lt;b&gt; 市水务局",
]


class Tags(HTMLParser):
    """The tags and attributes of a page, as a browser sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def tags_of(markup: str) -> Tags:
    parser = Tags()
    parser.feed(markup)
    parser.close()
    return parser


def task(**given: Any) -> TaskView:
    text = "1.整治黑臭水体。6月底前完成5条。（牵头单位：市水务局）"
    facts: dict[str, Any] = {
        "id": "t1",
        "document": "d1",
        "source": "a.docx",
        "document_title": "云泽市2025年工作要点",
        "number": "1",
        "title": "整治黑臭水体",
        "text": text,
        "start": 100,
        "end": 100 + len(text),
        "year": 2025,
        "kind": "work_points",
        "units": (UnitMention(unit="u1", name="市水务局", canonical="云泽市水务局", role="lead", start=124, end=128),),
        "deadlines": (DeadlineMention(id="x", text="6月底前", to=date(2025, 6, 30), start=109, end=113),),
        "targets": (TargetMention(id="y", text="5条", indicator="黑臭水体", comparator="==", value=5, unit="条", start=115, end=117),),
    }
    return TaskView(**{**facts, **given})


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text: str) -> None:
    unit = UnitMention(unit="u", name=text, canonical=text, role="lead", start=0, end=4)
    deadline = DeadlineMention(id="x", text=text, start=0, end=4)
    target = TargetMention(id="y", text=text, indicator=text, comparator="==", value=1, unit=text, start=0, end=4)
    markup = "".join(
        (
            render_text(text, [Mark(1, 3, "unit", text), Mark(2, 9, "hit", text)]),
            render_chip(text, hint=text),
            render_path([text]),
            render_source(text, text, 2025),
            render_quote(text, [(1, 3)]),
            render_answer(text),
            render_doers([unit]),
            render_facts([deadline], [target], today=date(2025, 1, 1)),
            render_due(deadline, date(2025, 1, 1)),
        )
    )
    assert not set(caption(text)) & set("<>&\"'")
    seen = tags_of(markup)
    assert set(seen.tags) <= {"span", "div", "blockquote", "strong"}
    assert set(seen.attributes) <= {"class", "title"}
    assert text in seen.text


@pytest.mark.parametrize(
    "text",
    [
        "[点我](javascript:alert(1))",
        "![x](http://evil/x.png)",
        ":red[市水务局]",
        "# 一、",
        "$x$",
        "`a`",
        "<b>",
        "http://evil.example",
        "a\nb",
    ],
)
def test_no_text_becomes_markdown(text: str) -> None:
    escaped = escape_markdown(text)
    assert "\n" not in escaped
    assert re.sub(r"\\(.)", r"\1", escaped) == " ".join(text.split())
    assert not re.search(r"(?<!\\)[\[\]()<>`*_#!$:]", escaped)


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70), st.sampled_from(["unit", "hit", "task"])), max_size=8),
)
def test_marks_never_change_the_text(text: str, spans: list[tuple[int, int, str]]) -> None:
    markup = render_text(text, [Mark(start, end, kind) for start, end, kind in spans])
    assert unescape(re.sub(r"<[^>]*>", "", markup)) == text


def test_evidence_is_marked_where_it_stands() -> None:
    one = task()
    markup = render_text(one.text, marks_of_task(one), offset=one.start)
    assert '<span class="z-unit" title="牵头：云泽市水务局">市水务局</span>' in markup
    assert '<span class="z-deadline" title="2025-06-30前">6月底前</span>' in markup
    assert '<span class="z-target" title="黑臭水体 5条">5条</span>' in markup


def test_overlapping_marks_show_both() -> None:
    assert render_text("abcdef", [Mark(0, 4, "task"), Mark(2, 6, "unit")]) == (
        '<span class="z-task">ab</span><span class="z-unit z-task">cd</span><span class="z-unit">ef</span>'
    )


def test_what_is_late_is_marked() -> None:
    assert "z-chip-late" in render_facts(task().deadlines, (), today=date(2025, 7, 1))
    assert "z-chip-late" not in render_facts(task().deadlines, (), today=date(2025, 6, 30))
    assert "已逾期1天" in render_due(task().deadlines[0], date(2025, 7, 1))


def test_a_clip_holds_what_was_found() -> None:
    text = "无关。" * 100 + "黑臭水体" + "无关。" * 100
    start, end = clip(text, [(300, 304)], 80)
    assert "黑臭水体" in text[start:end]
    assert end - start == 80


@pytest.mark.parametrize("title", ['=HYPERLINK("http://evil","点我")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "http://evil.example"])
def test_no_cell_is_a_formula_or_a_link(title: str) -> None:
    tasks = [task(title=title)]
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(tasks))).active
    assert sheet is not None
    cell = sheet.cell(2, 2)
    assert cell.data_type == "s"
    assert cell.value == title
    assert cell.hyperlink is None
    rows = list(csv.reader(io.StringIO(write_csv(tasks))))
    assert rows[1][1] == (title if title.startswith("http") else "'" + title)


def test_the_ledger_says_who_does_what_by_when() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook([task()]))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    row = ledger_row(task())
    assert (row["牵头单位"], row["完成时限"], row["指标"]) == ("市水务局", "2025-06-30前", "黑臭水体 5条")
    assert list(row) == list(COLUMNS)
