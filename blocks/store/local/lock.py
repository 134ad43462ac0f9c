"""The lock of one record in a folder. It is taken with a deadline, and says who holds it."""

import contextlib
import fcntl
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from blocks.errors import StoreUnavailableError

LOCK_SECONDS = 5.0
"""A holder compares and renames one small file: milliseconds, on a slow file server a second. One that takes longer is
stopped or hangs, and whoever presses Ctrl-C must not wait for it."""
POLL_SECONDS = 0.02
"""Between two tries. A wait inside of flock(2) could not be ended."""
MAX_HOLDER_CHARACTERS = 100


@contextlib.contextmanager
def record_lock(root: Path, path: Path) -> Iterator[None]:
    """Hold the lock of the record at `path`, so that nobody else's comparison and rename come between.

    An advisory lock dies with its process (flock(2)); each `open` has its own, so threads exclude each other.
    Raises `StoreUnavailableError` (`lock_held`) after `LOCK_SECONDS`, and `OSError`.
    """
    deadline = time.monotonic() + LOCK_SECONDS
    path.parent.mkdir(parents=True, exist_ok=True)
    # Version 0.1 locks the whole folder by this file, exclusively: shared among ours, it keeps the two versions apart.
    with (
        _locked(root / ".lock", fcntl.LOCK_SH, deadline),
        _locked(path.with_name(f".{path.name}.lock"), fcntl.LOCK_EX, deadline) as lock,
    ):
        lock.truncate(0)
        lock.write(f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        lock.flush()
        try:
            yield
        finally:
            # Still locked: whoever waits for it finds that its file has lost its name, and opens a new one.
            path.with_name(f".{path.name}.lock").unlink(missing_ok=True)


@contextlib.contextmanager
def _locked(path: Path, kind: int, deadline: float) -> Iterator[BinaryIO]:
    while True:
        # For reading too: where a file server emulates the lock, a shared one needs it (flock(2), "NFS details").
        with path.open("a+b") as lock:
            _await_lock(lock, path, kind, deadline)
            if _is_named(lock, path):
                yield lock
                return


def _await_lock(lock: BinaryIO, path: Path, kind: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise _held(lock, path) from None
            time.sleep(POLL_SECONDS)
        else:
            return


def _is_named(lock: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _held(lock: BinaryIO, path: Path) -> StoreUnavailableError:
    lock.seek(0)
    line = lock.readline(MAX_HOLDER_CHARACTERS).decode(errors="replace").strip()
    return StoreUnavailableError(
        f"{path} has been locked for more than {LOCK_SECONDS:.0f} s by {line or 'another process'}",
        code="lock_held",
        next_step="End that process, which seems to be stopped or to hang, and run the same command again.",
    )
