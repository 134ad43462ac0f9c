"""`url2video make`: what it has read and proven, its run neither reads nor proves again."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

from tests.conftest import QUICK_SETTLEMENT, StudioProcess
from tests.prefect_server import PrefectServer


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
