"""What a viewer and a platform find in a rendered file, measured by FFmpeg's own filters and not by studio."""

from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
from av.filter import Graph
from av.subtitles.subtitle import SubtitleSet

from studio.encoder import probe
from studio.scenes.drawing.box import Box
from studio.scenes.drawing.colour import contrast

MAX_STILL_SECONDS = 1.0
"""Seconds that a picture may be black, or not move at all."""

_READ_FROM = 4
"""Every fourth pixel tells as much about a text's colours as all of them."""


@dataclass(slots=True)
class Playback:
    """A file as it plays."""

    loudness: float
    """LUFS, integrated (EBU R 128)."""
    true_peak: float
    """dBTP."""
    black: list[float] = field(default_factory=list)
    frozen: list[float] = field(default_factory=list)
    """Seconds at which a stretch of more than a second begins."""


def play(path: Path) -> Playback:
    """Decode a whole file through `ebur128`, `blackdetect` and `freezedetect`."""
    loudness, true_peak = meter(path)
    pictures = _filtered(
        path,
        "video",
        ("blackdetect", f"d={MAX_STILL_SECONDS}:pix_th=0.1"),
        ("freezedetect", f"n=-70dB:d={MAX_STILL_SECONDS}"),
    )
    return Playback(
        loudness=loudness,
        true_peak=true_peak,
        black=[float(value) for name, value in pictures if name == "lavfi.black_start"],
        frozen=[float(value) for name, value in pictures if name == "lavfi.freezedetect.freeze_start"],
    )


def meter(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP of the decoded sound."""
    sound = _filtered(path, "audio", ("ebur128", "peak=true:metadata=1"))
    peaks = [float(value) for name, value in sound if name.startswith("lavfi.r128.true_peaks_ch")]
    return [float(value) for name, value in sound if name == "lavfi.r128.I"][-1], 20 * float(np.log10(max(peaks)))


def assert_fit_to_post(path: Path, seconds: float) -> None:
    """Assert what every player, platform and viewer asks of a video of a length in seconds."""
    facts, found = probe(path), play(path)
    assert (facts.video_codec, facts.profile, facts.pixel_format) == ("h264", "High", "yuv420p")
    assert (facts.audio_codec, facts.faststart, facts.fps) == ("aac", True, 30)
    assert abs(facts.seconds - seconds) <= 0.2 * seconds
    assert abs(found.loudness + 14) <= 2
    assert found.true_peak < -1
    assert found.black == []
    assert found.frozen == []


def text_contrast(path: Path, second: float, box: Box) -> float:
    """The contrast between the lightest and the darkest twentieth of a box, in the frame at a time."""
    with av.open(str(path)) as container:
        container.seek(round(second * 1_000_000))
        frame = next(frame for frame in container.decode(video=0) if (frame.time or 0.0) >= second)
        pixels = frame.to_ndarray(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709")
    part = pixels[box.y : box.bottom : _READ_FROM, box.x : box.right : _READ_FROM].reshape(-1, 3)
    ranked = part[np.argsort(part.sum(axis=1))]
    dark, light = ranked[len(ranked) // 20], ranked[-len(ranked) // 20]
    return contrast(tuple(map(int, dark)), tuple(map(int, light)))  # type: ignore[arg-type] # three numbers each


def _filtered(path: Path, kind: str, *filters: tuple[str, str]) -> list[tuple[str, str]]:
    """What the filters wrote beside the frames, in order."""
    written: list[tuple[str, str]] = []
    with av.open(str(path)) as container:
        graph = Graph()
        stream = container.streams.video[0] if kind == "video" else container.streams.audio[0]
        if isinstance(stream, av.VideoStream):
            source = graph.add_buffer(template=stream)
        else:
            source = graph.add_abuffer(template=stream)
        chain = [source, *(graph.add(name, options) for name, options in filters)]
        chain.append(graph.add("buffersink" if kind == "video" else "abuffersink"))
        graph.link_nodes(*chain).configure()
        for frame in [*container.decode(stream), None]:
            assert not isinstance(frame, SubtitleSet)
            graph.push(frame)
            while True:
                try:
                    pulled = graph.pull()
                except (av.BlockingIOError, av.EOFError):
                    break
                written.extend(pulled.metadata.items())
    return written
