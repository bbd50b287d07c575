"""单位核对: pairs of units that may be one, what persons decided of them, and decisions of one's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from graph.decisions import Decision
from graph.offers import Offer
from graph.views import TaskView, UnitDetail, UnitView
from ui.client import ApiProblem
from ui.pages import link_to_unit
from ui.render import escape_markdown, render_chip
from ui.session import client, decisions, forget_reads, offers, sentence_of, unit, units
from ui.task_parts import show_line
from ui.words import DECISIONS, OFFERS, ROLES

PER_PAGE = 10
EXAMPLES = 2
MERGE, SPLIT, CONTAINS = "两个名称是同一单位", "某种写法指的是另一单位", "统称包含某单位"


def show() -> None:
    """The page."""
    st.title("单位核对")
    st.caption("名称相近的单位由人判断是否同一；每个决定都记下经办人和理由，随时可以撤销，重新载入文件后仍然有效。")
    author = st.text_input("经办人", key="decision-author", max_chars=100, placeholder="姓名", width=240).strip()
    found, held = offers(limit=1), decisions(limit=200)
    waiting, decided, own = st.tabs([f"待核对（{found.total}）", f"已决定（{held.total}）", "自行指定"])
    with waiting:
        _offers(author)
    with decided:
        _decisions(held.items, author)
    with own:
        _own(author)


def _offers(author: str) -> None:
    number = int(st.session_state.get("offer-page", 1))
    page = offers(limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    if not page.items:
        st.info("没有需要核对的单位：名称相近的都已核对，或还没有载入文档。", icon=":material/info:")
        return
    for offer in page.items:
        _offer(offer, author)
    if page.total > PER_PAGE:
        st.pagination(-(-page.total // PER_PAGE), key="offer-page")


def _offer(offer: Offer, author: str) -> None:
    with st.container(border=True, key=f"z-offer-{offer.one}-{offer.other}"):
        why = OFFERS.get(offer.why, offer.why)
        st.html(f'<div class="z-chips">{render_chip(why)}{render_chip(f"相似度 {offer.likeness:.0%}")}</div>')
        one, other = unit(offer.one), unit(offer.other)
        for column, shown in zip(st.columns(2), (one, other), strict=True):
            with column:
                _side(shown, key=f"{offer.one}-{offer.other}")
        with st.form(f"offer-{offer.one}-{offer.other}", border=False):
            choice = st.radio(
                "判断",
                ["apart", one.id, other.id],
                format_func=lambda value: (
                    "不是同一单位" if value == "apart" else f"同一单位，统一为“{one.canonical if value == one.id else other.canonical}”"
                ),
                horizontal=True,
                index=None,
            )
            with st.container(horizontal=True, vertical_alignment="bottom"):
                reason = st.text_input("理由", max_chars=1000, placeholder="如：三定方案载明为同一单位")
                sent = st.form_submit_button("记下决定", type="primary")
        if sent and choice is None:
            st.warning("请先选择判断。", icon=":material/info:")
        elif sent and choice == "apart":
            _decide(author, reason, partial(client().decide, "apart", unit=one.id, other=other.id, author=author, reason=reason))
        elif sent:
            gone = other.id if choice == one.id else one.id
            _decide(author, reason, partial(client().decide, "merge", unit=gone, into=str(choice), author=author, reason=reason))


def _side(shown: UnitDetail, *, key: str) -> None:
    """A unit with what its documents print of it: enough to judge by, and links to read on."""
    with st.container(gap=None):
        link_to_unit(shown.id, shown.canonical)
        chips = [render_chip(shown.place)] if shown.place else []
        chips += [render_chip(f"写作 {name}") for name in shown.aliases[:4] if name != shown.canonical]
        chips += [render_chip(f"{shown.tasks} 项任务")]
        st.html(f'<div class="z-chips">{"".join(chips)}</div>')
    for task in _examples(shown):
        show_line(task, key=f"offer-{key}-{shown.id}")


def _examples(shown: UnitDetail) -> list[TaskView]:
    """Tasks of different documents first."""
    tasks = {task.id: task for role in ROLES for task in shown.tasks_by_role.get(role, ())}
    by_document = {task.document: task for task in reversed(tasks.values())}
    first = list(by_document.values())[::-1]
    return [*first, *(task for task in tasks.values() if task not in first)][:EXAMPLES]


def _decisions(held: tuple[Decision, ...], author: str) -> None:
    if not held:
        st.info("还没有记下决定。", icon=":material/info:")
    for decision in reversed(held):
        with st.container(border=True, key=f"z-decision-{decision.id}"):
            st.markdown(f"**{DECISIONS[decision.kind]}**　{escape_markdown(sentence(decision))}")
            st.caption(escape_markdown(f"{decision.author}　{decision.at[:10]}　理由：{decision.reason}"))
            with st.popover("撤销", icon=":material/undo:"), st.form(f"undo-{decision.id}", border=False):
                reason = st.text_input("撤销的理由", max_chars=1000)
                sent = st.form_submit_button("确认撤销", type="primary")
            if sent:
                _decide(author, reason, partial(client().undo, decision.id, author=author, reason=reason))


def sentence(decision: Decision) -> str:
    """What a decision says."""
    one, other = f"“{decision.unit.canonical}”", f"“{decision.into.canonical}”"
    match decision.kind:
        case "merge":
            return f"{one}就是{other}"
        case "split":
            return f"写作“{decision.printed}”的{one}指的是{other}"
        case "contains":
            return f"{one}包含{other}"
        case _:
            return f"{one}与{other}不是同一单位"


def _own(author: str) -> None:
    kind = st.radio("要记下什么", [MERGE, SPLIT, CONTAINS], key="own-kind")
    first_words = {MERGE: "多余的名称", SPLIT: "现在归入的单位", CONTAINS: "统称（如：各有关单位）"}[str(kind)]
    second_words = {MERGE: "统一为", SPLIT: "实际指的单位", CONTAINS: "包含的单位"}[str(kind)]
    left, right = st.columns(2)
    with left:
        first = _pick(first_words, "own-first", is_collective=kind == CONTAINS)
    with right:
        second = _pick(second_words, "own-second")
    printed = None
    if kind == SPLIT and first is not None:
        printed = st.selectbox("文中的写法", first.aliases, index=None, placeholder="请选择", key="own-printed")
    with st.form("own", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input("理由", max_chars=1000, key="own-reason")
        sent = st.form_submit_button("记下决定", type="primary")
    if not sent:
        return
    if first is None or second is None or (kind == SPLIT and not printed):
        st.warning("请先选好单位" + ("和写法。" if kind == SPLIT else "。"), icon=":material/info:")
        return
    signed = {"author": author, "reason": reason}
    match kind:
        case "两个名称是同一单位":
            _decide(author, reason, partial(client().decide, "merge", unit=first.id, into=second.id, **signed))
        case "某种写法指的是另一单位":
            _decide(author, reason, partial(client().decide, "split", unit=first.id, printed=str(printed), into=second.id, **signed))
        case _:
            _decide(author, reason, partial(client().decide, "contains", unit=first.id, member=second.id, **signed))


def _pick(label: str, key: str, *, is_collective: bool = False) -> UnitView | None:
    query = st.text_input(label, key=f"{key}-query", placeholder="各有关单位" if is_collective else "名称的一部分，如：水利局").strip()
    if not query:
        return None
    found = units(query, limit=50).items
    if not found:
        st.caption("没有找到这个名称的单位。")
        return None
    return st.selectbox(label, found, format_func=_named, key=f"{key}-unit", label_visibility="collapsed")


def _named(view: UnitView) -> str:
    return f"{view.canonical}（{view.tasks}项任务）"


def _decide(author: str, reason: str, act: Callable[[], object]) -> None:
    """Records a decision, or says what it lacks; documents that it touches are read again meanwhile."""
    lacking = [what for what, given in (("页首的经办人", author), ("理由", reason.strip())) if not given]
    if lacking:
        st.warning(f"请填写{'和'.join(lacking)}。", icon=":material/info:")
        return
    try:
        with st.spinner("正在记下决定，并重新读取有关的文件……"):
            act()
    except ApiProblem as problem:
        st.error(sentence_of(problem), icon=":material/error:")
        return
    forget_reads()
    st.toast("已记下")
    st.rerun()


show()
