"""Routes to the graph itself: ways out, questions in Cypher, and what persons decide about units."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import Annotated, BinaryIO, Literal, cast

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import Field, JsonValue

from graph import questions
from graph.decisions import Decision
from graph.exports import FORMS
from graph.offers import Offer, indicator_offers, unit_offers
from graph.readonly import LONGEST, Table, query
from graph.views import Page
from search_api.ingest import read_original
from search_api.models import Body, Id, PageQuery
from search_api.services import Services

# Before the other routes: /units/offers is no unit called so.
router = APIRouter(prefix="/api")

Form = Literal["csv", "graphml", "jsonld", "neo4j"]
FILES: dict[Form, tuple[str, str]] = {
    "csv": ("zeren.csv", "text/csv; charset=utf-8"),
    "graphml": ("zeren.graphml", "application/graphml+xml"),
    "jsonld": ("zeren.jsonld", "application/ld+json"),
    "neo4j": ("zeren-neo4j.zip", "application/zip"),
}
CHUNK = 1 << 18

Text = Annotated[str, Field(min_length=1, max_length=1000)]


class ExportQuery(Body):
    """In which form the graph is wanted."""

    form: Form = "csv"


class CypherQuery(Body):
    """A question in Cypher that reads, and its parameters."""

    query: Annotated[str, Field(max_length=2 * LONGEST)]
    parameters: dict[str, JsonValue] = Field(default_factory=dict)


class Signed(Body):
    """Who decides, and why."""

    author: Annotated[str, Field(max_length=100)]
    reason: Text


class MergeBody(Signed):
    """`unit` is no other than `into`."""

    unit: Id
    into: Id


class ApartBody(Signed):
    """`unit` and `other` are not one."""

    unit: Id
    other: Id


class SplitBody(Signed):
    """What is `printed` so and was taken for `unit` means `into`."""

    unit: Id
    printed: Annotated[str, Field(min_length=1, max_length=200)]
    into: Id


class ContainsBody(Signed):
    """The collective `unit` stands, among others, for `member`."""

    unit: Id
    member: Id


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


Open = Annotated[Services, Depends(_services)]


@router.get("/export", response_class=StreamingResponse)
def get_export(services: Open, wanted: Annotated[ExportQuery, Query()]) -> StreamingResponse:
    """The whole graph as a file: the ledger as CSV, GraphML, JSON-LD with PROV, or a zip for the import tool of Neo4j."""
    # Made wholly before the first byte goes out: an error is still a problem with a sentence, and memory holds none of it.
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last piece is sent
    try:
        FORMS[wanted.form](services.graph, file)
    except BaseException:
        file.close()
        raise
    name, media = FILES[wanted.form]
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(file.tell())}
    return StreamingResponse(_pieces(file), media_type=media, headers=headers)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


@router.post("/cypher")
def post_cypher(services: Open, question: CypherQuery) -> Table:
    """A question in Cypher; it may only read, for five seconds, and gets a thousand rows at most."""
    return query(services.graph, question.query, question.parameters)


@router.get("/units/offers")
def list_offers(services: Open, page: Annotated[PageQuery, Query()]) -> Page[Offer]:
    """Pairs of units that may be one, the likeliest first; persons decide."""
    return _page([offer for offer in unit_offers(services.graph) if not page.q or any(page.q in name for name in offer.names)], page)


@router.get("/indicators/offers")
def list_indicator_offers(services: Open, page: Annotated[PageQuery, Query()]) -> Page[Offer]:
    """Pairs of indicators that may be one."""
    return _page([offer for offer in indicator_offers(services.graph) if not page.q or any(page.q in name for name in offer.names)], page)


def _page(offers: list[Offer], page: PageQuery) -> Page[Offer]:
    shown = tuple(offers[page.offset : page.offset + page.limit])
    return Page[Offer](total=len(offers), items=shown, limit=page.limit, offset=page.offset)


@router.post("/units/merge", status_code=201)
def merge_units(services: Open, body: MergeBody) -> Decision:
    """Decides that two units are one; the documents that name the first are read again before this answers."""
    return services.archive.merge(
        services.graph, body.unit, body.into, read_original, author=body.author, reason=body.reason, changed=_indexing(services)
    )


@router.post("/units/apart", status_code=201)
def keep_units_apart(services: Open, body: ApartBody) -> Decision:
    """Decides that two units are not one, so that they are not offered again."""
    return services.archive.keep_apart(services.graph, body.unit, body.other, author=body.author, reason=body.reason)


@router.post("/units/split", status_code=201)
def split_unit(services: Open, body: SplitBody) -> Decision:
    """Decides that one spelling of a unit means another unit."""
    return services.archive.split(
        services.graph,
        body.unit,
        body.printed,
        body.into,
        read_original,
        author=body.author,
        reason=body.reason,
        changed=_indexing(services),
    )


@router.post("/units/contains", status_code=201)
def contain_unit(services: Open, body: ContainsBody) -> Decision:
    """Decides that a collective (各有关单位) stands for a unit, among others."""
    return services.archive.contain(services.graph, body.unit, body.member, author=body.author, reason=body.reason)


@router.get("/decisions")
def list_decisions(services: Open, page: Annotated[PageQuery, Query()]) -> Page[Decision]:
    """The decisions that hold, oldest first, each with author and reason."""
    held = [
        decision
        for decision in services.graph.decisions.active()
        if not page.q or page.q in decision.unit.canonical or page.q in decision.into.canonical
    ]
    shown = tuple(held[page.offset : page.offset + page.limit])
    return Page[Decision](total=len(held), items=shown, limit=page.limit, offset=page.offset)


@router.post("/decisions/{decision}/undo", status_code=204)
def undo_decision(services: Open, decision: Id, body: Signed) -> None:
    """Takes a decision back; the documents that followed it are read again before this answers."""
    services.archive.undo(services.graph, decision, read_original, author=body.author, reason=body.reason, changed=_indexing(services))


def _indexing(services: Services) -> Callable[[str], None]:
    """Brings the search index level with a document whose units are others now."""
    return lambda document: services.index.update(questions.document(services.graph, document))
