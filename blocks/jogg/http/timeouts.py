"""How long the client waits for the service, each in seconds."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Time-outs of one client. httpx bounds each read by itself; `exchange_seconds` bounds a whole exchange."""

    connect_seconds: float = 10.0
    """A service that takes longer to shake hands is down: nothing was sent, so trying again is safe."""
    pool_seconds: float = 60.0
    """Thousands of polls share ten connections, each well under a second: a minute's queue means a stuck pool."""
    product_seconds: float = 60.0
    """Reading a product page takes 10 to 30 s (vendor's v2 guide); twice that is given up."""
    render_seconds: float = 60.0
    """Accepting a render is quick, but an answer given up too early makes the paid call ambiguous."""
    status_seconds: float = 30.0
    """A poll costs nothing and is repeated anyway."""

    @classmethod
    def of_response(cls, seconds: float) -> Self:
        """Wait `seconds` for the answer to a POST and half of it for a poll; the way there takes no longer."""
        return cls(
            connect_seconds=min(USUAL_TIMEOUTS.connect_seconds, seconds),
            pool_seconds=seconds,
            product_seconds=seconds,
            render_seconds=seconds,
            status_seconds=seconds / 2,
        )

    def exchange_seconds(self, read_seconds: float) -> float:
        """Longest time from the start of an exchange to its end, where each read may take `read_seconds`."""
        return self.connect_seconds + self.pool_seconds + 2 * read_seconds

    @property
    def longest_exchange(self) -> timedelta:
        """Longest time from the start of a paid exchange to its end."""
        return timedelta(seconds=self.exchange_seconds(self.render_seconds))


USUAL_TIMEOUTS = Timeouts()
"""For the live service."""
