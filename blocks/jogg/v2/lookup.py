"""What the list of an account's videos proves of a submit whose answer was lost.

A video that bears our name is ours, whatever its date. That none does proves something only if the service keeps
names, which no document promises: every video that can be ours must bear another item's name, or there is none that
can be. Dates only rule videos out, by the service's own clock.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from blocks.jogg.http.clock import Period
from blocks.jogg.service import Accepted, CannotTell, NeverAccepted, RenderLookup

MIN_PAST = timedelta(days=1)
"""A list is read back to so long before the submit: a gateway's clock (the `Date` header) may be right where that of
the service behind it is wrong, by as much as a local time that is told as UTC (14 h at most)."""


@dataclass(frozen=True, slots=True)
class NamedVideo:
    """A video in the account's list. What the service does not tell is None or empty."""

    render_id: str
    title: str
    created_at: datetime | None
    """By the service's clock, timezone-aware."""
    product_id: str = ""


@dataclass(frozen=True, slots=True)
class LostSubmit:
    """A paid request of unknown outcome."""

    name: str
    """The item's fingerprint, in lower-case hex: the name that the request gave to the video."""
    product_id: str
    period: Period | None
    """When it can have been accepted, by the service's clock; None where that clock is unknown."""
    earlier: frozenset[str] = field(default=frozenset())
    """Ids of renders of the same item that are known from before: they bear the same name."""

    def may_have_made(self, video: NamedVideo) -> bool:
        """Tell whether the video can be this request's if names are not kept."""
        if video.product_id and video.product_id != self.product_id:
            return False
        if video.created_at is None or self.period is None:
            return True
        return self.period.start <= video.created_at <= self.period.end


def is_past(page: Sequence[NamedVideo], period: Period | None) -> bool:
    """Tell whether this page of the list, and so all after it, is far older than the submit.

    True only where the page shows that the list is sorted, newest first: a service may ignore the order asked for.
    """
    moments = [video.created_at for video in page if video.created_at is not None]
    newest_first = moments == sorted(moments, reverse=True) and moments[:1] > moments[-1:]
    if period is None or not newest_first or len(moments) < len(page):
        return False
    return moments[0] < period.start - MIN_PAST


def named(videos: Iterable[NamedVideo], names: Collection[str]) -> dict[str, str]:
    """Find the videos that bear one of `names`: their ids by name, of several the newest, else the first listed."""
    found: dict[str, NamedVideo] = {}
    for video in videos:
        if video.title in names and video.render_id:
            known = found.get(video.title)
            if known is None or _moment(video) > _moment(known):
                found[video.title] = video
    return {name: video.render_id for name, video in found.items()}


def judge(lost: LostSubmit, videos: Collection[NamedVideo], gap: str) -> RenderLookup:
    """Judge the account's list. `gap` says why part of it could not be read, empty where it is whole."""
    later = [video for video in videos if video.render_id not in lost.earlier]
    if ours := named(later, {lost.name}):
        return Accepted(ours[lost.name])
    if any(video.title == lost.name for video in later):
        return CannotTell(f"The video named {lost.name} has no id.")
    if gap:
        return CannotTell(gap)
    item_name = re.compile(rf"[0-9a-f]{{{len(lost.name)}}}")
    foreign = sum(not item_name.fullmatch(video.title) for video in later if lost.may_have_made(video))
    if foreign:
        return CannotTell(
            f"No video is named {lost.name}, but {foreign} of the account's from that time have names that are not"
            " ours: one of them may be it."
        )
    return NeverAccepted()


def _moment(video: NamedVideo) -> datetime:
    return video.created_at or datetime.min.replace(tzinfo=UTC)
