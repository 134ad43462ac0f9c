"""The client's own words in place of a script."""

from studio.product import Product
from studio.script.given import with_given_words
from studio.script.model import Beat
from studio.script.writer import write_script

SCRIPT = write_script(Product(url="", title="Steel Bottle"), "english", "Data", 15)


def said(text: str, seconds: int = 15) -> list[str]:
    return [sentence.text for sentence in with_given_words(SCRIPT, text, seconds).sentences]


def test_sentences_are_spoken_as_given_with_a_hook_and_a_call() -> None:
    script = with_given_words(SCRIPT, "Look at this. It is made of steel.\nIt costs $5.50. Buy it!", 15)
    assert [sentence.text for sentence in script.sentences] == [
        "Look at this.",
        "It is made of steel.",
        "It costs $5.50.",
        "Buy it!",
    ]
    assert [sentence.beat for sentence in script.sentences] == [
        Beat.HOOK,
        Beat.BENEFIT,
        Beat.BENEFIT,
        Beat.CALL_TO_ACTION,
    ]
    assert (script.headline, script.notes) == (SCRIPT.headline, SCRIPT.notes)


def test_one_sentence_is_a_script() -> None:
    assert said("Look") == ["Look."]


def test_what_the_length_has_no_room_for_is_left_out_and_said() -> None:
    script = with_given_words(SCRIPT, "This bottle keeps drinks cold for a whole day. " * 30, 15)
    assert 3 <= len(script.sentences) <= 8
    assert f"its last {30 - len(script.sentences)} sentences were left out" in script.notes[-1]
    assert len(said("This bottle keeps drinks cold for a whole day. " * 30, 60)) > len(script.sentences)


def test_text_without_words_leaves_the_script_as_it_was() -> None:
    for text in ("", "   ", "!!! ***", "<script>alert(1)</script>", "https://shop.example/p"):
        assert with_given_words(SCRIPT, text, 15) == SCRIPT
