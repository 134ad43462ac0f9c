"""The poster as a small picture inside a page, so that it is seen wherever the store's files can't be."""

import base64
import io

import av

from blocks.delivery.decoder import decoded

THUMBNAIL_HEIGHT = 320
"""Pixels: large enough to recognise a product, small enough to keep a page below 64 kB."""


def thumbnail_uri(poster: bytes) -> str:
    """A data URI (RFC 2397) of a JPEG as a small one; empty where it has colours or sides that can't be scaled."""
    try:
        small = decoded(lambda: _shrunk(poster))
    except (av.FFmpegError, ValueError):
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"


def _shrunk(picture: bytes) -> bytes:
    with av.open(io.BytesIO(picture), "r", format="jpeg_pipe") as source:
        stream = source.streams.video[0]
        stream.codec_context.options = {"lowres": str(_halvings(stream.codec_context.height))}
        frame = next(source.decode(stream))
    height = THUMBNAIL_HEIGHT
    # JPEG's chroma is halved: sizes must be even.
    width = max(2, round(frame.width * height / frame.height / 2) * 2)
    small = frame.reformat(width=width, height=height, format="yuvj420p")
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuvj420p"
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])


def _halvings(height: int) -> int:
    """How often the decoder may halve the picture, which is far cheaper than to scale it; FFmpeg does it thrice."""
    return max(0, min(3, (height // THUMBNAIL_HEIGHT).bit_length() - 1))
