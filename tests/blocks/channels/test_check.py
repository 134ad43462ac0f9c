"""What channels take: each rule of a profile finds what breaks it and nothing else, and says what is wanted."""

from dataclasses import replace

import pytest

from blocks.channels.check import Measured, check_for
from blocks.channels.profile import Channel, channel_named
from blocks.channels.profiles import PROFILES
from blocks.finding import Rule

GOOD = Measured(15.0, 8_000_000, 1080, 1920, bit_rate=4_200_000, sound_bit_rate=192_000, loudness=-14.0)
WIDE = replace(GOOD, width=1920, height=1080)


@pytest.mark.parametrize("channel", Channel)
def test_a_good_video_breaks_no_rule_of_its_channel(channel: Channel) -> None:
    assert list(check_for(channel, WIDE if channel is Channel.AMAZON else GOOD)) == []


@pytest.mark.parametrize(
    ("channel", "video", "found"),
    [
        ("google", replace(GOOD, seconds=5.9), "length for the channel: 5.9 s, wanted at least 6 s for google"),
        ("google", replace(GOOD, seconds=240.5), "length for the channel: 240.5 s, wanted at most 240 s for google"),
        ("google", replace(GOOD, size=500_100_000), "size for the channel: 500.1 MB, wanted at most 500 MB for google"),
        (
            "google",
            replace(GOOD, width=540, height=960),
            "resolution for the channel: 540x960, wanted the shorter side at least 720 pixels for google",
        ),
        (
            "google",
            replace(GOOD, height=1350),
            "shape for the channel: 1080x1350, wanted only 9:16, 16:9, 1:1 for google",
        ),
        ("meta", replace(GOOD, size=200_100_000), "size for the channel: 200.1 MB, wanted at most 200 MB for meta"),
        (
            "tiktok",
            replace(GOOD, bit_rate=400_000),
            "bit rate for the channel: 400.0 kbit/s, wanted at least 516 kbit/s for tiktok",
        ),
        ("youtube-shorts", WIDE, "shape for the channel: 1920x1080, wanted only 9:16, 1:1 for youtube-shorts"),
        (
            "reels",
            replace(GOOD, loudness=-25.3),
            "loudness for the channel: -25.3 LUFS, wanted at least -21 LUFS for reels",
        ),
        ("amazon", replace(WIDE, seconds=14.2), "length for the channel: 14.2 s, wanted 15 or 30 s for amazon"),
        (
            "amazon",
            replace(WIDE, sound_bit_rate=128_000),
            "bit rate of the sound for the channel: 128.0 kbit/s, wanted at least 192 kbit/s for amazon",
        ),
    ],
)
def test_a_broken_rule_is_named_with_what_was_measured_and_what_is_wanted(
    channel: str, video: Measured, found: str
) -> None:
    assert [str(each) for each in check_for(Channel(channel), video)] == [found]


@pytest.mark.parametrize(
    ("channel", "video"),
    [
        (Channel.GOOGLE, replace(GOOD, seconds=6.0)),
        (Channel.GOOGLE, replace(GOOD, width=1088)),
        (Channel.AMAZON, replace(WIDE, seconds=30.04)),
        (Channel.META, replace(GOOD, seconds=600, width=400, height=500)),
        (Channel.TIKTOK, replace(GOOD, bit_rate=None, loudness=None)),
    ],
)
def test_what_is_at_a_bound_or_was_not_measured_is_left_alone(channel: Channel, video: Measured) -> None:
    assert list(check_for(channel, video)) == []


def test_a_picture_without_height_has_no_shape() -> None:
    found = check_for(Channel.YOUTUBE_SHORTS, replace(GOOD, height=0))
    assert [each.rule for each in found] == [Rule.CHANNEL_SHAPE]


@pytest.mark.parametrize("spelling", ["youtube-shorts", "YouTube Shorts", "youtube_shorts", " Youtube-Shorts "])
def test_a_channel_is_known_by_any_spelling_of_its_name(spelling: str) -> None:
    assert channel_named(spelling) is Channel.YOUTUBE_SHORTS


@pytest.mark.parametrize("channel", Channel)
def test_each_rule_says_where_and_when_it_was_read(channel: Channel) -> None:
    profile = PROFILES[channel]
    sources = [limit.source for limit in profile.limits] + ([profile.shapes.source] if profile.shapes else [])
    assert all(source.page and source.read >= "2026" for source in sources)
