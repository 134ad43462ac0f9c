"""What S3 and its SDK say, in the project's own errors: one mapping for every call.

Codes are those of the Amazon S3 API reference, "Error responses", and of MinIO and Ceph where they add their own.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import urllib3
from botocore import exceptions as sdk
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from blocks.errors import ConfigurationError, ConflictError, StoreDeniedError, StoreUnavailableError, Url2VideoError

_CONFLICT = {"PreconditionFailed", "ConditionalRequestConflict", "409", "412"}
_BUSY = {
    "SlowDown",
    "ServiceUnavailable",
    "InternalError",
    "RequestTimeout",
    "RequestTimeoutException",
    "Throttling",
    "ThrottlingException",
    "RequestLimitExceeded",
    "TooManyRequests",
    "OperationAborted",
    # The body arrived damaged: sent again, it arrives whole.
    "BadDigest",
    "XAmzContentSHA256Mismatch",
    "XAmzContentChecksumMismatch",
    "IncompleteBody",
    # A multipart upload that somebody aborted: a fresh delivery opens a new one.
    "NoSuchUpload",
    "InvalidPart",
}
_DENIED = {
    "ExpiredToken": "credentials_expired",
    "ExpiredTokenException": "credentials_expired",
    "TokenRefreshRequired": "credentials_expired",
    "RequestExpired": "credentials_expired",
    "InvalidAccessKeyId": "credentials_wrong",
    "SignatureDoesNotMatch": "credentials_wrong",
    "InvalidToken": "credentials_wrong",
    "InvalidSecurity": "credentials_wrong",
    "AuthorizationHeaderMalformed": "credentials_wrong",
    "RequestTimeTooSkewed": "clock_skewed",
    "AccessDenied": "access_denied",
    "AllAccessDisabled": "access_denied",
    "AccountProblem": "access_denied",
    "401": "access_denied",
    "403": "access_denied",
    "Forbidden": "access_denied",
    "NoSuchBucket": "no_such_bucket",
    "QuotaExceeded": "store_full",
    "XMinioStorageFull": "store_full",
    "XMinioAdminBucketQuotaExceeded": "store_full",
    "EntityTooLarge": "object_too_large",
}
_CONFIGURATION = {"InvalidBucketName", "PermanentRedirect", "IllegalLocationConstraintException", "NotImplemented"}
_RIGHTS = "Allow s3:GetObject, PutObject, DeleteObject, AbortMultipartUpload, ListBucket and its multipart uploads."
_NO_CREDENTIALS = (
    sdk.NoCredentialsError,
    sdk.PartialCredentialsError,
    sdk.CredentialRetrievalError,
    sdk.TokenRetrievalError,
    sdk.SSOError,
)
_MISCONFIGURED = (
    sdk.ProfileNotFound,
    sdk.NoRegionError,
    sdk.InvalidRegionError,
    sdk.InvalidConfigError,
    sdk.UnknownEndpointError,
    sdk.ParamValidationError,
    # A certificate nobody here trusts is the wrong address or a missing CA bundle; it does not mend itself.
    sdk.SSLError,
)
_BROKEN = (
    ResponseParserError,
    sdk.IncompleteReadError,
    sdk.ResponseStreamingError,
    sdk.FlexibleChecksumError,
    urllib3.exceptions.HTTPError,
    # A header that is no number, date or checksum, and a field that is missing.
    ValueError,
    KeyError,
)
"""A response arrived, but damaged: the SDK repeats none of these."""
_ON_THE_WAY = (sdk.HTTPClientError, sdk.ConnectionError, OSError)


def store_error(error: Exception, where: str, *, conditional: bool = False) -> Url2VideoError:
    """Return the project's error for one of the SDK; `where` names the object or bucket for people.

    `conditional` says that the call carried a condition: only then can it have lost to another writer.
    """
    if isinstance(error, ClientError):
        return _answered(error, where, conditional=conditional)
    text = f"{where}: {error}"
    if isinstance(error, _NO_CREDENTIALS):
        return StoreDeniedError(text, code="no_credentials")
    if isinstance(error, _MISCONFIGURED):
        return ConfigurationError(text, code="store_misconfigured")
    if isinstance(error, _BROKEN):
        return broken_answer(error, where)
    if isinstance(error, _ON_THE_WAY):
        return StoreUnavailableError(text, code="store_unreachable")
    return StoreDeniedError(text, code="store_sdk_error")


def broken_answer(error: Exception, where: str) -> StoreUnavailableError:
    """Return the error for a response that is damaged or cut short."""
    reason = f"no {error}" if isinstance(error, KeyError) else str(error)
    return StoreUnavailableError(f"{where}: the response came damaged ({reason})", code="store_answer_broken")


@contextlib.contextmanager
def sdk_errors(where: str, *, conditional: bool = False) -> Iterator[None]:
    """Turn the SDK's errors of the block into the project's; `conditional` as for `store_error`."""
    try:
        yield
    except (ClientError, sdk.BotoCoreError, *_BROKEN, *_ON_THE_WAY) as error:
        raise store_error(error, where, conditional=conditional) from error


def is_absent(error: ClientError) -> bool:
    """Tell whether the answer says that the object is not there; a HEAD has no body, so only its status speaks."""
    return error.response["Error"].get("Code") in {"NoSuchKey", "NoSuchUpload", "NotFound", "404"}


def unless_absent(call: Callable[..., Mapping[str, Any]], **parameters: Any) -> Mapping[str, Any] | None:
    """Make a call of the SDK; return its answer, or None where that says that the object is not there."""
    try:
        return call(**parameters)
    except ClientError as error:
        if is_absent(error):
            return None
        raise


def _answered(error: ClientError, where: str, *, conditional: bool) -> Url2VideoError:
    code = error.response["Error"].get("Code", "")
    meta = error.response.get("ResponseMetadata", {})
    status, request_id = meta.get("HTTPStatusCode", 0), meta.get("RequestId", "")
    text = f"{where}: {error.response['Error'].get('Message') or code} ({code})"
    if code in _CONFLICT and conditional:
        return ConflictError(text, code="object_changed", request_id=request_id)
    if code in _CONFLICT:
        return StoreUnavailableError(text, code="store_contended", request_id=request_id)
    if code in _DENIED:
        step = _RIGHTS if _DENIED[code] == "access_denied" else ""
        return StoreDeniedError(text, code=_DENIED[code], request_id=request_id, next_step=step)
    if code in _CONFIGURATION:
        return ConfigurationError(text, code="store_misconfigured", request_id=request_id)
    if code in _BUSY or status == 429 or status >= 500:
        return StoreUnavailableError(text, code="store_busy", request_id=request_id)
    return StoreDeniedError(text, code="store_refused", request_id=request_id)
