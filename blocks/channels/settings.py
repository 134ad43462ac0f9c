"""The settings of a video that is made for a channel."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from blocks.channels.profile import Channel
from blocks.channels.profiles import KILOBIT, PROFILES
from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem
from blocks.jogg.settings import LENGTHS, RenderSettings, refuse_additions


def settings_for(
    channel: Channel | None, stated: Mapping[str, Any], *, takes_additions: bool = False
) -> RenderSettings:
    """Check what is stated of a video's settings, and take from the channel what is not stated.

    That is its shape, and of a service that `takes_additions` what only studio can be asked for: bit rate and evergreen
    look. The length is left to the client: every channel takes its default. A channel is no setting itself: where
    nothing else is asked for, the same video is the same item with and without it.

    Raises `pydantic.ValidationError` where a setting is none, `ConfigurationError` where the channel does not take what
    is stated, or only studio does.
    """
    settings = RenderSettings.model_validate(_of_channel(channel, takes_additions) | dict(stated))
    if not takes_additions:
        refuse_additions(dict.fromkeys(settings.additions, settings), "none; studio takes it (`--base-url`)")
    if channel:
        _refuse_unfit(channel, settings)
    return settings


def _of_channel(channel: Channel | None, takes_additions: bool) -> dict[str, Any]:
    if channel is None:
        return {}
    profile = PROFILES[channel]
    shape = {"aspect_ratio": profile.shapes.taken[0]} if profile.shapes else {}
    if not takes_additions:
        return shape
    return shape | {"evergreen": profile.evergreen, "min_bit_rate": ceil(profile.min_bit_rate / KILOBIT)}


def _refuse_unfit(channel: Channel, settings: RenderSettings) -> None:
    shapes, seconds, problems = PROFILES[channel].shapes, PROFILES[channel].seconds, []
    if shapes and settings.aspect_ratio not in shapes.taken:
        value = f'"{settings.aspect_ratio}" is not for {channel}'
        problems.append(FieldProblem("aspect_ratio", value, ", ".join(shapes.taken)))
    if seconds and settings.length is not None and not seconds.takes(settings.length):
        allowed = ", ".join(str(length) for length in LENGTHS if seconds.takes(length))
        problems.append(FieldProblem("length", f"{settings.length} is not for {channel}", allowed))
    if problems:
        raise ConfigurationError.of(*problems, code="unfit_for_channel")
