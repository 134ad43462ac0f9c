"""A child process that does to itself what a hostile file would have a decoder do."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from itertools import count

from bounds.confined import serve
from bounds.limits import ProcessLimits

LIMITS = ProcessLimits(cpu_seconds=1, seconds=3.0, bytes=300_000_000)


def orphan() -> None:
    """Kill the parent, and go on once it is gone."""
    parent = os.getppid()
    os.kill(parent, signal.SIGKILL)
    while os.getppid() == parent:
        time.sleep(0.01)


DEEDS: dict[bytes, Callable[[], object]] = {
    b"pid": os.getpid,
    b"environment": lambda: json.dumps(dict(os.environ)),
    b"print": lambda: sys.stdout.write("a library says hello\n"),
    b"crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"memory": lambda: len(bytearray(1_000_000_000)),
    b"much memory": lambda: len(b"x" * 200_000_000),
    b"cpu": lambda: sum(count()),
    b"sleep": lambda: time.sleep(3600),
    b"fault": lambda: 1 / 0,
    b"orphan": orphan,
}


def do(parts: Sequence[bytes]) -> Sequence[bytes]:
    return parts[1:] if parts[0] == b"echo" else [str(DEEDS[parts[0]]()).encode()]


if __name__ == "__main__":
    serve(do, LIMITS)
