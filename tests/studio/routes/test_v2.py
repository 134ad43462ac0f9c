"""Generation 2, as its OpenAPI file documents it and as real clients use it."""

import base64
import re
from typing import Any

import httpx
import pytest

from tests.conftest import StartStudio, StudioProcess
from tests.studio.clients import Orders, Projects, wait_until


@pytest.fixture
def orders(projects: Projects) -> Orders:
    return Orders(projects.client)


def test_a_product_is_read_from_a_page_and_named_by_base64_of_a_number(projects: Projects) -> None:
    url = projects.studio.sample_urls()[0]
    data = projects.client.post("/v2/product", json={"url": url}).json()["data"]
    documented = {"product_id", "url", "name", "description", "target_audience", "media"}
    assert set(data) == documented | {
        "price",
        "list_price",
        "currency",
        "availability",
    }  # what the page states, for live checks
    assert base64.b64decode(data["product_id"] + "==").isdigit()
    assert data["url"] == url
    assert data["name"]
    assert [(media["type"], media["name"]) for media in data["media"]][:1] == [(1, "Image1")]


def test_a_product_may_be_stated_with_an_empty_url(projects: Projects) -> None:
    media = [{"type": 1, "name": "", "url": "https://shop.example/a.jpg", "description": ""}]
    answer = projects.client.post("/v2/product", json={"url": "", "name": "Lamp", "media": media}).json()
    assert (answer["code"], answer["data"]["name"], answer["data"]["url"]) == (0, "Lamp", "")
    assert [media["url"] for media in answer["data"]["media"]] == ["https://shop.example/a.jpg"]


def test_what_is_stated_beside_a_page_corrects_it(projects: Projects) -> None:
    body = {"url": projects.studio.sample_urls()[0], "name": "A better name"}
    assert projects.client.post("/v2/product", json=body).json()["data"]["name"] == "A better name"


def test_a_correction_answers_without_data(projects: Projects, orders: Orders) -> None:
    product_id = orders.product(projects.studio.sample_urls()[0])
    answer = projects.client.put("/v2/product", json={"product_id": product_id, "name": "Lamp"}).json()
    assert (answer["code"], answer["data"]) == (0, None)
    video = orders.wait(orders.accept(product_id=product_id))
    assert video["title"] == "Lamp"


@pytest.mark.parametrize("path", ["/v2", "/open/v2"])
def test_an_accepted_video_has_both_names_of_its_id(projects: Projects, orders: Orders, path: str) -> None:
    body = orders.nested(orders.product(projects.studio.sample_urls()[0]))
    data = projects.client.post(f"{path}/create_video_from_product", json=body).json()["data"]
    assert data["video_id"] == data["product_video_id"]
    assert data["status"] == "processing"
    assert projects.client.get(f"{path}/product_video/{data['video_id']}").json()["code"] == 0


def test_a_finished_video_is_completed_and_fetched_without_the_key(projects: Projects, orders: Orders) -> None:
    video_id = orders.accept(orders.product(projects.studio.sample_urls()[0]), name="0123456789abcdef")
    video = orders.wait(video_id)
    assert (video["status"], video["title"]) == ("completed", "0123456789abcdef")
    assert (video["id"], video["video_id"], video["product_video_id"]) == (video_id,) * 3
    assert video["video_duration"] == video["duration"] == 2
    assert video["deducted_credit"] == 1
    assert (video["error"], video["err_msg"], video["error_message"]) == (None, "", "")
    answer = httpx.get(video["video_url"])
    assert answer.headers["content-type"] == "video/mp4"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert httpx.get(video["cover_url"]).headers["content-type"] == "image/jpeg"


def test_a_failed_video_is_an_answer_with_code_0_and_its_reason_under_every_name(
    projects: Projects, orders: Orders
) -> None:
    projects.studio.add_faults(
        {"action": "fail_render", "path": "/v2/create_video_from_product", "reason": "Too dark."}
    )
    video = orders.wait(orders.accept(orders.product(projects.studio.sample_urls()[0])), "failed")
    assert video["error"] == {"code": 50000, "message": "Too dark."}
    assert video["err_msg"] == video["error_message"] == "Too dark."


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"avatar": {"id": "1768", "type": "0"}, "audio": {"music_id": "13"}}, id="ids as text"),
        pytest.param({"voice": None, "audio": None, "visual_style": None}, id="nulls"),
        pytest.param({"voice": {"id": ""}, "audio": {"music_id": ""}, "template_id": ""}, id="empty strings"),
        pytest.param({"avatar": {"id": 987654}, "voice": {"id": "tb_0"}, "audio": {"music_id": 77}}, id="unknown ids"),
        pytest.param({"script": {"style": "data_stage"}, "language": "german"}, id="language beside the script"),
        pytest.param({"script": {"style": "Top 3 Reasons", "language": "english"}}, id="the guide's capitals"),
        pytest.param({"webhook_url": "", "x": 1}, id="unknown fields"),
    ],
)
def test_a_nested_body_may_be_as_loose_as_real_clients_are(
    projects: Projects, orders: Orders, changes: dict[str, Any]
) -> None:
    body = orders.nested(orders.product(projects.studio.sample_urls()[0])) | changes
    answer = projects.client.post("/v2/create_video_from_product", json=body)
    assert answer.json()["code"] == 0, answer.text


@pytest.mark.parametrize("length", [{"video_length": "15", "avatar_id": "81", "script_style": "Data"}, {"length": 15}])
def test_a_flat_body_is_read_too(projects: Projects, orders: Orders, length: dict[str, Any]) -> None:
    body = {
        "product_id": orders.product(projects.studio.sample_urls()[0]),
        "aspect_ratio": "portrait",
        "language": "english",
        "music_id": "",
        **length,
    }
    answer = projects.client.post("/v2/create_video_from_product", json=body).json()
    assert answer["code"] == 0, answer
    assert orders.wait(answer["data"]["video_id"])["video_url"]


def test_a_lenient_studio_renders_what_it_knows_in_place_of_unknown_names_and_says_so(
    start_studio: StartStudio,
) -> None:
    projects = Projects(start_studio(lenient=True))
    orders = Orders(projects.client)
    body = orders.nested(orders.product(projects.studio.sample_urls()[0])) | {"visual_style": "Rotating Cube"}
    body |= {"script": {"style": "Rant", "language": "klingon"}}
    data = projects.client.post("/v2/create_video_from_product", json=body).json()["data"]
    said = " ".join(data["notes"])
    assert all(name in said for name in ("Rotating Cube", "Rant", "klingon"))
    assert orders.wait(data["video_id"])["video_url"]


def test_what_falls_back_is_said_at_once_and_with_the_video(projects: Projects, orders: Orders) -> None:
    body = orders.nested(orders.product(projects.studio.sample_urls()[0]))
    body |= {"avatar": {"id": 987654, "type": 1}, "voice": {"id": "tb_0"}, "audio": {"music_id": 77}}
    data = projects.client.post("/v2/create_video_from_product", json=body).json()["data"]
    said = " ".join(data["notes"])
    for word in ("avatar 987654", "voice 'tb_0'", "music 77", "no custom avatars"):
        assert word in said


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"video_spec": {}}, "video_spec.length"),
        ({"video_spec": {"length": "20"}}, "video_spec.length"),
        ({"video_spec": {"length": "15", "aspect_ratio": "tall"}}, "video_spec.aspect_ratio"),
        ({"avatar": {}}, "avatar.id"),
        ({"avatar": {"id": ""}}, "avatar.id"),
        ({"script": {"language": "english"}}, "script.style"),
        ({"product_id": ""}, "product_id"),
        ({"visual_style": "No such style"}, "visual_style"),
        ({"script": {"style": "Rant", "language": "english"}}, "script.style"),
        ({"script": {"style": "Data", "language": "klingon"}}, "script.language"),
        ({"language": "klingon"}, "language"),
    ],
)
def test_a_body_that_makes_no_sense_is_refused_by_field_and_costs_nothing(
    projects: Projects, orders: Orders, changes: dict[str, Any], named: str
) -> None:
    before = projects.studio.counters().credits
    body = orders.nested(orders.product(projects.studio.sample_urls()[0])) | changes
    answer = projects.client.post("/v2/create_video_from_product", json=body).json()
    assert (answer["code"], answer["data"]) == (40000, None)
    assert answer["msg"].startswith(
        (f"Parameter error: {named} must be one of ", f"Parameter error: {named} is required")
    )
    assert projects.studio.counters().credits == before


@pytest.mark.parametrize("product_id", ["NTQ0MTkzNjg", "not-a-product", "%%%", "5"])
def test_an_unknown_product_is_not_found(projects: Projects, orders: Orders, product_id: str) -> None:
    answer = projects.client.post("/v2/create_video_from_product", json=orders.nested(product_id))
    assert answer.json()["code"] == 10104


def test_a_product_without_picture_is_not_sold_a_video(projects: Projects, orders: Orders) -> None:
    product_id = projects.client.post("/v2/product", json={"name": "Lamp"}).json()["data"]["product_id"]
    answer = projects.client.post("/v2/create_video_from_product", json=orders.nested(product_id)).json()
    assert answer["code"] == 40000
    assert "no_usable_picture" in answer["msg"]


def test_the_list_pages_sorts_and_filters(projects: Projects, orders: Orders) -> None:
    product_id = orders.product(projects.studio.sample_urls()[0])
    ids = [orders.accept(product_id) for _ in range(3)]
    for video_id in ids:
        orders.wait(video_id)

    def page(**query: Any) -> dict[str, Any]:
        data: dict[str, Any] = projects.client.get("/v2/product_videos", params=query).json()["data"]
        return data

    newest = page(page=1, page_size=2)
    assert [video["id"] for video in newest["videos"]] == ids[:0:-1]
    assert page(page=2, page_size=2)["videos"][0]["id"] == ids[0]
    assert page(sort_by="created_at", sort_order="asc")["videos"][0]["id"] not in ids[1:]
    assert page(status="5")["total"] + page(status=3)["total"] + page(status=4)["total"] == newest["total"]
    assert {video["status"] for video in page(status=4)["videos"]} == {"completed"}
    assert projects.client.get("/v2/product_videos", params={"page_size": 101}).json()["code"] == 40000


def test_the_word_of_the_live_service_is_a_switch(start_studio: StartStudio) -> None:
    projects = Projects(start_studio(finished_status="success"))
    orders = Orders(projects.client)
    video_id = orders.accept(orders.product(projects.studio.sample_urls()[0]))
    assert orders.wait(video_id, "success")["video_url"]
    listed = projects.client.get("/v2/product_videos").json()["data"]["videos"]
    assert [video["status"] for video in listed] == ["success"]


def test_renders_and_names_are_counted(projects: Projects, orders: Orders) -> None:
    product_id = orders.product(projects.studio.sample_urls()[0])
    video_ids = [orders.accept(product_id, name="fingerprint-of-the-test") for _ in range(2)]
    counters = projects.studio.counters()
    assert [counters.accepted[video_id] for video_id in video_ids] == [1, 1]
    assert counters.accepted_by_name["fingerprint-of-the-test"] == 2
    assert counters.paid_twice.count("fingerprint-of-the-test") == 1


def test_project_faults_cover_a_video_of_generation_2(projects: Projects, orders: Orders) -> None:
    create = "/v2/create_video_from_product"
    shown = orders.accept(orders.product(projects.studio.sample_urls()[0]))
    projects.studio.add_faults({"action": "hide_project", "path": create, "answers": 1, "status": 400})
    video_id = orders.accept(orders.product(projects.studio.sample_urls()[0]))
    listed = projects.client.get("/v2/product_videos", params={"page_size": 100}).json()["data"]["videos"]
    assert listed[0]["id"] == shown  # the newest first: the hidden one would stand before it
    assert video_id not in {video["id"] for video in listed}
    assert projects.client.get(f"/v2/product_video/{video_id}").json()["code"] == 10104
    assert projects.client.get(f"/v2/product_video/{video_id}").json()["code"] == 0


def test_a_video_asked_for_can_be_kept_from_finishing(projects: Projects, orders: Orders) -> None:
    projects.studio.add_faults({"action": "never_finish", "path": "/v2/create_video_from_product"})
    video_id = orders.accept(orders.product(projects.studio.sample_urls()[0]))
    for _ in range(3):
        assert orders.video(video_id)["status"] == "processing"
    projects.studio.finish(video_id)
    assert orders.video(video_id)["status"] == "completed"


def test_a_render_of_generation_1_is_a_video_of_generation_2(projects: Projects, orders: Orders) -> None:
    info = projects.video()
    assert orders.video(info["id"])["video_url"] == info["video_url"]


def test_paths_with_an_id_are_counted_under_one_name(studio: StudioProcess, projects: Projects) -> None:
    before = studio.counters().requests.get("GET /v2/product_video/{id}", 0)
    for video_id in ("a" * 32, "b" * 32):
        answer = projects.client.get(f"/v2/product_video/{video_id}").json()
        assert (answer["code"], answer["data"]) == (10104, None)
        assert re.fullmatch("[0-9a-f]{32}", answer["rid"])
    assert wait_until(lambda: studio.counters().requests["GET /v2/product_video/{id}"]) == before + 2
