"""The instant renderer: one small real clip, handed out after a stated time."""

import asyncio
import math
from array import array
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from studio.render_request import AspectRatio, Progress, RenderedVideo, RenderRequest

CLIP_SECONDS = 2
"""Long enough to have a second key frame's worth of content, short enough to be a few kilobytes."""

FRAME_RATE = 10
"""Frames a second: 20 frames encode in a fraction of a second."""

SAMPLE_RATE = 48_000
"""Hz, as in every video that studio renders."""

TONE_HERTZ = 440
"""What the clip sounds."""

YUV = (144, 80, 181)
"""What the clip shows: one orange, so that frames encode fast and small (BT.709, limited range)."""

RGB = (230, 120, 60)
"""The same orange for the poster."""

CAPACITY = 10_000
"""Jobs at a time. Each is one sleeping task."""

STEPS = 4
"""How many times a waiting job reports its progress."""


@dataclass(frozen=True, slots=True)
class Clip:
    """An encoded clip and its first frame."""

    video: bytes
    poster: bytes

    def numbered(self) -> bytes:
        """The video with a number of its own in a trailing `free` box, which players skip (ISO 14496-12, 8.1.2).

        Videos of two projects differ in their bytes this way, so that a mix-up shows.
        """
        mark = uuid4().bytes
        return self.video + (8 + len(mark)).to_bytes(4) + b"free" + mark


def make_clip(size: tuple[int, int]) -> Clip:
    """Encode a clip: H.264 yuv420p and a tone in AAC, moov first. `size` is width and height in pixels."""
    # FFmpeg reads the file once more to move its index to the front: it needs a path.
    with TemporaryDirectory() as folder:
        video = Path(folder) / "clip.mp4"
        _encode(video, size)
        from PIL import Image  # noqa: PLC0415 - loaded with the first clip, like FFmpeg

        poster = BytesIO()
        Image.new("RGB", size, RGB).save(poster, "JPEG")
        return Clip(video.read_bytes(), poster.getvalue())


def _encode(path: Path, size: tuple[int, int]) -> None:
    import av  # noqa: PLC0415 - loaded with the first clip: the server starts without FFmpeg

    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        picture = container.add_stream("libx264", rate=FRAME_RATE, options={"preset": "ultrafast"})
        picture.width, picture.height = size
        picture.pix_fmt = "yuv420p"
        sound = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        still = av.VideoFrame(*size, "yuv420p")
        for plane, level in zip(still.planes, YUV, strict=True):
            plane.update(bytes([level]) * plane.buffer_size)
        for number in range(CLIP_SECONDS * FRAME_RATE):
            still.pts = number
            container.mux(picture.encode(still))
        container.mux(picture.encode(None))
        tone = av.AudioFrame(format="fltp", layout="mono", samples=SAMPLE_RATE * CLIP_SECONDS)
        tone.planes[0].update(_tone(SAMPLE_RATE * CLIP_SECONDS).ljust(tone.planes[0].buffer_size, b"\0"))
        tone.sample_rate = SAMPLE_RATE
        container.mux(sound.encode(tone))
        container.mux(sound.encode(None))


def _tone(samples: int) -> bytes:
    """A tone that fades away, so that checks of sound find nothing wrong: floats of 32 bits."""
    step = math.tau * TONE_HERTZ / SAMPLE_RATE
    return array("f", (0.2 * math.sin(at * step) * (1 - at / samples) for at in range(samples))).tobytes()


class InstantRenderer:
    """Serves the same clip for every request of an aspect ratio."""

    capacity = CAPACITY

    def __init__(self, seconds: float) -> None:
        """`seconds` is how long a job takes."""
        self._seconds = seconds
        self._clips: dict[AspectRatio, asyncio.Task[Clip]] = {}

    async def render(self, request: RenderRequest, folder: Path, progress: Progress) -> RenderedVideo:
        """Wait, then write the clip."""
        for step in range(STEPS):
            progress(step * 100 // STEPS, "frames")
            await asyncio.sleep(self._seconds / STEPS)
        return await self.hand_out(request.aspect_ratio, folder)

    async def hand_out(self, ratio: AspectRatio, folder: Path) -> RenderedVideo:
        """Write the clip of a ratio into `folder`."""
        clip = await self._clip(ratio)
        video, poster = folder / "video.mp4", folder / "poster.jpg"
        video.write_bytes(clip.numbered())
        poster.write_bytes(clip.poster)
        return RenderedVideo(video=video, poster=poster, seconds=CLIP_SECONDS, script="")

    async def _clip(self, ratio: AspectRatio) -> Clip:
        """The clip of a ratio, encoded once."""
        if ratio not in self._clips:
            self._clips[ratio] = asyncio.create_task(asyncio.to_thread(make_clip, ratio.size))
        return await asyncio.shield(self._clips[ratio])

    async def close(self) -> None:
        """Nothing runs that needs stopping."""
