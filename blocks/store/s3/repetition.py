"""Repeats reads and other harmless calls of a store whose response came damaged."""

import functools
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from blocks.errors import StoreUnavailableError

P = ParamSpec("P")
R = TypeVar("R")

PAUSES = (0.2, 0.5, 1.0)
"""Seconds before the second, third and last try: together shorter than a person waits after Ctrl-C."""
REPEATED_CODES = frozenset({"store_answer_broken", "store_contended", "folder_unavailable"})
"""Faults that nobody has repeated yet. Busy and unreachable servers are not among them: the SDK has repeated those."""


def repeated(call: Callable[P, R]) -> Callable[P, R]:
    """Decorate an idempotent call: it is made again after the faults of `REPEATED_CODES`, four times in all.

    Raises what the last try raised.
    """

    @functools.wraps(call)
    def repeating(*args: P.args, **kwargs: P.kwargs) -> R:
        for pause in PAUSES:
            try:
                return call(*args, **kwargs)
            except StoreUnavailableError as error:
                if error.code not in REPEATED_CODES:
                    raise
            time.sleep(pause)
        return call(*args, **kwargs)

    return repeating
