"""A file of JSON lines that is only ever added to: what was acknowledged stays, whatever stops the process."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock


class Journal:
    """Events in the order in which they happened. Several threads and processes may add to one."""

    def __init__(self, path: Path) -> None:
        """A journal at `path`; the file is made with the first event."""
        self._path = path
        self._thread = threading.Lock()
        self._process = FileLock(path.with_suffix(".lock"))

    def add(self, *events: dict[str, Any]) -> None:
        """Adds events, all or none, and returns when they are on the disk."""
        lines = b"".join(json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for event in events)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._thread, self._process, self._path.open("ab+") as file:
            _drop_torn_end(file.fileno())
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Every event, oldest first; a line that a stopped process left unfinished is none."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    yield json.loads(line)


def _drop_torn_end(descriptor: int) -> None:
    size = os.fstat(descriptor).st_size
    end = size
    while end:
        start = max(0, end - 4096)
        block = os.pread(descriptor, end - start, start)
        if (newline := block.rfind(b"\n")) >= 0:
            end = start + newline + 1
            break
        end = start
    if end != size:
        os.ftruncate(descriptor, end)
