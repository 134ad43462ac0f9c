"""The finished video as the service gives it: bytes behind a link that may be signed, late or cut short.

Read with urllib3, which boto3 brings along: about a quarter of httpx's CPU on bulk bytes. The link's query never
appears in a message or a log.
"""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import urllib3
from urllib3.exceptions import HTTPError, IncompleteRead

from blocks.delivery.line import ForbiddenTargetError, Line
from blocks.delivery.redaction import hide_queries, redacted
from blocks.errors import DeliveryError, VideoTooLargeError, VideoUnavailableError
from bounds.limits import MAX_COPY_SECONDS, MAX_NUMBER_DIGITS, SLOW_SECONDS

RESTART_CODES = frozenset({"connection_dropped", "body_short", "video_changed"})
"""Errors after which the whole body may be fetched from its first byte."""

_EXPIRED = {401, 403, 410}
"""What object stores and CDNs answer to a signed link that has run out (S3: 403 "Request has expired")."""
_ERROR_PAGES = (
    "text/",
    "application/json",
    "application/xml",
    "application/xhtml+xml",
    "application/problem+json",
)
"""No video has such a type: with status 200 it is the page of a proxy, a login or a CDN at fault."""

hide_queries()


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """What a body may take of us. Seconds and bytes."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    """Longest silence between two reads."""
    deadline_seconds: float = MAX_COPY_SECONDS
    """Of all reading."""
    slow_seconds: float = SLOW_SECONDS
    """After them the body must come at `MIN_BYTES_PER_SECOND` at least."""
    max_bytes: int = 2 * 1024**3
    """A promo of a minute is 20-40 MB; this only stops a body that never ends."""
    max_resumes: int = 10
    backoff_seconds: float = 0.5
    """Before the first resume; doubled each time, up to ten times as much."""
    chunk_bytes: int = 1024 * 1024
    """At most. Each is hashed and copied while other threads send: with larger ones fewer turns are taken."""


class VideoSource:
    """Reads one body, once. A dropped connection is resumed where the server can prove it is the same body."""

    def __init__(
        self,
        url: str,
        *,
        limits: SourceLimits | None = None,
        stop: threading.Event | None = None,
        error_pages: tuple[str, ...] = _ERROR_PAGES,
    ) -> None:
        """`stop` ends the reading from another thread, with code `delivery_stopped`.

        `error_pages` are how the content types begin that no such body has.

        Raises `VideoUnavailableError` for a link that is not http or https.
        """
        if not url.startswith(("http://", "https://")):
            raise _unavailable(f"Not an http link: {redacted(url)}", "bad_link")
        self._url = url
        self._shown = redacted(url)
        self._limits = limits or SourceLimits()
        self._stop = stop or threading.Event()
        self._error_pages = error_pages
        self._received = 0
        self._expected: int | None = None
        self._validator = ""

    def chunks(self) -> Iterator[bytes]:
        """Yield the body in order and whole.

        Raises `VideoUnavailableError` (codes in `RESTART_CODES`: a fresh source may start again; `link_expired`: a
        fresh link is needed) and `VideoTooLargeError`.
        """
        with Line(self._limits.deadline_seconds, self._limits.slow_seconds) as line:
            for resumes in itertools.count():
                try:
                    yield from self._read(line)
                except VideoUnavailableError as error:
                    can_resume = self._received and self._validator and resumes < self._limits.max_resumes
                    if error.code not in {"connection_dropped", "body_short"} or not can_resume:
                        raise
                else:
                    return
                self._stop.wait(self._limits.backoff_seconds * min(2**resumes, 10))

    def _read(self, line: Line) -> Iterator[bytes]:
        response = self._open(line)
        try:
            self._check_pace(line)
            self._check_answer(response)
            while chunk := self._next_chunk(line, response):
                self._received += len(chunk)
                line.count(len(chunk))
                if self._received > self._limits.max_bytes:
                    raise _too_large(self._shown, self._limits.max_bytes)
                yield chunk
            self._check_pace(line)
        finally:
            # Unread bytes make the connection useless; closing it never waits for them.
            response.close()
        if self._expected is not None and self._received != self._expected:
            raise _unavailable(f"{self._received} of {self._expected} bytes came from {self._shown}", "body_short")

    def _open(self, line: Line) -> urllib3.BaseHTTPResponse:
        headers = {"Accept-Encoding": "identity"}
        if self._received:
            headers |= {"Range": f"bytes={self._received}-", "If-Range": self._validator}
        limits = self._limits
        try:
            with line.reading():
                return line.pool.request(
                    "GET",
                    self._url,
                    headers=headers,
                    preload_content=False,
                    timeout=urllib3.Timeout(connect=limits.connect_seconds, read=limits.read_seconds),
                    retries=urllib3.Retry(total=5, connect=0, read=0, other=0, status=0, redirect=5),
                )
        except ForbiddenTargetError:
            message = f"{self._shown} redirects to an address that is not on the public internet"
            raise _unavailable(message, "redirect_refused") from None
        except (HTTPError, OSError, ValueError) as error:
            raise self._dropped(line, error) from None

    def _next_chunk(self, line: Line, response: urllib3.BaseHTTPResponse) -> bytes:
        if self._stop.is_set():
            raise _unavailable("The run was stopped while the video was fetched", "delivery_stopped")
        try:
            # Undecoded: Content-Length and Range count the bytes on the wire. And as much as there is: to wait for a
            # full chunk would be to lose its first part with the connection.
            with line.reading():
                return response.read1(self._limits.chunk_bytes, decode_content=False)
        except (HTTPError, OSError, ValueError) as error:
            raise self._dropped(line, error) from None

    def _check_answer(self, response: urllib3.BaseHTTPResponse) -> None:
        if self._received:
            self._check_same_body(response)
            return
        if response.status != 200:
            raise _refusal(response.status, self._shown)
        kind = response.headers.get("Content-Type", "").lower()
        if kind.startswith(self._error_pages):
            raise _unavailable(f"{self._shown} answers with a page ({kind[:60]}), not a video", "error_page")
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise _unavailable(f"{self._shown} answers with a compressed body", "body_encoded")
        length = response.headers.get("Content-Length")
        self._expected = _whole_number(length)
        if length is not None and self._expected is None:
            raise _unavailable(f"The length that {self._shown} tells is no number", "bad_answer")
        if self._expected is not None and self._expected > self._limits.max_bytes:
            raise _too_large(self._shown, self._limits.max_bytes)
        self._validator = _validator(response)

    def _check_same_body(self, response: urllib3.BaseHTTPResponse) -> None:
        """Accept only the rest of the very body that was begun (RFC 9110, sections 13.1.5 and 14.4)."""
        if response.status not in {200, 206, 416}:
            raise _refusal(response.status, self._shown)
        content_range = response.headers.get("Content-Range", "")
        rest = content_range.startswith(f"bytes {self._received}-")
        total = _whole_number(content_range.rpartition("/")[2])
        same_size = self._expected is None or total in {None, self._expected}
        same_tag = _validator(response) in {"", self._validator}
        if response.status != 206 or not (rest and same_size and same_tag):
            raise _unavailable(f"{self._shown} changed while it was fetched", "video_changed")

    def _check_pace(self, line: Line) -> None:
        """A line that was cut looks like the end of a head, or of a body without a length."""
        if line.was_cut:
            raise self._too_slow()

    def _too_slow(self) -> DeliveryError:
        return _unavailable(f"{self._shown} sends too slowly: {self._received} bytes came", "source_slow")

    def _dropped(self, line: Line, error: Exception) -> DeliveryError:
        if line.was_cut:
            return self._too_slow()
        if not isinstance(error, HTTPError | OSError):
            # Raised by urllib3 and http.client for a length, a chunk or an address in a redirect that is none.
            return _unavailable(f"The answer of {self._shown} is no sound HTTP ({type(error).__name__})", "bad_answer")
        # Only the kind of the error is told: urllib3's texts hold the whole link.
        cause = next((each for each in error.args if isinstance(each, Exception)), error)
        reason = getattr(error, "reason", None) or cause
        code = "connection_dropped" if self._received else "source_unreachable"
        if isinstance(cause, IncompleteRead):
            code = "body_short"
        message = f"The connection to {self._shown} broke after {self._received} bytes ({type(reason).__name__})"
        return _unavailable(message, code)


def _refusal(status: int, shown: str) -> VideoUnavailableError:
    if status == 404:
        return _unavailable(f"{shown} is not there (HTTP 404)", "video_not_there")
    if status in _EXPIRED:
        message = f"The link to {shown} has expired (HTTP {status})"
        return VideoUnavailableError(message, code="link_expired", link_expired=True)
    code = "source_busy" if status == 429 or status >= 500 else "source_refused"
    return _unavailable(f"{shown} answers HTTP {status}", code)


def _unavailable(message: str, code: str) -> VideoUnavailableError:
    return VideoUnavailableError(message, code=code)


def _too_large(shown: str, limit: int) -> VideoTooLargeError:
    message = f"{shown} is larger than the limit of {limit} bytes"
    return VideoTooLargeError(message, code="video_too_large")


def _validator(response: urllib3.BaseHTTPResponse) -> str:
    """Return what proves a body the same: a strong ETag, else its date; a weak ETag proves nothing for ranges."""
    etag = response.headers.get("ETag", "")
    return etag if etag.startswith('"') else response.headers.get("Last-Modified", "")


def _whole_number(text: str | None) -> int | None:
    if not text or len(text) > MAX_NUMBER_DIGITS or not (text.isascii() and text.isdigit()):
        return None
    return int(text)
