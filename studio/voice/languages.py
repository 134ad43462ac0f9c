"""Which espeak-ng voice speaks a language of the contract.

The 54 names are the contract's. espeak-ng 1.52 has no voice for five of them; each is spoken by the stated
stand-in. Names are espeak-ng's own ("fr", "cmn"); "fr-fr" or "zh" are unknown to it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """A language as espeak-ng speaks it."""

    espeak_voice: str
    stand_in: bool = False
    """The voice belongs to another language, the nearest one that espeak-ng has."""


_VOICES = {
    "english": "en-us",
    "french": "fr",
    "german": "de",
    "hindi": "hi",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "malay": "ms",
    "portuguese": "pt-br",
    "russian": "ru",
    "spanish": "es",
    "thai": "th",
    "vietnamese": "vi",
    "arabic": "ar",
    "greek": "el",
    "turkish": "tr",
    "slovenian": "sl",
    "croatian": "hr",
    "romanian": "ro",
    "chinese": "cmn",
    "bengali": "bn",
    "urdu": "ur",
    "hungarian": "hu",
    "traditional-chinese": "cmn",
    "polish": "pl",
    "cantonese": "yue",
    "danish": "da",
    "malayalam": "ml",
    "tamil": "ta",
    "telugu": "te",
    "czech": "cs",
    "hebrew": "he",
    "swedish": "sv",
    "lithuanian": "lt",
    "dutch": "nl",
    "norwegian": "nb",
    "finnish": "fi",
    "bulgarian": "bg",
    "latvian": "lv",
    "ukrainian": "uk",
    "persian": "fa",
    "odia": "or",
    "assamese": "as",
    "kannada": "kn",
    "amharic": "am",
    "serbian": "sr",
    "slovak": "sk",
    "swahili": "sw",
}

_STAND_INS = {
    # Flemish shares Dutch's written standard.
    "flemish": "nl",
    # Austronesian like Indonesian, written as spoken with nearly the same letters.
    "filipino": "id",
    "tagalog": "id",
    # Setswana is the nearest Bantu language with a voice.
    "zulu": "tn",
    # Kazakh reads Mongolian's Cyrillic, its additional vowels included.
    "mongolian": "kk",
}

_BRITISH = SpokenLanguage("en")
"""espeak-ng's name for English as in Britain; "en-gb" is unknown to it."""

_UNKNOWN = SpokenLanguage("en-us", stand_in=True)

CONTRACT_LANGUAGES = frozenset(_VOICES) | frozenset(_STAND_INS)
"""The contract's 54 language names."""


def spoken_language(name: str, *, british: bool = False) -> SpokenLanguage:
    """The voice for a contract language in any letter case; American English stands in for any other name."""
    wanted = "-".join(name.casefold().split())
    if wanted == "english" and british:
        return _BRITISH
    if wanted in _VOICES:
        return SpokenLanguage(_VOICES[wanted])
    if wanted in _STAND_INS:
        return SpokenLanguage(_STAND_INS[wanted], stand_in=True)
    return _UNKNOWN
