"""For processes whose wall clock is faked (tests.chaos.outside.clock); Python imports it by its name at each start.

libfaketime that leaves the monotonic clock alone makes clock_nanosleep(2) fail, which `time.sleep` is; select(2) works.
"""

import select
import time


def _sleep(seconds: float) -> None:
    select.select([], [], [], max(0.0, seconds))


time.sleep = _sleep
