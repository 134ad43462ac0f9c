"""The key and the store of a run, proven before anything is paid."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace

from prefect.logging import get_run_logger
from prefect.variables import Variable

from blocks.errors import ConfigurationError
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.settings import ApiGeneration
from blocks.store.destination import open_store
from blocks.store.store import VideoStore
from flows.runtime.concurrency import in_thread
from flows.runtime.credentials import load_run_credentials
from flows.runtime.settings import ServiceChoice, load_settings

DESTINATION = "url2video_to"
"""Prefect Variable of a workspace: where the videos go, for runs that are given no destination."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a run works with."""

    to: str
    """The destination as it was given, or the one of the environment."""
    store: VideoStore
    services: tuple[tuple[ServiceChoice, JoggCredentials], ...]
    """The one that was chosen, then those of further contract generations; none for a run that asks no service."""

    @property
    def credentials(self) -> JoggCredentials:
        """The chosen service's. Raises IndexError for a run that asks none."""
        return self.services[0][1]


proven: ContextVar[Access | None] = ContextVar("proven", default=None)
"""Set by the command line around the one flow that it calls, as the listener is. A run of a deployment has none."""


async def variable(name: str) -> str:
    """Return the value of a Prefect Variable as text, empty where there is none. Raises httpx.HTTPError."""
    value = await Variable.aget(name)
    return "" if value is None else str(value)


async def destination(to: str) -> str:
    """Return where the videos go: `to`, or what the environment or the Prefect Variable `url2video_to` says.

    Raises ConfigurationError.
    """
    settings = load_settings()
    if to or "to" in settings.model_fields_set:
        return to or settings.to
    return await variable(DESTINATION) or settings.to


async def load_access(to: str, service: ServiceChoice | None) -> Access:
    """Load the credentials and open the store, without asking either; None for a run that asks no service.

    Raises ConfigurationError or StoreError.
    """
    to = await destination(to)
    services = ((service, await load_run_credentials(service)),) if service else ()
    return Access(to, await in_thread(open_store, to), services)


async def open_access(to: str, service: ServiceChoice | None) -> Access:
    """Return what the command line has proven, or load it and prove that the store can be written.

    Raises:
        ConfigurationError: no usable key.
        StoreError: the store can't be used; nothing was sent to the service.
    """
    known = proven.get()
    if known is None:
        known = await load_access(to, service)
        await in_thread(known.store.check)
    return known


async def with_other_generations(access: Access, more: Sequence[ServiceChoice]) -> Access:
    """Add a service for every contract generation that there are credentials for: what a sweep looks after.

    A key from the environment serves all generations. A block is of one; `more` names those of the others, of which
    some may not be stored.
    """
    chosen = access.services[0][0]
    others: dict[ApiGeneration, tuple[ServiceChoice, JoggCredentials]] = {}
    for choice in more:
        try:
            credentials = await load_run_credentials(choice)
        except ConfigurationError as error:
            get_run_logger().warning("Generation %s is left out. %s", choice.generation, error)
        else:
            others.setdefault(choice.generation, (choice, credentials))
    if not chosen.credentials_block:
        for generation in ApiGeneration:
            if generation not in others:
                choice = chosen.model_copy(update={"generation": generation})
                others[generation] = (choice, await load_run_credentials(choice))
    others.pop(chosen.generation, None)
    return replace(access, services=(access.services[0], *others.values()))
