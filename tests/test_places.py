"""Evidence in the original: every quotation of the corpus has a place, and the marked pages show the right characters."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image, ImageDraw

import corpus
from extract.records import Anchor, LineAnchor
from search_api.app import create_app
from search_api.page_images import QUOTED, render_page
from search_api.paged import Quote
from search_api.settings import Settings
from ui.places import place_phrase, places_phrase

PDF = "云泽市2024年政府工作要点.pdf"
TABLE = "云泽市2025年民生实事任务分解表.docx"
BOOK = "青浦湾区2026年重点任务台账.xlsx"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An API over four files of the corpus."""
    with TestClient(create_app(Settings(data=tmp_path_factory.mktemp("places")))) as client:
        names = [PDF, TABLE, BOOK, "云泽市2025年政府工作要点.html"]
        files = [("file", (name, (corpus.folder() / name).read_bytes())) for name in names]
        job = client.post("/api/documents", files=files).json()["job"]
        while client.get(f"/api/jobs/{job}").json()["state"] not in ("done", "failed"):
            pass
        yield client


def held(client: TestClient, source: str) -> dict[str, object]:
    items = client.get("/api/documents").json()["items"]
    return client.get("/api/documents/" + next(item["id"] for item in items if item["source"] == source)).json()  # type: ignore[no-any-return]


@pytest.mark.parametrize("source", [PDF, TABLE, BOOK, "云泽市2025年政府工作要点.html"])
def test_every_mention_has_a_place(client: TestClient, source: str) -> None:
    document = held(client, source)
    places = client.get(f"/api/documents/{document['id']}/places").json()
    lines = [LineAnchor.model_validate(line) for line in places["lines"]]
    assert places["has_pages"] == source.endswith(".pdf")
    mentions = [mention for task in document["items"] for kind in ("units", "deadlines", "targets") for mention in task[kind]]  # type: ignore[attr-defined]
    assert mentions
    for mention in mentions:
        touched = [line for line in lines if line.start < mention["end"] and mention["start"] < line.end]
        assert places_phrase(touched, places["form"])


def test_a_cell_is_told_from_its_row(client: TestClient) -> None:
    for source, column in ((TABLE, "列"), (BOOK, "工作表")):
        document = held(client, source)
        places = client.get(f"/api/documents/{document['id']}/places").json()
        lines = [LineAnchor.model_validate(line) for line in places["lines"]]
        unit = document["items"][0]["units"][0]  # type: ignore[index]
        (cell,) = [line for line in lines if line.start <= unit["start"] and unit["end"] <= line.end]
        assert cell.anchor.column
        assert column in place_phrase(cell.anchor, places["form"])
        assert "|" not in str(document["text"])[cell.start : cell.end]


def yellow(png: bytes) -> int:
    pixels = np.array(Image.open(io.BytesIO(png)).convert("RGB"))
    return int((pixels == np.array(QUOTED)).all(axis=2).sum())


def test_a_page_shows_the_quotation_and_only_it(client: TestClient) -> None:
    document = held(client, PDF)
    unit = next(unit for task in document["items"] for unit in task["units"])  # type: ignore[attr-defined]
    lines = client.get(f"/api/documents/{document['id']}/places").json()["lines"]
    line = next(line for line in lines if line["start"] <= unit["start"] < line["end"])
    page = client.get(
        f"/api/documents/{document['id']}/pages/{line['anchor']['page']}", params={"start": unit["start"], "end": unit["end"]}
    )
    assert page.status_code == 200
    assert page.headers["content-type"] == "image/png"
    marked = yellow(page.content)
    left, top, right, bottom = line["anchor"]["box"]
    # Some signs of a paragraph, not the whole of it.
    assert 0 < marked < (right - left) * (bottom - top) * 1.6**2 / 3
    assert yellow(client.get(f"/api/documents/{document['id']}/pages/1").content) == 0
    part = client.get(
        f"/api/documents/{document['id']}/pages/{line['anchor']['page']}", params={"start": unit["start"], "end": unit["end"], "part": True}
    )
    assert yellow(part.content) == marked
    assert Image.open(io.BytesIO(part.content)).height < Image.open(io.BytesIO(page.content)).height


def test_what_is_not_there_is_said(client: TestClient) -> None:
    document = held(client, PDF)
    assert client.get(f"/api/documents/{document['id']}/pages/999").status_code == 404
    assert client.get(f"/api/documents/{document['id']}/pages/0").status_code == 422
    assert client.get("/api/documents/d0/places").status_code == 404
    other = client.get(f"/api/documents/{held(client, BOOK)['id']}/pages/1")
    assert other.status_code == 404
    assert "download" in other.json()["detail"]


def test_the_original_comes_as_a_file_and_never_as_a_page(client: TestClient) -> None:
    document = held(client, "云泽市2025年政府工作要点.html")
    answer = client.get(f"/api/documents/{document['id']}/original")
    assert answer.content == (corpus.folder() / str(document["source"])).read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_picture_is_its_own_page() -> None:
    picture = Image.new("RGB", (1190, 600), "white")
    ImageDraw.Draw(picture).text((20, 20), "1. text", fill="black")
    target = io.BytesIO()
    picture.save(target, "PNG")
    shown = render_page(target.getvalue(), "扫描.png", 1, [Quote((10, 10, 60, 20), "text", 0, 4)])
    assert yellow(shown) > 100
    assert yellow(render_page(target.getvalue(), "扫描.png", 1, [])) == 0


def test_places_are_counted_as_people_count() -> None:
    assert place_phrase(Anchor(row=1, column=3, paragraph=3), ".docx") == "表格第2行第4列"
