"""The credentials of a run, by the choice of its service: a stored block, or a variable of the environment."""

import os

from prefect.runtime import deployment
from pydantic import SecretStr, ValidationError

from blocks.errors import ConfigurationError
from blocks.field_problems import shown
from blocks.jogg.credentials import JoggCredentials
from flows.runtime.settings import ServiceChoice


def deployment_id() -> str:
    """The deployment that the current run is of; empty where there is none, as in runs of the command line."""
    return str(deployment.id or "")


async def load_credentials(choice: ServiceChoice) -> JoggCredentials:
    """Load the credentials block, or make one from the environment.

    Raises ConfigurationError: no such block, no key in the environment, or a value that can't be one.
    """
    if choice.credentials_block:
        return _as_chosen(await _stored(choice.credentials_block), choice)
    if choice.base_url and deployment_id():
        raise ConfigurationError(
            f"base_url: {shown(choice.base_url)}; allowed: none in a run of a deployment, whose worker has the key.",
            code="base_url_refused",
            next_step="Store the address together with its key in a Jogg Credentials block, and name the block.",
        )
    key = os.environ.get(choice.api_key_variable, "")
    if not key:
        raise ConfigurationError(
            f"{choice.api_key_variable}: it is not set; allowed: the API key of the account.",
            code="api_key_missing",
            next_step="Set it, or name a Jogg Credentials block.",
        )
    try:
        return JoggCredentials(
            api_key=SecretStr(key),
            base_url=choice.base_url,
            generation=choice.generation,
            posts_per_minute=choice.posts_per_minute,
        )
    except ValidationError as error:
        problem = error.errors(include_input=False, include_url=False)[0]
        field = {"api_key": choice.api_key_variable}.get(str(problem["loc"][0]), str(problem["loc"][0]))
        raise ConfigurationError(
            f"{field}: {problem['msg'].removeprefix('Value error, ')}.", code="credentials_invalid"
        ) from None


async def load_run_credentials(choice: ServiceChoice) -> JoggCredentials:
    """Load the credentials that a run pays with: its items were checked, and are named, for one generation.

    Raises ConfigurationError: as `load_credentials`, or the block is of the other generation.
    """
    credentials = await load_credentials(choice)
    if credentials.generation is not choice.generation:
        raise ConfigurationError(
            f'generation: "{choice.generation}"; allowed: {credentials.generation}, which the block'
            f" {choice.credentials_block!r} speaks.",
            code="generation_mismatch",
            next_step=f"Say so (`--api {credentials.generation}`), or use another block.",
        )
    return credentials


def _as_chosen(stored: JoggCredentials, choice: ServiceChoice) -> JoggCredentials:
    """The block, where it has the address that was asked for, if any. Raises ConfigurationError."""
    if choice.base_url and choice.base_url.rstrip("/") != stored.service_url:
        raise ConfigurationError(
            f"base_url: {shown(choice.base_url)}; allowed: {stored.service_url}, the address of the block"
            f" {choice.credentials_block!r}, or none.",
            code="base_url_refused",
        )
    return stored


async def _stored(name: str) -> JoggCredentials:
    try:
        # Prefect's loader is typed for its sync and async faces at once.
        return await JoggCredentials.aload(name)
    except ValueError:
        raise ConfigurationError(
            f"credentials_block: {name!r} is not stored on the Prefect server; allowed: the name of a"
            " Jogg Credentials block.",
            code="credentials_block_unknown",
            next_step="Create it with `url2video setup` or in the UI.",
        ) from None
