"""v1, as its OpenAPI file documents it and as recorded answers show it."""

import re
from typing import Any

import httpx
import pytest

from tests.studio.clients import Projects, wait_until


def product(projects: Projects) -> dict[str, Any]:
    answer = projects.client.post("/v1/product", json={"url": projects.studio.sample_urls()[0], "name": "ignored"})
    data: dict[str, Any] = answer.json()["data"]
    return data


def wishes(projects: Projects, **fields: Any) -> dict[str, Any]:
    return {
        "product_id": product(projects)["product_id"],
        "aspect_ratio": 0,
        "video_length": "15",
        "language": "english",
        "avatar_id": 1,
        "avatar_type": 0,
        "script_style": "Soft Selling",
        "template_type": "public",
        **fields,
    }


def test_with_a_url_everything_else_is_ignored_and_without_one_three_fields_are_required(projects: Projects) -> None:
    assert product(projects)["name"] != "ignored"
    stated = {"name": "Lamp", "description": "Bright.", "media": [{"type": 1, "url": "https://shop.example/a.jpg"}]}
    assert projects.client.post("/v1/product", json=stated).json()["data"]["name"] == "Lamp"
    for missing in stated:
        body = {name: value for name, value in stated.items() if name != missing}
        assert projects.client.post("/v1/product", json=body).json()["code"] == 40000


def test_products_are_listed_corrected_and_found(projects: Projects) -> None:
    product_id = product(projects)["product_id"]
    answer = projects.client.put("/v1/product", json={"product_id": product_id, "name": "Lamp"}).json()
    assert (answer["code"], answer["data"]) == (0, None)
    assert projects.client.get(f"/v1/product/{product_id}").json()["data"]["name"] == "Lamp"
    page = projects.client.get("/v1/products", params={"page_size": 1}).json()["data"]
    assert [found["product_id"] for found in page["products"]] == [product_id]
    assert page["total"] >= 1


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"visual_style": None, "template_id": None, "music_id": None}, id="a recorded body with nulls"),
        pytest.param({"avatar_id": "114934", "avatar_type": 1, "voice_id": "tb_" + "0" * 32}, id="own avatar, voice"),
        pytest.param({"template_id": 3, "visual_style": "FullScreen", "caption": False}, id="template by number"),
        pytest.param({"script_style": "Light marketing", "override_script": "Buy this lamp."}, id="own words"),
    ],
)
def test_a_video_goes_from_waiting_to_success(projects: Projects, fields: dict[str, Any]) -> None:
    body = wishes(projects, video_name="My lamp", **fields)
    answer = projects.client.post("/v1/create_video_from_url", json=body).json()
    project_id = answer["data"]["project_id"]
    assert re.fullmatch("[0-9a-f]{32}", project_id)

    def finished() -> dict[str, Any] | None:
        info = projects.client.get("/v1/project", params={"project_id": project_id}).json()["data"]
        assert info["status_code"] in (2, 3, 4), info
        return info if info["status_code"] == 4 else None

    info = wait_until(finished)
    assert (info["status_desc"], info["title"], info["video_duration"]) == ("success", "My lamp", 2)
    assert httpx.get(info["video_url"]).headers["content-type"] == "video/mp4"
    assert projects.studio.counters().accepted[project_id] == 1


def test_a_preview_costs_half_and_is_polled_like_a_video(projects: Projects) -> None:
    before = projects.studio.counters()
    data = projects.client.post("/v1/preview", json=wishes(projects)).json()["data"]
    after = projects.studio.counters()
    assert (after.credits - before.credits, after.previews - before.previews) == (0.5, 1)
    project = projects.client.get("/v1/project", params={"project_id": data["project_id"]}).json()
    assert project["data"]["id"] == data["project_id"]


def test_what_is_not_there_is_10104(projects: Projects) -> None:
    for path in ("/v1/project?project_id=x", "/v1/product/x"):
        assert projects.client.get(path).json()["code"] == 10104
