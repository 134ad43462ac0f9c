"""The two generations of the contract, as far as a test must name their paths."""

from dataclasses import dataclass
from typing import Any

import pytest

from blocks.jogg.settings import ApiGeneration


@dataclass(frozen=True, slots=True)
class Words:
    """How one generation says it."""

    generation: ApiGeneration
    product: str
    render: str
    """Path of the paid request."""
    status: str
    """Path by which a render is followed, as far as it is the same for all."""
    lookup: str
    """Path by which a lost answer is settled."""
    cannot_tell: dict[str, Any]
    """The fault after which nobody can tell whether a render was accepted."""

    def fault(self, action: str, **facts: Any) -> dict[str, Any]:
        """A fault of the first paid request to come."""
        return {"action": action, "method": "POST", "path": self.render, "occurrence": 1, **facts}


OPEN = Words(
    generation=ApiGeneration.OPEN,
    product="/open/product",
    render="/open/project/render",
    status="/open/prj_info",
    lookup="/open/prj_info",
    cannot_tell={"action": "hide_project", "method": "GET", "path": "/open/prj_info", "times": 0},
)
V2 = Words(
    generation=ApiGeneration.V2,
    product="/v2/product",
    render="/v2/create_video_from_product",
    status="/v2/product_video/",
    lookup="/v2/product_videos",
    cannot_tell={"action": "status", "status": 500, "method": "GET", "path": "/v2/product_videos", "times": 0},
)

WORDS = {words.generation: words for words in (OPEN, V2)}

both_generations = pytest.mark.parametrize("words", WORDS.values(), indirect=True, ids=WORDS)
"""Runs a test that takes `words` once for each; without it, `words` are those of generation 1."""

second_generation = pytest.mark.parametrize(
    "words", [pytest.param(OPEN, marks=pytest.mark.long), V2], indirect=True, ids=["open", "v2"]
)
"""The same, of which the default run makes one: for tests of seconds whose decisions have table tests for both."""
