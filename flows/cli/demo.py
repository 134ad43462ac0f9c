"""`url2video demo`: studio on a free port, make-videos over its sample shop, MP4s and a gallery in a folder.

Studio is started as a process and spoken to over HTTP alone, as any other service would be.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import httpx

from blocks.errors import ConfigurationError
from flows.catalog.run import Advanced, MakeVideos, MakeWhat, Where
from flows.cli.defaults import brand_words
from flows.cli.looks import ChannelChoice
from flows.cli.make import checked
from flows.cli.next_steps import DemoSteps
from flows.cli.options import ShownGallery
from flows.cli.validation import requested
from flows.reporting.report import json_lines
from flows.runtime.settings import API_KEY_VARIABLE, ServiceChoice

POLL_SECONDS = 0.5
"""Studio is on this machine and renders a video in seconds."""

POSTS_PER_MINUTE = 600
"""Studio is told to allow so many; the live service's 20 would keep a demo of eight waiting for nothing."""

STOP_SECONDS = 10
"""For studio to end by itself, before it is killed."""


def run_demo(out: Path, count: int, channel: ChannelChoice, shown: ShownGallery) -> int:
    """Make the videos; returns the exit code.

    Raises ConfigurationError: there is no such channel, the extra `studio` is not installed, or studio does not start.
    """
    how = requested(MakeVideos, channel).how
    out.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(24)
    os.environ[API_KEY_VARIABLE] = key
    with running_studio(out / ".studio", key) as address:
        catalog = _sample_catalog(address, count, out / ".studio", keeps_shapes=how.channel is None)
        service = ServiceChoice(base_url=address, posts_per_minute=POSTS_PER_MINUTE)
        run = MakeVideos(
            what=MakeWhat(catalog=str(catalog)),
            where=Where(to=str(out), service=service),
            how=how,
            advanced=Advanced(poll_seconds=POLL_SECONDS),
        )
        with checked(run, shown, DemoSteps(run.where)) as made:
            return made()


@contextmanager
def running_studio(data: Path, key: str) -> Iterator[str]:
    """Start studio on a free port of this machine; yields its address. It ends with the block, or with us."""
    if find_spec("studio") is None or find_spec("uvicorn") is None or find_spec("cv2") is None:
        raise ConfigurationError(
            "studio: its parts are not installed; allowed: url2video with the extra `studio`.",
            code="studio_missing",
            next_step="Install it with `pip install 'url2video[studio]'`.",
        )
    data.mkdir(parents=True, exist_ok=True)
    port = _remembered_port(data / "port")
    command = [sys.executable, "-m", "studio", "--port", str(port), "--data", str(data), "--exit-with-parent"]
    command += brand_words()
    command += ["--posts-per-minute", str(POSTS_PER_MINUTE)]
    with (data / "studio.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - this very Python, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=os.environ | {"STUDIO_API_KEY": key},
            # Ctrl-C is for us: studio is told to end once the run has ended cleanly.
            start_new_session=True,
        )
    try:
        address = _address(process, data / "studio.log")
        (data / "port").write_text(address.rpartition(":")[2])
        yield address
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _remembered_port(memory: Path) -> int:
    """The port of the last demo in this folder, if it is free: the same products then have the same addresses, and
    nothing is rendered twice. Otherwise 0, which lets studio take any."""
    try:
        port = int(memory.read_text())
        with socket.create_server(("127.0.0.1", port)):
            return port
    except (OSError, ValueError, OverflowError):
        return 0


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """Wait for the one line that studio prints when it is ready."""
    line = process.stdout.readline() if process.stdout else b""
    try:
        return str(json.loads(line)["url"])
    except (ValueError, KeyError, TypeError):
        raise ConfigurationError(
            f"studio: it did not start: {_last_words(log)}.",
            code="studio_not_started",
            next_step=f"All that it said is in {log}.",
        ) from None


def _last_words(log: Path) -> str:
    """The last line of studio's log, without its time and level."""
    *_, line = ("nothing was said", *log.read_text(encoding="utf-8", errors="replace").splitlines())
    return line.partition(" ERROR ")[2] or line


def _sample_catalog(address: str, count: int, folder: Path, *, keeps_shapes: bool) -> Path:
    """The sample shop's catalogue, its first `count` rows, without their shapes where a channel says them."""
    answer = httpx.get(f"{address}/samples/catalog.jsonl", timeout=30)
    answer.raise_for_status()
    rows = [json.loads(line) for line in answer.text.splitlines()[:count]]
    for row in rows if not keeps_shapes else ():
        row.pop("aspect_ratio", None)
    catalog = folder / "sample-shop.jsonl"
    catalog.write_bytes(json_lines(rows))
    return catalog
