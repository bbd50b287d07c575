"""问答与检索: one line to ask in; above an answer with its evidence, below it the tasks that were found."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from search_api.models import MOST_PREVIOUS, Answer, AnswerEvidence, Found, TaskRef
from ui.filters import filter_row
from ui.originals import show_place
from ui.pages import asked_for, link_to_day, link_to_document, link_to_place, link_to_question, link_to_task, link_to_unit
from ui.render import Mark, render_answer, render_body, render_quote, render_source, render_text
from ui.session import ask, deadlines, document, explained, search, tasks, units
from ui.task_parts import show_hit
from ui.windows import today_in_shanghai
from ui.words import QUESTION_TYPES

PER_PAGE = 10
MOST_QUOTES = 5
MOST_TASKS = 8
NEAR = 150  # characters between two quotations that are shown as one


def show() -> None:
    """The page."""
    st.title("问答与检索")
    question = _ask_for_question()
    if not question:
        _suggest()
        return
    previous = _previous(question)
    answer = ask(question, previous)
    _show_answer(answer)
    _follow_up((*previous, question))
    # A follow-up has few words of its own (谁配合？): what it is about was said before.
    _show_hits(answer.plan.topic if previous and answer.plan.topic else question)


def _ask_for_question() -> str:
    asked = asked_for("q") or ""
    with st.form("question", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            "问题或关键词",
            value=asked,
            placeholder="例如：黑臭水体治理由谁牵头？6月底前要完成哪些任务？",
            label_visibility="collapsed",
            max_chars=500,
            key=f"question-{asked}",
        )
        sent = st.form_submit_button("查询", type="primary", icon=":material/search:")
    if sent and typed.strip() != asked:
        _go(typed)
    return asked.strip()


def _go(question: str, *, previous: Sequence[str] = ()) -> None:
    st.query_params.from_dict({"q": question.strip(), "after": list(previous)[-MOST_PREVIOUS:]})
    st.session_state["hit-page"] = 1
    st.rerun()


def _previous(question: str) -> tuple[str, ...]:
    """The questions on which this one may lean, oldest first: a follow-up to a follow-up still speaks of the first one's matter."""
    previous = tuple(one for one in st.query_params.get_all("after") if one and one != question)[-MOST_PREVIOUS:]
    if previous:
        with st.container(horizontal=True, gap="small", key="z-previous"):
            st.html('<span class="z-small">接着上一问</span>', width="content")
            for place, one in enumerate(previous):
                link_to_question(one, after=previous[:place])
    return previous


def _show_answer(answer: Answer) -> None:
    if answer.abstained:
        with st.container(border=True, key="z-abstained"):
            st.html(render_answer(answer.answer))
            if answer.nearest:
                st.caption("最接近的任务")
                with st.container(gap=None):
                    _link_to_tasks(answer.nearest[:3])
            _show_plan(answer)
        return
    with st.container(border=True, key="z-answer"):
        st.html(render_answer(answer.answer))
        _show_parts(answer)
        if answer.evidence:
            st.markdown("**依据**")
            groups = _together(answer.evidence)
            _show_quotes(groups[:MOST_QUOTES])
            rest = groups[MOST_QUOTES:]
            if rest:
                with st.expander(f"其余 {len(rest)} 处依据"):
                    _show_quotes(rest)
        _show_plan(answer)


def _show_quotes(groups: Sequence[Sequence[AnswerEvidence]]) -> None:
    for place, group in enumerate(groups):
        first = group[0]
        text = document(first.document).text
        with st.container(gap=None, key=f"z-quote-{place}-{first.document}-{first.start}"):
            st.html(render_quote(text, [(entry.start, entry.end) for entry in group]))
            label = f"{first.source} · {first.number}" if first.number else first.source
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                link_to_place(first.document, first.start, first.end, label)
                start, end = min(entry.start for entry in group), max(entry.end for entry in group)
                show_place(first.document, start, end, key=f"{place}-{first.document}-{start}")


def _together(evidence: Sequence[AnswerEvidence]) -> list[list[AnswerEvidence]]:
    """Quotations from one place of one document, to be shown as one."""
    groups: list[list[AnswerEvidence]] = []
    for entry in evidence:
        last = groups[-1][-1] if groups else None
        if last is not None and last.document == entry.document and abs(entry.start - last.end) < NEAR:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def _show_parts(answer: Answer) -> None:
    """The units and tasks of an answer, each a link to where it can be looked at."""
    if answer.unit_links:
        with st.container(horizontal=True, gap="small", key="z-units-answer"):
            for unit in answer.unit_links:
                link_to_unit(unit.id, unit.name)
    if answer.dates:
        with st.container(horizontal=True, gap="small", key="z-units-dates"):
            for day in answer.dates[:MOST_TASKS]:
                link_to_day(day)
    with st.container(gap=None):
        _link_to_tasks(answer.tasks[:MOST_TASKS])
    rest = answer.tasks[MOST_TASKS:]
    if rest:
        with st.expander(f"其余 {len(rest)} 项任务"), st.container(gap=None):
            _link_to_tasks(rest)


def _link_to_tasks(tasks: Sequence[TaskRef]) -> None:
    for task in tasks:
        label = " · ".join(part for part in (task.number, task.title, task.source) if part)
        link_to_task(task.document, task.id, label, icon=":material/arrow_forward:")


def _show_plan(answer: Answer) -> None:
    plan = answer.plan
    with st.expander("如何得出这一答案"):
        st.caption(f"问题类型：{QUESTION_TYPES.get(plan.type, plan.type)}")
        for place, step in enumerate(plan.steps, start=1):
            st.text(f"{place}. {step}")


def _follow_up(asked: Sequence[str]) -> None:
    with st.form("follow-up", border=False, clear_on_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            "追问",
            placeholder="接着问，例如：那么谁配合？什么时候完成？",
            label_visibility="collapsed",
            max_chars=500,
            key="follow-up-text",
        )
        sent = st.form_submit_button("追问")
    if sent and typed.strip():
        _go(typed, previous=asked)


def _show_hits(question: str) -> None:
    st.subheader("相关任务")
    filters = filter_row("hits")
    with explained():
        number = int(st.session_state.get("hit-page", 1))
        found = search(question, limit=PER_PAGE, offset=(number - 1) * PER_PAGE, **filters)
        _list_hits(found)


def _list_hits(found: Found) -> None:
    for note in found.notes:
        st.caption(note)
    if not found.hits:
        st.info("没有符合条件的任务。可以换一种说法，或放宽上面的筛选。", icon=":material/info:")
    else:
        st.caption(f"共 {found.total} 项")
    for place, hit in enumerate(found.hits):
        show_hit(hit, key=f"h{place}")
    if found.total > PER_PAGE:
        st.pagination(-(-min(found.total, 1000) // PER_PAGE), key="hit-page")
    if found.passages:
        st.subheader("其他相关段落")
        for passage in found.passages:
            with st.container(border=True):
                link_to_document(passage.document, passage.document_title or passage.source)
                marks = [Mark(start, end, "hit") for start, end in passage.highlights]
                st.html(render_body(render_text(passage.text, marks)) + render_source(None, passage.source, None))


def _suggest() -> None:
    """Questions that what is loaded can answer, so that nobody stands before an empty page."""
    with explained():
        busiest = units(limit=3)
        if busiest.total == 0:
            st.info("还没有载入文档。请到“导入文档”页上传工作要点、任务分解表或条例。", icon=":material/upload_file:")
            return
        due = deadlines(today_in_shanghai(), None, limit=1)
        measured = tasks(has_target=True, limit=1)
        suggestions = [f"{unit.canonical}负责哪些任务？" for unit in busiest.items[:2]]
        suggestions += [f"{item.title.rstrip('。')}由谁负责？" for item in due.items]
        indicators = [target.indicator for task in measured.items for target in task.targets if target.indicator is not None]
        suggestions += [f"{indicator}的目标是多少？" for indicator in indicators[:1]]
        suggestions.append("年底前要完成哪些任务？")
        st.caption("可以这样问")
        with st.container(gap=None):
            for place, suggestion in enumerate(suggestions):
                if st.button(suggestion, key=f"suggestion-{place}", type="tertiary", icon=":material/chat_bubble:"):
                    _go(suggestion)


show()
