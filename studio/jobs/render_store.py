"""Render jobs as stored: one row an accepted request, and the only moves a job may make."""

import time
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from pydantic import TypeAdapter

from studio.jobs.database import Database
from studio.render_request import AspectRatio


class JobStatus(IntEnum):
    """The contract's numbers (generation 1, `status` of prj_info)."""

    NOT_STARTED = 1
    QUEUED = 2
    IN_PROGRESS = 3
    SUCCESS = 4
    FAILURE = 5
    DELETED = 99


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """What the client asked for, as accepted."""

    aspect_ratio: AspectRatio
    language: str
    subtitles: bool
    avatar_id: int
    template_name: str
    template_type: str
    index_template_name: str
    script_style: str
    seconds: int


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One accepted and paid render."""

    id: int
    project_id: str
    settings: RenderSettings
    status: JobStatus
    progress: int
    """Percent, never falls."""
    stage: str
    """A word for what is being done."""
    error: str
    """Why it failed, one sentence."""
    seconds: float
    """Length of the finished video."""
    notes: tuple[str, ...]
    """What was decided in place of an unknown value."""
    created_at: float
    updated_at: float


_SETTINGS = TypeAdapter(RenderSettings)
_NOTES = TypeAdapter(tuple[str, ...])
_OPEN = f"status IN ({JobStatus.QUEUED:d}, {JobStatus.IN_PROGRESS:d})"


def _job(row: Any) -> RenderJob:
    return RenderJob(
        id=row["id"],
        project_id=row["project_id"],
        settings=_SETTINGS.validate_json(row["settings"]),
        status=JobStatus(row["status"]),
        progress=row["progress"],
        stage=row["stage"],
        error=row["error"],
        seconds=row["seconds"],
        notes=_NOTES.validate_json(row["notes"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


class RenderStore:
    """The renders table. A job that ended stays as it ended."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, project_id: str, settings: RenderSettings) -> int:
        """Queue a job and return its id."""
        now = time.time()
        return self._database.write(
            "INSERT INTO renders (project_id, settings, status, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
            project_id,
            _SETTINGS.dump_json(settings),
            JobStatus.QUEUED,
            now,
            now,
        )

    def latest(self, project_id: str) -> RenderJob | None:
        """The newest job of a project, or None before its first."""
        row = self._database.one("SELECT * FROM renders WHERE project_id = ? ORDER BY id DESC LIMIT 1", project_id)
        return _job(row) if row else None

    def queue_position(self, job: RenderJob) -> int:
        """1 for the job that is rendered next."""
        row = self._database.one(
            "SELECT count(*) AS n FROM renders WHERE status = ? AND id <= ?", JobStatus.QUEUED, job.id
        )
        return int(row["n"]) if row else 0

    def claim(self) -> RenderJob | None:
        """Take the oldest queued job into work, or None."""
        row = self._database.one(
            "UPDATE renders SET status = ?, updated_at = ? WHERE id ="
            " (SELECT id FROM renders WHERE status = ? ORDER BY id LIMIT 1) RETURNING *",
            JobStatus.IN_PROGRESS,
            time.time(),
            JobStatus.QUEUED,
        )
        return _job(row) if row else None

    def requeue_interrupted(self) -> None:
        """Put what was rendering when the process ended back into the queue."""
        self._database.write("UPDATE renders SET status = ? WHERE status = ?", JobStatus.QUEUED, JobStatus.IN_PROGRESS)

    def report(self, job_id: int, percent: int, stage: str) -> None:
        """Keep a worker's progress; a lower percentage than the stored one is not taken."""
        self._database.write(
            f"UPDATE renders SET progress = max(progress, ?), stage = ?, updated_at = ? WHERE id = ? AND {_OPEN}",  # noqa: S608 - two integers of ours
            max(0, min(percent, 99)),
            stage,
            time.time(),
            job_id,
        )

    def finish(self, job_id: int, seconds: float, notes: tuple[str, ...]) -> None:
        """Mark a job as done; its video is in place already."""
        self._database.write(
            f"UPDATE renders SET status = ?, progress = 100, stage = '', seconds = ?, notes = ?, updated_at = ?"  # noqa: S608 - two integers of ours
            f" WHERE id = ? AND {_OPEN}",
            JobStatus.SUCCESS,
            seconds,
            _NOTES.dump_json(notes),
            time.time(),
            job_id,
        )

    def fail(self, job_id: int, error: str) -> None:
        """Mark a job as failed with the reason that clients read."""
        self._database.write(
            f"UPDATE renders SET status = ?, stage = '', error = ?, updated_at = ? WHERE id = ? AND {_OPEN}",  # noqa: S608 - two integers of ours
            JobStatus.FAILURE,
            error,
            time.time(),
            job_id,
        )

    def accepted_by_project(self) -> dict[str, int]:
        """Project id to how many renders were accepted for it. More than one means somebody paid twice."""
        rows = self._database.all("SELECT project_id, count(*) AS n FROM renders GROUP BY project_id")
        return {row["project_id"]: row["n"] for row in rows}
