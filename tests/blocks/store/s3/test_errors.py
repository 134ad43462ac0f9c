from __future__ import annotations

import pytest
import urllib3
from botocore import exceptions as sdk
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from blocks.errors import ConfigurationError, ConflictError, StoreDeniedError, StoreUnavailableError
from blocks.store.s3.errors import store_error


def answered(status: int, code: str) -> ClientError:
    meta = {"HTTPStatusCode": status, "RequestId": "R1"}
    return ClientError({"Error": {"Code": code, "Message": "says S3"}, "ResponseMetadata": meta}, "PutObject")


@pytest.mark.parametrize(
    ("status", "code", "error", "named"),
    [
        (412, "PreconditionFailed", ConflictError, "object_changed"),
        (409, "ConditionalRequestConflict", ConflictError, "object_changed"),
        (503, "SlowDown", StoreUnavailableError, "store_busy"),
        (500, "InternalError", StoreUnavailableError, "store_busy"),
        (502, "502", StoreUnavailableError, "store_busy"),
        (429, "SomethingNew", StoreUnavailableError, "store_busy"),
        (400, "RequestTimeout", StoreUnavailableError, "store_busy"),
        (400, "BadDigest", StoreUnavailableError, "store_busy"),
        (404, "NoSuchUpload", StoreUnavailableError, "store_busy"),
        (400, "ExpiredToken", StoreDeniedError, "credentials_expired"),
        (403, "InvalidAccessKeyId", StoreDeniedError, "credentials_wrong"),
        (403, "SignatureDoesNotMatch", StoreDeniedError, "credentials_wrong"),
        (403, "RequestTimeTooSkewed", StoreDeniedError, "clock_skewed"),
        (403, "AccessDenied", StoreDeniedError, "access_denied"),
        (403, "403", StoreDeniedError, "access_denied"),
        (404, "NoSuchBucket", StoreDeniedError, "no_such_bucket"),
        (507, "XMinioStorageFull", StoreDeniedError, "store_full"),
        (400, "InvalidBucketName", ConfigurationError, "store_misconfigured"),
        (501, "NotImplemented", ConfigurationError, "store_misconfigured"),
        (400, "NeverHeardOf", StoreDeniedError, "store_refused"),
    ],
)
def test_what_the_server_says_has_one_meaning(status: int, code: str, error: type[Exception], named: str) -> None:
    made = store_error(answered(status, code), "s3://b/k", conditional=True)
    assert (type(made), made.code, made.request_id) == (error, named, "R1")
    assert "s3://b/k" in str(made)
    assert "says S3" in str(made)


@pytest.mark.parametrize(
    ("raised", "error", "named"),
    [
        (sdk.NoCredentialsError(), StoreDeniedError, "no_credentials"),
        (sdk.PartialCredentialsError(provider="env", cred_var="x"), StoreDeniedError, "no_credentials"),
        (sdk.CredentialRetrievalError(provider="sso", error_msg="x"), StoreDeniedError, "no_credentials"),
        (sdk.ProfileNotFound(profile="x"), ConfigurationError, "store_misconfigured"),
        (sdk.SSLError(endpoint_url="https://x", error="x"), ConfigurationError, "store_misconfigured"),
        (sdk.EndpointConnectionError(endpoint_url="https://x"), StoreUnavailableError, "store_unreachable"),
        (sdk.ReadTimeoutError(endpoint_url="https://x"), StoreUnavailableError, "store_unreachable"),
        (sdk.ConnectionClosedError(endpoint_url="https://x"), StoreUnavailableError, "store_unreachable"),
        (sdk.IncompleteReadError(actual_bytes=1, expected_bytes=2), StoreUnavailableError, "store_answer_broken"),
        (sdk.ResponseStreamingError(error="x"), StoreUnavailableError, "store_answer_broken"),
        (sdk.FlexibleChecksumError(error_msg="x"), StoreUnavailableError, "store_answer_broken"),
        (ResponseParserError("x"), StoreUnavailableError, "store_answer_broken"),
        (urllib3.exceptions.ProtocolError("x"), StoreUnavailableError, "store_answer_broken"),
        (urllib3.exceptions.DecodeError("x"), StoreUnavailableError, "store_answer_broken"),
        (ValueError("not a date"), StoreUnavailableError, "store_answer_broken"),
        (KeyError("UploadId"), StoreUnavailableError, "store_answer_broken"),
        (ConnectionResetError("x"), StoreUnavailableError, "store_unreachable"),
        (sdk.BotoCoreError(), StoreDeniedError, "store_sdk_error"),
    ],
)
def test_what_the_sdk_raises_has_one_meaning(raised: Exception, error: type[Exception], named: str) -> None:
    made = store_error(raised, "s3://b/k")
    assert (type(made), made.code) == (error, named)


@pytest.mark.parametrize(
    ("status", "code"), [(412, "PreconditionFailed"), (409, "ConditionalRequestConflict"), (409, "409")]
)
def test_only_a_call_with_a_condition_can_lose_to_another_writer(status: int, code: str) -> None:
    made = store_error(answered(status, code), "s3://b/k")
    assert (type(made), made.code) == (StoreUnavailableError, "store_contended")
