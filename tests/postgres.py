"""A PostgreSQL of one's own: a cluster in a temporary folder, on loopback, that ends with the block."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.s3_servers import free_port

USER = "url2video"


def postgres_binaries() -> Path | None:
    """Where initdb lies: on the path, or where Debian keeps it."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


@contextmanager
def run_postgres() -> Iterator[str]:
    """Start it; yields the address of its database as Prefect wants it."""
    binaries = postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        cluster, port = Path(folder) / "data", free_port()
        as_user = _as_plain_user(Path(folder))
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
        start = [binaries / "pg_ctl", "--pgdata", cluster, "--wait", "--log", f"{folder}/log", "--options", options]
        _run([binaries / "initdb", "--pgdata", cluster, "--username", USER, "--auth", "trust"], as_user)
        _run([*start, "start"], as_user)
        try:
            _run([binaries / "createdb", "-h", "127.0.0.1", "-p", port, "-U", USER, "prefect"], as_user)
            yield f"postgresql+asyncpg://{USER}@127.0.0.1:{port}/prefect"
        finally:
            _run([binaries / "pg_ctl", "--pgdata", cluster, "--mode", "immediate", "stop"], as_user)


def _as_plain_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: `nobody` runs it then."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def _run(command: list[object], as_user: list[str]) -> None:
    done = subprocess.run(
        [*as_user, *map(str, command)],
        check=False,
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
