"""Uploads that were acknowledged: each a small file on disk, so that no crash loses one."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from extract.errors import NotFound
from graph.archive import Original
from search_api.models import Job, JobFile, JobState

# Finished jobs are kept so that a client can still ask after them, and no longer.
KEPT_JOBS = 500


class StoredJob(BaseModel):
    """A job with the archived file behind each of its entries."""

    model_config = ConfigDict(frozen=True)

    job: str
    state: JobState
    originals: tuple[Original, ...]
    files: tuple[JobFile, ...]
    created_at: datetime
    finished_at: datetime | None = None

    def as_job(self) -> Job:
        """The job as the API shows it."""
        done = sum(file.state != "waiting" for file in self.files)
        return Job(
            job=self.job,
            state=self.state,
            done=done,
            total=len(self.files),
            files=self.files,
            created_at=self.created_at,
            finished_at=self.finished_at,
        )


class Jobs:
    """All jobs of a data folder. Its methods may be called from several threads."""

    def __init__(self, folder: Path) -> None:
        """Reads the jobs that the folder holds."""
        self._folder = folder
        self._lock = threading.Lock()
        self._jobs: dict[str, StoredJob] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.json"):
            try:
                job = StoredJob.model_validate_json(path.read_text("utf-8"))
            except (OSError, ValueError, ValidationError):
                continue  # half a file of a version that wrote another form: nothing that could be resumed
            self._jobs[job.job] = job

    def add(self, originals: tuple[Original, ...], files: tuple[JobFile, ...]) -> StoredJob:
        """A new job over archived files, `files` one for one with them; on disk when this returns."""
        job = StoredJob(
            job=os.urandom(8).hex(),
            state="queued",
            originals=originals,
            files=files,
            created_at=datetime.now(UTC),
        )
        self._save(job)
        self._prune()
        return job

    def get(self, job: str) -> StoredJob:
        """One job. Raises `NotFound`."""
        with self._lock:
            found = self._jobs.get(job)
        if found is None:
            raise NotFound(f"there is no job {job!r}; it may have been finished long ago")
        return found

    def all(self) -> tuple[StoredJob, ...]:
        """All jobs, newest first."""
        with self._lock:
            return tuple(sorted(self._jobs.values(), key=lambda job: job.created_at, reverse=True))

    def unfinished(self) -> tuple[StoredJob, ...]:
        """What is still to do, oldest first."""
        return tuple(job for job in reversed(self.all()) if job.state in ("queued", "running"))

    def start(self, job: str) -> StoredJob:
        """Marks a job as running."""
        return self._save(self.get(job).model_copy(update={"state": "running"}))

    def record(self, job: str, results: Mapping[int, JobFile]) -> StoredJob:
        """Keeps the results of the files at these places."""
        found = self.get(job)
        files = tuple(results.get(place, file) for place, file in enumerate(found.files))
        return self._save(found.model_copy(update={"files": files}))

    def finish(self, job: str) -> StoredJob:
        """Closes a job: failed where no file of it could be read."""
        found = self.get(job)
        state = "failed" if found.files and all(file.state == "failed" for file in found.files) else "done"
        return self._save(found.model_copy(update={"state": state, "finished_at": datetime.now(UTC)}))

    def give_up(self, job: str, problem: str) -> None:
        """Ends a job that cannot be written down any more; what lies on disk stays, and is taken up at the next start."""
        found = self.get(job)
        files = tuple(
            file.model_copy(update={"state": "failed", "problem": f"{file.name}: {problem}"}) if file.state == "waiting" else file
            for file in found.files
        )
        with self._lock:
            self._jobs[job] = found.model_copy(update={"state": "failed", "files": files, "finished_at": datetime.now(UTC)})

    def _save(self, job: StoredJob) -> StoredJob:
        write_durably(self._folder / f"{job.job}.json", job.model_dump_json())
        with self._lock:
            self._jobs[job.job] = job
        return job

    def _prune(self) -> None:
        finished = [job for job in self.all() if job.state in ("done", "failed")]
        for job in finished[KEPT_JOBS:]:
            (self._folder / f"{job.job}.json").unlink(missing_ok=True)
            with self._lock:
                self._jobs.pop(job.job, None)


def write_durably(path: Path, text: str) -> None:
    """Writes a small file so that a crash leaves the old or the new content, never half of it."""
    waiting = path.with_name(f".writing-{os.urandom(8).hex()}")
    with waiting.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
