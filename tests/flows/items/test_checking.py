"""The checks of a delivered video: a channel's rules hold also where the video could not be looked at as a whole."""

from pathlib import Path

import pytest

from blocks.channels.profile import Channel
from blocks.delivery.delivery import DeliveredVideo
from blocks.delivery.facts import Heard, Seen, Signals
from blocks.delivery.local_copy import LocalCopy
from blocks.delivery.probe import VideoFacts
from blocks.errors import VideoInvalidError
from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.store.local.folder import LocalFolder
from flows.items.checking import check_video
from flows.items.item import Item

FACTS = VideoFacts(
    4.0, 1080, 1920, "h264", "aac", 2_000_000, 128_000, size=1_000_000, sha256="0" * 64, credentials=False
)
SOUND = Heard(loudness=-25.0, end_loudness=-40.0, true_peak=0.5, silent=[])
WHOLE = Signals(Seen(20, 0, begins_black=False, ends_black=False, bars=0.0, black=[], frozen=[]), SOUND)
DAMAGED = VideoInvalidError("The video can't be decoded to its end", code="not_whole")


@pytest.mark.parametrize(
    ("signals", "channel", "found"),
    [
        (WHOLE, None, []),
        (WHOLE, Channel.TIKTOK, ["length for the channel", "loudness for the channel"]),
        (DAMAGED, None, ["decodes to its end"]),
        (DAMAGED, Channel.TIKTOK, ["decodes to its end", "length for the channel"]),
        (None, Channel.TIKTOK, ["decodes to its end", "length for the channel"]),
    ],
)
def test_what_can_be_measured_is_held_against_the_channel(
    signals: Signals | VideoInvalidError | None, channel: Channel | None, found: list[str], tmp_path: Path
) -> None:
    item = Item(1, "https://shop.example/p", Corrections(), RenderSettings(), ApiGeneration.OPEN, channel=channel)
    delivered = DeliveredVideo("videos/a.mp4", FACTS.size, FACTS.sha256, FACTS, "", signals)
    with LocalCopy() as copy:
        findings = check_video(LocalFolder(tmp_path), item, delivered, copy)
    assert [each.rule for each in findings] == found
