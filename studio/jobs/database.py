"""The SQLite database that everything durable lives in."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL UNIQUE,
    product TEXT NOT NULL,
    pictures TEXT NOT NULL,
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS renders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    product_id INTEGER NOT NULL REFERENCES products (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    webhook_url TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL DEFAULT '',
    settings TEXT NOT NULL,
    status INTEGER NOT NULL,
    progress INTEGER NOT NULL DEFAULT 0,
    stage TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    seconds REAL NOT NULL DEFAULT 0,
    notes TEXT NOT NULL DEFAULT '[]',
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    started_at REAL NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS renders_by_status ON renders (status, kind, id);
CREATE INDEX IF NOT EXISTS renders_by_project ON renders (project_id, id);
CREATE TABLE IF NOT EXISTS credits (
    render_id INTEGER REFERENCES renders (id),
    amount REAL NOT NULL,
    taken_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS posts (
    api_key TEXT NOT NULL,
    posted_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS posts_by_key ON posts (api_key, posted_at);
CREATE TABLE IF NOT EXISTS scripts (
    task_id TEXT PRIMARY KEY,
    wanted TEXT NOT NULL,
    status TEXT NOT NULL,
    written TEXT NOT NULL DEFAULT '[]',
    error TEXT NOT NULL DEFAULT '',
    created_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS endpoints (
    id TEXT PRIMARY KEY,
    generation TEXT NOT NULL,
    url TEXT NOT NULL,
    status TEXT NOT NULL,
    secret TEXT NOT NULL,
    events TEXT NOT NULL,
    created_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    event TEXT NOT NULL,
    generation TEXT NOT NULL,
    endpoint_id TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    due_at REAL NOT NULL,
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS deliveries_by_state ON deliveries (state, due_at);
"""


VERSION = 3
"""Of the tables above, kept in the file; a change of theirs raises it."""

MIGRATIONS = {2: "ALTER TABLE renders ADD COLUMN started_at REAL NOT NULL DEFAULT 0"}
"""From a version to the next one."""


class OtherVersionError(OSError):
    """The file was written by another version of studio."""


class Database:
    """One connection, used from the event loop's thread only.

    A statement takes well under a millisecond, so it runs in place: no lock and no thread to hand it to. In WAL
    mode with synchronous=NORMAL a commit survives the death of the process
    (sqlite.org/pragma.html#pragma_synchronous); only a power cut may take the last ones.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; raises OtherVersionError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        # It holds secrets of webhooks, and files of earlier versions were readable by all; SQLite gives its side files
        # the same mode.
        path.touch(mode=0o600)
        path.chmod(0o600)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        # SQLite's own lower() knows ASCII only.
        self._connection.create_function("casefold", 1, str.casefold, deterministic=True)
        self._bring_up_to_date(path)
        self._connection.executescript(SCHEMA)
        self._connection.execute(f"PRAGMA user_version = {VERSION}")

    def _bring_up_to_date(self, path: Path) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        while tables and version in MIGRATIONS:
            self._connection.execute(MIGRATIONS[version])
            version += 1
            self._connection.execute(f"PRAGMA user_version = {version}")
        if tables and version != VERSION:
            self._connection.close()
            raise OtherVersionError(f"{path} was written by another version of studio; use another --data folder")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept, or nothing where an exception leaves the block."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def one(self, sql: str, *values: object) -> Any | None:
        """The first row as `sqlite3.Row`, or None."""
        return self._connection.execute(sql, values).fetchone()

    def all(self, sql: str, *values: object) -> list[Any]:
        """Every row as `sqlite3.Row`."""
        return self._connection.execute(sql, values).fetchall()

    def number(self, sql: str, *values: object) -> float:
        """The one number that a statement selects."""
        (number,) = self._connection.execute(sql, values).fetchone()
        return float(number)

    def write(self, sql: str, *values: object) -> int:
        """Run a statement; the id of the row it inserted."""
        return self._connection.execute(sql, values).lastrowid or 0

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
