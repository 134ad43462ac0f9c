"""What a channel takes, as data: figures with the page that states them and the month in which it was read."""

import math
from dataclasses import dataclass
from enum import StrEnum

from blocks.finding import Rule
from blocks.jogg.settings import AspectRatio

SLOT_TOLERANCE_SECONDS = 0.1
"""Of an exact length: three pictures, and what an encoder of sound adds at the end."""


class Channel(StrEnum):
    """Where videos are shown."""

    REELS = "reels"
    TIKTOK = "tiktok"
    YOUTUBE_SHORTS = "youtube-shorts"
    GOOGLE = "google"
    META = "meta"
    AMAZON = "amazon"


def channel_named(name: str) -> Channel:
    """Return the channel of that name, in any letter case, with blanks or hyphens. Raises ValueError."""
    return Channel("-".join(name.casefold().replace("_", " ").replace("-", " ").split()))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule was read."""

    page: str
    read: str
    """Year and month."""
    is_vendors: bool = True
    """The channel's own page; if not, somebody else's, which may be out of date."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a channel takes of one quantity, bounds included; its unit is told by the rule (`blocks.channels.check`)."""

    rule: Rule
    source: Source
    least: float = -math.inf
    most: float = math.inf
    slots: tuple[float, ...] = ()
    """The only values that are taken, where there are such."""

    def takes(self, amount: float) -> bool:
        """Whether the amount is within the bounds and in a slot."""
        in_slot = not self.slots or any(abs(amount - slot) <= SLOT_TOLERANCE_SECONDS for slot in self.slots)
        return in_slot and self.least <= amount <= self.most


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes that a channel takes, the best one first."""

    taken: tuple[AspectRatio, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of one channel."""

    shapes: Shapes | None
    """None where any shape is taken."""
    limits: tuple[Limit, ...]
    evergreen: bool = False
    """Its videos show no price, rating or address."""
    unseen: str = ""
    """What else the channel refuses, of which no check of ours sees anything."""

    @property
    def min_bit_rate(self) -> float:
        """Bits a second that the pictures take at least; 0 where any number is taken."""
        return next((limit.least for limit in self.limits if limit.rule is Rule.CHANNEL_BIT_RATE), 0.0)

    @property
    def seconds(self) -> Limit | None:
        """What lengths are taken; None where any is."""
        return next((limit for limit in self.limits if limit.rule is Rule.CHANNEL_LENGTH), None)
