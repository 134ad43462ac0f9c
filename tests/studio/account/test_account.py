"""The key, the credits and the rate limit."""

import stat
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import StartStudio, StudioProcess
from tests.studio.clients import Projects


@pytest.mark.parametrize(
    "headers",
    [{}, {"x-api-key": ""}, {"x-api-key": "wrong"}, {"x-api-key": "schlüssel".encode()}],
)
def test_without_the_right_key_every_call_is_refused(studio: StudioProcess, headers: dict[str, Any]) -> None:
    for method, path in [
        ("POST", "/open/product"),
        ("PUT", "/open/product"),
        ("POST", "/open/project/render"),
        ("GET", "/open/prj_info?project_id=x"),
    ]:
        answer = httpx.request(method, studio.url + path, headers=headers)
        assert answer.status_code == 401
        assert answer.json().items() >= {"code": 10105, "msg": "Invalid API key", "data": None}.items()


def test_the_header_of_the_key_may_be_in_any_case(studio: StudioProcess) -> None:
    answer = httpx.get(
        f"{studio.url}/open/prj_info?project_id=x", headers={"X-API-KEY": studio.api_key, "x-api-platform": "n8n"}
    )
    assert answer.json()["code"] == 10104


def test_a_key_is_made_and_kept_where_none_is_given(start_studio: StartStudio) -> None:
    studio = start_studio(api_key="")
    file = studio.data / "api-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = file.read_text()
    answer = httpx.get(f"{studio.url}/open/prj_info?project_id=x", headers={"x-api-key": key})
    assert answer.json()["code"] == 10104
    assert key not in studio.log.read_text()
    studio.stop()
    studio.start()
    assert file.read_text() == key


def test_the_key_is_in_no_log(studio: StudioProcess, projects: Projects) -> None:
    projects.video()
    httpx.get(f"{studio.url}/open/prj_info?project_id=x", headers={"x-api-key": "wrong-key-of-somebody"})
    log = studio.log.read_text()
    assert studio.api_key not in log
    assert "wrong-key-of-somebody" not in log


def test_credits_are_taken_at_acceptance_and_run_out(start_studio: StartStudio) -> None:
    studio = start_studio(credits=2, render_seconds=600)
    projects = Projects(studio)
    made = [projects.create()["prj_id"] for _ in range(3)]
    answers = [projects.render(project_id) for project_id in made]
    assert [answer.json()["code"] for answer in answers] == [0, 0, 18020]
    assert answers[2].json()["msg"] == "Insufficient credit"
    assert studio.counters().credits == 2
    assert made[2] not in studio.counters().accepted
    assert projects.info(made[2])["status"] == 1
    studio.kill()
    studio.start()
    assert Projects(studio).render(made[2]).json()["code"] == 18020


def test_the_window_refuses_the_post_too_many_and_says_when_to_come_back(start_studio: StartStudio) -> None:
    studio = start_studio(posts_per_minute=3)
    for _ in range(3):  # a wrong key uses up no slot
        assert httpx.post(f"{studio.url}/open/product", headers={"x-api-key": "no"}).status_code == 401
    with studio.client() as client:
        answers = [client.post("/open/project/render", json={"project_id": "x"}) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [400, 400, 400, 429]
        assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
        refused = answers[3]
        assert refused.headers["x-ratelimit-limit"] == "3"
        assert 50 <= int(refused.headers["retry-after"]) <= 60
        assert 0 < int(refused.headers["x-ratelimit-reset"]) - time.time() <= 61
        assert refused.json().items() >= {"code": 429, "data": None}.items()
        assert refused.json()["retryAfter"] == int(refused.headers["retry-after"])
        for _ in range(10):
            assert client.get("/open/prj_info", params={"project_id": "x"}).status_code == 400
            assert client.put("/open/product", json={"product_id": 1}).status_code == 400
    assert studio.counters().rate_limited == 1
    studio.kill()
    studio.start()
    with studio.client() as client:
        assert client.post("/open/product", json={"url": "x"}).status_code == 429


def test_the_key_does_not_reach_the_command_line(studio: StudioProcess) -> None:
    command = Path(f"/proc/{studio.pid}/cmdline")
    if not command.exists():
        pytest.skip("needs /proc")
    assert studio.api_key.encode() not in command.read_bytes()
