"""What holds in every place for videos; each test runs on a folder and on S3."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from blocks.errors import ConfigurationError, ConflictError
from blocks.store.s3.upload import PART_BYTES
from tests.present import present

if TYPE_CHECKING:
    from collections.abc import Callable

    from blocks.store.store import VideoStore


JSON = "application/json"


def test_a_sound_store_passes_its_check_and_keeps_nothing_of_it(store: VideoStore) -> None:
    store.check()
    assert list(store.list("")) == []


def test_only_the_first_of_two_creations_wins(store: VideoStore) -> None:
    store.create("a/b.json", b"1", JSON)
    with pytest.raises(ConflictError):
        store.create("a/b.json", b"2", JSON)
    assert present(store.read("a/b.json")).body == b"1"


def test_a_replacement_needs_the_version_that_was_read(store: VideoStore) -> None:
    first = store.create("a.json", b"1", JSON)
    assert present(store.read("a.json")).version == first
    second = store.replace("a.json", b"2", first)
    with pytest.raises(ConflictError):
        store.replace("a.json", b"3", first)
    assert present(store.read("a.json")).body == b"2"
    assert present(store.read("a.json")).version == second


def test_what_was_deleted_cannot_be_replaced(store: VideoStore) -> None:
    version = store.create("a.json", b"1", JSON)
    store.delete("a.json")
    store.delete("a.json")
    with pytest.raises(ConflictError):
        store.replace("a.json", b"2", version)
    assert store.read("a.json") is None
    assert store.head("a.json") is None


def test_of_many_threads_exactly_one_creates_and_one_replaces(store: VideoStore) -> None:
    def race(write: Callable[[int], str]) -> list[str]:
        wins: list[str] = []

        def run(number: int) -> None:
            barrier.wait()
            with contextlib.suppress(ConflictError):
                wins.append(write(number))

        barrier = threading.Barrier(8)
        threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return wins

    [version] = race(lambda number: store.create("race.json", b"%d" % number, JSON))
    assert len(race(lambda number: store.replace("race.json", b"new %d" % number, version))) == 1


def test_facts_come_back_in_any_language(store: VideoStore) -> None:
    metadata = {"title": "Größe 100% — 保温杯", "source-url": "https://shop.example/p?a=b&c=%20"}
    store.put("posters/a.jpg", b"123", "image/jpeg", metadata)
    facts = present(store.head("posters/a.jpg"))
    assert (facts.size, facts.content_type, dict(facts.metadata)) == (3, "image/jpeg", metadata)
    assert facts.sha256 == "a665a45920422f9d417e4867efdc4fb8a04a1f3fff1fa07e998e86f7f7a27ae3"
    assert 0 <= facts.age_seconds < 5


def test_a_listing_names_what_is_below_its_folder_only(store: VideoStore) -> None:
    for key in ("videos/a/1.mp4", "videos/b/2.mp4", "videos-old/3.mp4", "_renders/f.json"):
        store.put(key, b"x", "video/mp4", {"fingerprint": "f"})
    assert list(store.list("videos/")) == ["videos/a/1.mp4", "videos/b/2.mp4"]
    assert set(store.list("")) >= {"videos-old/3.mp4", "_renders/f.json"}
    assert list(store.list("nothing/")) == []


def test_a_listing_can_leave_out_what_is_old(store: VideoStore) -> None:
    store.put("_renders/a.json", b"{}", JSON)
    now = datetime.now(UTC)
    assert list(store.list("_renders/", changed_since=now - timedelta(hours=1))) == ["_renders/a.json"]
    assert list(store.list("_renders/", changed_since=now + timedelta(hours=1))) == []


@pytest.mark.parametrize("size", [0, 10, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES + 12345])
def test_an_upload_of_any_size_arrives_whole(store: VideoStore, size: int) -> None:
    body = os.urandom(size)
    with store.open_upload("videos/v.mp4", "video/mp4", {"title": "V"}) as upload:
        for start in range(0, size, 1_000_000):
            upload.write(body[start : start + 1_000_000])
        upload.complete(hashlib.sha256(body).hexdigest())
    assert present(store.read("videos/v.mp4")).body == body
    assert dict(present(store.head("videos/v.mp4")).metadata) == {"title": "V"}


@pytest.mark.parametrize("size", [10, 2 * PART_BYTES + 1])
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_upload_left_by_an_error_shows_nothing_and_keeps_the_old_object(
    store: VideoStore, size: int, error: type[BaseException]
) -> None:
    store.put("videos/v.mp4", b"old", "video/mp4", {"title": "old"})

    def left_half_way() -> None:
        with store.open_upload("videos/v.mp4", "video/mp4") as upload:
            upload.write(os.urandom(size))
            raise error

    with pytest.raises(error):
        left_half_way()
    assert present(store.read("videos/v.mp4")).body == b"old"
    assert dict(present(store.head("videos/v.mp4")).metadata) == {"title": "old"}
    assert store.reap_uploads(-1) == 0


def test_an_upload_appears_only_when_it_is_complete(store: VideoStore) -> None:
    body = os.urandom(PART_BYTES + 1)
    with store.open_upload("videos/v.mp4", "video/mp4") as upload:
        upload.write(body)
        assert store.head("videos/v.mp4") is None
        assert list(store.list("videos/")) == []
        upload.complete(hashlib.sha256(body).hexdigest())
    assert present(store.head("videos/v.mp4")).size == PART_BYTES + 1


def test_unfinished_uploads_are_reaped_once_they_are_old(store: VideoStore) -> None:
    abandoned = store.open_upload("videos/v.mp4", "video/mp4")
    abandoned.write(os.urandom(PART_BYTES + 1))
    assert store.reap_uploads(older_than_seconds=60) == 0
    deadline = time.monotonic() + 10
    # S3 dates uploads by the second.
    while (reaped := store.reap_uploads(older_than_seconds=0)) == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert reaped == 1
    abandoned.abort()


@pytest.mark.parametrize("key", ["../outside.json", "/etc/passwd", ".lock", "a/../../b"])
def test_no_call_leads_outside_the_prefix(store: VideoStore, key: str) -> None:
    for call in (
        lambda: store.put(key, b"x", JSON),
        lambda: store.create(key, b"x", JSON),
        lambda: store.replace(key, b"x", "v"),
        lambda: store.open_upload(key, JSON),
        lambda: store.read(key),
        lambda: store.delete(key),
    ):
        with pytest.raises(ConfigurationError):
            call()
