"""The routes of the API, thin: each calls one function of graph, index, intake or questions and returns its record."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Depends, File, Form, Query, Request, Response, UploadFile

from extract.errors import BadRequest
from graph import questions
from graph.around import Surroundings, around
from graph.views import DocumentDetail, DocumentView, GraphStatus, Page, TaskView, UnitDetail, UnitView
from search_api.ask import ask
from search_api.ical import due_day, render_calendar, today_in_shanghai
from search_api.models import (
    Answer,
    Due,
    DueQuery,
    Facets,
    Found,
    GraphQuery,
    Health,
    Id,
    Job,
    JobAccepted,
    PageQuery,
    Question,
    SearchQuery,
    TaskQuery,
)
from search_api.search import search
from search_api.services import Services

router = APIRouter(prefix="/api")
CALENDAR_EVENTS = 10_000


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


Open = Annotated[Services, Depends(_services)]
ShortText = Annotated[str | None, Form(max_length=100)]


@router.get("/health")
def health(services: Open) -> Health:
    """Whether the API works, and over what."""
    counts = services.graph.counts()
    index = services.index
    return Health(
        store=services.graph.store,
        documents=counts["documents"],
        tasks=counts["tasks"],
        search="words and meaning" if index.knows_meaning else "words",
        embedder=index.embedder_name,
        vectors_missing=index.vectors_missing,
        notes=index.notes,
    )


@router.get("/status")
def status(services: Open) -> GraphStatus:
    """What the store holds, with the checksum over everything."""
    return services.graph.status()


@router.post("/documents", status_code=202)
def add_documents(
    services: Open, file: Annotated[list[UploadFile], File()], issuer: ShortText = None, place: ShortText = None
) -> JobAccepted:
    """Takes one or more files in; they are archived before this answers, and read in the background."""
    named = [upload for upload in file if upload.filename]
    if not named:
        raise BadRequest("no file came with the request: send one or more as the form field 'file'")
    kept = [services.ingest.keep(upload.file.read(), upload.filename or "", issuer=issuer or None, place=place or None) for upload in named]
    return JobAccepted(job=services.ingest.submit(kept).job)


@router.get("/jobs")
def list_jobs(services: Open, page: Annotated[PageQuery, Query()]) -> Page[Job]:
    """The uploads, newest first."""
    jobs = services.jobs.all()
    shown = tuple(job.as_job() for job in jobs[page.offset : page.offset + page.limit])
    return Page[Job](total=len(jobs), items=shown, limit=page.limit, offset=page.offset)


@router.get("/jobs/{job}")
def get_job(services: Open, job: Id) -> Job:
    """How far one upload is, and per file what was read or why not."""
    return services.jobs.get(job).as_job()


@router.get("/documents")
def list_documents(services: Open, page: Annotated[PageQuery, Query()]) -> Page[DocumentView]:
    """What is loaded."""
    return questions.documents(services.graph, limit=page.limit, offset=page.offset)


@router.get("/documents/{document}")
def get_document(services: Open, document: Id) -> DocumentDetail:
    """One document with its text and tasks, and the documents that repeat it."""
    detail = questions.document(services.graph, document)
    return detail.model_copy(update={"alike": questions.alike(services.graph, document)})


@router.delete("/documents/{document}", status_code=204)
def delete_document(services: Open, document: Id) -> Response:
    """Takes a document out, with all that only it supported."""
    services.ingest.remove(document)
    return Response(status_code=204)


@router.get("/search")
def get_search(services: Open, query: Annotated[SearchQuery, Query()]) -> Found:
    """Tasks by meaning and words, passages below them, counts to filter by."""
    return search(query, services.graph, services.index)


@router.post("/ask")
def post_ask(services: Open, question: Question) -> Answer:
    """A question answered with facts and their evidence, or an honest no."""
    return ask(question, services.graph, services.index)


@router.get("/tasks")
def list_tasks(services: Open, query: Annotated[TaskQuery, Query()]) -> Page[TaskView]:
    """The ledger of tasks, filtered."""
    return questions.tasks(services.graph, query.where(), limit=query.limit, offset=query.offset)


@router.get("/tasks/{task}")
def get_task(services: Open, task: Id) -> TaskView:
    """One task."""
    return questions.task(services.graph, task)


@router.get("/units")
def list_units(services: Open, page: Annotated[PageQuery, Query()]) -> Page[UnitView]:
    """Units, those with most tasks first."""
    return questions.units(services.graph, page.q, limit=page.limit, offset=page.offset)


@router.get("/units/{unit}")
def get_unit(services: Open, unit: Id) -> UnitDetail:
    """One unit with its tasks by role."""
    return questions.unit(services.graph, unit)


@router.get("/facets")
def get_facets(services: Open) -> Facets:
    """The values that filters can take."""
    graph = services.graph
    return Facets(
        years=questions.years(graph), kinds=questions.kinds(graph), issuers=questions.issuers(graph), places=questions.places(graph)
    )


@router.get("/deadlines")
def list_deadlines(services: Open, query: Annotated[DueQuery, Query()]) -> Page[Due]:
    """What falls due, soonest first."""
    page = questions.deadlines(
        services.graph, from_=query.from_, to=query.to, unit=query.unit or None, limit=query.limit, offset=query.offset
    )
    today = today_in_shanghai()
    items = []
    for view in page.items:
        day = due_day(view)
        items.append(Due(**dict(view), overdue=day is not None and day < today))
    return Page[Due](total=page.total, items=tuple(items), limit=page.limit, offset=page.offset)


@router.get("/deadlines.ics", response_class=Response)
def get_calendar(services: Open, query: Annotated[DueQuery, Query()]) -> Response:
    """What falls due as an iCalendar feed."""
    page = questions.deadlines(services.graph, from_=query.from_, to=query.to, unit=query.unit or None, limit=CALENDAR_EVENTS)
    return Response(render_calendar(page.items), media_type="text/calendar; charset=utf-8")


@router.get("/graph")
def get_surroundings(services: Open, query: Annotated[GraphQuery, Query()]) -> Surroundings:
    """The nodes and edges around one node, to draw."""
    return around(services.graph, query.center, depth=query.depth)
