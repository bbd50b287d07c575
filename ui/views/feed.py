"""导入文档: files in, progress to be seen, and for each file what was read or why not."""

from __future__ import annotations

import streamlit as st

from search_api.models import Job, JobFile
from ui.client import ApiProblem, ApiUnreachable
from ui.feeding import wait_for
from ui.pages import link_to_document
from ui.problems import in_chinese, note_in_chinese
from ui.render import escape_markdown
from ui.session import client, forget_reads
from ui.words import KINDS

STATES = {"queued": "排队中", "running": "正在阅读", "done": "已完成", "failed": "都未能读入"}


def show() -> None:
    """The page."""
    st.title("导入文档")
    st.caption("工作要点、方案、任务分解表、总结、条例等；支持 docx、xlsx、pdf、html、md、txt 等格式，可一次选多份。")
    with st.form("feed", clear_on_submit=True):
        files = st.file_uploader("选择文件", accept_multiple_files=True, key="feed-files")
        left, right = st.columns(2)
        issuer = left.text_input("发文机关（文中没有写明时填写）", key="feed-issuer", max_chars=100)
        place = right.text_input("所属地区（文中没有写明时填写）", key="feed-place", max_chars=100, placeholder="如：某市")
        sent = st.form_submit_button("导入", type="primary", icon=":material/upload:")
    if sent and not files:
        st.warning("请先选择文件。", icon=":material/info:")
    if sent and files:
        contents = [(file.name, file.getvalue()) for file in files]
        st.session_state["job"] = client().send(contents, issuer=issuer.strip() or None, place=place.strip() or None)
        st.session_state["job-seen"] = False
    job = st.session_state.get("job")
    if job is not None:
        _watch(job)


def _watch(job: str) -> None:
    """Follows a job until it has ended; the page can be left meanwhile, the job goes on."""
    bar = st.empty()
    results = st.empty()
    try:
        state: Job | None = None
        for state in wait_for(client(), job):
            bar.progress(state.done / state.total if state.total else 1.0, text=f"{STATES[state.state]}　{state.done}/{state.total}")
            with results.container():
                _list(state)
    except (ApiProblem, ApiUnreachable):
        del st.session_state["job"]
        raise
    if not st.session_state.get("job-seen"):
        st.session_state["job-seen"] = True
        forget_reads()


def _list(job: Job) -> None:
    for place, file in enumerate(job.files):
        _show_file(file, f"{job.job}-{place}")


def _show_file(file: JobFile, key: str) -> None:
    with st.container(border=True):
        match file.state:
            case "waiting":
                st.markdown(f":material/hourglass_empty: {escape_markdown(file.name)}　:gray[等待]")
            case "failed":
                st.markdown(f":red[:material/error:] {escape_markdown(file.name)}　:red[未能读入]")
                st.caption(escape_markdown(in_chinese(file.problem or "", file.kind or "DocumentError")))
            case "unchanged":
                st.markdown(f":material/check: {escape_markdown(file.name)}　:gray[已载入过，内容相同]")
            case "read":
                st.markdown(f":green[:material/check_circle:] {escape_markdown(file.name)}　:green[已读入]")
        for document in file.documents:
            label = f"{document.title or '（无标题）'}（{KINDS[document.kind]}，{document.tasks}项任务）"
            link_to_document(document.id, label, icon=":material/description:")
        for note in file.notes:
            st.caption(escape_markdown(note_in_chinese(note)))


show()
