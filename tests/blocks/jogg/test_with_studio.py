"""The client against the local service: the whole way, and paid calls whose answer is lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from blocks import errors
from blocks.jogg.corrections import Corrections
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.pacing.local import PostPacer
from blocks.jogg.service import Accepted, CreatedProduct, NeverAccepted, RenderStatus, SubmitWindow
from blocks.jogg.settings import RenderSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from blocks.jogg.service import RenderProgress, VideoService
    from tests.conftest import StudioProcess

NAME = "0123456789abcdef"


@pytest.fixture
async def api(studio: StudioProcess) -> AsyncIterator[VideoService]:
    block = JoggCredentials(api_key=studio.api_key, base_url=studio.url)
    async with block.get_client(PostPacer(limit=1000)) as client:
        yield client


async def new_product(api: VideoService, studio: StudioProcess) -> CreatedProduct:
    return await api.create_product(studio.sample_urls()[0])


async def done(api: VideoService, render_id: str) -> RenderProgress:
    async with asyncio.timeout(20):
        while not (progress := await api.render_status(render_id)).status.is_final:  # noqa: ASYNC110 # studio tells
            await asyncio.sleep(0.05)
        return progress


async def test_a_page_becomes_a_video(api: VideoService, studio: StudioProcess) -> None:
    product = await new_product(api, studio)
    await api.update_product(product, Corrections(title="A lamp", target_audience="readers"))
    assert (await api.render_status(product.project_id or "")).status is RenderStatus.NOT_STARTED
    started = await api.start_render(product, RenderSettings(), NAME)
    progress = await done(api, started.render_id)
    assert (progress.status, progress.percent) == (RenderStatus.DONE, 100)
    assert progress.video_url is not None
    assert progress.video_url.get_secret_value().startswith("http")
    assert progress.seconds


@pytest.mark.parametrize(
    ("fault", "expected", "paid"),
    [("accept_then_drop", Accepted, 1), ("drop_before", NeverAccepted, 0)],
    ids=["accepted", "never accepted"],
)
async def test_a_lost_answer_to_the_paid_call_is_settled_by_asking(
    api: VideoService, studio: StudioProcess, fault: str, expected: type[Accepted | NeverAccepted], paid: int
) -> None:
    product = await new_product(api, studio)
    studio.add_faults({"action": fault, "method": "POST", "path": "/open/project/render"})
    opened = datetime.now(UTC)
    window = SubmitWindow(opened, opened + api.longest_exchange)
    with pytest.raises(errors.AnswerLostError) as raised:
        await api.start_render(product, RenderSettings(), NAME)
    assert raised.value.ambiguous
    assert isinstance(await api.find_render(NAME, product, window=window), expected)
    assert studio.counters().accepted.get(product.project_id or "", 0) == paid


async def test_a_wrong_key_is_an_error_of_the_account(studio: StudioProcess) -> None:
    async with JoggCredentials(api_key="wrong", base_url=studio.url).get_client() as client:
        with pytest.raises(errors.AuthenticationError):
            await client.create_product("https://shop.example/p")


async def test_an_unknown_project_is_not_found(api: VideoService) -> None:
    with pytest.raises((errors.NotFoundError, errors.ParameterError)):
        await api.render_status("0" * 32)
