"""Which sounds go with what is seen: one for each cut, the price's own, and one that announces the end card."""

from itertools import pairwise

import pytest

from studio.scenes.plan.timeline import Shot, Timeline
from studio.scenes.sounds import effects_of
from studio.scenes.words.badge import Offer
from studio.voice.effects import RISER_SECONDS, WHOOSH_PEAK_SECONDS, Sound

SHOTS = (Shot(0.0, 2.0, 0), Shot(2.0, 4.0, 1), Shot(4.0, 6.0, 0))


def starts(sound: Sound, offer: Offer, price: float | None = 3.0) -> list[float]:
    """When a sound begins, in seconds."""
    timeline = Timeline(SHOTS, end_card=6.0, price=price, seconds=10.0)
    return [effect.start for effect in effects_of(timeline, offer) if effect.sound is sound]


def test_every_cut_has_its_whoosh_loudest_while_the_picture_moves() -> None:
    peaks = [start + WHOOSH_PEAK_SECONDS for start in starts(Sound.WHOOSH, Offer(""))]
    assert peaks == pytest.approx([2.15, 4.15, 6.15])


def test_the_riser_ends_with_the_cut_to_the_end_card() -> None:
    assert [start + RISER_SECONDS for start in starts(Sound.RISER, Offer(""))] == pytest.approx([6.0])


@pytest.mark.parametrize(
    ("offer", "price", "pops", "ticks"),
    [
        (Offer("$20", "$30", "-33%"), 3.0, 2, 7),
        (Offer("$20", "$30", "-33%"), None, 0, 0),
        (Offer("$20"), 3.0, 1, 0),
        (Offer("$20", "30 dollars and 1 cent"), 3.0, 1, 0),
        (Offer(""), 3.0, 0, 0),
    ],
)
def test_the_price_pops_and_ticks_only_while_its_digits_roll(
    offer: Offer, price: float | None, pops: int, ticks: int
) -> None:
    found = starts(Sound.TICK, offer, price)
    assert (len(starts(Sound.POP, offer, price)), len(found)) == (pops, ticks)
    assert all(3.3 < tick < 3.9 for tick in found)
    gaps = [after - before for before, after in pairwise(found)]
    assert gaps == sorted(gaps)
