"""Frames and sound into an MP4 that plays everywhere, and the facts of an MP4 read back.

H.264 High yuv420p (BT.709, limited range) with AAC-LC stereo, the index before the media so that a player can
start before the file has arrived.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream
from numpy.typing import NDArray

from studio.scenes.film.motion import FPS
from studio.voice.model import SAMPLE_RATE, Samples

_CRF = "21"
"""x264's constant quality. Product photographs and text edges show no blocks at it."""

_X264_PARAMS = "subme=0:me=dia:ref=1:trellis=0:rc-lookahead=8:b-adapt=0:weightp=0:cpu-independent=1"
"""Lighter analysis on top of `veryfast`: measured 40 % less CPU for 11 % more bytes and 0.2 dB. Motion here is
slow pans of still pictures, which the finer searches hardly improve. B-frames at fixed places make the file smaller
than chosen ones do (4 %), since hardly any frame of a pan differs from its neighbours.

`cpu-independent` costs 2 % and makes the bytes reproducible: without it the vectorised macroblock-tree
gave several different files for the same frames (x264 core 165)."""

_KEYFRAME_SECONDS = 2
"""A player seeks to a keyframe; two seconds is what streaming services ask for and costs under 3 % in bytes."""

_RATE_MARGIN = 1.25
"""An average over a short video may come out a tenth below what x264 aims at."""

_SOUND_BITS_PER_SECOND = 200_000
"""AAC-LC stereo: what channels ask for at the most (192 kbit/s, Amazon's) and a margin. Speech over music is
transparent from 128 kbit/s on; the difference is a twentieth of a video's bytes. FFmpeg's fast coder takes half the
time of its thorough one: at this rate it leaves 28.3 dB between sound and error, the other at 128 kbit/s 26.1 dB."""

_SOUND_BLOCK = 1024
"""Samples an AAC frame holds (ISO/IEC 14496-3)."""

Frame = NDArray[np.uint8]
"""YUV 4:2:0 planes in one block (BT.709, limited range), brightness first: shape (height * 3 / 2, width)."""

_log = logging.getLogger(__name__)


class BrokenVideoError(Exception):
    """A video file that is not what it must be; the text names the fault."""


class VideoEncoder:
    """Writes one MP4. The file appears under its name only when it is complete.

    Within the `with` block call `write_sound` first, then `write` per frame: sound is then stored beside the
    frames it belongs to. If the block ends with an exception nothing is left on disk.

    Frames are handed over as x264 takes them and may be overwritten after `write`. OpenCV's own conversion to YUV
    would give BT.601 coefficients, which players that go by picture size show with shifted reds and greens.

    The same frames and sound give the same bytes.

    x264 works in the caller's thread. Renders run side by side, one for each core: with threads of its own it took
    turns with the drawing, and a video cost a tenth more CPU time in all.
    """

    def __init__(self, path: Path, width: int, height: int, fps: int = FPS, min_bit_rate: int = 0) -> None:
        """`path` must lie in an existing folder; width and height are even, as yuv420p requires.

        The pictures take at least `min_bit_rate` kilobits a second; with 0 their quality alone decides.
        """
        if width % 2 or height % 2:
            raise ValueError(f"yuv420p needs even sides, not {width}x{height}")
        self._path = path
        self._unfinished = path.with_name(f".{path.name}.part")
        self._size = (width, height)
        self._fps = fps
        self._bit_rate = round(min_bit_rate * 1000 * _RATE_MARGIN)
        self._sound: Samples = np.zeros((2, 0), np.float32)
        self._sound_written = 0
        self._frames = 0

    def __enter__(self) -> Self:
        """Open the unfinished file. Raises OSError where it cannot be written."""
        self._unfinished.unlink(missing_ok=True)
        # Without bitexact the container would carry FFmpeg's version: another build would give other bytes.
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        self._container: OutputContainer = av.open(str(self._unfinished), "w", format="mp4", options=options)
        self._video = self._add_video()
        self._audio = self._add_audio()
        return self

    def _add_video(self) -> VideoStream:
        options = {"preset": "veryfast", "profile": "high", "x264-params": _X264_PARAMS}
        quality = {} if self._bit_rate else {"crf": _CRF}
        stream = self._container.add_stream("libx264", rate=self._fps, options=options | quality)
        context = stream.codec_context
        if self._bit_rate:
            context.bit_rate = self._bit_rate
        context.width, context.height = self._size
        context.pix_fmt = "yuv420p"
        context.time_base = Fraction(1, self._fps)
        context.gop_size = _KEYFRAME_SECONDS * self._fps
        context.thread_count = 1
        context.color_range = ColorRange.MPEG
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        return stream

    def _add_audio(self) -> AudioStream:
        stream = self._container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", options={"aac_coder": "fast"})
        stream.codec_context.bit_rate = _SOUND_BITS_PER_SECOND
        stream.codec_context.format = "fltp"
        return stream

    def write_sound(self, samples: Samples) -> None:
        """Append sound of shape (2, n), -1 to 1, at 48 kHz. What outlasts the last frame is not stored."""
        if samples.ndim != 2 or samples.shape[0] != 2:
            raise ValueError(f"sound must have shape (2, n), not {samples.shape}")
        self._sound = np.concatenate([self._sound, samples.astype(np.float32, copy=False)], axis=1)

    def write(self, frame: Frame) -> None:
        """Append one frame of `width` x `height`; raises ValueError for any other shape."""
        width, height = self._size
        if frame.shape != (height * 3 // 2, width):
            raise ValueError(f"frame has shape {frame.shape}, not ({height * 3 // 2}, {width})")
        picture = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(frame), "yuv420p")
        picture.pts = self._frames
        picture.time_base = Fraction(1, self._fps)
        self._container.mux(self._video.encode(picture))
        self._frames += 1
        self._mux_sound(self._sound_due())

    def _sound_due(self) -> int:
        """Samples that belong to the frames written so far."""
        available: int = self._sound.shape[1]
        return min(self._frames * SAMPLE_RATE // self._fps, available)

    def _mux_sound(self, until: int) -> None:
        """Encode whole AAC blocks up to sample `until`."""
        while self._sound_written + _SOUND_BLOCK <= until:
            self._encode_sound(self._sound_written + _SOUND_BLOCK)

    def _encode_sound(self, end: int) -> None:
        block = np.ascontiguousarray(self._sound[:, self._sound_written : end])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = self._sound_written
        frame.time_base = Fraction(1, SAMPLE_RATE)
        self._container.mux(self._audio.encode(frame))
        self._sound_written = end

    def _finish(self) -> None:
        if not self._frames:
            raise ValueError("a video needs at least one frame")
        self._mux_sound(self._sound_due())
        if self._sound_written < self._sound_due():
            self._encode_sound(self._sound_due())
        self._container.mux(self._video.encode(None))
        self._container.mux(self._audio.encode(None))
        self._container.close()
        self._unfinished.replace(self._path)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Complete the file, or remove every trace of it."""
        try:
            if kind is None:
                self._finish()
        finally:
            self._abandon()

    def _abandon(self) -> None:
        """Release the encoder and remove what is unfinished; after `_finish` there is nothing left to do."""
        try:
            self._container.close()
        except (av.FFmpegError, OSError) as error:
            # The first exception is the one to report: closing a container that broke only repeats it.
            _log.debug("closing the unfinished %s: %s", self._unfinished.name, error)
        self._unfinished.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What an MP4 is, read from the file itself."""

    width: int
    height: int
    fps: float
    seconds: float
    """Of the video stream."""
    video_codec: str
    profile: str
    pixel_format: str
    audio_codec: str
    """Empty without sound."""
    sample_rate: int
    """Hz; 0 without sound."""
    faststart: bool
    """The index (`moov`) stands before the media (`mdat`)."""
    frames: int


def probe(path: Path) -> MediaFacts:
    """Read the facts of an MP4 and decode its first and last frame.

    Raises `BrokenVideoError` when the file is missing, is no MP4, or either frame does not decode.
    """
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise BrokenVideoError("no video stream")
            frames = sum(1 for packet in container.demux(video=0) if packet.size)
            _check_ends(container)
            return _facts(container, frames, _is_faststart(path))
    except (av.FFmpegError, OSError) as error:
        raise BrokenVideoError(f"{path.name}: {error}") from error


def _facts(container: InputContainer, frames: int, faststart: bool) -> MediaFacts:
    video = container.streams.video[0]
    audio = next(iter(container.streams.audio), None)
    rate = video.average_rate or Fraction(0)
    return MediaFacts(
        width=video.codec_context.width,
        height=video.codec_context.height,
        fps=float(rate),
        seconds=float((video.duration or 0) * (video.time_base or 0)),
        video_codec=video.codec_context.name,
        profile=video.codec_context.profile or "",
        pixel_format=video.codec_context.pix_fmt or "",
        audio_codec=audio.codec_context.name if audio else "",
        sample_rate=audio.codec_context.sample_rate if audio else 0,
        faststart=faststart,
        frames=frames,
    )


def _check_ends(container: InputContainer) -> None:
    stream = container.streams.video[0]
    container.seek(0, stream=stream)
    if next(container.decode(stream), None) is None:
        raise BrokenVideoError("the first frame does not decode")
    container.seek(stream.duration or 0, stream=stream)
    if not sum(1 for _ in container.decode(stream)):
        raise BrokenVideoError("the last frame does not decode")


def _is_faststart(path: Path) -> bool:
    with path.open("rb") as file:
        order = [kind for kind in _top_level_boxes(file) if kind in (b"moov", b"mdat")]
    return order[:1] == [b"moov"]


def _top_level_boxes(file: BinaryIO) -> Iterator[bytes]:
    """The types of an MP4's outermost boxes (ISO/IEC 14496-12 section 4.2)."""
    while len(header := file.read(8)) == 8:
        size, kind = int.from_bytes(header[:4], "big"), header[4:]
        yield kind
        if size == 1:
            size = int.from_bytes(file.read(8), "big") - 8
        if size < 8:
            return
        file.seek(size - 8, 1)
