"""Text that is seen in a video, as the reading process tells it.

Without pydantic here, like `blocks.delivery.facts`: the process trusts its parent, and the parent checks what it is
told.
"""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class ShownText:
    """One line of text in one picture of a video."""

    moment: float
    """Of the picture, in seconds from the beginning."""
    text: str
    score: float
    """How sure the recogniser is, from 0 to 1."""


def to_json(texts: list[ShownText]) -> bytes:
    """Return them on their way between the processes."""
    return json.dumps([asdict(text) for text in texts]).encode()
