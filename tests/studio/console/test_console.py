"""The page at `/`: who may use it, what it refuses, and that no text of a page becomes part of it."""

from base64 import b64encode
from typing import Any

import httpx
import pytest

from tests.conftest import API_KEY, StartStudio, StudioProcess
from tests.studio.clients import raw

FORM = {"styles": "FullScreen", "language": "english", "subtitles": "1"}


def send(studio: StudioProcess, headers: dict[str, str] | None = None, **fields: Any) -> httpx.Response:
    own = {"Origin": studio.url} if headers is None else headers
    return httpx.post(f"{studio.url}/console/order", data=FORM | fields, headers=own, timeout=30)


def get(studio: StudioProcess, headers: dict[str, str], path: str = "/") -> httpx.Response:
    return httpx.get(studio.url + path, headers=headers)


def test_the_page_is_open_at_this_machine_and_runs_nothing_inline(studio: StudioProcess) -> None:
    answer = httpx.get(studio.url)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert httpx.get(f"{studio.url}/console/console.js").headers["content-type"].startswith("text/javascript")
    assert httpx.get(f"{studio.url}/console/../api-key").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [{"Host": "rebound.example"}, {"Host": "rebound.example:80"}, {"Host": ""}, {"X-Forwarded-For": "203.0.113.9"}],
    ids=["another name", "with a port", "no name", "through a proxy"],
)
def test_whoever_comes_under_another_name_needs_the_key(studio: StudioProcess, headers: dict[str, str]) -> None:
    refused = get(studio, headers)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic ")
    for password, status in ((API_KEY, 200), ("wrong", 401), ("", 401)):
        basic = b64encode(f"anyone:{password}".encode()).decode()
        assert get(studio, headers | {"Authorization": f"Basic {basic}"}).status_code == status
    assert get(studio, headers | {"Authorization": "Basic ****"}).status_code == 401
    assert get(studio, headers, "/console/products/1").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "https://elsewhere.example"}, {"Origin": "http://127.0.0.1:1"}],
    ids=["none", "null", "another site", "another port"],
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
        page = httpx.get(studio.url + path).text
        assert "&lt;img src=x" in page
        assert mark not in page


def test_every_style_chosen_is_charged_and_corrections_are_named_as_such(studio: StudioProcess) -> None:
    before = studio.counters()
    answer = send(studio, url=studio.sample_urls()[0], title="My own name", styles=["FullScreen", "Card Stacking"])
    page = httpx.get(studio.url + answer.headers["location"]).text
    assert page.count('<article id="job-') == 2
    assert "My own name" in page
    assert "correction" in page
    assert studio.counters().credits == before.credits + 2
    again = httpx.post(f"{studio.url}{answer.headers['location']}/order", data=FORM, headers={"Origin": studio.url})
    assert httpx.get(studio.url + again.headers["location"]).text.count('<article id="job-') == 3


def test_orders_that_the_account_cannot_pay_are_refused_whole(start_studio: StartStudio) -> None:
    studio = start_studio(credits=1)
    answer = send(studio, url=studio.sample_urls()[0], styles=["FullScreen", "Card Stacking"])
    assert answer.status_code == 400
    assert "Insufficient credit" in answer.text
    assert studio.counters().credits == 0


def test_a_product_that_is_not_there_is_a_plain_404(studio: StudioProcess) -> None:
    assert httpx.get(f"{studio.url}/console/products/999999").status_code == 404
    assert raw(f"{studio.url}/console/products/x", "").status in {400, 404, 422}
