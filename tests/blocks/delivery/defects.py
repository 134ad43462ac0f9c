"""Small videos with one thing wrong: what a check of delivered videos has to name."""

import math
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import av

RATE = 10
SAMPLE_RATE = 16_000
WIDTH, HEIGHT = 90, 160
BLACK = 16


def moving(_: float) -> int | None:
    """A picture that is never the same."""
    return None


def loud(amplitude: float, *, fade: float = 1.0, total: float = 8.0) -> Callable[[float], float]:
    """A tone that fades away over its last seconds."""
    return lambda at: amplitude * min(1.0, max(0.0, (total - 0.4 - at) / fade)) if fade else amplitude


FADING = loud(0.2)


@dataclass(frozen=True)
class Clip:
    """How a video is made. `level` is the brightness of a plain picture at a time, None for one that moves."""

    seconds: float = 8.0
    size: tuple[int, int] = (WIDTH, HEIGHT)
    level: Callable[[float], int | None] = moving
    still_from: float | None = None
    still_until: float = 99.0
    bars: tuple[int, int] = (0, 0)
    """Rows at top and bottom, and columns at both sides, that are black."""
    sound: Callable[[float], float] | None = FADING
    zeroed: tuple[float, float] = (0.0, 0.0)
    """A part of the file that is lost, as shares of it."""

    def write(self, path: Path) -> Path:
        """Encode it."""
        with av.open(str(path), "w") as container:
            picture = container.add_stream("libx264", rate=RATE, options={"preset": "ultrafast", "bf": "0", "g": "20"})
            picture.width, picture.height = self.size
            picture.pix_fmt = "yuv420p"
            sound = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono") if self.sound else None
            for number in range(round(self.seconds * RATE)):
                frame = self._frame(number / RATE)
                frame.pts = number
                container.mux(picture.encode(frame))
            container.mux(picture.encode(None))
            if sound:
                container.mux(sound.encode(self._tone()))
                container.mux(sound.encode(None))
        if self.zeroed[1]:
            body = bytearray(path.read_bytes())
            first, last = (round(share * len(body)) for share in self.zeroed)
            body[first:last] = bytes(last - first)
            path.write_bytes(body)
        return path

    def _frame(self, at: float) -> av.VideoFrame:
        frame = av.VideoFrame(*self.size, "yuv420p")
        moment = self.still_from if self.still_from is not None and self.still_from <= at < self.still_until else at
        width, height = self.size
        line, level = frame.planes[0].line_size, self.level(at)
        ramp = bytes(60 + (step * 3 + round(moment * 40)) % 160 for step in range(line))
        rows, columns = self.bars
        body = bytearray()
        for row in range(height):
            lit = ramp[row % 40 :] + ramp[: row % 40] if level is None else bytes([level]) * line
            dark = row < rows or row >= height - rows
            inner = (
                bytes([BLACK]) * columns + lit[columns : width - columns] + bytes([BLACK]) * (line - width + columns)
            )
            body += bytes([BLACK]) * line if dark else inner
        frame.planes[0].update(bytes(body))
        for plane in frame.planes[1:]:
            plane.update(bytes([128]) * plane.buffer_size)
        return frame

    def _tone(self) -> av.AudioFrame:
        assert self.sound is not None
        step, count = math.tau * 440 / SAMPLE_RATE, round(self.seconds * SAMPLE_RATE)
        levels = [self.sound(number / 100) for number in range(round(self.seconds * 100) + 1)]
        wave = array("f", (levels[number * 100 // SAMPLE_RATE] * math.sin(number * step) for number in range(count)))
        clipped = array("f", (max(-1.0, min(1.0, each)) for each in wave))
        tone = av.AudioFrame(format="fltp", layout="mono", samples=count)
        tone.planes[0].update(clipped.tobytes().ljust(tone.planes[0].buffer_size, b"\0"))
        tone.sample_rate = SAMPLE_RATE
        return tone


GOOD = Clip()


def dark(first: float, last: float) -> Clip:
    """Black from one moment to another."""
    return replace(GOOD, level=lambda at: BLACK if first <= at < last else None)


def hushed(first: float, last: float) -> Clip:
    """Silent from one moment to another."""
    tone = loud(0.2)
    return replace(GOOD, sound=lambda at: 0.0 if first <= at < last else tone(at))
