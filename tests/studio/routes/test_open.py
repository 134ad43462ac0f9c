"""Generation 1, as its guide and OpenAPI file document it."""

import re
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

from tests.studio.clients import Projects

FIELDS = {
    "id": str,
    "title": str,
    "progress": int,
    "progress_desc": str,
    "aspect_ratio": int,
    "step": int,
    "status": int,
    "err_msg": str,
    "video_path": str,
    "video_duration": int,
    "video_url": str,
    "cover_path": str,
    "cover_url": str,
    "caption_url": str,
    "srt_url": str,
    "workspace_index": int,
    "template_id": int,
    "template_type": str,
    "index_template_id": int,
    "person_id": int,
    "placeholder_cover_url": str,
    "created_at": int,
    "updated_at": int,
}


def test_a_product_answers_with_its_id_and_the_project_to_render(projects: Projects) -> None:
    answer = projects.client.post("/open/product", json={"url": projects.studio.sample_urls()[0]})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["code"], body["msg"]) == (0, "success")
    assert re.fullmatch("[0-9a-f]{32}", body["rid"])
    assert isinstance(body["data"]["id"], int)
    assert re.fullmatch("[0-9a-f]{32}", body["data"]["prj_id"])


def test_the_example_of_the_guide_becomes_a_video(projects: Projects) -> None:
    created = projects.create()
    corrected = projects.client.put(
        "/open/product",
        json={
            "product_id": created["id"],
            "title": "",
            "intro_text": "",
            "target_audience": "",
            "intro_medias": [],
        },
    )
    assert corrected.json().items() >= {"code": 0, "msg": "success", "data": None}.items()
    accepted = projects.render(
        created["prj_id"],
        aspect_ratio=0,
        lang="english",
        render_subtitle=1,
        avatar_id=37,
        template_name="Card Stacking",
        template_type="common",
        index_template_name="",
        script_style="Discovery_stage",
    )
    assert accepted.json().items() >= {"code": 0, "msg": "success"}.items()
    info = projects.wait(created["prj_id"])
    assert {name: type(value) for name, value in info.items()} == FIELDS
    assert info["progress"] == 100
    assert info["video_duration"] == 2
    assert info["person_id"] == 37
    assert info["video_url"] == f"{projects.studio.url}/media/{info['video_path']}"
    video = httpx.get(info["video_url"])
    assert video.headers["content-type"] == "video/mp4"
    assert int(video.headers["content-length"]) == len(video.content)
    assert video.content[4:8] == b"ftyp"
    cover = httpx.get(info["cover_url"])
    assert cover.headers["content-type"] == "image/jpeg"


def test_a_project_says_not_started_before_its_render(projects: Projects) -> None:
    info = projects.info(projects.create()["prj_id"])
    assert {name: type(value) for name, value in info.items()} == FIELDS
    assert (info["status"], info["progress"], info["video_url"]) == (1, 0, "")


def test_the_title_of_a_correction_stays_when_the_next_one_leaves_it_empty(projects: Projects) -> None:
    created = projects.create()
    for fields in ({"title": "A better name"}, {"title": "", "target_audience": "climbers"}):
        answer = projects.client.put("/open/product", json={"product_id": created["id"], **fields})
        assert answer.json()["code"] == 0
    assert projects.info(created["prj_id"])["title"] == "A better name"


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"avatar_id": "37", "aspect_ratio": "1", "render_subtitle": "0"}, id="numbers as text"),
        pytest.param({"avatar_id": "", "lang": "", "template_name": "", "aspect_ratio": ""}, id="empty strings"),
        pytest.param({"avatar_id": None, "lang": None, "script_style": None, "template_type": None}, id="nulls"),
        pytest.param({"lang": "Traditional-Chinese"}, id="upper case language"),
        pytest.param({"template_name": "No such style", "avatar_id": 987654}, id="unknown template and avatar"),
        pytest.param({"webhook": "https://x.example", "voice": {"id": "a"}}, id="unknown fields"),
    ],
)
def test_a_render_accepts_what_real_clients_send(projects: Projects, fields: dict[str, Any]) -> None:
    answer = projects.render(projects.create()["prj_id"], **fields)
    assert answer.json()["code"] == 0, answer.text


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"aspect_ratio": 3}, "aspect_ratio"),
        ({"aspect_ratio": "tall"}, "aspect_ratio"),
        ({"render_subtitle": 2}, "render_subtitle"),
        ({"avatar_id": "somebody"}, "avatar_id"),
        ({"lang": "klingon"}, "lang"),
    ],
)
def test_a_render_that_makes_no_sense_is_refused_by_field_and_costs_nothing(
    projects: Projects, fields: dict[str, Any], named: str
) -> None:
    project_id = projects.create()["prj_id"]
    answer = projects.render(project_id, **fields)
    body = answer.json()
    assert answer.status_code == 400
    assert (body["code"], body["data"]) == (40000, None)
    assert body["msg"].startswith(f"Parameter error: {named}")
    assert (body["error"], body["message"]) == (body["code"], body["msg"])
    assert project_id not in projects.studio.counters().accepted


@pytest.mark.parametrize("project_id", ["0" * 32, "not-a-project", "../../etc"])
def test_an_unknown_project_is_not_found(projects: Projects, project_id: str) -> None:
    asked = projects.client.get("/open/prj_info", params={"project_id": project_id})
    ordered = projects.render(project_id)
    for answer in (asked, ordered):
        assert answer.status_code == 400
        assert answer.json()["code"] == 10104


def test_a_correction_of_an_unknown_product_is_not_found(projects: Projects) -> None:
    assert projects.client.put("/open/product", json={"product_id": 10**9}).json()["code"] == 10104


@pytest.mark.parametrize("body", ["", "{", "[]", '"url"', "{}", '{"url": ""}', '{"url": 7}'])
def test_a_body_that_names_no_page_is_a_parameter_error(projects: Projects, body: str) -> None:
    answer = projects.client.post("/open/product", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["code"] == 40000


def test_a_second_render_of_a_project_is_accepted_and_charged_again(projects: Projects) -> None:
    project_id = projects.create()["prj_id"]
    before = projects.studio.counters().credits
    first, second = (projects.render(project_id).json() for _ in range(2))
    assert (first["code"], first["data"], second["code"]) == (0, None, 0)
    assert second["data"]["notes"] == ["Render 2 of this project: each is charged, and only the newest is shown."]
    after = projects.studio.counters()
    assert after.credits - before == pytest.approx(2)
    assert after.accepted[project_id] == 2
    assert project_id in after.paid_twice
    assert "Render 2 of this project" in projects.wait(project_id)["progress_desc"]


@pytest.mark.parametrize(("ratio", "size"), [(0, (1080, 1920)), (1, (1920, 1080)), (2, (1080, 1080))])
def test_the_instant_clip_plays_in_the_ratio_asked_for(
    projects: Projects, tmp_path: Path, ratio: int, size: tuple[int, int]
) -> None:
    info = projects.video(aspect_ratio=ratio)
    assert info["aspect_ratio"] == ratio
    file = tmp_path / "video.mp4"
    file.write_bytes(httpx.get(info["video_url"]).content)
    with av.open(str(file)) as container:
        frames = list(container.decode(video=0))
        assert (frames[0].width, frames[0].height) == size
        assert len(frames) == 20
        assert container.streams.audio


def test_what_was_not_used_of_a_request_is_said_with_the_finished_video(projects: Projects) -> None:
    info = projects.video(template_type="user")
    assert info["template_type"] == "user"
    assert "template_type 'user' was ignored" in info["progress_desc"]


def test_videos_of_two_projects_differ_so_that_a_mix_up_shows(projects: Projects) -> None:
    first, second = (httpx.get(projects.video()["video_url"]).content for _ in range(2))
    assert first != second


def test_the_sample_shop_offers_pages_and_a_catalogue(projects: Projects) -> None:
    urls = projects.studio.sample_urls()
    assert urls
    front = httpx.get(f"{projects.studio.url}/samples/")
    for url in urls:
        assert url.startswith(f"{projects.studio.url}/samples/")
        assert url.rpartition("/")[2] in front.text
        page = httpx.get(url)
        assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/samples/none.html", "/samples/..%2F..%2Fproduct.py", "/nowhere"])
def test_what_is_not_there_is_404_in_the_envelope(projects: Projects, path: str) -> None:
    answer = httpx.get(projects.studio.url + path)
    assert answer.status_code == 404
    assert answer.json()["code"] == 10104


def test_the_health_check_needs_no_key(projects: Projects) -> None:
    assert httpx.get(f"{projects.studio.url}/healthz").json()["status"] == "ok"
