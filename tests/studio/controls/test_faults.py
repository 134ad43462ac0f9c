"""Every fault of the control face, as a raw client sees it."""

import json
import time
from pathlib import Path

import av
import httpx
import pytest
from av.container import InputContainer

from tests.conftest import StartStudio, StudioProcess
from tests.studio.clients import Projects, RawAnswer, raw

RENDER = "/open/project/render"


def order(projects: Projects, project_id: str) -> RawAnswer:
    """The paid POST over a bare socket."""
    return raw(projects.studio.url + RENDER, projects.studio.api_key, "POST", json.dumps({"project_id": project_id}))


def ask(projects: Projects, project_id: str) -> RawAnswer:
    """prj_info over a bare socket."""
    return raw(f"{projects.studio.url}/open/prj_info?project_id={project_id}", projects.studio.api_key)


def accepted(projects: Projects, project_id: str) -> int:
    return projects.studio.counters().accepted.get(project_id, 0)


def test_accept_then_drop_renders_and_closes_without_a_byte(projects: Projects) -> None:
    project_id = projects.create()["prj_id"]
    projects.studio.add_faults({"action": "accept_then_drop", "method": "POST", "path": RENDER})
    assert order(projects, project_id).received == b""
    assert accepted(projects, project_id) == 1
    assert projects.wait(project_id)["video_url"]


def test_drop_before_closes_and_renders_nothing(projects: Projects) -> None:
    project_id = projects.create()["prj_id"]
    projects.studio.add_faults({"action": "drop_before", "path": RENDER})
    assert order(projects, project_id).received == b""
    assert accepted(projects, project_id) == 0
    assert order(projects, project_id).status == 200


def test_httpx_sees_a_dropped_connection_as_a_lost_answer(projects: Projects) -> None:
    project_id = projects.create()["prj_id"]
    projects.studio.add_faults({"action": "accept_then_drop", "path": RENDER})
    with pytest.raises(httpx.RemoteProtocolError):
        projects.render(project_id)


def test_delay_does_the_work_and_answers_late(projects: Projects) -> None:
    project_id = projects.create()["prj_id"]
    projects.studio.add_faults({"action": "delay", "seconds": 0.5, "path": RENDER})
    began = time.monotonic()
    assert order(projects, project_id).status == 200
    assert time.monotonic() - began >= 0.5
    assert accepted(projects, project_id) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_fault_does_the_work_only_where_it_is_told_to(projects: Projects, status: int) -> None:
    project_id = projects.create()["prj_id"]
    projects.studio.add_faults(
        {"action": "status", "status": status, "path": RENDER},
        {"action": "status", "status": status, "path": RENDER, "occurrence": 2, "accept": True},
    )
    assert [order(projects, project_id).status, accepted(projects, project_id)] == [status, 0]
    assert [order(projects, project_id).status, accepted(projects, project_id)] == [status, 1]


def test_a_made_up_429_says_when_to_come_back_and_is_counted(projects: Projects) -> None:
    before = projects.studio.counters().rate_limited
    projects.studio.add_faults({"action": "status", "status": 429, "retry_after": 7, "path": "/open/product"})
    answer = raw(f"{projects.studio.url}/open/product", projects.studio.api_key, "POST", '{"url": "x"}')
    assert answer.status == 429
    assert "retry-after: 7" in answer.head
    assert json.loads(answer.body).items() >= {"code": 429, "data": None, "retryAfter": 7}.items()
    assert projects.studio.counters().rate_limited == before + 1


def test_short_body_is_a_whole_answer_with_half_of_the_bytes(projects: Projects) -> None:
    url = projects.video()["video_url"]
    whole = httpx.get(url).content
    projects.studio.add_faults({"action": "short_body", "path": "/media/"})
    answer = raw(url, "")
    assert answer.status == 200
    assert answer.length == len(answer.body) == len(whole) // 2
    assert whole.startswith(answer.body)


def test_html_body_is_a_page_with_http_200(projects: Projects) -> None:
    url = projects.video()["video_url"]
    projects.studio.add_faults({"action": "html_body", "path": "/media/"})
    answer = raw(url, "")
    assert answer.status == 200
    assert "content-type: text/html" in answer.head
    assert answer.body.startswith(b"<!doctype html>")


def test_wrong_content_type_keeps_the_bytes(projects: Projects) -> None:
    url = projects.video()["video_url"]
    whole = httpx.get(url).content
    projects.studio.add_faults({"action": "wrong_content_type", "content_type": "application/json", "path": "/media/"})
    answer = raw(url, "")
    assert "content-type: application/json" in answer.head
    assert answer.body == whole


def test_drop_body_after_breaks_off_below_the_stated_length(projects: Projects) -> None:
    url = projects.video()["video_url"]
    whole = httpx.get(url).content
    projects.studio.add_faults({"action": "drop_body_after", "after_bytes": 1000, "path": "/media/", "times": 2})
    answer = raw(url, "")
    assert answer.length == len(whole)
    assert answer.body == whole[:1000]
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(url)


def test_a_dropped_download_can_be_resumed_by_range(projects: Projects) -> None:
    url = projects.video()["video_url"]
    whole = httpx.get(url)
    projects.studio.add_faults({"action": "drop_body_after", "after_bytes": 1000, "path": "/media/"})
    begun = raw(url, "").body
    rest = httpx.get(url, headers={"range": f"bytes={len(begun)}-", "if-range": whole.headers["etag"]})
    assert rest.status_code == 206
    assert begun + rest.content == whole.content


def test_expired_link_is_403_and_missing_is_404_for_so_many_requests(projects: Projects) -> None:
    url = projects.video()["video_url"]
    projects.studio.add_faults(
        {"action": "expired_link", "path": "/media/", "times": 2},
        {"action": "missing", "path": "/media/", "occurrence": 3, "times": 1},
    )
    assert [httpx.get(url).status_code for _ in range(4)] == [403, 403, 404, 200]


def test_corrupt_video_has_its_length_and_opens_but_no_frame_decodes(projects: Projects, tmp_path: Path) -> None:
    url = projects.video()["video_url"]
    whole = httpx.get(url).content
    projects.studio.add_faults({"action": "corrupt_video", "path": "/media/"})
    broken = httpx.get(url).content
    assert len(broken) == len(whole)
    file = tmp_path / "broken.mp4"
    file.write_bytes(broken)
    with av.open(str(file)) as container:
        assert container.streams.video
        assert decoded_frames(container) == 0


def decoded_frames(container: InputContainer) -> int:
    try:
        return sum(1 for _ in container.decode(video=0))
    except av.error.FFmpegError:
        return 0


def test_no_etag_and_change_etag(projects: Projects) -> None:
    url = projects.video()["video_url"]
    true = httpx.get(url).headers["etag"]
    projects.studio.add_faults({"action": "no_etag", "path": "/media/"})
    assert "etag" not in httpx.get(url).headers
    projects.studio.clear_faults()
    projects.studio.add_faults({"action": "change_etag", "path": "/media/", "times": 2})
    changed = {httpx.get(url).headers["etag"] for _ in range(2)}
    assert len(changed | {true}) == 3


def test_never_finish_holds_until_the_controls_finish_it(projects: Projects) -> None:
    project_id = projects.create()["prj_id"]
    projects.studio.add_faults({"action": "never_finish", "method": "POST", "path": RENDER})
    assert order(projects, project_id).status == 200
    for _ in range(5):
        info = projects.info(project_id)
        assert (info["status"], info["video_url"]) == (3, "")
        assert info["progress"] <= 99
    projects.studio.finish(project_id)
    assert projects.info(project_id)["status"] == 4


def test_fail_render_shows_its_reason(projects: Projects) -> None:
    project_id = projects.create()["prj_id"]
    projects.studio.add_faults({"action": "fail_render", "path": RENDER, "reason": "The avatar was ill."})
    order(projects, project_id)
    info = projects.info(project_id)
    assert (info["status"], info["err_msg"], info["video_url"]) == (5, "The avatar was ill.", "")


def test_not_started_shows_for_so_many_answers_although_accepted(projects: Projects) -> None:
    project_id = projects.create()["prj_id"]
    projects.studio.add_faults({"action": "not_started", "path": RENDER, "answers": 2})
    order(projects, project_id)
    assert accepted(projects, project_id) == 1
    assert [projects.info(project_id)["status"] for _ in range(2)] == [1, 1]
    assert projects.info(project_id)["status"] != 1


@pytest.mark.parametrize(("status", "code"), [(500, 50000), (400, 10104)])
def test_hide_project_answers_an_error_for_a_while(projects: Projects, status: int, code: int) -> None:
    project_id = projects.create()["prj_id"]
    projects.studio.add_faults({"action": "hide_project", "path": RENDER, "answers": 2, "status": status})
    order(projects, project_id)
    for _ in range(2):
        answer = ask(projects, project_id)
        assert (answer.status, json.loads(answer.body)["code"]) == (status, code)
    assert ask(projects, project_id).status == 200


def test_a_project_fault_can_end_by_time_and_start_at_a_status_request(projects: Projects) -> None:
    project_id = projects.create()["prj_id"]
    projects.studio.add_faults({"action": "hide_project", "path": "/open/prj_info", "seconds": 0.3, "times": 1})
    began = time.monotonic()
    assert ask(projects, project_id).status == 500
    while ask(projects, project_id).status == 500:
        assert time.monotonic() - began < 5
    assert time.monotonic() - began >= 0.3


def test_the_controls_fail_a_render(start_studio: StartStudio) -> None:
    projects = Projects(start_studio(render_seconds=600))
    project_id = projects.create()["prj_id"]
    projects.render(project_id)
    projects.studio.fail(project_id)
    assert projects.info(project_id)["status"] == 5


def test_a_fault_can_be_written_for_one_project_among_many(projects: Projects) -> None:
    first, second = (projects.create()["prj_id"] for _ in range(2))
    projects.studio.add_faults({"action": "status", "path": "/open/", "contains": second, "times": 0})
    assert [ask(projects, first).status, ask(projects, second).status, order(projects, second).status] == [
        200,
        500,
        500,
    ]


def test_faults_by_chance_repeat_with_their_seed(projects: Projects) -> None:
    project_id = projects.create()["prj_id"]

    def statuses() -> list[int]:
        projects.studio.clear_faults()
        projects.studio.add_faults({"action": "status", "path": "/open/prj_info", "probability": 0.5, "seed": 11})
        return [ask(projects, project_id).status for _ in range(20)]

    first = statuses()
    assert {200, 500} == set(first)
    assert statuses() == first


def test_the_script_tells_which_faults_have_happened(projects: Projects) -> None:
    project_id = projects.create()["prj_id"]
    projects.studio.clear_faults()
    projects.studio.add_faults(
        {"action": "status", "path": "/open/prj_info", "occurrence": 2, "times": 2},
        {"action": "status", "path": "/open/product"},
    )
    for _ in range(4):
        ask(projects, project_id)
    assert [fired for _, fired in projects.studio.fired_faults()] == [2, 0]


def test_a_fault_that_cannot_be_read_is_refused(studio: StudioProcess) -> None:
    answer = httpx.post(f"{studio.url}/studio/faults", json=[{"action": "explode"}])
    assert answer.status_code == 400
    assert answer.json()["code"] == 40000


def test_requests_are_counted_by_method_and_path(projects: Projects) -> None:
    before = projects.studio.counters().requests
    project_id = projects.create()["prj_id"]
    projects.info(project_id)
    projects.info(project_id)
    after = projects.studio.counters().requests
    assert after["POST /open/product"] - before.get("POST /open/product", 0) == 1
    assert after["GET /open/prj_info"] - before.get("GET /open/prj_info", 0) == 2
