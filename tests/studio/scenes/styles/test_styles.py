"""Films: alive in every second, the same for the same request, each frame drawn from its moment alone."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest

from studio.catalogue import TEMPLATES, VisualStyle
from studio.render_request import AspectRatio
from studio.scenes.casting import Casting
from studio.scenes.drawing.box import Box
from studio.scenes.drawing.frame import Frame, Planes, rgb_of
from studio.scenes.film.motion import FPS
from studio.scenes.shots.background import paint
from studio.scenes.styles.styles import film_of

pytestmark = pytest.mark.slow

RATIOS = list(AspectRatio)


@pytest.mark.parametrize("style", VisualStyle)
def test_no_second_is_still_or_dark(casting: Callable[..., Casting], style: VisualStyle) -> None:
    made = casting(style.value, RATIOS[list(VisualStyle).index(style) % 3])
    film = film_of(made.cast, made.style)
    for second in range(0, int(made.cast.timeline.seconds) - 1, 3):
        one = rgb_of(Frame.of(film.frame(second + 0.1)))
        other = rgb_of(Frame.of(film.frame(second + 0.6)))
        assert one.shape == (*made.cast.size[::-1], 3)
        assert one.max() > 150
        assert one.mean() > 20
        assert np.abs(one.astype(np.int16) - other).max() > 40


@pytest.mark.parametrize("style", VisualStyle)
def test_a_frame_drawn_alone_is_the_frame_drawn_in_order(casting: Callable[..., Casting], style: VisualStyle) -> None:
    """On the way into a shot, at its rest, as the end card comes up and while it stands."""
    made = casting(style.value, AspectRatio.SQUARE)
    timeline, in_order, alone = made.cast.timeline, film_of(made.cast, made.style), film_of(made.cast, made.style)
    moments = (timeline.shots[1].start + 0.25, timeline.shots[1].end, timeline.end_card + 0.1, timeline.seconds - 1)
    drawn: dict[int, Planes] = {}
    for last in (int(moment * FPS) for moment in moments):
        for number in range(last - 2, last + 1):
            drawn[last] = in_order.frame(number / FPS).copy()
    for number, frame in reversed(drawn.items()):
        assert np.array_equal(alone.frame(number / FPS), frame), number / FPS


@pytest.mark.parametrize("style", [VisualStyle.CARD_STACKING, VisualStyle.FULL_SCREEN, VisualStyle.PRODUCT_SWITCH])
def test_cuts_have_no_jump(casting: Callable[..., Casting], style: VisualStyle) -> None:
    """A product's zoom goes over into its next movement: around the cut it differs as little as elsewhere.

    Looked at where the next one, which comes from below or from the right, is not seen at once.
    """
    made = casting(style.value, AspectRatio.SQUARE, subtitles=False)
    film = film_of(made.cast, made.style)
    cut = made.cast.timeline.shots[1].start
    first = np.ceil(cut * 30) / 30
    stage = made.cast.layout.stage
    quarter = Box(stage.x, stage.y, stage.width // 2, stage.height // 2).evenly()
    before, after = (Frame.of(film.frame(time)).within(quarter).y.astype(int) for time in (first - 1 / 30, first))
    assert np.abs(before - after).mean() < 3


def test_no_card_passes_over_a_title_beside_it(casting: Callable[..., Casting]) -> None:
    made = casting("Simple Product Switch", AspectRatio.LANDSCAPE)
    film, switch = film_of(made.cast, made.style), made.cast.timeline.shots[1].start
    rest, *passing = (
        Frame.of(film.frame(switch + wait)).within(made.cast.layout.title.evenly()).y.astype(int)
        for wait in (0.0, 0.2, 0.35, 0.5)
    )
    assert all(np.abs(each - rest).mean() < 3 for each in passing)


def test_a_template_changes_the_look(casting: Callable[..., Casting]) -> None:
    looks = [casting("Card Stacking", index_template_name=template).cast.look for template in ("", *TEMPLATES)]
    grounds = [rgb_of(paint(look, casting().cast.pictures[0], 270, 480)).astype(np.int16) for look in looks]
    for (one, ground), (other, another) in combinations(zip(looks, grounds, strict=True), 2):
        assert np.abs(ground - another).mean() > 3 or one.ornament is not other.ornament


def test_subtitles_off_leaves_no_caption(casting: Callable[..., Casting]) -> None:
    made = casting("Simple Product Switch", subtitles=False)
    assert made.cast.captions == ()
    assert made.cast.layout.captions is None


def test_unknown_names_fall_back_and_say_so(casting: Callable[..., Casting]) -> None:
    made = casting("No Such Style", index_template_name="Nor This", avatar_id=999)
    assert made.style is VisualStyle.CARD_STACKING
    assert len(made.notes) == 3
    assert made.notes == casting("No Such Style", index_template_name="Nor This", avatar_id=999).notes
