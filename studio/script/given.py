"""A script that the client wrote: spoken as it is, as far as the video's length allows."""

from dataclasses import replace

from studio.script.languages import choose_language
from studio.script.model import Beat, Script, Sentence
from studio.script.pace import seconds_at
from studio.script.sentences import split_sentences
from studio.script.speakable import is_speakable, lines_of

ROOM = 1.15
"""Part of the length that the words may take: the narrator speaks up to 15 % faster than normal."""


def with_given_words(script: Script, text: str, seconds: int) -> Script:
    """The script with the client's sentences in place of its own; as it was where the text holds none.

    Whole sentences that the length has no room for are left out from the end, and a note says how many.
    """
    said = [sentence for line in lines_of(text) for sentence in split_sentences(line) if is_speakable(sentence)]
    if not said:
        return script
    kept = _fitting(said, script.language, seconds * ROOM)
    beats = [Beat.HOOK, *[Beat.BENEFIT] * (len(kept) - 2), Beat.CALL_TO_ACTION][: len(kept)]
    sentences = tuple(Sentence(beat, sentence) for beat, sentence in zip(beats, kept, strict=True))
    left = len(said) - len(kept)
    note = f"The given script is too long for {seconds} s: its last {left} sentences were left out." if left else ""
    return replace(script, sentences=sentences, notes=(*script.notes, *((note,) if note else ())))


def _fitting(sentences: list[str], language: str, room: float) -> list[str]:
    """As many of the sentences as `room` seconds hold, one at least."""
    book = choose_language(language).book
    kept: list[str] = []
    for sentence in sentences:
        room -= seconds_at(sentence, book)
        if room < 0 and kept:
            break
        kept.append(sentence)
    return kept
