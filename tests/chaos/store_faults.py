"""A store that fails: a disk that is full, and an S3 server that answers with errors or not at all.

The disk is really full, for this process: its limit on the size of files is lowered (setrlimit(2), RLIMIT_FSIZE).
S3 answers are put in place of the server's right above the SDK's connections, so that all of the SDK's own repeating
takes place.
"""

import io
import resource
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import urllib3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError
from botocore.httpsession import URLLib3Session

from blocks.store.local.folder import LocalFolder
from blocks.store.local.upload import LocalUpload
from blocks.store.s3 import upload as s3_upload
from tests.chaos.boundaries import Crossed

PART_BYTES = 2048
"""The clips of the tests have a few kilobytes and must still go up in parts."""

FOLDER_FAULTS = ("disk full",)
S3_ANSWERS = {
    "slow down": (503, "SlowDown"),
    "internal error": (500, "InternalError"),
    "expired token": (400, "ExpiredToken"),
    "conflict": (409, "ConditionalRequestConflict"),
}
S3_FAULTS = (*S3_ANSWERS, "answer lost")
S3_OPERATIONS = ("read", "write", "begin parts", "part", "complete parts")


@dataclass(frozen=True, slots=True)
class StoreFault:
    """What goes wrong with requests number `first` to `first + times - 1` of an operation."""

    name: str
    operation: str
    first: int
    times: int

    def __str__(self) -> str:
        """For the tally."""
        return f"{self.name} on {self.operation}" if self.operation else self.name


class _Turns:
    """Counts the requests of one operation and tells which ones go wrong."""

    def __init__(self, fault: StoreFault | None, tell: Callable[[str, str], None]) -> None:
        self._fault = fault
        self._tell = tell
        self._seen = 0
        self._lock = threading.Lock()

    def fails(self, operation: str) -> str:
        """The name of what goes wrong now, "" where nothing does."""
        fault = self._fault
        if fault is None or fault.operation != operation:
            return ""
        with self._lock:
            self._seen += 1
            if not fault.first <= self._seen < fault.first + fault.times:
                return ""
        self._tell("store-fault", str(fault))
        return fault.name


def break_store(crossed: Crossed, fault: StoreFault | None, tell: Callable[[str, str], None]) -> None:
    """Let requests to S3 cross boundaries, and some of them, or some writes to the disk, fail."""
    s3_upload.PART_BYTES = PART_BYTES
    turns = _Turns(fault, tell)
    _break_s3(crossed, turns)
    _fill_disk(turns)


def _break_s3(crossed: Crossed, turns: _Turns) -> None:
    original = URLLib3Session.send

    def send(self: URLLib3Session, request: AWSPreparedRequest) -> Any:
        operation = s3_operation(request.method, request.url)
        crossed(f"s3 {operation}: before")
        wrong = turns.fails(operation)
        if wrong in S3_ANSWERS:
            return _answer(request, *S3_ANSWERS[wrong])
        answer = original(self, request)
        crossed(f"s3 {operation}: after")
        if wrong:
            raise ConnectionClosedError(endpoint_url=request.url)
        return answer

    URLLib3Session.send = send


def s3_operation(method: str, url: str) -> str:
    """What a request asks of S3."""
    query = url.partition("?")[2]
    if method == "POST":
        return "begin parts" if query.startswith("uploads") else "complete parts"
    if method == "PUT":
        return "part" if "partNumber=" in query else "write"
    return {"GET": "read", "HEAD": "head", "DELETE": "delete"}[method]


def _answer(request: AWSPreparedRequest, status: int, code: str) -> AWSResponse:
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>Made to happen.</Message></Error>".encode()
    raw = urllib3.HTTPResponse(io.BytesIO(body), preload_content=False)
    return AWSResponse(request.url, status, {"content-type": "application/xml"}, raw)


def _fill_disk(turns: _Turns) -> None:
    lock = threading.Lock()

    def limited(method: Any, operation: str) -> Any:
        def call(self: Any, *args: Any, **named: Any) -> Any:
            if not turns.fails(operation):
                return method(self, *args, **named)
            with lock, _no_space():
                return method(self, *args, **named)

        return call

    for name in ("create", "replace", "put"):
        setattr(LocalFolder, name, limited(getattr(LocalFolder, name), "write"))
    LocalUpload.write = limited(LocalUpload.write, "part")  # type: ignore[method-assign] # the point of it
    LocalUpload.complete = limited(LocalUpload.complete, "complete parts")  # type: ignore[method-assign] # as above


class _no_space:  # noqa: N801 - reads as what it does
    """While the block runs, no file of this process grows: write(2) fails with EFBIG."""

    def __enter__(self) -> None:
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, self._limits[1]))

    def __exit__(self, *_: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)
