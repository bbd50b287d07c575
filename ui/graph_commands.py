"""What the commands about the graph itself do: the whole graph as a file, and questions in Cypher."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from extract.errors import BadRequest
from search_api.settings import read_settings
from ui.batch import reason_of
from ui.console import complain, say, say_json
from ui.reaching import reach

# The name that `zeren export` has where none is given, and what a graph is called instead.
LEDGER = Path("ledger.xlsx")
NAMES = {"csv": "zeren.csv", "graphml": "zeren.graphml", "jsonld": "zeren.jsonld", "neo4j": "zeren-neo4j.zip"}


def export_graph(form: str, output: Path, *, as_json: bool) -> None:
    """Writes the whole graph to a file, which is there wholly or not at all; raises `BadRequest` where it cannot be written."""
    path = Path(NAMES[form]) if output == LEDGER else output
    waiting = path.with_name(f".{path.name}.{os.getpid()}")
    with reach(read_settings()) as client:
        try:
            with waiting.open("wb") as file:
                client.save_graph(form, file)
            waiting.replace(path)
        except OSError as error:
            raise BadRequest(f"{path}: {reason_of(error)}") from error
        finally:
            waiting.unlink(missing_ok=True)
    size = path.stat().st_size
    if as_json:
        say_json({"file": str(path), "form": form, "bytes": size})
    else:
        say(f"{path}: {size} bytes")


def ask_in_cypher(query: str, parameters: str, *, as_json: bool) -> None:
    """Prints the rows of a question, columns parted by tabs; raises `BadRequest` where the parameters are no JSON object."""
    with reach(read_settings()) as client:
        table = client.cypher(query, _as_object(parameters))
    if as_json:
        say_json(table.model_dump(mode="json"))
        return
    say("\t".join(table.columns))
    for row in table.rows:
        say("\t".join(_as_cell(value) for value in row))
    if table.is_cut:
        complain(f"only the first {len(table.rows)} rows are shown")


def _as_object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise BadRequest(f"--parameters is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadRequest("--parameters must be one JSON object, such as '{\"year\": 2026}'")
    return value


def _as_cell(value: Any) -> str:
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return " ".join(text.split())
