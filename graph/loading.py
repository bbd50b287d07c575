"""How files enter and leave the graph, inside one transaction of either engine.

What a load leaves behind follows from what is held, not from the order in which it came: documents own what is theirs, shared nodes and the
edges between them follow from their ids, and what nothing needs any more is swept away.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from graph.build import rows_of
from graph.cypher import cypher
from graph.decisions import Resolver
from graph.engine import Lot, Writer
from graph.ids import make_id
from graph.linking import link_members, link_renames, link_series, series_of
from graph.rows import DocumentRows, Loading, Row, Values, as_mappings
from graph.schema import BY_LABEL, EDGES, NODES, Node
from graph.views import LoadReport

NOTHING: frozenset[tuple[str, str]] = frozenset()
SHARED = {"Unit": "units", "Place": "places", "Indicator": "indicators", "Work": "works"}
# What belongs to a unit goes before the unit; a unit goes before its place.
_SWEEP = ("Unit", "Place", "Indicator", "Work")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is to be loaded, as rows; `file` is an id made of all its documents."""

    source: str
    file: str
    documents: tuple[DocumentRows, ...]


def prepare(loading: Loading, decided: Resolver | None = None) -> Incoming:
    """The rows of a file; the costly part of loading, done outside the transaction."""
    documents = rows_of(loading, decided)
    return Incoming(loading.extraction.source, documents[0].file if documents else make_id("f", loading.extraction.source), documents)


def size(file: Incoming) -> int:
    """How many rows a file has."""
    return sum(document.rows.size() for document in file.documents)


def write(writer: Writer, files: Sequence[Incoming], decided: frozenset[tuple[str, str]] = NOTHING) -> list[LoadReport]:
    """Loads files of different names: what is held unchanged stays, an older copy gives way.

    `decided` are the pairs of a collective and a unit that it stands for by decision.
    """
    # Nobody else writes to the embedded graph: where it is empty, nothing that comes needs to be looked for.
    is_first = writer.once and not writer.ask(cypher("count_documents"), {})[0]["n"]
    held: dict[str, list[Row]] = {}
    for row in [] if is_first else writer.ask(cypher("held_by_source"), {"sources": [file.source for file in files]}):
        held.setdefault(row["source"], []).append(row)
    reports, going, coming = [], set(), []
    for file in files:
        ours = held.get(file.source, [])
        unchanged = {row["id"] for row in ours if row["fingerprint"] in {document.fingerprint for document in file.documents}}
        # An untitled document that comes again in another file of this name makes no older copy of that file, yet is the same document.
        again = {row["id"] for row in ours} & {document.id for document in file.documents}
        replaced = ({row["id"] for row in _older_copy(file, ours)} | again) - unchanged
        going |= replaced
        coming += [document for document in file.documents if document.id not in unchanged]
        reports.append(
            LoadReport(
                source=file.source,
                documents=tuple(document.id for document in file.documents),
                unchanged=tuple(document.id for document in file.documents if document.id in unchanged),
                replaced=tuple(sorted(replaced - {document.id for document in file.documents})),
            )
        )
    series = series_of(writer, sorted(going)) | {document.series for document in coming if document.series}
    if going:
        _delete_owned(writer, sorted(going))
    _insert(writer, coming, decided, is_first=is_first)
    if going:
        sweep(writer)
    link_series(writer, series)
    twins = _same_text(writer, [document for file in files for document in file.documents])
    return [report.model_copy(update={"same_text": {id_: twins[id_] for id_ in report.documents if twins.get(id_)}}) for report in reports]


def remove(writer: Writer, ids: Sequence[str]) -> None:
    """Takes documents out, with all that only they supported."""
    series = series_of(writer, ids)
    _delete_owned(writer, ids)
    sweep(writer)
    link_series(writer, series)


def sweep(writer: Writer) -> None:
    """Takes out shared nodes that nothing needs any more; a unit that goes may leave its parent alone, so until nothing is found."""
    for label in _SWEEP:
        while lone := [row["id"] for row in writer.ask(cypher(f"lone_{SHARED[label]}"), {})]:
            writer.ask(cypher(f"delete_{SHARED[label]}"), {"ids": lone})


def _older_copy(file: Incoming, held: Iterable[Row]) -> list[Row]:
    """The documents of the held file that this one is the newer copy of: one that shares a document's title and number with it.

    Untitled documents decide only where a file has no others: they would make one of any two pages of the same name.
    """
    held = list(held)
    names = {(document.title, document.doc_number) for document in file.documents}
    if any(title for title, _ in names):
        names = {name for name in names if name[0]}
    matched = {row["file"] for row in held if (row["title"], row["doc_number"]) in names}
    return [row for row in held if row["file"] in matched]


def _delete_owned(writer: Writer, ids: Sequence[str]) -> None:
    for owned in ("deadlines", "targets", "sections", "tasks", "documents"):
        writer.ask(cypher(f"delete_{owned}"), {"ids": list(ids)})


def _insert(writer: Writer, documents: Sequence[DocumentRows], decided: frozenset[tuple[str, str]], *, is_first: bool) -> None:
    new: set[str] = set()
    units: list[Row] = []
    lots: deque[Lot] = deque()
    for node in NODES:
        if node.shared:
            rows = _new_ones(writer, node, documents, is_first=is_first)
            # The id is the first of a row's values.
            new.update(row[0] for row in rows)
            units = as_mappings(node, rows) if node.label == "Unit" else units
        else:
            rows = [row for document in documents for row in document.rows.nodes[node.label].values()]
        lots.append((node, rows))
    for edge in EDGES:
        links = list(chain.from_iterable(document.rows.edges[edge] for document in documents))
        if BY_LABEL[edge.source].shared and BY_LABEL[edge.target].shared:
            # Such an edge follows from the id of its source, and stands if that does.
            links = list({link[:2]: link for link in links if link[0] in new}.values())
        lots.append((edge, links))
    if writer.once:
        for document in documents:
            document.rows.nodes.clear()
            document.rows.edges.clear()
    # One after the other out of the queue, so that the rows of each can be let go as it is written.
    writer.add(lots.popleft() for _ in range(len(lots)))
    link_renames(writer, {rename for document in documents for rename in document.renames}, new)
    link_members(writer, units, decided, are_all=is_first)


def _new_ones(writer: Writer, node: Node, documents: Sequence[DocumentRows], *, is_first: bool) -> list[Values]:
    """The rows of a shared kind that do not stand in the graph, each once."""
    rows: dict[str, Values] = {}
    for document in documents:
        rows.update(document.rows.nodes[node.label])
    if is_first or not rows:
        return list(rows.values())
    held = {row["id"] for row in writer.ask(cypher(f"existing_{SHARED[node.label]}"), {"ids": list(rows)})}
    return [row for id_, row in rows.items() if id_ not in held]


def _same_text(writer: Writer, documents: Sequence[DocumentRows]) -> dict[str, tuple[str, ...]]:
    if not documents:
        return {}
    same: dict[str, list[str]] = {}
    for row in writer.ask(cypher("same_text"), {"hashes": sorted({document.text_hash for document in documents})}):
        same.setdefault(row["text_hash"], []).append(row["id"])
    return {document.id: tuple(sorted(set(same.get(document.text_hash, ())) - {document.id})) for document in documents}
