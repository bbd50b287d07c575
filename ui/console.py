"""What commands say: results on standard output, progress and problems on standard error."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO, TypeVar

T = TypeVar("T")

BETWEEN_LINES = 5.0  # seconds


def open_streams() -> None:
    """Makes both streams speak UTF-8 whatever the locale, so that Chinese never stops a command; one that was closed leads nowhere."""
    sys.stdout, sys.stderr = _opened(sys.stdout), _opened(sys.stderr)


def _opened(stream: TextIO | None) -> TextIO:
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    return stream


def stop_writing() -> None:
    """Leads standard output nowhere, where its reader is gone or full: the interpreter would try again at its end, and fail loudly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_mistakes_in_a_line() -> None:
    """Lets what an API logs inside a command be a line for a report and not a traceback; the servers' own logs are not touched by it."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_OneLine())
    logging.getLogger().addHandler(handler)


class _OneLine(logging.Formatter):
    """The message, and of an error its kind and the place in our code where it happened."""

    def format(self, record: logging.LogRecord) -> str:
        """One record in one line."""
        line = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            line += f" ({place_of(record.exc_info[1])})"
        return line


def place_of(error: BaseException) -> str:
    """The kind of an error and where it happened, for a report of a defect.

    >>> try:
    ...     int("x")
    ... except ValueError as error:
    ...     print(place_of(error))
    ValueError in <doctest ui.console.place_of[0]>:2
    """
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else type(error).__name__


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
