"""What studio and a speaking process say to each other: a line of JSON asks, sound with its marks answers.

It imports nothing heavy, so that such a process starts quickly.
"""

import json
import os
import struct
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import IO, Any, TypeVar

_LENGTHS = struct.Struct("<II")
"""What stands before an answer: the bytes of its JSON part and of its samples."""


class SpeechError(Exception):
    """The text could not be spoken."""


@dataclass(frozen=True, slots=True)
class EspeakRequest:
    """What espeak-ng is to say, and how."""

    text: str
    voice: str
    """espeak-ng's name, with a variant if wanted: "de+f3"."""
    words_per_minute: int
    pitch: int
    """0 to 100; 50 is the voice's own."""
    pitch_range: int
    """0 (monotone) to 100; 50 is the voice's own."""


@dataclass(frozen=True, slots=True)
class NeuralRequest:
    """What a neural voice is to say, and how."""

    text: str
    speed: float
    """1 is the voice's own; 2 is twice as fast."""
    only_length: bool = False
    """Say how long it would take, without a sound. Of voices that know before they speak."""


@dataclass(frozen=True, slots=True)
class SpeechAnswer:
    """One utterance: mono, signed 16 bit in the machine's byte order."""

    sample_rate: int
    marks: tuple[tuple[int, int], ...]
    """(position in the text in characters from 0, sample at which it is heard), as the engine reports them."""
    samples: bytes
    length: int
    """Of the sound in samples, also where only that was asked for."""


Request = TypeVar("Request", EspeakRequest, NeuralRequest)


def write_request(stream: IO[bytes], request: EspeakRequest | NeuralRequest) -> None:
    """One request as a line of JSON."""
    stream.write(json.dumps(asdict(request)).encode() + b"\n")
    stream.flush()


def read_answer(stream: IO[bytes]) -> SpeechAnswer:
    """The next answer. Raises SpeechError for a refusal or when the process ended before it answered."""
    head = stream.read(_LENGTHS.size)
    if len(head) < _LENGTHS.size:
        raise SpeechError("the speech process ended without a response")
    facts_size, samples_size = _LENGTHS.unpack(head)
    facts, samples = json.loads(stream.read(facts_size)), stream.read(samples_size)
    if "error" in facts:
        raise SpeechError(facts["error"])
    if len(samples) < samples_size:
        raise SpeechError("the speech process ended in the middle of a response")
    marks = tuple((position, sample) for position, sample in facts["marks"])
    return SpeechAnswer(facts["sample_rate"], marks, samples, facts["length"])


def serve(load: Callable[[], Callable[[Request], SpeechAnswer]], kind: type[Request]) -> None:
    """Load what speaks and answer requests from standard input on standard output until it closes."""
    # Libraries that print must not break the exchange: it gets a descriptor of its own.
    answered = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        speak = load()
    except SpeechError as error:
        _write(answered, {"error": str(error)})
        return
    for line in sys.stdin.buffer:
        try:
            answer = speak(kind(**json.loads(line)))
        except SpeechError as error:
            _write(answered, {"error": str(error)})
        else:
            facts = {"sample_rate": answer.sample_rate, "marks": answer.marks, "length": answer.length}
            _write(answered, facts, answer.samples)


def _write(stream: IO[bytes], facts: dict[str, Any], samples: bytes = b"") -> None:
    head = json.dumps(facts).encode()
    try:
        stream.write(_LENGTHS.pack(len(head), len(samples)) + head + samples)
        stream.flush()
    except OSError:
        os._exit(0)  # the renderer was killed; what is left in the buffer would be written again on the way out
