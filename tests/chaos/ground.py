"""What every lane stands on: a service for each generation, the stores of its rounds, and a run's environment."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from blocks.jogg.settings import ApiGeneration
from blocks.store.local.folder import LocalFolder
from blocks.store.s3.s3 import S3Store
from blocks.store.store import VideoStore
from tests.conftest import API_KEY, StudioProcess
from tests.s3_servers import BUCKET, S3Server

STARTING = threading.Semaphore(2)
"""Services that start at the same time: with twenty, none is ready in time."""


class Ground:
    """Services and stores below `folder`. A context manager: it owns its processes."""

    def __init__(self, folder: Path, s3: S3Server, service_environment: Mapping[str, str] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._s3 = s3.store("")._client
        # One for each generation: in the account's list of videos, those of generation 1 bear no name of ours.
        self._studios = {
            each: StudioProcess(folder / f"studio-{each}", environment=service_environment) for each in ApiGeneration
        }
        self._studio = self._studios[ApiGeneration.OPEN]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for studio in self._studios.values():
            studio.kill()

    def speak(self, generation: ApiGeneration) -> None:
        """Choose the service of the next round, and start it where it does not run."""
        self._studio = self._studios[generation]
        self.revive()

    def revive(self) -> None:
        """Start the service where it does not run, after a kill on the same port and data."""
        if not self._studio.is_running:
            with STARTING:
                self._studio.kill()
                self._studio.start()

    @property
    def studio(self) -> StudioProcess:
        """The service of the round."""
        return self._studio

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self._folder

    def store(self, seed: int, *, on_s3: bool) -> tuple[str, VideoStore]:
        """The round's own destination, as an address and opened."""
        if on_s3:
            prefix = f"chaos/{self._folder.name}/{seed}"
            return f"s3://{BUCKET}/{prefix}", S3Store(self._s3, BUCKET, prefix)
        root = self._folder / f"store-{seed}"
        return str(root), LocalFolder(root)

    def unfinished_uploads(self, address: str) -> int:
        """Multipart uploads below an address."""
        prefix = address.partition(f"{BUCKET}/")[2] + "/"
        return len(self._s3.list_multipart_uploads(Bucket=BUCKET, Prefix=prefix).get("Uploads", []))


def run_environment(folder: Path, prefect_api: str, s3: S3Server) -> dict[str, str]:
    """Of processes that run url2video below `folder`, without a log."""
    return os.environ | {
        "PREFECT_API_URL": prefect_api,
        "PREFECT_HOME": str(folder / "home"),
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "JOGG_API_KEY": API_KEY,
        **s3.environment(),
    }
