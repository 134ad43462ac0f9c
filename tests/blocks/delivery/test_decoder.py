"""Files made to bring a decoder down: each costs the one item, and little memory."""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import struct
import zlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from blocks.delivery import decoder
from blocks.delivery.facts import UNKNOWN_CODEC
from blocks.delivery.probe import VideoFacts, VideoProbe
from blocks.errors import VideoInvalidError
from tests.processes import children_of, peak_bytes


def judged(body: bytes) -> VideoFacts:
    probe = VideoProbe()
    probe.feed(body)
    return probe.finish()


def video(codec: str = "libx264", pixels: str = "yuv420p", audio: bool = True) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream(codec, rate=10)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 64, pixels
        sound = container.add_stream("aac", rate=48_000, layout="stereo") if audio else None
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), number * 20, np.uint8), "rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            container.mux(stream.encode(frame.reformat(format=pixels)))
        container.mux(stream.encode(None))
        if sound is not None:
            silence = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), format="fltp", layout="stereo")
            silence.sample_rate = 48_000
            container.mux(sound.encode(silence))
            container.mux(sound.encode(None))
    return file.getvalue()


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 0)
    # Each row is flushed by itself, so that one is packed for all (RFC 1950 and 1951): gigabytes take seconds to pack.
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    row = packer.compress(bytes(8 * width + 1)) + packer.flush(zlib.Z_FULL_FLUSH)
    adler = (height * (8 * width + 1) % 65_521) << 16 | 1
    data = b"\x78\xda" + row * height + b"\x03\x00" + struct.pack(">I", adler)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("name", [b"Vid\xe9oHandler\0", b"\xff\xfe\0\0\0\0\0\0\0\0\0\0\0", b"\x80" * 12 + b"\0"])
def test_a_name_in_an_old_encoding_makes_no_video_unsound(name: bytes) -> None:
    body = video()
    assert judged(body.replace(b"VideoHandler\0", name)).video_codec == "h264"


def test_sound_in_a_codec_that_nobody_knows_is_let_through() -> None:
    # 0x40 in the descriptor of the decoder is AAC (ISO/IEC 14496-1, table 5).
    body = re.sub(rb"(\x04\x80\x80\x80.)\x40", b"\\1\xfe", video().replace(b"mp4a", b"qqqq"), flags=re.DOTALL)
    facts = judged(body)
    assert (facts.video_codec, facts.audio_codec) == ("h264", UNKNOWN_CODEC)


@pytest.mark.parametrize("kind", [b"qqqq", b"\0\0\0\0", b"png "])
def test_a_video_codec_that_nobody_plays_is_refused(kind: bytes) -> None:
    with pytest.raises(VideoInvalidError) as caught:
        judged(video().replace(b"avc1", kind))
    assert caught.value.code in {"codec_refused", "no_video_stream"}


@pytest.mark.parametrize(("codec", "pixels"), [("png", "rgb24"), ("mjpeg", "yuvj420p")])
def test_a_row_of_pictures_is_no_video(codec: str, pixels: str) -> None:
    with pytest.raises(VideoInvalidError) as caught:
        judged(video(codec, pixels))
    assert caught.value.code == "codec_refused"


def test_a_frame_that_claims_gigabytes_takes_none() -> None:
    body = video()
    # Width and height in the sample's entry (ISO/IEC 14496-12, VisualSampleEntry).
    entry = body.rindex(b"avc1") + 4 + 24
    wide = body[:entry] + struct.pack(">HH", 65_000, 65_000) + body[entry + 4 :]
    with contextlib.suppress(VideoInvalidError):
        judged(wide)
    assert peak_of_children() < 400


def test_a_poster_of_gigabytes_is_refused() -> None:
    with pytest.raises(VideoInvalidError) as caught:
        decoder.as_jpeg(png(16_000, 16_000))
    assert caught.value.code == "not_a_picture"
    assert peak_of_children() < 400


def test_a_decoder_that_is_killed_costs_no_item_and_one_that_dies_twice_costs_one() -> None:
    body = video()
    judged(body)
    (child,) = children()
    os.kill(child, signal.SIGKILL)
    assert judged(body).video_codec == "h264"
    assert children() != [child]


def children() -> list[int]:
    """The decoding processes of this one."""
    found = []
    for process in children_of(os.getpid()):
        # A process may end while it is looked at.
        with contextlib.suppress(OSError):
            if b"blocks.delivery.decoding" in Path(f"/proc/{process}/cmdline").read_bytes():
                found.append(process)
    return found


def peak_of_children() -> int:
    """Megabytes of the largest living decoding process."""
    return max(map(peak_bytes, children())) // 2**20
