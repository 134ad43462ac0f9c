"""Catalogues, account, scripts and uploads: what v1 and v2 offer beside products and videos."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from tests.conftest import StartStudio, StudioProcess
from tests.studio.clients import Orders, Projects, wait_until

GENERATIONS = ("/v1", "/v2", "/open/v2")
KNOWN_AVATARS = {1768, 1756, 204, 81, 127, 37, 412, 1695, 1, 1025}
KNOWN_VOICES = {"en-US-ChristopherNeural", "GzE4TcXfh9rYCU9gVgPp", "MFZUKuGQUsGJPQjTS4wC"}
KNOWN_STYLES = {
    "Simple Product Switch", "FullScreen", "Floating Avatar Voiceover", "Dynamic Showcase", "Elegant Presentation",
    "Simple split screen template", "Card Stacking",
}  # fmt: skip


def data_of(projects: Projects, path: str, **query: Any) -> dict[str, Any]:
    answer = projects.client.get(path, params=query).json()
    assert answer["code"] == 0, answer
    data: dict[str, Any] = answer["data"]
    return data


@pytest.mark.parametrize("generation", GENERATIONS)
def test_what_clients_hard_code_is_listed(projects: Projects, generation: str) -> None:
    avatars = data_of(projects, f"{generation}/avatars/public", page_size=100)["avatars"]
    assert {avatar["id"] for avatar in avatars} >= KNOWN_AVATARS
    assert {avatar["avatar_id"] for avatar in avatars} == {avatar["id"] for avatar in avatars}
    assert {
        voice["voice_id"] for voice in data_of(projects, f"{generation}/voices", page_size=100)["voices"]
    } >= KNOWN_VOICES
    styles = data_of(projects, f"{generation}/visual_styles", aspect_ratio=-1)["visual_styles"]
    assert {style["name"] for style in styles} >= KNOWN_STYLES
    musics = data_of(projects, f"{generation}/musics")
    assert 13 in {music["id"] for music in musics["music"]}
    assert musics["background_music"] == musics["music"]
    assert data_of(projects, f"{generation}/templates", aspect_ratio="square")["templates"][0]["aspect_ratio"] == 2
    assert data_of(projects, f"{generation}/voices/custom") == {"total": 0, "voices": []}
    for own in ("avatars/custom", "avatars/photo_avatars", "avatars/product_avatars"):
        assert data_of(projects, f"{generation}/{own}")["avatars"] == []
    assert data_of(projects, f"{generation}/avatars/product_avatars", aspect_ratio="portrait")["product_avatars"] == []
    assert data_of(projects, f"{generation}/templates/custom") == {"templates": []}
    assert set(data_of(projects, f"{generation}/user/whoami")) == {"email", "username"}


def test_lists_page_and_filter(projects: Projects) -> None:
    first = data_of(projects, "/v2/voices", page=1, page_size=5)
    assert (len(first["voices"]), first["has_more"]) == (5, True)
    last = data_of(projects, "/v2/voices", page=3, page_size=5)
    assert (len(last["voices"]), last["has_more"]) == (4, False)
    assert data_of(projects, "/v2/musics", page_size=4)["pagination"] == {
        "page": 1, "page_size": 4, "total_items": 6, "total_pages": 2,
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/v2/voices", "/v2/avatars/public", "/v2/musics", "/v1/voices"])
def test_a_page_has_ten_entries_unless_asked_otherwise_and_a_hundred_at_most(projects: Projects, path: str) -> None:
    data = data_of(projects, path)
    assert max(len(entries) for entries in data.values() if isinstance(entries, list)) <= 10
    assert projects.client.get(path, params={"page_size": 101}).json()["code"] == 40000


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"gender": "female", "age": "senior"}, {"Ingrid"}),
        ({"style": "social"}, {"Amara", "Kenji"}),
        ({"scene": "business"}, {"Maya", "Omar"}),
        ({"ethnicity": "african"}, {"Amara", "Marcus"}),
        ({"aspect_ratio": "square"}, {"Sofia", "Priya"}),
        ({"aspect_ratio": "2", "gender": "", "ethnicity": "south_asian"}, {"Priya"}),
        ({"aspect_ratio": "-1", "age": "adult", "gender": "male"}, {"Omar", "Marcus"}),
        ({"scene": "news", "gender": "female"}, set()),
    ],
)
def test_presenters_are_filtered(projects: Projects, filters: dict[str, str], names: set[str]) -> None:
    data = data_of(projects, "/v2/avatars/public", **filters)
    assert {avatar["name"] for avatar in data["avatars"]} == names
    assert data["total"] == len(names)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"language": "german"}, 14),
        ({"language": "klingon"}, 0),
        ({"age": "old", "gender": "male"}, 2),
        ({"use_case": "narrative_story"}, 3),
        ({"use_case": "narrative_story", "age": "middle_aged"}, 1),
    ],
)
def test_voices_are_filtered_and_listed_in_the_language_asked_for(
    projects: Projects, filters: dict[str, str], count: int
) -> None:
    voices = data_of(projects, "/v2/voices", page_size=100, **filters)["voices"]
    assert len(voices) == count
    assert {voice["language"] for voice in voices} <= {filters.get("language", "english")}


def test_british_voices_say_so(projects: Projects) -> None:
    voices = data_of(projects, "/v2/voices", page_size=100)["voices"]
    assert {voice["name"] for voice in voices if voice["accent"] == "british"} == {"Beatrice", "Edmund"}
    assert {voice["accent"] for voice in voices} == {"american", "british"}


@pytest.mark.parametrize(
    ("path", "filters"),
    [
        ("/v2/avatars/public", {"gender": "robot"}),
        ("/v2/avatars/public", {"aspect_ratio": "round"}),
        ("/v2/avatars/custom", {"status": "asleep"}),
        ("/v2/voices", {"age": "adult"}),
        ("/v2/visual_styles", {"aspect_ratio": "7"}),
    ],
)
def test_a_filter_that_the_contract_lacks_is_refused(projects: Projects, path: str, filters: dict[str, str]) -> None:
    answer = projects.client.get(path, params=filters).json()
    assert answer["code"] == 40000
    assert answer["msg"].startswith(f"Parameter error: {next(iter(filters))} must be one of ")


def test_the_quota_falls_with_each_request_that_costs_something(start_studio: StartStudio) -> None:
    projects = Projects(start_studio(credits=2))
    orders = Orders(projects.client)
    product_id = orders.product(projects.studio.sample_urls()[0])
    orders.accept(product_id)
    assert data_of(projects, "/v2/user/remaining_quota") == {"remaining_quota": 1.0}
    script = {"product_id": product_id, "language": "english", "video_length": "15"}
    for left in (0.8, 0.6, 0.4, 0.2, 0.0):
        assert projects.client.post("/v1/ai_scripts", json=script).json()["code"] == 0
        assert data_of(projects, "/v1/user/remaining_quota") == {"remaining_quota": left}
    for path, body in (
        ("/v1/ai_scripts", script),
        ("/v2/create_video_from_product", orders.nested(product_id)),
    ):
        answer = projects.client.post(path, json=body).json()
        assert (answer["code"], answer["msg"]) == (18020, "Insufficient credit")


@pytest.mark.parametrize(
    "source",
    [
        {"source_type": "details", "data": {"name": "Steel Bottle", "description": "Keeps drinks cold for a day."}},
        {"source_type": "id", "data": {"id": "…"}},
    ],
)
def test_a_script_is_written_in_the_background(projects: Projects, source: dict[str, Any]) -> None:
    if source["source_type"] == "id":
        product_id = Orders(projects.client).product(projects.studio.sample_urls()[0])
        source = {"source_type": "id", "data": {"id": product_id}}
    body = {
        "language": "english",
        "video_length_seconds": "30",
        "script_style": "storytime",
        "product_info": source,
        "target_audience": "climbers",
    }
    task_id = projects.client.post("/v2/ai_scripts", json=body).json()["data"]["task_id"]

    def completed() -> dict[str, Any] | None:
        data = data_of(projects, f"/v2/ai_scripts/results/{task_id}")
        return data if data["status"] == "completed" else None

    (script,) = wait_until(completed)["data"]["generated_scripts"]
    assert script["script_style"] == "Storytime"
    assert len(script["script_paragraphs"]) >= 2
    assert "climbers" in " ".join(script["script_paragraphs"])


def test_a_script_without_words_fails_and_says_so(projects: Projects) -> None:
    source = {"source_type": "details", "data": {"name": "!!!", "description": "!!!"}}
    body = {"language": "english", "video_length_seconds": 15, "script_style": "Data", "product_info": source}
    task_id = projects.client.post("/v2/ai_scripts", json=body).json()["data"]["task_id"]
    data = wait_until(
        lambda: (found := data_of(projects, f"/v2/ai_scripts/results/{task_id}"))["status"] == "failed" and found
    )
    assert data["err_msg"].startswith("no_speakable_title")


def test_v1_writes_four_scripts_at_once(projects: Projects) -> None:
    body = {"name": "Steel Bottle", "description": "Keeps drinks cold.", "video_length": "15", "language": "german"}
    scripts = projects.client.post("/v1/ai_scripts", json=body).json()["data"]["generated_scripts"]
    assert [script["script_style"] for script in scripts] == ["Storytime", "Top 3 reasons", "Data", "Light marketing"]
    assert projects.client.post("/v1/ai_scripts", json={"name": "Bottle"}).json()["code"] == 40000


def upload(client: httpx.Client, content: bytes, name: str = "my bottle.PNG") -> dict[str, str]:
    signed = client.post("/v2/upload/asset", json={"filename": name, "content_type": "image/png"}).json()
    assert signed["code"] == 0, signed
    put = httpx.put(signed["data"]["sign_url"], content=content, headers={"content-type": "application/octet-stream"})
    assert put.json()["code"] == 0, put.text
    data: dict[str, str] = signed["data"]
    return data


def test_an_uploaded_picture_becomes_a_product_s_and_shows_in_its_video(
    start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio(renderer="real", workers=1)
    Image.radial_gradient("L").resize((600, 600)).convert("RGB").save(tmp_path / "bottle.png")
    content = (tmp_path / "bottle.png").read_bytes()
    with studio.client() as client:
        signed = upload(client, content)
        served = httpx.get(signed["asset_url"])
        assert (served.content, served.headers["content-type"]) == (content, "image/png")
        body = {"name": "Bottle", "description": "", "media": [{"type": 1, "url": signed["asset_url"]}]}
        created = client.post("/v2/product", json=body).json()["data"]
        assert len(created["media"]) == 1
        assert httpx.get(created["media"][0]["url"]).headers["content-type"] == "image/png"


def test_an_upload_address_is_good_for_its_own_file_and_time_only(studio: StudioProcess, projects: Projects) -> None:
    signed = upload(projects.client, b"first")
    parts = urlsplit(signed["sign_url"])
    other = signed["sign_url"].replace(parts.path[-8:], "0000.png")
    later = signed["sign_url"].replace("expires=1", "expires=2")
    for url in (other, later, f"{studio.url}{parts.path}?expires=1&signature=x"):
        assert httpx.put(url, content=b"second").json()["code"] == 10104
    assert httpx.get(signed["asset_url"]).content == b"first"


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "song.mp3", "noname", "../x.png/../y"])
def test_what_is_no_picture_cannot_be_uploaded(projects: Projects, name: str) -> None:
    answer = projects.client.post("/v2/upload/asset", json={"filename": name, "content_type": "image/png"}).json()
    assert answer["code"] == 40000
    assert "filename" in answer["msg"]


def test_an_upload_that_is_too_large_leaves_nothing(projects: Projects) -> None:
    signed = projects.client.post("/v2/upload/asset", json={"filename": "a.png"}).json()["data"]
    answer = httpx.put(signed["sign_url"], content=bytes(20_000_001))
    assert (answer.status_code, answer.json()["code"]) == (413, 40000)
    assert httpx.get(signed["asset_url"]).status_code == 404
