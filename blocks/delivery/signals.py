"""What is seen and heard in a whole video, measured in the decoding process with FFmpeg's own detectors.

Every picture that others are predicted from is decoded (half of them, as a rule), five a second are looked at, at a
height of 160 pixels: 15 s of 1080x1920 take a second of CPU. What is left out is shown for one picture's time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeVar, cast

import av
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.filter import Graph
from av.video.frame import VideoFrame

from blocks.delivery.facts import Heard, RefusedError, Seen, Signals, Stretch
from bounds.mp4 import NO_SMOOTHING, bound_decoder, open_mp4

PICTURES_A_SECOND = 5
HEIGHT = 160
"""Pixels: a line of text is still a line, and a bar of 2 % three rows."""
BLACK_LEVEL = 0.10
"""Of full white; blackdetect's own default (FFmpeg, "blackdetect")."""
BAR_LEVEL = 24
"""Of 255: black in video is 16 in places, and coding adds a little."""
FREEZE_NOISE = "-60dB"
"""Difference of two pictures below which they are one: freezedetect's own default."""
SILENCE = "-50dB"
"""Below speech and music, above the noise of an encoder."""
LOUDNESS = "lavfi.r128"
"""How ebur128 names what it tells."""
MIN_STRETCH_SECONDS = 0.4
"""Shorter stretches are not told: a cut may pass through black."""

F = TypeVar("F", VideoFrame, AudioFrame)
Metadata = Mapping[str, str]


def read_signals(path: str) -> Signals:
    """Measure a file that was found to be a video. Raises `RefusedError` (`not_whole`) where it can't be decoded."""
    try:
        with open_mp4(path) as container:
            seen = _seen(container)
        with open_mp4(path) as container:
            heard = _heard(container)
    except av.FFmpegError as error:
        raise RefusedError(f"The video can't be decoded to its end ({error.strerror})", "not_whole") from error
    return Signals(seen, heard)


def still(path: str, moment: float) -> VideoFrame:
    """Return the picture that is shown at a moment, in seconds. Raises `RefusedError`."""
    try:
        with open_mp4(path) as container:
            stream = container.streams.video[0]
            bound_decoder(stream, **NO_SMOOTHING)
            container.seek(int(max(0.0, moment) * av.time_base))
            shown: VideoFrame | None = None
            for shown in container.decode(stream):
                if (shown.time or 0.0) >= moment:
                    break
    except av.FFmpegError as error:
        raise RefusedError(f"The picture can't be decoded ({error.strerror})", "not_whole") from error
    if shown is None:
        raise RefusedError("The video has no picture there", "not_whole")
    return shown


def _seen(container: InputContainer) -> Seen:
    stream = container.streams.video[0]
    bound_decoder(stream, **NO_SMOOTHING)
    stream.codec_context.skip_frame = "NONREF"
    graph = _chain(
        lambda graph: graph.add_buffer(template=stream),
        ("fps", str(PICTURES_A_SECOND)),
        ("scale", f"w=-2:h={HEIGHT}:flags=fast_bilinear"),
        ("format", "pix_fmts=gray"),
        ("blackdetect", f"d={MIN_STRETCH_SECONDS}:pix_th={BLACK_LEVEL}"),
        ("freezedetect", f"n={FREEZE_NOISE}:d={MIN_STRETCH_SECONDS}"),
        ("signalstats", ""),
        ("buffersink", ""),
    )
    black, frozen, bars = _Stretches("black"), _Stretches("freezedetect.freeze"), _Bars()
    lit: list[bool] = []
    damaged, last = 0, 0.0
    for frame in _filtered(graph, container.decode(stream)):
        damaged += frame.is_corrupt
        last = (frame.time or 0.0) + 1 / PICTURES_A_SECOND
        black.take(frame.metadata)
        frozen.take(frame.metadata)
        lit.append(float(frame.metadata["lavfi.signalstats.YHIGH"]) > BLACK_LEVEL * 255)
        plane = frame.planes[0]
        bars.take(bytes(plane), frame.width, frame.height, plane.line_size)
    return Seen(
        pictures=len(lit),
        damaged=damaged,
        begins_black=lit[:1] != [True],
        ends_black=lit[-1:] != [True],
        bars=bars.share,
        black=black.until(last),
        frozen=frozen.until(last),
    )


def _heard(container: InputContainer) -> Heard | None:
    if not container.streams.audio:
        return None
    stream = container.streams.audio[0]
    # None for a codec that FFmpeg has no decoder for, whatever the binding's types say.
    context: av.AudioCodecContext | None = stream.codec_context
    if context is None:
        return None
    graph = _chain(
        lambda graph: graph.add_abuffer(template=stream),
        ("ebur128", "metadata=1:peak=true"),
        # Behind the other, which cuts frames anew and drops what they say.
        ("silencedetect", f"n={SILENCE}:d={MIN_STRETCH_SECONDS}"),
        ("abuffersink", ""),
    )
    silent, last = _Stretches("silence"), 0.0
    told: Metadata = {}
    for frame in _filtered(graph, container.decode(stream)):
        last = (frame.time or 0.0) + frame.samples / frame.sample_rate
        silent.take(frame.metadata)
        told = frame.metadata if f"{LOUDNESS}.I" in frame.metadata else told
    if not told:
        return None
    return Heard(
        loudness=_figure(told, "I"),
        end_loudness=_figure(told, "M"),
        true_peak=_figure(told, "true_peak"),
        silent=silent.until(last),
    )


def _figure(told: Metadata, name: str) -> float:
    return round(float(told[f"{LOUDNESS}.{name}"]), 3)


def _chain(source: Callable[[Graph], av.filter.context.FilterContext], *filters: tuple[str, str]) -> Graph:
    graph = Graph()
    before = source(graph)
    for name, options in filters:
        after = graph.add(name, options or None)
        before.link_to(after)
        before = after
    graph.configure()
    return graph


def _filtered(graph: Graph, frames: Iterable[F]) -> Iterator[F]:
    for frame in chain(frames, [None]):
        graph.push(frame)
        while True:
            try:
                # What goes in as pictures comes out as pictures, and sound as sound.
                yield cast("F", graph.pull())
            except (av.BlockingIOError, av.EOFError):
                break


class _Stretches:
    """What a detector marks: a start on one frame, an end on a later one."""

    def __init__(self, name: str) -> None:
        self._name = f"lavfi.{name}"
        self._begun: float | None = None
        self._found: list[Stretch] = []

    def take(self, metadata: Metadata) -> None:
        if (start := metadata.get(f"{self._name}_start")) is not None:
            self._begun = float(start)
        if (end := metadata.get(f"{self._name}_end")) is not None:
            self._close(float(end))

    def until(self, end: float) -> list[Stretch]:
        """All of them; one that has not ended lasts to the end of the file."""
        self._close(end)
        return self._found

    def _close(self, end: float) -> None:
        if self._begun is not None:
            self._found.append(Stretch(round(self._begun, 2), round(end, 2)))
            self._begun = None


class _Bars:
    """Rows at top and bottom, or columns at both sides, that stay black through grey pictures of one size."""

    def __init__(self) -> None:
        self._rows: list[int] = []
        self._columns: list[int] = []

    def take(self, body: bytes, width: int, height: int, line: int) -> None:
        """Take a picture: rows of `line` bytes, of which `width` are pixels."""
        rows = [max(body[at : at + width]) for at in range(0, height * line, line)]
        columns = [max(body[column : height * line : line]) for column in range(width)]
        self._rows = list(map(max, self._rows or rows, rows))
        self._columns = list(map(max, self._columns or columns, columns))

    @property
    def share(self) -> float:
        """The smaller of two bars that face each other, as a share of the picture's height or width."""
        return round(max(_share(self._rows), _share(self._columns)), 3)


def _share(brightest: list[int]) -> float:
    if not brightest or max(brightest) <= BAR_LEVEL:
        return 0.0
    first = next(at for at, level in enumerate(brightest) if level > BAR_LEVEL)
    last = next(at for at, level in enumerate(reversed(brightest)) if level > BAR_LEVEL)
    return min(first, last) / len(brightest)
