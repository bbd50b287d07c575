"""Damaged copies of real documents through readers and extractor: no crash, no hang, offsets always true.

    python benchmarks/fuzz.py FOLDER [FOLDER …] [--seconds 60] [--seed 0] [--keep FOLDER]

Every file is cut, repeated, shuffled line by line, spliced with another of its kind, or has bytes changed (in a zip, inside one of
its parts, so that the reader of that part meets the damage, not the archive). What is not refused in a sentence must come out with every
quotation at its offsets, within `SLOWEST` seconds. A file that fails is kept with its trace.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import traceback
import zipfile
from pathlib import Path
from unittest.mock import patch

from extract import read_office
from extract.errors import DocumentError
from extract.pipeline import extract_bytes

SUFFIXES = (".txt", ".md", ".html", ".docx", ".xlsx", ".pdf", ".ofd", ".eml", ".zip")
TEXTS = (".txt", ".md", ".html", ".eml")
SLOWEST = 10.0
"""Seconds of CPU time that one file of some tens of kilobytes may take."""


def change_bytes(data: bytes, chance: random.Random) -> bytes:
    """Some bytes are others, some stretches are gone or stand twice."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 40))):
        if not changed:
            break
        place, size = chance.randrange(len(changed)), chance.choice((1, 1, 4, 60))
        match chance.randrange(4):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                del changed[place : place + size]
            case 2:
                changed[place:place] = changed[place : place + size] * chance.choice((1, 3))
            case _:
                changed[place : place + size] = bytes(chance.choice(b"0129<>/|\x00\n\xff \xe3") for _ in range(size))
    return bytes(changed)


def change_text(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Lines in another order, cut, run together, or mixed with those of another document."""
    lines, more = data.split(b"\n"), other.split(b"\n")
    match chance.randrange(5):
        case 0:
            chance.shuffle(lines)
        case 1:
            lines = [line[: chance.randrange(len(line) + 1)] for line in lines]
        case 2:
            lines = [b"".join(lines)]
        case 3:
            lines = [chance.choice((one, two)) for one, two in zip(lines, more * (len(lines) // len(more) + 1), strict=False)]
        case _:
            at = chance.randrange(len(lines))
            lines[at:at] = [chance.choice(lines)] * chance.choice((3, 200))
    return b"\n".join(lines)


def change_part(data: bytes, chance: random.Random) -> bytes:
    """A zip with one of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        hit = chance.choice(archive.namelist())
        for name in archive.namelist():
            part = archive.read(name)
            out.writestr(name, change_bytes(part, chance) if name == hit else part)
    return made.getvalue()


def damaged(data: bytes, other: bytes, suffix: str, chance: random.Random) -> bytes:
    """A damaged copy."""
    if suffix in TEXTS and chance.random() < 0.6:
        return change_text(data, other, chance)
    if data[:2] == b"PK" and chance.random() < 0.8:
        return change_part(data, chance)
    return change_bytes(data, chance)


def try_one(data: bytes, name: str) -> None:
    """Raises where something is wrong with how the file is read; a refusal in a sentence is right."""
    begun = time.process_time()
    try:
        extraction = extract_bytes(data, name)
    except DocumentError:
        return
    wrong = [where for document in extraction.documents for where in document.check_offsets()]
    assert not wrong, f"quotations that do not stand at their offsets: {wrong[:3]}"
    took = time.process_time() - begun
    assert took < SLOWEST, f"{took:.1f} seconds"


def main() -> None:
    """Prints how many files were tried and every failure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    files = sorted(path for folder in arguments.folders for path in folder.rglob("*") if path.suffix in SUFFIXES)
    if not files:
        parser.error("there is nothing to damage")
    # LibreOffice takes seconds a file and is another program.
    with patch.object(read_office, "find_office", return_value=None):
        chance, tried, failed = random.Random(arguments.seed), 0, 0
        ends = time.monotonic() + arguments.seconds
        while time.monotonic() < ends:
            path = chance.choice(files)
            data = damaged(path.read_bytes(), chance.choice(files).read_bytes(), path.suffix, chance)
            tried += 1
            try:
                try_one(data, path.name)
            except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
                failed += 1
                print(f"{path.name}:\n{traceback.format_exc(limit=-4)}")
                if arguments.keep:
                    arguments.keep.mkdir(parents=True, exist_ok=True)
                    (arguments.keep / f"{failed}-{path.name}").write_bytes(data)
    print(f"{tried} files tried, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
