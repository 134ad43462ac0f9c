"""A Piper voice that a test makes itself: a graph with the inputs, the noise and the outputs of a real one.

It speaks in tones, a pitch for each phoneme, and is silent for spaces and punctuation. As in a VITS model a phoneme's
frames are the ceiling of a length that noise changes, and the sound carries noise of its own.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

RATE = 16_000
HOP = 256
"""Samples a frame."""

FRAMES = 3
"""Of a phoneme, four times as many of a comma; of a pad, which stands between two, 1."""

SILENT = " _^$,.;:!?"


def make_voice(
    place: Path, espeak_voice: str = "en-us", *, speakers: int = 1, lengths: bool = True, **changes: Any
) -> Path:
    """Write `place` (.onnx) and its description, with `changes`; without `lengths` Piper finds no phoneme's length."""
    place.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(_model(speakers, lengths=lengths), place)
    description = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": espeak_voice},
        "language": {"code": espeak_voice, "family": espeak_voice.partition("-")[0]},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "num_symbols": 256,
        "num_speakers": speakers,
        "speaker_id_map": {str(number): number for number in range(speakers)} if speakers > 1 else {},
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "hop_length": HOP,
    }
    Path(f"{place}.json").write_text(json.dumps(description | changes))
    return place


def _tables() -> tuple[np.ndarray, np.ndarray]:
    """Frames and pitch (Hz, 0 is silence) of each id."""
    frames, pitch = np.full(256, FRAMES, np.float32), 150 + 3 * np.arange(256, dtype=np.float32)
    frames[DEFAULT_PHONEME_ID_MAP["_"][0]] = 1
    for sign in ",.;:!?":
        frames[DEFAULT_PHONEME_ID_MAP[sign][0]] = 4 * FRAMES
    for sign in SILENT:
        pitch[DEFAULT_PHONEME_ID_MAP[sign][0]] = 0
    return frames, pitch


def _model(speakers: int, *, lengths: bool) -> onnx.ModelProto:
    inputs: list[tuple[str, int, list[int | str]]] = [
        ("input", TensorProto.INT64, [1, "n"]),
        ("input_lengths", TensorProto.INT64, [1]),
        ("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(("sid", TensorProto.INT64, [1]))
    steps = [*_length_steps(lengths=lengths), *_PLACE_STEPS, *_SOUND_STEPS]
    graph = helper.make_graph(
        [_node(kind, used, made) for kind, used, made in steps],
        "tones",
        [helper.make_tensor_value_info(*each) for each in inputs],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "time"])],
        [numpy_helper.from_array(value, name) for name, value in _constants().items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def _constants() -> dict[str, Any]:
    frames, pitch = _tables()
    return {
        "frames": frames,
        "pitch": pitch,
        "zero": np.array(0, np.int64),
        "one": np.array(1, np.int64),
        "hop": np.array(HOP, np.int64),
        "last": np.array([-1], np.int64),
        "first": np.array([0], np.int64),
        "whole": np.array([1, 1, 1, -1], np.int64),
        "turn": np.array(2 * np.pi / RATE, np.float32),
        "noise_level": np.array(0.004, np.float32),
        "wobble": np.array(0.5, np.float32),
        "least": np.array(1, np.float32),
    }


def _length_steps(*, lengths: bool) -> list[tuple[str, list[str], str]]:
    """The nodes (kind, what it takes, what it makes) up to `w_ceil`, the frames of each phoneme."""
    hidden = [("Neg", ["wanted"], "down"), ("Floor", ["down"], "below"), ("Neg", ["below"], "w_ceil")]
    round_up = [("Ceil", ["wanted"], "w_ceil")] if lengths else hidden
    return [
        ("Gather", ["scales", "zero"], "noise_scale"),
        ("Gather", ["scales", "one"], "length_scale"),
        ("Gather", ["frames", "input"], "usual"),
        ("Mul", ["usual", "length_scale"], "stretched"),
        ("RandomNormalLike", ["stretched"], "w_noise"),
        ("Mul", ["w_noise", "wobble"], "w_wobble"),
        ("Add", ["stretched", "w_wobble"], "w"),
        ("Max", ["w", "least"], "wanted"),
        *round_up,
    ]


_PLACE_STEPS = [
    ("Squeeze", ["w_ceil", "first"], "each"),
    ("CumSum", ["each", "zero"], "ends"),
    ("ReduceMax", ["ends"], "total"),
    ("Cast:int64", ["total"], "count"),
    ("Squeeze", ["count"], "count_of_frames"),
    ("Range", ["zero", "count_of_frames", "one"], "numbers"),
    ("Cast:float", ["numbers"], "moments"),
    ("Unsqueeze", ["moments", "last"], "column"),
    ("GreaterOrEqual", ["column", "ends"], "over"),
    ("Cast:int64", ["over"], "counted"),
    ("ReduceSum", ["counted", "last"], "place"),
    ("Squeeze", ["place", "last"], "which"),
    ("Squeeze", ["input", "first"], "ids"),
    ("Gather", ["ids", "which"], "spoken"),
    ("Gather", ["pitch", "spoken"], "hertz"),
]
"""From the lengths to `hertz`, the pitch of each frame, and `count_of_frames`."""

_SOUND_STEPS = [
    ("Unsqueeze", ["hertz", "last"], "hertz_column"),
    ("Mul", ["count_of_frames", "hop"], "size"),
    ("Range", ["zero", "size", "one"], "steps"),
    ("Unsqueeze", ["count_of_frames", "first"], "height"),
    ("Unsqueeze", ["hop", "first"], "width"),
    ("Concat", ["height", "width"], "shape"),
    ("Reshape", ["steps", "shape"], "grid"),
    ("Cast:float", ["grid"], "times"),
    ("Mul", ["times", "hertz_column"], "cycles"),
    ("Mul", ["cycles", "turn"], "angle"),
    ("Sin", ["angle"], "tone"),
    ("RandomNormalLike", ["tone"], "breath"),
    ("Mul", ["breath", "noise_level"], "soft_breath"),
    ("Mul", ["soft_breath", "noise_scale"], "scaled_breath"),
    ("Add", ["tone", "scaled_breath"], "sound"),
    ("Reshape", ["sound", "whole"], "output"),
]
"""From the pitch to the samples."""


def _node(kind: str, used: list[str], made: str) -> onnx.NodeProto:
    kind, _, to = kind.partition(":")
    options: dict[str, Any] = {"to": {"int64": TensorProto.INT64, "float": TensorProto.FLOAT}[to]} if to else {}
    if kind == "Concat":
        options["axis"] = 0
    if kind in {"ReduceMax", "ReduceSum"}:
        options["keepdims"] = 1
    return helper.make_node(kind, used, [made], **options)
