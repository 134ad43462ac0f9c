"""What checks find in delivered videos: every defect by its rule and no other, and nothing in good ones."""

from dataclasses import replace
from pathlib import Path

import av
import pytest

from blocks.delivery.decoder import signals, still
from blocks.delivery.facts import Heard, Seen, Signals, StreamFacts, Stretch
from blocks.delivery.verdict import Ordered, joined, judge
from blocks.errors import VideoInvalidError
from blocks.finding import Rule
from tests.blocks.delivery.defects import GOOD, HEIGHT, WIDTH, Clip, dark, hushed, loud

PORTRAIT = Ordered(9 / 16)

DEFECTS = [
    (dark(3.0, 5.0), Rule.BLACK),
    (dark(2.0, 3.4), Rule.BLACK),
    (dark(0.0, 0.3), Rule.BLACK_FIRST),
    (dark(0.0, 0.6), Rule.BLACK_FIRST),
    (dark(7.6, 9.0), Rule.BLACK_LAST),
    (dark(7.3, 9.0), Rule.BLACK_LAST),
    (replace(GOOD, still_from=4.0), Rule.FROZEN),
    (replace(GOOD, still_from=1.0, still_until=5.0), Rule.FROZEN),
    (replace(GOOD, sound=None), Rule.SOUND),
    (replace(GOOD, sound=None, seconds=6.0), Rule.SOUND),
    (hushed(2.0, 5.5), Rule.SILENCE),
    (hushed(4.5, 9.0), Rule.SILENCE),
    (replace(GOOD, sound=loud(0.02)), Rule.LOUDNESS),
    (replace(GOOD, sound=loud(0.8)), Rule.LOUDNESS),
    (replace(GOOD, sound=loud(0.2, fade=0)), Rule.END),
    (replace(GOOD, sound=lambda at: 0.2 if at % 1 < 0.8 else 0.05), Rule.END),
    (replace(GOOD, bars=(20, 0)), Rule.BARS),
    (replace(GOOD, bars=(0, 10)), Rule.BARS),
    (replace(GOOD, size=(HEIGHT, WIDTH)), Rule.SHAPE),
    (replace(GOOD, size=(WIDTH, WIDTH)), Rule.SHAPE),
]


def file(width: int, height: int, seconds: float) -> StreamFacts:
    """What the probe tells of a video."""
    return StreamFacts(seconds, width, height, "h264", "aac", None, None)


def found(clip: Clip, folder: Path, ordered: Ordered = PORTRAIT) -> list[str]:
    """The rules that a clip breaks."""
    path = str(clip.write(folder / "clip.mp4"))
    return [each.rule for each in judge(signals(path), file(*clip.size, clip.seconds), ordered)]


CASES = [
    # The second of each rule takes the same way: with the long tests.
    pytest.param(clip, rule, id=f"{rule}-{number}", marks=pytest.mark.long if number % 2 else ())
    for number, (clip, rule) in enumerate(DEFECTS)
]


@pytest.mark.slow
@pytest.mark.parametrize(("clip", "rule"), CASES)
def test_a_defect_is_named_by_its_rule_and_no_other(clip: Clip, rule: Rule, tmp_path: Path) -> None:
    assert found(clip, tmp_path) == [rule]


GOOD_CLIPS = [
    GOOD,
    dark(3.0, 3.5),
    replace(GOOD, still_from=6.2),
    hushed(2.0, 4.0),
    replace(GOOD, bars=(4, 0)),
    replace(GOOD, sound=loud(0.08)),
    replace(GOOD, level=lambda at: 235 if at < 1 else None),
]


@pytest.mark.slow
@pytest.mark.parametrize("clip", GOOD_CLIPS, ids=range(len(GOOD_CLIPS)))
def test_nothing_is_found_in_what_good_videos_do(clip: Clip, tmp_path: Path) -> None:
    assert found(clip, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("zeroed", [(0.3, 0.5), (0.6, 0.9)])
def test_a_file_that_is_damaged_inside_is_not_whole(zeroed: tuple[float, float], tmp_path: Path) -> None:
    path = str(replace(GOOD, zeroed=zeroed).write(tmp_path / "clip.mp4"))
    try:
        rules = [each.rule for each in judge(signals(path), file(WIDTH, HEIGHT, 8.0), PORTRAIT)]
    except VideoInvalidError as error:
        rules = [error.code]
    assert rules[0] in {Rule.WHOLE, "not_whole"}


@pytest.mark.slow
def test_the_picture_of_a_moment_is_the_one_that_is_shown_then(tmp_path: Path) -> None:
    path = str(dark(3.0, 5.0).write(tmp_path / "clip.mp4"))
    (tmp_path / "black.jpg").write_bytes(still(path, 3.5, 120))
    (tmp_path / "lit.jpg").write_bytes(still(path, 99.0, 120))
    levels = []
    for name in ("black.jpg", "lit.jpg"):
        with av.open(str(tmp_path / name)) as picture:
            frame = next(picture.decode(video=0))
            assert isinstance(frame, av.VideoFrame)
            levels.append(max(bytes(frame.planes[0])))
    assert levels[0] < 40 < levels[1]


SEEN = Seen(pictures=10, damaged=0, begins_black=False, ends_black=False, bars=0.0, black=[], frozen=[])
HEARD = Heard(loudness=-14.0, end_loudness=-30.0, true_peak=0.9, silent=[])


@pytest.mark.parametrize(
    ("signals", "seconds", "ordered", "rules"),
    [
        (Signals(SEEN, HEARD), 15.0, Ordered(9 / 16, 15), []),
        (Signals(SEEN, HEARD), 29.9, Ordered(9 / 16, 15), []),
        (Signals(SEEN, HEARD), 30.0, Ordered(9 / 16, 15), [Rule.LENGTH]),
        (Signals(SEEN, HEARD), 7.5, Ordered(9 / 16, 15), [Rule.LENGTH]),
        (Signals(replace(SEEN, damaged=1), HEARD), 15.0, PORTRAIT, [Rule.WHOLE]),
        (Signals(replace(SEEN, pictures=0), HEARD), 15.0, PORTRAIT, [Rule.WHOLE]),
        (Signals(replace(SEEN, bars=0.06), HEARD), 15.0, PORTRAIT, [Rule.BARS]),
        (Signals(replace(SEEN, bars=0.059), HEARD), 15.0, PORTRAIT, []),
        (Signals(replace(SEEN, black=[Stretch(1, 1.9)]), HEARD), 15.0, PORTRAIT, []),
        (Signals(replace(SEEN, frozen=[Stretch(1, 2.5), Stretch(2.5, 4)]), HEARD), 15.0, PORTRAIT, [Rule.FROZEN]),
        (Signals(SEEN, replace(HEARD, true_peak=1.12)), 15.0, PORTRAIT, []),
        (Signals(SEEN, replace(HEARD, true_peak=1.13)), 15.0, PORTRAIT, [Rule.PEAK]),
        (Signals(SEEN, replace(HEARD, true_peak=2.0, loudness=-8.9)), 15.0, PORTRAIT, [Rule.LOUDNESS, Rule.PEAK]),
        (Signals(SEEN, replace(HEARD, end_loudness=-17.0)), 15.0, PORTRAIT, []),
        (Signals(SEEN, replace(HEARD, end_loudness=-16.9)), 15.0, PORTRAIT, [Rule.END]),
    ],
)
def test_each_bound_is_where_it_is_said_to_be(
    signals: Signals, seconds: float, ordered: Ordered, rules: list[Rule]
) -> None:
    assert [each.rule for each in judge(signals, file(1080, 1920, seconds), ordered)] == rules


def test_stretches_that_follow_each_other_are_one() -> None:
    assert joined([Stretch(1, 2), Stretch(2, 3), Stretch(4, 5)]) == [Stretch(1, 3), Stretch(4, 5)]
