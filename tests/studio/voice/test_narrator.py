# ruff: noqa: RUF001 - letters of many scripts are meant
"""What is heard and when: real speech by espeak-ng in many languages."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from studio.script.model import Script
from studio.voice.model import SAMPLE_RATE, Narration
from studio.voice.narrator import narrate
from studio.voice.voices import voice_for

pytestmark = pytest.mark.slow

ScriptMaker = Callable[..., Script]

SENTENCES = [
    ("english", "Only|$29.99|today,|that's|25%|off!"),
    ("german", "Für|nur|29,99 €|gehört|er|dir."),
    ("french", "Il|ne|coûte|que|29,99 €|aujourd’hui."),
    ("spanish", "¡Llévatelo|hoy|por|solo|29,99 €!"),
    ("portuguese", "Leve|hoje|por|R$|29,99."),
    ("italian", "Tuo|oggi|a|soli|29,99 €."),
    ("polish", "Kup|dziś|za|jedyne|29,99|zł!"),
    ("russian", "Купите|сегодня|всего|за|2\u00a0990\u00a0₽."),
    ("turkish", "Bugün|yalnızca|299,90|TL."),
    ("greek", "Μόνο|29,99 €|για|λίγες|μέρες."),
    ("arabic", "احصل|عليه|الآن|بسعر|29.99|دولار."),
    ("hebrew", "רק|99.90 ₪|היום|בחנות."),
    ("hindi", "इसे|आज|ही|सिर्फ|₹999|में|खरीदें।"),
    ("korean", "지금|29,900원에|만나보세요!"),
    ("chinese", "这款|咖啡机|只要|299元，|今天就|下单吧！"),
    ("cantonese", "呢部|咖啡機|只要|299元。"),
    ("japanese", "この|コーヒーメーカーは|2,990えんです。"),
    ("thai", "เครื่อง|ชงกาแฟ|นี้ราคา|เพียง|299บาท"),
    ("vietnamese", "Mua|ngay|hôm|nay|nhé!"),
    ("filipino", "Bilhin|mo|na|ngayon!"),
    ("mongolian", "Өнөөдөр|худалдан|аваарай."),
]
"""Language and its displayed words."""

UNSPACED = {"chinese", "cantonese", "japanese", "thai"}


@pytest.mark.parametrize(("language", "words"), SENTENCES, ids=[language for language, _ in SENTENCES])
def test_every_displayed_word_is_heard_in_its_turn(language: str, words: str, make_script: ScriptMaker) -> None:
    text = words.replace("|", "" if language in UNSPACED else " ")
    narration = narrate(make_script(language, text), 15)

    assert "|".join(word.text for word in narration.words) == words
    assert all(0 <= word.start < word.end for word in narration.words)
    assert all(one.end <= other.start for one, other in pairwise(narration.words))
    assert narration.words[-1].end <= len(narration.samples) / SAMPLE_RATE
    for word in narration.words:
        heard = narration.samples[int(word.start * SAMPLE_RATE) : int(word.end * SAMPLE_RATE)]
        assert np.abs(heard).max() > 0.02, f"{word.text} is silent"


def test_sentences_are_in_order_with_a_breath_between_them_and_hold_their_words(
    narration: Narration, english: Script
) -> None:
    assert len(narration.sentences) == len(english.sentences)
    assert all(other[0] - one[1] >= 0.2 for one, other in pairwise(narration.sentences))
    for word in narration.words:
        start, end = narration.sentences[word.sentence]
        assert start <= word.start < word.end <= end + 1e-6


def test_a_pause_is_silent_and_speech_is_not(narration: Narration) -> None:
    (_, end), (start, _) = narration.sentences[0], narration.sentences[1]
    pause = narration.samples[int((end + 0.15) * SAMPLE_RATE) : int(start * SAMPLE_RATE)]
    speech = narration.samples[int(start * SAMPLE_RATE) : int((start + 1) * SAMPLE_RATE)]

    assert np.sqrt(np.mean(pause**2)) < 0.02 * np.sqrt(np.mean(speech**2))


@pytest.mark.parametrize("seconds", [12.5, 13.5, 15])
def test_a_script_of_about_the_right_length_ends_before_the_video(english: Script, seconds: float) -> None:
    _, end = narrate(english, seconds).sentences[-1]

    assert seconds - 2.5 < end <= seconds - 0.85


def test_a_short_script_is_not_stretched(make_script: ScriptMaker) -> None:
    script = make_script("english", "Meet Aurora.", "Get yours today!")

    relaxed, hurried = narrate(script, 60), narrate(script, 4)

    assert relaxed.sentences[-1][1] < 4
    lengths = [end - start for start, end in relaxed.sentences]
    for slow, fast in zip(lengths, (end - start for start, end in hurried.sentences), strict=True):
        assert slow / fast < 1.2


@pytest.mark.long
def test_a_script_that_is_far_too_long_is_hurried_only_as_far_as_sounds_natural(english: Script) -> None:
    normal, crammed = narrate(english, 14), narrate(english, 3)

    ratio = sum(end - start for start, end in normal.sentences) / sum(end - start for start, end in crammed.sentences)
    assert 1.05 < ratio < 1.25
    assert crammed.sentences[-1][1] > 3


def test_the_same_script_and_voice_give_the_same_sound(make_script: ScriptMaker) -> None:
    one, again = (narrate(make_script("english", "Meet Aurora."), 5) for _ in range(2))

    assert np.array_equal(again.samples, one.samples)
    assert again.words == one.words


def test_presenters_have_different_voices(make_script: ScriptMaker) -> None:
    script = make_script("english", "Meet the new Aurora coffee maker.")

    pitches = {}
    for gender in ("female", "male"):
        narration = narrate(script, 5, voice=voice_for(gender, "young"))
        pitches[gender] = _pitch(narration)
    assert pitches["female"] > 1.3 * pitches["male"]
    assert voice_for("female", "young", 0) != voice_for("female", "young", 1)


def _pitch(narration: Narration) -> float:
    """Median fundamental in Hz, by autocorrelation over 50 ms windows of the loud parts."""
    size, found = SAMPLE_RATE // 20, []
    for first in range(0, len(narration.samples) - size, size):
        window = narration.samples[first : first + size]
        if np.sqrt(np.mean(window**2)) > 0.05:
            likeness = np.correlate(window, window, "full")[size - 1 :]
            low, high = SAMPLE_RATE // 400, SAMPLE_RATE // 60
            found.append(SAMPLE_RATE / (low + int(np.argmax(likeness[low:high]))))
    return float(np.median(found))


def test_signs_and_emoji_are_shown_but_not_named(make_script: ScriptMaker) -> None:
    plain = narrate(make_script("english", "Meet Aurora now"), 5)
    signed = narrate(make_script("english", "Meet Aurora™ 🎉 now"), 5)

    assert [word.text for word in signed.words] == ["Meet", "Aurora™ 🎉", "now"]
    assert signed.sentences[0][1] == pytest.approx(plain.sentences[0][1], abs=0.25)


def test_a_foreign_script_is_not_read_out_as_chinese_letters(make_script: ScriptMaker) -> None:
    plain = narrate(make_script("german", "Kaffee heute"), 5)
    mixed = narrate(make_script("german", "Kaffee 咖啡咖啡咖啡 heute"), 5)

    assert mixed.sentences[0][1] < plain.sentences[0][1] + 0.5


def test_a_stand_in_voice_is_named(make_script: ScriptMaker) -> None:
    assert narrate(make_script("zulu", "Thenga manje."), 5).voice == "espeak-ng tn+f3 in place of zulu"


@pytest.mark.parametrize("text", ["…", "   ", "\0", "🎉🎉"])
def test_a_sentence_without_words_is_a_short_silence(make_script: ScriptMaker, text: str) -> None:
    narration = narrate(make_script("english", "Meet Aurora.", text), 5)

    assert len(narration.sentences) == 2
    assert all(word.start <= word.end for word in narration.words)


def test_an_empty_script_is_silence(make_script: ScriptMaker) -> None:
    narration = narrate(make_script("english"), 5)

    assert narration.words == ()
    assert not narration.samples.any()
