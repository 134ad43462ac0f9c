"""How late a paid request may reach a service without an idempotency key: within the settle time."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.chaos.conftest import StartMake, many_urls
from tests.chaos.outside.pace import Pace
from tests.chaos.outside.proxy_process import ProxyProcess
from tests.chaos.outside.rules import Fault, Rule
from tests.conftest import StartStudio, StudioProcess
from tests.generations import OPEN, V2, Words

PACE = Pace(response=5, settle=6, lease=60, heartbeat=15, poll=0.2, run=60)


@pytest.fixture
def behind(start_studio: StartStudio, tmp_path: Path) -> Iterator[tuple[StudioProcess, ProxyProcess]]:
    """A service and the proxy in front of it."""
    studio = start_studio()
    with ProxyProcess(urlsplit(studio.url).port or 0, tmp_path / "journal") as proxy:
        yield studio, proxy


@pytest.mark.parametrize(
    ("words", "late", "renders"),
    [
        pytest.param(OPEN, 0.6 * PACE.settle, 1, id="open, within"),
        pytest.param(V2, PACE.settle + 6, 2, id="v2, beyond", marks=pytest.mark.long),
        pytest.param(V2, 0.6 * PACE.settle, 1, id="v2, within", marks=pytest.mark.long),
        pytest.param(OPEN, PACE.settle + 6, 2, id="open, beyond", marks=pytest.mark.long),
    ],
)
def test_a_request_that_arrives_within_the_settle_time_is_adopted_and_one_beyond_it_is_paid_again(
    start_make: StartMake,
    behind: tuple[StudioProcess, ProxyProcess],
    tmp_path: Path,
    words: Words,
    late: float,
    renders: int,
) -> None:
    studio, proxy = behind
    # The connection ends at once; the request goes on in the network and reaches the service later.
    proxy.set_rules([Rule(Fault.CUT_LATE, "POST", f"^{words.render}$", seconds=late)])
    options = ("--base-url", proxy.url, "--api", words.generation)
    run = start_make(
        studio, many_urls(studio, 1, "late"), str(tmp_path / "videos"), *options, environment=PACE.environment
    )
    assert run.end() == 0, run.log.read_text()[-3000:]
    assert run.states == ["published"]
    proxy.await_quiet()
    assert sum(studio.counters().accepted.values()) == renders
