"""A voice in a process of its own.

A fresh process for each narration gives the same samples for the same text (espeak-ng's state outlives every reset,
and a neural voice's noise goes on where it stopped), lets renders speak side by side, and keeps what a page's text
might do to a C library away from studio.
"""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Timer
from types import TracebackType
from typing import Self

import numpy as np

from studio.voice.exchange import EspeakRequest, NeuralRequest, SpeechAnswer, SpeechError, read_answer, write_request
from studio.voice.model import Samples

_SILENCE = 0.003
"""Level (-50 dBFS) up to which nobody hears a voice."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A spoken text: one channel, and when which character of the text is heard."""

    samples: Samples
    sample_rate: int
    marks: tuple[tuple[int, float], ...]
    """(character position, seconds from the start), in the order heard; positions may repeat or go back."""

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.samples) / self.sample_rate

    def trimmed(self) -> "Utterance":
        """Without the near silence after the last sound."""
        loud = np.flatnonzero(np.abs(self.samples) > _SILENCE)
        kept = int(loud[-1]) + 1 if loud.size else len(self.samples)
        return Utterance(self.samples[:kept], self.sample_rate, self.marks)


class Speaker:
    """A speaking process, started on entry and ended on exit. Not for use by several threads at once."""

    def __init__(self, module: str, arguments: Sequence[str], patience: float) -> None:
        """`module` is the program, one of `studio.voice`; `patience` are the seconds that a text may take."""
        self._command = [sys.executable, "-m", module, *arguments]
        self._patience = patience

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell, and nothing of a page's in it
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def say(self, request: EspeakRequest | NeuralRequest) -> Utterance:
        """Speak one text. Raises SpeechError for an unknown voice, a crash, or a text that takes too long."""
        answer = self._answer(request)
        samples = np.frombuffer(answer.samples, np.int16).astype(np.float32) / np.float32(32_768)
        marks = tuple((position, sample / answer.sample_rate) for position, sample in answer.marks)
        return Utterance(samples, answer.sample_rate, marks)

    def foretell(self, request: NeuralRequest) -> float:
        """The seconds that a text would take, of a request for its length alone. Raises SpeechError as `say` does."""
        answer = self._answer(request)
        return answer.length / answer.sample_rate

    def _answer(self, request: EspeakRequest | NeuralRequest) -> SpeechAnswer:
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            raise SpeechError("the speech process has no pipes")
        watchdog = Timer(self._patience, self._process.kill)
        watchdog.start()
        try:
            write_request(asked, request)
            return read_answer(answered)
        except OSError as error:
            raise SpeechError(str(error)) from error
        finally:
            watchdog.cancel()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()
