"""What options of the command line look like, which values they take, and the codes that commands exit with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter, validators

from extract.errors import BadRequest

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

# What the API takes (`search_api.models`), said here as well: a bad value is refused before a store is opened for it.
MOST_HITS, MOST_ROWS, MOST_NAME = 100, 1000, 200
FIRST_YEAR, LAST_YEAR = 1900, 2200

GraphForm = Literal["csv", "graphml", "jsonld", "neo4j"]


def _is_a_name(type_: object, value: str | None) -> None:
    if value is not None and not value.strip():
        raise ValueError("It is empty.")
    if value is not None and len(value) > MOST_NAME:
        raise ValueError(f"It is longer than {MOST_NAME} characters.")


def _is_a_day_of_an_office(type_: object, value: date | None) -> None:
    if value is not None and not FIRST_YEAR <= value.year < LAST_YEAR:
        raise ValueError(f"It lies outside the years {FIRST_YEAR} to {LAST_YEAR - 1}.")


def _number(first: int, last: int) -> validators.Number:
    return validators.Number(gte=first, lte=last)


Json = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON on standard output and nothing else there.")]
Unit = Annotated[str | None, Parameter(validator=_is_a_name, help="Only what this unit has to do: a name, or the id of a unit.")]
Year = Annotated[int | None, Parameter(validator=_number(FIRST_YEAR, LAST_YEAR), help="Only documents of this year.")]
Hits = Annotated[int, Parameter(validator=_number(1, MOST_HITS), help="How many to show.")]
Rows = Annotated[int, Parameter(validator=_number(1, MOST_ROWS), help="How many to show.")]
Port = Annotated[int | None, Parameter(validator=_number(1, 65535), help="Listen there instead of where the settings say.")]
Today = Annotated[date | None, Parameter(validator=_is_a_day_of_an_office, help="The day to count from, YYYY-MM-DD.")]
Since = Annotated[date | None, Parameter(name="--from", validator=_is_a_day_of_an_office, help="First day, YYYY-MM-DD.")]
Until = Annotated[date | None, Parameter(name="--to", validator=_is_a_day_of_an_office, help="Last day, YYYY-MM-DD.")]
Issuer = Annotated[str | None, Parameter(validator=_is_a_name, help="Issuer of documents that name none.")]
Place = Annotated[str | None, Parameter(validator=_is_a_name, help="Place of documents that name none.")]


def files_named(names: Sequence[str]) -> list[Path]:
    """The files and folders that were named, and all files below the folders; raises `BadRequest` where a name is empty.

    An empty name is what an unset variable of a shell leaves; as a path it would mean the folder one stands in.
    """
    from ui.batch import files_under

    if not all(name.strip() for name in names):
        raise BadRequest("an empty name is no file: name files or folders")
    return files_under([Path(name) for name in names])
