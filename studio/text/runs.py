"""A text cut into runs that one font draws in one direction."""

import unicodedata
from dataclasses import dataclass

from studio.render_request import RenderError
from studio.text.bidi import is_right_to_left, levels, visual_order
from studio.text.faces import Face, fallback_chain

_INHERITS = {"Mn", "Me", "Mc", "Zs", "Po", "Ps", "Pe", "Pd", "Pi", "Pf"}
"""Marks must stay with their letter; spaces and punctuation look best in the font of the word before them."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line: `level` odd means right-to-left."""

    text: str
    face: Face
    level: int


def clean(text: str, language: str) -> str:
    """The text as it can be drawn: composed, one line, without controls and without pictographs no font has.

    An emoji is decoration and its absence says nothing wrong, so it is left out; a letter, digit or mark that no font
    has would leave a hole in the product's name, so it raises RenderError("font_missing").
    """
    kept = []
    for character in unicodedata.normalize("NFC", " ".join(text.split())):
        category = unicodedata.category(character)
        if category in ("Cc", "Cf", "Co", "Cn", "Cs") and character not in "\u200c\u200d":
            continue
        if _is_joiner(character) or any(face.draws(character) for face in fallback_chain(language)):
            kept.append(character)
        elif category not in ("So", "Sk", "Me"):
            raise missing(character)
    return " ".join("".join(kept).split())


def missing(character: str) -> RenderError:
    """The error for a character that no installed font has."""
    name = unicodedata.name(character, "unnamed")
    return RenderError("font_missing", f"no font draws {character!r} (U+{ord(character):04X}, {name})")


def split_runs(text: str, language: str, right_to_left: bool | None = None) -> tuple[Run, ...]:
    """The runs of one line from left to right, as they are shown.

    `right_to_left` is the paragraph's direction, its first strong character's by default.
    Raises RenderError("font_missing") for a character that no font has.
    """
    if not text:
        return ()
    direction = is_right_to_left(text) if right_to_left is None else right_to_left
    runs: list[Run] = []
    for character, level in zip(text, levels(text, direction), strict=True):
        face = _face(character, language, runs[-1].face if runs else None)
        if runs and runs[-1].face == face and runs[-1].level == level:
            runs[-1] = Run(runs[-1].text + character, face, level)
        else:
            runs.append(Run(character, face, level))
    return tuple(runs[position] for position in visual_order([run.level for run in runs]))


def _face(character: str, language: str, before: Face | None) -> Face:
    if before and (_is_joiner(character) or (unicodedata.category(character) in _INHERITS and before.draws(character))):
        return before
    for face in fallback_chain(language):
        if face.draws(character):
            return face
    if _is_joiner(character):
        return fallback_chain(language)[0]
    raise missing(character)


def _is_joiner(character: str) -> bool:
    """Zero-width joiners and variation selectors steer the letters around them and have no picture."""
    return character in "\u200c\u200d" or "\ufe00" <= character <= "\ufe0f"
