"""make-videos run in this process against a real Prefect server."""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, PREFECT_RESULTS_LOCAL_STORAGE_PATH, temporary_settings

from blocks.jogg.settings import RenderSettings
from blocks.ledger.state import ItemState
from flows.cli.app import app
from flows.items.listener import RunListener, listener
from flows.items.result import BatchResult, ItemResult
from flows.make_videos import make_videos
from flows.runtime.run_flow import RunFlow
from flows.runtime.settings import ServiceChoice
from tests.conftest import StudioProcess
from tests.generations import OPEN, Words
from tests.parameters import in_groups
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
class Watcher(RunListener):
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


@pytest.fixture
def words(request: pytest.FixtureRequest) -> Words:
    """The generation that runs speak, see `both_generations`."""
    chosen: Words = getattr(request, "param", OPEN)
    return chosen


@pytest.fixture(scope="session")
def shared_v2_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    """An instant studio that no run of generation 1 uses: their videos would be strangers in the account's list."""
    process = StudioProcess(tmp_path_factory.mktemp("studio-v2"))
    yield process.start()
    process.kill()


@pytest.fixture
def studio(request: pytest.FixtureRequest, words: Words) -> Iterator[StudioProcess]:
    """The shared studio of the generation, with an empty fault script."""
    shared: StudioProcess = request.getfixturevalue("shared_studio" if words is OPEN else "shared_v2_studio")
    yield shared
    shared.clear_faults()


_avatars = count(1000)

Make = Callable[..., Coroutine[Any, Any, Run]]


@pytest.fixture
async def make(
    prefect_server: PrefectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Words
) -> AsyncIterator[Make]:
    """Run make-videos: `await make(studio, urls, to=…, **fields)` with fields of its groups.

    Waits are short, nothing else differs. `flow` is another flow with these fields to run in its place.
    """
    monkeypatch.setenv("URL2VIDEO_SETTLE_SECONDS", "1")
    # A request of a run that died counts as lost once its lease and its longest exchange are over.
    monkeypatch.setenv("URL2VIDEO_RESPONSE_SECONDS", "15")
    monkeypatch.setenv("URL2VIDEO_LEASE_SECONDS", "12")
    monkeypatch.setenv("URL2VIDEO_HEARTBEAT_SECONDS", "3")
    monkeypatch.setenv("URL2VIDEO_FIRST_POLL_SECONDS", "0.1")
    monkeypatch.chdir(tmp_path)
    # The account's list names videos by fingerprint: one that another test had minutes ago would be found.
    settings_of_test = RenderSettings(avatar_id=next(_avatars))
    settings = {
        PREFECT_API_URL: prefect_server.api_url,
        PREFECT_HOME: str(tmp_path / "home"),
        PREFECT_RESULTS_LOCAL_STORAGE_PATH: str(tmp_path / "home" / "storage"),
    }

    async def run(studio: StudioProcess, urls: list[str], *, flow: RunFlow = make_videos, **fields: Any) -> Run:
        monkeypatch.setenv("JOGG_API_KEY", studio.api_key)
        watcher = Watcher()
        token = listener.set(watcher)
        fields.setdefault("to", str(tmp_path / "store"))
        fields.setdefault("settings", settings_of_test)
        choice = ServiceChoice(generation=words.generation, base_url=studio.url, posts_per_minute=100_000)
        try:
            parameters = in_groups(flow, urls=urls, service=choice, poll_seconds=0.1, **fields)
            state = await flow(**parameters, return_state=True)
        finally:
            listener.reset(token)
        return Run(state, watcher)

    with temporary_settings(updates=settings):
        yield run
