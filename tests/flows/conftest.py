"""make-videos run in this process against a real Prefect server."""

from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, PREFECT_RESULTS_LOCAL_STORAGE_PATH, temporary_settings

from blocks.jogg.settings import RenderSettings
from flows.cli import app
from flows.make_videos import make_videos
from flows.progress import NobodyListens, listener
from flows.result import BatchResult, ItemResult, ItemState
from flows.settings import ServiceChoice
from tests.prefect_server import PrefectServer


@pytest.fixture
def run_cli() -> Callable[..., int]:
    """Run the command line in this process; the exit code."""

    def run(*arguments: str) -> int:
        with pytest.raises(SystemExit) as ended:
            app(list(arguments), prog_name="url2video")
        return int(ended.value.code or 0)

    return run


@dataclass
class Watcher(NobodyListens):
    """Keeps what the run told."""

    batch: BatchResult | None = None
    sentence: str = ""
    moves: list[tuple[str, ItemState, int]] = field(default_factory=list)
    ends: list[ItemResult] = field(default_factory=list)

    def planned(self, sentence: str, count: int) -> None:
        self.sentence = sentence

    def moved(self, fingerprint: str, name: str, state: ItemState, percent: int) -> None:
        self.moves.append((name, state, percent))

    def ended(self, result: ItemResult) -> None:
        self.ends.append(result)

    def finished(self, batch: BatchResult, gallery: str) -> None:
        self.batch = batch


@dataclass
class Run:
    """A make-videos run that is over."""

    state: State[Any]
    watcher: Watcher

    @property
    def batch(self) -> BatchResult:
        assert self.watcher.batch is not None, self.state.message
        return self.watcher.batch

    @property
    def states(self) -> list[str]:
        """The items' ends, in the order of the catalogue."""
        return [result.state.value for result in self.batch.results]


Make = Callable[..., Coroutine[Any, Any, Run]]


@pytest.fixture
async def make(prefect_server: PrefectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Make]:
    """Run make-videos: `await make(studio, urls, to=…, **parameters)`. Waits are short, nothing else differs."""
    monkeypatch.setenv("URL2VIDEO_SETTLE_SECONDS", "1")
    monkeypatch.setenv("URL2VIDEO_FIRST_POLL_SECONDS", "0.1")
    monkeypatch.chdir(tmp_path)
    settings = {
        PREFECT_API_URL: prefect_server.api_url,
        PREFECT_HOME: str(tmp_path / "home"),
        PREFECT_RESULTS_LOCAL_STORAGE_PATH: str(tmp_path / "home" / "storage"),
    }

    async def run(studio: Any, urls: list[str], **parameters: Any) -> Run:
        monkeypatch.setenv("JOGG_API_KEY", studio.api_key)
        watcher = Watcher()
        token = listener.set(watcher)
        parameters.setdefault("to", str(tmp_path / "store"))
        parameters.setdefault("settings", RenderSettings())
        choice = ServiceChoice(base_url=studio.url, posts_per_minute=100_000)
        try:
            state = await make_videos(urls=urls, service=choice, poll_seconds=0.1, return_state=True, **parameters)
        finally:
            listener.reset(token)
        return Run(state, watcher)

    with temporary_settings(updates=settings):
        yield run
