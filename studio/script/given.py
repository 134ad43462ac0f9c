"""A script that the client wrote: spoken as it is, as far as the video's length allows."""

from dataclasses import replace

from studio.script.languages import choose_language
from studio.script.model import Beat, Script, Sentence
from studio.script.pace import seconds_at
from studio.script.phrasebook import Phrasebook
from studio.script.punctuation import ENDS, WIDE_ENDS
from studio.script.sentences import split_sentences
from studio.script.speakable import is_speakable, lines_of

ROOM = 1.15
"""Part of the length that the words may take: the narrator speaks up to 15 % faster than normal."""


def with_given_words(script: Script, text: str, seconds: int) -> Script:
    """The script with the client's sentences in place of its own; as it was where the text holds none.

    Whole sentences that the length has no room for are left out from the end, and a note says how many.
    """
    book = choose_language(script.language).book
    sentences = [sentence for line in lines_of(text) for sentence in split_sentences(line)]
    said = [_ended(sentence, book) for sentence in sentences if is_speakable(sentence)]
    if not said:
        return script
    kept = _fitting(said, book, seconds * ROOM)
    beats = [Beat.HOOK, *[Beat.BENEFIT] * (len(kept) - 2), Beat.CALL_TO_ACTION][: len(kept)]
    spoken = tuple(Sentence(beat, sentence) for beat, sentence in zip(beats, kept, strict=True))
    left = len(said) - len(kept)
    sentences_left = "sentence was" if left == 1 else f"{left} sentences were"
    note = f"The given script is too long for {seconds} s: its last {sentences_left} left out." if left else ""
    return replace(script, sentences=spoken, notes=(*script.notes, *((note,) if note else ())))


def _ended(sentence: str, book: Phrasebook) -> str:
    """With a mark at its end, which the last of a line has lost: the voice falls there."""
    return sentence if sentence[-1] in ENDS + WIDE_ENDS else sentence + book.full_stop


def _fitting(sentences: list[str], book: Phrasebook, room: float) -> list[str]:
    """As many of the sentences as `room` seconds hold, one at least."""
    kept: list[str] = []
    for sentence in sentences:
        room -= seconds_at(sentence, book)
        if room < 0 and kept:
            break
        kept.append(sentence)
    return kept
