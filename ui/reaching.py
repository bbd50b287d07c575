"""Which API a command asks: the one that runs over the data folder, else one inside the command's own process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from search_api.owner import find_owner
from search_api.settings import Settings
from ui.client import ZerenClient, open_http
from ui.console import say_mistakes_in_a_line

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal
    from fastapi import FastAPI


@contextmanager
def reach(settings: Settings) -> Iterator[ZerenClient]:
    """A client of the API over the data folder; where none runs, the store is opened here for the length of the block."""
    token = settings.token.get_secret_value()
    owner = find_owner(settings.data)
    if owner is not None and owner.url is not None:
        with open_http(owner.url, token=token) as http:
            yield ZerenClient(http)
        return
    from search_api.app import create_app

    say_mistakes_in_a_line()
    with in_process(create_app(settings, serving=False), token=token) as client:
        yield client


@contextmanager
def in_process(app: FastAPI, *, token: str = "") -> Iterator[ZerenClient]:
    """A client of an API that lives in this process: started with the block, stopped at its end, and without a port.

    Starlette's test client does the same; it is meant for tests, says so in a warning, and wants another HTTP library.
    """
    from anyio.from_thread import start_blocking_portal

    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
        open_http("http://127.0.0.1", token=token, transport=_Inside(portal, app)) as http,
    ):
        yield ZerenClient(http)


class _Inside(httpx.BaseTransport):
    """Carries requests to an ASGI app on the event loop of a portal."""

    def __init__(self, portal: BlockingPortal, app: FastAPI) -> None:
        self._portal = portal
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends one request and reads its whole answer."""
        return self._portal.call(self._send, request)

    async def _send(self, request: httpx.Request) -> httpx.Response:
        response = await self._transport.handle_async_request(request)
        return httpx.Response(response.status_code, headers=response.headers, content=await response.aread())
