"""A video moves from its first frame to its last: measured on the frames that are encoded."""

from collections.abc import Callable
from itertools import groupby, pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.catalogue import VisualStyle
from studio.render_request import AspectRatio, RenderRequest
from studio.renderer import Staged, stage
from studio.samples.material import sample_pictures, sample_product
from studio.samples.shop import SampleProduct, sample_products
from studio.scenes.casting import Casting
from studio.scenes.drawing.frame import Frame
from studio.scenes.film.motion import FPS
from studio.scenes.styles.styles import film_of

pytestmark = pytest.mark.slow

SEEN = 3
"""Steps of brightness by which a pixel must change to count: dither and rounding change it by one."""

STILL = 0.004
"""Part of a frame's pixels; a frame in which fewer change counts as still."""


def staged(folder: Path, page: str, style: VisualStyle, ratio: AspectRatio, language: str) -> Staged:
    product = sample_product(page)
    pictures = sample_pictures(product, folder)
    return stage(RenderRequest(product, pictures, ratio, language, template_name=style.value, avatar_id=37))


def check_moves(video: Staged, until: float = 1e9) -> None:
    """At most a fifth of the frames are still, none of the first 30, and none for half a second before the end card."""
    timeline, still = video.cast.timeline, []
    before = Frame.of(video.film.frame(0.0)).y.copy()
    for number in range(1, min(timeline.frames, round(until * FPS))):
        after = Frame.of(video.film.frame(number / FPS)).y.copy()
        still.append(float(np.mean(cv2.absdiff(before, after) > SEEN)) < STILL)
        before = after
    assert np.mean(still) <= 0.2
    assert not any(still[:29])
    stretches = groupby(still[: round(timeline.end_card * FPS)])
    assert max((len(list(run)) for is_still, run in stretches if is_still), default=0) <= FPS / 2


def test_a_video_moves_from_its_first_frame_on(tmp_path: Path) -> None:
    check_moves(staged(tmp_path, "aurora-bottle.html", VisualStyle.CARD_STACKING, AspectRatio.SQUARE, "english"), 6.0)


@pytest.mark.long
@pytest.mark.parametrize("sample", sample_products(), ids=lambda sample: sample.slug)
def test_no_sample_is_ever_still(tmp_path: Path, sample: SampleProduct) -> None:
    """Each in the default style, and in another one and another ratio."""
    turn, page = sample_products().index(sample), f"{sample.slug}.html"
    check_moves(staged(tmp_path, page, VisualStyle.CARD_STACKING, AspectRatio.PORTRAIT, sample.language))
    style, ratio = list(VisualStyle)[turn % 6], list(AspectRatio)[turn % 3]
    check_moves(staged(tmp_path, page, style, ratio, sample.language))


def test_a_whip_pan_has_no_step_at_either_end(casting: Callable[..., Casting]) -> None:
    """Its first and last frames differ from those beside it no more than its own do from each other."""
    made = casting("FullScreen", AspectRatio.SQUARE, subtitles=False)
    cut = made.cast.timeline.shots[1].start
    film, first = film_of(made.cast, made.style), round(cut * FPS) - 2
    frames = [Frame.of(film.frame(number / FPS)).y.astype(int) for number in range(first, first + 14)]
    steps = [float(np.abs(one - other).mean()) for one, other in pairwise(frames)]
    assert max(steps[0], steps[-1]) < max(steps) / 4
