"""Which language a script is written in."""

from dataclasses import dataclass

from studio.script.phrasebook import Phrasebook, phrasebook, written_languages

_WRITTEN_AS = {"flemish": "dutch", "cantonese": "traditional-chinese"}
"""Languages of the contract that share another one's written standard, so that only the voice differs."""


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """The contract language a script is written in, its phrases, and a note if it is not the one asked for."""

    language: str
    book: Phrasebook
    note: str = ""


def choose_language(name: str) -> LanguageChoice:
    """The phrases for a contract language in any letter case; English, with a note, for one without phrases."""
    wanted = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    file = _WRITTEN_AS.get(wanted, wanted)
    if file in written_languages():
        return LanguageChoice(wanted, phrasebook(file))
    note = f"The script is in English: the language {wanted[:40] or '(empty)'!r} is not supported."
    return LanguageChoice("english", phrasebook("english"), note)
