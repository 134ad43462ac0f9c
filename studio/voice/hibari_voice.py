"""hibari's American English voice, loaded: text into 16-bit samples, with the moment each word is heard.

Facts of hibari-tts 0.2.1, from its source and by trial. The model is inside its package: nothing is downloaded.
"""

from pathlib import Path

import numpy as np
from hibari import SAMPLE_RATE, Hibari, dsp
from hibari.voices import DEFAULT, voice_path
from numpy.typing import NDArray

from studio.voice.exchange import NeuralRequest, SpeechAnswer, SpeechError
from studio.voice.phoneme_times import HeardPhoneme, counted_out, word_marks
from studio.voice.stretch import true_speed

_SEED = 1
"""Of the noise in the voice: the same text gives the same samples."""

_LENGTHS = b"/Clip_output_0"
"""Where the model has how long it will speak each phoneme, in units of `_UNIT_SAMPLES`, before it speaks."""

_UNIT_SAMPLES = 600
"""25 ms at 24 kHz."""

_KEPT_SILENCE = 1
"""Units of the third of a second of silence before each sentence; the pauses between sentences are the caller's."""


class HibariVoice:
    """The voice. The same request gives the same samples."""

    def __init__(self) -> None:
        model = Path(voice_path(DEFAULT, download_missing=False)).read_bytes()
        self._voice = Hibari(model=model + _as_output(_LENGTHS))

    def speak(self, request: NeuralRequest) -> SpeechAnswer:
        """Say one text. Raises SpeechError where the voice cannot, as with a number of four hundred digits."""
        text = _plain(request.text)
        try:
            sound, heard = self._joined(text, request.speed)
            marks = word_marks(text, heard, lambda word: list("".join(self._voice.phonemize(word))))
        except Exception as error:
            raise SpeechError(f"hibari cannot say it: {type(error).__name__}") from error
        return SpeechAnswer(SAMPLE_RATE, marks, (np.clip(sound, -1, 1) * 32_767).astype(np.int16).tobytes(), len(sound))

    def _joined(self, text: str, speed: float) -> tuple[NDArray[np.float32], list[HeardPhoneme]]:
        """Say one sentence of the text after the other."""
        sound, heard = np.zeros(0, np.float32), list[HeardPhoneme]()
        for phonemes in self._voice.phonemize(text):
            samples, times = self._said(phonemes, speed)
            heard += [HeardPhoneme(each.phoneme, len(sound) + each.sample) for each in times]
            sound = np.concatenate([sound, samples])
        return sound, heard

    def _said(self, phonemes: str, speed: float) -> tuple[NDArray[np.float32], list[HeardPhoneme]]:
        """Say a sentence; when each of its phonemes is heard."""
        known = [phoneme for phoneme in phonemes if phoneme in self._voice.vocab]
        *sounds, lengths = self._spoken_in_time(self._voice.ids(phonemes), speed)
        samples = np.asarray(dsp.synth(*(each[0] for each in sounds), np.random.default_rng(_SEED)), np.float32)
        # Silence stands before and after the phonemes, as one more each.
        units = lengths.ravel().astype(int) * _UNIT_SAMPLES
        heard = counted_out(list(zip(["^", *known, "$"], units.tolist(), strict=True)), len(samples))
        cut = max(0, int(units[0]) - _KEPT_SILENCE * _UNIT_SAMPLES)
        return samples[cut:], [HeardPhoneme(each.phoneme, max(0, each.sample - cut)) for each in heard]

    def _spoken_in_time(self, ids: list[int], speed: float) -> list[NDArray[np.float32]]:
        """The model's outputs, the lengths last, at the speed at which it really takes so much less or more time."""
        return self._run(ids, true_speed(lambda tried: float(self._run(ids, tried)[-1].sum()), speed))

    def _run(self, ids: list[int], speed: float) -> list[NDArray[np.float32]]:
        question = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([speed], np.float32)}
        return list(self._voice.sess.run(None, question))


def _as_output(name: bytes) -> bytes:
    """Return what, behind a model, makes one of its inner values an output.

    An ONNX model is a protocol buffer, and two that are written one after the other are one with the fields of both
    (protobuf.dev, "Encoding": last one wins, embedded messages are merged). These are ModelProto.graph (7),
    GraphProto.output (12) and ValueInfoProto.name (1), each with its length, which is below 128.
    """
    told = name
    for tag in (b"\x0a", b"\x62", b"\x3a"):
        told = tag + bytes([len(told)]) + told
    return told


def _plain(text: str) -> str:
    """Without what hibari would take for a command, each character in its place: "[word](/phonemes/)"."""
    return text.replace("](", "] ")
