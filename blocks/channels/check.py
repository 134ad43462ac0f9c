"""From what a delivered video is like to the rules of a channel that it breaks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from blocks.channels.profile import Channel, Limit, Profile
from blocks.channels.profiles import PROFILES
from blocks.finding import Finding, Rule

SHAPE_TOLERANCE = 0.01
"""Of a ratio: encoders round sides to multiples of 16, as 1080x1920 to 1088x1920."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A video as it was delivered. What is None was not measured, and breaks no rule."""

    seconds: float
    size: int
    """Bytes."""
    width: int
    height: int
    bit_rate: int | None = None
    """Of the pictures, in bits a second."""
    sound_bit_rate: int | None = None
    loudness: float | None = None
    """LUFS (EBU R 128)."""


_AMOUNTS: Mapping[Rule, Callable[[Measured], float | None]] = {
    Rule.CHANNEL_LENGTH: lambda video: video.seconds,
    Rule.CHANNEL_SIZE: lambda video: video.size,
    Rule.CHANNEL_SIDE: lambda video: min(video.width, video.height),
    Rule.CHANNEL_BIT_RATE: lambda video: video.bit_rate,
    Rule.CHANNEL_SOUND_BIT_RATE: lambda video: video.sound_bit_rate,
    Rule.CHANNEL_LOUDNESS: lambda video: video.loudness,
}
_UNITS: Mapping[Rule, tuple[float, str]] = {
    Rule.CHANNEL_LENGTH: (1, "s"),
    Rule.CHANNEL_SIZE: (1e6, "MB"),
    Rule.CHANNEL_SIDE: (1, "pixels"),
    Rule.CHANNEL_BIT_RATE: (1e3, "kbit/s"),
    Rule.CHANNEL_SOUND_BIT_RATE: (1e3, "kbit/s"),
    Rule.CHANNEL_LOUDNESS: (1, "LUFS"),
}
"""How many of the limit's own unit make one that people read, and its name."""


def check_for(channel: Channel, video: Measured) -> Iterator[Finding]:
    """Yield the rules of a channel that a video breaks, and name the channel in each."""
    for finding in breaches(PROFILES[channel], video):
        yield finding.model_copy(update={"wanted": f"{finding.wanted} for {channel}"})


def breaches(profile: Profile, video: Measured) -> Iterator[Finding]:
    """Yield the rules of a profile that a video breaks."""
    for limit in profile.limits:
        amount = _AMOUNTS[limit.rule](video)
        if amount is not None and not limit.takes(amount):
            yield Finding(rule=limit.rule, measured=_measured(limit, amount, video), wanted=_wanted(limit, amount))
    ratio = video.width / video.height if video.height else 0.0
    if profile.shapes and not any(abs(ratio / shape.ratio - 1) <= SHAPE_TOLERANCE for shape in profile.shapes.taken):
        wanted = f"only {', '.join(shape.words for shape in profile.shapes.taken)}"
        yield Finding(rule=Rule.CHANNEL_SHAPE, measured=_pixels(video), wanted=wanted)


def _measured(limit: Limit, amount: float, video: Measured) -> str:
    if limit.rule is Rule.CHANNEL_SIDE:
        return _pixels(video)
    scale, unit = _UNITS[limit.rule]
    return f"{amount / scale:.1f} {unit}"


def _wanted(limit: Limit, amount: float) -> str:
    scale, unit = _UNITS[limit.rule]
    if limit.slots:
        return f"{' or '.join(f'{slot / scale:g}' for slot in limit.slots)} {unit}"
    bound = f"at least {limit.least / scale:g}" if amount < limit.least else f"at most {limit.most / scale:g}"
    return f"the shorter side {bound} {unit}" if limit.rule is Rule.CHANNEL_SIDE else f"{bound} {unit}"


def _pixels(video: Measured) -> str:
    return f"{video.width}x{video.height}"
