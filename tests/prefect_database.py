"""An empty database of Prefect, made once: the migrations of each new one take 20 s of CPU."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

_KEPT = Path(__file__).parents[1] / ".pytest_cache"


def put_database(home: Path) -> None:
    """Put a database with nothing in it where a Prefect server with this home looks for its own."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(_empty_database(), home / "prefect.db")


def _empty_database() -> Path:
    """The file of this version of Prefect. The first of all processes that asks for it makes it."""
    made = _KEPT / f"prefect-{version('prefect')}.db"
    _KEPT.mkdir(exist_ok=True)
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(made)
    return made


def _make(made: Path) -> None:
    settings = {name: text for name, text in os.environ.items() if not name.startswith("PREFECT_")}
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"]
        subprocess.run(command, env=settings | {"PREFECT_HOME": home}, check=True, capture_output=True)
        # Into the same folder, then under its name at once: a test run that is broken off leaves no half file.
        unfinished = made.with_suffix(f".{os.getpid()}")
        shutil.copy(Path(home, "prefect.db"), unfinished)
        unfinished.rename(made)
