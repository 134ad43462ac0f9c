"""Which of a step's inputs Prefect draws an edge for in the graph of a run.

By itself it looks into every input for objects that a step has returned. It knows many by their place in memory alone
(`link_state_to_result` in its utilities.engine), an empty string among them, and would join unrelated videos. A result
that is to be linked is an object with a `__weakref__`, which it knows again for certain.
"""

from typing import TypeVar, cast

from flows.runtime.prefect_names import opaque, quote

T = TypeVar("T")


def linked(value: T) -> T:
    """Return the input for a step: an edge from the step that has returned this very object, if one has."""
    return cast("T", opaque(value))


def unlinked(value: T) -> T:
    """Return the input for a step: no edge."""
    return cast("T", quote(value))
