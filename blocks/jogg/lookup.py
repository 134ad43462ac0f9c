"""Whether the list of an account's videos proves that a submit was accepted, or that it never was.

A video that bears our name is ours. That none does proves something only if the service keeps names, which no
document promises: so every video that is young enough to be ours must bear another item's name, or there is none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from blocks.jogg.service import Accepted, CannotTell, NeverAccepted, RenderLookup

CLOCK_SKEW = timedelta(minutes=5)
"""Our clock may be this far ahead of the service's: Kerberos (RFC 4120) and AWS live with the same bound."""


@dataclass(frozen=True, slots=True)
class NamedVideo:
    """A video in the account's list. `created_at` is None where the service does not tell."""

    render_id: str
    title: str
    created_at: datetime | None


def may_be_ours(video: NamedVideo, submitted_at: datetime) -> bool:
    """Tell whether the video is as young as the submit."""
    return video.created_at is None or video.created_at >= submitted_at - CLOCK_SKEW


def is_past(page: Sequence[NamedVideo], submitted_at: datetime) -> bool:
    """Tell whether this page of the list, and so all after it, is older than the submit.

    True only where the page shows that the list is sorted, newest first: a service may ignore the order asked for.
    """
    moments = [video.created_at for video in page if video.created_at is not None]
    newest_first = moments == sorted(moments, reverse=True) and moments[:1] > moments[-1:]
    return newest_first and not any(may_be_ours(video, submitted_at) for video in page)


def settle(name: str, videos: Iterable[NamedVideo], submitted_at: datetime) -> RenderLookup:
    """Judge the whole list, newest first. `name` is a fingerprint in lower-case hex."""
    young = [video for video in videos if may_be_ours(video, submitted_at)]
    ours = next((video for video in young if video.title == name), None)
    if ours:
        return Accepted(ours.render_id) if ours.render_id else CannotTell(f"The video named {name} has no id.")
    fingerprint = re.compile(rf"[0-9a-f]{{{len(name)}}}")
    foreign = sum(not fingerprint.fullmatch(video.title) for video in young)
    if foreign:
        return CannotTell(
            f"No video is named {name}, but {foreign} of the account's latest have names that are not ours:"
            " one of them may be it."
        )
    return NeverAccepted()
