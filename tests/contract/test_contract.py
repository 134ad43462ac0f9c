"""What holds in every generation of the contract."""

import re
import time
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conftest import StartStudio
from tests.contract.conftest import Budget, Service
from tests.contract.faces import FACES, Face, OpenFace, Stage, V2Face, Video

RENDER_SECONDS = 900.0
"""The vendor's guide names up to ten minutes."""


def product(face: Face, page: str) -> Any:
    answer = face.create(page).json()
    assert answer["code"] == 0, answer
    return face.product_of(answer["data"])


def check_refused(answer: httpx.Response) -> dict[str, Any]:
    """A refusal has its reason in the body, whatever the HTTP status."""
    body: dict[str, Any] = answer.json()
    assert body["code"] != 0
    assert body["msg"]
    assert body["data"] is None
    return body


def finished(face: Face, video_id: str, pause: float) -> Video:
    end = time.monotonic() + RENDER_SECONDS
    while (video := face.video(face.ask(video_id).json()["data"])).stage is Stage.BEFORE:
        assert not video.url
        assert time.monotonic() < end, "the video was not finished in time"
        time.sleep(pause)
    return video


def test_a_page_becomes_a_product_in_the_envelope(face: Face, service: Service) -> None:
    answer = face.create(service.page)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (200, 0)
    assert body["msg"].lower() == "success"
    assert re.fullmatch("[0-9a-f]{32}", body["rid"])
    assert face.product_of(body["data"])


def test_a_wrong_key_is_10105(face: Face, service: Service) -> None:
    calls = [("POST", face.product_path), ("PUT", face.product_path), ("POST", face.render_path)]
    for method, path in calls:
        answer = httpx.request(method, service.url + path, headers={"x-api-key": "wrong"}, json={}, timeout=60)
        assert check_refused(answer)["code"] == 10105


def test_a_page_that_is_not_there_is_refused(face: Face, service: Service) -> None:
    check_refused(face.create(service.page + "-that-does-not-exist"))


def test_a_correction_answers_without_data(face: Face, service: Service) -> None:
    answer = face.correct(product(face, service.page), "A better name").json()
    assert (answer["code"], answer.get("data")) == (0, None)


def test_what_does_not_exist_is_refused(face: Face) -> None:
    unknown = {"id": 2**40, "prj_id": "0" * 32} if isinstance(face, OpenFace) else "OTk5OTk5OTk5OTk5"
    for answer in (face.correct(unknown, "x"), face.order(unknown), face.ask("0" * 32)):
        check_refused(answer)


def test_a_body_without_what_is_required_is_a_parameter_error(face: Face) -> None:
    for path in (face.product_path, face.render_path):
        assert check_refused(face.client.post(path, json={}))["code"] in (40000, 18001)


def test_a_video_is_made_and_fetched_without_the_key(face: Face, service: Service, budget: Budget) -> None:
    budget.spend(1)
    made = product(face, service.page)
    name = f"contract-{uuid4().hex[:12]}"
    ordered = face.order(made, name).json()
    assert ordered["code"] == 0, ordered
    video_id = face.video_id(made, ordered)
    video = finished(face, video_id, pause=0.05 if service.is_studio else 15)
    assert video.stage is Stage.DONE, video.error
    assert video.seconds > 0
    with httpx.stream("GET", video.url) as file:
        assert file.headers["content-type"] == "video/mp4"
        start = next(file.iter_bytes(1024))
        assert start[4:8] == b"ftyp"
        assert int(file.headers["content-length"]) > len(start)
    assert httpx.get(video.cover_url).headers["content-type"].startswith("image/")
    if isinstance(face, V2Face):
        listed = face.client.get("/v2/product_videos", params={"page": 1, "page_size": 100}).json()["data"]["videos"]
        assert name in [each["title"] for each in listed if each["id"] == video_id]


def test_a_failed_video_says_why(face: Face, service: Service, request: pytest.FixtureRequest) -> None:
    if not service.is_studio:
        pytest.skip("a live service cannot be made to fail")
    studio = request.getfixturevalue("studio")
    studio.add_faults({"action": "fail_render", "path": face.render_path, "reason": "Too dark."})
    made = product(face, service.page)
    video = finished(face, face.video_id(made, face.order(made).json()), pause=0.05)
    assert (video.stage, video.error, video.url) == (Stage.FAILED, "Too dark.", "")


@pytest.mark.parametrize("lost", [True, False], ids=["accepted", "not accepted"])
def test_the_answer_of_the_paid_call_can_be_lost(
    face: Face, service: Service, request: pytest.FixtureRequest, lost: bool
) -> None:
    if not service.is_studio:
        pytest.skip("a live connection cannot be made to break")
    studio = request.getfixturevalue("studio")
    made = product(face, service.page)
    before = studio.counters()
    studio.add_faults({"action": "accept_then_drop" if lost else "drop_before", "path": face.render_path})
    with pytest.raises(httpx.RemoteProtocolError):
        face.order(made, f"lost-{uuid4().hex[:8]}")
    after = studio.counters()
    assert sum(after.accepted.values()) - sum(before.accepted.values()) == int(lost)
    assert after.credits - before.credits == pytest.approx(int(lost))


def test_the_generations_share_one_window_of_posts(service: Service, start_studio: StartStudio) -> None:
    if not service.is_studio:
        pytest.skip("would block the account for a minute")
    paths = [face.product_path for face in FACES.values()]
    with start_studio(posts_per_minute=len(paths)).client() as client:
        answers = [client.post(path, json={}) for path in paths]
        assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["2", "1", "0"]
        for path in paths:
            late = client.post(path, json={})
            body = check_refused(late)
            assert (late.status_code, body["code"], late.headers["x-ratelimit-remaining"]) == (429, 429, "0")
            assert int(late.headers["retry-after"]) == body["retryAfter"] > 0


@pytest.mark.parametrize("generation", ["v1", "v2"])
def test_a_webhook_endpoint_can_be_added_and_deleted(service: Service, generation: str) -> None:
    with httpx.Client(base_url=service.url, headers={"x-api-key": service.api_key}, timeout=60) as client:
        body = {
            "url": "https://receiver.example.com/contract",
            "status": "disabled",
            "events": ["generated_video_success"],
        }
        endpoint = client.post(f"/{generation}/endpoint", json=body).json()["data"]
        try:
            listed = client.get(f"/{generation}/endpoints").json()["data"]["endpoints"]
            assert endpoint["endpoint_id"] in [each["endpoint_id"] for each in listed]
            assert endpoint["secret"]
            assert set(body["events"]) <= set(client.get(f"/{generation}/events").json()["data"]["events"])
        finally:
            assert client.delete(f"/{generation}/endpoint/{endpoint['endpoint_id']}").json()["code"] == 0
