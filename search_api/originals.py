"""The archive of files as they were fed in: content by its SHA-256, with the names it came under, so that all can be made anew from it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

CHUNK = 1 << 20
# Most file systems hold 255 bytes in a name; room is left for the suffix of a temporary file.
NAME_BYTES = 240


class Original(BaseModel):
    """One file of the archive: the SHA-256 of its content, the name it was fed in under, and what was said with it."""

    model_config = ConfigDict(frozen=True)

    sha256: str
    name: str
    issuer: str | None = None
    place: str | None = None
    added_at: datetime


def clean_name(name: str) -> str:
    """The bare file name, without folders, control characters and what a file system cannot hold.

    >>> clean_name("..\\\\..\\\\工作要点.docx"), clean_name("/etc/passwd"), clean_name("..")
    ('工作要点.docx', 'passwd', 'unnamed')
    """
    bare = PureWindowsPath(PurePosixPath(name.replace("\x00", "")).name).name
    bare = "".join(char for char in bare if char.isprintable() and char not in '<>:"|?*').strip(" .")
    if not bare:
        return "unnamed"
    stem, suffix = PurePosixPath(bare).stem, PurePosixPath(bare).suffix[:20]
    while len((stem + suffix).encode()) > NAME_BYTES:
        stem = stem[:-1]
    return stem + suffix


class Originals:
    """The archive folder: `<sha256>/<name>` is the content, `<sha256>/<name>.json` what is known of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, stream: BinaryIO, name: str, *, issuer: str | None = None, place: str | None = None) -> Original:
        """Archives a file, on disk for good when this returns; the same content under the same name is kept once."""
        self._folder.mkdir(parents=True, exist_ok=True)
        waiting = self._folder / f".incoming-{os.getpid()}-{os.urandom(8).hex()}"
        try:
            digest = hashlib.sha256()
            with waiting.open("wb") as file:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            original = Original(sha256=digest.hexdigest(), name=clean_name(name), issuer=issuer, place=place, added_at=datetime.now(UTC))
            target = self.path(original)
            target.parent.mkdir(exist_ok=True)
            waiting.replace(target)
        finally:
            waiting.unlink(missing_ok=True)
        write_durably(target.with_name(target.name + ".json"), original.model_dump_json())
        return original

    def path(self, original: Original) -> Path:
        """Where the content lies, under its own name."""
        return self._folder / original.sha256 / original.name

    def forget(self, sha256: str, name: str) -> None:
        """Deletes one file for good; of an unknown one there is nothing to do."""
        folder = self._folder / sha256
        for path in (folder / name, folder / f"{name}.json"):
            path.unlink(missing_ok=True)
        if folder.is_dir() and not any(folder.iterdir()):
            shutil.rmtree(folder)

    def all(self) -> list[Original]:
        """Every file, in the order in which they came."""
        return sorted(self._read(), key=lambda original: (original.added_at, original.sha256, original.name))

    def _read(self) -> Iterator[Original]:
        for path in self._folder.glob("*/*.json"):
            try:
                original = Original.model_validate_json(path.read_text("utf-8"))
            except (ValidationError, UnicodeDecodeError):
                continue  # an original that is itself a JSON file, not what is known of one
            if self.path(original).is_file():
                yield original


def write_durably(path: Path, text: str) -> None:
    """Writes a small file so that a crash leaves the old or the new content, never half of it."""
    waiting = path.with_name(f".writing-{os.urandom(8).hex()}")
    with waiting.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
