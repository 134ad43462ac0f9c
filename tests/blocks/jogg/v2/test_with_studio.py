"""The client of generation 2 against the local service: catalogues, videos found by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from blocks import errors
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.pacing.local import PostPacer
from blocks.jogg.service import Accepted, NeverAccepted, RenderLookup, RenderStatus, SubmitWindow
from blocks.jogg.settings import ApiGeneration, AspectRatio, RenderSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from blocks.jogg.service import VideoService
    from tests.conftest import StartStudio, StudioProcess

NAME = "0123456789abcdef"


def credentials_of(studio: StudioProcess) -> JoggCredentials:
    return JoggCredentials(api_key=studio.api_key, base_url=studio.url, generation=ApiGeneration.V2)


@pytest.fixture
async def videos(studio: StudioProcess) -> AsyncIterator[VideoService]:
    async with credentials_of(studio).get_client(PostPacer(limit=1000)) as opened:
        yield opened


async def test_catalogues_name_what_settings_take(studio: StudioProcess) -> None:
    async with credentials_of(studio).get_catalogues() as catalogues:
        styles = {style.name for style in await catalogues.visual_styles()}
        assert RenderSettings().template_name in styles
        shapes = {avatar.aspect_ratio for avatar in await catalogues.avatars(AspectRatio.PORTRAIT)}
        assert shapes == {"portrait"}
        assert "en-US-ChristopherNeural" in {voice.voice_id for voice in await catalogues.voices("english")}
        assert await catalogues.musics()
        assert (await catalogues.remaining_quota() or 0) > 0


async def test_a_video_is_found_by_its_name(videos: VideoService, studio: StudioProcess) -> None:
    product = await videos.create_product(studio.sample_urls()[0])
    started = await videos.start_render(product, RenderSettings(), NAME)
    newest = await videos.newest_renders()
    assert newest[started.render_id].status in {RenderStatus.RENDERING, RenderStatus.DONE}
    assert newest[started.render_id].title == NAME
    assert await videos.named_renders([NAME, "f" * 16]) == {NAME: started.render_id}
    opened = datetime.now(UTC)
    window = SubmitWindow(opened, opened + videos.longest_exchange)
    assert await videos.find_render(NAME, product, window=window) == Accepted(started.render_id)
    assert videos.clock_skew is not None
    # One clock: a difference is the second that a Date header leaves out, and the time that an answer takes.
    assert abs(videos.clock_skew) < timedelta(seconds=2) + (datetime.now(UTC) - opened)


@pytest.mark.parametrize(("fault", "expected"), [("accept_then_drop", Accepted), ("drop_before", NeverAccepted)])
async def test_a_lost_answer_to_the_paid_call_is_settled_by_asking_the_list(
    start_studio: StartStudio, fault: str, expected: type[Accepted | NeverAccepted]
) -> None:
    studio = start_studio()  # its own: a video that another test has just named would have to be ruled out
    async with credentials_of(studio).get_client(PostPacer(limit=1000)) as videos:
        lookup = await look_up_lost(videos, studio, fault, name=f"{expected.__name__:x<16}".encode().hex()[:16])
    assert isinstance(lookup, expected)


async def look_up_lost(videos: VideoService, studio: StudioProcess, fault: str, name: str) -> RenderLookup:
    product = await videos.create_product(studio.sample_urls()[0])
    studio.add_faults({"action": fault, "method": "POST", "path": "/v2/create_video_from_product"})
    opened = datetime.now(UTC)
    with pytest.raises(errors.AnswerLostError):
        await videos.start_render(product, RenderSettings(), name)
    window = SubmitWindow(opened, opened + videos.longest_exchange)
    return await videos.find_render(name, product, window=window)
