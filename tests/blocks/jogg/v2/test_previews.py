from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from blocks import errors
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.service import Accepted, CreatedProduct, NeverAccepted, RenderStatus, SubmitWindow
from blocks.jogg.settings import RenderSettings
from blocks.jogg.v2.api import V2Api, V2Previews

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from blocks.jogg.http.transport import Transport
    from tests.blocks.jogg.conftest import ScriptedService

PRODUCT = CreatedProduct("NTQ0MTkzNjg")
NAME = "0123456789abcdef"
SUBMITTED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
WINDOW = SubmitWindow(SUBMITTED, SUBMITTED + timedelta(minutes=3))


@pytest.fixture
async def transport(v2_credentials: JoggCredentials) -> AsyncIterator[Transport]:
    async with v2_credentials.get_transport() as opened:
        yield opened


@pytest.fixture
def previews(transport: Transport) -> V2Previews:
    return V2Previews(transport)


async def test_a_preview_asks_for_its_one_style_and_bears_the_name_of_its_video(
    service: ScriptedService, previews: V2Previews
) -> None:
    service.answers({"previews": [{"visual_style": "FullScreen", "preview_id": "pre_1", "err_msg": ""}]})
    started = await previews.start_render(PRODUCT, RenderSettings(template_name="FullScreen"), NAME)
    assert started.render_id == "pre_1"
    assert service.seen[0].target == "/v2/create_video_from_product/preview_list"
    assert service.seen[0].body == {
        "product_id": "NTQ0MTkzNjg",
        "visual_styles": ["FullScreen"],
        "video_spec": {"length": "15", "aspect_ratio": "portrait", "caption": True, "name": NAME},
        "avatar": {"id": 37, "type": 0},
        "script": {"style": "Discovery", "language": "english"},
        "language": "english",
        "voice": {},
        "audio": {},
    }


@pytest.mark.parametrize("said", ["no such style", {"code": 40000, "message": "no such style"}])
async def test_a_style_that_the_service_refuses_is_named_and_surely_not_paid(
    service: ScriptedService, previews: V2Previews, said: Any
) -> None:
    service.answers({"previews": [{"visual_style": "FullScreen", "err_msg": said}]})
    with pytest.raises(errors.ParameterError, match="'FullScreen': 'no such style'") as raised:
        await previews.start_render(PRODUCT, RenderSettings(template_name="FullScreen"), NAME)
    assert not raised.value.ambiguous


@pytest.mark.parametrize("data", [None, {}, {"previews": []}, {"previews": [{"visual_style": "FullScreen"}]}])
async def test_an_answer_that_names_no_preview_is_ambiguous(
    service: ScriptedService, previews: V2Previews, data: Any
) -> None:
    service.answers(data)
    with pytest.raises(errors.BadAnswerError) as raised:
        await previews.start_render(PRODUCT, RenderSettings(), NAME)
    assert raised.value.ambiguous


async def test_a_preview_is_followed_in_the_list_of_previews(service: ScriptedService, previews: V2Previews) -> None:
    listed = {"id": "pre_1", "title": NAME, "status": "success", "video_url": "https://r.example/p.mp4"}
    service.answers({"previews": [{"preview_id": "pre_2", "status": "strange"}, listed], "total": 2})
    progress = await previews.render_status("pre_1")
    assert (progress.status, progress.percent) == (RenderStatus.DONE, 100)
    assert progress.video_url is not None
    assert service.seen[0].target.startswith("/v2/product_previews?page=1&page_size=100")


async def test_a_preview_that_is_not_listed_yet_is_waited_for(service: ScriptedService, previews: V2Previews) -> None:
    service.answers({"previews": [], "total": 0})
    assert (await previews.render_status("pre_1")).status is RenderStatus.QUEUED


@pytest.mark.parametrize(("titles", "expected"), [([NAME], Accepted("id-0")), (["f" * 16], NeverAccepted())])
async def test_a_lost_preview_is_looked_for_by_its_name(
    service: ScriptedService, previews: V2Previews, titles: list[str], expected: Any
) -> None:
    moment = int(SUBMITTED.timestamp())
    listed = [{"id": f"id-{n}", "title": title, "created_at": moment} for n, title in enumerate(titles)]
    for _ in range(2):
        service.answers({"previews": listed, "total": len(listed)})
    assert await previews.find_render(NAME, PRODUCT, window=WINDOW) == expected
    assert all(request.target.startswith("/v2/product_previews?") for request in service.seen)


async def test_an_approved_preview_becomes_the_video(service: ScriptedService, transport: Transport) -> None:
    service.answers({"product_video_id": "pv_1", "status": "processing"})
    chosen = CreatedProduct("NTQ0MTkzNjg", preview_id="pre_1")
    assert (await V2Api(transport).start_render(chosen, RenderSettings(), NAME)).render_id == "pv_1"
    assert service.seen[0].target == "/v2/create_video_from_product/render_single_preview"
    assert service.seen[0].body == {"preview_id": "pre_1"}


async def test_generation_1_has_no_previews_and_says_what_has(service: ScriptedService, api_key: str) -> None:
    block = JoggCredentials(api_key=api_key, base_url=service.base_url)
    with pytest.raises(errors.ConfigurationError, match='generation: "open" has no previews') as raised:
        async with block.get_catalogues():
            pass
    assert "--api v2" in raised.value.next_step
    assert service.seen == []
