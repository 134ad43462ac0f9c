"""Piper voices that the user has on disk: which there are, and which languages they speak.

A voice is two files beside each other, `name.onnx` and `name.onnx.json`, as Piper's own downloads are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from studio.voice.languages import CONTRACT_LANGUAGES, SpokenLanguage, spoken_language
from studio.voice.voices import Gender

_FAMILIES = {"cmn": "zh", "nb": "no", "nn": "no"}
"""espeak-ng's names for languages that Piper's files name otherwise."""


class VoiceModelError(Exception):
    """A voice that cannot be used: one line with its file and what is wrong."""


@dataclass(frozen=True, slots=True)
class VoiceModel:
    """One voice on disk whose description fits."""

    path: Path
    """The .onnx file."""
    espeak_voice: str
    """Whose rules of pronunciation it was trained with: "en-us"."""
    family: str
    """Its language, ISO 639-1: "en"."""
    gender: Gender | None = None
    """Of the presenters it speaks for; None for all."""

    @property
    def name(self) -> str:
        """As its file is called."""
        return self.path.stem

    @property
    def languages(self) -> tuple[str, ...]:
        """The contract's languages that it speaks."""
        return tuple(sorted(name for name in CONTRACT_LANGUAGES if _family(spoken_language(name)) == self.family))


class _Audio(BaseModel):
    sample_rate: Annotated[int, Field(ge=8_000, le=48_000)]


class _Espeak(BaseModel):
    voice: Annotated[str, Field(min_length=1)]


class _Language(BaseModel):
    family: str = ""


class _Description(BaseModel):
    """What Piper reads of `name.onnx.json` (`PiperConfig.from_dict` of piper-tts 1.8), and the voice's language."""

    audio: _Audio
    espeak: _Espeak
    language: _Language = _Language()
    # Piper's other kinds need dictionaries from the network or further packages.
    phoneme_type: Literal["espeak", "text"] = "espeak"
    num_symbols: Annotated[int, Field(ge=1)]
    num_speakers: Annotated[int, Field(ge=1)]
    phoneme_id_map: dict[str, list[int]]

    @model_validator(mode="after")
    def _ids_fit(self) -> Self:
        if absent := [mark for mark in "_^$" if mark not in self.phoneme_id_map]:
            raise ValueError(f"phoneme_id_map has no {', '.join(absent)}")
        largest = max(number for ids in self.phoneme_id_map.values() for number in ids)
        if largest >= self.num_symbols:
            raise ValueError(f"phoneme_id_map has the id {largest}, num_symbols is {self.num_symbols}")
        return self


def find_voice_models(place: Path) -> tuple[VoiceModel, ...]:
    """The voices in a folder and the folders in it, by name, or the one that a .onnx file is.

    Voices in a folder called "female" or "male" speak for those presenters. Raises VoiceModelError.
    """
    if place.is_file():
        return (_described(place, place.parent),)
    if not place.is_dir():
        raise VoiceModelError(f"{place}: no such file or folder")
    found = tuple(_described(path, place) for path in sorted(place.rglob("*.onnx")))
    if not found:
        raise VoiceModelError(f"{place}: it contains no .onnx file")
    return found


def voice_model_for(language: SpokenLanguage, gender: Gender, models: Sequence[VoiceModel]) -> VoiceModel | None:
    """The voice for a language: its own accent before others, the presenter's gender before any other voice."""
    fitting = [model for model in models if model.family == _family(language) and model.gender in {None, gender}]
    return min(
        fitting, key=lambda model: (model.gender is None, model.espeak_voice != language.espeak_voice), default=None
    )


def _described(path: Path, folder: Path) -> VoiceModel:
    description = path.with_name(f"{path.name}.json")
    if path.suffix != ".onnx":
        raise VoiceModelError(f"{path}: a Piper voice is a .onnx file")
    try:
        read = _Description.model_validate_json(description.read_bytes())
    except OSError as error:
        raise VoiceModelError(f"{description}: {error.strerror}; it comes with the voice") from error
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"]))
        raise VoiceModelError(f"{description}: {place}{': ' if place else ''}{problem['msg']}") from error
    family = _language_of(read.language.family.casefold() or read.espeak.voice)
    folders = path.parent.relative_to(folder).parts
    gender = next((gender for gender in Gender if gender in folders), None)
    return VoiceModel(path.resolve(), read.espeak.voice, family, gender)


def _family(language: SpokenLanguage) -> str:
    return _language_of(language.espeak_voice)


def _language_of(espeak_voice: str) -> str:
    name = espeak_voice.partition("-")[0]
    return _FAMILIES.get(name, name)
