"""One process owns a data folder: it holds a lock there and says in a file at which port its API runs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from extract.errors import GraphUnavailable

LOCK_NAME = "owner.lock"
FILE_NAME = "owner.json"


class Owner(BaseModel):
    """Who holds a data folder: its process and, if that is an API, where it listens."""

    model_config = ConfigDict(frozen=True)

    pid: int
    host: str | None = None
    port: int | None = None

    @property
    def url(self) -> str | None:
        """The address of the owner's API, if it runs one."""
        if self.port is None:
            return None
        host = "127.0.0.1" if self.host in (None, "0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if host and ':' in host else host}:{self.port}"


class Ownership:
    """The lock on a data folder, from `claim` to `release`; a crash releases it, since the system drops the lock of a dead process."""

    def __init__(self, folder: Path, *, host: str | None = None, port: int | None = None) -> None:
        """Nothing is claimed yet."""
        self._folder = folder
        self._lock = FileLock(folder / LOCK_NAME, thread_local=False)
        self._owner = Owner(pid=os.getpid(), host=host, port=port)

    def claim(self) -> Self:
        """Takes the folder, or raises `GraphUnavailable` that says who has it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise GraphUnavailable(_taken(self._folder)) from None
        (self._folder / FILE_NAME).write_text(self._owner.model_dump_json(), "utf-8")
        return self

    def release(self) -> None:
        """Gives the folder back."""
        if self._lock.is_locked:
            (self._folder / FILE_NAME).unlink(missing_ok=True)
            self._lock.release()

    def __enter__(self) -> Self:
        """Claims the folder for a `with` block."""
        return self.claim()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Gives the folder back at the end of the block."""
        self.release()


def find_owner(folder: Path) -> Owner | None:
    """The process that holds the data folder now; `None` where none does, also after a crash that left its file behind."""
    if not (folder / LOCK_NAME).exists():
        return None
    lock = FileLock(folder / LOCK_NAME)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _read(folder)
    lock.release()
    return None


def _read(folder: Path) -> Owner | None:
    try:
        return Owner.model_validate(json.loads((folder / FILE_NAME).read_text("utf-8")))
    except (OSError, ValueError, ValidationError):
        return Owner(pid=0)


def _taken(folder: Path) -> str:
    owner = _read(folder)
    where = f"the API at {owner.url}" if owner is not None and owner.url else "another zeren command"
    return f"the data folder {folder} is in use by {where}; ask that one, stop it, or set ZEREN_DATA to another folder"
