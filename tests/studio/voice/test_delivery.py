"""A script is spoken as far as its time has room, at a speed that sounds natural."""

from collections.abc import Callable
from math import inf

import pytest

from studio.script.model import Script
from studio.voice.delivery import plan_delivery
from studio.voice.languages import spoken_language
from studio.voice.narrator import narrate_in_time
from studio.voice.throat import EspeakThroat
from studio.voice.voices import Voice

pytestmark = pytest.mark.slow

MAN = Voice("m3")
SENTENCES = (
    "Meet the new Aurora coffee maker.",
    "It brews two cups in under three minutes.",
    "It cleans itself every night.",
    "The steel jug keeps coffee hot for hours.",
)

ScriptMaker = Callable[..., Script]


def test_what_has_no_room_is_left_out_and_the_rest_ends_in_time(make_script: ScriptMaker) -> None:
    script, narration = narrate_in_time(make_script("english", *SENTENCES), 6, 5.8, voice=MAN)
    assert [sentence.text for sentence in script.sentences] == list(SENTENCES[:3])
    assert len(narration.sentences) == 3
    assert narration.spoken_seconds <= 5.8


@pytest.mark.parametrize(("seconds", "least", "most"), [(60, 0.92, 0.92), (9, 0.93, 1.14), (3, 1.15, 1.15)])
def test_the_speed_follows_the_time_as_far_as_it_sounds_natural(
    make_script: ScriptMaker, seconds: float, least: float, most: float
) -> None:
    with EspeakThroat(spoken_language("english"), MAN) as throat:
        plan = plan_delivery(throat, make_script("english", *SENTENCES), "en-us", seconds, inf)
    assert least <= plan.speed <= most
    assert plan.script.sentences == make_script("english", *SENTENCES).sentences
