"""The pictures of the docs, `python -m studio.samples.showcase docs`: what the demo's videos look like today.

Frames are drawn as in a video, and nothing is encoded as one: all takes about a minute.

| file | what it shows |
|---|---|
| `motion.webp` | three of the demo's videos side by side, moving |
| `frames.jpg` | a frame of each of the demo's eight videos |
| `styles.jpg` | styles, ratios and languages (`studio.samples.sheet`) |
"""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from PIL import Image

from studio.render_request import AspectRatio, RenderRequest
from studio.renderer import Staged, stage
from studio.samples.material import sample_pictures, sample_product
from studio.samples.sheet import GROUND, QUALITY, draw_sheet
from studio.samples.shop import SampleProduct, sample_products
from studio.scenes.drawing.frame import Frame, rgb_of

MOMENTS = (0.9, 8.9, 4.6, 9.4, 6.2, 3.1, 14.0, 1.0)
"""Seconds of the frames, a video each: hook, cards, price and end card are seen."""

FRAME_HEIGHT, GAP = 534, 10
"""Pixels of a frame of `frames.jpg`, and between two."""

MOVING = (0, 1, 6)
"""Which of the demo's videos move: two styles, three languages."""

MOVING_HEIGHT, STEP, SECONDS = 400, 0.1, 15.0
"""Pixels of a moving frame, and seconds from one to the next: so much stays below 3 MB, which pages load in passing."""

MOVING_QUALITY = 42
"""WebP quality from 0 to 100."""

STYLES_WIDTH = 1500
"""Pixels: the widest that a page of the forge shows."""


def draw_frames(staged: Iterable[Staged]) -> Image.Image:
    """One frame of each video in a row."""
    return _in_a_row([_still(each, moment, FRAME_HEIGHT) for each, moment in zip(staged, MOMENTS, strict=True)])


def draw_motion(staged: Iterable[Staged]) -> list[Image.Image]:
    """The frames of an animation of some videos side by side."""
    shown = list(staged)
    times = [number * STEP for number in range(round(SECONDS / STEP))]
    return [_in_a_row([_still(each, time, MOVING_HEIGHT) for each in shown]) for time in times]


def _still(staged: Staged, time: float, height: int) -> Image.Image:
    frame = Image.fromarray(rgb_of(Frame.of(staged.film.frame(min(time, staged.cast.timeline.seconds)))))
    return frame.resize((round(frame.width * height / frame.height), height), Image.Resampling.LANCZOS)


def _in_a_row(frames: list[Image.Image]) -> Image.Image:
    row = Image.new("RGB", (sum(frame.width + GAP for frame in frames) - GAP, frames[0].height), GROUND)
    x = 0
    for frame in frames:
        row.paste(frame, (x, 0))
        x += frame.width + GAP
    return row


def _staged(sample: SampleProduct, folder: Path) -> Staged:
    product = sample_product(sample.page)
    return stage(
        RenderRequest(
            product,
            sample_pictures(product, folder),
            AspectRatio.PORTRAIT,
            sample.language,
            avatar_id=sample.avatar_id,
            template_name=sample.template_name,
            script_style=sample.script_style,
        )
    )


def main(folder: Annotated[Path, typer.Argument(help="Folder to write to.")]) -> None:
    """Draw the pictures of the docs."""
    with TemporaryDirectory() as pictures:
        samples = sample_products()
        draw_frames(_staged(each, Path(pictures)) for each in samples).save(folder / "frames.jpg", quality=QUALITY)
        first, *others = draw_motion(_staged(samples[number], Path(pictures)) for number in MOVING)
    duration, file = round(STEP * 1000), folder / "motion.webp"
    first.save(file, save_all=True, append_images=others, duration=duration, loop=0, quality=MOVING_QUALITY)
    sheet = draw_sheet()
    height = round(sheet.height * STYLES_WIDTH / sheet.width)
    sheet.resize((STYLES_WIDTH, height), Image.Resampling.LANCZOS).save(folder / "styles.jpg", quality=QUALITY)


if __name__ == "__main__":
    typer.run(main)
