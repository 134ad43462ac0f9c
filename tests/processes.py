"""Processes as the kernel tells of them (proc(5))."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self


def children_of(process: int) -> Iterator[int]:
    """Ids of the processes that a process has started and that are there."""
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            yield from map(int, (thread / "children").read_text().split())


def descendants_of(process: int) -> Iterator[int]:
    """The same with their children, and so on."""
    for child in children_of(process):
        yield child
        yield from descendants_of(child)


def peak_bytes(process: int) -> int:
    """The most memory that a process has ever had; 0 for one that has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)


class Watch:
    """Looks again and again at what the descendants of a process were started with, until the block ends."""

    LOOKS_EVERY = 0.02
    """Seconds: a process that lives for less is not seen."""

    def __init__(self, process: int) -> None:
        """Watch those of `process`."""
        self.seen: dict[bytes, bytes] = {}
        """Environment by command line, both as the kernel has them: parts end with a zero byte."""
        self._process = process
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Stop."""
        self._ended.set()
        self._thread.join()

    def with_text(self, text: str) -> list[bytes]:
        """Command lines of the processes that were given a text in an argument or a variable."""
        return [command for command, given in self.seen.items() if text.encode() in command + given]

    def _look(self) -> None:
        while not self._ended.wait(self.LOOKS_EVERY):
            for each in descendants_of(self._process):
                with contextlib.suppress(OSError):
                    of = Path(f"/proc/{each}")
                    self.seen[(of / "cmdline").read_bytes()] = (of / "environ").read_bytes()
