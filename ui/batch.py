"""Many files through the extractor, in order, on all cores; one bad file never stops the others."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ui.console import place_of

# Starting processes costs about a second (each imports the extractor); below this many bytes one process is done sooner.
WORTH_PROCESSES = 400_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the extraction as one line of JSON, or the sentence that says why there is none."""

    path: Path
    line: str | None = None
    problem: str | None = None


def extract_files(paths: Sequence[Path], *, processes: int | None = None) -> Iterator[Outcome]:
    """Extracts files and yields their outcomes in the order of `paths`."""
    workers = processes if processes is not None else _workers_for(paths)
    if workers <= 1:
        yield from map(extract_one, paths)
        return
    with ProcessPoolExecutor(max_workers=workers, initializer=_leave_the_end_to_the_parent) as pool:
        yield from pool.map(extract_one, paths, chunksize=4)


def _leave_the_end_to_the_parent() -> None:
    # Ctrl-C reaches every process of the terminal; each worker would print where it was. The parent takes the waiting files back and
    # the workers end after the ones in hand.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def extract_one(path: Path) -> Outcome:
    """Extracts one file; what cannot be read becomes a sentence."""
    from extract.errors import ZerenError
    from extract.pipeline import extract_file

    try:
        extraction = extract_file(path)
    except ZerenError as error:
        return Outcome(path, problem=str(error))
    except OSError as error:
        return Outcome(path, problem=f"{path.name}: {reason_of(error)}")
    except Exception as error:  # noqa: BLE001 - a defect met in one file must not lose the other thousand
        return Outcome(path, problem=f"{path.name}: stopped at a defect of Zeren ({place_of(error)}); please report it")
    return Outcome(path, line=extraction.model_dump_json(by_alias=True))


def files_under(paths: Sequence[Path]) -> list[Path]:
    """The files named, and all files below the folders named, sorted within each folder; hidden ones are left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            below = (entry for entry in path.rglob("*") if entry.is_file())
            found.extend(sorted(entry for entry in below if not _hidden(entry.relative_to(path))))
        else:
            found.append(path)
    return found


def _hidden(path: Path) -> bool:
    # `~$plan.docx` is what Word leaves beside a document that is open.
    return any(part.startswith((".", "~$")) for part in path.parts)


def _workers_for(paths: Sequence[Path]) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    total = 0
    for path in paths:
        if len(paths) > 1 and path.is_file():
            total += path.stat().st_size
    return min(cores, len(paths)) if total >= WORTH_PROCESSES else 1


def reason_of(error: OSError) -> str:
    """Why a file of this machine cannot be read, in words."""
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "is a folder, not a file"
        case PermissionError():
            return "may not be read by this user"
        case _:
            return error.strerror or "cannot be read"
