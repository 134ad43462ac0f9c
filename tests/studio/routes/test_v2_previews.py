"""Previews of generation 2: one draft a style, and the video of the chosen one."""

from typing import Any

import pytest

from tests.conftest import StartStudio
from tests.studio.clients import Orders, Projects

PREVIEWS = "/v2/create_video_from_product/preview_list"
CHOSEN = "/v2/create_video_from_product/render_single_preview"


@pytest.fixture
def orders(projects: Projects) -> Orders:
    return Orders(projects.client)


def preview_styles(projects: Projects, *styles: str, **fields: Any) -> list[dict[str, Any]]:
    orders = Orders(projects.client)
    body = orders.nested(orders.product(projects.studio.sample_urls()[0])) | {"visual_styles": styles} | fields
    answer = projects.client.post(PREVIEWS, json=body).json()
    assert answer["code"] == 0, answer
    previews: list[dict[str, Any]] = answer["data"]["previews"]
    return previews


def test_each_style_gets_a_preview_and_one_that_is_unknown_says_so_alone(projects: Projects, orders: Orders) -> None:
    before = projects.studio.counters()
    found = preview_styles(projects, "FullScreen", "No such style", "Avatar Bubble", "")
    assert [preview["visual_style"] for preview in found] == ["FullScreen", "No such style", "Avatar Bubble", ""]
    assert [bool(preview["preview_id"]) for preview in found] == [True, False, True, False]
    assert "'No such style'" in found[1]["err_msg"]
    after = projects.studio.counters()
    assert after.credits - before.credits == 1.0
    assert after.previews - before.previews == 2
    assert after.accepted == before.accepted
    listed = projects.client.get("/v2/product_previews", params={"page_size": 2}).json()["data"]
    assert [preview["id"] for preview in listed["previews"]] == [found[2]["preview_id"], found[0]["preview_id"]]
    assert orders.wait(found[0]["preview_id"])["video_url"]
    assert orders.video(found[0]["preview_id"])["deducted_credit"] == 0.5


def test_a_preview_can_be_rendered_before_it_is_finished(start_studio: StartStudio) -> None:
    projects = Projects(start_studio(render_seconds=600))
    (preview,) = preview_styles(projects, "FullScreen", video_spec={"length": "15", "name": "chosen"})
    data = projects.client.post(CHOSEN, json={"preview_id": preview["preview_id"]}).json()["data"]
    assert data["video_id"] == data["product_video_id"] != preview["preview_id"]
    counters = projects.studio.counters()
    assert (counters.accepted_by_name, counters.credits) == ({"chosen": 1}, 1.5)


def test_what_is_no_preview_is_not_found(projects: Projects, orders: Orders) -> None:
    video_id = orders.accept(orders.product(projects.studio.sample_urls()[0]))
    for preview_id in (video_id, "0" * 32):
        assert projects.client.post(CHOSEN, json={"preview_id": preview_id}).json()["code"] == 10104


def test_styles_beyond_the_balance_say_so_and_the_others_are_made(start_studio: StartStudio) -> None:
    projects = Projects(start_studio(credits=1))
    found = preview_styles(projects, "FullScreen", "Avatar Bubble", "Card Stacking")
    assert [preview["err_msg"] for preview in found] == ["", "", "Insufficient credit"]
