"""Commands that keep running: the API, the app, or both, until Ctrl-C."""

from __future__ import annotations

import sys
from collections.abc import Callable

from ui.console import say, say_json
from ui.options import OK, Json, Port


def serve(*, port: Port = None, json: Json = False) -> int:
    """Run the API alone, until Ctrl-C."""
    from search_api.settings import read_settings
    from ui.serving import serve_api

    serve_api(read_settings(**({} if port is None else {"port": port})), announce=_announce(json))
    return OK


def run_app(*, port: Port = None, json: Json = False) -> int:
    """Run the app alone, over the API that the settings name, until Ctrl-C."""
    from search_api.settings import read_settings
    from ui.serving import serve_app

    serve_app(read_settings(**({} if port is None else {"app_port": port})), announce=_announce(json))
    return OK


def up(*, json: Json = False) -> int:
    """Run the API and the app together, until Ctrl-C; an empty store is filled with Zeren's own corpus first."""
    from search_api.settings import read_settings
    from ui.up import run_both

    run_both(read_settings(), announce=_announce(json))
    return OK


def _announce(json: bool) -> Callable[[dict[str, str]], None]:
    """How a server says its address, once it answers there."""

    def announce(addresses: dict[str, str]) -> None:
        if json:
            say_json(addresses)
        else:
            for name, address in addresses.items():
                say(f"{name}: {address}")
        sys.stdout.flush()

    return announce
