"""What the index knows of each item, kept in one SQLite file: which document it belongs to, its text, and how it may be filtered."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A catalog of another form, or with ids of tasks that an older graph had, is thrown away and made anew from the graph.
FORM = "3"
REPEATED = (
    "document",
    "context",
    "source",
    "document_title",
    "label",
    "unit_ids",
    "unit_names",
    "indicators",
    "year",
    "kind",
    "issuer",
    "place",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: a task (`id` is its id in the graph) or a passage, which no task covers.

    `context` is what stands around the text and is searched with it: units, headings, the document's title. `body` is what vectors are
    made of: the text without its list of units. `start` and `end` are offsets in the document.
    """

    id: str
    document: str
    is_task: bool
    title: str
    context: str
    body: str
    start: int
    end: int
    source: str
    document_title: str
    label: str
    unit_ids: tuple[str, ...]
    unit_names: tuple[str, ...]
    indicators: tuple[str, ...]
    year: str
    kind: str
    issuer: str
    place: str


class Catalog:
    """The entries of all documents, by number. Not to be used by two threads at once."""

    def __init__(self, file: Path) -> None:
        """Opens the catalog, empty if the file is not there or of another form."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(file, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT)")
        held = self._database.execute("SELECT value FROM about WHERE name = 'form'").fetchone()
        self.is_new = held is None or held[0] != FORM
        if self.is_new:
            self._database.execute("DROP TABLE IF EXISTS entry")
            self._database.execute("DROP TABLE IF EXISTS document")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, value TEXT NOT NULL)"
        )
        self._database.execute("CREATE TABLE IF NOT EXISTS document (id TEXT PRIMARY KEY)")
        self._database.execute("CREATE INDEX IF NOT EXISTS entry_document ON entry (document)")
        self._database.execute("INSERT OR REPLACE INTO about VALUES ('form', ?)", (FORM,))
        self._database.commit()

    def documents(self) -> set[str]:
        """The ids of all documents that were taken in, those without entries too."""
        return {row[0] for row in self._database.execute("SELECT id FROM document")}

    def add(self, document: str, entries: Iterable[Entry]) -> list[int]:
        """Takes a document's entries in and gives them numbers."""
        self._database.execute("INSERT OR REPLACE INTO document VALUES (?)", (document,))
        numbers = []
        for entry in entries:
            values = [getattr(entry, name) for name in Entry.__slots__]
            cursor = self._database.execute(
                "INSERT INTO entry (document, value) VALUES (?, ?)", (entry.document, json.dumps(values, ensure_ascii=False))
            )
            numbers.append(int(cursor.lastrowid or 0))
        return numbers

    def remove(self, document: str) -> list[int]:
        """Takes a document's entries out, and tells their numbers."""
        numbers = [row[0] for row in self._database.execute("SELECT number FROM entry WHERE document = ?", (document,))]
        self._database.execute("DELETE FROM entry WHERE document = ?", (document,))
        self._database.execute("DELETE FROM document WHERE id = ?", (document,))
        return numbers

    def all(self) -> Iterator[tuple[int, Entry]]:
        """Every entry with its number."""
        # What entries of one document, or of one chapter, say alike is one object: 100,000 entries would repeat 150 MB of it.
        same: dict[Any, Any] = {}
        for number, value in self._database.execute("SELECT number, value FROM entry ORDER BY number"):
            fields: dict[str, Any] = {
                name: tuple(field) if isinstance(field, list) else field
                for name, field in zip(Entry.__slots__, json.loads(value), strict=True)
            }
            fields.update((name, same.setdefault(fields[name], fields[name])) for name in REPEATED)
            yield number, Entry(**fields)

    def commit(self) -> None:
        """Makes changes durable."""
        self._database.commit()

    def close(self) -> None:
        """Closes the file."""
        self._database.close()
