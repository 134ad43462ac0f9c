"""How a presenter's voice differs from another's: a variant of espeak-ng and its pitch."""

from dataclasses import dataclass
from enum import StrEnum


class Gender(StrEnum):
    """The catalogue's two."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice in any language."""

    variant: str
    """A variant of espeak-ng 1.52 ("f3", "m3"): other formants, so another throat."""
    pitch: int = 50
    """0 to 100; 50 is the variant's own."""
    pitch_range: int = 60
    """0 (monotone) to 100; a little above espeak-ng's 50, as an advertisement is spoken."""
    british: bool = False
    """English is spoken as in Britain, other languages as ever."""

    @property
    def gender(self) -> Gender:
        """Whose throat the variant is."""
        return Gender.FEMALE if self.variant.startswith("f") else Gender.MALE


DEFAULT_VOICE = Voice("f3", 50, 62)
"""The voice of videos without a presenter."""

_VOICES = {
    ("female", "young"): (Voice("f3", 54, 66), Voice("f2", 52, 64), Voice("f4", 50, 62)),
    ("female", "middle"): (Voice("f1", 46, 58), Voice("f2", 42, 58)),
    ("female", "senior"): (Voice("f1", 36, 52), Voice("f4", 34, 52)),
    ("male", "young"): (Voice("m3", 54, 62), Voice("m7", 52, 60)),
    ("male", "middle"): (Voice("m1", 46, 56), Voice("m3", 42, 56)),
    ("male", "senior"): (Voice("m1", 36, 50), Voice("m7", 38, 50)),
}


def voice_for(gender: str, age: str, number: int = 0) -> Voice:
    """The voice of a presenter, by the catalogue's "female"/"male" and "young"/"middle"/"senior".

    `number` (an avatar id, say) tells presenters alike in both apart. `DEFAULT_VOICE` for any other words.
    """
    choices = _VOICES.get((gender, age))
    return choices[number % len(choices)] if choices else DEFAULT_VOICE
