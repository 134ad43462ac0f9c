"""A voice of Kokoro's, loaded: text into 16-bit samples, with the moment each word is heard."""

from collections.abc import Iterator
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from studio.voice.espeak import Espeak
from studio.voice.exchange import NeuralRequest, SpeechAnswer, SpeechError
from studio.voice.kokoro.model import MAX_PHONEMES, SAMPLE_RATE, UNIT_SAMPLES, KokoroModel, Units
from studio.voice.kokoro.phonemes import Phonemes, vocabulary
from studio.voice.phoneme_times import HeardPhoneme, counted_out, word_marks
from studio.voice.stretch import true_speed

_KEPT_SILENCE = 1
"""Units of the third of a second of silence before each part; the pauses between sentences are the caller's."""

_SILENT = ";:,.!?—… "
"""The marks that phonemes may end with."""


class KokoroVoice:
    """One voice. The same request gives the same samples."""

    def __init__(self, name: str, espeak_voice: str) -> None:
        """`name` is one of `styles.npz`. Raises SpeechError where model or espeak-ng cannot be loaded."""
        with files("studio.voice.kokoro").joinpath("styles.npz").open("rb") as stored, np.load(stored) as styles:
            self._styles: NDArray[np.float32] = styles[name].astype(np.float32)
        self._phonemes = Phonemes(Espeak(), espeak_voice)
        self._model = KokoroModel()

    def speak(self, request: NeuralRequest) -> SpeechAnswer:
        """Say one text, or how long it would take. Raises SpeechError where the voice cannot."""
        text = request.text
        try:
            parts = list(_parts(self._phonemes.of(text)))
            speed = true_speed(lambda tried: self._length(parts, tried), request.speed)
            if request.only_length:
                return SpeechAnswer(SAMPLE_RATE, (), b"", self._length(parts, speed))
            sound, heard = self._joined(parts, speed)
            marks = word_marks(text, heard, lambda word: list(self._phonemes.of(word)))
        except Exception as error:
            raise SpeechError(f"Kokoro cannot say it: {type(error).__name__}") from error
        return SpeechAnswer(SAMPLE_RATE, marks, (np.clip(sound, -1, 1) * 32_767).astype(np.int16).tobytes(), len(sound))

    def _length(self, parts: list[str], speed: float) -> int:
        """Of what is heard, in samples: the marks behind the last word are silent."""
        total = 0
        for part in parts:
            units = self._model.lengths(_tokens(part), self._style(part), speed)
            total += int(units[: len(part.rstrip(_SILENT)) + 1].sum()) * UNIT_SAMPLES - _cut(units)
        return total

    def _joined(self, parts: list[str], speed: float) -> tuple[NDArray[np.float32], list[HeardPhoneme]]:
        """Say one part after the other."""
        sound, heard = np.zeros(0, np.float32), list[HeardPhoneme]()
        for part in parts:
            samples, units = self._model.speak(_tokens(part), self._style(part), speed)
            start = len(sound) - _cut(units)
            lengths = list(zip(["^", *part, "$"], (units * UNIT_SAMPLES).tolist(), strict=True))
            heard += [
                HeardPhoneme(each.phoneme, start + each.sample) for each in counted_out(lengths, len(samples))[1:]
            ]
            sound = np.concatenate([sound, samples[_cut(units) :]])
        return sound, heard

    def _style(self, part: str) -> NDArray[np.float32]:
        """The voice has a style for each number of phonemes: `KPipeline.infer` of kokoro 0.9 takes `pack[len - 1]`."""
        style: NDArray[np.float32] = self._styles[len(part) - 1]
        return style


def _cut(units: Units) -> int:
    """Samples of silence before a part that are left out."""
    return max(0, int(units[0]) - _KEPT_SILENCE) * UNIT_SAMPLES


def _tokens(part: str) -> list[int]:
    return [vocabulary()[phoneme] for phoneme in part]


def _parts(phonemes: str) -> Iterator[str]:
    """What the model can say at a time: all, or up to the last space that is near enough."""
    while len(phonemes) > MAX_PHONEMES:
        end = phonemes.rfind(" ", 0, MAX_PHONEMES) + 1 or MAX_PHONEMES
        yield phonemes[:end]
        phonemes = phonemes[end:]
    if phonemes:
        yield phonemes
