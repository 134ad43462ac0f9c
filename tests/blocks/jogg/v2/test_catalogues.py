"""Catalogues and quota of an account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from blocks.jogg.settings import AspectRatio

if TYPE_CHECKING:
    from blocks.jogg.credentials import JoggCredentials
    from blocks.jogg.v2.catalogues import V2Catalogues
    from tests.blocks.jogg.conftest import ScriptedService


@pytest.fixture
async def catalogues(v2_credentials: JoggCredentials) -> AsyncIterator[V2Catalogues]:
    async with v2_credentials.get_catalogues() as opened:
        yield opened


async def test_a_list_is_read_page_by_page_until_nothing_new_comes(
    service: ScriptedService, catalogues: V2Catalogues
) -> None:
    service.answers({"avatars": [{"id": 1768, "name": "Anna", "aspect_ratio": 0}], "total": 2})
    service.answers({"list": [{"avatar_id": "204", "name": "Ben", "aspect_ratio": "2", "age": None}]})
    service.answers({"avatars": []})
    avatars = await catalogues.avatars(AspectRatio.PORTRAIT)
    assert [(avatar.id, avatar.name, avatar.aspect_ratio) for avatar in avatars] == [
        ("1768", "Anna", "portrait"),
        ("204", "Ben", "square"),
    ]
    assert service.seen[1].target == "/v2/avatars/public?aspect_ratio=portrait&page=2&page_size=100"


async def test_a_list_that_ignores_its_paging_is_read_once(service: ScriptedService, catalogues: V2Catalogues) -> None:
    everything = [{"id": n, "name": f"Style {n}"} for n in range(250)]
    for _ in range(2):
        service.answers({"visual_styles": everything})
    assert len(await catalogues.visual_styles()) == 250
    assert len(service.seen) == 2


async def test_a_list_that_is_null_is_empty(service: ScriptedService, catalogues: V2Catalogues) -> None:
    reads: dict[str, Callable[[], Awaitable[tuple[object, ...]]]] = {
        "visual_styles": catalogues.visual_styles,
        "avatars": catalogues.custom_avatars,
        "voices": catalogues.voices,
        "musics": catalogues.musics,
    }
    for key in reads:
        service.answers({key: None, "total": 0})
    assert [await read() for read in reads.values()] == [()] * len(reads)


@pytest.mark.parametrize("key", ["music", "musics", "background_music"])
async def test_music_is_found_under_each_of_its_names(
    service: ScriptedService, catalogues: V2Catalogues, key: str
) -> None:
    for _ in range(2):
        service.answers({key: [{"id": 13, "name": "Sunny", "duration": "92.5"}], "pagination": {"total_pages": 1}})
    assert [(music.id, music.duration) for music in await catalogues.musics()] == [("13", 92.5)]


async def test_voices_can_be_asked_for_in_one_language(service: ScriptedService, catalogues: V2Catalogues) -> None:
    for _ in range(2):
        service.answers({"voices": [{"voice_id": "en-US-ChristopherNeural", "gender": None}], "has_more": False})
    assert [voice.voice_id for voice in await catalogues.voices("english")] == ["en-US-ChristopherNeural"]
    assert service.seen[0].target.startswith("/v2/voices?language=english&page=1")


@pytest.mark.parametrize(("data", "told"), [({"remaining_quota": "99.5"}, 99.5), ({}, None), (None, None)])
async def test_the_quota_is_what_the_service_says_or_nothing(
    service: ScriptedService, catalogues: V2Catalogues, data: Any, told: float | None
) -> None:
    service.answers(data)
    assert await catalogues.remaining_quota() == told
