"""AI script tasks as stored."""

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter

from studio.jobs.database import Database
from studio.product import Product


class ScriptStatus(StrEnum):
    """The contract's words."""

    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class WantedScripts:
    """What to write."""

    product: Product
    language: str
    styles: tuple[str, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class WrittenScript:
    """One script, a sentence a paragraph."""

    style: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScriptTask:
    """One accepted and paid request."""

    id: str
    wanted: WantedScripts
    status: ScriptStatus
    written: tuple[WrittenScript, ...]
    error: str


_WANTED = TypeAdapter(WantedScripts)
_WRITTEN = TypeAdapter(tuple[WrittenScript, ...])


def _task(row: Any) -> ScriptTask:
    return ScriptTask(
        id=row["task_id"],
        wanted=_WANTED.validate_json(row["wanted"]),
        status=ScriptStatus(row["status"]),
        written=_WRITTEN.validate_json(row["written"]),
        error=row["error"],
    )


class ScriptStore:
    """The scripts table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, wanted: WantedScripts) -> str:
        """Store a task and return its id."""
        task_id = uuid4().hex
        self._database.write(
            "INSERT INTO scripts (task_id, wanted, status, created_at) VALUES (?, ?, ?, ?)",
            task_id,
            _WANTED.dump_json(wanted),
            ScriptStatus.PROCESSING,
            time.time(),
        )
        return task_id

    def by_id(self, task_id: str) -> ScriptTask | None:
        """The task, or None."""
        row = self._database.one("SELECT * FROM scripts WHERE task_id = ?", task_id)
        return _task(row) if row else None

    def unfinished(self) -> list[ScriptTask]:
        """Tasks that are still to be done, oldest first."""
        rows = self._database.all("SELECT * FROM scripts WHERE status = ? ORDER BY created_at", ScriptStatus.PROCESSING)
        return [_task(row) for row in rows]

    def end(self, task_id: str, written: tuple[WrittenScript, ...], error: str) -> None:
        """Mark a task as completed, or with an error as failed."""
        self._database.write(
            "UPDATE scripts SET status = ?, written = ?, error = ? WHERE task_id = ?",
            ScriptStatus.FAILED if error else ScriptStatus.COMPLETED,
            _WRITTEN.dump_json(written),
            error,
            task_id,
        )
