"""The settings of a video that is made for a channel."""

from collections.abc import Mapping
from typing import Any

from blocks.channels.profile import Channel
from blocks.channels.profiles import PROFILES
from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem
from blocks.jogg.settings import LENGTHS, RenderSettings


def settings_for(channel: Channel | None, stated: Mapping[str, Any]) -> RenderSettings:
    """Check what is stated of a video's settings, and take its shape from the channel where none is stated.

    The length is left to the client where none is stated: every channel takes its default. A channel is no setting
    itself, so the same video is the same item with and without it.

    Raises:
        pydantic.ValidationError: a setting is none.
        ConfigurationError: the channel does not take what is stated.
    """
    shapes = PROFILES[channel].shapes if channel else None
    settings = RenderSettings.model_validate(({"aspect_ratio": shapes.taken[0]} if shapes else {}) | dict(stated))
    if channel:
        _refuse_unfit(channel, settings)
    return settings


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
