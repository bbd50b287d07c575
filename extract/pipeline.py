"""`extract(source)`: structure first, then every finder over the same items."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from extract.binding import bind_deadlines
from extract.citations import find_citations, find_document_citations
from extract.collecting import collection_put_off
from extract.contradictions import find_contradictions
from extract.deadlines import find_deadlines
from extract.frame import Frame, Item
from extract.outline import find_frames
from extract.read_places import line_place
from extract.readers import read_all, read_all_bytes
from extract.records import Citation, Deadline, Document, Extraction, Target, Task, Unit
from extract.source import Source
from extract.targets import find_targets
from extract.trust import weigh
from extract.units import find_units


def extract(source: Source) -> Extraction:
    """Takes the documents of a source, with their tasks, units, deadlines, targets and citations, out of it."""
    with collection_put_off():
        return Extraction(source=source.name, documents=tuple(_document(frame, items) for frame, items in find_frames(source)))


def extract_file(path: Path | str) -> Extraction:
    """Reads a file and extracts it; raises `DocumentError` with one sentence where it cannot be read."""
    path = Path(path)
    return extract_sources(read_all(path), path.name)


def extract_bytes(data: bytes, name: str) -> Extraction:
    """Reads the content of a file that is called `name` and extracts it."""
    return extract_sources(read_all_bytes(data, name), name)


def extract_sources(sources: tuple[Source, ...], name: str) -> Extraction:
    """One extraction of a file: the documents of a mail or archive stand together under its name, in their order."""
    if len(sources) == 1 and sources[0].name == name:
        return extract(sources[0])
    return Extraction(source=name, documents=tuple(document for source in sources for document in extract(source).documents))


def _document(frame: Frame, items: tuple[Item, ...]) -> Document:
    dated, measured = find_deadlines(frame, items), find_targets(frame, items)
    listed = find_units(frame, items)
    weigh(frame, items, (listed, dated, measured))
    facts = zip(items, listed, dated, measured, find_citations(frame, items), strict=True)
    head, text = frame.head, frame.text
    tasks = tuple(
        Task(
            number=item.number,
            path=item.path,
            title=text[item.title.start : item.title.end],
            text=text[item.start : item.end],
            start=item.start,
            end=item.end,
            units=units,
            deadlines=bind_deadlines(frame, item, units, deadlines),
            targets=targets,
            citations=citations,
            how=item.how,
            confidence=item.confidence,
        )
        for item, units, deadlines, targets, citations in facts
    )
    if frame.how == "ocr":
        tasks = tuple(_as_recognised(task) for task in tasks)
    return Document(
        title=head.title,
        kind=head.kind,
        year=head.year,
        issuer=head.issuer,
        doc_number=head.doc_number,
        issued_on=head.issued_on,
        adopted_on=head.adopted_on,
        effective_on=head.effective_on,
        addressees=head.addressees,
        signers=head.signers,
        urgency=head.urgency,
        copies_to=head.copies_to,
        attachments=head.attachments,
        text=text,
        tasks=tasks,
        citations=find_document_citations(frame, items),
        notes=(*frame.notes, *find_contradictions(frame, items, dated, measured)),
        anchors=tuple(line_place(line.start, line.end, line.anchor) for line in frame.lines if line.anchor),
    )


# rapidocr reads 1.5 % of the characters of plain pages wrongly, in tables more: a mention of a few characters is whole in about 19 of
# 20 cases.
_RECOGNISED = 0.95

_Trusted = TypeVar("_Trusted", Task, Unit, Deadline, Target, Citation)


def _as_recognised(task: Task) -> Task:
    """A task of a scan, everything in it marked as read by recognition and trusted less."""
    fields = {name: tuple(map(_trusted_less, getattr(task, name))) for name in ("units", "deadlines", "targets", "citations")}
    return _trusted_less(task).model_copy(update=fields)


def _trusted_less(thing: _Trusted) -> _Trusted:
    confidence = thing.confidence if thing.how == "ocr" else round(thing.confidence * _RECOGNISED, 3)
    return thing.model_copy(update={"how": "ocr", "confidence": confidence})
