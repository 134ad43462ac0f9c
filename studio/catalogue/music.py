"""Background music under the ids that clients send. Studio's tracks are composed in `studio.voice.music`."""

from dataclasses import dataclass

CLIENT_ID = 13
"""The one id that clients of the service hard-code."""

TRACK_OF_CLIENT_ID = 4
"""Relaxed: what suits most products."""

STUDIO_CHOICE = 1
"""The track where a client names none."""


@dataclass(frozen=True, slots=True)
class Music:
    """One track as listed to clients."""

    id: int
    name: str
    track: int
    """Id of `studio.voice.music.TRACKS`."""


@dataclass(frozen=True, slots=True)
class MusicChoice:
    """The track that will be played."""

    track: int
    note: str = ""
    """What was decided in place of an unknown id."""


MUSIC: tuple[Music, ...] = (
    Music(1, "Morning Light", 1),
    Music(2, "Soft Focus", 2),
    Music(3, "City Run", 3),
    Music(4, "Warm Studio", 4),
    Music(5, "Night Drive", 5),
    Music(CLIENT_ID, "Warm Studio", TRACK_OF_CLIENT_ID),
)

_BY_ID = {music.id: music for music in MUSIC}


def find_music(music_id: int) -> MusicChoice:
    """The track of an id; studio's choice for 0 and, with a note, for an unknown one."""
    if known := _BY_ID.get(music_id):
        return MusicChoice(known.track)
    return MusicChoice(STUDIO_CHOICE, f"music {music_id} is unknown; Morning Light is used instead" if music_id else "")
