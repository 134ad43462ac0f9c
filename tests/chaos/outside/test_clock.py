"""A process whose wall clock is wrong and jumps, while everything that waits goes on as ever."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.chaos.outside.clock import ClockFile, can_skew

pytestmark = pytest.mark.slow

PROGRAM = """
import asyncio, datetime, queue, sys, threading, time
for line in sys.stdin:
    began = time.monotonic()
    time.sleep(0.05)
    threading.Event().wait(0.05)
    asyncio.run(asyncio.wait_for(asyncio.sleep(0.05), 5))
    try:
        queue.Queue().get(timeout=0.05)
    except queue.Empty:
        pass
    print(datetime.datetime.now(datetime.UTC).timestamp(), time.monotonic() - began, time.process_time(), flush=True)
"""


@pytest.mark.skipif(not can_skew(), reason="needs a C compiler")
def test_a_wall_clock_jumps_at_once_and_waits_last_as_long_as_ever(tmp_path: Path) -> None:
    clock = ClockFile(tmp_path / "clock")
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=clock.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for offset in (0, 600, -600, 3600, 0):
            clock.set(offset)
            process.stdin.write("now\n")
            process.stdin.flush()
            told, waited, cpu = map(float, process.stdout.readline().split())
            assert abs(told - time.time() - offset) < 5
            assert 0.2 <= waited < 5
        # Nothing spins while it waits.
        assert cpu < 1
        process.stdin.close()
