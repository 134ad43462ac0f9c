"""Nothing stands where a phone's controls, a caption or a face would be covered."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from studio.catalogue import VisualStyle
from studio.render_request import AspectRatio
from studio.scenes.casting import Casting
from studio.scenes.drawing.box import Box
from studio.scenes.plan.layout import SAFE, card_box
from studio.scenes.shots.cast import Wording
from studio.scenes.shots.end_layout import EndLayout, end_layout
from studio.scenes.styles.styles import STYLES, film_of
from studio.scenes.words.badge import Offer

EVERY = [
    pytest.param(style, ratio, subtitles, id=f"{style.name}-{ratio.value}-{'captions' if subtitles else 'plain'}")
    for style, ratio, subtitles in itertools.product(VisualStyle, AspectRatio, (True, False))
]


def inside(box: Box, outer: Box) -> bool:
    return outer.x <= box.x and outer.y <= box.y and box.right <= outer.right and box.bottom <= outer.bottom


def meet(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def middle(box: Box) -> Box:
    """Where a product on a card is: the inner half of each side."""
    return Box(box.x + box.width // 4, box.y + box.height // 4, box.width // 2, box.height // 2)


@pytest.mark.parametrize(("style", "ratio", "subtitles"), EVERY)
def test_text_and_faces_stand_inside_the_safe_area(style: VisualStyle, ratio: AspectRatio, subtitles: bool) -> None:
    layout = STYLES[style].layout(ratio, subtitles)
    for box in (layout.title, layout.badge, layout.presenter, layout.captions):
        assert box is None or inside(box, SAFE[ratio]), box


@pytest.mark.parametrize(("style", "ratio", "subtitles"), EVERY)
def test_title_presenter_badge_and_captions_never_cover_each_other(
    style: VisualStyle, ratio: AspectRatio, subtitles: bool
) -> None:
    layout = STYLES[style].layout(ratio, subtitles)
    boxes = [box for box in (layout.title, layout.presenter, layout.badge, layout.captions) if box]
    for one, other in itertools.combinations(boxes, 2):
        assert not meet(one, other), (one, other)


@pytest.mark.parametrize(("style", "ratio", "subtitles"), EVERY)
def test_the_products_middle_stays_free(style: VisualStyle, ratio: AspectRatio, subtitles: bool) -> None:
    layout = STYLES[style].layout(ratio, subtitles)
    for box in (layout.title, layout.presenter, layout.badge, layout.captions):
        assert box is None or not meet(box, middle(layout.clear)), box


@pytest.mark.parametrize(("style", "ratio", "subtitles"), EVERY)
def test_a_mirrored_layout_stays_in_the_safe_area(style: VisualStyle, ratio: AspectRatio, subtitles: bool) -> None:
    layout = STYLES[style].layout(ratio, subtitles).mirrored(ratio.size[0])
    for box in (layout.title, layout.badge, layout.presenter, layout.captions):
        assert box is None or inside(box, SAFE[ratio]), box


@pytest.mark.parametrize("style", VisualStyle)
def test_where_reading_begins_on_the_right_so_does_a_wide_video(
    casting: Callable[..., Casting], style: VisualStyle
) -> None:
    arabic = casting(style.value, AspectRatio.LANDSCAPE, spoken="arabic")
    latin = casting(style.value, AspectRatio.LANDSCAPE).cast.layout
    assert arabic.cast.layout.title == latin.title.mirrored(1920)
    assert (arabic.cast.layout.title.x > arabic.cast.layout.stage.x) == (latin.title.x < latin.stage.x)
    assert film_of(arabic.cast, style).frame(1.0).any()


@pytest.mark.parametrize("style", VisualStyle)
@pytest.mark.parametrize("ratio", AspectRatio)
def test_without_subtitles_their_space_is_used(style: VisualStyle, ratio: AspectRatio) -> None:
    captioned, plain = (STYLES[style].layout(ratio, subtitles) for subtitles in (True, False))
    assert captioned.captions is not None
    assert plain.captions is None
    assert captioned != replace(plain, captions=captioned.captions)


SAYS = list(itertools.product((True, False), repeat=4))
"""Whether there is a former price, a price, a call to action, a shop."""


def end_of(ratio: AspectRatio, said: tuple[bool, ...]) -> EndLayout:
    former, price, call, shop = ("words" if one else "" for one in said)
    return end_layout(ratio, Wording("english", "Mug", "", call, shop, Offer(price, former)))


@pytest.mark.parametrize("said", SAYS, ids=lambda said: "".join("fpcs"[n] for n in range(4) if said[n]) or "none")
@pytest.mark.parametrize("ratio", AspectRatio)
def test_the_end_card_stands_in_the_safe_area_and_leaves_no_hole(ratio: AspectRatio, said: tuple[bool, ...]) -> None:
    end = end_of(ratio, said)
    texts = [box for box in (end.title, end.former, end.price, end.button, end.shop) if box]
    assert len(texts) == 1 + sum(said)
    assert all(inside(box, SAFE[ratio]) for box in texts)
    for one, other in itertools.combinations([end.picture, *texts], 2):
        assert not meet(one, other), (one, other)
    assert all(other.y - one.bottom <= 46 for one, other in itertools.pairwise(texts))
    assert all(box.width >= 830 for box in texts), "the longest price has the whole column"
    assert end.picture.height >= 300


@pytest.mark.parametrize("photos", [[], [1.0], [0.5], [3.0], [1.0, 1.5, 0.7]])
def test_a_card_takes_its_photos_shape_as_far_as_the_stage_allows(photos: list[float]) -> None:
    stage = Box(90, 340, 900, 920)
    card = card_box(stage, photos)
    assert inside(card, stage)
    assert card.width * card.height >= 0.75 * stage.width * stage.height
