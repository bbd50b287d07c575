"""Routes to the originals: the file itself, a page of it as it looks, and where in it the text of a document stands."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, cast
from urllib.parse import quote as quote_url

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from extract.errors import NotFound
from graph import questions
from graph.views import DocumentDetail
from search_api.models import Id, Whereabouts
from search_api.paged import Quote, has_pages
from search_api.places import within
from search_api.services import Services

router = APIRouter(prefix="/api")

Number = Annotated[int, Path(ge=1, le=100_000)]
Offset = Annotated[int, Query(ge=0)]


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


Open = Annotated[Services, Depends(_services)]


@router.get("/documents/{document}/places")
def get_places(services: Open, document: Id) -> Whereabouts:
    """Where each line of a document stands in its original: page and box, paragraph, cell, or element."""
    held = questions.document(services.graph, document)
    form = PurePath(held.source).suffix.lower()
    return Whereabouts(form=form, has_pages=has_pages(held.source), lines=services.places.of(held, held.text))


@router.get("/documents/{document}/pages/{number}", response_class=Response, responses={200: {"content": {"image/png": {}}}})
def get_page(services: Open, document: Id, number: Number, start: Offset = 0, end: Offset = 0, part: bool = False) -> Response:
    """A page of the original as PNG, the characters `start` to `end` of the document's text marked on it; `part`: only what is around."""
    from search_api.page_images import render_page  # with the readers of pdf and pictures, which most requests need not wait for

    held = questions.document(services.graph, document)
    data = _original(services, held)
    quotes = []
    for line in within(services.places.of(held, held.text), start, end):
        if line.anchor.page == number and line.anchor.box is not None:
            text = held.text[line.start : line.end]
            quotes.append(Quote(line.anchor.box, text, max(0, start - line.start), min(len(text), end - line.start)))
    return Response(render_page(data, held.source, number, quotes, part=part), media_type="image/png")


@router.get("/documents/{document}/original", response_class=Response)
def get_original(services: Open, document: Id) -> Response:
    """The file as it was fed in."""
    held = questions.document(services.graph, document)
    # Never shown by a browser as a page of this address: what was fed in may be a page with scripts.
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote_url(held.source, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(_original(services, held), media_type="application/octet-stream", headers=headers)


def _original(services: Services, document: DocumentDetail) -> bytes:
    if document.original is None:
        raise NotFound(f"there is no original of {document.source}")
    return services.archive.read(document.original)
