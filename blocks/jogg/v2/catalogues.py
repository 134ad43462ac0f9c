"""What an account may choose from, and what it has left: styles, avatars, voices, music, quota (generation 2).

Everything here is free and not limited (GET). Source of the paths: the vendor's OpenAPI file v2; of the names that
differ from it: integrators' recordings.
"""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import AliasChoices, BeforeValidator, Field

from blocks.errors import BadAnswerError, Stage
from blocks.jogg.http.transport import Call, Transport
from blocks.jogg.http.wire import Answer, Number, Text, null_is_empty
from blocks.jogg.settings import AspectRatio
from blocks.jogg.v2.video_list import PAGE_SIZE

MAX_PAGES = 50
"""Eight times the largest catalogue seen (627 avatars on one account): a list that goes on does not page at all."""

RATIOS: dict[str, str] = {"0": AspectRatio.PORTRAIT, "1": AspectRatio.LANDSCAPE, "2": AspectRatio.SQUARE}
"""`aspect_ratio` of an avatar is a number here; requests have words."""


def _ratio(value: Any) -> Any:
    return RATIOS.get(str(value), value)


class VisualStyle(Answer):
    """A look: `name` is what `template_name` takes."""

    id: Text = ""
    name: Text


class Avatar(Answer):
    """A presenter: `id` is what `avatar_id` takes. It should have the video's own shape."""

    id: Text = Field(validation_alias=AliasChoices("id", "avatar_id"))
    name: Text = ""
    aspect_ratio: Annotated[Text, BeforeValidator(_ratio)] = ""
    gender: Text = ""
    age: Text = ""
    style: Text = ""
    cover_url: Text = ""


class Voice(Answer):
    """A voice: `voice_id` is what `voice_id` takes."""

    voice_id: Text
    name: Text = ""
    language: Text = ""
    gender: Text = ""
    age: Text = ""
    accent: Text = ""
    use_case: Text = ""
    audio_url: Text = ""


class Music(Answer):
    """Background music: `id` is what `music_id` takes. `duration` in seconds."""

    id: Text
    name: Text = ""
    duration: Number = None
    music_url: Text = ""


class Quota(Answer):
    """The account's credits. The live service answers 0 while it renders: to be shown, never to decide by."""

    remaining_quota: Number = None


Entry = TypeVar("Entry", VisualStyle, Avatar, Voice, Music)


class _Entries(Answer, Generic[Entry]):
    """One page of a list, under any of the names that lists have been seen with."""

    entries: Annotated[tuple[Entry, ...], BeforeValidator(null_is_empty)] = Field(
        validation_alias=AliasChoices(
            "visual_styles", "avatars", "voices", "music", "musics", "background_music", "list"
        )
    )


class V2Catalogues:
    """Reads lists whole, whatever the service makes of their paging. Every method raises JoggError,
    and is one attempt for each page."""

    def __init__(self, transport: Transport) -> None:
        """Speak over `transport`, which the caller opens and closes."""
        self._transport = transport

    async def visual_styles(self, aspect_ratio: AspectRatio | None = None) -> tuple[VisualStyle, ...]:
        """GET /v2/visual_styles, of one shape or of all."""
        return await self._whole("/v2/visual_styles", _Entries[VisualStyle], _shape(aspect_ratio))

    async def avatars(self, aspect_ratio: AspectRatio | None = None) -> tuple[Avatar, ...]:
        """GET /v2/avatars/public, of one shape or of all."""
        return await self._whole("/v2/avatars/public", _Entries[Avatar], _shape(aspect_ratio))

    async def custom_avatars(self) -> tuple[Avatar, ...]:
        """GET /v2/avatars/custom: the account's own, used with `custom_avatar`."""
        return await self._whole("/v2/avatars/custom", _Entries[Avatar])

    async def voices(self, language: str = "") -> tuple[Voice, ...]:
        """GET /v2/voices, of one language or of all."""
        return await self._whole("/v2/voices", _Entries[Voice], (("language", language),) if language else ())

    async def musics(self) -> tuple[Music, ...]:
        """GET /v2/musics."""
        return await self._whole("/v2/musics", _Entries[Music])

    async def remaining_quota(self) -> float | None:
        """GET /v2/user/remaining_quota; None where the service does not tell. See `Quota`."""
        call = Call("GET", "/v2/user/remaining_quota", Stage.ACCOUNT)
        return (await self._transport.send(call, Quota)).data.remaining_quota

    async def _whole(
        self, path: str, answer: type[_Entries[Entry]], query: tuple[tuple[str, str], ...] = ()
    ) -> tuple[Entry, ...]:
        found: dict[Entry, None] = {}
        for number in range(1, MAX_PAGES + 1):
            paging: tuple[tuple[str, str], ...] = (("page", str(number)), ("page_size", str(PAGE_SIZE)))
            call = Call("GET", path, Stage.ACCOUNT, query=(*query, *paging))
            page = (await self._transport.send(call, answer)).data
            if found.keys() >= set(page.entries):
                return tuple(found)
            found |= dict.fromkeys(page.entries)
        raise BadAnswerError(f"The list {path} does not come to its end.", code="endless_list", stage=Stage.ACCOUNT)


def _shape(aspect_ratio: AspectRatio | None) -> tuple[tuple[str, str], ...]:
    return (("aspect_ratio", aspect_ratio.value),) if aspect_ratio else ()
