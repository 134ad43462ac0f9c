from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from blocks import errors
from blocks.jogg.corrections import Corrections, Media, MediaType
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.service import (
    Accepted,
    CannotTell,
    CreatedProduct,
    NeverAccepted,
    RenderLookup,
    RenderStatus,
    SubmitWindow,
)
from blocks.jogg.settings import ApiGeneration, AspectRatio, RenderSettings, TemplateType

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from blocks.jogg.service import VideoService
    from tests.blocks.jogg.conftest import ScriptedService

PRODUCT = CreatedProduct("NTQ0MTkzNjg")
SUBMITTED = datetime(2026, 3, 1, 12, tzinfo=UTC)
WINDOW = SubmitWindow(SUBMITTED, SUBMITTED + timedelta(minutes=3))
NAME = "0123456789abcdef"
ANOTHER = "fedcba9876543210"


@pytest.fixture
async def api(service: ScriptedService, api_key: str) -> AsyncIterator[VideoService]:
    block = JoggCredentials(api_key=api_key, base_url=service.base_url, generation=ApiGeneration.V2)
    async with block.get_client() as client:
        yield client


async def test_a_product_is_read_with_its_media(service: ScriptedService, api: VideoService) -> None:
    service.answers(
        {
            "product_id": "NTQ0MTkzNjg",
            "url": "https://shop.example/p",
            "name": "Lamp",
            "description": None,
            "target_audience": "",
            "media": [
                {"type": 2, "name": "", "url": "https://res.example/a.mp4", "description": ""},
                {"type": "1", "name": "Image2", "url": "https://res.example/b.jpg", "description": "a lamp"},
                {"type": 1, "name": "Image3", "url": ""},
                {"type": 1, "name": "Image4", "url": "http://[broken"},
            ],
        }
    )
    product = await api.create_product("https://shop.example/p")
    assert (product.product_id, product.project_id, product.title) == ("NTQ0MTkzNjg", None, "Lamp")
    assert product.media == (
        Media(url="https://res.example/a.mp4", type=MediaType.VIDEO),
        Media(url="https://res.example/b.jpg", name="Image2", description="a lamp"),
    )
    assert (service.seen[0].method, service.seen[0].target) == ("POST", "/v2/product")


async def test_one_request_tells_how_far_the_newest_renders_are(service: ScriptedService, api: VideoService) -> None:
    service.answers(
        {
            "videos": [
                {"id": "v2", "status": "processing"},
                {"product_video_id": "v1", "status": 4, "video_url": "https://r.example/v1.mp4", "video_duration": 30},
                {"id": "v0", "status": "half-done"},
                {"id": "v3", "status": {}},
                {"id": "v4"},
                {"status": "success"},
            ]
        }
    )
    newest = await api.newest_renders()
    assert {name: progress.status for name, progress in newest.items()} == {
        "v2": RenderStatus.RENDERING,
        "v1": RenderStatus.DONE,
        "v0": RenderStatus.RENDERING,
    }
    assert newest["v0"].unknown_status == "half-done"
    assert newest["v1"].seconds == 30
    assert len(service.seen) == 1


async def test_corrections_go_under_the_names_of_generation_2(service: ScriptedService, api: VideoService) -> None:
    corrections = Corrections(title="Lamp", intro_text="Bright.", intro_medias=["https://a.example/x.jpg"])
    await api.update_product(PRODUCT, corrections)
    assert service.seen[0].body == {
        "product_id": "NTQ0MTkzNjg",
        "name": "Lamp",
        "description": "Bright.",
        "media": [{"type": 1, "name": "", "url": "https://a.example/x.jpg", "description": ""}],
    }


async def test_a_render_carries_its_name_and_all_that_the_vendors_file_demands(
    service: ScriptedService, api: VideoService
) -> None:
    service.answers({"video_id": "v1", "status": "processing"})
    await api.start_render(PRODUCT, RenderSettings(), NAME)
    assert service.seen[0].target == "/v2/create_video_from_product"
    assert service.seen[0].body == {
        "product_id": "NTQ0MTkzNjg",
        "video_spec": {"length": "15", "aspect_ratio": "portrait", "caption": True, "name": NAME},
        "avatar": {"id": 37, "type": 0},
        "script": {"style": "Discovery", "language": "english"},
        "visual_style": "Card Stacking",
        "voice": {},
        "audio": {},
    }


async def test_every_setting_of_generation_2_reaches_the_service(service: ScriptedService, api: VideoService) -> None:
    service.answers({"product_video_id": "pv_1"})
    settings = RenderSettings(
        aspect_ratio=AspectRatio.LANDSCAPE,
        language="danish",
        subtitles=False,
        avatar_id=114934,
        custom_avatar=True,
        template_name="FullScreen",
        script_style="storytime",
        length=60,
        voice_id="en-US-ChristopherNeural",
        music_id=0,
        override_script="Buy it.",
    )
    await api.start_render(PRODUCT, settings, NAME)
    assert service.seen[0].body == {
        "product_id": "NTQ0MTkzNjg",
        "video_spec": {"length": "60", "aspect_ratio": "landscape", "caption": False, "name": NAME},
        "avatar": {"id": 114934, "type": 1},
        "script": {"style": "Storytime", "language": "danish"},
        "visual_style": "FullScreen",
        "voice": {"id": "en-US-ChristopherNeural"},
        "audio": {"music_id": 0},
        "override_script": "Buy it.",
    }


@pytest.mark.parametrize(
    ("shape", "presenter"), [(AspectRatio.PORTRAIT, 1768), (AspectRatio.LANDSCAPE, 1756), (AspectRatio.SQUARE, 204)]
)
async def test_a_presenter_of_the_video_s_shape_is_sent_where_that_is_asked_for(
    service: ScriptedService, api: VideoService, shape: AspectRatio, presenter: int
) -> None:
    service.answers({"video_id": "v1"})
    await api.start_render(PRODUCT, RenderSettings(aspect_ratio=shape, avatar_by_ratio=True), NAME)
    assert service.seen[0].body["avatar"] == {"id": presenter, "type": 0}


@pytest.mark.parametrize(
    "data",
    [
        {"video_id": "x7"},
        {"product_video_id": "x7"},
        {"project_id": "x7", "video_id": None},
        {"video_id": "", "product_video_id": "x7"},
        {"video_id": "x7", "product_video_id": "x7"},
    ],
)
async def test_the_id_of_a_render_is_found_under_any_of_its_names(
    service: ScriptedService, api: VideoService, data: dict[str, Any]
) -> None:
    service.answers(data)
    assert (await api.start_render(PRODUCT, RenderSettings(), NAME)).render_id == "x7"


@pytest.mark.parametrize("data", [None, {}, {"video_id": ""}, "x7"])
async def test_an_accepted_render_without_an_id_is_ambiguous(
    service: ScriptedService, api: VideoService, data: Any
) -> None:
    service.answers(data)
    with pytest.raises(errors.BadAnswerError) as raised:
        await api.start_render(PRODUCT, RenderSettings(), NAME)
    assert raised.value.ambiguous


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("pending", RenderStatus.QUEUED),
        ("processing", RenderStatus.RENDERING),
        ("completed", RenderStatus.DONE),
        ("success", RenderStatus.DONE),
        ("Success", RenderStatus.DONE),
        (4, RenderStatus.DONE),
        ("failed", RenderStatus.FAILED),
        (5, RenderStatus.FAILED),
    ],
)
async def test_each_known_way_to_say_a_status_is_understood(
    service: ScriptedService, api: VideoService, status: Any, expected: RenderStatus
) -> None:
    service.answers({"status": status, "video_url": ""})
    progress = await api.render_status("a/b")
    assert progress.status is expected
    assert service.seen[0].target == "/v2/product_video/a%2Fb"


@pytest.mark.parametrize("status", ["in_queue", "half-done", 7, "x" * 9000])
async def test_a_status_that_no_document_names_counts_as_under_way_and_is_told(
    service: ScriptedService, api: VideoService, status: Any
) -> None:
    service.answers({"status": status})
    progress = await api.render_status("v1")
    assert (progress.status, progress.unknown_status) == (RenderStatus.RENDERING, str(status)[:40])


@pytest.mark.parametrize("status", [None, "", " ", {}, [], True])
async def test_an_answer_without_a_status_is_a_bad_answer(
    service: ScriptedService, api: VideoService, status: Any
) -> None:
    service.answers({"status": status})
    with pytest.raises(errors.BadAnswerError):
        await api.render_status("v1")


@pytest.mark.parametrize(
    "facts",
    [
        {"error": {"code": 50000, "message": "too dark"}},
        {"error": "too dark"},
        {"err_msg": "too dark", "error": None},
        {"error_message": "too dark"},
    ],
)
async def test_the_reason_of_a_failure_is_found(
    service: ScriptedService, api: VideoService, facts: dict[str, Any]
) -> None:
    service.answers({"status": "failed", **facts})
    assert (await api.render_status("v1")).error == "too dark"


async def test_a_finished_video_tells_length_credit_and_link(service: ScriptedService, api: VideoService) -> None:
    facts = {"status": "success", "video_url": "https://r.example/v.mp4?sig=1", "video_duration": 30.5}
    service.answers({**facts, "deducted_credit": "1"})
    progress = await api.render_status("v1")
    assert (progress.seconds, progress.credits, progress.percent) == (30.5, 1.0, 100)
    assert progress.video_url is not None
    assert "sig" not in repr(progress)


def video(title: str, minutes: float = 0, **facts: Any) -> dict[str, Any]:
    """A listed video, created so many minutes after the submit."""
    return {"id": f"id-{title}", "title": title, "created_at": int(at(minutes).timestamp()), **facts}


def at(minutes: float) -> datetime:
    return SUBMITTED + timedelta(minutes=minutes)


OLD_STRANGER = video("Summer sale", -60)
LOOKUPS: list[tuple[str, list[dict[str, Any]], RenderLookup | type[CannotTell]]] = [
    ("an empty account has accepted nothing", [], NeverAccepted()),
    ("our name is ours", [video(ANOTHER), video(NAME)], Accepted(f"id-{NAME}")),
    ("our name is ours without a date", [video(NAME, created_at=None)], Accepted(f"id-{NAME}")),
    ("ids have many names", [{"product_video_id": "pv", "title": NAME}], Accepted("pv")),
    ("old strangers can't be ours", [OLD_STRANGER], NeverAccepted()),
    ("two renders of one old project look alike", [OLD_STRANGER, OLD_STRANGER], NeverAccepted()),
    ("a young stranger may be ours", [video("Desk lamp", 1), video(ANOTHER)], CannotTell),
    ("but not one of another product", [video("Desk lamp", 1, product_id="MTIz")], NeverAccepted()),
    ("a local time tells no age", [video("Desk lamp", created_at="2026-02-28 09:00:00")], CannotTell),
    ("an ISO time does", [video("Desk lamp", created_at="2026-02-28T09:00:00Z")], NeverAccepted()),
    ("milliseconds do", [video("Desk lamp", created_at=int(at(-60).timestamp() * 1000))], NeverAccepted()),
]


@pytest.mark.parametrize(("listed", "expected"), [case[1:] for case in LOOKUPS], ids=[case[0] for case in LOOKUPS])
async def test_an_uncertain_submit_is_settled_by_the_list(
    service: ScriptedService,
    api: VideoService,
    listed: list[dict[str, Any]],
    expected: RenderLookup | type[CannotTell],
) -> None:
    for _ in range(2):  # a list that ignores paging
        service.answers({"videos": listed, "total": len(listed), "page": 1, "page_size": 100})
    found = await api.find_render(NAME, PRODUCT, window=WINDOW)
    assert found == expected or (isinstance(expected, type) and isinstance(found, expected))
    assert {request.method for request in service.seen} == {"GET"}


async def test_the_list_is_read_past_pages_that_are_smaller_than_asked_for(
    service: ScriptedService, api: VideoService
) -> None:
    service.answers({"videos": [video(ANOTHER, 9), video(ANOTHER[::-1], 8)]})
    service.answers({"videos": [video(NAME, 7)]})
    service.answers({"videos": []})
    assert await api.find_render(NAME, PRODUCT, window=WINDOW) == Accepted(f"id-{NAME}")
    assert [request.target.split("&")[0] for request in service.seen] == [
        f"/v2/product_videos?page={n}" for n in (1, 2, 3)
    ]


async def test_reading_stops_at_the_first_page_that_is_surely_older(
    service: ScriptedService, api: VideoService
) -> None:
    service.answers({"videos": [video(ANOTHER, 2), OLD_STRANGER], "total": 9000})
    service.answers({"videos": [video("a", -1450), video("b", -1451)], "total": 9000})
    assert await api.find_render(NAME, PRODUCT, window=WINDOW) == NeverAccepted()
    assert len(service.seen) == 2


async def test_a_list_that_is_sorted_the_other_way_is_read_to_its_end(
    service: ScriptedService, api: VideoService
) -> None:
    service.answers({"videos": [video("a", -91), video("b", -90)]})
    service.answers({"videos": [video(NAME, 1)]})
    service.answers({"videos": None})
    assert await api.find_render(NAME, PRODUCT, window=WINDOW) == Accepted(f"id-{NAME}")


@pytest.mark.parametrize("hours_ahead", [-24, -0.1, 0, 0.1, 24])
async def test_strangers_are_ruled_out_by_the_clock_of_the_service(
    service: ScriptedService, api: VideoService, hours_ahead: float
) -> None:
    service.clock_ahead = timedelta(hours=hours_ahead)
    minutes = 60 * hours_ahead
    for listed in ([video("Desk lamp", minutes + 1)], [video("Desk lamp", minutes - 5)]):
        for _ in range(2):
            service.answers({"videos": listed, "total": 1})
    assert isinstance(await api.find_render(NAME, PRODUCT, window=WINDOW), CannotTell)
    assert await api.find_render(NAME, PRODUCT, window=WINDOW) == NeverAccepted()
    assert api.clock_skew is not None
    assert abs(api.clock_skew - service.clock_ahead) < timedelta(seconds=5)


async def test_a_render_on_a_page_before_the_fault_is_found(service: ScriptedService, api: VideoService) -> None:
    service.answers({"videos": [video(NAME, 1)], "total": 2})
    service.answers(code=50000)
    assert await api.find_render(NAME, PRODUCT, window=WINDOW) == Accepted(f"id-{NAME}")


async def test_the_renders_that_bear_names_are_looked_for_until_all_are_found(
    service: ScriptedService, api: VideoService
) -> None:
    service.answers({"videos": [video(NAME, -9), video("Desk lamp")]})
    service.answers({"videos": [video(NAME, -9000, id="older"), video(ANOTHER, -9000)]})
    service.answers({"videos": [video("Summer sale")]})
    assert await api.named_renders([NAME, ANOTHER]) == {NAME: f"id-{NAME}", ANOTHER: f"id-{ANOTHER}"}
    assert len(service.seen) == 2


async def test_a_name_that_the_account_does_not_have_is_looked_for_to_the_end(
    service: ScriptedService, api: VideoService
) -> None:
    service.answers({"videos": [video(ANOTHER, -9000)]})
    service.answers({"videos": []})
    assert await api.named_renders([NAME]) == {}
    service.answers(code=50000)
    with pytest.raises(errors.ServiceFaultError):
        await api.named_renders([NAME])


@pytest.mark.parametrize(
    "facts",
    [
        {"data": None},
        {"data": {}},
        {"data": {"videos": [], "total": 3}},
        {"data": {"videos": "none"}},
        {"code": 50000},
        {"status": 502},
        {"code": 10104},
    ],
)
async def test_a_list_that_can_not_be_read_proves_nothing(
    service: ScriptedService, api: VideoService, facts: dict[str, Any]
) -> None:
    service.answers(**facts)
    assert isinstance(await api.find_render(NAME, PRODUCT, window=WINDOW), CannotTell)


async def test_a_style_that_only_the_account_knows_is_sent_as_it_is_named(
    service: ScriptedService, api: VideoService
) -> None:
    service.answers({"video_id": "v1"})
    settings = RenderSettings(template_name="Our brand", template_type=TemplateType.USER)
    await api.start_render(PRODUCT, settings, NAME)
    assert service.seen[0].body["visual_style"] == "Our brand"


async def test_what_generation_2_has_no_word_for_is_refused(service: ScriptedService, api: VideoService) -> None:
    with pytest.raises(errors.ConfigurationError, match="index_template_name"):
        await api.start_render(PRODUCT, RenderSettings(index_template_name="Summer"), NAME)
    assert service.seen == []
