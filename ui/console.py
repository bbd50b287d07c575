"""What commands say: results on standard output, progress and problems on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")

BETWEEN_LINES = 5.0  # seconds


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


def with_progress(steps: Iterable[T], *, total: int, label: str) -> Iterator[T]:
    """Passes steps through and shows on standard error how many are done: a bar on a terminal, a line now and then elsewhere.

    Work of one step, or of a moment, shows nothing.
    """
    if total <= 1:
        yield from steps
    elif sys.stderr.isatty():
        yield from _with_bar(steps, total, label)
    else:
        yield from _with_lines(steps, total, label)


def _with_bar(steps: Iterable[T], total: int, label: str) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        yield from progress.track(steps, total=total, description=label)


def _with_lines(steps: Iterable[T], total: int, label: str) -> Iterator[T]:
    said = time.monotonic()
    for done, step in enumerate(steps, start=1):
        yield step
        if time.monotonic() - said >= BETWEEN_LINES:
            complain(f"{label}: {done} of {total}")
            said = time.monotonic()


def steps_on_stderr(label: str) -> Callable[[int, int], None]:
    """A listener to work that tells how many steps are done: a line now and then."""
    said = time.monotonic()

    def hear(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said >= BETWEEN_LINES:
            complain(f"{label}: {done} of {total}")
            said = time.monotonic()

    return hear
