"""The API as Python: one method a route. Whatever `httpx.Client` it is given, it speaks over HTTP or to an API in its own process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from extract.errors import ZerenError
from graph import views
from graph.around import Surroundings
from graph.decisions import Decision
from graph.offers import Offer
from graph.readonly import Table
from search_api import models

Model = TypeVar("Model", bound=BaseModel)
Parameters = Mapping[str, Any]


# Seconds that an idle connection is used again: well below the server's, which otherwise closes it as the next request goes out.
KEPT_OPEN = 2.0


class ApiUnreachable(ZerenError):
    """No API answers at the address."""


class ApiProblem(ZerenError):
    """The API said no; the message is its own sentence, `kind` the name of its error where it said one."""

    def __init__(self, status: int, detail: str, kind: str | None = None) -> None:
        self.status = status
        self.kind = kind
        super().__init__(detail)


class ZerenClient:
    """Asks the API. Every method raises `ApiProblem` where the API says no and `ApiUnreachable` where none answers."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    @property
    def address(self) -> str:
        """Where the API is."""
        return str(self._http.base_url).rstrip("/")

    def close(self) -> None:
        """Gives connections back."""
        self._http.close()

    def health(self) -> models.Health:
        """`GET /api/health`."""
        return self._get("/api/health", models.Health)

    def status(self) -> views.GraphStatus:
        """`GET /api/status`."""
        return self._get("/api/status", views.GraphStatus)

    def send(self, files: Iterable[tuple[str, bytes]], *, issuer: str | None = None, place: str | None = None) -> str:
        """`POST /api/documents`: names and contents of files; gives the id of the job."""
        data = {name: value for name, value in (("issuer", issuer), ("place", place)) if value}
        parts = [("file", (name, content, "application/octet-stream")) for name, content in files]
        response = self._call("POST", "/api/documents", data=data, files=parts)
        return _parse(response, models.JobAccepted).job

    def job(self, job: str) -> models.Job:
        """`GET /api/jobs/{job}`."""
        return self._get(f"/api/jobs/{quote(job, safe='')}", models.Job)

    def documents(self, **parameters: Any) -> views.Page[views.DocumentView]:
        """`GET /api/documents`."""
        return self._get("/api/documents", views.Page[views.DocumentView], parameters)

    def document(self, document: str) -> views.DocumentDetail:
        """`GET /api/documents/{id}`."""
        return self._get(f"/api/documents/{quote(document, safe='')}", views.DocumentDetail)

    def places(self, document: str) -> models.Whereabouts:
        """`GET /api/documents/{id}/places`."""
        return self._get(f"/api/documents/{quote(document, safe='')}/places", models.Whereabouts)

    def page(self, document: str, number: int, *, start: int = 0, end: int = 0, part: bool = False) -> bytes:
        """`GET /api/documents/{id}/pages/{number}`: a page as PNG, with a stretch of the text marked; `part` gives what is around it."""
        path = f"/api/documents/{quote(document, safe='')}/pages/{number}"
        return self._call("GET", path, params=_given({"start": start, "end": end, "part": part})).content

    def original(self, document: str) -> bytes:
        """`GET /api/documents/{id}/original`."""
        return self._call("GET", f"/api/documents/{quote(document, safe='')}/original").content

    def remove(self, document: str) -> None:
        """`DELETE /api/documents/{id}`."""
        self._call("DELETE", f"/api/documents/{quote(document, safe='')}")

    def search(self, query: str, **parameters: Any) -> models.Found:
        """`GET /api/search`."""
        return self._get("/api/search", models.Found, {"q": query, **parameters})

    def ask(self, question: str, *, today: date | None = None, previous: str | Sequence[str] | None = None) -> models.Answer:
        """`POST /api/ask`; `previous` are the questions before, oldest first."""
        # As it is given, unchecked: what is wrong with a question the API says itself.
        before = previous if previous is None or isinstance(previous, str) else list(previous) or None
        body = {"question": question, **_given({"today": today, "previous": before})}
        return _parse(self._call("POST", "/api/ask", json=body), models.Answer)

    def tasks(self, **parameters: Any) -> views.Page[views.TaskView]:
        """`GET /api/tasks`."""
        return self._get("/api/tasks", views.Page[views.TaskView], parameters)

    def task(self, task: str) -> views.TaskView:
        """`GET /api/tasks/{id}`."""
        return self._get(f"/api/tasks/{quote(task, safe='')}", views.TaskView)

    def around(self, center: str, *, depth: int = 1) -> Surroundings:
        """`GET /api/graph`."""
        return self._get("/api/graph", Surroundings, {"center": center, "depth": depth})

    def facets(self) -> models.Facets:
        """`GET /api/facets`."""
        return self._get("/api/facets", models.Facets)

    def units(self, query: str = "", **parameters: Any) -> views.Page[views.UnitView]:
        """`GET /api/units`."""
        return self._get("/api/units", views.Page[views.UnitView], {"q": query, **parameters})

    def unit(self, unit: str) -> views.UnitDetail:
        """`GET /api/units/{id}`."""
        return self._get(f"/api/units/{quote(unit, safe='')}", views.UnitDetail)

    def offers(self, query: str = "", **parameters: Any) -> views.Page[Offer]:
        """`GET /api/units/offers`."""
        return self._get("/api/units/offers", views.Page[Offer], {"q": query, **parameters})

    def decisions(self, **parameters: Any) -> views.Page[Decision]:
        """`GET /api/decisions`."""
        return self._get("/api/decisions", views.Page[Decision], parameters)

    def decide(self, kind: Literal["merge", "split", "contains", "apart"], *, author: str, reason: str, **units: str) -> Decision:
        """`POST /api/units/merge`, `split`, `contains` and `apart`: `units` are the fields that each takes."""
        return _parse(self._call("POST", f"/api/units/{kind}", json={**units, "author": author, "reason": reason}), Decision)

    def undo(self, decision: str, *, author: str, reason: str) -> None:
        """`POST /api/decisions/{id}/undo`."""
        self._call("POST", f"/api/decisions/{quote(decision, safe='')}/undo", json={"author": author, "reason": reason})

    def deadlines(self, *, since: date | None = None, until: date | None = None, **parameters: Any) -> views.Page[models.Due]:
        """`GET /api/deadlines`."""
        return self._get("/api/deadlines", views.Page[models.Due], {"from": since, "to": until, **parameters})

    def calendar(self, **parameters: Any) -> bytes:
        """`GET /api/deadlines.ics`."""
        return self._call("GET", "/api/deadlines.ics", params=_given(parameters)).content

    def calendar_address(self, **parameters: Any) -> str:
        """Where a calendar program subscribes to what `calendar` gives."""
        return str(httpx.URL(f"{self.address}/api/deadlines.ics", params=_given(parameters)))

    def save_graph(self, form: str, file: BinaryIO) -> None:
        """`GET /api/export`, written to `file` as it comes."""
        try:
            with self._http.stream("GET", "/api/export", params={"form": form}) as response:
                if not response.is_success:
                    response.read()
                    raise _problem_of(response)
                for piece in response.iter_bytes():
                    file.write(piece)
        except httpx.TransportError as error:
            raise self._unreachable(error) from error

    def cypher(self, query: str, parameters: Parameters | None = None) -> Table:
        """`POST /api/cypher`."""
        return _parse(self._call("POST", "/api/cypher", json={"query": query, "parameters": dict(parameters or {})}), Table)

    def _get(self, path: str, model: type[Model], parameters: Parameters | None = None) -> Model:
        return _parse(self._call("GET", path, params=_given(parameters or {})), model)

    def _call(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        try:
            response = self._http.request(method, path, **arguments)
        except httpx.TransportError as error:
            raise self._unreachable(error) from error
        if response.is_success:
            return response
        raise _problem_of(response)

    def _unreachable(self, error: httpx.TransportError) -> ApiUnreachable:
        return ApiUnreachable(f"no API answers at {self.address} ({type(error).__name__}): start it with `zeren up`")


def open_http(url: str, *, token: str = "", transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """A connection to the API at `url`; it never goes through a proxy of the environment, since the API is on this machine or near it."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    timeout = httpx.Timeout(120.0, connect=5.0)
    limits = httpx.Limits(keepalive_expiry=KEPT_OPEN)
    return httpx.Client(base_url=url, headers=headers, timeout=timeout, limits=limits, trust_env=False, transport=transport)


def read_upload(path: Path) -> tuple[str, bytes]:
    """A file as `send` takes it."""
    return path.name, path.read_bytes()


def _given(parameters: Parameters) -> dict[str, Any]:
    """Leaves out what was not given; dates and truth go as JSON has them."""
    written: dict[str, Any] = {}
    for name, value in parameters.items():
        if value is None or value == "":
            continue
        written[name] = str(value).lower() if isinstance(value, bool) else value.isoformat() if isinstance(value, date) else value
    return written


def _parse(response: httpx.Response, model: type[Model]) -> Model:
    try:
        return model.model_validate_json(response.content)
    except ValidationError as error:
        raise ApiProblem(response.status_code, f"what answers at {response.url} is no Zeren API of this version") from error


def _problem_of(response: httpx.Response) -> ApiProblem:
    try:
        said = models.Problem.model_validate_json(response.content)
    except ValidationError:
        return ApiProblem(response.status_code, f"the API answered {response.status_code} without saying why")
    return ApiProblem(response.status_code, said.detail, said.kind)
