"""Which of Kokoro's voices, its styles, speaks for whom.

The best graded one of each language and gender by the list in kokoro-js 1.2.1's README; of three American men graded
alike the one that a recogniser understood best. French has a woman's only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from studio.voice.languages import SpokenLanguage
from studio.voice.voices import Gender, Voice


@dataclass(frozen=True, slots=True)
class Style:
    """One voice."""

    name: str
    """Its array in `styles.npz`, shape (510, 256): a style for each number of phonemes."""
    pace: float
    """Of its own pace, as normal: makes up for what it takes longer than espeak-ng over sentences about products, up to
    1.05: at speeds beyond 1.3 the lengths of a text leap, as most phonemes last two units and then one."""
    tail: float
    """Seconds of silence that the length of its last phoneme holds at least, by trial."""


_STYLES: Mapping[str, Mapping[Gender, Style]] = {
    "en-us": {Gender.FEMALE: Style("af_heart", 1.0, 0.22), Gender.MALE: Style("am_fenrir", 1.0, 0.25)},
    "en": {Gender.FEMALE: Style("bf_emma", 1.0, 0.36), Gender.MALE: Style("bm_george", 1.05, 0.25)},
    "es": {Gender.FEMALE: Style("ef_dora", 1.0, 0.03), Gender.MALE: Style("em_alex", 1.02, 0.02)},
    "fr": {Gender.FEMALE: Style("ff_siwis", 1.05, 0.07)},
    "hi": {Gender.FEMALE: Style("hf_alpha", 1.05, 0.27), Gender.MALE: Style("hm_omega", 1.05, 0.28)},
    "it": {Gender.FEMALE: Style("if_sara", 1.03, 0.25), Gender.MALE: Style("im_nicola", 1.05, 0.06)},
    "pt-br": {Gender.FEMALE: Style("pf_dora", 1.0, 0.02), Gender.MALE: Style("pm_alex", 1.0, 0.02)},
}
"""By espeak-ng's voice for the language."""


def style_for(language: SpokenLanguage, voice: Voice) -> Style | None:
    """The one that speaks a language for presenters of a gender; None if there is none."""
    return None if language.stand_in else _STYLES.get(language.espeak_voice, {}).get(voice.gender)
