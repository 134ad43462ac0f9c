"""The reading process, `python -m blocks.content.reading`: see `blocks.content.reader`."""

import json
from collections.abc import Iterator, Sequence
from functools import cache

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray
from rapidocr import RapidOCR
from rapidocr.utils.output import RapidOCROutput

from blocks.content.moments import Scenes
from blocks.content.shown import ShownText, to_json
from bounds.confined import serve
from bounds.limits import READING_TEXT
from bounds.mp4 import NO_SMOOTHING, bound_decoder, open_mp4

PICTURES_A_SECOND = 5
SMALL = 96
"""Pixels of the longer side of pictures that are compared: a line of text still changes some."""
READ_SIDE = 736
"""Pixels of the longer side of pictures that are read. Measured on 1080x1920: captions are read as well as at 960, for
two thirds of the CPU."""
MAX_TEXTS = 60
"""Lines of a picture that are told: a page of a book has as many."""
MAX_LINE = 200
"""Characters of a line."""

Picture = NDArray[np.uint8]

_PARAMETERS = {
    "Global.log_level": "critical",
    # Text in a video stands upright: the model that turns pictures is left out.
    "Global.use_cls": False,
    "Det.limit_side_len": READ_SIDE,
    "Det.limit_type": "max",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


@cache
def recogniser() -> RapidOCR:
    """The models, loaded once a process: 1.3 s of CPU."""
    return RapidOCR(params=_PARAMETERS)


def read_video(path: str) -> list[ShownText]:
    """Return the lines of text in the calm pictures of a video file. Raises av.FFmpegError."""
    return [text for moment, picture in _calm_pictures(path) for text in _texts(moment, picture)]


def _texts(moment: float, picture: Picture) -> Iterator[ShownText]:
    found = recogniser()(picture)
    if not isinstance(found, RapidOCROutput) or not found.txts or not found.scores:
        return
    for text, score in list(zip(found.txts, found.scores, strict=True))[:MAX_TEXTS]:
        yield ShownText(round(moment, 2), text[:MAX_LINE], round(float(score), 3))


def _calm_pictures(path: str) -> Iterator[tuple[float, Picture]]:
    """A picture of each scene and when it is shown. All are decoded once; of each scene the calmest so far is kept."""
    scenes: Scenes | None = None
    kept: dict[float, Picture] = {}
    before: Picture | None = None
    for time, seconds, frame in _frames(path):
        scenes = scenes or Scenes(seconds)
        grey = _scaled(frame, SMALL, "FAST_BILINEAR", "gray")
        if scene := scenes.take(time, _difference(before, grey)):
            kept[scene.start] = _scaled(frame, READ_SIDE, "AREA", "bgr24")
        before = grey
    for scene in scenes.read if scenes else ():
        yield scene.calm, kept[scene.start]


def _difference(before: Picture | None, after: Picture) -> float:
    """In grey levels, from 0 to 255; the whole range where there is nothing to compare."""
    if before is None or before.shape != after.shape:
        return 255.0
    return float(np.abs(after.astype(np.int16) - before).mean())


def _frames(path: str) -> Iterator[tuple[float, float, VideoFrame]]:
    """Five pictures a second, of those that others are predicted from: when each is shown, and the video's length."""
    with open_mp4(path) as container:
        stream = container.streams.video[0]
        bound_decoder(stream, **NO_SMOOTHING)
        stream.codec_context.skip_frame = "NONREF"
        seconds, due = (container.duration or 0) / av.time_base, 0.0
        for frame in container.decode(stream):
            time = frame.time or 0.0
            if time >= due:
                due = time + 1 / PICTURES_A_SECOND
                yield time, seconds, frame


def _scaled(frame: VideoFrame, side: int, way: str, form: str) -> Picture:
    """The picture with a longer side of `side` pixels at most."""
    factor = min(1.0, side / max(frame.width, frame.height))
    width, height = (max(2, round(length * factor / 2) * 2) for length in (frame.width, frame.height))
    scaled = frame.reformat(width=width, height=height, interpolation=way, format=form)
    return np.ascontiguousarray(scaled.to_ndarray(), np.uint8)


def read(parts: Sequence[bytes]) -> Sequence[bytes]:
    """Do one piece of work: the question is a path, the answer the lines of text."""
    return [to_json(read_video(json.loads(parts[0])))]


if __name__ == "__main__":
    serve(read, READING_TEXT)
