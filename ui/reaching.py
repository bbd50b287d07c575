"""Which API a command asks: the one that runs over the data folder, else one inside the command's own process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from search_api.owner import find_owner
from search_api.settings import Settings
from ui.client import ZerenClient, open_http


@contextmanager
def reach(settings: Settings) -> Iterator[ZerenClient]:
    """A client of the API over the data folder; where none runs, the store is opened here for the length of the block."""
    owner = find_owner(settings.data)
    if owner is not None and owner.url is not None:
        with open_http(owner.url, token=settings.token.get_secret_value()) as http:
            yield ZerenClient(http)
        return
    from starlette.testclient import TestClient

    from search_api.app import create_app

    token = settings.token.get_secret_value()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    # Starlette calls it a test client; it is the one that runs an ASGI app, start-up and shut-down included, without a port.
    app = create_app(settings, serving=False)
    with TestClient(app, base_url="http://127.0.0.1", headers=headers, raise_server_exceptions=False) as http:
        yield ZerenClient(http)
