"""The two servers, each run by one command in a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from extract.errors import ZerenError
from search_api.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

APP_SCRIPT = Path(__file__).with_name("app.py")

# Set for a child of `zeren up`: its standard input is a pipe that closes when the parent is gone, even by kill -9. Without this a
# lost parent would leave an API behind that holds the store.
LIFELINE = "ZEREN_LIFELINE"

# What answers once a server is ready. A token does not matter here: a refusal is an answer too.
API_PROBE = "/api/health"
APP_PROBE = "/_stcore/health"

Announce = Callable[[dict[str, str]], None]


class PortTaken(ZerenError):
    """Another program listens where a server of ours should."""


def api_url(settings: Settings) -> str:
    """Where this machine reaches the API of the settings."""
    return f"http://{reachable(settings.host)}:{settings.port}"


def app_url(settings: Settings) -> str:
    """Where this machine reaches the app of the settings."""
    return f"http://{reachable(settings.host)}:{settings.app_port}"


def check_port(host: str, port: int, *, setting: str) -> None:
    """Raises `PortTaken`, with the setting to change, where something listens on the port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            # Without it a server that stopped a moment ago would still block its port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            remedy = f"stop what uses it, or choose another port with {setting}"
            raise PortTaken(f"Cannot listen on {host}:{port} ({reason}): {remedy}") from None


def reachable(host: str) -> str:
    """The address at which a server that listens on `host` is reached from this machine.

    >>> reachable("0.0.0.0"), reachable("127.0.0.1"), reachable("::1")
    ('127.0.0.1', '127.0.0.1', '[::1]')
    """
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - compared, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


# Seconds that an idle connection is held open for its client.
KEEP_ALIVE = 30


def serve_api(settings: Settings, *, announce: Announce) -> None:
    """Runs the API until Ctrl-C or SIGTERM; returns when it has stopped cleanly. `announce` hears the address once it answers."""
    check_port(settings.host, settings.port, setting="ZEREN_PORT or --port")
    import uvicorn

    from search_api.app import create_app

    _stop_without_noise()
    _follow_parent()
    _announce_when_up("API", api_url(settings), API_PROBE, announce)
    api = _Startup(create_app(settings))
    # Errors of requests are logged by the API itself, in one place.
    config = uvicorn.Config(
        api,
        host=settings.host,
        port=settings.port,
        log_level="critical",
        timeout_graceful_shutdown=5,
        timeout_keep_alive=KEEP_ALIVE,
        server_header=False,
    )
    try:
        uvicorn.Server(config).run()
    except SystemExit as ended:  # how uvicorn says that the start failed
        raise api.error or ended from None


def serve_app(settings: Settings, *, announce: Announce) -> None:
    """Runs the Streamlit app until Ctrl-C or SIGTERM; returns when it has stopped cleanly. `announce` as in `serve_api`."""
    check_port(settings.host, settings.app_port, setting="ZEREN_APP_PORT or --port")
    from streamlit.web import cli as streamlit

    _follow_parent()
    _announce_when_up("app", app_url(settings), APP_PROBE, announce)
    flags = {
        "server.address": settings.host,
        "server.port": str(settings.app_port),
        "server.headless": "true",
        "server.showEmailPrompt": "false",
        "browser.gatherUsageStats": "false",
        "logger.level": "error",
        "logger.hideWelcomeMessage": "true",
    }
    arguments = [part for name, value in flags.items() for part in (f"--{name}", value)]
    with contextlib.suppress(SystemExit):
        streamlit.main(["run", str(APP_SCRIPT), *arguments], standalone_mode=False)


class _Startup:
    """Around an ASGI app: keeps the sentence of ours that stopped its start, which uvicorn would print as a traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.error: ZerenError | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, self._without_traceback(send))
        except ZerenError as error:
            self.error = error

    def _without_traceback(self, send: Send) -> Send:
        async def quiet(message: Message) -> None:
            await send({**message, "message": ""} if message["type"] == "lifespan.startup.failed" else message)

        return quiet


def answers(url: str) -> bool:
    """Whether a server of ours answers at the address with success."""
    try:
        return httpx.get(url, timeout=2.0, trust_env=False).status_code < 500
    except httpx.TransportError:
        return False


def _announce_when_up(name: str, url: str, probe: str, announce: Announce) -> None:
    def wait() -> None:
        while not answers(url + probe):
            time.sleep(0.1)
        announce({name: url})

    threading.Thread(target=wait, name="announce", daemon=True).start()


def _stop_without_noise() -> None:
    # uvicorn stops gracefully and then raises the signal again for whoever started it; by then all is done, so it means nothing.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)


def _follow_parent() -> None:
    """Stops this process when the one that started it is gone."""
    if not os.environ.get(LIFELINE):
        return

    def wait_for_end() -> None:
        # Not through `sys.stdin`, whose lock a waiting thread would still hold when the interpreter ends.
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_end, name="lifeline", daemon=True).start()
