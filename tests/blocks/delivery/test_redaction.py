from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from blocks.delivery.redaction import redacted
from blocks.delivery.source import SourceLimits, VideoSource
from blocks.errors import DeliveryError

if TYPE_CHECKING:
    from tests.blocks.delivery.conftest import Route, VideoServer


SIGNED = "X-Amz-Signature=c0ffee"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"https://res.example/v/1.mp4?{SIGNED}", "https://res.example/v/1.mp4"),
        ("https://user:secret@res.example:8443/v.mp4#part", "https://res.example:8443/v.mp4"),
        ("http://res.example", "http://res.example"),
    ],
)
def test_only_scheme_host_and_path_are_shown(url: str, shown: str) -> None:
    assert redacted(url) == shown


@pytest.mark.parametrize("status", [200, 302, 403, 404, 500])
def test_a_signed_link_is_in_no_log_and_no_error(
    videos: VideoServer, caplog: pytest.LogCaptureFixture, route: type[Route], status: int
) -> None:
    link = videos.add("v.mp4", route(body=b"x" * 100, statuses=[status], headers={"Location": f"/w.mp4?{SIGNED}"}))
    videos.add("w.mp4", route(body=b"x" * 100))
    with caplog.at_level(logging.DEBUG):
        shown = outcome(f"{link}?{SIGNED}")
    assert "c0ffee" not in shown + caplog.text
    assert "/v.mp4" in caplog.text


@pytest.mark.parametrize("base", ["http://127.0.0.1:1", "http://does-not-exist.invalid", "http://[bad", "ftp://x"])
def test_a_signed_link_to_nowhere_is_in_no_error(base: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        shown = outcome(f"{base}/v.mp4?{SIGNED}")
    assert "c0ffee" not in shown + caplog.text


def outcome(url: str) -> str:
    """Return all that a log could show of a fetch: the error with its whole chain, or nothing."""
    try:
        b"".join(VideoSource(url, limits=SourceLimits(backoff_seconds=0)).chunks())
    except DeliveryError as error:
        formatter = logging.Formatter()
        return formatter.formatException((type(error), error, error.__traceback__))
    return ""
