"""The pictures of README, and one of every page, from a real browser over a real `zeren up` on the corpus.

    python benchmarks/screenshots.py [--all FOLDER]

Writes `.screenshots/answer.png` and `.screenshots/ledger.png`; with `--all` also a picture of every page into FOLDER, to be looked at.
Prints how long it took from the start to the first answer in the browser.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from ui.pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURES = Path(__file__).parents[1] / ".screenshots"
QUESTION = "2026年污水收集由谁牵头？"
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


def free_port() -> str:
    """A port that nothing uses now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def settle(page: Page) -> None:
    """Waits until the app has drawn all."""
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(700)  # until the app shows that it works, or has nothing left to do
    page.get_by_test_id("stStatusWidget").wait_for(state="detached")
    page.wait_for_function('!document.querySelector(\'[data-testid="stSkeleton"], [data-testid="stAppSkeleton"], .stSkeleton\')')
    page.wait_for_timeout(1500)


def main() -> None:
    """Starts Zeren, looks at it, and stops it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, help="a folder for a picture of every page")
    parser.add_argument("--question", default=QUESTION)
    arguments = parser.parse_args()
    chromium = os.environ.get("ZEREN_TEST_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("there is no Chromium on PATH; set ZEREN_TEST_CHROMIUM")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ZEREN_DATA": folder, "ZEREN_PORT": free_port(), "ZEREN_APP_PORT": free_port()}
        started = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-m", "ui.cli", "up", "--json"], env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout is not None
                look(chromium, json.loads(process.stdout.readline()), arguments.question, arguments.all, started)
            finally:
                process.terminate()


def look(chromium: str, addresses: dict[str, str], question: str, folder: Path | None, started: float) -> None:
    """Takes the pictures."""
    from playwright.sync_api import sync_playwright

    print(f"up after {time.monotonic() - started:.1f} s")
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=WIDE)
        page.set_default_timeout(90_000)
        while httpx.get(f"{addresses['API']}/api/health", trust_env=False).json()["documents"] < 15:
            time.sleep(0.2)
        page.goto(addresses["app"])
        box = page.get_by_role("textbox", name="问题或关键词")
        box.fill(question)
        box.press("Enter")
        page.locator(".st-key-z-answer").wait_for()
        print(f"first answer in the browser after {time.monotonic() - started:.1f} s")
        while httpx.get(f"{addresses['API']}/api/health", trust_env=False).json()["vectors_missing"]:
            time.sleep(1)
        print(f"all vectors after {time.monotonic() - started:.1f} s")
        time.sleep(20)  # until the app asks the API anew
        page.reload()
        settle(page)
        page.screenshot(path=PICTURES / "answer.png")
        page.goto(f"{addresses['app']}/ledger")
        settle(page)
        page.screenshot(path=PICTURES / "ledger.png")
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            look_at_all(page, addresses, question, folder)
            page.set_viewport_size(PHONE)
            look_at_all(page, addresses, question, folder, mark="-phone")
        browser.close()


def look_at_all(page: Page, addresses: dict[str, str], question: str, folder: Path, *, mark: str = "") -> None:
    """A picture of every page, of a unit, of a document with a quotation, and of the place of that in its original."""
    documents = httpx.get(f"{addresses['API']}/api/documents", trust_env=False).json()["items"]
    document = next(entry["id"] for entry in documents if entry["source"].endswith(".pdf"))
    unit = httpx.get(f"{addresses['API']}/api/units", trust_env=False).json()["items"][0]["id"]
    quoted = httpx.get(f"{addresses['API']}/api/documents/{document}", trust_env=False).json()["items"][0]["units"][0]
    places = {name: "" if name == "ask" else name for name in PAGES}
    places |= {"answer": f"?q={question}", "unit": f"units?id={unit}", "drawn": f"graph?center={unit}"}
    places["document"] = f"documents?id={document}&from={quoted['start']}&to={quoted['end']}"
    for name, place in places.items():
        page.goto(f"{addresses['app']}/{place}")
        settle(page)
        page.screenshot(path=folder / f"{name}{mark}.png", full_page=True)
    page.locator(".st-key-place-quote button:visible").click()
    page.get_by_role("dialog").get_by_role("img").wait_for()
    page.wait_for_timeout(700)
    page.screenshot(path=folder / f"original{mark}.png")


if __name__ == "__main__":
    main()
