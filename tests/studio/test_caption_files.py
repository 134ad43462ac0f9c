"""Caption files hold every word, in lines that can be read, at the times at which the words are heard."""

import unicodedata
from itertools import pairwise

import numpy as np
import pytest

from studio.caption_files import MAX_LETTERS_PER_SECOND, MAX_LINE, MAX_LINES, Cue, plan_cues, subrip, web_vtt
from studio.product import Product
from studio.script.model import Beat, Script, Sentence
from studio.script.writer import write_script
from studio.voice.model import Narration, SpokenWord
from studio.voice.narrator import narrate

MARK = "\u200f"
"""Steers the direction of a line, and shows nothing."""

SPOKEN = ("english", "spanish", "russian", "arabic", "hebrew", "chinese", "thai", "hindi")


def letters(text: str) -> int:
    shown = (sign for sign in text if sign != MARK and not unicodedata.combining(sign))
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in shown)


def said(cues: tuple[Cue, ...]) -> str:
    """All that is shown, without the spaces at which lines are broken."""
    return "".join("".join(line.replace(MARK, "").split()) for cue in cues for line in cue.lines)


def one_sentence(text: str, *words: tuple[str, float]) -> tuple[Cue, ...]:
    """The cues of words that take so many seconds each."""
    spoken: list[SpokenWord] = []
    now = 0.25
    for word, seconds in words:
        spoken.append(SpokenWord(word, 0, now, now + seconds))
        now += seconds
    script = Script("english", "Discovery", (Sentence(Beat.HOOK, text),), "")
    return plan_cues(script, Narration(np.zeros(0, np.float32), tuple(spoken), ((0.25, now),), "test"), now + 1)


@pytest.mark.slow
@pytest.mark.parametrize("language", SPOKEN)
def test_a_spoken_script_is_captioned_whole_within_all_limits(products: dict[str, Product], language: str) -> None:
    script = write_script(products[language], language, "Discovery", 15)
    narration = narrate(script, 15)
    seconds = len(narration.samples) / 48_000 + 0.9
    cues = plan_cues(script, narration, seconds)

    assert said(cues) == "".join("".join(sentence.text.split()) for sentence in script.sentences)
    assert max(len(cue.lines) for cue in cues) <= MAX_LINES
    assert max(letters(line) for cue in cues for line in cue.lines) <= MAX_LINE
    starts, ends = [word.start for word in narration.words], [word.end for word in narration.words]
    for cue in cues:
        assert min(abs(cue.start - start) for start in starts) < 0.081
        shown, lasts = letters(" ".join(cue.lines)), cue.end - cue.start
        assert shown <= MAX_LETTERS_PER_SECOND * lasts + 0.5, cue
        late = min(abs(cue.end - end) for end in ends)
        assert late < 0.081 or shown >= MAX_LETTERS_PER_SECOND * lasts - 0.5, "it stays only to be read"
    assert all(one.end <= other.start + 1e-9 for one, other in pairwise(cues))
    assert cues[-1].end <= seconds


def test_lines_are_even_and_cues_end_where_a_speaker_pauses() -> None:
    text = "It keeps your coffee hot on the way to work, and the lid never leaks into the bag on your back again."
    cues = one_sentence(text, *((word, 0.3) for word in text.split()))
    assert [cue.lines for cue in cues] == [
        ("It keeps your coffee", "hot on the way to work,"),
        ("and the lid never leaks into", "the bag on your back again."),
    ]


def test_words_that_are_too_fast_to_read_stay_until_they_were() -> None:
    (cue,) = one_sentence("Unbelievably lightweight.", ("Unbelievably", 0.4), ("lightweight.", 0.4))
    assert cue.end == pytest.approx(0.25 + 25 / MAX_LETTERS_PER_SECOND)


def test_a_word_longer_than_a_line_is_cut_and_a_name_with_markup_stays_text() -> None:
    word = "https://shop.example/a-very-long-address-of-some-product-page"
    cues = one_sentence(f"See {word} <b>&now", ("See", 0.3), (word, 4.0), ("<b>&now", 1.0))
    assert max(letters(line) for cue in cues for line in cue.lines) <= MAX_LINE
    assert said(cues) == f"See{word}<b>&now"
    assert "&lt;b&gt;&amp;now" in web_vtt(cues)
    assert "<b>&now" in subrip(cues)


def test_a_line_of_hebrew_that_begins_with_a_latin_name_reads_from_the_right() -> None:
    (cue,) = one_sentence("Oak שולחן עבודה", ("Oak", 0.5), ("שולחן", 0.5), ("עבודה", 0.5))
    assert cue.lines == (f"{MARK}Oak שולחן עבודה",)


def test_both_forms_are_written_as_players_read_them() -> None:
    cues = (Cue(("Meet the mug.",), 0.25, 1.5), Cue(("Only $9,", "today."), 61.0, 3_601.0015))
    assert web_vtt(cues) == (
        "WEBVTT\n\n00:00:00.250 --> 00:00:01.500\nMeet the mug.\n\n00:01:01.000 --> 01:00:01.002\nOnly $9,\ntoday.\n"
    )
    assert subrip(cues) == (
        "1\n00:00:00,250 --> 00:00:01,500\nMeet the mug.\n\n2\n00:01:01,000 --> 01:00:01,002\nOnly $9,\ntoday.\n"
    )
