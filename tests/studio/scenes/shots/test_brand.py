"""A brand in every style: its colours readable, its words on the button, its logo whole where the shop's name was."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.brand import Brand
from studio.catalogue import Template, VisualStyle
from studio.render_request import AspectRatio
from studio.scenes.casting import Casting
from studio.scenes.drawing.box import Box
from studio.scenes.drawing.colour import Colour, contrast, darken_until_readable
from studio.scenes.plan.layout import SAFE
from studio.scenes.plan.look import branded, look_of
from studio.scenes.shots.end_layout import end_layout
from studio.scenes.shots.end_texts import texts_of
from studio.scenes.shots.logo import logo_sprite

COLOURS: list[Colour] = [(12, 90, 70), (255, 179, 0), (255, 255, 255), (0, 0, 0), (128, 128, 128)]


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("style", VisualStyle)
def test_both_colours_are_in_every_look_and_can_be_read_on(style: VisualStyle, template: Template) -> None:
    for first in map(darken_until_readable, COLOURS):
        for second in (None, *COLOURS):
            look = branded(look_of(style, template, first), first, second)
            assert look.accent == first
            assert contrast(look.badge, look.badge_ink) >= 4.5
            assert contrast(look.accent, (255, 255, 255)) >= 4.5
    assert branded(look_of(style, template, COLOURS[0]), COLOURS[0], COLOURS[1]).badge == COLOURS[1]


def save(path: Path, size: tuple[int, int], ink: tuple[int, int, int, int]) -> Path:
    image = Image.new("RGBA", size)
    image.paste(ink, (10, 10, size[0] - 10, size[1] - 10))
    image.save(path)
    return path


@pytest.mark.parametrize("ratio", AspectRatio)
@pytest.mark.parametrize("size", [(900, 120), (300, 300), (120, 300)])
def test_a_logo_of_any_shape_stands_whole_in_the_safe_area(
    casting: Callable[..., Casting], ratio: AspectRatio, size: tuple[int, int], tmp_path: Path
) -> None:
    brand = Brand(call_to_action="Shop the drop", logo=save(tmp_path / "logo.png", size, (200, 20, 30, 255)))
    cast = casting("Card Stacking", ratio, brand=brand).cast
    assert cast.wording.call_to_action == "Shop the drop"
    layout = end_layout(ratio, cast.wording, has_logo=True)
    assert layout.shop is not None
    *_, logo = texts_of(cast, layout)
    x, y = logo.center
    width, height = logo.sprite.width, logo.sprite.height
    placed = Box(round(x - width / 2), round(y - height / 2), width, height)
    safe = SAFE[ratio]
    assert safe.x <= placed.x < placed.right <= safe.right
    assert safe.y <= placed.y < placed.bottom <= safe.bottom
    assert (height, width <= layout.shop.width) == (layout.shop.height, True)
    assert layout.picture.height >= 300


@pytest.mark.parametrize(
    ("ink", "ground"), [((255, 255, 255, 255), (17, 20, 28)), ((10, 10, 10, 255), (255, 255, 255))]
)
def test_a_logo_can_be_seen_whatever_its_colour(ink: tuple[int, ...], ground: Colour, tmp_path: Path) -> None:
    path = save(tmp_path / "logo.png", (300, 100), (ink[0], ink[1], ink[2], 255))
    pixels = logo_sprite(path, Box(0, 0, 900, 104)).pixels
    middle = pixels[52]
    assert np.abs(middle[20, :3].astype(int) - ground).max() <= 2
    assert np.abs(middle[middle.shape[0] // 2, :3].astype(int) - ink[:3]).max() <= 2
