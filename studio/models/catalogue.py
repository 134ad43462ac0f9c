"""Catalogues and the account on the wire.

v1 and v2 list the same things; where they differ in a name, both names are there. Studio has no samples of voices,
music and avatars to listen to or look at, so these addresses are empty.
"""

from typing import Annotated, TypeVar

from pydantic import BaseModel, Field

from studio.catalogue import AVATARS, MUSIC, STYLES, TEMPLATES, VOICES
from studio.catalogue.avatars import Avatar
from studio.catalogue.music import Music
from studio.catalogue.voices import CatalogueVoice
from studio.models.fields import RATIOS, ShortText

AVATAR_AGES = {"young": "young_adult", "middle": "adult", "senior": "senior"}
VOICE_AGES = {"young": "young", "middle": "middle_aged", "senior": "old"}
"""Our words for an age, and those of the two lists."""


EntryT = TypeVar("EntryT")


class CatalogueQuery(BaseModel):
    """What lists can be asked for. Filters that nothing here differs in are read and change nothing."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=1_000)] = 100
    """All at once, unless asked otherwise: the service was seen to do so."""
    gender: ShortText = ""
    age: ShortText = ""
    aspect_ratio: ShortText = ""
    """Number or name; every entry fits every ratio."""

    def part(self, entries: list[EntryT]) -> list[EntryT]:
        """The entries of the page."""
        first = (self.page - 1) * self.page_size
        return entries[first : first + self.page_size]

    @property
    def ratio(self) -> int:
        """The number of the ratio asked for, portrait where none is."""
        spellings = {name: number for number, ratio in enumerate(RATIOS) for name in (str(number), ratio.value)}
        return spellings.get(self.aspect_ratio.lower(), 0)


class AvatarInfo(BaseModel):
    """A public avatar: v1 says `avatar_id`, v2 `id`."""

    id: int
    avatar_id: int
    name: str
    video_url: str = ""
    cover_url: str = ""
    aspect_ratio: int
    style: str = "social"
    gender: str
    age: str
    status: int = 1


class AvatarList(BaseModel):
    """The data of the avatar lists."""

    avatars: list[AvatarInfo]
    total: int
    page: int
    page_size: int


class VoiceInfo(BaseModel):
    """A voice; it speaks every language of the contract."""

    name: str
    voice_id: str
    audio_url: str = ""
    language: str = "english"
    gender: str
    age: str
    accent: str = ""
    use_case: str = "advertisement"


class VoiceList(BaseModel):
    """The data of GET voices."""

    voices: list[VoiceInfo]
    has_more: bool


class CustomVoices(BaseModel):
    """The data of GET voices/custom: there are none."""

    total: int = 0
    voices: list[VoiceInfo] = []


class MusicInfo(BaseModel):
    """A track; it is played for as long as the video needs."""

    id: int
    name: str
    music_url: str = ""
    duration: int = 0


class Pagination(BaseModel):
    """Where in a list a page is."""

    page: int
    page_size: int
    total_items: int
    total_pages: int


class MusicList(BaseModel):
    """The data of GET musics: `music` in v2, `background_music` in v1."""

    music: list[MusicInfo]
    background_music: list[MusicInfo]
    pagination: Pagination


class NamedStyle(BaseModel):
    """A visual style; videos are ordered by its name."""

    id: int
    name: str


class StyleList(BaseModel):
    """The data of GET visual_styles."""

    visual_styles: list[NamedStyle]


class TemplateInfo(BaseModel):
    """A template of the library; `template_id` is its id."""

    id: int
    name: str
    cover_url: str = ""
    preview_url: str = ""
    aspect_ratio: int


class TemplateList(BaseModel):
    """The data of GET templates."""

    templates: list[TemplateInfo]


class Whoami(BaseModel):
    """The one account there is."""

    email: str = "studio@localhost"
    username: str = "studio"


class Quota(BaseModel):
    """The balance."""

    remaining_quota: float


def avatar_list(query: CatalogueQuery) -> AvatarList:
    """The avatars of a gender and age, or all."""
    infos = [_avatar(avatar, query.ratio) for avatar in AVATARS]
    found = [info for info in infos if query.gender in ("", info.gender) and query.age in ("", info.age)]
    return AvatarList(avatars=query.part(found), total=len(found), page=query.page, page_size=query.page_size)


def _avatar(avatar: Avatar, ratio: int) -> AvatarInfo:
    return AvatarInfo(
        id=avatar.id,
        avatar_id=avatar.id,
        name=avatar.name,
        aspect_ratio=ratio,
        gender=avatar.gender,
        age=AVATAR_AGES[avatar.age],
    )


def voice_list(query: CatalogueQuery) -> VoiceList:
    """The voices of a gender and age, or all."""
    infos = [_voice(voice) for voice in VOICES]
    found = [info for info in infos if query.gender in ("", info.gender) and query.age in ("", info.age)]
    return VoiceList(voices=query.part(found), has_more=query.page * query.page_size < len(found))


def _voice(voice: CatalogueVoice) -> VoiceInfo:
    return VoiceInfo(name=voice.name, voice_id=voice.id, gender=voice.gender, age=VOICE_AGES[voice.age])


def music_list(query: CatalogueQuery) -> MusicList:
    """Every track."""
    found = query.part([_music(music) for music in MUSIC])
    pages = -(-len(MUSIC) // query.page_size)
    position = Pagination(page=query.page, page_size=query.page_size, total_items=len(MUSIC), total_pages=pages)
    return MusicList(music=found, background_music=found, pagination=position)


def _music(music: Music) -> MusicInfo:
    return MusicInfo(id=music.id, name=music.name)


def style_list(query: CatalogueQuery) -> StyleList:
    """Every visual style."""
    styles = [NamedStyle(id=number, name=name) for number, name in enumerate(STYLES, 1)]
    return StyleList(visual_styles=query.part(styles))


def template_list(query: CatalogueQuery) -> TemplateList:
    """Every template."""
    infos = [
        TemplateInfo(id=number, name=template.value, aspect_ratio=query.ratio)
        for number, template in enumerate(TEMPLATES, 1)
    ]
    return TemplateList(templates=query.part(infos))
