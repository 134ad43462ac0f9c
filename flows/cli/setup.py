"""`url2video setup`: all that a Prefect server or workspace needs once. Run again, it changes nothing twice."""

import asyncio
import os
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectNotFound
from prefect.settings import get_current_settings
from pydantic import SecretStr

from blocks.errors import ConfigurationError
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.pacing.limit import LIMIT_NAME, create_limit
from flows.cli.automations import apply, notifications, recoveries
from flows.jogg_video import JoggVideo
from flows.runtime.credentials import load_credentials
from flows.runtime.server_watch import server_fault
from flows.runtime.settings import ServiceChoice

NOTIFICATION_VARIABLE = "URL2VIDEO_NOTIFICATION_BLOCK"
"""Names a stored notification block as `type/name`, for instance `slack-webhook/alerts`."""

WEBHOOK_SECRET_VARIABLE = "JOGG_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable


def run_setup(service: ServiceChoice, block: str, pool: str) -> int:
    """Set everything up and say what was done; returns the exit code.

    Raises ConfigurationError: no server is set, it can't be reached, or a value of the environment is none.
    """
    asyncio.run(_set_up(service, block, pool))
    return 0


async def _set_up(service: ServiceChoice, block: str, pool: str) -> None:
    address = get_current_settings().api.url
    if not address:
        raise ConfigurationError(
            "PREFECT_API_URL: it is not set; allowed: the address of the Prefect server to set up.",
            code="prefect_api_url_missing",
            next_step="Start one with `prefect server start` and set it, or log in with `prefect cloud login`.",
        )
    try:
        async with get_client() as client:
            async for done in _steps(client, service, block, pool):
                print(done)  # noqa: T201 - the user interface
    except (httpx.HTTPError, RuntimeError) as error:
        raise ConfigurationError(
            f"PREFECT_API_URL: {address} {server_fault(error)}.",
            code="prefect_server_unreachable",
            next_step="Check it with `url2video doctor`.",
        ) from None


async def _steps(client: PrefectClient, service: ServiceChoice, block: str, pool: str) -> AsyncIterator[str]:
    """Take one step after the other; yields what each has done."""
    for kind in (JoggCredentials, JoggVideo):
        await kind.register_type_and_schema(client=client)
    yield "Block types Jogg Credentials and Jogg Video are registered."
    yield await _credentials(client, service, block)
    await create_limit(service.posts_per_minute)
    yield f"Concurrency limit {LIMIT_NAME} allows {service.posts_per_minute} POSTs a minute, over all runs."
    yield await _work_pool(client, pool)
    yield f"Automations: {'; '.join(await apply(client, recoveries()))}."
    yield await _notifications(client)


async def _credentials(client: PrefectClient, service: ServiceChoice, block: str) -> str:
    variable = service.api_key_variable
    if not os.environ.get(variable):
        return f"No block {block}: {variable} is not set."
    credentials = await load_credentials(service)
    if secret := os.environ.get(WEBHOOK_SECRET_VARIABLE):
        credentials = credentials.model_copy(update={"webhook_secret": SecretStr(secret)})
    await credentials.save(block, overwrite=True, client=client)
    return f"Block jogg-credentials/{block} has the key of {variable}."


async def _work_pool(client: PrefectClient, name: str) -> str:
    try:
        pool = await client.read_work_pool(name)
    except ObjectNotFound:
        pool = await client.create_work_pool(WorkPoolCreate(name=name, type="process"))
    return f"Work pool {pool.name} is of type {pool.type}."


async def _notifications(client: PrefectClient) -> str:
    named = os.environ.get(NOTIFICATION_VARIABLE, "")
    if not named:
        return f"No notifications: {NOTIFICATION_VARIABLE} is not set (type/name of a stored block)."
    names = await apply(client, notifications(await _block_id(client, named)))
    return f"Notifications by {named}: {'; '.join(names)}."


async def _block_id(client: PrefectClient, named: str) -> UUID:
    kind, _, name = named.partition("/")
    try:
        return (await client.read_block_document_by_name(name, kind)).id
    except ObjectNotFound:
        raise ConfigurationError(
            f"{NOTIFICATION_VARIABLE}: {named!r} is not stored on the Prefect server; allowed: type/name of a"
            " notification block, as in slack-webhook/alerts.",
            code="notification_block_unknown",
            next_step="Create it in the UI under Blocks.",
        ) from None
