"""The settings of a video for a channel: its shape where none is stated, and nothing that the channel refuses."""

from typing import Any

import pytest

from blocks.channels.profile import Channel
from blocks.channels.profiles import KILOBIT, PROFILES
from blocks.channels.settings import settings_for
from blocks.errors import ConfigurationError
from blocks.jogg.settings import RenderSettings
from blocks.jogg.v2.requests import DEFAULT_LENGTH


@pytest.mark.parametrize(
    ("channel", "stated", "shape"),
    [
        (None, {}, "portrait"),
        ("reels", {}, "portrait"),
        ("reels", {"aspect_ratio": "9:16"}, "portrait"),
        ("youtube-shorts", {"aspect_ratio": "square"}, "square"),
        ("google", {"aspect_ratio": "landscape"}, "landscape"),
        ("meta", {}, "portrait"),
        ("amazon", {}, "landscape"),
    ],
)
def test_the_shape_is_what_is_stated_or_the_best_for_the_channel(
    channel: str | None, stated: dict[str, Any], shape: str
) -> None:
    made = settings_for(Channel(channel) if channel else None, stated)
    assert made == RenderSettings(aspect_ratio=shape)


@pytest.mark.parametrize(
    ("channel", "stated", "lines"),
    [
        ("reels", {"aspect_ratio": "square"}, ['aspect_ratio: "square" is not for reels; allowed: portrait']),
        ("amazon", {"aspect_ratio": "portrait"}, ['aspect_ratio: "portrait" is not for amazon; allowed: landscape']),
        ("amazon", {"length": 60}, ["length: 60 is not for amazon; allowed: 15, 30"]),
        (
            "amazon",
            {"aspect_ratio": "1:1", "length": 60},
            [
                'aspect_ratio: "square" is not for amazon; allowed: landscape',
                "length: 60 is not for amazon; allowed: 15, 30",
            ],
        ),
    ],
)
def test_what_a_channel_does_not_take_is_a_line_for_each_field(
    channel: str, stated: dict[str, Any], lines: list[str]
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        settings_for(Channel(channel), stated)
    assert refused.value.message.splitlines() == lines


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_takes_the_length_of_a_video_that_states_none(channel: Channel) -> None:
    seconds = PROFILES[channel].seconds
    assert seconds is None or seconds.takes(DEFAULT_LENGTH)


@pytest.mark.parametrize("channel", Channel)
def test_studio_is_asked_for_what_a_channel_takes_and_no_other_service_is(channel: Channel) -> None:
    profile, asked = PROFILES[channel], settings_for(channel, {}, takes_additions=True)
    assert asked.min_bit_rate * KILOBIT >= profile.min_bit_rate
    assert asked.evergreen == profile.evergreen
    assert settings_for(channel, {}).additions == ()
    stated = settings_for(channel, {"evergreen": False}, takes_additions=True)
    assert not stated.evergreen, "what is stated holds"


def test_what_only_studio_does_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError) as refused:
        settings_for(None, {"hook": 2, "evergreen": True, "min_bit_rate": 800})
    allowed = "allowed: none; studio takes it (`--base-url`)"
    assert refused.value.message.splitlines() == [
        f"hook: 2; {allowed}",
        f"evergreen: True; {allowed}",
        f"min_bit_rate: 800; {allowed}",
    ]
    assert settings_for(None, {"hook": 1}) == RenderSettings(), "the first opening is that of any video"
