"""What time it is for whoever dates the files of a folder: a file server has a clock of its own."""

import threading
import time
from pathlib import Path

from blocks.errors import StoreDeniedError
from blocks.store.local.atomic_file import folder_errors, new_file

FRESH_SECONDS = 1.0
"""How long a reading goes on by the monotonic clock, so that many ages cost one file. Our own clock may be set at any
moment, so it tells nothing."""


class FolderClock:
    """Reads the time from a file that it writes into the folder and removes."""

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
