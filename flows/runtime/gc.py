"""Python's garbage collector, kept from looking again and again through what is no garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG_OBJECTS = 10_000
"""Made and not yet gone before the youngest are looked through; Python 3.11 does so after 700. A single step of Prefect
makes thousands."""


@contextmanager
def seldom_collected(young_objects: int = YOUNG_OBJECTS) -> Iterator[None]:
    """While the block runs, set aside what exists now, and look through the rest less often.

    Prefect, the SDK and what they import are 150,000 objects that live as long as the process, and each full
    collection looks at every one of them: that was a twelfth of the CPU of a run.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(young_objects, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
