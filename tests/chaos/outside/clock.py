"""Wall clocks that are wrong and jump; what is measured by the monotonic clock stays right.

A small library is preloaded into the processes (ld.so(8), LD_PRELOAD) that adds an offset from a file to each look at
the wall clock; a write to the file lets the clock jump. libfaketime does the same, and makes a run ten times as costly:
timed waits then spin. Times of files are those of the machine: a file server has a clock of its own.
"""

import functools
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("wall_clock.c")


def can_skew() -> bool:
    """Tell whether there is a compiler for the library."""
    return shutil.which("cc") is not None


@functools.cache
def library(folder: Path) -> Path:
    """Compile it into a folder."""
    built = folder / "wall_clock.so"
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", built, SOURCE, "-ldl"], check=True)
    return built


class ClockFile:
    """The offset of a clock, in a file. Processes that were started with `environment` follow it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if not path.exists():
            path.write_bytes(bytes(8))
        self.set(0)

    def set(self, seconds: int) -> None:
        """Let the clock be so far ahead, behind where negative."""
        # In place: the processes have mapped the file.
        with self._path.open("r+b") as file:
            file.write(seconds.to_bytes(8, "little", signed=True))

    @property
    def chosen(self) -> dict[str, str]:
        """Of a process whose parent was started with `environment`: follow this file instead."""
        return {"WALL_CLOCK_FILE": str(self._path)}

    @property
    def environment(self) -> dict[str, str]:
        """Of a process that follows it; empty without a compiler."""
        return {"LD_PRELOAD": str(library(self._path.parent)), **self.chosen} if can_skew() else {}
