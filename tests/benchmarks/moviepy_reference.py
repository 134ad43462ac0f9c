"""The pictures that `layers_of_video` saved, composed by MoviePy with the same encoder settings.

    python moviepy_reference.py FOLDER SECONDS

Runs without the project: MoviePy is not a dependency of it.
"""

import json
import math
import sys
from pathlib import Path
from typing import Any

from moviepy import AudioFileClip, CompositeVideoClip, ImageClip, vfx

X264 = "subme=0:me=dia:ref=1:trellis=0:rc-lookahead=8:b-adapt=0:weightp=0:cpu-independent=1"


FLIGHT = 0.5
"""Seconds a card flies, as in studio."""


def clips_of(layer: dict[str, Any], folder: Path, seconds: float) -> list[ImageClip]:
    """One picture in its time and place, moving as studio moves it."""
    start, end = layer["start"], min(layer["end"], seconds)
    clip = ImageClip(str(folder / layer["file"]))
    at = (layer["x"], layer["y"])
    match layer.get("moves"):
        case "sway":
            sway = clip.with_duration(end - start).rotated(
                lambda time: 1.7 * math.sin((start + time) * 1.46), expand=False
            )
            bob = sway.with_start(start)
            return [bob.with_position(lambda time: (at[0], at[1] + 3 * math.sin((start + time) * 2.9)))]
        case "zoom":
            return _cards(clip, at, start, end, layer["end"])
        case "grow":
            return [_growing(clip, at, start, end, layer["end"])]
        case "pulse":
            return [_pulsing(clip, at, end - start).with_start(start)]
    return [_entering(clip.with_duration(end - start), layer, at).with_start(start)]


def _entering(clip: ImageClip, layer: dict[str, Any], at: tuple[int, int]) -> ImageClip:
    """A clip that fades in, rises to its place, or just is there."""
    if layer.get("fade"):
        clip = clip.with_effects([vfx.CrossFadeIn(layer["fade"])])
    if not layer.get("rise"):
        return clip.with_position(at)
    rise, lasting = layer["rise"], layer["seconds"]
    return clip.with_position(lambda time: (at[0], at[1] + rise * (1 - min(time / lasting, 1.0)) ** 3))


def _pulsing(clip: ImageClip, at: tuple[int, int], lasting: float) -> ImageClip:
    def size(time: float) -> float:
        return 1 + 0.025 * max(0.0, math.sin(2 * math.pi * time / 1.6))

    def place(time: float) -> tuple[float, float]:
        return at[0] - clip.w * (size(time) - 1) / 2, at[1] - clip.h * (size(time) - 1) / 2

    return clip.with_duration(lasting).resized(size).with_position(place)


def _cards(clip: ImageClip, at: tuple[int, int], start: float, end: float, whole: float) -> list[ImageClip]:
    """A card flies in, zooms at rest, and lies askew below the next one."""
    landed = min(start + (FLIGHT if start else 0.0), end)
    parts = []
    if landed > start:
        flying = clip.with_duration(landed - start).rotated(lambda time: 9 * _away(time), resample="bilinear")
        parts.append(flying.with_start(start).with_position(lambda time: (at[0], at[1] + 1400 * _away(time))))
    if end > landed:
        parts.append(_growing(clip, at, landed, end, whole))
    below = clip.rotated(-4.5, resample="bilinear").with_duration(FLIGHT).with_start(end).with_position(at)
    return [*parts, below]


def _growing(clip: ImageClip, at: tuple[int, int], start: float, end: float, whole: float) -> ImageClip:
    """The slow zoom of a card at rest."""

    def grown(time: float) -> float:
        return 0.06 * time / (whole - start)

    def place(time: float) -> tuple[float, float]:
        return at[0] - clip.w * grown(time) / 2, at[1] - clip.h * grown(time) / 2

    resting = clip.with_duration(end - start).resized(lambda time: 1 + grown(time))
    return resting.with_start(start).with_position(place)


def _away(time: float) -> float:
    return (1 - min(time / FLIGHT, 1.0)) ** 3


def main() -> None:
    """Compose and write the first seconds."""
    folder, seconds = Path(sys.argv[1]), float(sys.argv[2])
    layers = json.loads((folder / "material.json").read_text())["layers"]
    clips = [clip for layer in layers if layer["start"] < seconds for clip in clips_of(layer, folder, seconds)]
    video = CompositeVideoClip(clips, size=(1080, 1920)).with_duration(seconds)
    video = video.with_audio(AudioFileClip(str(folder / "sound.wav")).subclipped(0, seconds))
    video.write_videofile(
        str(folder / "moviepy.mp4"),
        fps=30,
        codec="libx264",
        audio_codec="aac",
        preset="veryfast",
        threads=1,
        ffmpeg_params=["-crf", "21", "-x264-params", X264, "-pix_fmt", "yuv420p"],
        logger=None,
    )


if __name__ == "__main__":
    main()
