"""Small videos that show cards with text, one after the other."""

from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, RATE = 360, 640, 5


def card(*lines: str) -> Image.Image:
    """A picture with lines of text."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (245, 240, 230))
    font = ImageFont.load_default(40)
    for number, line in enumerate(lines):
        ImageDraw.Draw(picture).text((30, 120 + 120 * number), line, (20, 30, 40), font)
    return picture


def film(path: Path, *cards: Image.Image) -> Path:
    """A video that shows each card for two seconds."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for picture in cards:
            for _ in range(2 * RATE):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")))
        container.mux(stream.encode(None))
    return path
