"""Catalogues and the account, for v1 and v2 alike."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from studio.models.account import Quota, Whoami
from studio.models.catalogue import (
    AvatarList,
    MusicList,
    StyleList,
    TemplateList,
    VoiceList,
    avatar_list,
    music_list,
    style_list,
    template_list,
    voice_list,
)
from studio.models.catalogue_query import (
    AvatarQuery,
    OwnAvatarQuery,
    OwnVoiceQuery,
    PageQuery,
    RatioQuery,
    VoiceQuery,
)
from studio.models.envelope import Envelope
from studio.models.own_catalogue import CustomAvatarList, CustomVoices, PhotoAvatarList, ProductAvatarList
from studio.routes.guard import admit
from studio.routes.origin import origin_of
from studio.services import StudioServices

router = APIRouter(dependencies=[Depends(admit)])


@router.get("/avatars")
@router.get("/avatars/public")
async def avatars(query: Annotated[AvatarQuery, Query()], request: Request) -> Envelope[AvatarList]:
    """The presenters; v1 has the shorter path."""
    return Envelope(data=avatar_list(query, origin_of(request)))


@router.get("/avatars/custom")
async def custom_avatars(query: Annotated[OwnAvatarQuery, Query()]) -> Envelope[CustomAvatarList]:
    """The account's own presenters: there are none."""
    return Envelope(data=CustomAvatarList(page=query.page, page_size=query.page_size))


@router.get("/avatars/photo_avatars")
async def photo_avatars(query: Annotated[OwnAvatarQuery, Query()]) -> Envelope[PhotoAvatarList]:
    """The account's presenters out of photos: there are none."""
    return Envelope(data=PhotoAvatarList(page=query.page, page_size=query.page_size))


@router.get("/avatars/product_avatars")
async def product_avatars(_: Annotated[RatioQuery, Query()]) -> Envelope[ProductAvatarList]:
    """The account's presenters with a product: there are none."""
    return Envelope(data=ProductAvatarList())


@router.get("/voices")
async def voices(query: Annotated[VoiceQuery, Query()], request: Request) -> Envelope[VoiceList]:
    """The voices."""
    return Envelope(data=voice_list(query, origin_of(request)))


@router.get("/voices/custom")
async def custom_voices(_: Annotated[OwnVoiceQuery, Query()]) -> Envelope[CustomVoices]:
    """The account's own voices: there are none."""
    return Envelope(data=CustomVoices())


@router.get("/musics")
async def musics(query: Annotated[PageQuery, Query()], request: Request) -> Envelope[MusicList]:
    """The background music."""
    return Envelope(data=music_list(query, origin_of(request)))


@router.get("/visual_styles")
async def visual_styles(_: Annotated[RatioQuery, Query()], request: Request) -> Envelope[StyleList]:
    """The visual styles."""
    return Envelope(data=style_list(origin_of(request)))


@router.get("/templates")
async def templates(query: Annotated[RatioQuery, Query()], request: Request) -> Envelope[TemplateList]:
    """The template library."""
    return Envelope(data=template_list(query, origin_of(request)))


@router.get("/templates/custom")
async def own_templates(_: Annotated[RatioQuery, Query()]) -> Envelope[TemplateList]:
    """The account's own templates: there are none."""
    return Envelope(data=TemplateList(templates=[]))


@router.get("/user/whoami")
async def whoami() -> Envelope[Whoami]:
    """Who the key belongs to."""
    return Envelope(data=Whoami())


@router.get("/user/remaining_quota")
async def remaining_quota(services: StudioServices) -> Envelope[Quota]:
    """The credits that are left."""
    return Envelope(data=Quota(remaining_quota=services.credits.remaining()))
