from __future__ import annotations

import hashlib
import io
import struct
from typing import TYPE_CHECKING

import av
import pytest

from blocks.delivery.probe import CREDENTIALS, VideoFacts, VideoProbe
from blocks.errors import VideoInvalidError, VideoUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable


def judged(body: bytes, chunk: int = 50_000, **options: int) -> VideoFacts:
    probe = VideoProbe(**options)
    for start in range(0, len(body), chunk):
        probe.feed(body[start : start + chunk])
    return probe.finish()


def boxes(body: bytes) -> list[tuple[bytes, bytes]]:
    """Return the top-level boxes of a file as (kind, bytes)."""
    found, at = [], 0
    while at < len(body):
        size = struct.unpack(">I", body[at : at + 4])[0]
        found.append((body[at + 4 : at + 8], body[at : at + size]))
        at += size
    return found


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


@pytest.mark.parametrize("name", ["mp4", "faststart_mp4"])
@pytest.mark.parametrize("chunk", [7, 50_000, 10_000_000])
def test_a_sound_video_is_described_wherever_its_index_lies(
    request: pytest.FixtureRequest, name: str, chunk: int
) -> None:
    body = request.getfixturevalue(name)
    facts = judged(body, chunk)
    assert (facts.width, facts.height) == (192, 320)
    assert facts.seconds == pytest.approx(2.0, abs=0.1)
    assert (facts.video_codec, facts.audio_codec) == ("h264", "aac")
    assert (facts.size, facts.sha256) == (len(body), hashlib.sha256(body).hexdigest())


@pytest.mark.parametrize("chunk", [pytest.param(1, marks=pytest.mark.slow), 7, 50_000])
def test_content_credentials_are_seen_in_a_box_of_the_file(mp4: bytes, chunk: int) -> None:
    signed = mp4 + box(b"uuid", CREDENTIALS + bytes(4) + b"manifest\0" + bytes(40))
    assert judged(signed, chunk).credentials
    assert not judged(mp4 + box(b"uuid", bytes(16) + CREDENTIALS), chunk).credentials
    assert not judged(mp4, chunk).credentials


@pytest.mark.parametrize("name", ["mp4", "faststart_mp4"])
def test_two_small_windows_are_enough(request: pytest.FixtureRequest, name: str) -> None:
    body = request.getfixturevalue(name)
    window = len(body) // 3
    assert judged(body, 1000, window_bytes=window).seconds == pytest.approx(2.0, abs=0.1)


def test_the_windows_bound_what_is_kept(mp4: bytes) -> None:
    probe = VideoProbe(window_bytes=10_000)
    for start in range(0, len(mp4), 1000):
        probe.feed(mp4[start : start + 1000])
    assert len(probe._head) == 10_000
    assert 10_000 <= sum(map(len, probe._tail)) < 11_000


def test_a_silent_video_is_sound(make_video: Callable[..., bytes]) -> None:
    assert judged(make_video(audio=False)).audio_codec == ""


def test_a_fragmented_video_is_sound(make_video: Callable[..., bytes]) -> None:
    facts = judged(make_video(options="frag_keyframe+empty_moov+default_base_moof"))
    assert facts.seconds > 0


@pytest.mark.parametrize("name", ["mp4", "faststart_mp4"])
@pytest.mark.parametrize("kept", [0.2, 0.9, 0.99])
def test_a_cut_video_is_called_short_even_without_a_declared_length(
    request: pytest.FixtureRequest, name: str, kept: float
) -> None:
    body = request.getfixturevalue(name)
    with pytest.raises(VideoUnavailableError) as caught:
        judged(body[: int(len(body) * kept)])
    assert caught.value.code == "body_short"


def test_an_empty_body_is_called_short() -> None:
    with pytest.raises((VideoUnavailableError, VideoInvalidError)):
        judged(b"")


def undecodable(body: bytes) -> bytes:
    """Keep every box, but make nonsense of the media."""
    return b"".join(box(kind, bytes(len(part) - 8)) if kind == b"mdat" else part for kind, part in boxes(body))


def without(kind: bytes, body: bytes) -> bytes:
    return b"".join(part for each, part in boxes(body) if each != kind)


def no_duration(body: bytes) -> bytes:
    """Write zero into the durations of the movie, track and media headers, and empty the sample times."""
    moov = bytearray(dict(boxes(body))[b"moov"])
    for name, offset in ((b"mvhd", 20), (b"tkhd", 24), (b"mdhd", 20)):
        at = -1
        while (at := moov.find(name, at + 1)) >= 0:
            moov[at + offset : at + offset + 4] = bytes(4)
    at = -1
    while (at := moov.find(b"stts", at + 1)) >= 0:
        count = struct.unpack(">I", moov[at + 8 : at + 12])[0]
        for entry in range(count):
            moov[at + 16 + 8 * entry : at + 20 + 8 * entry] = bytes(4)
    return b"".join(bytes(moov) if kind == b"moov" else part for kind, part in boxes(body))


def samples(body: bytes) -> list[tuple[int, int, bool]]:
    """Return where each video sample lies, its size, and whether it is a key frame."""
    with av.open(io.BytesIO(body)) as container:
        return [(each.pos, each.size, each.is_keyframe) for each in container.streams.video[0].index_entries]


def overwritten(body: bytes, start: int, foreign: bytes) -> bytes:
    return body[:start] + foreign + body[start + len(foreign) :]


def last_key_frame_scrambled(body: bytes) -> bytes:
    """Keep the structure of the last key frame, but make nonsense of its picture."""
    at, size = [(position, size) for position, size, key in samples(body) if key][-1]
    end = at + size
    while at < end:
        length = int.from_bytes(body[at : at + 4])
        # What follows the header of a slice is its picture; parameter sets are shorter than that.
        body = overwritten(body, at + 24, b"\xa5" * (length - 20))
        at += 4 + length
    return body


def frame_overwritten(body: bytes, number: int, foreign: bytes) -> bytes:
    position, size, _ = samples(body)[number]
    return overwritten(body, position, (foreign * size)[:size])


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda body: frame_overwritten(body, -1, b"\0"), "media_damaged"),
        (lambda body: frame_overwritten(body, 10, b"\0"), "media_damaged"),
        (lambda body: frame_overwritten(body, 10, b"<html>"), "media_damaged"),
        (lambda body: frame_overwritten(body, 10, b"\xff"), "media_damaged"),
        (lambda _: b"<html><body>Not found</body></html>" * 10, "not_mp4"),
        (lambda _: b"\x1aE\xdf\xa3" + bytes(1000), "not_mp4"),
        (lambda _: b"#EXTM3U\nfile:///etc/passwd\n" * 5, "not_mp4"),
        (lambda body: without(b"ftyp", body), "not_mp4"),
        (lambda body: without(b"moov", body), "not_mp4"),
        (lambda _: box(b"ftyp", b"isom" * 4) + box(b"moov", b"rubbish" * 30), "no_video_stream"),
        (lambda body: body + struct.pack(">I", 3) + b"evil" + bytes(20), "not_mp4"),
        (undecodable, "first_frame_undecodable"),
        (no_duration, "zero_duration"),
    ],
)
def test_what_is_no_playable_video_is_named(mp4: bytes, spoil: Callable[[bytes], bytes], code: str) -> None:
    with pytest.raises(VideoInvalidError) as caught:
        judged(spoil(mp4))
    assert caught.value.code == code


def test_a_last_key_frame_that_does_not_decode_is_named(make_video: Callable[..., bytes]) -> None:
    body = make_video(gop=10)
    judged(body)
    with pytest.raises(VideoInvalidError) as caught:
        judged(last_key_frame_scrambled(body))
    assert caught.value.code == "last_key_frame_undecodable"


def test_damage_between_the_windows_is_not_seen(mp4: bytes) -> None:
    window = len(mp4) // 3
    assert judged(frame_overwritten(mp4, 10, b"\0"), 1000, window_bytes=window).seconds > 0


def test_a_sound_file_has_no_video(sound_only: bytes) -> None:
    with pytest.raises(VideoInvalidError) as caught:
        judged(sound_only)
    assert caught.value.code == "no_video_stream"
