"""文档: what is loaded; one document with its evidence in colour; taking a document out."""

from __future__ import annotations

import streamlit as st

from graph.views import DocumentDetail, TaskView
from ui.client import ApiProblem
from ui.originals import show_place
from ui.pages import asked_for, link_to_document, page
from ui.problems import note_in_chinese
from ui.render import (
    Mark,
    escape_markdown,
    mark_of_citation,
    marks_of_task,
    render_body,
    render_document_facts,
    render_source,
    render_text,
)
from ui.session import client, document, documents, forget_reads, sentence_of
from ui.tables import label_cell, table_head, table_row
from ui.task_parts import show_line, show_task
from ui.words import KINDS, MARKS

PER_PAGE = 30
COLUMNS = {"标题": 5.0, "文种": 1.1, "年度": 0.8, "发文机关、文号": 3.2, "任务数": 0.9}
TASKS_PER_PAGE = 20


def show() -> None:
    """The page."""
    identity = asked_for("id")
    if identity is None:
        _list()
    else:
        _one(identity)


def _list() -> None:
    st.title("文档")
    number = int(st.session_state.get("document-page", 1))
    loaded = documents(limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    if not loaded.items:
        st.info("还没有载入文档。请到“导入文档”页上传文件。", icon=":material/upload_file:")
        st.page_link(page("feed"))
        return
    st.markdown(f"共 **{loaded.total}** 份")
    table_head(COLUMNS, key="documents")
    for place, entry in enumerate(loaded.items):
        title, kind, year, issuer, tasks = table_row(COLUMNS, key=f"documents-{place}")
        with title:
            link_to_document(entry.id, entry.title or "（无标题）")
            st.html(render_source(None, entry.source, None))
        label_cell(kind, "文种", KINDS[entry.kind])
        label_cell(year, "年度", str(entry.year or ""))
        label_cell(issuer, "发文机关", "\n".join(part for part in (entry.issuer, entry.doc_number) if part))
        label_cell(tasks, "任务数", str(entry.tasks))
    if loaded.total > PER_PAGE:
        st.pagination(-(-loaded.total // PER_PAGE), key="document-page")


def _one(identity: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        # Before the document is asked for: whoever follows an old link to one that is gone needs a way back.
        if st.button("全部文档", icon=":material/arrow_back:", type="tertiary"):
            st.query_params.clear()
            st.rerun()
        found = document(identity)
        with st.container(horizontal=True, width="content"):
            st.download_button(
                "下载原件",
                data=lambda: client().original(found.id),
                file_name=found.source,
                mime="application/octet-stream",
                icon=":material/download:",
                on_click="ignore",
            )
            _deletion(found)
    st.title(found.title or found.source)
    st.html(render_document_facts(found))
    for note in found.notes:
        st.warning(escape_markdown(note_in_chinese(note)), icon=":material/info:")
    quote = _quote()
    focus = _focus(found, asked_for("task"), quote)
    if focus is not None:
        show_task(focus, key="focus", in_document=True, quote=quote)
    if quote is not None:
        show_place(found.id, quote.start, quote.end, key="quote")
    elif focus is not None:
        show_place(found.id, focus.start, focus.end, key="focus")
    text, listed = st.tabs(["原文", f"任务（{len(found.items)}）"])
    with text:
        _text(found, focus.id if focus is not None else None, quote)
    with listed:
        _tasks(found)


def _quote() -> Mark | None:
    """The quotation that the address asks for."""
    start, end = asked_for("from") or "", asked_for("to") or ""
    return Mark(int(start), int(end), "hit", "依据") if start.isdecimal() and end.isdecimal() else None


def _focus(found: DocumentDetail, task: str | None, quote: Mark | None) -> TaskView | None:
    """The task that the address asks for, or the narrowest one in which the quotation stands."""
    if task is not None:
        return next((item for item in found.items if item.id == task), None)
    if quote is None:
        return None
    around = [item for item in found.items if item.start <= quote.start and quote.end <= item.end]
    return min(around, key=lambda item: item.end - item.start, default=None)


def _text(found: DocumentDetail, focus: str | None, quote: Mark | None) -> None:
    # The buttons are the legend as well: each has the colour of what it shows.
    kinds = st.pills(
        "标出",
        list(MARKS),
        selection_mode="multi",
        default=list(MARKS),
        format_func=MARKS.__getitem__,
        key="marks",
        label_visibility="collapsed",
    )
    marks: list[Mark] = []
    for task in found.items:
        marks += marks_of_task(task, whole=True)
        if task.id == focus:
            marks.append(Mark(task.start, task.end, "focus", "所选任务"))
    marks += (mark_of_citation(citation) for citation in found.citations)
    shown = [mark for mark in marks if mark.kind in kinds or mark.kind == "focus"]
    if quote is not None:
        shown.append(quote)
    with st.container(border=True, key="z-document"):
        st.html(render_body(render_text(found.text, shown)))


def _tasks(found: DocumentDetail) -> None:
    number = int(st.session_state.get("document-tasks", 1))
    for task in found.items[(number - 1) * TASKS_PER_PAGE : number * TASKS_PER_PAGE]:
        show_line(task, key="document")
    if len(found.items) > TASKS_PER_PAGE:
        st.pagination(-(-len(found.items) // TASKS_PER_PAGE), key="document-tasks")


def _deletion(found: DocumentDetail) -> None:
    with st.popover("删除", icon=":material/delete:"):
        st.markdown("删除这份文档，以及只由它支持的任务、单位和时限。")
        if st.button("确认删除", type="primary", key="delete"):
            try:
                client().remove(found.id)
            except ApiProblem as problem:
                st.error(sentence_of(problem), icon=":material/error:")
                return
            forget_reads()
            st.query_params.clear()
            st.toast("已删除")
            st.rerun()


show()
