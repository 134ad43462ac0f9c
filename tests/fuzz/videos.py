"""Damaged MP4 files, given to the probe that every delivered video goes through."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from blocks.delivery.decoder import TOO_COSTLY
from blocks.delivery.probe import VideoProbe
from blocks.errors import VideoInvalidError, VideoUnavailableError
from tests.blocks.delivery.conftest import make_mp4
from tests.fuzz.campaign import Target
from tests.processes import children_of

TOKENS = (
    *(
        b"ftyp",
        b"moov",
        b"mdat",
        b"trak",
        b"stsd",
        b"stsz",
        b"stco",
        b"co64",
        b"ctts",
        b"avc1",
        b"avcC",
        b"hvc1",
        b"mp4a",
    ),
    *(b"esds", b"elst", b"hdlr", b"meta", b"udta", b"ilst", b"free", b"\0\0\0\x01", b"\0\0\x01\x67", b"png ", b"uuid"),
)
"""Types of boxes (ISO/IEC 14496-12) and starts of NAL units."""


@contextmanager
def open_videos() -> Iterator[Target]:
    """Video with and without sound, index behind and before the media, and in fragments."""
    seeds = [
        make_mp4(seconds=0.3),
        make_mp4(seconds=0.3, audio=False),
        make_mp4(seconds=0.3, faststart=True),
        make_mp4(seconds=0.5, options="frag_keyframe+empty_moov"),
    ]
    yield Target(seeds, TOKENS, _probe, lambda: [os.getpid(), *children_of(os.getpid())])


def _probe(body: bytes) -> str:
    probe = VideoProbe()
    try:
        probe.feed(body)
        probe.finish()
    except (VideoInvalidError, VideoUnavailableError) as error:
        if error.code == TOO_COSTLY:
            raise
        return error.code
    return "sound"
