"""A real Chromium over a real `zeren up`: every page opens, a question is answered, a document is fed in and found again."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ui.pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

POINTS = """云泽市林业局2026年工作要点

1.推进萤火湿地修复。9月底前修复萤火湿地120亩。（牵头单位：市林业局；配合单位：市水利局）
"""
PATIENCE = 60_000


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app that runs over a new data folder with the corpus in it."""
    environment = {
        **os.environ,
        "ZEREN_DATA": str(tmp_path_factory.mktemp("browser") / "data"),
        "ZEREN_PORT": str(free_port()),
        "ZEREN_APP_PORT": str(free_port()),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "up", "--json"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        yield json.loads(process.stdout.readline())["app"]
        process.terminate()
        process.communicate(timeout=60)
        assert process.returncode == 0


@pytest.fixture
def page(chromium: str) -> Iterator[Page]:
    """A page of a headless Chromium; it asks nothing outside this machine."""
    from playwright.sync_api import sync_playwright

    outside: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: None if is_local(request.url) else outside.append(request.url))
        yield page
        browser.close()
    assert outside == []


def is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))


def test_every_page_opens_from_the_navigation(app: str, page: Page, tmp_path: Path) -> None:
    page.goto(app)
    for name, (title, _) in PAGES.items():
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
        page.get_by_role("heading", name=title, exact=True).wait_for()
        page.get_by_test_id("stStatusWidget").wait_for(state="detached")
        assert page.get_by_test_id("stException").count() == 0
        assert page.get_by_test_id("stAlertContentError").count() == 0
        page.screenshot(path=tmp_path / f"{name}.png")


def test_a_document_is_fed_in_and_found_again(app: str, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "湿地要点.txt"
    file.write_text(POINTS, "utf-8")
    page.goto(f"{app}/feed")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text(file.name).first.wait_for()
    page.get_by_role("button", name="导入").click()
    page.get_by_text("已读入").wait_for()
    page.get_by_role("link", name="云泽市林业局2026年工作要点").first.click()
    page.get_by_role("heading", name="云泽市林业局2026年工作要点").wait_for()
    page.locator(".z-unit", has_text="市林业局").first.wait_for()

    page.goto(app)
    box = page.get_by_role("textbox", name="问题或关键词")
    box.fill("萤火湿地修复由谁牵头？")
    box.press("Enter")
    answer = page.locator(".st-key-z-answer")
    answer.wait_for()
    assert "市林业局" in answer.inner_text()
    assert answer.locator(".z-quote").count() >= 1
    page.screenshot(path=tmp_path / "answer.png")

    answer.get_by_role("link", name="市林业局").first.click()
    page.get_by_role("heading", name="林业局").wait_for()
    page.get_by_role("link", name="推进萤火湿地修复").first.wait_for()


def test_a_quotation_is_shown_on_the_page_of_its_pdf(app: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{app}/documents")
    page.get_by_role("link", name="云泽市2024年政府工作要点", exact=True).click()
    page.get_by_role("heading", name="云泽市2024年政府工作要点").wait_for()
    page.get_by_role("tab", name="任务").click()
    page.get_by_role("tabpanel").get_by_role("link").first.click()
    page.locator(".st-key-place-focus button:visible").click()
    picture = page.get_by_role("dialog").get_by_role("img").first
    picture.wait_for()
    page.wait_for_function("() => [...document.querySelectorAll('[role=dialog] img')].some(img => img.complete && img.naturalWidth > 600)")
    page.screenshot(path=tmp_path / "original.png")


def test_the_graph_is_drawn_in_chinese(app: str, page: Page) -> None:
    page.goto(f"{app}/graph")
    page.locator("[class*=st-key-z-units-graph] a").first.click()
    drawn = page.frame_locator("iframe")
    drawn.locator("canvas").first.wait_for()
    assert "单击节点看详情" in (drawn.locator("#infopanel").text_content() or "")


@pytest.mark.parametrize("name", [*PAGES, "?q=年底前要完成哪些任务？"])
def test_nothing_is_wider_than_a_phone(name: str, app: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app}/{'' if name == 'ask' else name}")
    page.locator("h1").first.wait_for()
    page.get_by_test_id("stStatusWidget").wait_for(state="detached")
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # Words that are cut off: links and headings whose text is wider than what is shown of it.
    cut = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain] a p, [data-testid=stMain] h1')]"
        ".filter(element => element.offsetParent && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)"
        ".map(element => element.textContent)"
    )
    assert cut == []
