"""A reading process, `python -m studio.reading.process`: see `studio.reading.readers`.

Without pydantic, which takes longer to import than the page reader: the process trusts its parent, and the parent
checks what it is told.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bounds.confined import serve
from bounds.limits import READING
from studio.page.errors import PageError
from studio.page.reader import read_product
from studio.picture import PictureError
from studio.pictures import look_at_picture


def read(parts: Sequence[bytes]) -> Sequence[bytes]:
    """Read a page or a picture: the answer is a refusal or nothing, then what was read."""
    kind, body, *more = parts
    try:
        read = _page(body, *more) if kind == b"page" else _picture(body, *more)
    except (PageError, PictureError) as error:
        return [json.dumps([error.code, error.reason]).encode(), b""]
    return [b"", read]


def _page(html: bytes, url: bytes, content_type: bytes) -> bytes:
    product = read_product(html, url.decode(), content_type.decode())
    # Decimals as their digits.
    return json.dumps(asdict(product), default=str).encode()


def _picture(body: bytes, path: bytes) -> bytes:
    picture, look = look_at_picture(body, Path(path.decode()))
    return json.dumps([asdict(picture), asdict(look)], default=str).encode()


if __name__ == "__main__":
    serve(read, READING)
