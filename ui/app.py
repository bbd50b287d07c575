"""The app: one page a file of `views/`, all of them asking the API and nothing else."""

from __future__ import annotations

import hmac
from pathlib import Path

import streamlit as st

from search_api.settings import read_settings
from ui.pages import all_pages, keep_address
from ui.session import attempts, explained, health
from ui.words import STORES


def main() -> None:
    """Lays out what every page shares, and runs the page that the reader chose."""
    # A picture of ours: the icon of a Material name would be fetched from another site.
    st.set_page_config(page_title="责任台账", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide", initial_sidebar_state=230)
    st.html(Path(__file__).with_name("style.css"))
    st.logo(str(Path(__file__).with_name("logo.svg")), size="large")
    if not _may_enter():
        return
    page = st.navigation(all_pages())
    keep_address(page)
    with explained():
        page.run()
    with st.sidebar:
        _state()


def _may_enter() -> bool:
    """Whether this reader has said the token, where one is set: the app asks the API in its own name, and others may reach it."""
    token = read_settings().token.get_secret_value()
    if not token or st.session_state.get("entered") == token:
        return True
    with st.form("enter", width=420):
        given = st.text_input("访问口令（ZEREN_TOKEN）", type="password")
        pressed = st.form_submit_button("进入", type="primary")
    if pressed:
        _enter(token, given)
    return False


def _enter(token: str, given: str) -> None:
    """Lets a reader in who says the token; an address that says many wrong ones has to wait, right or not."""
    # Streamlit gives no address for this machine itself.
    address = st.context.ip_address or "localhost"
    seconds = attempts().wait(address)
    if seconds:
        st.error(f"口令错误次数过多，请等待 {seconds} 秒后再试。", icon=":material/lock_clock:")
    elif hmac.compare_digest(given.encode(), token.encode()):
        st.session_state["entered"] = token
        st.rerun()
    else:
        attempts().failed(address)
        st.error("口令不对。", icon=":material/lock:")


def _state() -> None:
    """What is loaded and whether the API works, at the foot of the sidebar."""
    with explained(quietly=True):
        now = health()
        st.caption(f"{now.documents} 份文件 · {now.tasks} 项任务  \n{STORES[now.store]}")
        if now.vectors_missing:
            st.caption(f"正在建立语义索引，余 {now.vectors_missing} 段；其间按词语检索")


main()
