"""The pictures that `layers_of_video` saved, composed by MoviePy with the same encoder settings.

    python moviepy_reference.py FOLDER SECONDS

Runs without the project: MoviePy is not a dependency of it.
"""

import json
import sys
from pathlib import Path

from moviepy import AudioFileClip, CompositeVideoClip, ImageClip

X264 = "subme=1:me=dia:ref=1:trellis=0:rc-lookahead=8:cpu-independent=1"


def clip_of(layer: dict, folder: Path, seconds: float) -> ImageClip:
    """One picture in its time and place; cards grow by 6 % as studio's pictures do."""
    length = min(layer["end"], seconds) - layer["start"]
    clip = ImageClip(str(folder / layer["file"])).with_duration(length).with_start(layer["start"])
    if not layer["zooms"]:
        return clip.with_position((layer["x"], layer["y"]))
    whole, width, height = layer["end"] - layer["start"], clip.w, clip.h

    def place(time: float) -> tuple[float, float]:
        grown = 0.06 * time / whole
        return layer["x"] - width * grown / 2, layer["y"] - height * grown / 2

    return clip.resized(lambda time: 1 + 0.06 * time / whole).with_position(place)


def main() -> None:
    """Compose and write the first seconds."""
    folder, seconds = Path(sys.argv[1]), float(sys.argv[2])
    layers = json.loads((folder / "material.json").read_text())["layers"]
    clips = [clip_of(layer, folder, seconds) for layer in layers if layer["start"] < seconds]
    video = CompositeVideoClip(clips, size=(1080, 1920)).with_duration(seconds)
    video = video.with_audio(AudioFileClip(str(folder / "sound.wav")).subclipped(0, seconds))
    video.write_videofile(
        str(folder / "moviepy.mp4"),
        fps=30,
        codec="libx264",
        audio_codec="aac",
        preset="veryfast",
        threads=2,
        ffmpeg_params=["-crf", "21", "-x264-params", X264, "-pix_fmt", "yuv420p"],
        logger=None,
    )


if __name__ == "__main__":
    main()
