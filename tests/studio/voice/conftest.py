"""Scripts in many languages, and one narration that several tests look at."""

from collections.abc import Callable

import pytest

from studio.script.model import Beat, Script, Sentence
from studio.voice.model import Narration
from studio.voice.narrator import narrate

ScriptMaker = Callable[..., Script]


@pytest.fixture(scope="session")
def make_script() -> ScriptMaker:
    def make(language: str, *sentences: str) -> Script:
        spoken = tuple(Sentence(Beat.BENEFIT, text) for text in sentences)
        return Script(language, "Discovery", spoken, headline="Aurora")

    return make


@pytest.fixture(scope="session")
def english(make_script: ScriptMaker) -> Script:
    return make_script(
        "english",
        "Meet the new Aurora coffee maker.",
        "It brews two cups in under three minutes, and it cleans itself.",
        "Now only $129.99 instead of $179.",
        "Get yours in the shop today!",
    )


@pytest.fixture(scope="session")
def narration(english: Script) -> Narration:
    return narrate(english, 15)
