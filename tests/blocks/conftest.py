"""Every place for videos, empty: a folder and a prefix of an S3 server."""

import uuid
from pathlib import Path

import pytest

from blocks.store.local.folder import LocalFolder
from blocks.store.s3.s3 import S3Store
from blocks.store.store import VideoStore
from tests.s3_servers import S3Server


@pytest.fixture
def folder(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path / "videos here")


@pytest.fixture
def s3_store(ministack: S3Server) -> S3Store:
    return ministack.store(f"prefix/{uuid.uuid4().hex}")


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.server)])
def store(request: pytest.FixtureRequest) -> VideoStore:
    """Each place for videos, empty."""
    store: VideoStore = request.getfixturevalue("folder" if request.param == "folder" else "s3_store")
    return store
