"""The times that a round's delays are measured by: those of the client, as its settings say."""

from dataclasses import dataclass

CONNECT_AND_POOL_SECONDS = 70.0
"""Of the client's longest exchange, beside twice the wait for an answer; no setting changes them."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds."""

    response: float
    """Longest wait for the answer to a POST."""
    settle: float
    """How long a paid request of unknown outcome is asked about."""
    lease: float
    heartbeat: float
    poll: float
    run: float
    """Longest time for a run: longest exchange, settling and renders, and room for a full machine."""

    @property
    def environment(self) -> dict[str, str]:
        """The settings."""
        return {
            "URL2VIDEO_RESPONSE_SECONDS": f"{self.response:g}",
            "URL2VIDEO_SETTLE_SECONDS": f"{self.settle:g}",
            "URL2VIDEO_LEASE_SECONDS": f"{self.lease:g}",
            "URL2VIDEO_HEARTBEAT_SECONDS": f"{self.heartbeat:g}",
            "URL2VIDEO_FIRST_POLL_SECONDS": f"{self.poll:g}",
        }

    @property
    def latest(self) -> float:
        """How long after the end of its exchange a request may still reach the service, or show up in its lists.

        Beyond `settle` nobody could know: a service without an idempotency key takes a request whenever it comes.
        """
        return 0.6 * self.settle


SCALED = Pace(response=4, settle=8, lease=8, heartbeat=2, poll=1, run=400)
DEFAULTS = Pace(response=60, settle=180, lease=60, heartbeat=15, poll=10, run=1800)
"""What url2video does when nothing is set."""
