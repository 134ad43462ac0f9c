"""The service's own clock, as the `Date` headers of its answers tell it.

Whose a listed video is can depend on when it was made, and the service dates it by its own clock, which may differ
from ours by minutes. Our clock may be set while a run goes on, so that each answer is a reading of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from blocks.jogg.service import SubmitWindow

MAX_READING_ERROR = timedelta(seconds=5)
"""How far a reading may be off: `Date` has whole seconds (RFC 9110 §5.6.7), a list dates its videos in whole seconds
as well, and the answer is on its way for a moment."""

MAX_SKEW = timedelta(seconds=60)
"""Clocks that are further apart are told to the user: one of them is wrong, since NTP keeps within a second."""


@dataclass(frozen=True, slots=True)
class Period:
    """From one time of the service's clock to another, both included."""

    start: datetime
    end: datetime


def http_date(text: str) -> datetime | None:
    """Read a date of an HTTP header (timezone-aware, GMT where it names no zone); None where it is none."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def skew_warning(skew: timedelta | None) -> str:
    """Say that the clocks are further apart than `MAX_SKEW`; empty where they are not, or nothing is known."""
    if skew is None or abs(skew) <= MAX_SKEW:
        return ""
    side = "ahead of" if skew > timedelta(0) else "behind"
    return f"The service's clock is {abs(skew).total_seconds():.0f} s {side} this machine's."


class ServiceClock:
    """Learns from every answer how far the service's clock is ahead of ours."""

    def __init__(self) -> None:
        self.skew: timedelta | None = None
        """The service's clock minus ours by the last answer with a date; None before the first."""
        self._least = self._most = timedelta(0)

    def heard(self, headers: Mapping[str, str], received_at: datetime) -> None:
        """Read the headers of an answer, names in lower case, that came at `received_at` (timezone-aware)."""
        told = http_date(headers.get("date", ""))
        if told is None or "age" in headers:  # Age: a cache kept the answer, and its date with it (RFC 9111 §5.1)
            return
        skew = told - received_at
        first = self.skew is None
        self._least = skew if first else min(self._least, skew)
        self._most = skew if first else max(self._most, skew)
        self.skew = skew

    def period(self, window: SubmitWindow) -> Period | None:
        """When the request can have been accepted, by the service's clock; None where that clock is unknown.

        All readings of this client count: the window was noted by our clock before it may have been set.
        """
        if self.skew is None:
            return None
        return Period(
            window.opened_at + self._least - MAX_READING_ERROR, window.closed_at + self._most + MAX_READING_ERROR
        )
