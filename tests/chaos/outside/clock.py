"""Wall clocks that are wrong and jump, by libfaketime; what is measured by the monotonic clock stays right.

A process reads its offset from a file at each look at the clock, so that a write to the file lets the clock jump.
Times of files are those of the machine: a file server has a clock of its own.
"""

from pathlib import Path

LIBRARY = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
"""Where Debian's package libfaketime has it."""

SLEEP_THAT_WORKS = Path(__file__).with_name("skewed")


def can_skew() -> bool:
    """Tell whether libfaketime is installed."""
    return LIBRARY.exists()


class ClockFile:
    """The offset of a clock, in a file. Processes that were started with `environment` follow it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.set(0)

    def set(self, seconds: float) -> None:
        """Let the clock be so far ahead, behind where negative."""
        fresh = self._path.with_suffix(".fresh")
        fresh.write_text(f"{seconds:+.0f}")
        fresh.replace(self._path)

    @property
    def chosen(self) -> dict[str, str]:
        """Of a process whose parent was started with `environment`: follow this file instead."""
        return {"FAKETIME_TIMESTAMP_FILE": str(self._path)}

    @property
    def environment(self) -> dict[str, str]:
        """Of a process that follows it; empty without libfaketime."""
        if not can_skew():
            return {}
        return {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
            "PYTHONPATH": str(SLEEP_THAT_WORKS),
            **self.chosen,
        }
