"""Whose voice speaks a script: espeak-ng's, a natural one of hibari or Kokoro, or one of Piper's that the user has."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

from studio.voice.exchange import EspeakRequest, NeuralRequest, SpeechError
from studio.voice.kokoro.styles import Style, style_for
from studio.voice.languages import SpokenLanguage
from studio.voice.natural import NaturalVoice
from studio.voice.speaker import Speaker, Utterance
from studio.voice.voice_models import VoiceModel, VoiceModelError, find_voice_models
from studio.voice.voices import Gender, Voice

_NORMAL_PACE = 175
"""Words a minute: espeak-ng's own default, for which scripts are measured out."""

_ESPEAK_PATIENCE = 30.0
"""Seconds a sentence may take. espeak-ng needs about a hundredth of a second; beyond this it hangs."""

_NEURAL_PATIENCE = 120.0
"""Seconds. A large voice loads for some, and speaks about as slowly as a person on a slow core."""

_HIBARI_PACE = 1.08
"""Of hibari's own pace, as normal. By itself it takes 13 % longer than espeak-ng over twenty sentences about products;
with all of that made up for it sounds hurried where a script is long."""

_TRIAL = "1, 2, 3."
"""Said by every voice once before it is taken: words that each language has, and a pause."""


class Throat(Speaker, ABC):
    """A voice that speaks texts at a wanted speed, between entry and exit."""

    name: str
    """For the notes of the video."""

    def __init__(self, module: str, arguments: Sequence[str], patience: float) -> None:
        super().__init__(module, arguments, patience)
        self._said: dict[tuple[float, str], Utterance] = {}

    def say_at(self, speed: float, text: str) -> Utterance:
        """Speak a text, once at each speed; 1 is the normal speed, 2 twice as fast. Raises SpeechError."""
        if (speed, text) not in self._said:
            self._said[speed, text] = self.say(self._request(speed, text)).trimmed()
        return self._said[speed, text]

    def seconds_at(self, speed: float, text: str) -> float:
        """How long a text sounds at a speed. Raises SpeechError."""
        return self.say_at(speed, text).seconds

    @abstractmethod
    def _request(self, speed: float, text: str) -> EspeakRequest | NeuralRequest:
        """What to ask the process for."""


class EspeakThroat(Throat):
    """espeak-ng, whose speed is not quite in proportion to the words a minute."""

    def __init__(self, language: SpokenLanguage, voice: Voice) -> None:
        super().__init__("studio.voice.espeak", (), _ESPEAK_PATIENCE)
        self._voice = voice
        self._espeak_voice = f"{language.espeak_voice}+{voice.variant}"
        self.name = f"espeak-ng {self._espeak_voice}"

    def _request(self, speed: float, text: str) -> EspeakRequest:
        pace = round(_NORMAL_PACE * speed)
        return EspeakRequest(text, self._espeak_voice, pace, self._voice.pitch, self._voice.pitch_range)


class PiperThroat(Throat):
    """A voice of Piper's, which stretches every phoneme alike."""

    def __init__(self, model: VoiceModel) -> None:
        super().__init__("studio.voice.piper", (str(model.path),), _NEURAL_PATIENCE)
        self.name = f"Piper {model.name}"

    def _request(self, speed: float, text: str) -> NeuralRequest:
        return NeuralRequest(text, speed)


class HibariThroat(Throat):
    """hibari's voice, an American woman's, which states the length of each phoneme."""

    name = "hibari"

    def __init__(self) -> None:
        super().__init__("studio.voice.hibari", (), _NEURAL_PATIENCE)

    @staticmethod
    def fits(language: SpokenLanguage, voice: Voice) -> bool:
        """Whether it speaks this language for a presenter of this gender."""
        english = language.espeak_voice == "en-us" and not language.stand_in
        return english and voice.gender is Gender.FEMALE

    def _request(self, speed: float, text: str) -> NeuralRequest:
        return NeuralRequest(text, speed * _HIBARI_PACE)


class KokoroThroat(Throat):
    """A voice of Kokoro's, which knows how long it will speak at a twentieth of what it takes to speak."""

    def __init__(self, style: Style, language: SpokenLanguage) -> None:
        super().__init__("studio.voice.kokoro", (style.name, language.espeak_voice), _NEURAL_PATIENCE)
        self._style = style
        self.name = f"Kokoro {style.name}"

    def seconds_at(self, speed: float, text: str) -> float:
        """How long a text would sound at most, without a sound."""
        pace = speed * self._style.pace
        return max(0.0, self.foretell(NeuralRequest(text, pace, only_length=True)) - self._style.tail / pace)

    def _request(self, speed: float, text: str) -> NeuralRequest:
        return NeuralRequest(text, speed * self._style.pace)


def natural_throat(kind: NaturalVoice, language: SpokenLanguage, voice: Voice) -> Throat | None:
    """The natural voice of a kind for a language and a presenter's gender, installed or not; None if there is none."""
    if kind is NaturalVoice.HIBARI:
        return HibariThroat() if HibariThroat.fits(language, voice) else None
    style = style_for(language, voice)
    return KokoroThroat(style, language) if style else None


def load_voice_models(place: Path) -> tuple[VoiceModel, ...]:
    """The voices of a file or folder, each of which has spoken. Raises VoiceModelError for the first that cannot."""
    models = find_voice_models(place)
    for model in models:
        try:
            with PiperThroat(model) as throat:
                throat.say_at(1.0, _TRIAL)
        except SpeechError as error:
            raise VoiceModelError(f"{model.path}: {error}") from error
    return models
