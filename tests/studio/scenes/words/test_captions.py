"""Captions show the words being heard, a few at a time, and mark the right one."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Canvas
from studio.scenes.words.caption_line import CaptionLine
from studio.scenes.words.captions import Caption, CaptionWord, caption_at, plan_captions
from studio.script.model import Beat, Script, Sentence
from studio.voice.model import Narration, SpokenWord

BOX = Box(90, 1108, 900, 132)
ACCENT = (255, 214, 10)


def one_sentence(language: str, text: str, words: list[str]) -> tuple[Script, Narration]:
    spoken = tuple(SpokenWord(word, 0, 1 + 0.5 * n, 1.45 + 0.5 * n) for n, word in enumerate(words))
    script = Script(language, "Discovery", (Sentence(Beat.HOOK, text),), "")
    return script, Narration(np.zeros(0, np.float32), spoken, ((1.0, spoken[-1].end),), "test")


def test_at_any_moment_of_a_word_its_caption_is_shown_and_the_word_marked(script: Script, narration: Narration) -> None:
    captions = plan_captions(script, narration)
    for word in narration.words:
        for time in (word.start, (word.start + word.end) / 2):
            caption = caption_at(captions, time)
            assert caption is not None
            assert caption.words[caption.spoken(time)].text == word.text


def test_captions_are_short_and_never_overlap(script: Script, narration: Narration) -> None:
    captions = plan_captions(script, narration)
    for caption in captions:
        assert len(caption.words) <= 3
        assert len(" ".join(word.text for word in caption.words)) <= 18
    assert all(one.end <= other.start for one, other in pairwise(captions))


def test_every_word_is_shown_once_and_in_order(script: Script, narration: Narration) -> None:
    shown = [word.text for caption in plan_captions(script, narration) for word in caption.words]
    assert shown == [word.text for word in narration.words]


def test_captions_end_where_a_speaker_pauses() -> None:
    script, narration = one_sentence(
        "english", "Zero leaks, double wall, two lids.", ["Zero", "leaks,", "double", "wall,", "two", "lids."]
    )
    texts = [" ".join(word.text for word in caption.words) for caption in plan_captions(script, narration)]
    assert texts == ["Zero leaks,", "double wall,", "two lids."]


def test_words_written_without_spaces_are_shown_without_them() -> None:
    script, narration = one_sentence("japanese", "毎日を支えるボトル。", ["毎日", "を", "支える", "ボトル。"])
    captions = plan_captions(script, narration)
    assert all(word.gap == "" for caption in captions for word in caption.words[1:])
    assert len(captions) < 4


def test_a_word_of_nothing_but_an_emoji_leaves_no_gap() -> None:
    script, narration = one_sentence("english", "Hot 🔥 deal", ["Hot", "🔥", "deal"])
    assert [word.text for caption in plan_captions(script, narration) for word in caption.words] == ["Hot", "deal"]


def drawn(language: str, words: list[str], time: float) -> np.ndarray:
    """A caption of words that are spoken a second each, from second 1 on, on nothing."""
    timed = tuple(CaptionWord(word, " ", 1.0 + n, 2.0 + n) for n, word in enumerate(words))
    canvas = Canvas.blank(1080, 1920)
    CaptionLine((Caption(timed, 1.0, 1.0 + len(words)),), ACCENT, language, BOX).draw(canvas, time)
    return canvas.pixels


def marked_at(language: str, words: list[str], spoken: int) -> float:
    """The middle column of the spoken word."""
    pixels = drawn(language, words, 1.6 + spoken)
    marked = np.abs(pixels[BOX.y : BOX.bottom, :, :3].astype(np.int16) - ACCENT).max(axis=2) < 6
    return float(np.flatnonzero(marked.any(axis=0)).mean())


@pytest.mark.parametrize(
    ("language", "words", "direction"),
    [
        ("english", ["Zero", "leaks", "ever"], 1),
        ("arabic", ["الآن", "فقط", "اليوم"], -1),
        ("japanese", ["毎日", "を", "支える"], 1),
    ],
)
def test_the_mark_moves_in_reading_direction(language: str, words: list[str], direction: int) -> None:
    places = [marked_at(language, words, spoken) * direction for spoken in range(3)]
    assert places == sorted(places)
    assert places[0] < places[2]


def test_a_latin_word_keeps_its_signs_where_they_stand_in_a_line_from_the_right() -> None:
    in_english, in_arabic = (drawn(language, ["US$."], 1.9) for language in ("english", "arabic"))
    assert np.array_equal(in_english, in_arabic)
    after_arabic, backwards = (drawn("arabic", ["فقط", word], 2.9) for word in ("US$.", "$US."))
    assert not np.array_equal(after_arabic, backwards)


@pytest.mark.parametrize(
    "words", [["Geschwindigkeitsbegrenzungsunabhängigkeitserklärung"], ["of", "$1,299,999.99", "only"]]
)
def test_a_caption_never_leaves_its_box(words: list[str]) -> None:
    solid = np.ascontiguousarray((drawn("english", words, 1.5)[:, :, 3] > 250).astype(np.uint8))
    left, top, width, height = cv2.boundingRect(solid)
    assert BOX.x <= left
    assert left + width <= BOX.right
    assert BOX.y <= top
    assert top + height <= BOX.bottom
