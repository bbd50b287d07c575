"""The questions put to the graph, one a file. A file's head says what is asked, with which parameters, and which columns come back."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def cypher(name: str) -> str:
    """The text of `name`.cypher without its head comment, the same for both engines."""
    text = (files(__name__) / f"{name}.cypher").read_text("utf-8")
    return "\n".join(line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("//"))


def names() -> tuple[str, ...]:
    """The names of all questions."""
    return tuple(sorted(path.name.removesuffix(".cypher") for path in files(__name__).iterdir() if path.name.endswith(".cypher")))
