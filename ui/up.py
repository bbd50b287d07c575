"""`zeren up`: the API and the app as two children that come up together and go down together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from types import FrameType

from extract.errors import ZerenError
from search_api.settings import Settings
from ui.client import ZerenClient, open_http
from ui.console import complain, with_progress
from ui.feeding import corpus_files, feed_corpus
from ui.serving import API_PROBE, APP_PROBE, LIFELINE, Announce, answers, api_url, app_url, check_port

PATIENCE = 180.0  # seconds; the first start imports everything from a cold disk and may make the models ready
FAREWELL = 15.0  # seconds that a child has to stop by itself before it is killed
BEAT = 0.1


class StartFailed(ZerenError):
    """A server of ours ended or did not answer."""


class Stopped(BaseException):
    """Ctrl-C or SIGTERM; no error, and no `except Exception` may swallow it."""


class Child:
    """One server of ours in a process of its own."""

    def __init__(self, name: str, command: str, *, url: str, probe: str, environment: Mapping[str, str]) -> None:
        self.name = name
        self.url = url
        self._probe = probe
        # A session of its own: Ctrl-C in the terminal reaches the parent alone, which then stops the children in order.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own command
            [sys.executable, "-m", "ui.cli", command],
            env={**environment, LIFELINE: "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,  # the parent announces both
            start_new_session=True,
        )

    def ready(self) -> bool:
        """Whether the server answers now; raises `StartFailed` where it has ended."""
        self.check()
        return answers(self.url + self._probe)

    def check(self) -> None:
        """Raises `StartFailed` where the process has ended."""
        code = self._process.poll()
        if code is not None:
            raise StartFailed(f"The {self.name} ended by itself (code {code}); what it said stands above")

    def stop(self) -> None:
        """Asks the process to stop, waits, and kills it only where it does not."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(FAREWELL)
            except subprocess.TimeoutExpired:
                complain(f"The {self.name} did not stop within {FAREWELL:.0f} seconds and was ended")
                self._process.kill()
                self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()


def run_both(settings: Settings, *, announce: Announce) -> None:
    """Starts both servers, says their addresses when they answer, fills an empty store, and waits for Ctrl-C."""
    check_port(settings.host, settings.port, setting="ZEREN_PORT")
    check_port(settings.host, settings.app_port, setting="ZEREN_APP_PORT")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    environment = {**os.environ, **environment_of(settings)}
    try:
        with ExitStack() as children:
            api = Child("API", "serve", url=api_url(settings), probe=API_PROBE, environment=environment)
            children.callback(api.stop)
            page = Child("app", "app", url=app_url(settings), probe=APP_PROBE, environment=environment)
            children.callback(page.stop)
            _wait_for(api, page)
            announce({api.name: api.url, page.name: page.url})
            _fill_if_empty(settings)
            complain("Press Ctrl-C to stop both.")
            while True:
                api.check()
                page.check()
                time.sleep(BEAT * 5)
    except Stopped:
        complain("Stopped.")


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings that a child needs, as the variables it reads; secrets come to it by the environment it inherits."""
    return {
        "ZEREN_DATA": str(settings.data),
        "ZEREN_HOST": settings.host,
        "ZEREN_PORT": str(settings.port),
        "ZEREN_APP_PORT": str(settings.app_port),
    }


def _wait_for(*children: Child) -> None:
    until = time.monotonic() + PATIENCE
    waiting = list(children)
    while waiting:
        waiting = [child for child in waiting if not child.ready()]
        if waiting and time.monotonic() > until:
            names = " and ".join(child.name for child in waiting)
            raise StartFailed(f"No answer from {names} within {PATIENCE:.0f} seconds")
        time.sleep(BEAT)


def _fill_if_empty(settings: Settings) -> None:
    with open_http(api_url(settings), token=settings.token.get_secret_value()) as http:
        results = list(with_progress(feed_corpus(ZerenClient(http)), total=len(corpus_files()), label="Reading the corpus"))
    for fed in results:
        if fed.failed:
            complain(fed.file.problem or f"{fed.path.name}: was not read")
    if results:
        complain(f"The store was empty: {sum(not fed.failed for fed in results)} files of Zeren's own corpus were read into it.")


def _stop(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Stopped
