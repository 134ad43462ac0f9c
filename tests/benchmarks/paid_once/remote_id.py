"""A task that stores the remote id after submitting, and on its next try goes on with what is stored.

As Airflow's ResumableJobMixin does (3.3, airflow.sdk.bases.resumablejobmixin: `execute_resumable` reads the id from the
task's state store, else calls `submit_job` and stores what it returns, before it polls), with three retries.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks.paid_once.calls import Asked, Calls, name_of

TRIES = 4
RETRY_SECONDS = 0.2


class StateStore:
    """Values of one task, over its tries: a file for each key, written whole."""

    def __init__(self, folder: Path, task: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._task = task

    def get(self, key: str) -> str | None:
        """The stored value."""
        path = self._path(key)
        return path.read_text() if path.exists() else None

    def set(self, key: str, value: str) -> None:
        """Store it."""
        fresh = self._path(f"{key}.fresh")
        fresh.write_text(value)
        fresh.replace(self._path(key))

    def _path(self, key: str) -> Path:
        return self._folder / f"{self._task}.{key}"


def run(asked: Asked) -> None:
    """Raises what a task has raised last."""
    with ThreadPoolExecutor(len(asked.pages)) as pool:
        for done in [pool.submit(_with_retries, asked, page) for page in asked.pages]:
            done.result()


def _with_retries(asked: Asked, page: str) -> None:
    for number in range(1, TRIES + 1):
        try:
            return _task(asked, page)
        except Exception:
            if number == TRIES:
                raise
            time.sleep(RETRY_SECONDS)
    return None


def _task(asked: Asked, page: str) -> None:
    calls, name = Calls(asked), name_of(page)
    state = StateStore(Path(asked.state), name)
    if state.get("published"):
        return
    video = state.get("external_id")
    if video is None:
        video = calls.pay(calls.product(page), name)
        state.set("external_id", video)
    calls.publish(calls.finished(video), name)
    state.set("published", "yes")
