"""A lane: one warm runner, a service for each generation, and the stores of the rounds that go through them in turn."""

import contextlib
import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import certifi

from blocks.jogg.settings import ApiGeneration
from blocks.store.local import LocalFolder
from blocks.store.s3 import S3Store
from blocks.store.store import VideoStore
from tests.chaos.runner import Attempt
from tests.conftest import StudioProcess
from tests.s3_servers import BUCKET, S3Server

ATTEMPT_SECONDS = 150.0
"""Longer than any retries of an attempt add up to."""
SETTLE_SECONDS = "1"
"""How long a lost request may be under way; in one machine it is milliseconds."""


class Lane:
    """Runs attempts. A context manager: it owns its processes and works below `folder`."""

    def __init__(self, folder: Path, prefect_api: str, s3: S3Server) -> None:
        self._folder = folder
        self._s3 = s3.store("")._client
        # One for each generation: in the account's list of videos, those of generation 1 bear no name of ours.
        self._studios = {each: StudioProcess(folder / f"studio-{each}") for each in ApiGeneration}
        self._studio = self._studios[ApiGeneration.OPEN]
        self._environment = os.environ | {
            "PREFECT_API_URL": prefect_api,
            "PREFECT_HOME": str(folder / "home"),
            "PREFECT_LOGGING_LEVEL": "CRITICAL",
            "PREFECT_LOGGING_TO_API_ENABLED": "false",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "JOGG_API_KEY": self._studio.api_key,
            "URL2VIDEO_SETTLE_SECONDS": SETTLE_SECONDS,
            "URL2VIDEO_FIRST_POLL_SECONDS": "0.1",
            "SSL_CERT_FILE": str(_one_certificate(folder)),
            **s3.environment(),
        }
        self._runner: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        for studio in self._studios.values():
            studio.start()
        with (self._folder / "runner.log").open("ab") as log:
            self._runner = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.runner"],
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._runner is not None
        self._runner.kill()
        self._runner.communicate()
        for studio in self._studios.values():
            studio.kill()

    def speak(self, generation: ApiGeneration) -> None:
        """Choose the service of the next round."""
        self._studio = self._studios[generation]

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

    def run(self, attempt: Attempt) -> Any:
        """Run an attempt and keep the service alive meanwhile; returns the runner's answer."""
        assert self._runner is not None
        assert self._runner.stdin is not None
        assert self._runner.stdout is not None
        self._runner.stdin.write(attempt.to_line())
        self._runner.stdin.flush()
        until = time.monotonic() + ATTEMPT_SECONDS
        with selectors.DefaultSelector() as selector:
            selector.register(self._runner.stdout, selectors.EVENT_READ)
            while not selector.select(0.1):
                self.revive()
                if time.monotonic() > until:
                    raise TimeoutError(f"an attempt took longer than {ATTEMPT_SECONDS:.0f} s")
        line = self._runner.stdout.readline()
        if not line:
            raise RuntimeError("the runner has ended")
        self.revive()
        return json.loads(line)

    def revive(self) -> None:
        """Start the service again where it was killed, on the same port and data."""
        if not self._studio.is_running:
            self._studio.kill()
            self._studio.start()


def _one_certificate(folder: Path) -> Path:
    """The first of the trusted ones: all is plain HTTP here, and reading 130 takes a third of an attempt's time."""
    one = folder / "one-certificate.pem"
    first, end, _ = Path(certifi.where()).read_text(encoding="utf-8").partition("-----END CERTIFICATE-----")
    one.write_text(f"{first}{end}\n", encoding="utf-8")
    return one


@contextlib.contextmanager
def open_lane(folder: Path, prefect_api: str, s3: S3Server) -> Iterator[Lane]:
    """Open a lane in a folder of its own."""
    folder.mkdir(parents=True)
    with Lane(folder, prefect_api, s3) as lane:
        yield lane
