"""What persons decide about units: that two are one or are not, or that a name means another one.

Decisions are kept apart from the data, in `decisions.jsonl` of the data folder, each with its author and reason, and can be undone. They
are part of resolving names: a document that is loaded after a decision follows it, one that was loaded before is loaded again
(`graph.archive.Archive.merge`). So the graph is always what its documents and the decisions make of it. Nothing is merged by likeness
alone; `graph.offers` only offers.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from extract.errors import BadRequest, NotFound
from extract.records import Record
from graph.journal import Journal
from graph.resolve import ResolvedUnit

Kind = Literal["merge", "split", "contains", "apart"]


class UnitKey(Record):
    """A unit without a graph around it: enough to resolve names to it again."""

    id: str
    name: str
    canonical: str
    place: tuple[str, ...] | None = None
    scope: str = ""
    level: str
    kind: str


class Decision(Record):
    """One decision: `unit` (or only its mentions printed as `printed`) is the unit `into`, or the collective `unit` contains it.

    `apart` says that the two are not one, so that nobody is asked again.
    """

    id: str
    kind: Kind
    unit: UnitKey
    into: UnitKey
    printed: str | None = None
    author: str
    reason: str
    at: str


class Decisions:
    """The decisions of a data folder."""

    def __init__(self, path: Path) -> None:
        """The decisions kept at `path`; the file is made with the first."""
        self._journal = Journal(path)

    def merge(self, unit: UnitKey, into: UnitKey, *, author: str, reason: str) -> Decision:
        """Decides that `unit` is no other than `into`. Raises `BadRequest` where `into` is (by other decisions) `unit` already."""
        return self._decide("merge", unit, into, None, author, reason)

    def split(self, unit: UnitKey, printed: str, into: UnitKey, *, author: str, reason: str) -> Decision:
        """Decides that mentions of `unit` printed as `printed` mean `into`."""
        return self._decide("split", unit, into, printed, author, reason)

    def contains(self, unit: UnitKey, member: UnitKey, *, author: str, reason: str) -> Decision:
        """Decides that the collective `unit` stands, among others, for `member`. Raises `BadRequest` where it is no collective."""
        if unit.kind != "collective":
            raise BadRequest(f"{unit.canonical} is one unit, not a collective that stands for others")
        if unit.id == member.id:
            raise BadRequest(f"{unit.canonical} cannot contain itself")
        return self._decide("contains", unit, member, None, author, reason)

    def apart(self, unit: UnitKey, other: UnitKey, *, author: str, reason: str) -> Decision:
        """Decides that two units are not one. Raises `BadRequest` where they are (by other decisions)."""
        return self._decide("apart", unit, other, None, author, reason)

    def undo(self, decision: str, *, author: str, reason: str) -> None:
        """Takes a decision back. Raises `NotFound` where none of that id holds."""
        if decision not in {held.id for held in self.active()}:
            raise NotFound(f"there is no decision {decision} that holds")
        self._journal.add({"event": "undo", "decision": decision, **_signed(author, reason)})

    def active(self) -> tuple[Decision, ...]:
        """The decisions that hold, oldest first."""
        undone = {event["decision"] for event in self._journal if event["event"] == "undo"}
        return tuple(decision for decision in self._all() if decision.id not in undone)

    def resolver(self) -> Resolver:
        """What follows from the decisions that hold now."""
        return Resolver(self.active())

    def _all(self) -> list[Decision]:
        return [Decision.model_validate(event["decision"]) for event in self._journal if event["event"] == "decide"]

    def _decide(self, kind: Kind, unit: UnitKey, into: UnitKey, printed: str | None, author: str, reason: str) -> Decision:
        if kind in ("merge", "apart") and self.resolver().follow(into).id == unit.id:
            raise BadRequest(f"{unit.canonical} and {into.canonical} are one already")
        decision = Decision(id="c" + uuid.uuid4().hex[:20], kind=kind, unit=unit, into=into, printed=printed, **_signed(author, reason))
        self._journal.add({"event": "decide", "decision": decision.model_dump(mode="json")})
        return decision


class Resolver:
    """Names after decisions."""

    def __init__(self, decisions: tuple[Decision, ...]) -> None:
        """Later decisions about the same unit go before earlier ones."""
        self._merges = {decision.unit.id: decision.into for decision in decisions if decision.kind == "merge"}
        self._splits = {(decision.unit.id, decision.printed): decision.into for decision in decisions if decision.kind == "split"}

        contained = [decision for decision in decisions if decision.kind == "contains"]
        self.contained = frozenset((self.follow(decision.unit).id, self.follow(decision.into).id) for decision in contained)

    def __call__(self, unit: ResolvedUnit, printed: str) -> ResolvedUnit:
        """The unit that a printed name means, when the decisions are followed."""
        if not self._merges and not self._splits:
            return unit
        meant = self._splits.get((unit.id, printed)) or self._merges.get(unit.id)
        return unit if meant is None else as_resolved(self.follow(meant))

    def follow(self, key: UnitKey) -> UnitKey:
        """Where merges lead from a unit; a circle, made by decisions of different days, ends before it closes."""
        seen = {key.id}
        while (into := self._merges.get(key.id)) and into.id not in seen:
            key = into
            seen.add(key.id)
        return key


def as_resolved(key: UnitKey) -> ResolvedUnit:
    """A unit as names are resolved to it."""
    return ResolvedUnit(**{name: getattr(key, name) for name in ("id", "name", "canonical", "place", "scope", "level", "kind")})


def _signed(author: str, reason: str) -> dict[str, str]:
    if not author.strip() or not reason.strip():
        raise BadRequest("a decision needs an author and a reason")
    return {"author": author.strip(), "reason": reason.strip(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
