"""Every operation of an S3 store meets every fault, in front of a real server."""

from __future__ import annotations

import hashlib
import os
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from blocks.errors import ConflictError, StoreError, StoreUnavailableError
from blocks.store import store as store_module
from blocks.store.s3 import upload as s3_upload
from blocks.store.s3.s3 import S3Store
from tests.blocks.store.s3.fault_proxy import FAULTS, Fault, FaultProxy, run_proxy
from tests.present import present
from tests.s3_servers import BUCKET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.s3_servers import S3Server

JSON = "application/json"
BODY = b'{"state": "rendering"}'
PART = 64 * 1024
"""This server takes parts of any size."""
OPERATIONS = ("get", "head", "list", "put", "delete", "begin", "part", "complete", "abort")


@pytest.fixture(scope="module")
def shared_proxy(ministack: S3Server) -> Iterator[tuple[FaultProxy, dict[int, S3Store]]]:
    """A proxy and, by how many attempts the SDK makes, stores behind it: a client takes 0.2 s of CPU to make."""
    with run_proxy(ministack.endpoint) as running:
        server = replace(ministack, endpoint=running.endpoint)
        yield running, {attempts: server.store("", max_attempts=attempts) for attempts in (1, 2)}


@pytest.fixture
def proxy(shared_proxy: tuple[FaultProxy, Any], monkeypatch: pytest.MonkeyPatch) -> FaultProxy:
    monkeypatch.setattr(store_module, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(s3_upload, "PART_BYTES", PART)
    shared_proxy[0].reset()
    return shared_proxy[0]


@pytest.fixture
def through(proxy: FaultProxy, shared_proxy: tuple[Any, dict[int, S3Store]]) -> Callable[[int], S3Store]:
    """A store of its own behind the proxy with two objects; its SDK makes so many attempts."""

    def store(attempts: int) -> S3Store:
        client = shared_proxy[1][attempts]._client
        client.close()  # connections that an earlier case's fault has broken
        made = S3Store(client, BUCKET, uuid.uuid4().hex)
        made.put("_renders/a.json", BODY, JSON)
        made.put("_renders/b.json", BODY, JSON)
        proxy.reset()
        return made

    return store


def upload(store: S3Store) -> str:
    body = os.urandom(PART) + b"and the rest"
    with store.open_upload("videos/v.mp4", "video/mp4") as running:
        running.write(body)
        running.complete(hashlib.sha256(body).hexdigest())
    facts = store.head("videos/v.mp4")
    return "whole" if facts and facts.size == len(body) else "missing"


def dropped(store: S3Store) -> None:
    with store.open_upload("videos/dropped.mp4", "video/mp4") as running:
        running.write(bytes(PART))


def outcome(call: Callable[[], Any]) -> Any:
    """What the call returns, or the error of the store that it raises."""
    try:
        return call()
    except StoreError as error:
        return error


CALLS: dict[str, tuple[Callable[[S3Store], Any], Any]] = {
    "get": (lambda store: present(store.read("_renders/a.json")).body, BODY),
    "head": (lambda store: present(store.head("_renders/a.json")).size, len(BODY)),
    "list": (lambda store: list(store.list("_renders/")), ["_renders/a.json", "_renders/b.json"]),
    "put": (lambda store: bool(store.put("_owners/o.json", BODY, JSON)), True),
    "delete": (lambda store: store.delete("_renders/b.json"), None),
    "begin": (upload, "whole"),
    "part": (upload, "whole"),
    "complete": (upload, "whole"),
    "abort": (dropped, None),
}
"""By operation: what is called, and what it returns."""


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_one_fault_changes_nothing(
    through: Callable[[int], S3Store], proxy: FaultProxy, operation: str, name: str
) -> None:
    store = through(2)
    proxy.fault = Fault(operation, name)
    call, expected = CALLS[operation]
    if (operation, name) in {("complete", "conflict"), ("complete", "precondition")}:
        with pytest.raises(StoreUnavailableError):
            call(store)
        return
    assert call(store) == expected
    assert operation in proxy.seen


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_lasting_fault_is_an_error_of_the_store_or_none(
    through: Callable[[int], S3Store], proxy: FaultProxy, operation: str, name: str
) -> None:
    store = through(1)
    proxy.fault = Fault(operation, name, times=99)
    call, expected = CALLS[operation]
    ended = outcome(lambda: call(store))
    assert ended == expected or (isinstance(ended, StoreUnavailableError) and "\n" not in str(ended))


@pytest.mark.parametrize("name", FAULTS)
def test_a_conditional_write_that_fails_is_an_error_of_the_store(
    through: Callable[[int], S3Store], proxy: FaultProxy, name: str
) -> None:
    store = through(1)
    version = present(store.read("_renders/a.json")).version
    proxy.fault = Fault("put", name, times=99)
    created = outcome(lambda: store.create("_renders/new.json", b"{}", JSON))
    replaced = outcome(lambda: store.replace("_renders/a.json", b"{}", version))
    for ended in (created, replaced):
        lost = name in {"conflict", "precondition"}
        assert isinstance(ended, ConflictError if lost else StoreUnavailableError) or name in {
            "garbled",
            "cut",
            "short",
        }


@pytest.mark.parametrize("name", FAULTS)
def test_a_page_that_breaks_is_asked_for_again_and_no_key_comes_twice(
    through: Callable[[int], S3Store], proxy: FaultProxy, name: str
) -> None:
    store = through(2)
    for number in range(5):
        store.put(f"many/{number}.json", b"{}", JSON)
    proxy.keys_per_page = 2
    proxy.fault = Fault("list", name, after=1)
    assert list(store.list("many/")) == [f"many/{number}.json" for number in range(5)]
    assert proxy.seen.count("list") == 4


def test_a_body_that_was_damaged_on_the_way_is_read_again(through: Callable[[int], S3Store], proxy: FaultProxy) -> None:
    store = through(1)
    proxy.fault = Fault("get", "garbled", times=2)
    assert present(store.read("_renders/a.json")).body == BODY
    assert proxy.seen.count("get") == 3


def test_a_completion_whose_answer_is_lost_counts_only_for_the_same_bytes(
    through: Callable[[int], S3Store], proxy: FaultProxy
) -> None:
    store = through(1)
    assert upload(store) == "whole"
    before = store.head("videos/v.mp4")
    proxy.fault = Fault("complete", "internal error", times=99)
    with pytest.raises(StoreUnavailableError):
        upload(store)
    after = store.head("videos/v.mp4")
    assert before
    assert after
    assert before.size == after.size
