from __future__ import annotations

import hashlib
import io
import os
import threading
from typing import TYPE_CHECKING

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from urllib3 import HTTPResponse

from blocks.errors import ConfigurationError, StoreDeniedError, StoreUnavailableError
from blocks.store.destination import open_store
from blocks.store.s3.s3 import METADATA_BYTES, S3Store, S3StoreSettings
from blocks.store.s3.upload import PART_BYTES, S3Upload
from tests.present import present

if TYPE_CHECKING:
    from typing import Any

    from tests.s3_servers import S3Server


JSON = "application/json"


def answer(status: int, code: str) -> AWSResponse:
    """Build what S3 sends with an error, to be read by the SDK itself."""
    body = f"<Error><Code>{code}</Code><Message>{code}!</Message></Error>".encode()
    raw = HTTPResponse(io.BytesIO(body), preload_content=False)
    return AWSResponse("http://s3.example", status, {"content-type": "application/xml"}, raw)


def fail(store: S3Store, operation: str, status: int, code: str, times: int = 1, after: int = 0) -> list[str]:
    """Let some requests of an operation be answered with an error instead of being sent."""
    seen = []

    def fault(**_: object) -> Any:
        seen.append(operation)
        return answer(status, code) if after < len(seen) <= after + times else None

    store._client.meta.events.register(f"before-send.s3.{operation}", fault)
    return seen


def upload(store: S3Store, key: str, size: int) -> None:
    digest = hashlib.sha256()
    with store.open_upload(key, "video/mp4") as running:
        for _ in range(0, size, PART_BYTES // 2):
            chunk = os.urandom(PART_BYTES // 2)
            digest.update(chunk)
            running.write(chunk)
        running.complete(digest.hexdigest())


def test_a_busy_server_is_asked_again(s3_store: S3Store) -> None:
    seen = fail(s3_store, "PutObject", 503, "SlowDown", times=2)
    s3_store.create("a.json", b"1", JSON)
    assert len(seen) == 3
    assert present(s3_store.read("a.json")).body == b"1"


def test_a_part_that_fails_is_sent_again(s3_store: S3Store) -> None:
    seen = fail(s3_store, "UploadPart", 500, "InternalError", times=1, after=1)
    upload(s3_store, "v.mp4", 3 * PART_BYTES)
    assert len(seen) == 4
    assert present(s3_store.head("v.mp4")).size == 3 * PART_BYTES


@pytest.mark.parametrize(
    ("operation", "status", "code", "error"),
    [
        ("UploadPart", 400, "ExpiredToken", StoreDeniedError),
        ("UploadPart", 503, "SlowDown", StoreUnavailableError),
        ("CompleteMultipartUpload", 403, "AccessDenied", StoreDeniedError),
        ("CompleteMultipartUpload", 500, "InternalError", StoreUnavailableError),
        ("CreateMultipartUpload", 403, "AccessDenied", StoreDeniedError),
    ],
)
def test_a_failed_upload_leaves_no_parts_and_the_old_object(
    ministack: S3Server, operation: str, status: int, code: str, error: type[Exception]
) -> None:
    prefix = f"failed/{operation}-{code}"
    store = ministack.store(prefix, max_attempts=1)
    store.put("v.mp4", b"old", "video/mp4")
    fail(store, operation, status, code, times=99, after=1 if operation == "UploadPart" else 0)
    with pytest.raises(error):
        upload(store, "v.mp4", 4 * PART_BYTES)
    assert present(store.read("v.mp4")).body == b"old"
    assert ministack.unfinished_uploads(prefix) == 0


def test_a_damaged_part_is_refused_by_the_server(ministack: S3Server) -> None:
    store = ministack.store("damaged", max_attempts=1)

    def damage(request: AWSPreparedRequest, **_: object) -> None:
        request.body = b"x" + request.body[1:]

    store._client.meta.events.register("before-send.s3.UploadPart", damage)
    with pytest.raises((StoreUnavailableError, StoreDeniedError)):
        upload(store, "v.mp4", 2 * PART_BYTES)
    assert store.head("v.mp4") is None
    assert ministack.unfinished_uploads("damaged") == 0


def test_a_body_that_is_not_what_was_hashed_is_refused_by_the_server(ministack: S3Server) -> None:
    store = ministack.store("hashed", max_attempts=1)
    running = store.open_upload("v.mp4", "video/mp4")
    running.write(b"what memory made of it")
    with pytest.raises((StoreUnavailableError, StoreDeniedError)):
        running.complete(hashlib.sha256(b"what came from the service").hexdigest())
    running.abort()
    assert store.head("v.mp4") is None


def test_an_abort_waits_for_the_part_under_way(s3_store: S3Store) -> None:
    """One that arrived later would stay in the bucket, unseen and paid for."""
    order: list[str] = []
    held = threading.Event()

    def hold(**_: object) -> None:
        held.wait(10)

    events = s3_store._client.meta.events
    events.register("before-send.s3.UploadPart", hold)
    events.register("after-call.s3.UploadPart", lambda **_: order.append("part"))
    events.register("before-send.s3.AbortMultipartUpload", lambda **_: order.append("abort"))
    running = s3_store.open_upload("v.mp4", "video/mp4")
    assert isinstance(running, S3Upload)
    running.write(bytes(PART_BYTES))
    while not present(running._under_way)[1].running():
        held.wait(0.01)
    threading.Timer(0.2, held.set).start()
    running.abort()
    assert order == ["part", "abort"]


def test_a_server_that_ignores_conditions_is_refused(rclone: S3Server) -> None:
    with pytest.raises(ConfigurationError) as caught:
        rclone.store("refused").check()
    assert caught.value.code == "store_without_conditions"


def test_a_wrong_key_and_a_missing_bucket_are_told_apart(rclone: S3Server, ministack: S3Server) -> None:
    with pytest.raises(StoreDeniedError) as wrong_key:
        type(rclone)(rclone.endpoint, rclone.access_key, "wrong").store("x").check()
    assert wrong_key.value.code == "credentials_wrong"
    settings = S3StoreSettings(endpoint_url=ministack.endpoint)
    with pytest.raises(StoreDeniedError) as no_bucket:
        S3Store.from_session(ministack.session, "no-such-bucket", "", settings).check()
    assert no_bucket.value.code == "no_such_bucket"


def test_a_server_out_of_reach_may_be_tried_later(ministack: S3Server) -> None:
    settings = S3StoreSettings(endpoint_url="http://127.0.0.1:1", max_attempts=1)
    with pytest.raises(StoreUnavailableError):
        S3Store.from_session(ministack.session, "shop-videos", "", settings).check()


def test_the_environment_names_server_and_credentials(ministack: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ministack.environment().items():
        monkeypatch.setenv(name, value)
    store = open_store("s3://shop-videos/by/environment/")
    store.check()
    assert store.address("a.mp4") == "s3://shop-videos/by/environment/a.mp4"


def test_long_metadata_is_cut_between_characters(s3_store: S3Store) -> None:
    s3_store.put("a.jpg", b"1", "image/jpeg", {"title": "保" * 1000})
    kept = present(s3_store.head("a.jpg")).metadata["title"]
    assert kept == "保" * (METADATA_BYTES // len("%E4%BF%9D"))


def test_one_run_s_prefix_is_invisible_to_another(ministack: S3Server) -> None:
    ministack.store("one").put("videos/a.mp4", b"1", "video/mp4")
    assert list(ministack.store("one-more").list("")) == []
    assert list(ministack.store("one").list("")) == ["videos/a.mp4"]
