"""The entries that an index holds, under their numbers, with the ways in which a search narrows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from search_api.catalog import Entry

Mask = NDArray[np.bool_]


class Holdings:
    """Entries by number, by id, by unit and by document."""

    def __init__(self) -> None:
        """Nothing is held."""
        self._entries: dict[int, Entry] = {}
        self._number_of: dict[str, int] = {}
        self._by_unit: dict[str, set[int]] = defaultdict(set)
        self._by_indicator: dict[str, set[int]] = defaultdict(set)
        self._by_document: dict[str, set[int]] = defaultdict(set)
        self._by_label: dict[str, set[int]] = defaultdict(set)
        self._masks: tuple[Mask, Mask] | None = None
        self._of_each_document: tuple[Entry, ...] | None = None
        self.size = 0

    def add(self, number: int, entry: Entry) -> None:
        """Takes an entry in."""
        self._entries[number] = entry
        self._number_of[entry.id] = number
        for unit in (*entry.unit_ids, *entry.unit_names):
            self._by_unit[unit].add(number)
        for indicator in entry.indicators:
            self._by_indicator[indicator].add(number)
        self._by_document[entry.document].add(number)
        if entry.label:
            self._by_label[entry.label].add(number)
        self.size = max(self.size, number + 1)
        self._masks = self._of_each_document = None

    def drop(self, numbers: Iterable[int]) -> None:
        """Takes entries out."""
        for number in numbers:
            entry = self._entries.pop(number, None)
            if entry is None:
                continue
            self._number_of.pop(entry.id, None)
            for unit in (*entry.unit_ids, *entry.unit_names):
                self._by_unit[unit].discard(number)
            for indicator in entry.indicators:
                self._by_indicator[indicator].discard(number)
            self._by_document[entry.document].discard(number)
            self._by_label[entry.label].discard(number)
        self._masks = self._of_each_document = None

    def __contains__(self, number: int) -> bool:
        """Whether an entry is held."""
        return number in self._entries

    def __getitem__(self, number: int) -> Entry:
        """The entry of a number."""
        return self._entries[number]

    def get(self, number: int) -> Entry | None:
        """The entry of a number, if it is held."""
        return self._entries.get(number)

    def items(self) -> Iterator[tuple[int, Entry]]:
        """Every entry with its number."""
        return iter(self._entries.items())

    def numbers(self, ids: Iterable[str]) -> list[int]:
        """The numbers of ids, where they are held."""
        return [self._number_of[id] for id in ids if id in self._number_of]

    def numbers_by_id(self, ids: Iterable[str]) -> dict[str, int]:
        """The number of each of these ids that is held."""
        return {id: self._number_of[id] for id in ids if id in self._number_of}

    def of_units(self, units: Iterable[str]) -> set[int]:
        """The numbers of the tasks of any of these units (ids or names)."""
        return set().union(*(self._by_unit.get(unit, ()) for unit in units))

    def of_indicators(self, indicators: Iterable[str]) -> set[int]:
        """The numbers of the tasks with a target of any of these indicators."""
        return set().union(*(self._by_indicator.get(indicator, ()) for indicator in indicators))

    def documents(self) -> tuple[Entry, ...]:
        """One entry of each document, for what it says of the document."""
        if self._of_each_document is None:
            self._of_each_document = tuple(self._entries[next(iter(numbers))] for numbers in self._by_document.values() if numbers)
        return self._of_each_document

    def of_documents(self, documents: Iterable[str]) -> set[int]:
        """The numbers of all entries of these documents."""
        return set().union(*(self._by_document.get(document, ()) for document in documents))

    def labelled(self, labels: Iterable[str]) -> set[int]:
        """The numbers of the tasks that bear one of these printed labels."""
        return set().union(*(self._by_label.get(label, ()) for label in labels))

    def count_labelled(self, document: str, label: str) -> int:
        """How many tasks of a document bear a label."""
        return len(self._by_label.get(label, set()) & self._by_document.get(document, set()))

    def masks(self) -> tuple[Mask, Mask]:
        """Which numbers are tasks, and which are passages."""
        if self._masks is None:
            tasks, passages = np.zeros(self.size, dtype=bool), np.zeros(self.size, dtype=bool)
            for number, entry in self._entries.items():
                (tasks if entry.is_task else passages)[number] = True
            self._masks = (tasks, passages)
        return self._masks
