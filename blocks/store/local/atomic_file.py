"""Files that appear whole or not at all, and what the file system's errors mean for the store."""

import contextlib
import errno
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from blocks.errors import ConflictError, StoreDeniedError, StoreError, StoreUnavailableError

UNFINISHED = ".part"
"""How temporary names end, so that what a killed run left can be told from the rest."""
_DENIED = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.ENOTDIR: "not_a_folder",
    errno.EISDIR: "not_a_file",
}
"""What trying again can't mend."""
_SENTENCES = {
    "disk_full": "There is no space left for {path}",
    "read_only": "The file system of {path} is read-only",
    "no_permission": "This user has no permission for {path}",
    "not_a_folder": "A part of {path} is a file, not a folder",
    "not_a_file": "{path} is a folder, not a file",
}
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS}
"""What link(2) fails with where a file system has no hard links: FAT, and some network and FUSE mounts."""


def folder_error(error: OSError, path: Path) -> StoreError:
    """Translate what the file system says; the path is the user's own folder, so it may be shown."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    if error.errno in _DENIED:
        code = _DENIED[error.errno]
        return StoreDeniedError(f"{_SENTENCES[code].format(path=path)} ({reason}).", code=code)
    return StoreUnavailableError(f"{path}: {reason}", code="folder_unavailable")


@contextlib.contextmanager
def folder_errors(path: Path) -> Iterator[None]:
    """Turn every `OSError` of the block into a `StoreError`."""
    try:
        yield
    except OSError as error:
        raise folder_error(error, path) from error


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Yield the name of a temporary file beside `path`, and leave none behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_path(path)
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def temporary_path(path: Path) -> Path:
    """Return a hidden, unused name beside `path`."""
    return path.with_name(f".{path.name.lstrip('.')}.{uuid.uuid4().hex[:12]}{UNFINISHED}")


def create_whole(path: Path, body: bytes) -> None:
    """Write a file under a name that is free.

    Raises ConflictError (`object_exists`) where it is not, and StoreDeniedError (`no_hard_links`).
    """
    with new_file(path) as temporary:
        write_whole(temporary, body)
        try:
            # Unlike a rename, a link fails where the name is taken, and is atomic on NFS too.
            os.link(temporary, path)
        except FileExistsError:
            raise ConflictError(f"{path} exists already", code="object_exists") from None
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            raise StoreDeniedError(
                f"The file system of {path.parent} has no hard links: two runs could pay for the same video.",
                code="no_hard_links",
                next_step="Use a folder on another file system (ext4, XFS, APFS, NTFS, NFS), or s3://.",
            ) from error
        sync_folder(path.parent)


def replace_whole(path: Path, body: bytes) -> None:
    """Write a file in the place of what bears its name, if anything does."""
    with new_file(path) as temporary:
        write_whole(temporary, body)
        temporary.replace(path)
        sync_folder(path.parent)


def write_whole(path: Path, body: bytes) -> None:
    """Write a new file and see it on the disk."""
    with path.open("xb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut (fsync(2), "the directory containing the file")."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
