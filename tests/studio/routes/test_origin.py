"""Links lead to where clients reach studio, behind whatever proxy it stands."""

import httpx
import pytest

from studio.command_line import app
from tests.conftest import StartStudio, StudioProcess


def links(studio: StudioProcess, headers: dict[str, str]) -> set[str]:
    """Scheme and host of each link in the answer for an upload."""
    body = {"filename": "a.jpg", "content_type": "image/jpeg", "file_size": 5}
    with studio.client() as client:
        data = client.post("/v2/upload/asset", json=body, headers=headers).json()["data"]
    return {str(httpx.URL(url).copy_with(path="/", query=None)).rstrip("/") for url in data.values()}


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ({"X-Forwarded-Proto": "https"}, "https://video.example"),
        ({"X-Forwarded-Proto": "HTTPS, http"}, "https://video.example"),
        ({"X-Forwarded-Proto": "https", "X-Forwarded-Host": "clips.example:8443"}, "https://clips.example:8443"),
        ({"X-Forwarded-Proto": "javascript"}, "http://video.example"),
        ({"X-Forwarded-Host": 'evil"/><script>'}, "http://video.example"),
        ({}, "http://video.example"),
    ],
)
def test_a_proxy_on_this_machine_says_what_the_client_asked(
    studio: StudioProcess, headers: dict[str, str], origin: str
) -> None:
    assert links(studio, {"Host": "video.example", **headers}) == {origin}


def test_a_stated_address_is_used_whatever_is_asked(start_studio: StartStudio) -> None:
    studio = start_studio(public_url="https://films.example/")
    assert links(studio, {"Host": "video.example", "X-Forwarded-Proto": "http"}) == {"https://films.example"}
    assert httpx.get(f"{studio.url}/samples/catalog.jsonl").text.startswith('{"url":"https://films.example/samples/')


def test_a_proxy_that_is_not_named_is_not_believed(start_studio: StartStudio) -> None:
    studio = start_studio(trusted_proxy="192.0.2.7")
    assert links(studio, {"Host": "video.example", "X-Forwarded-Proto": "https"}) == {"http://video.example"}


@pytest.mark.parametrize(
    "option", [["--public-url", "ftp://a"], ["--public-url", "https://a/b"], ["--trusted-proxy", "a"]]
)
def test_an_address_that_makes_no_sense_is_named(option: list[str], caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(SystemExit) as ended:
        app(["--port", "0", "--api-key", "x", "--webhook-secret", "x", *option])
    assert ended.value.code == 2
    assert option[0] in caplog.text
