"""The stated rates against the voice that speaks them."""

import pytest

from studio.product import Product
from studio.script.pace import Choice, fill, seconds_at
from studio.script.phrasebook import phrasebook
from studio.script.styles import Style
from studio.script.writer import write_script
from studio.voice.narrator import narrate


def test_numbers_take_longer_than_letters() -> None:
    assert seconds_at("€1,299.99", phrasebook("english")) > seconds_at("nine words", phrasebook("english")) * 2


def test_latin_names_inside_another_writing_are_timed_as_such() -> None:
    assert (
        seconds_at("HydraSteel", phrasebook("chinese")) < seconds_at("保温杯保温杯保温杯保", phrasebook("chinese")) / 2
    )


@pytest.mark.slow
@pytest.mark.parametrize("language", ["english", "german", "french", "chinese"])
def test_scripts_end_when_the_video_does(products: dict[str, Product], language: str) -> None:
    script = write_script(products[language], language, Style.DISCOVERY, 15)
    assert narrate(script, 15).sentences[-1][1] == pytest.approx(14.1, abs=0.6)


def test_room_is_filled_with_what_is_worth_most() -> None:
    book = phrasebook("english")
    plain, dear = "The lid closes well.", "The rim stays cold."
    room = seconds_at(plain, phrasebook("english")) + 0.2
    assert fill((Choice((plain,)), Choice((dear,), 2.0)), room, book) == (None, dear)


def test_a_shorter_wording_is_taken_where_the_longer_does_not_fit() -> None:
    long, short = "The lid closes well, so your bag stays dry.", "The lid closes well."
    room = seconds_at(short, phrasebook("english")) + 0.2
    assert fill((Choice((long, short)),), room, phrasebook("english")) == (short,)


def test_no_room_leaves_everything_unsaid() -> None:
    assert fill((Choice(("The lid closes well.",)),), -1.0, phrasebook("english")) == (None,)
