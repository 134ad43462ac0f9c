"""What is wrong with a delivered video, by rule: kept in ledger and sidecar.

Found by `blocks.delivery.verdict` in any video, and by `blocks.channels.check` in one that is made for a channel.
"""

from enum import StrEnum

from pydantic import BaseModel


class Rule(StrEnum):
    """What a delivered video is checked for. A value is the rule's name for people."""

    WHOLE = "decodes to its end"
    BLACK = "no black stretch"
    BLACK_FIRST = "no black first picture"
    BLACK_LAST = "no black last picture"
    FROZEN = "no frozen stretch"
    SOUND = "has sound"
    SILENCE = "no silent stretch"
    LOUDNESS = "loudness"
    PEAK = "true peak"
    END = "sound ends before the video"
    BARS = "no black bars"
    SHAPE = "shape as ordered"
    LENGTH = "length as ordered"
    CHANNEL_LENGTH = "length for the channel"
    CHANNEL_SIZE = "size for the channel"
    CHANNEL_SIDE = "resolution for the channel"
    CHANNEL_BIT_RATE = "bit rate for the channel"
    CHANNEL_SOUND_BIT_RATE = "bit rate of the sound for the channel"
    CHANNEL_LOUDNESS = "loudness for the channel"
    CHANNEL_SHAPE = "shape for the channel"
    PRICE = "price as known"
    CURRENCY = "currency as known"
    SAVING = "saving as known"
    NAME = "name as known"
    LANGUAGE = "language as ordered"


class Finding(BaseModel, frozen=True, extra="ignore"):
    """One rule that a video breaks."""

    rule: str
    """A value of `Rule`, of this release or a later one."""
    measured: str
    wanted: str
    moment: float | None = None
    """Seconds from the beginning; None where it is of the whole video."""
    frame: str = ""
    """Key of a picture of that moment, empty where there is none."""

    def __str__(self) -> str:
        at = "" if self.moment is None else f" at {self.moment:.1f} s"
        return f"{self.rule}: {self.measured}{at}, wanted {self.wanted}"


class ContentCheck(BaseModel, frozen=True, extra="ignore"):
    """What a video's text was held against."""

    compared: tuple[str, ...] = ()
    """Rules, by their names."""
    not_compared: tuple[str, ...] = ()
    """Rules that it was not held against, each with the reason: nobody knows whether it breaks them."""
