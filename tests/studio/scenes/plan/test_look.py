"""Every text can be read on what lies behind it: contrast 4.5 or more (WCAG 2.2 AA)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.catalogue import Template, VisualStyle
from studio.scenes.casting import Casting
from studio.scenes.drawing.colour import Colour, blend, contrast, darken_until_readable, luminance
from studio.scenes.drawing.frame import rgb_of
from studio.scenes.film.film import picture_of
from studio.scenes.pictures.palette import accent_of
from studio.scenes.pictures.picture import Picture, load
from studio.scenes.plan.look import look_of
from studio.scenes.shots.background import paint
from studio.scenes.styles.full_screen import FullScreen
from studio.scenes.words.outlined import OUTLINE_INK

ACCENTS = [darken_until_readable(colour) for colour in ((255, 230, 0), (200, 20, 40), (0, 90, 255), (40, 160, 90))]


def least_contrast(ink: Colour, pixels: np.ndarray) -> float:
    """The contrast that 99 % of the pixels reach."""
    colours, counts = np.unique(pixels[::8, ::8, :3].reshape(-1, 3), axis=0, return_counts=True)
    found = np.repeat([contrast(ink, (int(r), int(g), int(b))) for r, g, b in colours], counts)
    return float(np.sort(found)[len(found) // 100])


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("style", VisualStyle)
def test_inks_are_readable_on_their_plates(style: VisualStyle, template: Template, accent: Colour) -> None:
    look = look_of(style, template, accent)
    assert contrast(look.bright, OUTLINE_INK) >= 4.5
    assert contrast(look.badge_ink, look.badge) >= 4.5
    assert contrast(blend(look.badge_ink, look.badge, 0.12), look.badge) >= 3  # the large former price, struck through


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("style", [style for style in VisualStyle if style is not VisualStyle.FULL_SCREEN])
def test_titles_are_readable_on_the_ground_even_of_a_glaring_picture(style: VisualStyle, template: Template) -> None:
    glaring = Picture(np.full((300, 300, 3), (255, 240, 40), np.uint8), (255, 240, 40), plain=False)
    for accent in ACCENTS[:2]:
        look = look_of(style, template, accent)
        ground = rgb_of(paint(look, glaring, 540, 960))
        assert least_contrast(look.ink, ground) >= 4.5
        assert least_contrast(look.soft_ink, ground) >= 4.5


@pytest.mark.parametrize("shown", ["packshot", "photo"])
@pytest.mark.parametrize("template", [Template.NONE, Template.PAPER])
def test_full_screen_titles_are_readable_on_any_picture(
    casting: Callable[..., Casting], shown: str, template: Template
) -> None:
    cast = casting("FullScreen", shown=(shown,), index_template_name=template.value).cast
    cast = replace(cast, wording=replace(cast.wording, headline="", subline=""))
    style, box = FullScreen(cast), cast.layout.title
    frame = picture_of(cast.size, [*style.clips()[0].layers, *style.over], 1.0)
    assert least_contrast(cast.look.ink, rgb_of(frame)[box.y : box.bottom, box.x : box.right]) >= 4.5


def test_the_accent_is_the_products_own_colour(pictures: dict[str, Path]) -> None:
    picture = load(pictures["packshot"])
    assert picture is not None
    red, green, blue = accent_of([picture])
    assert blue > green > red
    assert contrast((255, 255, 255), (red, green, blue)) >= 4.5


def test_a_grey_product_gets_a_colour_all_the_same(pictures: dict[str, Path]) -> None:
    picture = load(pictures["grey"])
    assert picture is not None
    accent = accent_of([picture])
    assert max(accent) - min(accent) > 80


def test_gradients_show_no_bands(pictures: dict[str, Path]) -> None:
    """In an even gradient neighbouring rows differ by noise: a band would be many equal rows and then a step."""
    picture = load(pictures["photo"])
    assert picture is not None
    ground = paint(look_of(VisualStyle.CARD_STACKING, Template.NONE, ACCENTS[0]), picture, 540, 960)
    column = ground.y[:, 20].astype(int)
    longest = max(len(run) for run in "".join("=" if step == 0 else "|" for step in np.diff(column)).split("|"))
    assert longest < 24


def test_luminance_follows_the_standard() -> None:
    assert luminance((255, 255, 255)) == pytest.approx(1)
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
