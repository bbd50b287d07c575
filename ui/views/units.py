"""责任单位: find a unit; its names, what it belongs to, and its tasks by role."""

from __future__ import annotations

import streamlit as st

from graph.views import ByCollective, TaskView, UnitDetail, UnitView
from ui.pages import asked_for, link_to_graph, link_to_unit
from ui.render import escape_markdown, render_chip
from ui.session import unit, units
from ui.task_parts import show_line
from ui.words import ROLES

PER_PAGE = 40
TASKS_PER_PAGE = 20


def show() -> None:
    """The page."""
    identity = asked_for("id")
    if identity is None:
        _find()
        return
    # Before the unit is asked for: whoever follows an old link to one that is gone needs a way back.
    if st.button("全部单位", icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    _one(unit(identity))


def _find() -> None:
    st.title("责任单位")
    query = st.text_input("单位名称", key="unit-query", placeholder="名称或简称的一部分，如：水务局").strip()
    number = int(st.session_state.get("unit-page", 1))
    page = units(query, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    if not page.items:
        st.info("没有找到这个名称的单位。" if query else "还没有载入文档。请到“导入文档”页上传文件。", icon=":material/info:")
        return
    st.markdown(f"共 **{page.total}** 个单位，按任务数排列")
    left, right = st.columns(2)
    for place, found in enumerate(page.items):
        with left if place % 2 == 0 else right:
            _entry(found)
    if page.total > PER_PAGE:
        st.pagination(-(-page.total // PER_PAGE), key="unit-page")


def _entry(found: UnitView) -> None:
    with st.container(border=True, key=f"z-unit-{found.id}", gap=None):
        link_to_unit(found.id, found.canonical)
        chips = [render_chip(f"{ROLES[role]} {found.roles[role]}") for role in ROLES if found.roles.get(role)]
        if found.place:
            chips.insert(0, render_chip(found.place))
        st.html(f'<div class="z-chips">{"".join(chips)}</div>')


def _one(found: UnitDetail) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(found.canonical)
        link_to_graph(found.id, "关系图谱")
    names = [alias for alias in found.aliases if alias != found.canonical]
    if names:
        st.html('<div class="z-chips"><span class="z-small">文中写作</span>' + "".join(render_chip(name) for name in names) + "</div>")
    _relations(found)
    roles = [role for role in ROLES if found.tasks_by_role.get(role)]
    if roles:
        tabs = st.tabs([f"{ROLES[role]}（{len(found.tasks_by_role[role])}）" for role in roles])
        for tab, role in zip(tabs, roles, strict=True):
            with tab:
                _tasks(found.tasks_by_role[role], role)
    else:
        st.info("这个单位目前没有直接写明的任务。", icon=":material/info:")
    for shared in found.by_collective:
        _shared(shared)


def _shared(shared: ByCollective) -> None:
    """What comes to the unit because a collective stands for it, apart from what names it."""
    tasks = {task.id: task for role in ROLES for task in shared.tasks_by_role.get(role, ())}
    if not tasks:
        return
    name, how = shared.collective.canonical, "经人工指定" if shared.how == "decision" else "按名称"
    with st.expander(f"经由统称“{escape_markdown(name)}”的任务（{len(tasks)}）"):
        st.caption(f"文件写的是统称，{how}包含本单位。")
        link_to_unit(shared.collective.id, name)
        _tasks(tuple(tasks.values()), f"by-{shared.collective.id}")


def _relations(found: UnitDetail) -> None:
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    if found.parent is not None:
        groups.append(("隶属", [(found.parent, found.parent_name or found.parent)]))
    groups.append(("所辖", [(child.id, child.canonical) for child in found.children]))
    groups.append(("改革前", [(other.id, other.canonical) for other in found.before]))
    groups.append(("改革后", [(other.id, other.canonical) for other in found.after]))
    groups.append(("包含", [(member.id, member.canonical) for member in found.members]))
    for label, members in groups:
        if members:
            with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"z-units-{label}"):
                st.html(f'<span class="z-small">{label}</span>', width="content")
                for identity, name in members[:30]:
                    link_to_unit(identity, name)


def _tasks(tasks: tuple[TaskView, ...], role: str) -> None:
    years = sorted({task.year for task in tasks if task.year is not None}, reverse=True)
    if len(years) > 1:
        year = st.pills("年度", years, key=f"unit-year-{role}", label_visibility="collapsed")
        tasks = tuple(task for task in tasks if year is None or task.year == year)
    key = f"unit-tasks-{role}"
    number = int(st.session_state.get(key, 1))
    for task in tasks[(number - 1) * TASKS_PER_PAGE : number * TASKS_PER_PAGE]:
        show_line(task, key=role)
    if len(tasks) > TASKS_PER_PAGE:
        st.pagination(-(-len(tasks) // TASKS_PER_PAGE), key=key)


show()
