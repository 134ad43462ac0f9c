from __future__ import annotations

import errno
import hashlib
import os
import resource
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from blocks.errors import ConfigurationError, StoreDeniedError, StoreUnavailableError
from blocks.store.destination import open_store
from blocks.store.local.atomic_file import folder_error
from blocks.store.local.folder import LocalFolder
from tests.present import present

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

JSON = "application/json"


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes: the kernel then refuses writes as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def everything_in(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


@pytest.fixture
def full(folder: LocalFolder) -> LocalFolder:
    folder.put("videos/v.mp4", b"old", "video/mp4")
    folder.put("_renders/r.json", b"old", "application/json")
    return folder


def test_a_full_disk_is_denied_and_leaves_what_was_there(full: LocalFolder, tmp_path: Path) -> None:
    before = everything_in(tmp_path)
    version = present(full.read("_renders/r.json")).version
    with room_for(100_000):
        for write in (
            lambda: upload(full, "videos/v.mp4", bytes(300_000)),
            lambda: full.put("videos/w.mp4", bytes(300_000), "video/mp4"),
            lambda: full.create("_renders/new.json", bytes(300_000), "application/json"),
            lambda: full.replace("_renders/r.json", bytes(300_000), version),
        ):
            with pytest.raises(StoreDeniedError) as caught:
                write()
            assert caught.value.code == "disk_full"
    assert present(full.read("videos/v.mp4")).body == present(full.read("_renders/r.json")).body == b"old"
    assert set(everything_in(tmp_path)) - {".lock"} == set(before)


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a file system of 64 KiB in memory, with options."""
    places: list[Path] = []

    def mount(options: str) -> Path:
        place = tmp_path / f"mounted-{len(places)}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size=64k,{options}", "tmpfs", str(place)]
        if os.getuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
            pytest.skip("mounting is not allowed here")
        places.append(place)
        return place

    yield mount
    for place in places:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize(("options", "code"), [("rw", "disk_full"), ("ro", "read_only")])
def test_a_file_system_that_takes_nothing_is_said_in_one_sentence(
    mounted: Callable[[str], Path], options: str, code: str
) -> None:
    store = LocalFolder(mounted(options) / "videos")
    for write in (
        lambda: store.put("_owners/o.json", bytes(100_000), JSON),
        lambda: store.create("_renders/r.json", bytes(100_000), JSON),
        lambda: upload(store, "videos/v.mp4", bytes(100_000)),
    ):
        with pytest.raises(StoreDeniedError) as caught:
            write()
        assert caught.value.code == code
        assert "\n" not in str(caught.value)


def test_a_folder_of_somebody_else_is_said_in_one_sentence(folder: LocalFolder, tmp_path: Path) -> None:
    version = folder.create("_renders/r.json", b"{}", JSON)
    for each in (tmp_path / "videos here").rglob("*/"):
        each.chmod(0o555)
    with as_nobody():
        for write in (
            folder.check,
            lambda: folder.create("_renders/new.json", b"{}", JSON),
            lambda: folder.replace("_renders/r.json", b"[]", version),
            lambda: upload(folder, "videos/v.mp4", b"1"),
        ):
            with pytest.raises(StoreDeniedError, match="no permission for") as caught:
                write()
            assert caught.value.code == "no_permission"


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write anywhere; without its rights it may not."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_folder_that_cannot_be_read_does_not_look_empty(folder: LocalFolder, tmp_path: Path) -> None:
    folder.create("_renders/deep/r.json", b"{}", JSON)
    (tmp_path / "videos here" / "_renders" / "deep").chmod(0)
    with as_nobody(), pytest.raises(StoreDeniedError):
        list(folder.list("_renders/"))


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_file_system_without_hard_links_fails_the_check(
    folder: LocalFolder, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Such a file system can't be mounted everywhere, so link(2) alone fails as it does there."""

    def no_link(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", no_link)
    with pytest.raises(StoreDeniedError, match="no hard links") as caught:
        folder.check()
    assert caught.value.code == "no_hard_links"


def upload(store: LocalFolder, key: str, body: bytes) -> None:
    with store.open_upload(key, "video/mp4") as running:
        running.write(body)
        running.complete(hashlib.sha256(body).hexdigest())


@pytest.mark.parametrize(
    ("number", "error", "code"),
    [
        (28, StoreDeniedError, "disk_full"),
        (122, StoreDeniedError, "disk_full"),
        (30, StoreDeniedError, "read_only"),
        (13, StoreDeniedError, "no_permission"),
        (5, StoreUnavailableError, "folder_unavailable"),
        (116, StoreUnavailableError, "folder_unavailable"),
    ],
)
def test_what_the_file_system_says_is_named(tmp_path: Path, number: int, error: type[Exception], code: str) -> None:
    made = folder_error(OSError(number, os.strerror(number)), tmp_path)
    assert (type(made), made.code) == (error, code)


def test_a_file_where_the_folder_should_be_is_denied(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("I am a file")
    with pytest.raises(StoreDeniedError):
        LocalFolder(tmp_path / "taken").check()


def test_a_folder_that_is_a_link_to_nowhere_is_unavailable_and_no_conflict(tmp_path: Path) -> None:
    """As on a disk that is not mounted. A conflict would say that another run has written the object."""
    (tmp_path / "videos").symlink_to(tmp_path / "unmounted")
    with pytest.raises(StoreUnavailableError) as raised:
        LocalFolder(tmp_path / "videos").create("_renders/a.json", b"{}", JSON)
    assert raised.value.code == "folder_unavailable"


def test_facts_of_another_file_are_not_believed(folder: LocalFolder, tmp_path: Path) -> None:
    folder.put("videos/v.mp4", b"one", "video/mp4", {"title": "One"})
    path = tmp_path / "videos here" / "videos" / "v.mp4"
    path.write_bytes(b"two, put there by hand")
    facts = present(folder.head("videos/v.mp4"))
    assert (facts.size, facts.sha256, dict(facts.metadata)) == (22, "", {})


def test_a_moved_folder_keeps_its_facts(folder: LocalFolder, tmp_path: Path) -> None:
    folder.put("videos/v.mp4", b"one", "video/mp4", {"title": "One"})
    shutil.copytree(tmp_path / "videos here", tmp_path / "moved")
    assert dict(present(LocalFolder(tmp_path / "moved").head("videos/v.mp4")).metadata) == {"title": "One"}


def test_the_age_is_that_of_the_file_system(folder: LocalFolder, tmp_path: Path) -> None:
    folder.put("a.json", b"1", "application/json")
    hour_ago = time.time() - 3600
    os.utime(tmp_path / "videos here" / "a.json", (hour_ago, hour_ago))
    assert present(folder.head("a.json")).age_seconds == pytest.approx(3600, abs=5)


@pytest.mark.parametrize("uri", ["", "gs://bucket/x", "https://example.com/x", "s3://"])
def test_a_place_that_is_none_is_refused(uri: str) -> None:
    with pytest.raises(ConfigurationError):
        open_store(uri)


def test_a_folder_is_named_by_path_or_uri(tmp_path: Path) -> None:
    folder = tmp_path / "my videos"
    assert open_store(str(folder)).address("a.mp4") == str(folder / "a.mp4")
    assert open_store(folder.as_uri()).address("a.mp4") == str(folder / "a.mp4")
