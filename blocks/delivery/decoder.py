"""The one thread in which pictures and first frames are decoded.

A decoder takes up to 20 MB for a moment, and the C library keeps much of it for each thread that ever had one
(mallopt(3), M_ARENA_MAX). With one thread for all it is kept once; a frame takes some 10 ms, so nobody waits long.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_THREAD = ThreadPoolExecutor(1, thread_name_prefix="decode")


def decoded(work: Callable[[], T]) -> T:
    """Do `work` in the decoding thread and return, or raise, what comes of it. Not to be called from within it."""
    return _THREAD.submit(work).result()
