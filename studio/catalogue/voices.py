"""Voices: the ids that clients know and the throat that speaks for each, in whatever language the script is in.

The first three ids are those that clients of the service hard-code; the others are studio's own. A custom voice of an
account ("tb_" and 32 hex digits) is unknown here, like any other id: the presenter's own voice speaks then.
"""

from dataclasses import dataclass, replace

from studio.catalogue.avatars import Avatar
from studio.voice.voices import Voice, voice_for


@dataclass(frozen=True, slots=True)
class CatalogueVoice:
    """One voice as listed to clients."""

    id: str
    name: str
    gender: str
    age: str
    use_case: str
    """A word of the contract's filter, which names none but narrative_story; the others are ours."""
    number: int = 0
    """Which of the voices of that gender and age."""
    british: bool = False
    """In English; other languages are spoken as ever."""

    @property
    def voice(self) -> Voice:
        """How it is spoken."""
        return replace(voice_for(self.gender, self.age, self.number), british=self.british)


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """The voice that will speak."""

    voice: Voice
    note: str = ""
    """What was decided in place of an unknown id."""


VOICES: tuple[CatalogueVoice, ...] = (
    CatalogueVoice("en-US-ChristopherNeural", "Christopher", "male", "middle", "narrative_story"),
    CatalogueVoice("GzE4TcXfh9rYCU9gVgPp", "Grace", "female", "young", "advertisement"),
    CatalogueVoice("MFZUKuGQUsGJPQjTS4wC", "Miles", "male", "young", "advertisement"),
    CatalogueVoice("studio-nora", "Nora", "female", "young", "social_media", 1),
    CatalogueVoice("studio-ada", "Ada", "female", "young", "conversational", 2),
    CatalogueVoice("studio-helen", "Helen", "female", "middle", "advertisement"),
    CatalogueVoice("studio-ruth", "Ruth", "female", "middle", "education", 1),
    CatalogueVoice("studio-agnes", "Agnes", "female", "senior", "narrative_story"),
    CatalogueVoice("studio-theo", "Theo", "male", "young", "social_media", 1),
    CatalogueVoice("studio-victor", "Victor", "male", "middle", "education", 1),
    CatalogueVoice("studio-walter", "Walter", "male", "senior", "narrative_story"),
    CatalogueVoice("studio-otto", "Otto", "male", "senior", "conversational", 1),
    CatalogueVoice("studio-beatrice", "Beatrice", "female", "middle", "advertisement", british=True),
    CatalogueVoice("studio-edmund", "Edmund", "male", "middle", "advertisement", british=True),
)

_BY_ID = {voice.id: voice for voice in VOICES}


def find_voice(voice_id: str, presenter: Avatar) -> VoiceChoice:
    """The voice of an id; the presenter's own for none and, with a note, for an unknown one."""
    if known := _BY_ID.get(voice_id):
        return VoiceChoice(known.voice)
    own = voice_for(presenter.gender, presenter.age, presenter.id)
    return VoiceChoice(
        own, f"voice {voice_id[:40]!r} is unknown; {presenter.name}'s voice is used instead" if voice_id else ""
    )
