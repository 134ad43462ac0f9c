"""A voice of Piper's, loaded: text into 16-bit samples, with the moment each word is heard.

Facts of piper-tts 1.8 and onnxruntime 1.32, from their source.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from piper import AudioChunk, PiperConfig, PiperVoice, SynthesisConfig
from piper.patch_voice_with_alignment import add_alignment_output

from studio.voice.exchange import NeuralRequest, SpeechAnswer, SpeechError
from studio.voice.phoneme_times import HeardPhoneme, counted_out, shared_out, word_marks

_SEED = 1
"""Of the noise that gives the voice its breath and rhythm. Unseeded, onnxruntime takes the time of day."""

_PAUSE = 0.25
"""Seconds between two sentences in one text; Piper's own command line leaves it to the caller."""

_MAX_REASON_CHARACTERS = 200
"""Characters kept of what three libraries say of a broken model."""


class LoadedVoice:
    """One voice. Make one in a process: the same requests in the same order give the same samples."""

    def __init__(self, model: Path) -> None:
        """Raises SpeechError for a file that is no voice."""
        onnxruntime.set_seed(_SEED)
        try:
            config = PiperConfig.from_dict(json.loads(Path(f"{model}.json").read_bytes()))
            self._voice = PiperVoice(_session(model), config)
        except Exception as error:
            raise _broken(error) from error

    def speak(self, request: NeuralRequest) -> SpeechAnswer:
        """Say one text. Raises SpeechError where the model cannot."""
        text = _plain(request.text)
        settings = SynthesisConfig(length_scale=self._voice.config.length_scale / request.speed)
        try:
            chunks = list(self._voice.synthesize(text, settings, include_alignments=True))
            sound, heard = self._joined(chunks)
            marks = word_marks(text, heard, self._phonemes)
        except Exception as error:
            raise _broken(error) from error
        return SpeechAnswer(self._voice.config.sample_rate, marks, sound.tobytes(), len(sound))

    def _joined(self, chunks: list[AudioChunk]) -> tuple[NDArray[np.int16], list[HeardPhoneme]]:
        """One chunk is one sentence; between them is silence, and after the last, for a text without a sound."""
        silence = np.zeros(round(_PAUSE * self._voice.config.sample_rate), np.int16)
        parts, heard, place = [], [], 0
        for chunk in chunks:
            samples = _checked(chunk)
            heard += [HeardPhoneme(each.phoneme, place + each.sample) for each in _times(chunk)]
            parts += [samples, silence]
            place += len(samples) + len(silence)
        return np.concatenate(parts or [silence]), heard

    def _phonemes(self, word: str) -> list[str]:
        return [phoneme for sentence in self._voice.phonemize(word) for phoneme in sentence]


def _session(model: Path) -> onnxruntime.InferenceSession:
    """The model with the lengths of its phonemes as a second output, where it keeps them under the usual name.

    `PiperVoice.load` does the same but starts a thread for every core, and there is a render for every core already;
    with one thread sums are also added up in the same order everywhere.
    """
    graph = onnx.load(str(model))
    if len(graph.graph.output) == 1 and sum(node.op_type == "Ceil" for node in graph.graph.node) == 1:
        add_alignment_output(graph)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors: it warns of every constant that an export has left over
    return onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])


def _plain(text: str) -> str:
    """Without what Piper would take for a command, each character in its place: "[[" starts raw phonemes."""
    return text.replace("\0", " ").replace("[[", "  ").replace("]]", "  ")


def _checked(chunk: AudioChunk) -> NDArray[np.int16]:
    if chunk.audio_float_array.ndim != 1 or not np.isfinite(chunk.audio_float_array).all():
        raise ValueError("the model returns no sound")
    return chunk.audio_int16_array


def _times(chunk: AudioChunk) -> list[HeardPhoneme]:
    """By the lengths that the model states; shared out over what is heard where it states none."""
    lengths = [(each.phoneme, int(each.num_samples)) for each in chunk.phoneme_alignments or ()]
    counted = counted_out(lengths, len(chunk.audio_float_array))
    return counted or shared_out(chunk.phonemes, chunk.audio_float_array, chunk.sample_rate)


def _broken(error: Exception) -> SpeechError:
    """Three libraries raise what they like over a file that is no voice, or not one that fits its description."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return SpeechError(f"the voice cannot speak: {lines[0][:_MAX_REASON_CHARACTERS]}")
