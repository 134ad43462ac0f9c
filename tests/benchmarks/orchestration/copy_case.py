"""(e) Copying a video from a web address into S3, against `aws s3 cp` of the same bytes from a local file.

Ours reads over HTTP, verifies as it goes, and writes; theirs reads a file. CPU and memory are of the copying process.
Each reads every byte twice for its sums: ours for the SHA-256 of the whole video and of each part, which over plain
HTTP signs the part as well; theirs for that signature and a CRC-32 (version 1.46, seen with `--debug`).
"""

import functools
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from studio.jobs.instant import make_clip
from tests.benchmarks.orchestration.ground import Ground, Measured, environment, ground, spread
from tests.s3_servers import BUCKET

SIZES_MB = (10, 200, 2000)
AWS_CLI = ["uv", "tool", "run", "--from", "awscli==1.*", "aws"]
"""In an environment of its own: it pins its own botocore."""

KEY = "videos/copied.mp4"

MEASURE = """
import json, resource, subprocess, sys, time
began = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1000]))
"""
"""In a small process of its own, since a child's highest memory begins with that of its parent (getrusage(2))."""


def run(repeats: int) -> None:
    """Both, in turn, for each size."""
    print(f"\n### Copying a video into S3, {repeats} runs each\n")
    print("| size | by | MB/s | s CPU | peak MB |\n|---|---|---|---|---|")
    with ground() as servers, _served(servers.folder) as address:
        servers.s3()
        for size in SIZES_MB:
            path = _video(servers.folder / f"{size}.mp4", size)
            ours, theirs = [], []
            for _ in range(repeats):
                ours.append(_ours(servers, f"{address}/{size}.mp4", KEY))
                theirs.append(_theirs(servers, path, KEY))  # over ours: the server holds both in memory
            for name, runs in (("publish-video", ours), ("`aws s3 cp`", theirs)):
                speeds = spread([size / each.wall for each in runs], 0)
                cpu, peak = spread([each.cpu for each in runs], 2), spread([each.peak_mb for each in runs], 0)
                print(f"| {size} MB | {name} | {speeds} | {cpu} | {peak} |", flush=True)
            path.unlink()


def _ours(servers: Ground, url: str, key: str) -> Measured:
    copied = servers.run("copy", url=url, to=f"s3://{BUCKET}", key=key)
    # With its start, as theirs is measured.
    return Measured(copied.told["whole_cpu"], copied.wall, copied.peak_mb, copied.told)


def _theirs(servers: Ground, path: Path, key: str) -> Measured:
    command = ["python3", "-c", MEASURE, *_aws(), "s3", "cp", "--quiet", str(path), f"s3://{BUCKET}/{key}"]
    done = subprocess.run(command, env=environment() | servers.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    cpu, wall, peak = (float(part) for part in done.stdout.strip("[]\n ").split(","))
    return Measured(cpu, wall, peak, {})


@functools.cache
def _aws() -> tuple[str, ...]:
    """The program itself, so that the tool that keeps its environment is not measured."""
    found = subprocess.run(
        [*AWS_CLI[:-1], "python", "-c", "import sys; print(sys.executable)"], capture_output=True, text=True, check=True
    )
    python = Path(found.stdout.strip())
    return (str(python), str(python.with_name("aws")))


def _video(path: Path, megabytes: int) -> Path:
    """A real clip, grown to size by a `free` box, which players skip (ISO 14496-12, 8.1.2)."""
    clip = make_clip((360, 640)).video
    rest = megabytes * 1_000_000 - len(clip)
    with path.open("wb") as file:
        file.write(clip + (1).to_bytes(4) + b"free" + rest.to_bytes(8))
        block = os.urandom(2**20)
        left = rest - 16
        while left > 0:
            left -= file.write(block[: min(left, len(block))])
    return path


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The folder behind a web server of another process's kind: a thread here, which is not measured."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Not to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
