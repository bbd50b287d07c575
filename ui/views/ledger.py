"""任务台账: every task as a row, filtered, paged, and as a workbook to take along."""

from __future__ import annotations

import streamlit as st

from graph.views import TaskView
from ui.filters import filter_row
from ui.ledger import all_tasks, write_workbook
from ui.pages import asked_for, link_to_task
from ui.render import render_doers, render_facts, render_path, render_source
from ui.session import client, document, tasks
from ui.tables import fill, label_cell, table_head, table_row
from ui.windows import today_in_shanghai

PER_PAGE = 25
COLUMNS = {"序号": 0.7, "任务": 4.2, "责任分工": 3.6, "完成时限": 1.7, "指标": 2.4}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show() -> None:
    """The page."""
    st.title("任务台账")
    filters = filter_row("ledger")
    within = asked_for("document")
    if within is not None:
        filters["document"] = within
        st.caption(f"仅看文件：《{document(within).title or document(within).source}》")
    number = int(st.session_state.get("ledger-page", 1))
    page = tasks(limit=PER_PAGE, offset=(number - 1) * PER_PAGE, **filters)
    if page.total == 0:
        st.info("没有符合条件的任务。请放宽筛选，或到“导入文档”页上传文件。", icon=":material/info:")
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"共 **{page.total}** 项")
        st.download_button(
            "导出 Excel 台账",
            data=lambda: write_workbook(all_tasks(client(), **filters)),
            file_name=f"任务台账-{today_in_shanghai()}.xlsx",
            mime=XLSX,
            icon=":material/download:",
            on_click="ignore",
        )
    table_head(COLUMNS, key="ledger")
    for place, task in enumerate(page.items):
        _row(task, place)
    if page.total > PER_PAGE:
        st.pagination(-(-page.total // PER_PAGE), key="ledger-page")


def _row(task: TaskView, place: int) -> None:
    number, title, doers, deadlines, targets = table_row(COLUMNS, key=f"ledger-{place}")
    label_cell(number, "序号", task.number or "")
    with title:
        link_to_task(task.document, task.id, task.title)
        # Numbers start anew in each part of a document: its headings tell them apart.
        st.html(render_source(task.document_title, "", task.year) + render_path(task.path))
    fill(doers, render_doers(task.units))
    fill(deadlines, render_facts(task.deadlines, (), today=today_in_shanghai()))
    fill(targets, render_facts((), task.targets))


show()
