"""Catalogues on the wire.

v1 and v2 list the same things; where they differ in a name, both names are there. Pictures and sounds are rendered when
somebody first fetches them (`studio.jobs.exhibits`); `origin` is the address of this server.
"""

from typing import Self

from pydantic import BaseModel

from studio.catalogue import AVATARS, MUSIC, STYLES, TEMPLATES, VOICES
from studio.catalogue.avatars import Avatar
from studio.catalogue.exhibits import MUSIC_SECONDS, Exhibit, ExhibitKind
from studio.catalogue.music import Music
from studio.catalogue.voices import CatalogueVoice
from studio.models.catalogue_query import AvatarQuery, PageQuery, RatioQuery, VoiceQuery
from studio.models.fields import RATIOS
from studio.render_request import AspectRatio
from studio.voice.languages import CONTRACT_LANGUAGES

AVATAR_AGES = {"young": "young_adult", "middle": "adult", "senior": "senior"}
VOICE_AGES = {"young": "young", "middle": "middle_aged", "senior": "old"}
"""Our words for an age, and those of the two lists."""


class AvatarInfo(BaseModel):
    """A public avatar: v1 says `avatar_id`, v2 `id`."""

    id: int
    avatar_id: int
    name: str
    video_url: str
    cover_url: str
    aspect_ratio: int
    style: str
    gender: str
    age: str
    scene: str
    ethnicity: str
    status: int = 1

    @classmethod
    def of(cls, avatar: Avatar, origin: str) -> Self:
        """The entry of an avatar."""
        return cls(
            id=avatar.id,
            avatar_id=avatar.id,
            name=avatar.name,
            video_url=_url(Exhibit(ExhibitKind.AVATAR_VIDEO, str(avatar.id)), origin),
            cover_url=_url(Exhibit(ExhibitKind.AVATAR_PICTURE, str(avatar.id)), origin),
            aspect_ratio=RATIOS.index(avatar.ratio),
            style=avatar.style,
            gender=avatar.gender,
            age=AVATAR_AGES[avatar.age],
            scene=avatar.scene,
            ethnicity=avatar.ethnicity,
        )

    def matches(self, query: AvatarQuery) -> bool:
        """Whether each filter that is not empty takes this one."""
        filters = (
            (query.style, self.style), (query.gender, self.gender), (query.age, self.age), (query.scene, self.scene),
            (query.ethnicity, self.ethnicity), (query.aspect_ratio, RATIOS[self.aspect_ratio].value),
        )  # fmt: skip
        return all(wanted in ("", given) for wanted, given in filters)


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
    audio_url: str
    language: str = "english"
    gender: str
    age: str
    accent: str = "american"
    use_case: str

    @classmethod
    def of(cls, voice: CatalogueVoice, language: str, origin: str) -> Self:
        """The entry of a voice, in a language."""
        return cls(
            name=voice.name,
            voice_id=voice.id,
            audio_url=_url(Exhibit(ExhibitKind.VOICE, voice.id, language), origin),
            language=language,
            gender=voice.gender,
            age=VOICE_AGES[voice.age],
            accent=("british" if voice.british else "american") if language == "english" else "",
            use_case=voice.use_case,
        )

    def matches(self, query: VoiceQuery) -> bool:
        """Whether each filter that is not empty takes this one."""
        filters = ((query.gender, self.gender), (query.age, self.age), (query.use_case, self.use_case))
        return all(wanted in ("", given) for wanted, given in filters)


class VoiceList(BaseModel):
    """The data of GET voices."""

    voices: list[VoiceInfo]
    has_more: bool


class MusicInfo(BaseModel):
    """A track; it is played for as long as the video needs."""

    id: int
    name: str
    music_url: str
    duration: int
    """Seconds of the sample."""

    @classmethod
    def of(cls, music: Music, origin: str) -> Self:
        """The entry of a track."""
        address = _url(Exhibit(ExhibitKind.MUSIC, str(music.id)), origin)
        return cls(id=music.id, name=music.name, music_url=address, duration=MUSIC_SECONDS)


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
    cover_url: str
    """An addition of studio's: the layout that the style is drawn with."""


class StyleList(BaseModel):
    """The data of GET visual_styles."""

    visual_styles: list[NamedStyle]


class TemplateInfo(BaseModel):
    """A template of the library; `template_id` is its id."""

    id: int
    name: str
    cover_url: str
    preview_url: str
    aspect_ratio: int


class TemplateList(BaseModel):
    """The data of GET templates."""

    templates: list[TemplateInfo]


def _url(exhibit: Exhibit, origin: str) -> str:
    return f"{origin}/exhibits/{exhibit.path}"


def avatar_list(query: AvatarQuery, origin: str) -> AvatarList:
    """The avatars that the filters take."""
    infos = [AvatarInfo.of(avatar, origin) for avatar in AVATARS]
    found = [info for info in infos if info.matches(query)]
    return AvatarList(avatars=query.part(found), total=len(found), page=query.page, page_size=query.page_size)


def voice_list(query: VoiceQuery, origin: str) -> VoiceList:
    """The voices that the filters take. All speak each language of the contract, and none any other one."""
    language = query.language.lower() or "english"
    infos = [VoiceInfo.of(voice, language, origin) for voice in VOICES if language in CONTRACT_LANGUAGES]
    found = [info for info in infos if info.matches(query)]
    return VoiceList(voices=query.part(found), has_more=query.page * query.page_size < len(found))


def music_list(query: PageQuery, origin: str) -> MusicList:
    """Every track."""
    found = query.part([MusicInfo.of(music, origin) for music in MUSIC])
    pages = -(-len(MUSIC) // query.page_size)
    position = Pagination(page=query.page, page_size=query.page_size, total_items=len(MUSIC), total_pages=pages)
    return MusicList(music=found, background_music=found, pagination=position)


def style_list(origin: str) -> StyleList:
    """Every visual style: each is drawn in each ratio, and the list is not paged (OpenAPI v2)."""
    return StyleList(
        visual_styles=[
            NamedStyle(id=number, name=name, cover_url=_url(Exhibit(ExhibitKind.STYLE_PICTURE, style.value), origin))
            for number, (name, style) in enumerate(STYLES.items(), 1)
        ]
    )


def template_list(query: RatioQuery, origin: str) -> TemplateList:
    """Every template, as one of the ratio asked for: each fits each."""
    ratio = RATIOS.index(AspectRatio(query.aspect_ratio or AspectRatio.PORTRAIT))
    return TemplateList(
        templates=[
            TemplateInfo(
                id=number,
                name=template.value,
                cover_url=_url(Exhibit(ExhibitKind.TEMPLATE_PICTURE, str(number)), origin),
                preview_url=_url(Exhibit(ExhibitKind.TEMPLATE_VIDEO, str(number)), origin),
                aspect_ratio=ratio,
            )
            for number, template in enumerate(TEMPLATES, 1)
        ]
    )
