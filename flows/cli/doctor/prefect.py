"""Doctor's look at the Prefect server, and at what `url2video setup` has put there."""

import asyncio

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.exceptions import ObjectNotFound
from prefect.settings import get_current_settings

from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.pacing.limit import LIMIT_NAME
from flows.cli.automations import recoveries
from flows.cli.doctor.check import Check, bad, good, warned
from flows.runtime.server_watch import server_fault

SERVER_SECONDS = 5.0
"""For a Prefect server to answer: one that needs longer is no help to a run either."""

CLOUD = "https://api.prefect.cloud/"

FOREIGN_ORIGIN = "https://elsewhere.example"

EXPOSURE = "who may call it"

SET_UP = "Run `url2video setup`."
SERVER = "Prefect server"


async def check_prefect() -> list[Check]:
    """Is there a server, does it answer, and is it set up? Without one a run starts its own."""
    address = get_current_settings().api.url
    if not address:
        return [good(SERVER, "none is set: a run starts one for itself")]
    hint = "Start it with `prefect server start`, or set PREFECT_API_URL."
    async with get_client() as client:
        problem = await _server_problem(client)
        if problem:
            return [bad(SERVER, f"{address} {problem}", hint)]
        try:
            looks = [await look(client) for look in (_block_type, _limit, _automations)]
        except httpx.HTTPError as error:
            return [bad(SERVER, f"{address} {server_fault(error)}", hint)]
    return [good(SERVER, address), *await exposure(address), *looks]


async def exposure(address: str) -> list[Check]:
    """Ask as a foreign web page would, and as nobody: whoever can call the API can read the keys in its blocks.

    Prefect Cloud asks everybody for an API key and is left alone.
    """
    if address.startswith(CLOUD):
        return []
    async with httpx.AsyncClient(timeout=SERVER_SECONDS) as stranger:
        try:
            page = await stranger.get(f"{address}/health", headers={"Origin": FOREIGN_ORIGIN})
            caller = await stranger.post(f"{address}/block_types/filter", json={"limit": 1})
        except httpx.HTTPError as error:
            return [bad(EXPOSURE, f"{address} {server_fault(error)}", "Ask again.")]
    findings = []
    if page.headers.get("access-control-allow-origin") in {"*", FOREIGN_ORIGIN}:
        hint = "Set PREFECT_SERVER_CORS_ALLOWED_ORIGINS for the server (docs/deploy.md)."
        findings.append(warned(EXPOSURE, "any web page in a browser here may call the server and read its keys", hint))
    if caller.is_success:
        hint = "Set PREFECT_SERVER_API_AUTH_STRING for the server and PREFECT_API_AUTH_STRING for all others."
        findings.append(warned(EXPOSURE, "the server asks for no password", hint))
    return findings or [good(EXPOSURE, "the server answers no foreign page, and nobody without a password")]


async def _server_problem(client: PrefectClient) -> str:
    try:
        async with asyncio.timeout(SERVER_SECONDS):
            fault = await client.api_healthcheck()
    except TimeoutError:
        return f"gives no answer in {SERVER_SECONDS:.0f} s"
    return "" if fault is None else server_fault(fault)


async def _block_type(client: PrefectClient) -> Check:
    name, slug = "block types", JoggCredentials.get_block_type_slug()
    try:
        await client.read_block_type_by_slug(slug)
    except ObjectNotFound:
        return bad(name, f"{slug} is not registered", SET_UP)
    return good(name, f"{slug} is registered")


async def _limit(client: PrefectClient) -> Check:
    name = "limits"
    try:
        limit = await client.read_global_concurrency_limit_by_name(LIMIT_NAME)
    except ObjectNotFound:
        return bad(name, f"{LIMIT_NAME} does not exist: several runs with one key get in each other's way", SET_UP)
    if not limit.active or limit.slot_decay_per_second:
        return bad(name, f"{LIMIT_NAME} is inactive, or its slots decay: the pace is not kept", SET_UP)
    return good(name, f"{LIMIT_NAME} allows {limit.limit} POSTs a minute")


async def _automations(client: PrefectClient) -> Check:
    name = "automations"
    missing = [each.name for each in recoveries() if not await client.read_automations_by_name(each.name)]
    if missing:
        return bad(name, f"not there: {'; '.join(missing)}", SET_UP)
    return good(name, "crashed runs start again")
