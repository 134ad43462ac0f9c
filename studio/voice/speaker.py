"""Speech by espeak-ng in a process of its own.

A fresh process for each narration gives the same samples for the same text (the library's state outlives every
reset), lets renders speak side by side, and keeps what a page's text might do to a C library away from studio.
"""

import subprocess
import sys
from dataclasses import dataclass
from threading import Timer
from types import TracebackType
from typing import Self

import numpy as np

from studio.voice.espeak import EspeakError, SpeechRequest, read_answer, write_request
from studio.voice.model import Samples

_PATIENCE = 30.0
"""Seconds a sentence may take. espeak-ng needs about a hundredth of a second; beyond this it hangs."""


class SpeechError(Exception):
    """The text could not be spoken."""


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


class Speaker:
    """An espeak-ng process, started on entry and ended on exit. Not for use by several threads at once."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "studio.voice.espeak"]
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell and no input in the arguments
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def say(self, request: SpeechRequest) -> Utterance:
        """Speak one text. Raises SpeechError for an unknown voice, a crash, or a text that takes too long."""
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            raise SpeechError("the espeak-ng process has no pipes")
        watchdog = Timer(_PATIENCE, self._process.kill)
        watchdog.start()
        try:
            write_request(asked, request)
            answer = read_answer(answered)
        except (EspeakError, OSError) as error:
            raise SpeechError(str(error)) from error
        finally:
            watchdog.cancel()
        samples = np.frombuffer(answer.samples, np.int16).astype(np.float32) / np.float32(32_768)
        marks = tuple((position, sample / answer.sample_rate) for position, sample in answer.marks)
        return Utterance(samples, answer.sample_rate, marks)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()
