"""What the automations of `url2video setup` do with runs, on a real server."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import prefect
import pytest
from packaging.version import Version
from prefect import flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Completed, Running

from flows.cli.automations import TAG, apply, recoveries
from tests.prefect_server import EVENT_SECONDS, PrefectServer

SILENCE = timedelta(seconds=10)
"""The shortest that a proactive trigger takes (Prefect 3.9.1, `EventTrigger`)."""


@flow
def nothing() -> None:
    """A flow whose runs are moved by hand."""


@pytest.mark.long
@pytest.mark.skipif(Version(prefect.__version__) < Version("3.9.1"), reason="servers before 3.9.1 forget the end")
async def test_a_heartbeat_that_comes_after_the_end_raises_no_alarm_and_a_silent_run_does(
    prefect_server: PrefectServer,
) -> None:
    with temporary_settings({PREFECT_API_URL: prefect_server.api_url}):
        async with get_client() as client:
            await apply(client, recoveries(SILENCE))
            ended, silent = [await client.create_flow_run(nothing, tags=[TAG]) for _ in range(2)]
            for run in (ended, silent):
                await client.set_flow_run_state(run.id, Running())
            last = datetime.now(UTC)
            await client.set_flow_run_state(ended.id, Completed())
            # The server has seen the run's end before its last heartbeat comes.
            await await_event(prefect_server, ended.id, "prefect.flow-run.Completed")
            for run in (ended, silent):
                await beat(client, run, last)
            # The silent run has no deployment: it is called crashed, and left so.
            await await_state(client, silent.id, "Crashed")
            assert await state_of(client, ended.id) == "Completed"
            await apply(client, recoveries())


async def beat(client: PrefectClient, run: FlowRun, occurred: datetime) -> None:
    """Deliver a heartbeat of a run, as late as one likes."""
    tag = {"prefect.resource.id": f"prefect.tag.{TAG}", "prefect.resource.role": "tag"}
    event = {
        "id": str(uuid4()),
        "event": "prefect.flow-run.heartbeat",
        "occurred": occurred.isoformat(),
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run.id}"},
        "related": [tag],
    }
    await client.request("POST", "/events", json=[event])


async def await_event(server: PrefectServer, run_id: UUID, wanted: str) -> None:
    until = time.monotonic() + EVENT_SECONDS
    while wanted not in (each["event"] for each in server.events([f"prefect.flow-run.{run_id}"])):
        assert time.monotonic() < until, wanted
        await asyncio.sleep(0.2)


async def state_of(client: PrefectClient, run_id: UUID) -> str:
    state = (await client.read_flow_run(run_id)).state
    return state.name or "" if state else ""


async def await_state(client: PrefectClient, run_id: UUID, wanted: str) -> None:
    until = time.monotonic() + EVENT_SECONDS
    while await state_of(client, run_id) != wanted:
        assert time.monotonic() < until, await state_of(client, run_id)
        await asyncio.sleep(0.2)
