"""Posters: a picture is one when it decodes."""

import io
from dataclasses import dataclass
from fractions import Fraction

import av

from blocks.errors import Stage, VideoInvalidError

_FORMATS = {b"\xff\xd8\xff": "jpeg_pipe", b"\x89PNG\r\n\x1a\n": "png_pipe", b"RIFF": "webp_pipe"}
"""First bytes of a picture, and FFmpeg's name of its reader."""
_MOST_PIXELS = 40_000_000
"""More than 8K video; a small file can claim a picture that takes gigabytes to decode."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """Width and height in pixels, and the codec it came in."""

    width: int
    height: int
    codec: str


def as_jpeg(body: bytes) -> tuple[bytes, PictureFacts]:
    """Return a JPEG, PNG or WebP picture as JPEG bytes. Raises `VideoInvalidError` (`not_a_picture`)."""
    reader = next((name for magic, name in _FORMATS.items() if body.startswith(magic)), None)
    if reader is None:
        raise _invalid("The poster is neither JPEG, PNG nor WebP")
    if reader == "jpeg_pipe" and not _ends(body):
        raise _invalid("The poster ends in the middle")
    try:
        frame, facts = _decoded(body, reader)
        return (body if reader == "jpeg_pipe" else _encoded(frame)), facts
    except av.FFmpegError as error:
        raise _invalid(f"The poster can't be decoded ({error.strerror})") from error


def _ends(jpeg: bytes) -> bool:
    """Look for the end marker behind the last scan: FFmpeg paints what is missing grey and says nothing.

    Neither marker can stand inside the coded picture (ITU-T T.81, section B.1.1.5).
    """
    return jpeg.rfind(b"\xff\xd9") > jpeg.rfind(b"\xff\xda")


def _decoded(body: bytes, reader: str) -> tuple[av.VideoFrame, PictureFacts]:
    """Decode the picture: a JPEG, which is kept as it is, at a quarter of its size, which reads all of its code too."""
    with av.open(io.BytesIO(body), "r", format=reader, options={"err_detect": "explode"}) as container:
        stream = container.streams.video[0]
        coded = stream.codec_context
        facts = PictureFacts(coded.width, coded.height, coded.name)
        if facts.width * facts.height > _MOST_PIXELS:
            raise _invalid("The poster has too many pixels")
        if reader == "jpeg_pipe":
            coded.options = {"lowres": "2"}
        frame = next(container.decode(stream), None)
        if frame is None or frame.is_corrupt:
            raise _invalid("The poster can't be decoded")
        return frame, facts


def _encoded(frame: av.VideoFrame) -> bytes:
    encoder: av.VideoCodecContext = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, "yuvj420p"
    encoder.time_base = Fraction(1)
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame.reformat(format="yuvj420p")), *encoder.encode()])


def _invalid(message: str) -> VideoInvalidError:
    return VideoInvalidError(message, code="not_a_picture", stage=Stage.PUBLISH_VIDEO)
