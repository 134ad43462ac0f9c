# ruff: noqa: RUF001 - letters of the International Phonetic Alphabet are meant
"""Texts as Kokoro reads them: espeak-ng's pronunciation, in the letters that the model was trained with.

Kokoro writes a diphthong or affricate as one letter ("I" as in "price") and American English without lengths. The
tables are facts of its training data, as misaki (Apache-2.0, by Kokoro's author) prepares it from espeak-ng's output.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from studio.voice.espeak import Espeak

_SHARED = {"a^ɪ": "I", "a^ʊ": "W", "e^ɪ": "A", "ɔ^ɪ": "Y", "d^ʒ": "ʤ", "t^ʃ": "ʧ"}

_ENGLISH = _SHARED | {
    "e": "A", "o": "ɔ", "ə^l": "ᵊl", "n\u0329": "ᵊn", "l\u0329": "ᵊl", "m\u0329": "ᵊm", "ɐ": "ə", "r": "ɹ",
    "ʔn\u0329": "tᵊn", "ʔn": "tᵊn", "ʔ": "t", "x": "k", "ç": "k", "ɬ": "l", "\u0303": "",
}  # fmt: skip
_AMERICAN = _ENGLISH | {"o^ʊ": "O", "ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɚ": "əɹ", "ɪ^ə": "iə", "ɪə": "iə", "ː": ""}
_BRITISH = _ENGLISH | {"ə^ʊ": "Q", "e^ə": "ɛː", "i^ə": "ɪə", "iə": "ɪə"}
_OTHERS = _SHARED | {"o^ʊ": "O", "ə^ʊ": "Q", "d^z": "ʣ", "t^s": "ʦ"}

_TABLES: Mapping[str, Mapping[str, str]] = {"en-us": _AMERICAN, "en": _BRITISH}
"""By espeak-ng's voice; `_OTHERS` for those left out."""

_OTHER_LANGUAGE = re.compile(r"\([^)]*\)")
"""Where espeak-ng speaks a word by the rules of another language it says so: "(en)ɐɹˈɔːɹə(hi)"."""

_PAUSE = re.compile(r"\s+[-–—]+\s+|([;:,.!?…।])[;:,.!?…।]*(?=[\s\"'”’»)\]]|$)")
"""A mark behind a word, or a dash between two. espeak-ng leaves them out, and Kokoro takes its melody from them."""


class Phonemes:
    """How one of espeak-ng's voices pronounces texts, in Kokoro's letters."""

    def __init__(self, espeak: Espeak, voice: str) -> None:
        self._espeak = espeak
        self._voice = voice
        table = _TABLES.get(voice, _OTHERS)
        self._letters = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
        self._table = table

    def of(self, text: str) -> str:
        """A text's phonemes and marks, each of them in `vocabulary()`; empty for a text without a sound."""
        said, done = "", 0
        for pause in _PAUSE.finditer(text):
            part = self._pronounced(text[done : pause.start()])
            said += part + _mark(pause) if part else ""
            done = pause.end()
        return (said + self._pronounced(text[done:])).strip()

    def _pronounced(self, text: str) -> str:
        ipa = _OTHER_LANGUAGE.sub("", " ".join(self._espeak.phonemes(text, self._voice)))
        letters = self._letters.sub(lambda found: self._table[found[0]], ipa)
        return "".join(letter for letter in letters if letter in vocabulary()).strip()


def _mark(pause: re.Match[str]) -> str:
    return f"{pause[1].replace('।', '.')} " if pause[1] else " — "


@cache
def vocabulary() -> Mapping[str, int]:
    """The number of each letter and mark that the model knows: `config.json` of Kokoro-82M."""
    known: dict[str, int] = json.loads(files("studio.voice.kokoro").joinpath("vocabulary.json").read_text("utf-8"))
    return known
