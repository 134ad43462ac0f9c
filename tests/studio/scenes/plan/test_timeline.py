"""The plan follows the voice."""

from dataclasses import replace
from itertools import pairwise

import pytest

from studio.scenes.film.motion import FPS
from studio.scenes.pictures.fitting import Framing
from studio.scenes.plan.timeline import plan
from studio.script.model import Script
from studio.voice.model import Narration
from tests.present import present


def test_every_sentence_has_its_cut_just_before_it_is_heard(script: Script, narration: Narration) -> None:
    cuts = [shot.start for shot in plan(script, narration, 3, 12).shots]
    for start, _ in narration.sentences[1:3]:
        assert any(0 < start - cut < 0.3 for cut in cuts)


def test_shots_follow_each_other_without_a_gap_until_the_end_card(script: Script, narration: Narration) -> None:
    timeline = plan(script, narration, 3, 12)
    assert timeline.shots[0].start == 0
    assert timeline.shots[-1].end == timeline.end_card
    assert all(one.end == other.start for one, other in pairwise(timeline.shots))


def test_neighbouring_shots_show_different_pictures(script: Script, narration: Narration) -> None:
    assert all(one.picture != other.picture for one, other in pairwise(plan(script, narration, 2, 15).shots))


@pytest.mark.parametrize("pictures", [1, 3, 8])
def test_shots_are_short_and_no_two_neighbours_look_alike(script: Script, narration: Narration, pictures: int) -> None:
    shots = plan(script, narration, pictures, 15, 60 / 112).shots
    assert max(shot.end - shot.start for shot in shots) <= 2.3
    assert min(shot.end - shot.start for shot in shots) >= 0.9
    for one, other in pairwise(shots):
        assert (one.picture, one.framing) != (other.picture, other.framing)


def test_cuts_between_sentences_fall_on_the_beat(script: Script, narration: Narration) -> None:
    beat = 60 / 160
    cuts = [shot.start for shot in plan(script, narration, 3, 15, beat).shots]
    spoken = [start for start, _ in narration.sentences]
    free = [cut for cut in cuts[1:] if min(abs(start - 0.22 - cut) for start in spoken) > 0.01]
    assert free
    assert all(abs(cut / beat - round(cut / beat)) < 1e-6 for cut in free)


def test_the_price_pops_up_with_its_sentence_and_the_end_card_comes_with_the_call(
    script: Script, narration: Narration
) -> None:
    timeline = plan(script, narration, 3, 12)
    assert timeline.price == pytest.approx(narration.sentences[2][0], abs=0.05)
    assert timeline.end_card == pytest.approx(narration.sentences[3][0], abs=0.3)


def test_without_a_price_no_badge_is_planned(script: Script, narration: Narration) -> None:
    assert plan(replace(script, price_label=""), narration, 3, 12).price is None


@pytest.mark.parametrize("seconds", [6, 8, 12, 15, 30])
def test_the_length_is_the_slot_that_was_asked_for_unless_the_script_is_too_long(
    script: Script, narration: Narration, seconds: int
) -> None:
    timeline = plan(script, narration, 3, seconds)
    spoken = narration.sentences[-1][1]
    if spoken + 0.2 <= seconds:
        assert timeline.seconds == seconds
    else:
        assert seconds <= timeline.seconds <= 1.2 * seconds + 0.02
    assert timeline.frames == pytest.approx(timeline.seconds * FPS, abs=1e-6)
    assert timeline.seconds / 2 <= timeline.end_card <= timeline.seconds - min(3.9, 0.3 * timeline.seconds)


@pytest.mark.parametrize("pictures", [1, 2, 4])
def test_each_hook_begins_with_another_look(script: Script, narration: Narration, pictures: int) -> None:
    firsts = [plan(script, narration, pictures, 15, first_look=look).shots[0] for look in range(3)]
    assert len({(shot.picture, shot.framing) for shot in firsts}) == 3


@pytest.mark.parametrize(("pictures", "first_look"), [(2, 0), (3, 0), (4, 1), (8, 2)])
def test_the_price_is_told_beside_the_whole_product(
    script: Script, narration: Narration, pictures: int, first_look: int
) -> None:
    timeline = plan(script, narration, pictures, 15, first_look=first_look)
    shot = timeline.shots[timeline.shot_at(present(timeline.price))]
    assert (shot.picture, shot.framing) == (0, Framing.WHOLE)
