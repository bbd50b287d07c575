"""What commands say: results on standard output, progress and problems on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")


def use_utf8() -> None:
    """Makes both streams speak UTF-8 whatever the locale, so that Chinese never stops a command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def say(line: str = "") -> None:
    """Writes one line of result."""
    sys.stdout.write(line + "\n")


def say_json(value: Any) -> None:
    """Writes one JSON object on one line."""
    say(json.dumps(value, ensure_ascii=False))


def complain(sentence: str) -> None:
    """Writes one sentence on standard error."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress display on standard error; silent where standard error is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield progress


def with_progress(steps: Iterable[T], *, total: int, label: str) -> Iterator[T]:
    """Passes steps through and shows how many are done; quick work of one step shows nothing."""
    if total <= 1 or not sys.stderr.isatty():
        yield from steps
        return
    with progress_bar() as progress:
        yield from progress.track(steps, total=total, description=label)
