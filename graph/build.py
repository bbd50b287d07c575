"""From records to rows: `rows_of` says everything that the documents of a file bring into the graph."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from extract.records import Citation, Document, Mention, Task
from graph.decisions import Resolver
from graph.ids import fingerprint, make_id, text_hash
from graph.indicators import indicator_key
from graph.measures import to_base
from graph.places import Path, level_of
from graph.reforms import renames_of
from graph.resolve import ResolvedUnit, parent_of, resolve, sibling, where_is
from graph.rows import DocumentRows, Loading, Row, Rows
from graph.schema import BY_LABEL, ROLE_EDGES, edge_of
from graph.works import series_key, work_key

# What a document says before the title of one that it carries out: 根据《…》, 为贯彻落实《…》, 按照《甲》《乙》要求.
_BASIS = re.compile(r"(根据|依据|依照|按照|遵照|贯彻|落实|执行)[^，。；：\n]*$")
_BASIS_WITHIN = 40


def rows_of(loading: Loading, decided: Resolver | None = None) -> tuple[DocumentRows, ...]:
    """The rows of every document of a file, in order; `decided` follows what persons decided about units."""
    seen: Counter[str] = Counter()
    slots = []
    for document in loading.extraction.documents:
        slot = make_id("n", loading.extraction.source, document.title, document.doc_number)
        # The same title twice in one file is two documents; the second is the second in its newer copy, too.
        seen[slot] += 1
        slots.append(make_id("n", slot, seen[slot]) if seen[slot] > 1 else slot)
    file = make_id("f", *(make_id("d", slot, document.text) for slot, document in zip(slots, loading.extraction.documents, strict=True)))
    return tuple(
        _Builder(loading, document, slot, position, file, decided or Resolver(())).build()
        for position, (slot, document) in enumerate(zip(slots, loading.extraction.documents, strict=True))
    )


class _Builder:
    """Makes the rows of one document."""

    def __init__(self, loading: Loading, document: Document, slot: str, position: int, file: str, decided: Resolver) -> None:
        """Begins the rows of one document of a file."""
        self.loading = loading
        self.document = document
        self.slot = slot
        self.position = position
        self.file = file
        self.decided = decided
        self.id = make_id("d", slot, document.text)
        self.rows = Rows()
        self.where = where_is(document, slot, issuer=loading.issuer, place=loading.place)
        self.path = self.where.path
        self.renames: set[tuple[str, str, int]] = set()
        self._units: dict[tuple[str, str | None], ResolvedUnit] = {}

    def build(self) -> DocumentRows:
        document = self.document
        tasks = [self._task(task, position) for position, task in enumerate(document.tasks)]
        issuer = document.issuer or self.loading.issuer
        work = self._work(document.title) if document.title else None
        if self.path:
            self._place(self.path)
        head = self._head(issuer)
        own = {**head, "tasks": len(tasks)}
        for task in tasks:
            self.rows.edge(edge_of("HAS", "Document"), self.id, task)
        for section in self.rows.nodes.get("Section", {}):
            self.rows.edge(edge_of("CONTAINS", "Document"), self.id, section)
        if self.path:
            self.rows.edge(edge_of("ABOUT", "Document"), self.id, self._place(self.path))
        if issuer:
            self.rows.edge(edge_of("ISSUED_BY", "Document"), self.id, self._unit(issuer, None).id)
        if work:
            self.rows.edge(edge_of("VERSION_OF", "Document"), self.id, work, {"doc_number": document.doc_number})
        self._citations(document.citations, "Document", self.id)
        digest = self._fingerprint(own)
        self.rows.node("Document", {**own, "fingerprint": digest})
        return DocumentRows(
            self.id,
            self.slot,
            document.title,
            document.doc_number,
            digest,
            head["text_hash"],
            self.rows,
            self.file,
            head["series"],
            frozenset(self.renames),
        )

    def _fingerprint(self, head: Row) -> str:
        """What was read (written fast, in Rust), what the person who loads it adds, and what its names were resolved to."""
        added = {name: value for name, value in head.items() if name not in ("text", "notes")}
        resolved = sorted(id_ for label, rows in self.rows.nodes.items() if BY_LABEL[label].shared for id_ in rows)
        return fingerprint(self.document.model_dump_json(), repr(sorted(added.items())), *resolved)

    def _head(self, issuer: str | None) -> Row:
        document = self.document
        return {
            "id": self.id,
            "slot": self.slot,
            "series": self._series(issuer),
            "file": self.file,
            "source": self.loading.extraction.source,
            "original": self.loading.original,
            "title": document.title,
            "kind": document.kind,
            "year": document.year,
            "issuer": issuer,
            "doc_number": document.doc_number,
            "issued_on": _iso(document.issued_on),
            "adopted_on": _iso(document.adopted_on),
            "effective_on": _iso(document.effective_on),
            "place": "".join(self.path) if self.path else None,
            "addressees": list(document.addressees),
            "signers": list(document.signers),
            "urgency": document.urgency,
            "copies_to": document.copies_to,
            "attachments": list(document.attachments),
            "notes": list(document.notes),
            "text": document.text,
            "characters": len(document.text),
            "text_hash": text_hash(document.text),
            "position": self.position,
        }

    def _series(self, issuer: str | None) -> str | None:
        """What this document and those of other years are one series by: who issued it (or which place), its kind, its title."""
        document = self.document
        by = self._unit(issuer, None).id if issuer else make_id("p", *self.path) if self.path else None
        if by is None or document.year is None or not document.title:
            return None
        return make_id("r", by, document.kind, series_key(document.title))

    def _task(self, task: Task, position: int) -> str:
        id_ = make_id("t", self.id, task.number, task.start, task.end, task.title)
        if id_ in self.rows.nodes.get("Task", {}):
            id_ = make_id("t", id_, position)
        self.rows.node(
            "Task",
            {
                "id": id_,
                "position": position,
                "number": task.number,
                "title": task.title,
                "text": task.text,
                "path": list(task.path),
                "start": task.start,
                "end": task.end,
                "how": task.how,
                "confidence": float(task.confidence),
                "text_hash": text_hash(task.text),
            },
        )
        if section := self._section(task):
            self.rows.edge(edge_of("UNDER", "Task"), id_, section)
        for place, unit in enumerate(task.units):
            evidence = {"role": unit.role, "name": unit.name, **_evidence(unit, place)}
            self.rows.edge(edge_of(ROLE_EDGES[unit.role], "Unit"), self._unit(unit.name, unit.canonical).id, id_, evidence)
        self._deadlines(task, id_)
        self._targets(task, id_)
        self._citations(task.citations, "Task", id_)
        return id_

    def _section(self, task: Task) -> str | None:
        above: str | None = None
        for depth, heading in enumerate(task.path):
            id_ = make_id("s", self.id, *task.path[: depth + 1])
            if id_ not in self.rows.nodes.get("Section", {}):
                start = self.document.text.rfind(heading, 0, task.end)
                span = {"start": start, "end": start + len(heading)} if start >= 0 else {}
                self.rows.node("Section", {"id": id_, "title": heading, "depth": depth, **span})
                if above:
                    self.rows.edge(edge_of("WITHIN", "Section"), id_, above)
            above = id_
        return above

    def _deadlines(self, task: Task, task_id: str) -> None:
        for position, deadline in enumerate(task.deadlines):
            again = deadline.recurrence
            row = {
                "id": make_id("l", task_id, position),
                "text": deadline.text,
                "due_from": _iso(deadline.from_),
                "due_to": _iso(deadline.to),
                "every": again.every if again else None,
                "times": again.times if again else None,
                "day": again.day if again else None,
                "units": list(deadline.units),
                "milestone": deadline.milestone,
                "past": deadline.past,
                **_evidence(deadline, position),
            }
            self.rows.edge(edge_of("DUE", "Task"), task_id, self.rows.node("Deadline", row))

    def _targets(self, task: Task, task_id: str) -> None:
        for position, target in enumerate(task.targets):
            base = to_base(target.value, target.unit)
            row = {
                "id": make_id("g", task_id, position),
                "text": target.text,
                "indicator": target.indicator,
                "comparator": target.comparator,
                "value": float(target.value),
                "unit": target.unit,
                "base_value": base[0] if base else None,
                "base_unit": base[1] if base else None,
                "direction": target.direction,
                "baseline": target.baseline,
                "status": target.status,
                **_evidence(target, position),
            }
            id_ = self.rows.node("Target", row)
            self.rows.edge(edge_of("AIMS_AT", "Task"), task_id, id_)
            if target.indicator and (key := indicator_key(target.indicator)):
                self.rows.edge(edge_of("MEASURES", "Target"), id_, self.rows.node("Indicator", {"id": make_id("i", key), "name": key}))

    def _citations(self, citations: tuple[Citation, ...], label: str, from_: str) -> None:
        for position, citation in enumerate(citations):
            row = {"title": citation.title, "doc_number": citation.doc_number, **_evidence(citation, position)}
            work = self._work(citation.title)
            self.rows.edge(edge_of("CITES", label), from_, work, row)
            if _BASIS.search(self.document.text[max(0, citation.start - _BASIS_WITHIN) : citation.start]):
                self.rows.edge(edge_of("BASED_ON", "Document"), self.id, work, row)

    def _work(self, title: str) -> str:
        key = work_key(title)
        return self.rows.node("Work", {"id": make_id("w", key), "title": key})

    def _unit(self, name: str, canonical: str | None) -> ResolvedUnit:
        known = self._units.get((name, canonical))
        if known is None:
            known = self._units[name, canonical] = self.decided(resolve(name, self.where, canonical=canonical), name)
            self._add(known)
        return known

    def _add(self, unit: ResolvedUnit) -> None:
        if unit.id in self.rows.nodes.get("Unit", {}):
            return
        row = {name: getattr(unit, name) for name in ("id", "name", "canonical", "scope", "level", "kind")}
        self.rows.node("Unit", {**row, "place": "".join(unit.place) if unit.place else None, "path": list(unit.place or ())})
        if unit.place:
            self.rows.edge(edge_of("IN_PLACE", "Unit"), unit.id, self._place(unit.place, unit.scope))
        for old, new, year in renames_of(unit.name):
            self.renames.add((sibling(unit, old).id, sibling(unit, new).id, year))
        if parent := parent_of(unit):
            self._add(parent)
            self.rows.edge(edge_of("BELONGS_TO", "Unit"), unit.id, parent.id)

    def _place(self, path: Path, scope: str = "") -> str:
        id_ = make_id("p", scope, *path)
        if id_ not in self.rows.nodes.get("Place", {}):
            self.rows.node("Place", {"id": id_, "name": path[-1], "full_name": "".join(path), "level": level_of(path[-1])})
            if len(path) > 1 and path[:-1] != ("",):
                self.rows.edge(edge_of("PART_OF", "Place"), id_, self._place(path[:-1], scope))
        return id_


def _evidence(mention: Mention, position: int) -> Row:
    return {
        "position": position,
        "start": mention.start,
        "end": mention.end,
        "how": mention.how,
        "rule": mention.rule,
        "confidence": float(mention.confidence),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
