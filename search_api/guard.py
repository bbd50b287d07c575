"""What stands before every request: who may ask, from where, and how much a request may weigh."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.attempts import Attempts

PROBLEM_TYPE = "application/problem+json"
TITLES = {400: "Bad request", 401: "Token missing", 403: "Not allowed", 413: "Too large", 429: "Too many attempts"}
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1", "testserver"})
# A form's boundaries and field names around the files themselves.
FORM_OVERHEAD = 1 << 20


class TooLarge(Exception):  # a signal between `receive` and the guard, never shown
    """The body has grown beyond what is allowed."""


def problem(
    status: int, detail: str, *, title: str | None = None, kind: str | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    """An error as RFC 9457 has it, with one sentence in `detail`; `kind` names the class of an error of ours."""
    body = {"type": "about:blank", "title": title or TITLES.get(status, "Error"), "status": status, "detail": detail}
    if kind is not None:
        body["kind"] = kind
    return JSONResponse(body, status, headers=headers, media_type=PROBLEM_TYPE)


class Guard:
    """ASGI middleware. With a token every request must carry it (`Authorization: Bearer`, or as password of Basic for calendar programs).

    Without one the API is for this machine alone: a request that names another host (DNS rebinding) or comes from a page of another
    site (a form that posts a file to localhost) is refused.

    An address that says many wrong tokens has to wait. This machine itself never has: the app asks from here, and whoever runs programs
    here could shut it out.
    """

    def __init__(self, app: ASGIApp, *, token: str, max_body: int, attempts: Attempts | None = None) -> None:
        """Wraps `app`."""
        self._attempts = attempts if attempts is not None else Attempts()
        self._app = app
        self._token = token.encode()
        self._max_body = max_body + FORM_OVERHEAD

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it with a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(headers, (scope.get("client") or ("",))[0])
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        taken = 0
        too_large = False

        async def counted() -> Message:
            nonlocal taken, too_large
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._max_body:
                too_large = True
                raise TooLarge
            return message

        async def noted(message: Message) -> None:
            # The framework answers any error while it reads a body by itself; ours says what was wrong.
            if not too_large:
                await send(message)

        with contextlib.suppress(TooLarge):
            await self._app(scope, counted, noted)
        if too_large:
            await self._too_large()(scope, receive, send)

    def _refusal(self, headers: Headers, address: str) -> JSONResponse | None:
        if self._token:
            if seconds := self._attempts.wait(address):
                detail = f"too many wrong tokens came from this address: wait {seconds} seconds"
                return problem(429, detail, headers={"Retry-After": str(seconds)})
            authorization = headers.get("authorization", "")
            if not self._token_is_right(authorization):
                # A request without a token is a browser or a probe, no guess.
                if authorization and address not in LOCAL_HOSTS:
                    self._attempts.failed(address)
                detail = "send the token of ZEREN_TOKEN as 'Authorization: Bearer …'"
                return problem(401, detail, headers={"WWW-Authenticate": "Bearer"})
        elif _host(headers.get("host", "")) not in LOCAL_HOSTS:
            return problem(403, "this API is for its own machine: ask it as 127.0.0.1 or localhost, or set ZEREN_TOKEN")
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != headers.get("host", ""):
            return problem(403, "pages of other sites may not use this API")
        length = headers.get("content-length", "0")
        if not length.isdecimal():
            return problem(400, "the length of the request makes no sense")
        return self._too_large() if int(length) > self._max_body else None

    def _too_large(self) -> JSONResponse:
        limit = (self._max_body - FORM_OVERHEAD) >> 20
        return problem(413, f"the upload is larger than {limit} MB: send fewer files at once, or raise ZEREN_UPLOAD_MB")

    def _token_is_right(self, authorization: str) -> bool:
        scheme, _, value = authorization.partition(" ")
        given = value.strip()
        if scheme.lower() == "basic":
            try:
                given = base64.b64decode(given, validate=True).decode().partition(":")[2]
            except (binascii.Error, UnicodeDecodeError):
                return False
        elif scheme.lower() != "bearer":
            return False
        return hmac.compare_digest(given.encode(), self._token)


def _host(value: str) -> str:
    if value.startswith("["):
        return value[1:].partition("]")[0]
    return value.partition(":")[0]
