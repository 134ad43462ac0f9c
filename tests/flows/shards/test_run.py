"""A run of a shard that has died, and a server that is busy."""

import logging
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from prefect.client.schemas.objects import State
from prefect.states import Pending, Running, Scheduled

from flows.shards import run as shard_run

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "alive_first", "seconds", "dead"),
    [
        (Running(), True, 59, False),
        (Running(), True, 61, True),
        (Running(), False, 299, False),
        (Running(), False, 301, True),
        (Pending(), False, 899, False),
        (Pending(), False, 901, True),
        (Scheduled(), False, 10**6, False),
    ],
)
def test_a_run_is_dead_after_a_silence(
    state: State, alive_first: bool, seconds: float, dead: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = NOW
    monkeypatch.setattr(shard_run, "utc_now", lambda: now)
    watch = shard_run._Watch(60)
    assert not watch.has_died(state, alive=alive_first)
    now += timedelta(seconds=seconds)
    assert watch.has_died(state, alive=False) is dead


@pytest.mark.parametrize(("status", "calls"), [(503, 3), (422, 1)])
async def test_a_busy_server_is_asked_again_and_a_refusal_is_not(
    status: int, calls: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shard_run, "POLL_SECONDS", 0)
    monkeypatch.setattr(shard_run, "MAX_TRIES", 3)
    monkeypatch.setattr(shard_run, "get_run_logger", lambda: logging.getLogger("busy"))
    made = 0

    async def call() -> None:
        nonlocal made
        made += 1
        httpx.Response(status, request=httpx.Request("GET", "http://server.example")).raise_for_status()

    with pytest.raises(httpx.HTTPStatusError):
        await shard_run.patiently(call)
    assert made == calls
    assert len(caplog.records) == calls - 1
