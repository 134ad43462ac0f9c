"""What came back, judged: an envelope, or the one error of the tree that says what happened.

The contract answers with `{"rid", "code", "msg", "data"}`; generation 1 also with `{"error", "message"}` under
HTTP 400. Business codes come under any HTTP status, so a known code decides before the status does. What fits
neither is `BadAnswerError`, which is ambiguous: an answer that can't be read does not prove that nothing was
accepted.
"""

import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from pydantic import SecretStr

from blocks.errors import (
    AnswerLostError,
    AuthenticationError,
    BadAnswerError,
    InsufficientCreditError,
    JoggError,
    NotFoundError,
    NotPermittedError,
    NotSentError,
    ParameterError,
    RateLimitedError,
    ServiceFaultError,
    Stage,
)
from blocks.jogg.http.clock import http_date
from bounds.printable import printable

BY_CODE: Mapping[int, type[JoggError]] = {
    10104: NotFoundError,
    10105: AuthenticationError,
    18001: ParameterError,  # seen live where the documents say 40000
    18020: InsufficientCreditError,
    18025: NotPermittedError,
    40000: ParameterError,
    50000: ServiceFaultError,
}
"""Business codes of the vendor's error page (v1 and v2); 429 has its own way because it carries a wait."""

BY_STATUS: Mapping[int, type[JoggError]] = {
    400: ParameterError,
    401: AuthenticationError,
    402: InsufficientCreditError,
    403: NotPermittedError,
    404: NotFoundError,
    408: ServiceFaultError,  # a gateway gave up waiting: the service may still be at work
    422: ParameterError,
}
"""HTTP statuses (RFC 9110) where the body holds no known code."""

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""httpx raises these before the first byte of a request is written."""

MAX_ANSWER_BYTES = 4 * 1024 * 1024
"""A page of 100 videos is some 100 kB, so more than this is not the API."""

GZIP_WBITS = 31
"""zlib's number for a gzip wrapper (zlib manual, inflateInit2)."""

MAX_MESSAGE_CHARS = 300
"""The service's own words are cut to this: they are untrusted text on their way into logs."""

EPOCH_FROM = 1e9
"""An X-RateLimit-Reset above this is a Unix time (2001 and later), below it a number of seconds."""


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An HTTP answer as it came. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A success: `data` is still JSON, for a model to read."""

    data: Any
    request_id: str


NO_SECRET = SecretStr("")


def classify(
    received: RawAnswer | Exception, stage: Stage, *, secret: SecretStr = NO_SECRET, now: datetime | None = None
) -> Envelope | JoggError:
    """Judge one attempt: what httpx answered or raised.

    `secret` is blotted out of the service's words, which may quote it. `now` (timezone-aware) serves waits that are
    given as a date.
    """
    if isinstance(received, Exception):
        return _judge_fault(received, stage)
    fields = _json_object(_unpacked(received.body, received.headers.get("content-encoding", "")))
    code = next((number for name in ("code", "error") if (number := _whole(fields.get(name))) is not None), None)
    request_id = _clean(fields.get("rid"))[:64]
    if code == 0 and 200 <= received.status < 300:
        return Envelope(data=fields.get("data"), request_id=request_id)
    message = _message(fields, received.status, secret)
    if code == 429 or received.status == 429:
        wait = _retry_after(received.headers, fields, now or datetime.now(UTC))
        return RateLimitedError(message, retry_after=wait, stage=stage, request_id=request_id)
    kind = _kind(received.status, code, is_json=bool(fields))
    return kind(message, code=str(code or f"http_{received.status}"), stage=stage, request_id=request_id)


def _judge_fault(fault: Exception, stage: Stage) -> JoggError:
    """Judge without quoting httpx, whose texts may hold headers; only a refused connection tells its reason."""
    name = type(fault).__name__
    if isinstance(fault, NOT_SENT):
        reason = f": {_clean(str(fault))}" if isinstance(fault, httpx.ConnectError) else ""
        return NotSentError(f"The service could not be reached ({name}{reason}).", code="not_sent", stage=stage)
    if isinstance(fault, httpx.DecodingError):
        return BadAnswerError(f"The answer could not be decoded ({name}).", code="bad_answer", stage=stage)
    return AnswerLostError(f"The request was sent, but no answer came ({name}).", code="answer_lost", stage=stage)


def _kind(status: int, code: int | None, *, is_json: bool) -> type[JoggError]:
    if code is not None and code in BY_CODE:
        return BY_CODE[code]
    if status >= 500:
        return ServiceFaultError
    if status == 404 and not is_json:
        return BadAnswerError  # a web server's own page: the base URL is not the API
    return BY_STATUS.get(status, BadAnswerError)


def _unpacked(body: bytes, encoding: str) -> bytes:
    """The body of an answer: as it is, or out of one layer of gzip from a proxy that packs unasked.

    What is packed otherwise, or too large, is no JSON and is judged as such.
    """
    if encoding.strip().lower() not in {"gzip", "x-gzip"}:
        return body
    try:
        return zlib.decompressobj(GZIP_WBITS).decompress(body, MAX_ANSWER_BYTES)
    except zlib.error:
        return body


def _json_object(body: bytes) -> Mapping[str, Any]:
    """Read the body, empty where it is no JSON object."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _whole(value: Any) -> int | None:
    """Read a whole number, also from text: codes have been seen as both."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _message(fields: Mapping[str, Any], status: int, secret: SecretStr) -> str:
    said = next((text for name in ("msg", "message") if (text := _clean(fields.get(name), secret))), "")
    if said:
        return f"The service says: {said!r} (HTTP {status})."
    what = "an answer that is not of the contract" if fields else "something that is no JSON object"
    return f"The service answered with {what} (HTTP {status})."


def _clean(value: Any, secret: SecretStr = NO_SECRET) -> str:
    """Make one short printable line of the service's text."""
    if not isinstance(value, str):
        return ""
    if secret:
        value = value.replace(secret.get_secret_value(), "[api key]")
    line = printable(value[: 4 * MAX_MESSAGE_CHARS])
    return " ".join(line.split())[:MAX_MESSAGE_CHARS]


def _retry_after(headers: Mapping[str, str], fields: Mapping[str, Any], now: datetime) -> float | None:
    """Seconds to wait, from the first that tells: Retry-After (RFC 9110 §10.2.3), the body, X-RateLimit-Reset."""
    data = fields.get("data")
    places = (
        headers.get("retry-after"),
        data.get("retryAfter") if isinstance(data, dict) else None,
        fields.get("retryAfter"),
        headers.get("x-ratelimit-reset"),
    )
    return next((wait for place in places if (wait := _seconds(place, now)) is not None), None)


def _seconds(value: Any, now: datetime) -> float | None:
    """Read a wait from a number, a Unix time or an HTTP date; None where it is none of them."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        moment = http_date(str(value))
        return None if moment is None else max(0.0, moment.timestamp() - now.timestamp())
    if not math.isfinite(number):
        return None
    return max(0.0, number - now.timestamp() if number > EPOCH_FROM else number)
