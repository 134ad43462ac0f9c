from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from blocks import errors
from blocks.jogg.corrections import Corrections, Media
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.service import (
    Accepted,
    CannotTell,
    CreatedProduct,
    NeverAccepted,
    RenderLookup,
    RenderStatus,
    SubmitWindow,
    VideoService,
)
from blocks.jogg.settings import AspectRatio, RenderSettings, TemplateType

if TYPE_CHECKING:
    from tests.blocks.jogg.conftest import ScriptedService


PROJECT = "2508cd37da0a4f978623827f71ba995c"
INFINITE = float("inf")
PRODUCT = CreatedProduct("3924", project_id=PROJECT)
SUBMITTED = datetime(2026, 3, 1, tzinfo=UTC)
WINDOW = SubmitWindow(SUBMITTED, SUBMITTED + timedelta(minutes=3))


@pytest.fixture
async def api(credentials: JoggCredentials) -> AsyncIterator[VideoService]:
    async with credentials.get_client() as client:
        yield client


async def test_a_product_page_is_sent_with_the_key_and_answers_with_both_ids(
    service: ScriptedService, api: VideoService, api_key: str
) -> None:
    service.answers({"id": 3924, "prj_id": PROJECT})
    product = await api.create_product("https://shop.example/p?id=1&x=ü")
    assert (product.product_id, product.project_id, product.request_id) == ("3924", PROJECT, "ab" * 16)
    request = service.seen[0]
    assert (request.method, request.target) == ("POST", "/open/product")
    assert request.headers["x-api-key"] == api_key
    assert request.body == {"url": "https://shop.example/p?id=1&x=ü"}


async def test_only_the_corrected_fields_are_sent(service: ScriptedService, api: VideoService) -> None:
    media = (Media(url="https://cdn.example/a.jpg", name="Front"), "https://cdn.example/b.mp4?v=2")
    await api.update_product(PRODUCT, Corrections(title="Lamp", intro_medias=media))
    request = service.seen[0]
    assert (request.method, request.target) == ("PUT", "/open/product")
    assert request.body == {
        "product_id": 3924,
        "title": "Lamp",
        "intro_medias": [
            {"type": 1, "name": "Front", "url": "https://cdn.example/a.jpg", "description": ""},
            {"type": 2, "name": "", "url": "https://cdn.example/b.mp4?v=2", "description": ""},
        ],
    }


async def test_the_default_render_is_the_example_of_the_guide(service: ScriptedService, api: VideoService) -> None:
    service.answers(None)
    started = await api.start_render(PRODUCT, RenderSettings(), "ab12")
    assert started.render_id == PROJECT
    assert service.seen[0].target == "/open/project/render"
    assert service.seen[0].body == {
        "project_id": PROJECT,
        "aspect_ratio": 0,
        "lang": "english",
        "render_subtitle": 1,
        "avatar_id": 37,
        "template_name": "Card Stacking",
        "template_type": "common",
        "index_template_name": "",
        "script_style": "Discovery_stage",
    }


async def test_every_setting_of_generation_1_reaches_the_service(service: ScriptedService, api: VideoService) -> None:
    settings = RenderSettings(
        aspect_ratio=AspectRatio.SQUARE,
        language="Traditional-Chinese",
        subtitles=False,
        avatar_id=412,
        template_name="My own",
        template_type=TemplateType.USER,
        index_template_name="Summer",
        script_style="top 3 REASONS",
    )
    await api.start_render(PRODUCT, settings, "ab12")
    assert service.seen[0].body == {
        "project_id": PROJECT,
        "aspect_ratio": 2,
        "lang": "traditional-chinese",
        "render_subtitle": 0,
        "avatar_id": 412,
        "template_name": "My own",
        "template_type": "user",
        "index_template_name": "Summer",
        "script_style": "Top 3 reasons_stage",
    }


async def test_a_setting_that_generation_1_has_no_word_for_is_refused_before_anything_is_sent(
    service: ScriptedService, api: VideoService
) -> None:
    with pytest.raises(errors.ConfigurationError, match="length: 30"):
        await api.start_render(PRODUCT, RenderSettings(length=30), "ab12")
    assert service.seen == []


@pytest.mark.parametrize(
    ("data", "status", "percent"),
    [
        ({"status": 1, "progress": 0}, RenderStatus.NOT_STARTED, 0),
        ({"status": "2", "progress": None}, RenderStatus.QUEUED, 0),
        ({"status": 3, "progress": "42", "unknown": {"x": 1}}, RenderStatus.RENDERING, 42),
        ({"status": 3, "progress": 180}, RenderStatus.RENDERING, 99),
        ({"status": 3, "progress": -4}, RenderStatus.RENDERING, 0),
        ({"status": 4}, RenderStatus.DONE, 100),
        ({"status": 5, "progress": 100}, RenderStatus.FAILED, 99),
        ({"status": 99}, RenderStatus.DELETED, 0),
    ],
)
async def test_progress_is_read_with_tolerance(
    service: ScriptedService, api: VideoService, data: dict[str, Any], status: RenderStatus, percent: int
) -> None:
    service.answers(data)
    progress = await api.render_status(PROJECT)
    assert (progress.status, progress.percent) == (status, percent)
    assert service.seen[0].target == f"/open/prj_info?project_id={PROJECT}"


async def test_a_finished_render_has_its_link_and_keeps_it_out_of_sight(
    service: ScriptedService, api: VideoService
) -> None:
    link = "https://cdn.example/v.mp4?X-Amz-Signature=abc"
    service.answers({"id": PROJECT, "status": 4, "video_url": link, "video_duration": 15, "title": "Lamp"})
    progress = await api.render_status(PROJECT)
    assert progress.video_url is not None
    assert progress.video_url.get_secret_value() == link
    assert (progress.seconds, progress.title) == (15.0, "Lamp")
    assert "Signature" not in repr(progress)


async def test_a_failed_render_says_why(service: ScriptedService, api: VideoService) -> None:
    service.answers({"status": 5, "err_msg": "no pictures"})
    progress = await api.render_status(PROJECT)
    assert (progress.status, progress.error) == (RenderStatus.FAILED, "no pictures")


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"status": "half-done"},
        {"status": None},
        {"status": 3, "progress": "half"},
        {"status": 3, "progress": float("inf")},
        [1],
    ],
)
async def test_progress_that_is_not_of_the_contract_is_a_bad_answer(
    service: ScriptedService, api: VideoService, data: Any
) -> None:
    service.answers(data)
    with pytest.raises(errors.BadAnswerError):
        await api.render_status(PROJECT)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"status": 1}, NeverAccepted()),
        ({"status": 2}, Accepted(PROJECT)),
        ({"status": 3}, Accepted(PROJECT)),
        ({"status": 4}, Accepted(PROJECT)),
        ({"status": 5}, Accepted(PROJECT)),
    ],
)
async def test_an_uncertain_submit_is_settled_by_the_project(
    service: ScriptedService, api: VideoService, data: dict[str, int], expected: RenderLookup
) -> None:
    service.answers(data)
    assert await api.find_render("ab12", PRODUCT, window=WINDOW) == expected
    assert [request.method for request in service.seen] == ["GET"]


@pytest.mark.parametrize(
    "facts",
    [
        {"data": {"status": 99}},
        {"code": 10104},
        {"code": 50000},
        {"status": 502},
        {"data": {"status": "?"}},
        {"code": 40000, "status": 400},
    ],
)
async def test_what_proves_neither_is_left_to_a_person(
    service: ScriptedService, api: VideoService, facts: dict[str, Any]
) -> None:
    service.answers(**facts)
    assert isinstance(await api.find_render("ab12", PRODUCT, window=WINDOW), CannotTell)


@pytest.mark.parametrize("number", [0, 7, -1])
async def test_a_status_number_that_no_document_names_counts_as_under_way_and_proves_no_acceptance(
    service: ScriptedService, api: VideoService, number: int
) -> None:
    for _ in range(2):
        service.answers({"status": number, "progress": 100})
    progress = await api.render_status(PROJECT)
    assert (progress.status, progress.percent, progress.unknown_status) == (RenderStatus.RENDERING, 99, str(number))
    assert isinstance(await api.find_render("ab12", PRODUCT, window=WINDOW), CannotTell)


async def test_a_dropped_look_up_proves_nothing(service: ScriptedService, api: VideoService) -> None:
    service.drops()
    assert isinstance(await api.find_render("ab12", PRODUCT, window=WINDOW), CannotTell)


async def test_a_refused_key_stops_a_look_up_for_all_items(service: ScriptedService, api: VideoService) -> None:
    service.answers(code=10105)
    with pytest.raises(errors.AuthenticationError):
        await api.find_render("ab12", PRODUCT, window=WINDOW)


async def test_a_product_without_project_is_not_rendered(service: ScriptedService, api: VideoService) -> None:
    with pytest.raises(errors.BadAnswerError):
        await api.start_render(CreatedProduct("NTQ0"), RenderSettings(), "ab12")
    assert service.seen == []


@pytest.mark.parametrize(
    ("status", "words", "position"),
    [
        (2, "In queue, position 3", 3),
        (2, "in the queue (position: #12)", 12),
        (2, "Waiting", None),
        (3, "In queue, position 3", None),
        (2, "In queue, position unknown; 40 s", None),
    ],
)
async def test_the_place_in_the_queue_is_read_where_it_is_told(
    service: ScriptedService, api: VideoService, status: int, words: str, position: int | None
) -> None:
    service.answers({"id": PROJECT, "status": status, "progress": 0, "progress_desc": words})
    assert (await api.render_status(PROJECT)).queue_position == position
