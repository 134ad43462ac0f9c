"""Which pictures of a video are read."""

from itertools import pairwise

from blocks.content.moments import MAX_PICTURES, Scenes


def read(changes: list[float], seconds: float) -> list[float]:
    """The moments that are read of a video with five pictures a second."""
    scenes = Scenes(seconds)
    for number, change in enumerate(changes):
        scenes.take(number / 5, change)
    return [scene.calm for scene in scenes.read]


def test_each_scene_is_read_where_nothing_moves() -> None:
    rolling = [255.0, *[6.0] * 5, *[1.0] * 4, 60.0, *[6.0] * 6, 1.0, *[6.0] * 2]
    assert read(rolling, 4.0) == [1.8, 3.4]


def test_a_picture_that_stands_is_read_every_few_seconds() -> None:
    moments = read([255.0, *[0.5] * 74], 15.0)
    assert 6 <= len(moments) <= 7
    assert max(after - before for before, after in pairwise(moments)) < 3


def test_a_long_video_costs_no_more_than_its_share() -> None:
    assert len(read([float(number % 7 == 0) * 50 + 1 for number in range(5 * 600)], 600.0)) <= MAX_PICTURES + 1


def test_a_video_of_one_picture_is_read_and_one_of_none_is_not() -> None:
    assert read([255.0], 0.2) == [0.0]
    assert read([], 0.0) == []
