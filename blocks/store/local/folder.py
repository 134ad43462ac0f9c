"""A folder as the store: whole files or none, under their own names, also for several processes at once.

Beside a file `a.mp4` lies `.a.mp4.facts` with its content type, metadata and SHA-256 (read only while its size and
time of change still fit the file). Names that begin with a dot are the store's own and never listed.
"""

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from blocks.errors import ConflictError, StoreDeniedError
from blocks.store.keys import checked_folder, checked_key
from blocks.store.local.atomic_file import UNFINISHED, create_whole, folder_errors, new_file, replace_whole
from blocks.store.local.lock import record_lock
from blocks.store.local.upload import LocalUpload, facts_path, read_facts
from blocks.store.store import JSON, ObjectFacts, StoredObject, Upload, VideoStore, repeated

FRESH_SECONDS = 1.0
"""How long a reading goes on by the monotonic clock, so that many ages cost one file. Our own clock may be set at any
moment, so it tells nothing."""


class LocalFolder(VideoStore):
    """A store in a local or network folder; made on the first write."""

    def __init__(self, root: Path | str) -> None:
        self._root = Path(root).expanduser().absolute()
        self._clock = _FolderClock(self._root)

    @repeated
    def read(self, key: str) -> StoredObject | None:
        """Read the file whole; its version is its SHA-256."""
        path = self._path(key)
        with folder_errors(path):
            try:
                with path.open("rb") as file:
                    body, status = file.read(), os.fstat(file.fileno())
            except FileNotFoundError:
                return None
            age = self._age(status)
        return StoredObject(body, _digest(body), age)

    def create(self, key: str, body: bytes, content_type: str) -> str:
        """Write beside, then link to the name: of several, one succeeds."""
        path = self._path(key)
        with folder_errors(path):
            create_whole(path, body)
        return _digest(body)

    def replace(self, key: str, body: bytes, version: str, content_type: str = JSON) -> str:
        """Compare and rename while holding the record's lock.

        Raises `StoreUnavailableError` with code `lock_held` where another process has held it for seconds.
        """
        path = self._path(key)
        with folder_errors(path), record_lock(self._root, path):
            stored = self.read(key)
            if stored is None or stored.version != version:
                raise ConflictError(f"{path} has changed meanwhile", code="object_changed")
            replace_whole(path, body)
        return _digest(body)

    @repeated
    def put(self, key: str, body: bytes, content_type: str, metadata: Mapping[str, str] | None = None) -> str:
        """Write beside, then rename."""
        if not metadata:
            path = self._path(key)
            with folder_errors(path):
                replace_whole(path, body)
            return _digest(body)
        with self.open_upload(key, content_type, metadata) as upload:
            upload.write(body)
            return upload.complete(_digest(body))

    @repeated
    def head(self, key: str) -> ObjectFacts | None:
        """Ask the file system, and the facts that lie beside the file."""
        path = self._path(key)
        with folder_errors(path):
            try:
                status = path.stat()
            except FileNotFoundError:
                return None
            facts = read_facts(path, status)
            age = self._age(status)
        return ObjectFacts(status.st_size, facts.content_type, age, facts.sha256, facts.metadata)

    def list(self, prefix: str, *, changed_since: datetime | None = None) -> Iterator[str]:
        """Walk the folder, names in order."""
        start = self._root / checked_folder(prefix)
        with folder_errors(start):
            since = None
            if changed_since and start.exists():
                # By the folder's clock, in seconds since 1970.
                since = changed_since.timestamp() - time.time() + self._clock.now()
            for folder, folders, names in os.walk(start, onerror=_raise_unless_gone):
                folders.sort()
                here = Path(folder)
                within = here.relative_to(self._root).as_posix()
                for name in sorted(names):
                    if not name.startswith(".") and (since is None or _changed_since(here / name, since)):
                        yield name if within == "." else f"{within}/{name}"

    def delete(self, key: str) -> None:
        """Remove the file and its facts."""
        path = self._path(key)
        with folder_errors(path):
            path.unlink(missing_ok=True)
            facts_path(path).unlink(missing_ok=True)

    def open_upload(self, key: str, content_type: str, metadata: Mapping[str, str] | None = None) -> Upload:
        """Begin a temporary file in the object's own folder."""
        path = self._path(key)
        with folder_errors(path):
            return LocalUpload(path, content_type, dict(metadata or {}))

    def reap_uploads(self, older_than_seconds: float) -> int:
        """Remove temporary files nobody has written to for that long."""
        reaped = 0
        with folder_errors(self._root):
            for path in self._root.rglob(f".*{UNFINISHED}"):
                # One that vanishes meanwhile was completed or dropped by its own run.
                with contextlib.suppress(FileNotFoundError):
                    if self._age(path.stat()) > older_than_seconds:
                        path.unlink()
                        reaped += 1
        return reaped

    def address(self, key: str) -> str:
        """Return the file's path."""
        return str(self._path(key))

    def _path(self, key: str) -> Path:
        return self._root / checked_key(key)

    def _age(self, status: os.stat_result) -> float:
        return max(0.0, self._clock.now() - status.st_mtime)


class _FolderClock:
    """What time it is for whoever dates the files of a folder: a file server has a clock of its own.

    Reads it from a file that it writes into the folder and removes.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._read = 0.0
        self._read_at = -FRESH_SECONDS

    def now(self) -> float:
        """Return the folder's time in seconds since 1970. Raises `StoreUnavailableError`.

        In a folder that can't be written it is our own time: nothing can be claimed or paid there.
        """
        with self._lock:
            elapsed = time.monotonic() - self._read_at
            if not 0 <= elapsed < FRESH_SECONDS:
                self._read = self._reading()
                # After the file was dated, so that no wait for the server makes anything look older than it is.
                self._read_at, elapsed = time.monotonic(), 0.0
            return self._read + elapsed

    def _reading(self) -> float:
        try:
            with folder_errors(self._root), new_file(self._root / "clock") as temporary:
                temporary.touch()
                return temporary.stat().st_mtime
        except StoreDeniedError:
            return time.time()


def _changed_since(path: Path, since: float) -> bool:
    try:
        return path.stat().st_mtime >= since
    except FileNotFoundError:
        return False


def _raise_unless_gone(error: OSError) -> None:
    """Let no folder that can't be read look empty: what was spent is counted from listings."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
