"""A Prefect server that dies under a run of the command line."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from blocks.ledger.state import ItemState
from blocks.store.local.folder import LocalFolder
from tests.conftest import StartStudio
from tests.ledger_stores import readable_records
from tests.prefect_server import run_prefect_server

ITEMS = 4

RETURN_SECONDS = 10.0
"""From the last video to the prompt."""

AWAIT_SECONDS = 120.0
"""For the run's start on a machine with a full load."""


def test_the_command_returns_soon_after_its_last_video_and_says_so_in_one_line(
    start_studio: StartStudio, tmp_path: Path
) -> None:
    studio, to = start_studio(render_seconds=600), tmp_path / "videos"
    home = tmp_path / "prefect"
    home.mkdir()
    command = [str(Path(sys.executable).with_name("url2video")), "make", *studio.sample_urls()[:ITEMS]]
    command += ["--to", str(to), "--base-url", studio.url, "--posts-per-minute", "1000", "--poll-seconds", "0.2"]
    store = LocalFolder(str(to))
    with run_prefect_server(home, "--no-services") as server:
        environment = os.environ | {
            "JOGG_API_KEY": studio.api_key,
            "PREFECT_API_URL": server.api_url,
            "PREFECT_HOME": str(tmp_path / "home"),
        }
        with subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as run:
            await_state(store, ItemState.RENDERING, run)
            server.process.send_signal(signal.SIGKILL)
            studio.finish_all()
            await_state(store, ItemState.PUBLISHED, run)
            published = time.monotonic()
            shown, errors = run.communicate(timeout=AWAIT_SECONDS)
            took = time.monotonic() - published
    print(f"returned after {took:.1f} s", shown, errors, sep="\n")  # noqa: T201 - the figure, shown with -s
    assert run.returncode == 0
    assert took < RETURN_SECONDS
    (line,) = errors.splitlines()
    assert line.startswith("url2video: The Prefect server can't be reached")
    assert f"{ITEMS} items: {ITEMS} published. {ITEMS} credits taken in this run." in shown


def await_state(store: LocalFolder, state: ItemState, run: "subprocess.Popen[str]") -> None:
    """Wait until all items are in a state."""
    until = time.monotonic() + AWAIT_SECONDS
    while sum(record.state is state for record in readable_records(store)) < ITEMS:
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < until, f"they are not all {state}"
        time.sleep(0.05)
