"""The MP4 that leaves studio: its facts, its bytes, and what an interrupted encoding leaves behind."""

import hashlib
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from studio.encoder import BrokenVideoError, VideoEncoder, probe
from studio.scenes.drawing.frame import planes_of
from studio.voice.model import SAMPLE_RATE, Samples
from tests.present import present

WIDTH, HEIGHT, FPS = 270, 480, 30


@pytest.fixture(scope="module")
def frames() -> list[NDArray[np.uint8]]:
    """Two seconds of a soft gradient with a block moving over it."""
    row = np.linspace(20, 220, WIDTH, dtype=np.uint8)
    made = []
    for index in range(2 * FPS):
        frame = np.full((HEIGHT, WIDTH, 4), 255, np.uint8)
        frame[..., :3] = row[None, :, None]
        frame[100 + index * 3 : 160 + index * 3, 40:120, :3] = (220, 40, 40)
        made.append(planes_of(frame))
    return made


@pytest.fixture(scope="module")
def sound() -> Samples:
    """Three seconds of 440 Hz: one second more than the frames."""
    wave = np.sin(2 * np.pi * 440 * np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE)
    return np.stack([wave, wave]).astype(np.float32) * 0.3


def encode(path: Path, frames: list[NDArray[np.uint8]], sound: Samples | None = None) -> Path:
    with VideoEncoder(path, WIDTH, HEIGHT, FPS) as encoder:
        if sound is not None:
            encoder.write_sound(sound)
        for frame in frames:
            encoder.write(frame)
    return path


def test_the_file_is_what_every_player_accepts(tmp_path: Path, frames: list[NDArray[np.uint8]], sound: Samples) -> None:
    facts = probe(encode(tmp_path / "video.mp4", frames, sound))

    assert (facts.width, facts.height, facts.fps, facts.frames) == (WIDTH, HEIGHT, FPS, 60)
    assert (facts.video_codec, facts.profile, facts.pixel_format) == ("h264", "High", "yuv420p")
    assert (facts.audio_codec, facts.sample_rate) == ("aac", SAMPLE_RATE)
    assert facts.seconds == pytest.approx(2.0, abs=0.001)
    assert facts.faststart


def test_sound_ends_with_the_last_frame_and_lies_beside_the_frames_it_belongs_to(
    tmp_path: Path, frames: list[NDArray[np.uint8]], sound: Samples
) -> None:
    path = encode(tmp_path / "video.mp4", frames, sound)

    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux() if packet.size]
        heard = [packet for packet in packets if packet.stream.type == "audio"]
        ends = [(present(each.pts) + present(each.duration)) * each.time_base for each in heard]
        kinds = [each.stream.type for each in sorted(packets, key=lambda each: present(each.pos))]
    assert float(max(ends)) == pytest.approx(2.0, abs=0.03)
    halfway = kinds[: len(kinds) // 2]
    assert 0.35 < halfway.count("audio") / kinds.count("audio") < 0.65


def test_colours_survive_and_are_declared_as_bt709(tmp_path: Path) -> None:
    for number, colour in enumerate([(220, 40, 40), (40, 200, 60), (30, 60, 220), (255, 255, 255)]):
        frame = planes_of(np.full((HEIGHT, WIDTH, 4), (*colour, 255), np.uint8))
        path = encode(tmp_path / f"{number}.mp4", [frame] * 3)
        with av.open(str(path)) as container:
            context = container.streams.video[0].codec_context
            decoded = next(container.decode(video=0))
            assert (decoded.colorspace, decoded.color_range) == (1, 1), "BT.709, limited range"
            assert (context.color_primaries, context.color_trc) == (1, 1)
            seen = decoded.to_ndarray(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709")
        assert np.abs(seen.astype(int) - colour).max() <= 4


def test_the_same_frames_and_sound_give_the_same_bytes(
    tmp_path: Path, frames: list[NDArray[np.uint8]], sound: Samples
) -> None:
    digests = {hashlib.sha256(encode(tmp_path / f"{n}.mp4", frames, sound).read_bytes()).hexdigest() for n in range(4)}

    assert len(digests) == 1


def test_a_buffer_that_is_drawn_into_again_does_not_change_frames_already_written(
    tmp_path: Path, frames: list[NDArray[np.uint8]]
) -> None:
    whole = encode(tmp_path / "whole.mp4", frames)
    canvas = np.empty_like(frames[0])
    with VideoEncoder(tmp_path / "reused.mp4", WIDTH, HEIGHT, FPS) as encoder:
        for frame in frames:
            canvas[:] = frame
            encoder.write(canvas)
            canvas[:] = 0

    assert (tmp_path / "reused.mp4").read_bytes() == whole.read_bytes()


def encode_then_fail(encoder: VideoEncoder, frames: list[NDArray[np.uint8]]) -> None:
    for frame in frames:
        encoder.write(frame)
    encoder.write(frames[0][:10])


def test_an_exception_leaves_no_file_and_an_earlier_video_untouched(
    tmp_path: Path, frames: list[NDArray[np.uint8]]
) -> None:
    earlier = encode(tmp_path / "video.mp4", frames[:3]).read_bytes()

    with (
        pytest.raises(ValueError, match="frame has shape"),
        VideoEncoder(tmp_path / "video.mp4", WIDTH, HEIGHT, FPS) as encoder,
    ):
        encode_then_fail(encoder, frames)

    assert [path.name for path in tmp_path.iterdir()] == ["video.mp4"]
    assert (tmp_path / "video.mp4").read_bytes() == earlier


def test_nothing_shows_under_the_final_name_until_the_file_is_whole(
    tmp_path: Path, frames: list[NDArray[np.uint8]]
) -> None:
    path = tmp_path / "video.mp4"
    with VideoEncoder(path, WIDTH, HEIGHT, FPS) as encoder:
        for frame in frames:
            encoder.write(frame)
            assert not path.exists()

    assert probe(path).frames == len(frames)
    assert [entry.name for entry in tmp_path.iterdir()] == ["video.mp4"]


def test_a_video_without_frames_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one frame"), VideoEncoder(tmp_path / "v.mp4", WIDTH, HEIGHT):
        pass

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shape", [(HEIGHT, WIDTH), (WIDTH * 3 // 2, HEIGHT), (HEIGHT, WIDTH, 3)])
def test_a_frame_of_another_shape_is_refused(tmp_path: Path, shape: tuple[int, ...]) -> None:
    with (
        pytest.raises(ValueError, match="frame has shape"),
        VideoEncoder(tmp_path / "v.mp4", WIDTH, HEIGHT) as encoder,
    ):
        encoder.write(np.zeros(shape, np.uint8))


def test_odd_sides_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="even sides"):
        VideoEncoder(tmp_path / "v.mp4", 271, 480)


@pytest.mark.parametrize("kept", [0, 40, 0.5, 0.9])
def test_a_cut_off_file_is_found_out(tmp_path: Path, frames: list[NDArray[np.uint8]], kept: float) -> None:
    whole = encode(tmp_path / "video.mp4", frames).read_bytes()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(whole[: int(kept * len(whole)) if kept < 1 else int(kept)])

    with pytest.raises(BrokenVideoError):
        probe(broken)


def test_a_missing_file_is_found_out(tmp_path: Path) -> None:
    with pytest.raises(BrokenVideoError, match=r"nowhere\.mp4"):
        probe(tmp_path / "nowhere.mp4")
