"""Posters: a picture is one when it decodes."""

import io
from fractions import Fraction

import av

from blocks.delivery.facts import RefusedError
from bounds.limits import MAX_VIDEO_PIXELS

_FORMATS = {b"\xff\xd8\xff": "jpeg_pipe", b"\x89PNG\r\n\x1a\n": "png_pipe", b"RIFF": "webp_pipe"}
"""First bytes of a picture, and FFmpeg's name of its reader."""
_DIMENSIONS = {"max_pixels": str(MAX_VIDEO_PIXELS)}
"""FFmpeg makes no room for a larger frame, whatever was said before."""


def to_jpeg(body: bytes) -> bytes:
    """Return a JPEG, PNG or WebP picture as JPEG bytes: none for a JPEG, which stays as it is.

    Raises `RefusedError` (`not_a_picture`).
    """
    reader = next((name for magic, name in _FORMATS.items() if body.startswith(magic)), None)
    if reader is None:
        raise _invalid("The poster is neither JPEG, PNG nor WebP")
    if reader == "jpeg_pipe" and not _ends(body):
        raise _invalid("The poster ends in the middle")
    try:
        frame = _decoded(body, reader)
        return b"" if reader == "jpeg_pipe" else _encoded(frame, frame.width, frame.height)
    except av.FFmpegError as error:
        raise _invalid(f"The poster can't be decoded ({error.strerror})") from error


def shrunk(jpeg: bytes, height: int) -> bytes:
    """Return a JPEG as one of `height` pixels. Raises `RefusedError`: its colours or sides can't be scaled."""
    try:
        with av.open(io.BytesIO(jpeg), "r", format="jpeg_pipe", metadata_errors="ignore") as source:
            stream = source.streams.video[0]
            # The decoder may halve the picture thrice, which is far cheaper than to scale it.
            halvings = max(0, min(3, (stream.codec_context.height // height).bit_length() - 1))
            stream.codec_context.options = _DIMENSIONS | {"lowres": str(halvings)}
            return small_jpeg(next(source.decode(stream)), height)
    except (av.FFmpegError, ValueError, StopIteration) as error:
        raise _invalid("The poster can't be made smaller") from error


def small_jpeg(frame: av.VideoFrame, height: int) -> bytes:
    """Return a picture as a JPEG of `height` pixels."""
    # JPEG's chroma is halved: sizes must be even.
    width = max(2, round(frame.width * height / frame.height / 2) * 2)
    return _encoded(frame, width, height)


def _ends(jpeg: bytes) -> bool:
    """Look for the end marker behind the last scan: FFmpeg paints what is missing grey and says nothing.

    Neither marker can stand inside the coded picture (ITU-T T.81, section B.1.1.5).
    """
    return jpeg.rfind(b"\xff\xd9") > jpeg.rfind(b"\xff\xda")


def _decoded(body: bytes, reader: str) -> av.VideoFrame:
    """Decode the picture: a JPEG, which is kept as it is, at a quarter of its size, which reads all of its code too."""
    with av.open(
        io.BytesIO(body), "r", format=reader, options={"err_detect": "explode"}, metadata_errors="ignore"
    ) as container:
        stream = container.streams.video[0]
        coded = stream.codec_context
        if coded.width * coded.height > MAX_VIDEO_PIXELS:
            raise _invalid("The poster has too many pixels")
        coded.options = _DIMENSIONS | ({"lowres": "2"} if reader == "jpeg_pipe" else {})
        frame = next(container.decode(stream), None)
        if frame is None or frame.is_corrupt:
            raise _invalid("The poster can't be decoded")
        return frame


def _encoded(frame: av.VideoFrame, width: int, height: int) -> bytes:
    encoder: av.VideoCodecContext = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuvj420p"
    encoder.time_base = Fraction(1)
    scaled = frame.reformat(width=width, height=height, format="yuvj420p")
    return b"".join(bytes(packet) for packet in [*encoder.encode(scaled), *encoder.encode(None)])


def _invalid(message: str) -> RefusedError:
    return RefusedError(message, "not_a_picture")
