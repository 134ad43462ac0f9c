"""The page at `/`: who may use it, what it refuses, and that no text of a page becomes part of it."""

from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from studio.console.language_names import OWN_NAMES
from studio.voice.languages import CONTRACT_LANGUAGES
from tests.conftest import API_KEY, StartStudio, StudioProcess
from tests.studio.clients import wait_until

FORM = {"styles": "FullScreen", "language": "english", "subtitles": "1"}


def send(studio: StudioProcess, headers: dict[str, str] | None = None, **fields: Any) -> httpx.Response:
    own = {"Origin": studio.url} if headers is None else headers
    return studio.viewer().post("/console/order", data=FORM | fields, headers=own)


def get(studio: StudioProcess, headers: dict[str, str], path: str = "/") -> httpx.Response:
    return httpx.get(studio.url + path, headers=headers)


def test_the_page_runs_nothing_inline(studio: StudioProcess) -> None:
    viewer = studio.viewer()
    answer = viewer.get("/")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert viewer.get("/console/console.js").headers["content-type"].startswith("text/javascript")
    assert viewer.get("/console/../api-key").status_code == 404


def test_the_printed_address_is_exchanged_for_a_cookie(studio: StudioProcess) -> None:
    answer = httpx.get(studio.console)
    token = studio.console.partition("token=")[2]
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=Strict"} <= set(answer.headers["set-cookie"].split("; "))
    assert studio.viewer().get("/").status_code == 200
    assert token not in studio.viewer().get("/").text
    assert httpx.get(f"{studio.url}/?token={token[:-1]}").status_code == 401
    assert httpx.post(f"{studio.url}/console/order?token={token}", headers={"Origin": studio.url}).status_code == 401


def test_the_printed_address_opens_the_page_after_a_restart_too(start_studio: StartStudio) -> None:
    studio = start_studio()
    viewer = studio.viewer()
    studio.stop()
    assert viewer.get(studio.start().url).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "localhost:8777"},
        {"Host": "rebound.example"},
        {"Host": ""},
        {"X-Forwarded-For": "203.0.113.9"},
        {"Cookie": "studio-00000000=x"},
    ],
    ids=["this machine", "its name", "another name", "no name", "through a proxy", "a cookie"],
)
def test_wherever_one_comes_from_the_page_needs_token_or_key(studio: StudioProcess, headers: dict[str, str]) -> None:
    refused = get(studio, headers)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic ")
    for password, status in ((API_KEY, 200), ("wrong", 401), ("", 401)):
        basic = b64encode(f"anyone:{password}".encode()).decode()
        assert get(studio, headers | {"Authorization": f"Basic {basic}"}).status_code == status
    assert get(studio, headers | {"Authorization": "Basic ****"}).status_code == 401
    for path in ("/console/products/1", "/console/console.js"):
        assert get(studio, headers, path).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://127.0.0.1:1"},
    ],
    ids=["none", "null", "no address", "another site", "another port"],
)
def test_a_form_of_another_page_is_not_taken(studio: StudioProcess, headers: dict[str, str]) -> None:
    before = studio.counters().products
    assert send(studio, headers, url=studio.sample_urls()[0]).status_code == 403
    assert studio.counters().products == before


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"styles": "Cinema"}, "styles"),
        ({"styles": []}, "styles"),
        ({"language": "klingon"}, "language"),
        ({"aspect_ratio": "round"}, "aspect_ratio"),
        ({"seconds": "100000"}, "seconds"),
        ({"avatar_id": "Maya"}, "avatar_id"),
        ({"title": "T" * 5000}, "title"),
        ({"title": "T" * 70_000}, "too long"),
        ({"url": "file:///etc/passwd"}, "address_refused"),
        ({"url": ""}, ":"),
    ],
)
def test_a_field_that_makes_no_sense_is_named_and_nothing_is_ordered(
    studio: StudioProcess, fields: dict[str, str], problem: str
) -> None:
    before = studio.counters()
    answer = send(studio, None, **{"url": studio.sample_urls()[0], **fields})
    assert answer.status_code == 400
    alert = answer.text.partition('role="alert">')[2].partition("</p>")[0]
    assert problem in alert
    assert studio.counters().credits == before.credits


def test_no_text_becomes_part_of_the_page(studio: StudioProcess) -> None:
    mark = "<img src=x onerror=alert(1)>"
    answer = send(studio, url=studio.sample_urls()[0], title=mark, intro_text=mark, target_audience=mark)
    assert answer.status_code == 303
    for path in (answer.headers["location"], "/"):
        page = studio.viewer().get(path).text
        assert "&lt;img src=x" in page
        assert mark not in page


def test_every_style_chosen_is_charged_and_corrections_are_named_as_such(studio: StudioProcess) -> None:
    before = studio.counters()
    answer = send(studio, url=studio.sample_urls()[0], title="My own name", styles=["FullScreen", "Card Stacking"])
    viewer = studio.viewer()
    page = viewer.get(answer.headers["location"]).text
    assert page.count('<article id="job-') == 2
    assert "My own name" in page
    assert "correction" in page
    assert studio.counters().credits == before.credits + 2
    again = viewer.post(f"{answer.headers['location']}/order", data=FORM, headers={"Origin": studio.url})
    assert viewer.get(again.headers["location"]).text.count('<article id="job-') == 3


def test_orders_that_the_account_cannot_pay_are_refused_whole(start_studio: StartStudio) -> None:
    studio = start_studio(credits=1)
    answer = send(studio, url=studio.sample_urls()[0], styles=["FullScreen", "Card Stacking"])
    assert answer.status_code == 400
    assert "Insufficient credit" in answer.text
    assert studio.counters().credits == 0


def test_a_product_that_is_not_there_is_a_plain_404(studio: StudioProcess) -> None:
    assert studio.viewer().get("/console/products/999999").status_code == 404
    assert studio.viewer().get("/console/products/x").status_code in {400, 404, 422}


def page(studio: StudioProcess, path: str) -> str:
    answer = studio.viewer().get(path)
    assert answer.status_code == 200
    return answer.text


def test_videos_are_searched_filtered_and_paged(start_studio: StartStudio) -> None:
    studio = start_studio()
    styles = ["FullScreen", "Card Stacking", "Avatar Bubble", "Simple Product Switch", "Up&Down Avatar"]
    for title in ("ÄPFEL", "Kettle", "100 % _wool", "Lamp", "Chair"):
        assert send(studio, url=studio.sample_urls()[0], title=title, styles=styles).status_code == 303
    wait_until(lambda: page(studio, "/").count('<span class="status">finished') == 24)
    assert "Page 1 of 2, 25 videos" in page(studio, "/")
    assert page(studio, "/?page=2").count('<article id="job-') == 1
    for text, count in (("äpfel", 5), ("100 % _", 5), ("%", 5), ("nothing", 0)):
        assert page(studio, f"/?{urlencode({'q': text})}").count('<article id="job-') == count
    assert page(studio, "/?status=failed").count('<article id="job-') == 0
    assert page(studio, "/?status=finished&q=lamp").count('<article id="job-') == 5
    assert page(studio, "/?status=no-such-word&page=2").count('<article id="job-') == 1


def test_a_deleted_video_is_gone_from_page_disk_and_lists_but_not_from_the_books(start_studio: StartStudio) -> None:
    studio = start_studio()
    location = send(studio, url=studio.sample_urls()[0]).headers["location"]
    wait_until(lambda: "<video" in page(studio, location))
    address = page(studio, location).partition('src="/media/')[2].partition('"')[0]
    answer = studio.viewer().post("/console/jobs/1/delete?back=product", headers={"Origin": studio.url})
    assert answer.headers["location"] == location
    assert "<article" not in page(studio, location)
    assert httpx.get(f"{studio.url}/media/{address}").status_code == 404
    with studio.client() as client:
        assert client.get("/v2/product_videos").json()["data"]["total"] == 0
        project_id = address.split("/")[1]
        assert client.get(f"/v1/project?project_id={project_id}").json()["data"]["status_desc"] == "deleted"
        assert (
            client.get(f"/v2/product_video/{project_id}").json()["data"]["error"]["message"] == "The video was deleted."
        )
    assert studio.counters().credits == 1
    assert studio.viewer().post("/console/jobs/1/delete", headers={"Origin": "https://x.example"}).status_code == 403


def test_a_video_that_is_being_rendered_is_not_deleted_and_a_queued_one_is_never_made(
    start_studio: StartStudio,
) -> None:
    studio = start_studio(render_seconds=600, workers=1)
    location = send(studio, url=studio.sample_urls()[0], styles=["FullScreen", "Card Stacking"]).headers["location"]
    shown = wait_until(lambda: "rendering" in (text := page(studio, location)) and text)
    assert shown.count("/delete?back=product") == shown.count('<span class="status">queued')
    for job in (1, 2):
        studio.viewer().post(f"/console/jobs/{job}/delete", headers={"Origin": studio.url})
    left = page(studio, location)
    assert left.count('<span class="status">queued') == 0
    assert left.count('<span class="status">rendering') == shown.count('<span class="status">rendering')


def test_what_to_do_about_an_error_is_read_first(studio: StudioProcess) -> None:
    alert = send(studio, url=f"{studio.url}/samples/about-us.html").text.partition('role="alert">')[2]
    assert alert.index("Open one single product") < alert.index("<code>no_product_found</code>")


def test_every_language_of_the_contract_has_its_own_name() -> None:
    assert set(OWN_NAMES) == CONTRACT_LANGUAGES
