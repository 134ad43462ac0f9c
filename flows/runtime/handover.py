"""What is known already, handed to the code that a block calls: a context variable that holds it for the block."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def handed(variable: ContextVar[T], value: T) -> Iterator[None]:
    """Have `variable` hold `value` in the block, and what it held before afterwards."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)
