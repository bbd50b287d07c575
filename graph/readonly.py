"""Cypher that people write: it may only read, not for long, and returns no more than fits on a page.

The words are looked at after quotations and comments are taken out, and the engine is asked in a way that cannot write (Neo4j: read access;
LadybugDB: the statement is refused unless it opens with a reading clause, holds no writing one, and is the only one).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from extract.errors import GraphError, QueryRefused
from extract.records import Record
from graph.store import Graph

SECONDS = 5.0
ROWS = 1_000
LONGEST = 10_000

_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
_ESCAPED = re.compile(r"\\u", re.IGNORECASE)
_PARAMETER = re.compile(r"\$(\w+)")
_OPENS = re.compile(r"\s*(OPTIONAL\s+MATCH|MATCH|UNWIND|WITH|RETURN)\b", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"\b(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|DROP|ALTER|COPY|LOAD|CALL|INSTALL|UNINSTALL|UPDATE|ATTACH|USE|EXPORT|IMPORT|FOREACH|BEGIN|COMMIT|"
    r"ROLLBACK|CHECKPOINT|EXPLAIN|PROFILE|GRANT|DENY|REVOKE|START|STOP|TERMINATE|SHOW|INSERT|FINISH)\b",
    re.IGNORECASE,
)


class Table(Record):
    """What a question returned: names of columns and rows; `is_cut` says that there would have been more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool = False


def check(text: str) -> str:
    """The statement, if it only reads; raises `QueryRefused` with the reason.

    >>> check("MATCH (t:Task) WHERE t.title = 'SET; DROP' RETURN t.number")
    "MATCH (t:Task) WHERE t.title = 'SET; DROP' RETURN t.number"
    >>> check("MATCH (t:Task) DETACH DELETE t")
    Traceback (most recent call last):
        ...
    extract.errors.QueryRefused: the question may only read; it has DETACH in it
    """
    if len(text) > LONGEST:
        raise QueryRefused(f"the question is longer than {LONGEST} characters")
    if _ESCAPED.search(text):
        # Neo4j turns these into signs before it looks for words and quotation marks.
        raise QueryRefused("the question may not have signs written as \\u and their number; write the signs themselves")
    bare = _QUOTED.sub(" '' ", text).rstrip().rstrip(";")
    if ";" in bare:
        raise QueryRefused("the question must be one statement; it has a semicolon in it")
    if found := _FORBIDDEN.search(bare):
        raise QueryRefused(f"the question may only read; it has {found.group().upper()} in it")
    if not _OPENS.match(bare):
        raise QueryRefused("the question must open with MATCH, OPTIONAL MATCH, UNWIND, WITH or RETURN")
    return text.rstrip().rstrip(";")


def query(graph: Graph, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = SECONDS, rows: int = ROWS) -> Table:
    """The answer to a question that a person wrote. Raises `QueryRefused` where it writes, takes too long, or cannot be understood."""
    checked = check(text)
    missing = sorted(set(_PARAMETER.findall(_QUOTED.sub(" ", checked))) - set(parameters or {}))
    if missing:
        # The embedded engine would take them for null.
        raise QueryRefused(f"the question has no value for {', '.join('$' + name for name in missing)}")
    try:
        columns, found = graph.read(checked, parameters or {}, seconds=seconds, rows=rows + 1)
    except GraphError as exc:
        if isinstance(exc, QueryRefused) or type(exc) is not GraphError:
            raise
        raise QueryRefused(f"the question was not answered: {exc}") from exc
    return Table(columns=columns, rows=tuple(tuple(_plain(value) for value in row) for row in found[:rows]), is_cut=len(found) > rows)


def _plain(value: Any) -> Any:
    """A value as JSON has it; nodes and relationships are mappings of their properties, without what an engine keeps for itself."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items() if not str(key).startswith("_")}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
