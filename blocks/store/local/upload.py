"""One file on its way into the folder, and the facts that lie beside it."""

import contextlib
import mimetypes
import os
from pathlib import Path

from pydantic import BaseModel, ValidationError

from blocks.store.local.atomic_file import folder_errors, new_file, sync_folder, temporary_path, write_whole
from blocks.store.store import Upload


class FileFacts(BaseModel):
    """What a file system keeps no place for, and by which file it was meant."""

    size: int
    changed_ns: int
    content_type: str
    sha256: str
    metadata: dict[str, str]


class LocalUpload(Upload):
    """A temporary file in the object's own folder, so that the last step is one rename on one file system."""

    def __init__(self, path: Path, content_type: str, metadata: dict[str, str]) -> None:
        self._path = path
        self._content_type = content_type
        self._metadata = metadata
        path.parent.mkdir(parents=True, exist_ok=True)
        self._temporary = temporary_path(path)
        self._file = self._temporary.open("xb")

    def write(self, data: bytes) -> None:
        """Append to the temporary file."""
        with folder_errors(self._path):
            self._file.write(data)

    def complete(self, sha256: str) -> str:
        """Flush to the disk, then rename; the version is the SHA-256."""
        with folder_errors(self._path):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            # The facts first: for a moment, or after a crash, they fit no file and are ignored.
            self._write_facts(self._temporary.stat(), sha256)
            self._temporary.replace(self._path)
            sync_folder(self._path.parent)
        return sha256

    def abort(self) -> None:
        """Remove the temporary file."""
        # Closing flushes, and fails again on a full disk.
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._temporary.unlink(missing_ok=True)

    def _write_facts(self, status: os.stat_result, sha256: str) -> None:
        facts = FileFacts(
            size=status.st_size,
            changed_ns=status.st_mtime_ns,
            content_type=self._content_type,
            sha256=sha256,
            metadata=self._metadata,
        )
        with new_file(facts_path(self._path)) as temporary:
            write_whole(temporary, facts.model_dump_json().encode())
            temporary.replace(facts_path(self._path))


def facts_path(path: Path) -> Path:
    """Return where the facts of a file lie."""
    return path.with_name(f".{path.name}.facts")


def read_facts(path: Path, status: os.stat_result) -> FileFacts:
    """Return what was kept of a file, or the little that is known where nothing kept fits it."""
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    unknown = FileFacts(
        size=status.st_size, changed_ns=status.st_mtime_ns, content_type=guessed, sha256="", metadata={}
    )
    try:
        facts = FileFacts.model_validate_json(facts_path(path).read_bytes())
    except (FileNotFoundError, ValidationError):
        return unknown
    return facts if (facts.size, facts.changed_ns) == (status.st_size, status.st_mtime_ns) else unknown
