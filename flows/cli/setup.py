"""`url2video setup`: all that a Prefect server or workspace needs once. Run again, it changes nothing twice."""

import asyncio
import os
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class SetupOptions:
    """The command line of `url2video setup`."""

    service: ServiceChoice
    block: str
    pool: str


def run_setup(options: SetupOptions) -> int:
    """Set everything up and say what was done; returns the exit code.

    Raises:
        ConfigurationError: no server is set, it can't be reached, or a value of the environment is none.
    """
    asyncio.run(_set_up(options))
    return 0


async def _set_up(options: SetupOptions) -> None:
    address = get_current_settings().api.url
    if not address:
        raise ConfigurationError(
            "PREFECT_API_URL: it is not set; allowed: the address of the Prefect server to set up.",
            code="prefect_api_url_missing",
            next_step="Start one with `prefect server start` and set it, or log in with `prefect cloud login`.",
        )
    try:
        async with get_client() as client:
            for step in (_block_types, _credentials, _limit, _work_pool, _recoveries, _notifications):
                print(await step(client, options))  # noqa: T201 - the user interface
    except (httpx.HTTPError, RuntimeError) as error:
        raise ConfigurationError(
            f"PREFECT_API_URL: {address} {server_fault(error)}.",
            code="prefect_server_unreachable",
            next_step="Check it with `url2video doctor`.",
        ) from None


async def _block_types(client: PrefectClient, _: SetupOptions) -> str:
    for block in (JoggCredentials, JoggVideo):
        await block.register_type_and_schema(client=client)
    return "Block types Jogg Credentials and Jogg Video are registered."


async def _credentials(client: PrefectClient, options: SetupOptions) -> str:
    variable = options.service.api_key_variable
    if not os.environ.get(variable):
        return f"No block {options.block}: {variable} is not set."
    credentials = await load_credentials(options.service)
    if secret := os.environ.get(WEBHOOK_SECRET_VARIABLE):
        credentials = credentials.model_copy(update={"webhook_secret": SecretStr(secret)})
    await credentials.save(options.block, overwrite=True, client=client)
    return f"Block jogg-credentials/{options.block} has the key of {variable}."


async def _limit(_: PrefectClient, options: SetupOptions) -> str:
    await create_limit(options.service.posts_per_minute)
    return f"Concurrency limit {LIMIT_NAME} allows {options.service.posts_per_minute} POSTs a minute, over all runs."


async def _work_pool(client: PrefectClient, options: SetupOptions) -> str:
    try:
        pool = await client.read_work_pool(options.pool)
    except ObjectNotFound:
        pool = await client.create_work_pool(WorkPoolCreate(name=options.pool, type="process"))
    return f"Work pool {pool.name} is of type {pool.type}."


async def _recoveries(client: PrefectClient, _: SetupOptions) -> str:
    return f"Automations: {'; '.join(await apply(client, recoveries()))}."


async def _notifications(client: PrefectClient, _: SetupOptions) -> str:
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
