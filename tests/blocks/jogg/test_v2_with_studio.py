"""The client of generation 2 against the local service: catalogues, webhook endpoints, products without a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from blocks import errors
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.pacing import PostPacer
from blocks.jogg.service import RenderStatus
from blocks.jogg.settings import ApiGeneration, AspectRatio, Corrections, RenderSettings
from blocks.jogg.v2_webhooks import VIDEO_EVENTS, EndpointStatus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from blocks.jogg.v2_account import V2Account
    from tests.conftest import StudioProcess

NAME = "0123456789abcdef"


@pytest.fixture
async def account(studio: StudioProcess) -> AsyncIterator[V2Account]:
    block = JoggCredentials(api_key=studio.api_key, base_url=studio.url, generation=ApiGeneration.V2)
    async with block.get_account(PostPacer(limit=1000)) as opened:
        yield opened


async def test_catalogues_name_what_settings_take(account: V2Account) -> None:
    catalogues = account.catalogues
    styles = {style.name for style in await catalogues.visual_styles()}
    assert RenderSettings().template_name in styles
    shapes = {avatar.aspect_ratio for avatar in await catalogues.avatars(AspectRatio.PORTRAIT)}
    assert shapes == {"portrait"}
    assert "en-US-ChristopherNeural" in {voice.voice_id for voice in await catalogues.voices("english")}
    assert await catalogues.musics()
    assert (await catalogues.remaining_quota() or 0) > 0


async def test_an_endpoint_lives_from_its_secret_to_its_end(account: V2Account) -> None:
    webhooks = account.webhooks
    assert set(VIDEO_EVENTS) <= set(await webhooks.events())
    added = await webhooks.add("https://hooks.example/jogg")
    assert added.secret.get_secret_value()
    await webhooks.update(added.endpoint_id, "https://hooks.example/v2", VIDEO_EVENTS[:1], EndpointStatus.DISABLED)
    (known,) = await webhooks.endpoints()
    assert (known.endpoint_id, known.url, known.status) == (added.endpoint_id, "https://hooks.example/v2", "disabled")
    assert known.events == VIDEO_EVENTS[:1]
    await webhooks.delete(added.endpoint_id)
    assert await webhooks.endpoints() == ()
    with pytest.raises(errors.NotFoundError):
        await webhooks.delete(added.endpoint_id)


async def test_a_product_without_a_page_becomes_a_video(account: V2Account, studio: StudioProcess) -> None:
    picture = f"{studio.url}/samples/pictures/aurora-bottle-1.jpg"
    product = await account.videos.create_described_product(Corrections(title="A bottle", intro_medias=[picture]))
    assert (product.title, len(product.media)) == ("A bottle", 1)
    started = await account.videos.start_render(product, RenderSettings(), NAME)
    newest = await account.videos.newest_renders()
    assert newest[started.render_id].status in {RenderStatus.RENDERING, RenderStatus.DONE}
    assert newest[started.render_id].title == NAME
