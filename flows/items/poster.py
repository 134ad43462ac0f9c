"""The poster as a small picture inside a page, so that it is seen wherever the store's files can't be."""

import base64

from blocks.delivery.decoder import thumbnail
from blocks.errors import VideoInvalidError

THUMBNAIL_HEIGHT = 320
"""Pixels: large enough to recognise a product, small enough to keep a page below 64 kB."""


def thumbnail_uri(poster: bytes) -> str:
    """A data URI (RFC 2397) of a JPEG as a small one; empty where it has colours or sides that can't be scaled."""
    try:
        small = thumbnail(poster, THUMBNAIL_HEIGHT)
    except VideoInvalidError:
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"
