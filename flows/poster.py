"""The poster as a small picture inside a page, so that it is seen wherever the store's files can't be."""

import base64
import io

import av

from blocks.store.decoder import decoded
from blocks.store.store import VideoStore

THUMBNAIL_HEIGHT = 320
"""Pixels: large enough to recognise a product, small enough to keep a page below 64 kB."""


def thumbnail_uri(store: VideoStore, key: str) -> str:
    """A data URI (RFC 2397) of the poster as a small JPEG; empty if it is gone. Raises StoreError."""
    stored = store.read(key)
    if stored is None:
        return ""
    body = stored.body
    small = decoded(lambda: _shrunk(body))
    return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"


def _shrunk(picture: bytes) -> bytes:
    with av.open(io.BytesIO(picture), "r") as source:
        frame = next(source.decode(video=0))
    height = THUMBNAIL_HEIGHT
    # JPEG's chroma is halved: sizes must be even.
    width = max(2, round(frame.width * height / frame.height / 2) * 2)
    small = frame.reformat(width=width, height=height, format="yuvj420p")
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuvj420p"
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])
