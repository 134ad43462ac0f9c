"""The rate limit: so many POST requests a key in a sliding window of 60 s; other methods are free."""

import hashlib
import math
import time
from dataclasses import dataclass

from studio.jobs.database import Database
from studio.models.envelope import RetryLaterError

WINDOW_SECONDS = 60.0
"""The contract's window."""


@dataclass(frozen=True, slots=True)
class WindowState:
    """What the X-RateLimit headers say after a POST."""

    limit: int
    remaining: int
    reset: float
    """Unix time at which the oldest POST leaves the window."""

    @property
    def headers(self) -> dict[str, str]:
        """`Reset` is Unix time in seconds, rounded up."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(math.ceil(self.reset)),
        }


class RateLimitedError(RetryLaterError):
    """One POST too many."""

    def __init__(self, state: WindowState, retry_after: int) -> None:
        super().__init__("Rate limit exceeded. Please try again later.", retry_after)
        self.state = state

    @property
    def headers(self) -> dict[str, str]:
        """The window's headers and Retry-After in seconds."""
        return {**self.state.headers, **super().headers}


class PostWindow:
    """Counts POST requests a key. Durable, so that a restart gives nothing away."""

    def __init__(self, database: Database, limit: int) -> None:
        """`limit` of 0 lets everything pass."""
        self._database = database
        self._limit = limit

    def admit(self, api_key: str) -> WindowState | None:
        """Count one POST; None where there is no limit. A refused POST is not counted.

        Raises:
            RateLimitedError: the window is full.
        """
        if self._limit == 0:
            return None
        now = time.time()
        owner = hashlib.sha256(api_key.encode()).hexdigest()
        self._database.write("DELETE FROM posts WHERE posted_at <= ?", now - WINDOW_SECONDS)
        row = self._database.one("SELECT count(*) AS n, min(posted_at) AS oldest FROM posts WHERE api_key = ?", owner)
        used, oldest = (int(row["n"]), float(row["oldest"] or now)) if row else (0, now)
        reset = oldest + WINDOW_SECONDS
        if used >= self._limit:
            retry_after = max(1, math.ceil(reset - now))
            raise RateLimitedError(WindowState(self._limit, 0, reset), retry_after)
        self._database.write("INSERT INTO posts (api_key, posted_at) VALUES (?, ?)", owner, now)
        return WindowState(self._limit, self._limit - used - 1, reset)
