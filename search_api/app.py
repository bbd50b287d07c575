"""`create_app(settings)`: the API over one data folder, and the one table that gives errors their HTTP status."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from extract.errors import (
    BadRequest,
    ClassifiedDocument,
    DocumentError,
    GraphError,
    GraphTooOld,
    GraphUnavailable,
    IndexUnavailable,
    NotFound,
    QueryRefused,
    SettingError,
    UnreadableDocument,
    UnsafeDocument,
    UnsupportedFormat,
    ZerenError,
)
from search_api.graph_routes import router as graph_router
from search_api.guard import Guard, problem
from search_api.models import Problem
from search_api.original_routes import router as original_router
from search_api.routes import router
from search_api.services import open_services
from search_api.settings import Settings, read_settings

log = logging.getLogger(__name__)

# Class -> status and title. Every subclass of ZerenError has its own line; a test walks the tree.
STATUS: dict[type[ZerenError], tuple[int, str]] = {
    ZerenError: (500, "Error"),
    DocumentError: (422, "Document not usable"),
    UnsupportedFormat: (415, "Format not supported"),
    UnreadableDocument: (422, "Document not readable"),
    UnsafeDocument: (422, "Document not safe"),
    ClassifiedDocument: (422, "Document classified"),
    GraphError: (500, "Store failed"),
    GraphUnavailable: (503, "Store not available"),
    GraphTooOld: (503, "Store too old"),
    QueryRefused: (400, "Query refused"),
    IndexUnavailable: (503, "Index not available"),
    NotFound: (404, "Not found"),
    BadRequest: (400, "Bad request"),
    SettingError: (500, "Setting not usable"),
}


def status_of(error: ZerenError) -> tuple[int, str]:
    """The HTTP status and title of an error.

    >>> status_of(NotFound("there is no unit 'x'"))
    (404, 'Not found')
    """
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def create_app(settings: Settings | None = None, *, serving: bool = True) -> FastAPI:
    """The API. Nothing is opened before it starts; what it opens, it closes when it stops.

    Not `serving` means that it is asked within its own process alone, so that the data folder names no port.

    Interactive documentation is left out on purpose: its pages would load their scripts from another site.
    """
    given = settings if settings is not None else read_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as stack:
            # On this thread, which will close it as well: locks on files belong to the thread that took them.
            services = stack.enter_context(open_services(given, serving=serving))
            services.ingest.start()
            stack.callback(services.ingest.stop)
            app.state.services = services
            yield

    app = FastAPI(
        title="Zeren",
        summary="Who is responsible for what, by when: answers with evidence.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        responses={"default": {"model": Problem, "description": "What went wrong, in a sentence."}},
    )
    app.include_router(graph_router)
    app.include_router(original_router)
    app.include_router(router)
    app.add_middleware(Guard, token=given.token.get_secret_value(), max_body=given.upload_mb << 20)
    app.add_exception_handler(ZerenError, _on_zeren_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_mistake)
    return app


def _on_zeren_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ZerenError)
    status, title = status_of(error)
    return problem(status, str(error), title=title, kind=type(error).__name__)


def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "the request"
    return problem(422, f"{where}: {first['msg']}", title="Request not understood")


def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = f"there is nothing at {request.url.path}" if error.status_code == 404 else str(error.detail)
    return problem(error.status_code, detail, headers=dict(error.headers or {}))


def _on_mistake(request: Request, error: Exception) -> Response:
    log.error("a request to %s failed", request.url.path, exc_info=error)
    return problem(500, "Zeren made a mistake while answering; the log of the API has the details", title="Internal error")
