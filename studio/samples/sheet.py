"""The contact sheet, `python -m studio.samples.sheet FILE`: one frame for every style, ratio and language.

Three visual styles in three aspect ratios and four languages, one of them written from right to left and one without
spaces: what to look at after any change to the scenes. Frames are drawn as in a video and at a video's moments, but
nothing is encoded, so the sheet takes well under a minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from PIL import Image

from studio.catalogue.styles import VisualStyle
from studio.product import Product
from studio.render_request import AspectRatio, RenderRequest
from studio.renderer import stage
from studio.samples.material import sample_pictures, sample_product
from studio.scenes.drawing.frame import Frame, rgb_of

STYLES = (VisualStyle.CARD_STACKING, VisualStyle.UP_DOWN_AVATAR, VisualStyle.FULL_SCREEN)

MOMENTS = (0.36, 0.74, 1.14)
"""Where in the time before the end card a frame is taken: early, at the price, on the end card. Styles and ratios take
turns, so that each is seen in all three."""

HEIGHT = 360
"""Pixels of a frame on the sheet: captions can still be read."""

GAP = 12
GROUND = (236, 236, 238)
QUALITY = 84
"""JPEG quality: text edges stay clean, and the whole sheet is about a megabyte."""


@dataclass(frozen=True, slots=True)
class Row:
    """One language of the sheet."""

    language: str
    page: str
    avatar_id: int
    title: str = ""
    intro_text: str = ""
    """Corrections, as a client sends them, for a language in which the sample shop has no page."""


ROWS = (
    Row("english", "aurora-bottle.html", 37),
    Row("german", "moos-teekanne.html", 81),
    Row(
        "arabic",
        "lucciola-lampada.html",
        1768,
        "مصباح مكتبي لوتشيولا",
        "ذراع من خشب البلوط يتحرك بلمسة واحدة. ضوء دافئ لا يتعب العين عند القراءة.",
    ),
    Row("chinese", "shanyu-watch.html", 127),
)


def draw_sheet(rows: tuple[Row, ...] = ROWS, styles: tuple[VisualStyle, ...] = STYLES) -> Image.Image:
    """The sheet: a row a language, in it the ratios of one style after the other."""
    with TemporaryDirectory() as folder:
        lines = [_in_a_line(list(_frames(row, styles, Path(folder)))) for row in rows]
    sheet = Image.new("RGB", (lines[0].width, sum(line.height - GAP for line in lines) + GAP), GROUND)
    for number, line in enumerate(lines):
        sheet.paste(line, (0, number * (line.height - GAP)))
    return sheet


def _frames(row: Row, styles: tuple[VisualStyle, ...], folder: Path) -> Iterator[Image.Image]:
    product = _product(row)
    pictures = sample_pictures(product, folder)
    for turn, style in enumerate(styles):
        for place, ratio in enumerate(AspectRatio):
            request = RenderRequest(
                product, pictures, ratio, row.language, avatar_id=row.avatar_id, template_name=style.value
            )
            yield _frame(request, MOMENTS[(turn + place) % len(MOMENTS)])


def _frame(request: RenderRequest, moment: float) -> Image.Image:
    staged = stage(request)
    timeline = staged.cast.timeline
    time = min(timeline.end_card * moment, timeline.seconds - 0.1)
    frame = Image.fromarray(rgb_of(Frame.of(staged.film.frame(time))))
    return frame.resize((round(frame.width * HEIGHT / frame.height), HEIGHT), Image.Resampling.LANCZOS)


def _product(row: Row) -> Product:
    product = sample_product(row.page)
    if not row.title:
        return product
    return replace(product, title=row.title, description=row.intro_text, features=(), brand="", language="")


def _in_a_line(frames: list[Image.Image]) -> Image.Image:
    line = Image.new("RGB", (sum(frame.width + GAP for frame in frames) + GAP, HEIGHT + 2 * GAP), GROUND)
    x = GAP
    for frame in frames:
        line.paste(frame, (x, GAP))
        x += frame.width + GAP
    return line


def main(file: Annotated[Path, typer.Argument(help="Image to write, .jpg or .png.")]) -> None:
    """Draw the contact sheet of styles, ratios and languages."""
    draw_sheet().save(file, quality=QUALITY)


if __name__ == "__main__":
    typer.run(main)
