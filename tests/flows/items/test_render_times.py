"""When to look at a render: after the time that renders take, then the closer the younger it is."""

import pytest

from flows.items.polling import FEWEST, MAX_WAIT, RenderTimes, next_wait


def test_little_is_learnt_from_few_renders() -> None:
    times = RenderTimes()
    for _ in range(FEWEST - 1):
        times.learn(100, at_first_look=False)
    assert times.first_look(10) == 10
    times.learn(100, at_first_look=False)
    assert times.first_look(10) == 100


def test_the_first_look_comes_when_the_quickest_tenth_was_done() -> None:
    times = RenderTimes()
    for seconds in range(100, 200):
        times.learn(seconds, at_first_look=False)
    assert times.first_look(10) == 110


def test_renders_that_become_quicker_are_found_out() -> None:
    times = RenderTimes()
    for _ in range(20):
        times.learn(300, at_first_look=False)
    for _ in range(20):  # in truth they take 60 s now: each is done at its first look
        times.learn(times.first_look(10), at_first_look=True)
    assert times.first_look(10) < 100


@pytest.mark.parametrize(
    ("elapsed", "closest", "seconds"),
    [(0, 10, 10), (200, 10, 10), (400, 10, 20), (36_000, 10, MAX_WAIT), (3, 0.1, 0.15), (36_000, 90, 90)],
)
def test_a_wait_is_a_small_share_of_what_the_render_has_taken(elapsed: float, closest: float, seconds: float) -> None:
    assert next_wait(elapsed, closest) == pytest.approx(seconds)
