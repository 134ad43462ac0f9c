"""A video on this machine's disk while it is checked: the store's own copy may be far away."""

import tempfile
from pathlib import Path
from typing import Self


class LocalCopy:
    """A temporary file, gone after the block. A disk that takes no more costs the copy, not the video."""

    def __init__(self) -> None:
        self.fault = ""
        """Why there is no whole copy; empty where there is one."""
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="url2video-")
        except OSError as error:
            self.fault = str(error.strerror)
        return self

    def __exit__(self, *exc_info: object) -> None:
        if self._folder:
            self._folder.cleanup()

    @property
    def path(self) -> Path:
        """Where it is. Raises LookupError where there is no folder for it."""
        if self._folder is None:
            raise LookupError(self.fault)
        return Path(self._folder.name, "video.mp4")

    def begin(self) -> None:
        """Drop what was written: the body comes from its first byte on."""
        self._append(b"", "wb")

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._append(data, "ab")

    def _append(self, data: bytes, mode: str) -> None:
        if self.fault:
            return
        try:
            with self.path.open(mode) as file:
                file.write(data)
        except OSError as error:
            self.fault = str(error.strerror)
