from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from blocks.delivery.source import RESTART_CODES, SourceLimits, VideoSource
from blocks.errors import VideoTooLargeError, VideoUnavailableError

if TYPE_CHECKING:
    from typing import Any

    from tests.blocks.delivery.conftest import Route, VideoServer


BODY = os.urandom(900_000)
QUICK = SourceLimits(backoff_seconds=0, read_seconds=5)


def fetch(url: str, limits: SourceLimits = QUICK, stop: threading.Event | None = None) -> bytes:
    return b"".join(VideoSource(url, limits=limits, stop=stop).chunks())


def failure(url: str, limits: SourceLimits = QUICK) -> VideoUnavailableError:
    with pytest.raises(VideoUnavailableError) as caught:
        fetch(url, limits)
    return caught.value


def test_a_body_arrives_whole_and_unencoded(videos: VideoServer, route: type[Route]) -> None:
    served = route(body=BODY)
    assert fetch(videos.add("v.mp4", served)) == BODY
    assert served.requests[0]["Accept-Encoding"] == "identity"


def test_a_redirect_is_followed(videos: VideoServer, route: type[Route]) -> None:
    videos.add("there.mp4", route(body=BODY))
    assert fetch(videos.add("here.mp4", route(statuses=[302], headers={"Location": "/there.mp4"}))) == BODY


@pytest.mark.parametrize("validator", ["etag", "date"])
def test_a_dropped_connection_goes_on_where_it_broke(videos: VideoServer, route: type[Route], validator: str) -> None:
    date = "Wed, 01 Jul 2026 00:00:00 GMT"
    etags, headers = (['"one"'], {}) if validator == "etag" else ([""], {"Last-Modified": date})
    served = route(body=BODY, drop_after=[300_000, 200_000, 1, None], etags=etags, headers=headers)
    assert fetch(videos.add("v.mp4", served)) == BODY
    assert [request.get("Range", "") for request in served.requests] == [
        "",
        "bytes=300000-",
        "bytes=500000-",
        "bytes=500001-",
    ]
    assert {request["If-Range"] for request in served.requests[1:]} == {'"one"' if validator == "etag" else date}


def test_resuming_ends_after_a_bounded_number(videos: VideoServer, route: type[Route]) -> None:
    served = route(body=BODY, drop_after=[1000])
    error = failure(videos.add("v.mp4", served), SourceLimits(backoff_seconds=0, max_resumes=3))
    assert error.code in RESTART_CODES
    assert len(served.requests) == 4


@pytest.mark.parametrize(
    "changes",
    [
        {"etags": ['"one"', '"two"']},
        {"etags": ['"one"', '"two"'], "ignores_if_range": True},
        {"ranges": False},
    ],
)
def test_a_body_that_changed_meanwhile_is_never_mixed(
    videos: VideoServer, route: type[Route], changes: dict[str, Any]
) -> None:
    error = failure(videos.add("v.mp4", route(body=BODY, drop_after=[1000, None], **changes)))
    assert error.code == "video_changed"


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_proof_of_sameness_the_caller_starts_again(videos: VideoServer, route: type[Route], etag: str) -> None:
    served = route(body=BODY, drop_after=[1000], etags=[etag])
    assert failure(videos.add("v.mp4", served)).code in RESTART_CODES
    assert len(served.requests) == 1


def test_a_body_shorter_than_declared_is_no_body(videos: VideoServer, route: type[Route]) -> None:
    served = route(body=BODY, declared=len(BODY) + 10, etags=[""])
    assert failure(videos.add("v.mp4", served)).code == "body_short"


def test_a_body_without_a_length_is_taken_as_it_comes(videos: VideoServer, route: type[Route]) -> None:
    assert fetch(videos.add("v.mp4", route(body=BODY, lengthless=True))) == BODY


@pytest.mark.parametrize(
    ("status", "code", "expired"),
    [
        (404, "video_not_there", False),
        (403, "link_expired", True),
        (401, "link_expired", True),
        (410, "link_expired", True),
        (429, "source_busy", False),
        (500, "source_busy", False),
        (503, "source_busy", False),
        (400, "source_refused", False),
        (204, "source_refused", False),
    ],
)
def test_each_refusal_has_its_name_and_may_be_tried_later(
    videos: VideoServer, route: type[Route], status: int, code: str, expired: bool
) -> None:
    error = failure(videos.add("v.mp4", route(statuses=[status])))
    assert (error.code, error.link_expired, error.retryable) == (code, expired, True)


def test_a_link_that_expires_half_way_asks_for_a_fresh_one(videos: VideoServer, route: type[Route]) -> None:
    served = route(body=BODY, drop_after=[1000, None], statuses=[200, 403])
    assert failure(videos.add("v.mp4", served)).link_expired


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "application/xml", "TEXT/HTML"])
def test_a_page_with_status_200_is_not_a_video_yet(videos: VideoServer, route: type[Route], kind: str) -> None:
    error = failure(videos.add("v.mp4", route(body=b"<html>", content_type=kind)))
    assert (error.code, error.retryable) == ("error_page", True)


def test_a_compressed_body_is_refused(videos: VideoServer, route: type[Route]) -> None:
    served = route(body=b"x", headers={"Content-Encoding": "gzip"})
    assert failure(videos.add("v.mp4", served)).code == "body_encoded"


@pytest.mark.parametrize("lengthless", [True, False])
def test_a_body_beyond_the_limit_ends_the_reading(videos: VideoServer, route: type[Route], lengthless: bool) -> None:
    served = route(body=BODY, lengthless=lengthless)
    with pytest.raises(VideoTooLargeError) as caught:
        fetch(videos.add("v.mp4", served), SourceLimits(max_bytes=100_000))
    assert caught.value.code == "video_too_large"


def test_a_silent_server_is_given_up(videos: VideoServer, route: type[Route]) -> None:
    held = threading.Event()
    served = route(body=BODY, pause=held, etags=[""])
    error = failure(videos.add("v.mp4", served), SourceLimits(read_seconds=0.2))
    held.set()
    assert error.code == "connection_dropped"


@pytest.mark.parametrize("link", ["file:///etc/passwd", "ftp://x/v.mp4", "v.mp4", ""])
def test_only_http_links_are_opened(link: str) -> None:
    assert failure(link).code == "bad_link"


def test_nobody_there_is_told_apart_from_a_drop() -> None:
    assert failure("http://127.0.0.1:1/v.mp4").code == "source_unreachable"


def test_a_stop_from_another_thread_ends_the_wait_for_a_resume(videos: VideoServer, route: type[Route]) -> None:
    stop = threading.Event()
    link = videos.add("v.mp4", route(body=BODY, drop_after=[1000]))
    threading.Timer(0.2, stop.set).start()
    started = time.monotonic()
    with pytest.raises(VideoUnavailableError) as caught:
        fetch(link, SourceLimits(backoff_seconds=60), stop)
    assert caught.value.code == "delivery_stopped"
    assert time.monotonic() - started < 10
