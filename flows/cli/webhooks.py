"""`url2video webhooks`: runs the receiver until it is stopped."""

import asyncio
import logging
import os

import uvicorn
from prefect.client.orchestration import get_client
from prefect.settings import get_current_settings
from pydantic import SecretStr

from blocks.errors import ConfigurationError
from bounds.connections import BoundedProtocol, Seldom
from flows.runtime.credentials import load_credentials
from flows.runtime.settings import ServiceChoice
from flows.webhooks.receiver import PATH, PrefectEvents, webhook_app


def run_webhooks(host: str, port: int, signed_by_env: str, credentials_block: str) -> int:
    """Serve until SIGTERM or Ctrl-C. Raises ConfigurationError: no secret, or no Prefect server to tell."""
    return asyncio.run(_serve(host, port, signed_by_env, credentials_block))


async def _serve(host: str, port: int, signed_by_env: str, credentials_block: str) -> int:
    secret = await _secret(signed_by_env, credentials_block)
    if not get_current_settings().api.url:
        raise ConfigurationError(
            "PREFECT_API_URL: it is not set; allowed: the address of the Prefect server that is told.",
            code="prefect_api_url_missing",
            next_step="Set it, or log in with `prefect cloud login`.",
        )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    for name in ("uvicorn.error", "url2video.webhooks"):
        logging.getLogger(name).addFilter(Seldom())
    async with get_client() as client:
        app = webhook_app(secret, PrefectEvents(client))
        config = uvicorn.Config(
            app,
            host,
            port,
            http=BoundedProtocol,
            # Nothing here speaks it, and its connections would be outside of all bounds.
            ws="none",
            server_header=False,
            access_log=False,
            log_config=None,
        )
        print(f"Webhooks are received at http://{host}:{port}{PATH}", flush=True)  # noqa: T201 - the user interface
        await uvicorn.Server(config).serve()
    return 0


async def _secret(variable: str, block: str) -> SecretStr:
    if block:
        stored = (await load_credentials(ServiceChoice(credentials_block=block))).webhook_secret
        secret, where = (stored.get_secret_value() if stored else ""), f"webhook_secret of block {block}"
    else:
        secret, where = os.environ.get(variable, ""), variable
    if not secret:
        raise ConfigurationError(
            f"{where}: it is not set; allowed: the secret that the service gave with the webhook endpoint.",
            code="webhook_secret_missing",
            next_step="The answer to POST /v2/endpoint holds it.",
        )
    return SecretStr(secret)
