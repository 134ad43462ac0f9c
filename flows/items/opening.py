"""The opening of a session: the run's lease is taken, the services are opened, and all is given back at the end."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext

from prefect.runtime import flow_run

from blocks.errors import ConfigurationError
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.http.timeouts import Timeouts
from blocks.jogg.pacing.local import Pacer
from blocks.jogg.pacing.shared import open_shared_pacer
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Ledger
from flows.items.result import batch_name
from flows.items.session import Account, RunOptions, Session, current_session
from flows.runtime.access import Access
from flows.runtime.concurrency import in_thread
from flows.runtime.gc import seldom_collected
from flows.runtime.handover import handed
from flows.runtime.settings import RunSettings, ServiceChoice, load_settings
from flows.runtime.signals import ended_by_signals

MAX_STARTS = 5
"""Maximum starts of one flow run. One or two can be lost machines; five means that the run itself crashes its
process."""


@asynccontextmanager
async def open_session(options: RunOptions, access: Access) -> AsyncIterator[Session]:
    """Take the run's lease, and open the services.

    Ctrl-C or SIGTERM cancels what runs in the block, and all claims are given up.

    Raises:
        ConfigurationError: no limit to share the pace by, or the run was started too often.
        NotSentError: the Prefect server that keeps a shared pace is out of reach.
        StoreError: the store can't be used; nothing was sent to the service.
    """
    _refuse_endless_starts()
    settings, store = load_settings(), access.store
    lease = OwnerLease(
        store, heartbeat_seconds=settings.heartbeat_seconds, lease_seconds=settings.lease_seconds, batch=options.batch
    )
    async with ended_by_signals(), _held(lease), AsyncExitStack() as opened:
        accounts = {
            choice.generation: await opened.enter_async_context(_account(choice, credentials, settings))
            for choice, credentials in access.services
        }
        session = Session(options, accounts, store, Ledger(store, lease), settings)
        with handed(current_session, session), seldom_collected():
            yield session


@asynccontextmanager
async def _held(lease: OwnerLease) -> AsyncIterator[None]:
    """The lease of this run, taken and given up in a thread."""
    await in_thread(lease.__enter__)
    try:
        yield
    finally:
        await in_thread(lease.__exit__, None, None, None)


@asynccontextmanager
async def _account(
    choice: ServiceChoice, credentials: JoggCredentials, settings: RunSettings
) -> AsyncIterator[Account]:
    timeouts = Timeouts.of_response(settings.response_seconds)
    # The pacer of all processes with this key; None leaves it to one of this process.
    pacing: AbstractAsyncContextManager[Pacer | None] = open_shared_pacer() if choice.shared_pace else nullcontext()
    async with pacing as pacer, credentials.get_services(pacer, timeouts) as services:
        yield Account(choice, credentials.service_url, services)


def _refuse_endless_starts() -> None:
    """A run that takes its process down each time must not be started again for ever (`flows.cli.automations`)."""
    if flow_run.run_count > MAX_STARTS:
        raise ConfigurationError(
            f"This run was started {flow_run.run_count} times and never came to an end.",
            code="run_keeps_crashing",
            next_step="See the worker's log for why its process dies (memory?), then start a new run.",
        )


def new_batch() -> str:
    """Name the batch of the current run: when it began, and the front of the run's id."""
    return batch_name(str(flow_run.id)[:8])
