# ruff: noqa: RUF001 - a minus and signs of other scripts are meant
"""The large words of the first seconds: what sells most, and no more than is read at a glance."""

import pytest

from studio.scenes.words.badge import Offer
from studio.scenes.words.hook import hook_words
from studio.script.model import Beat, Script, Sentence


@pytest.mark.parametrize(
    ("sentences", "saving", "words"),
    [
        (["It keeps drinks cold for 24 hours."], "−25%", ("−25%",)),
        (["It keeps drinks cold for 24 hours."], "", ("24", "hours")),
        (["Weighs 1,250.5 g only."], "", ("1,250.5", "g", "only")),
        (["Fits in a bag.", "Free of plastic."], "", ("Fits", "in", "a", "bag")),
        (["A lamp whose arm turns both ways without a sound."], "", ()),
        (["值得一看的理由：山屿自动机械腕表。"], "", ()),
        (["保冷24小时。"], "", ("24小时",)),
        (["People who bought it rate it 4.7 out of 5."], "", ()),
        (["הדירוג של הקונים עד היום: 4.6 מתוך 5."], "", ()),
        (["Supercalifragilisticexpialidocious."], "", ()),
    ],
)
def test_the_strongest_short_words_are_chosen(sentences: list[str], saving: str, words: tuple[str, ...]) -> None:
    told = tuple(Sentence(Beat.BENEFIT, text) for text in sentences)
    script = Script("english", "Discovery", (*told, Sentence(Beat.PRICE, "Only $29.99.")), "Mug")
    assert hook_words(script, Offer("$29.99", "$39.99" if saving else "", saving)) == words


def test_other_hooks_say_the_next_strongest_words() -> None:
    told = (Sentence(Beat.BENEFIT, "It keeps drinks cold for 24 hours."), Sentence(Beat.BENEFIT, "Fits in a bag."))
    script = Script("english", "Discovery", told, "Mug")
    said = [hook_words(script, Offer("$29.99", "$39.99", "−25%"), hook) for hook in (1, 2, 3, 4, 5)]
    assert said == [("−25%",), ("24", "hours"), ("Fits", "in", "a", "bag"), ("$29.99",), ()]
