"""A file of which only the beginning and the end are kept."""

import io


class TwoWindows:
    """The file as PyAV has FFmpeg read it. Between the windows there is nothing to read."""

    def __init__(self, head: bytes, tail: bytes, size: int) -> None:
        self._head = head
        self._tail = tail
        self._size = size
        self._position = 0

    @property
    def kept_bytes(self) -> int:
        """How many bytes of the file are there to read."""
        return len(self._head) + len(self._tail)

    def piece(self, position: int, size: int) -> memoryview | None:
        """Return bytes of the file, or None where not all of them lie in one window."""
        tail_start = self._size - len(self._tail)
        if position >= 0 and position + size <= len(self._head):
            return memoryview(self._head)[position : position + size]
        if tail_start <= position and position + size <= self._size:
            return memoryview(self._tail)[position - tail_start : position - tail_start + size]
        return None

    def tell(self) -> int:
        """Return the position in bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a position, also beyond the end."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes, none between the windows."""
        end = self._size if size < 0 else self._position + size
        tail_start = self._size - len(self._tail)
        if self._position < len(self._head):
            data = self._head[self._position : end]
        elif self._position >= tail_start:
            data = self._tail[self._position - tail_start : end - tail_start]
        else:
            data = b""
        self._position += len(data)
        return data
