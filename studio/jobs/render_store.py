"""Render jobs as stored: one row an accepted request, and the only moves a job may make."""

import time
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from studio.jobs.database import Database
from studio.jobs.render_job import JobStatus, RenderJob, RenderKind, RenderOrder, RenderSettings

_SETTINGS = TypeAdapter(RenderSettings)
_NOTES = TypeAdapter(tuple[str, ...])
_OPEN = f"status IN ({JobStatus.QUEUED:d}, {JobStatus.IN_PROGRESS:d})"


def _job(row: Any) -> RenderJob:
    return RenderJob(
        id=row["id"],
        order=RenderOrder(
            project_id=row["project_id"],
            product_id=row["product_id"],
            settings=_SETTINGS.validate_json(row["settings"]),
            kind=RenderKind(row["kind"]),
            name=row["name"],
            webhook_url=row["webhook_url"],
            origin=row["origin"],
        ),
        status=JobStatus(row["status"]),
        progress=row["progress"],
        stage=row["stage"],
        error=row["error"],
        seconds=row["seconds"],
        notes=_NOTES.validate_json(row["notes"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        started_at=row["started_at"],
    )


SHOWN = frozenset(JobStatus) - {JobStatus.DELETED}
"""What lists show."""


@dataclass(frozen=True, slots=True)
class RenderFilter:
    """Which jobs a list shows; pages count from 1."""

    kind: RenderKind
    page: int = 1
    page_size: int = 10
    statuses: frozenset[JobStatus] = frozenset()
    """Empty for all that were not deleted."""
    oldest_first: bool = False


RECENT = 20
"""Renders whose mean says how long the next one takes: enough to even out styles, few enough to follow the load."""


@dataclass(frozen=True, slots=True)
class RenderSearch:
    """Which jobs of all products a page shows; pages count from 1."""

    text: str = ""
    """Part of the product's title or the video's name, in any letter case."""
    statuses: frozenset[JobStatus] = SHOWN
    page: int = 1
    page_size: int = 24


class RenderStore:
    """The renders table. A job that ended stays as it ended."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, order: RenderOrder) -> RenderJob:
        """Queue a job."""
        now = time.time()
        row = self._database.one(
            "INSERT INTO renders (project_id, product_id, kind, name, webhook_url, origin, settings, status,"
            " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
            order.project_id,
            order.product_id,
            order.kind,
            order.name,
            order.webhook_url,
            order.origin,
            _SETTINGS.dump_json(order.settings),
            JobStatus.QUEUED,
            now,
            now,
        )
        return _job(row)

    def latest(self, project_id: str) -> RenderJob | None:
        """The newest job of a project, or None before its first."""
        row = self._database.one("SELECT * FROM renders WHERE project_id = ? ORDER BY id DESC LIMIT 1", project_id)
        return _job(row) if row else None

    def by_id(self, job_id: int) -> RenderJob | None:
        """The job of a number, deleted ones too; None where there is none."""
        row = self._database.one("SELECT * FROM renders WHERE id = ?", job_id)
        return _job(row) if row else None

    def search(self, wanted: RenderSearch) -> tuple[list[RenderJob], int]:
        """One page of the jobs of all products, newest first, and how many there are on all pages."""
        states = tuple(wanted.statuses)
        marks = ", ".join("?" * len(states))
        chosen = (
            "FROM renders JOIN products ON products.id = renders.product_id"
            f" WHERE renders.status IN ({marks}) AND instr(casefold(json_extract(products.product, '$.title')"
            " || ' ' || renders.name), ?)"
        )
        values = (*states, wanted.text.casefold())
        rows = self._database.all(
            f"SELECT renders.* {chosen} ORDER BY renders.id DESC LIMIT ? OFFSET ?",
            *values,
            wanted.page_size,
            (wanted.page - 1) * wanted.page_size,
        )
        return [_job(row) for row in rows], int(self._database.number(f"SELECT count(*) {chosen}", *values))

    def of_product(self, product_id: int) -> list[RenderJob]:
        """Every job of a product that was not deleted, newest first."""
        rows = self._database.all(
            "SELECT * FROM renders WHERE product_id = ? AND status != ? ORDER BY id DESC", product_id, JobStatus.DELETED
        )
        return [_job(row) for row in rows]

    def waiting(self) -> int:
        """How many jobs are queued."""
        return int(self._database.number("SELECT count(*) FROM renders WHERE status = ?", JobStatus.QUEUED))

    def usual_seconds(self, kind: RenderKind) -> float:
        """How long the last renders of a kind took; 0 before the first."""
        taken = (
            "SELECT coalesce(avg(updated_at - started_at), 0) FROM (SELECT * FROM renders"
            " WHERE status = ? AND kind = ? AND started_at > 0 ORDER BY id DESC LIMIT ?)"
        )
        return self._database.number(taken, JobStatus.SUCCESS, kind, RECENT)

    def delete(self, job_id: int) -> RenderJob | None:
        """Mark a job as deleted that is not being rendered; None where it is, or was deleted before."""
        row = self._database.one(
            "UPDATE renders SET status = ?, error = ? WHERE id = ? AND status IN (?, ?, ?) RETURNING *",
            JobStatus.DELETED,
            "The video was deleted.",
            job_id,
            JobStatus.QUEUED,
            JobStatus.SUCCESS,
            JobStatus.FAILURE,
        )
        return _job(row) if row else None

    def ended_before(self, moment: float) -> list[RenderJob]:
        """The jobs that ended before a Unix time and were not deleted."""
        rows = self._database.all(
            "SELECT * FROM renders WHERE status IN (?, ?) AND updated_at < ?",
            JobStatus.SUCCESS,
            JobStatus.FAILURE,
            moment,
        )
        return [_job(row) for row in rows]

    def queue_position(self, job: RenderJob) -> int:
        """1 for the job that is rendered next."""
        waiting = "SELECT count(*) FROM renders WHERE status = ? AND (kind, id) <= (?, ?)"
        return int(self._database.number(waiting, JobStatus.QUEUED, job.order.kind, job.id))

    def claim(self) -> RenderJob | None:
        """Take the oldest queued job into work, previews before videos, or None."""
        now = time.time()
        row = self._database.one(
            "UPDATE renders SET status = ?, updated_at = ?, started_at = ? WHERE id ="
            " (SELECT id FROM renders WHERE status = ? ORDER BY kind, id LIMIT 1) RETURNING *",
            JobStatus.IN_PROGRESS,
            now,
            now,
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

    def finish(self, job_id: int, seconds: float, notes: tuple[str, ...]) -> RenderJob | None:
        """Mark a job as done, its video being in place; None where it had ended before."""
        row = self._database.one(
            f"UPDATE renders SET status = ?, progress = 100, stage = '', seconds = ?, notes = ?, updated_at = ?"  # noqa: S608 - two integers of ours
            f" WHERE id = ? AND {_OPEN} RETURNING *",
            JobStatus.SUCCESS,
            seconds,
            _NOTES.dump_json(notes),
            time.time(),
            job_id,
        )
        return _job(row) if row else None

    def fail(self, job_id: int, error: str) -> RenderJob | None:
        """Mark a job as failed with the reason that clients read; None where it had ended before."""
        row = self._database.one(
            f"UPDATE renders SET status = ?, stage = '', error = ?, updated_at = ?"  # noqa: S608 - two integers of ours
            f" WHERE id = ? AND {_OPEN} RETURNING *",
            JobStatus.FAILURE,
            error,
            time.time(),
            job_id,
        )
        return _job(row) if row else None

    def page(self, wanted: RenderFilter) -> tuple[list[RenderJob], int]:
        """One page of the jobs of a kind, and how many there are on all pages."""
        states = tuple(wanted.statuses or SHOWN)
        marks = ", ".join("?" * len(states))
        order = "ASC" if wanted.oldest_first else "DESC"
        chosen = f"FROM renders WHERE kind = ? AND status IN ({marks})"
        rows = self._database.all(
            f"SELECT * {chosen} ORDER BY id {order} LIMIT ? OFFSET ?",
            wanted.kind,
            *states,
            wanted.page_size,
            (wanted.page - 1) * wanted.page_size,
        )
        total = self._database.number(f"SELECT count(*) {chosen}", wanted.kind, *states)
        return [_job(row) for row in rows], int(total)

    def accepted(self, column: Literal["project_id", "name"]) -> dict[str, int]:
        """Project id or name to how many videos were accepted for it. More than one means somebody paid twice."""
        rows = self._database.all(
            f"SELECT {column} AS value, count(*) AS n FROM renders WHERE kind = ? AND {column} != '' GROUP BY {column}",  # noqa: S608 - one of two names
            RenderKind.VIDEO,
        )
        return {row["value"]: row["n"] for row in rows}

    def count_of_project(self, project_id: str) -> int:
        """How many renders of a project were accepted."""
        return int(self._database.number("SELECT count(*) FROM renders WHERE project_id = ?", project_id))

    def count(self, kind: RenderKind) -> int:
        """How many jobs of a kind were ever accepted."""
        return int(self._database.number("SELECT count(*) FROM renders WHERE kind = ?", kind))
