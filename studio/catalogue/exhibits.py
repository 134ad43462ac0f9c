"""What lists show and play of their entries: pictures of styles, avatars and templates, samples of voices and music.

Each has a path of its own. The paths are all there are: a few hundred files of some ten to a few hundred kilobytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from studio.catalogue.avatars import AVATARS
from studio.catalogue.music import MUSIC
from studio.catalogue.styles import VisualStyle
from studio.catalogue.templates import TEMPLATES
from studio.catalogue.voices import VOICES
from studio.voice.languages import CONTRACT_LANGUAGES

MUSIC_SECONDS = 20
"""Of a track's sample: eight bars and more, so every part of it is heard."""

PLAIN_LANGUAGE = "english"
"""Of lists that are asked for in none."""


class ExhibitKind(StrEnum):
    """Whose entry it is of, and in which form."""

    AVATAR_PICTURE = "avatar-picture"
    AVATAR_VIDEO = "avatar-video"
    STYLE_PICTURE = "style-picture"
    TEMPLATE_PICTURE = "template-picture"
    TEMPLATE_VIDEO = "template-video"
    VOICE = "voice"
    MUSIC = "music"

    @property
    def suffix(self) -> str:
        """Of the file."""
        if self.value.endswith("picture"):
            return ".jpg"
        return ".mp4" if self.value.endswith("video") else ".mp3"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One picture, sample or clip."""

    kind: ExhibitKind
    key: str
    """Avatar, template and music by number, style by name, voice by id."""
    language: str = PLAIN_LANGUAGE

    @property
    def path(self) -> str:
        """Its place below /exhibits and in the data folder."""
        name = self.key.replace(" ", "-").replace("&", "-").lower()
        language = "" if self.language == PLAIN_LANGUAGE else f"-{self.language}"
        return f"{self.kind.value}/{name}{language}{self.kind.suffix}"


def _all() -> Iterator[Exhibit]:
    for avatar in AVATARS:
        yield Exhibit(ExhibitKind.AVATAR_PICTURE, str(avatar.id))
        yield Exhibit(ExhibitKind.AVATAR_VIDEO, str(avatar.id))
    for style in VisualStyle:
        yield Exhibit(ExhibitKind.STYLE_PICTURE, style.value)
    for number in range(1, len(TEMPLATES) + 1):
        yield Exhibit(ExhibitKind.TEMPLATE_PICTURE, str(number))
        yield Exhibit(ExhibitKind.TEMPLATE_VIDEO, str(number))
    for voice in VOICES:
        for language in sorted(CONTRACT_LANGUAGES):
            yield Exhibit(ExhibitKind.VOICE, voice.id, language)
    for music in MUSIC:
        yield Exhibit(ExhibitKind.MUSIC, str(music.id))


EXHIBITS = {exhibit.path: exhibit for exhibit in _all()}
"""By path."""
