"""`url2video make` and what it does on its way to the paid request: nothing twice, and over few frames."""

import asyncio
import inspect
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import CoroutineType, FrameType
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

from tests.conftest import QUICK_SETTLEMENT, StudioProcess
from tests.generations import Words, both_generations
from tests.prefect_server import PROJECT, PrefectServer

MAX_FRAMES = 14
"""From the command's function to the transport of the paid request, in files of flows/ and blocks/."""


@contextmanager
def served(body: bytes) -> Iterator[tuple[str, list[str]]]:
    """A web server with one catalog: its address, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/catalog.csv", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def quick(prefect_server: PrefectServer, studio: StudioProcess, tmp_path: Path, monkeypatch: Any) -> Iterator[None]:
    """A command of this process speaks to the tests' servers, and waits for nothing."""
    for name, value in QUICK_SETTLEMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("URL2VIDEO_FIRST_POLL_SECONDS", "0.1")
    monkeypatch.setenv("JOGG_API_KEY", studio.api_key)
    monkeypatch.chdir(tmp_path)
    with temporary_settings({PREFECT_API_URL: prefect_server.api_url, PREFECT_HOME: str(tmp_path / "home")}):
        yield


@pytest.mark.usefixtures("quick")
def test_a_catalog_on_the_web_is_fetched_once(run_cli: Callable[..., int], studio: StudioProcess) -> None:
    with served(f"url,avatar_id\n{studio.sample_urls()[0]},4711\n".encode()) as (catalog, asked):
        assert run_cli("make", "--catalog", catalog, "--base-url", studio.url, "--posts-per-minute", "100000") == 0
    assert asked == ["/catalog.csv"]


MAX_CPU_SECONDS = 3.0
"""Of a command that finds every video in the store: to start a Prefect server alone takes several times as long."""


@pytest.mark.usefixtures("quick")
def test_what_is_in_the_store_needs_neither_a_server_nor_a_key(
    run_cli: Callable[..., int], studio: StudioProcess, tmp_path: Path
) -> None:
    pages = studio.sample_urls()[:2]
    options = ["--base-url", studio.url, "--posts-per-minute", "100000"]
    assert run_cli("make", *pages, *options) == 0
    asked = studio.counters().requests
    home = tmp_path / "home-of-prefect"
    environment = {"PATH": os.environ["PATH"], "PREFECT_HOME": str(home), "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(Path(sys.executable).with_name("url2video")), "make", *pages, *options]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 items: 2 to skip, 0 to render for 0 credits, no budget set." in done.stdout
    assert "2 items: 2 skipped. 0 credits taken in this run." in done.stdout
    assert studio.counters().requests == asked
    assert not home.exists()
    gallery = Path(unquote(urlsplit(done.stdout.split("Gallery: ")[1].split()[0]).path))
    assert len((gallery.parent / "results.jsonl").read_text().splitlines()) == 2
    cpu = sum(getattr(after, name) - getattr(before, name) for name in ("ru_utime", "ru_stime"))
    assert cpu <= MAX_CPU_SECONDS


PAID = {"/open/project/render", "/v2/create_video_from_product"}


@both_generations
@pytest.mark.usefixtures("quick")
def test_the_paid_request_is_few_frames_away_from_the_command(
    run_cli: Callable[..., int], studio: StudioProcess, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    send = httpx.AsyncHTTPTransport.handle_async_request

    async def watched(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        if request.method == "POST" and request.url.path in PAID:
            seen.append(way_here())
        return await send(transport, request)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", watched)
    url = f"{studio.sample_urls()[0]}?frames=1"
    options = ["--base-url", studio.url, "--api", words.generation, "--posts-per-minute", "100000", "--avatar", "81"]
    assert run_cli("make", url, *options) == 0
    (way,) = seen
    print("\n".join(way))  # noqa: T201 - shown where the test fails
    assert way[0] == "flows/cli/app.py:make"
    assert len(way) <= MAX_FRAMES


def way_here() -> list[str]:
    """Our own frames from the command to the caller, outermost first, over the tasks that await each other."""
    here = [info.frame for info in inspect.stack()][::-1]
    # The loop runs one task at a time: below it on the stack is who started the loop, above it the current task.
    loop = max(number for number, frame in enumerate(here) if frame.f_code.co_name == "run_forever")
    frames = [*here[:loop], *awaiting(asyncio.current_task()), *here[loop:]]
    ours = [name for name in map(named, frames) if name.startswith(("flows/", "blocks/"))]
    return ours[ours.index("flows/cli/app.py:make") :]


def awaiting(task: "asyncio.Task[Any] | None") -> list[FrameType]:
    """The frames of the tasks that await a task, outermost first."""
    for other in asyncio.all_tasks():
        waiter: Any = getattr(other, "_fut_waiter", None)
        if task in getattr(waiter, "_children", [waiter]):
            return [*awaiting(other), *suspended(other.get_coro())]
    return []


def suspended(coroutine: Any) -> Iterator[FrameType]:
    """The frames of a coroutine that waits, from its own to the innermost."""
    while isinstance(coroutine, CoroutineType) and coroutine.cr_frame is not None:
        yield coroutine.cr_frame
        coroutine = coroutine.cr_await


def named(frame: FrameType) -> str:
    """The frame as `flows/cli/app.py:make`, or as it is where it is not ours."""
    path = frame.f_code.co_filename.removeprefix(f"{PROJECT}/")
    return f"{path}:{frame.f_code.co_name}"
