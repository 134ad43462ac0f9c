import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from blocks import errors
from blocks.errors import JoggError, RateLimitedError, Stage
from blocks.jogg.http.verdict import Envelope, RawAnswer, classify
from bounds.printable import printable

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


def answer(body: object, status: int = 200, **headers: str) -> RawAnswer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return RawAnswer(status, {name.replace("_", "-"): value for name, value in headers.items()}, raw)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", " GZIP"])
def test_an_answer_that_a_proxy_has_packed_is_read(encoding: str) -> None:
    packed = answer(gzip.compress(b'{"code": 0, "data": 7}'), content_encoding=encoding)
    assert classify(packed, Stage.START_RENDER) == Envelope(data=7, request_id="")


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (httpx.ConnectError("[Errno 111] Connection refused"), errors.NotSentError),
        (httpx.ConnectTimeout(""), errors.NotSentError),
        (httpx.PoolTimeout(""), errors.NotSentError),
        (httpx.ProxyError("502"), errors.NotSentError),
        (httpx.ReadTimeout(""), errors.AnswerLostError),
        (httpx.WriteTimeout(""), errors.AnswerLostError),
        (httpx.ReadError(""), errors.AnswerLostError),
        (httpx.WriteError(""), errors.AnswerLostError),
        (httpx.CloseError(""), errors.AnswerLostError),
        (httpx.RemoteProtocolError(""), errors.AnswerLostError),
        (httpx.LocalProtocolError("Illegal header value b'sk-secret'"), errors.AnswerLostError),
        (TimeoutError(), errors.AnswerLostError),
        (httpx.DecodingError("bad gzip"), errors.BadAnswerError),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_each_fault_of_the_way_has_its_error(fault: Exception, expected: type[JoggError]) -> None:
    error = classify(fault, Stage.START_RENDER)
    assert type(error) is expected
    assert "sk-secret" not in str(error)
    assert error.stage is Stage.START_RENDER


@pytest.mark.parametrize(
    ("fault", "code", "message"),
    [
        (
            httpx.ConnectError("[Errno 111]\nrefused"),
            "not_sent",
            "The service could not be reached (ConnectError: [Errno 111] refused).",
        ),
        (httpx.ProxyError("Basic c2VjcmV0"), "not_sent", "The service could not be reached (ProxyError)."),
        (httpx.DecodingError("gzip"), "bad_answer", "The answer could not be decoded (DecodingError)."),
        (httpx.ReadError("key"), "answer_lost", "The request was sent, but no answer came (ReadError)."),
    ],
)
def test_a_fault_is_named_and_only_a_refused_connection_is_quoted(fault: Exception, code: str, message: str) -> None:
    error = classify(fault, Stage.START_RENDER)
    assert isinstance(error, JoggError)
    assert (error.code, error.message) == (code, message)


@pytest.mark.parametrize(
    ("received", "expected", "code"),
    [
        # Business codes decide under any HTTP status.
        (answer({"code": 10105, "msg": "Invalid API key", "data": None}), errors.AuthenticationError, "10105"),
        (answer({"code": 10105}, 401), errors.AuthenticationError, "10105"),
        (answer({"code": 10105}, 500), errors.AuthenticationError, "10105"),
        (answer({"code": "18020", "msg": "Insufficient credit"}), errors.InsufficientCreditError, "18020"),
        (answer({"code": 18025}), errors.NotPermittedError, "18025"),
        (answer({"code": 10104}), errors.NotFoundError, "10104"),
        (answer({"code": 40000}), errors.ParameterError, "40000"),
        (answer({"code": 18001, "msg": "script.style required"}), errors.ParameterError, "18001"),
        (answer({"code": 50000}), errors.ServiceFaultError, "50000"),
        (answer({"code": 429}), errors.RateLimitedError, "rate_limited"),
        # Generation 1's Error shape.
        (answer({"error": 7, "message": "invalid project id"}, 400), errors.ParameterError, "7"),
        (answer({"error": 18020, "message": "no credit"}, 400), errors.InsufficientCreditError, "18020"),
        # Statuses where the body holds no known code.
        (answer(b"", 400), errors.ParameterError, "http_400"),
        (answer({"code": 1, "msg": "mock"}, 400), errors.ParameterError, "1"),
        (answer({"detail": []}, 422), errors.ParameterError, "http_422"),
        (answer(b"<html>", 401), errors.AuthenticationError, "http_401"),
        (answer(b"<html>", 403), errors.NotPermittedError, "http_403"),
        (answer({"msg": "gone"}, 404), errors.NotFoundError, "http_404"),
        (answer(b"<html>", 404), errors.BadAnswerError, "http_404"),
        (answer(b"", 408), errors.ServiceFaultError, "http_408"),
        (answer(b"slow down", 429), errors.RateLimitedError, "rate_limited"),
        (answer(b"<html>bad gateway", 502), errors.ServiceFaultError, "http_502"),
        (answer({"code": 0, "data": {}}, 500), errors.ServiceFaultError, "http_500"),
        (answer({"code": 0, "data": {}}, 503), errors.ServiceFaultError, "http_503"),
        # Not of the contract.
        (answer(b"<html>welcome"), errors.BadAnswerError, "http_200"),
        (answer([1]), errors.BadAnswerError, "http_200"),
        (answer({"data": {}}), errors.BadAnswerError, "http_200"),
        (answer({"code": 4711, "msg": "new"}), errors.BadAnswerError, "4711"),
        (answer(b"", 302, location="https://evil.example"), errors.BadAnswerError, "http_302"),
        (answer({"code": True}), errors.BadAnswerError, "http_200"),
    ],
)
def test_each_answer_has_its_error(received: RawAnswer, expected: type[JoggError], code: str) -> None:
    error = classify(received, Stage.CREATE_PRODUCT)
    assert type(error) is expected
    assert error.code == code


@pytest.mark.parametrize("body", [{"code": 0}, {"code": "0", "msg": "Success", "data": None}, {"rid": "r", "code": 0}])
def test_code_zero_is_a_success_however_it_is_written(body: dict[str, object]) -> None:
    assert classify(answer(body), Stage.CREATE_PRODUCT) == Envelope(None, str(body.get("rid", "")))


def test_the_request_id_and_the_words_of_the_service_reach_the_error_on_one_printable_line() -> None:
    said = answer({"rid": "ab" * 16, "code": 40000, "msg": "avatar_id\nis \x1b[31mrequired" + "!" * 9000})
    error = classify(said, Stage.START_RENDER)
    assert isinstance(error, JoggError)
    assert error.request_id == "ab" * 16
    assert "avatar_id is [31mrequired" in error.message
    assert len(str(error)) < 600
    assert str(error).isprintable()


@pytest.mark.parametrize(
    ("received", "seconds"),
    [
        (answer(b"", 429, retry_after="30"), 30.0),
        (answer(b"", 429, retry_after="Sun, 01 Mar 2026 12:00:45 GMT"), 45.0),
        (answer(b"", 429, retry_after="Sun, 01 Mar 2026 11:00:00 GMT"), 0.0),
        (answer({"code": 10401, "data": {"retryAfter": 30, "limit": 60}}, 429), 30.0),
        (answer({"code": 429, "retryAfter": "7"}), 7.0),
        (answer({"code": 429}, x_ratelimit_reset="12"), 12.0),
        (answer({"code": 429}, x_ratelimit_reset=str(NOW.timestamp() + 20)), 20.0),
        (answer({"code": 429, "data": {"retryAfter": 9}}, retry_after="3", x_ratelimit_reset="5"), 3.0),
        (answer({"code": 429}, x_ratelimit_reset="1000000000"), 1e9),
        (answer({"code": 429}), None),
        (answer(b"", 429, retry_after="soon"), None),
        (answer(b"", 429, retry_after="nan"), None),
        (answer(b"", 429, retry_after="-5"), 0.0),
        (answer(b"", 429, retry_after="Sun, 99 Foo 2026 25:00:00 GMT"), None),
    ],
)
def test_the_wait_after_a_429_is_read_wherever_it_is_told(received: RawAnswer, seconds: float | None) -> None:
    error = classify(received, Stage.CREATE_PRODUCT, now=NOW)
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == seconds


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
ENVELOPES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("code", "error", "msg", "message", "rid", "data", "retryAfter"), JSON),
)


@given(
    body=(ENVELOPES | JSON).map(json.dumps).map(str.encode) | st.binary(max_size=64),
    status=st.integers(100, 599),
    headers=st.dictionaries(st.sampled_from(["retry-after", "x-ratelimit-reset"]), st.text(max_size=40)),
)
def test_whatever_comes_back_is_a_success_or_an_error_of_the_tree(
    body: bytes, status: int, headers: dict[str, str]
) -> None:
    verdict = classify(RawAnswer(status, headers, body), Stage.START_RENDER, now=NOW)
    assert isinstance(verdict, Envelope | JoggError)
    assert isinstance(verdict, Envelope) or str(verdict) == printable(str(verdict))


def test_json_nested_beyond_reason_is_a_bad_answer() -> None:
    verdict = classify(RawAnswer(200, {}, b"[" * 200_000), Stage.START_RENDER)
    assert isinstance(verdict, errors.BadAnswerError)


@pytest.mark.parametrize(
    ("received", "message"),
    [
        (answer({"code": 40000, "msg": "no avatar"}), "The service says: 'no avatar' (HTTP 200)."),
        (answer({"error": 40000, "message": "no avatar"}, 400), "The service says: 'no avatar' (HTTP 400)."),
        (answer({"code": 40000, "msg": "first", "message": "second"}), "The service says: 'first' (HTTP 200)."),
        (answer({"code": 40000, "msg": "", "message": "second"}), "The service says: 'second' (HTTP 200)."),
        (
            answer({"code": 40000, "msg": 7}),
            "The service answered with an answer that is not of the contract (HTTP 200).",
        ),
        (answer(b"<html>", 502), "The service answered with something that is no JSON object (HTTP 502)."),
        (answer([1], 502), "The service answered with something that is no JSON object (HTTP 502)."),
    ],
)
def test_the_service_is_quoted_or_it_is_said_what_came(received: RawAnswer, message: str) -> None:
    error = classify(received, Stage.START_RENDER)
    assert isinstance(error, JoggError)
    assert error.message == message


def test_the_words_of_the_service_are_cut_and_hide_the_key() -> None:
    said = answer({"code": 40000, "msg": "sk-secret " + "word\t\n" * 400, "rid": "r" * 100})
    error = classify(said, Stage.START_RENDER, secret=SecretStr("sk-secret"))
    assert isinstance(error, JoggError)
    quoted = error.message.removeprefix("The service says: '").removesuffix("' (HTTP 200).")
    assert quoted == ("[api key] " + "word " * 400)[:300]
    assert error.request_id == "r" * 64


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (40000, errors.ParameterError),
        ("40000", errors.ParameterError),
        (True, errors.BadAnswerError),
        (40000.0, errors.BadAnswerError),
        ("four", errors.BadAnswerError),
        (None, errors.BadAnswerError),
    ],
)
def test_a_code_is_a_whole_number_also_as_text(code: object, expected: type[JoggError]) -> None:
    assert type(classify(answer({"code": code, "data": {}}), Stage.START_RENDER)) is expected


@pytest.mark.parametrize("wait", [True, None, [7], {"seconds": 7}, "", 10**400])
def test_what_is_no_wait_is_passed_over(wait: object) -> None:
    error = classify(answer({"code": 429, "data": {"retryAfter": wait}, "retryAfter": 7}), Stage.START_RENDER, now=NOW)
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == 7


def test_without_a_time_of_its_own_a_date_is_read_by_the_clock_of_this_machine() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    error = classify(answer(b"", 429, retry_after=soon), Stage.START_RENDER)
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == pytest.approx(100, abs=30)


@pytest.mark.parametrize(
    ("status", "expected", "code"),
    [(200, Envelope, ""), (204, Envelope, ""), (299, Envelope, ""), (300, errors.BadAnswerError, "http_300")],
)
def test_a_success_needs_a_status_of_success(status: int, expected: type, code: str) -> None:
    verdict = classify(answer({"code": 0, "rid": "r", "data": 7}, status), Stage.START_RENDER)
    assert type(verdict) is expected
    assert verdict.request_id == "r"
    assert verdict.code == code if isinstance(verdict, JoggError) else verdict.data == 7


@pytest.mark.parametrize(("status", "code"), [(429, 429), (200, 18020), (500, 50000), (404, 10104)])
def test_a_refusal_names_its_step_and_the_request_as_the_service_does(status: int, code: int) -> None:
    error = classify(answer({"rid": "r-1", "code": code}, status), Stage.START_RENDER)
    assert isinstance(error, JoggError)
    assert (error.stage, error.request_id) == (Stage.START_RENDER, "r-1")
