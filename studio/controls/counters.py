"""What clients did: the numbers that show whether anybody paid twice."""

from collections import Counter

from pydantic import BaseModel

from studio.webhooks.delivery_store import DeliveryState


class Counters(BaseModel):
    """The answer of GET /studio/counters."""

    requests: dict[str, int]
    """ "POST /open/product" to how many came in since the start of the process, faulty ones included."""
    accepted: dict[str, int]
    """Project id to how many videos were accepted for it, over restarts. v1 and v2 have a project for each video."""
    accepted_by_name: dict[str, int]
    """The client's own name for a video (`video_spec.name`) to how many were accepted under it, over restarts."""
    previews: int
    """Previews accepted, over restarts."""
    credits: float
    """Everything taken, over restarts."""
    products: int
    """Products created, over restarts."""
    webhooks: dict[DeliveryState, int]
    """How many deliveries are pending, delivered and given up, over restarts."""
    rate_limited: int
    """Answers with HTTP 429 since the start of the process."""


class RequestCounter:
    """Counts since the start of the process."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.rate_limited = 0

    def count_rate_limited(self) -> None:
        """Count an answer with HTTP 429."""
        self.rate_limited += 1
