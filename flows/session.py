"""What one run works with: the service, the store, the ledger, the budget, and who is watching."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from prefect.runtime import flow_run

from blocks.errors import AccountError, ConfigurationError
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.pacing import Pacer
from blocks.jogg.service import CreatedProduct, VideoService
from blocks.jogg.settings import ApiGeneration, only_in_v2
from blocks.jogg.shared_pacing import open_shared_pacer
from blocks.store.lease import OwnerLease
from blocks.store.ledger import Ledger
from blocks.store.store import VideoStore
from flows.budget import Budget
from flows.item import Item
from flows.progress import RunListener, listener
from flows.render_times import RenderTimes
from flows.result import ItemResult, ItemState
from flows.review import Review
from flows.settings import RunSettings, ServiceChoice, load_run_credentials
from flows.shared_look import SharedLook
from flows.termination import ended_by_sigterm
from flows.thread import in_thread

MOST_STARTS = 5
"""Of one flow run: a machine that goes away takes a run down once or twice, five times it is the run's own doing."""


class Session:
    """Everything the steps share. A plain class, because Prefect looks into dataclasses that a task is given."""

    def __init__(
        self,
        *,
        batch: str,
        service: VideoService,
        previews: VideoService | None,
        service_id: str,
        store: VideoStore,
        ledger: Ledger,
        settings: RunSettings,
    ) -> None:
        """Start without a budget; `budget` is replaced once the ledger has been counted."""
        self.batch = batch
        self.service = service
        self.previews = previews
        self.service_id = service_id
        self.store = store
        self.ledger = ledger
        self.settings = settings
        self.budget = Budget(None)
        self.poll_seconds = 10.0
        self.pay_again = False
        self.waits = True
        self.review = Review()
        self.chosen_previews: dict[str, CreatedProduct] = {}
        """By the fingerprint of a video: the product with the preview that a person chose for it."""
        self.stopped_by: AccountError | None = None
        self.copiers = ThreadPoolExecutor(settings.copies, thread_name_prefix="copy")
        self.render_times = RenderTimes()
        self._products: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._looks: dict[VideoService, SharedLook] = {}
        self._listener = listener.get()

    @property
    def listener(self) -> RunListener:
        """Who watches from inside this process."""
        return self._listener

    def service_of(self, item: Item) -> VideoService:
        """Who makes the item. Raises ConfigurationError for a preview where the generation has none."""
        if not item.is_preview:
            return self.service
        if self.previews is None:
            raise only_in_v2(item.generation, "previews")
        return self.previews

    def product_turn(self, item: Item) -> asyncio.Lock:
        """Held while the item's product is created: videos of one product find it in the cache then."""
        return self._products[item.product_fingerprint]

    def look_of(self, item: Item) -> SharedLook:
        """The list that the item's renders are in."""
        service = self.service_of(item)
        return self._looks.setdefault(service, SharedLook(service))

    def moved(self, item: Item, state: ItemState, percent: int = 0) -> None:
        """Tell the watcher how far an item is."""
        self._listener.moved(item.fingerprint, item.slug, state, percent)

    def link_to(self, result: ItemResult) -> str:
        """Where a person finds the video: its public address if there is one, else the file's or the object's."""
        if result.video and self.settings.public_base_url:
            return f"{self.settings.public_base_url.rstrip('/')}/{result.video.key}"
        return f"`{result.address}`"

    def stop_paying(self, error: AccountError) -> None:
        """Remember the first error that every further paid call would meet as well."""
        self.stopped_by = self.stopped_by or error

    def check_account(self) -> None:
        """Raise the AccountError that has stopped the batch, if any."""
        if self.stopped_by:
            raise self.stopped_by


@asynccontextmanager
async def _pacer(choice: ServiceChoice) -> AsyncIterator[Pacer | None]:
    """The pacer of all processes with this key; None leaves it to one of this process."""
    if not choice.shared_pace:
        yield None
        return
    async with open_shared_pacer() as pacer:
        yield pacer


@asynccontextmanager
async def open_session(
    batch: str, choice: ServiceChoice, store: VideoStore, settings: RunSettings
) -> AsyncIterator[Session]:
    """Prove that the store can be written, take the run's lease, and open the service.

    SIGTERM breaks off what runs in the block, and all claims are given up.

    Raises:
        ConfigurationError: no usable key, or no limit to share the pace by.
        NotSentError: the Prefect server that keeps a shared pace is out of reach.
        StoreError: the store can't be used; nothing was sent to the service.
    """
    _refuse_endless_starts()
    credentials = await load_run_credentials(choice)
    await in_thread(store.check)
    lease = OwnerLease(store, heartbeat_seconds=settings.heartbeat_seconds, lease_seconds=settings.lease_seconds)
    with ended_by_sigterm():
        await in_thread(lease.__enter__)
        try:
            async with _pacer(choice) as pacer, _services(credentials, pacer) as (service, previews):
                yield Session(
                    batch=batch,
                    service=service,
                    previews=previews,
                    service_id=f"{credentials.generation}-{credentials.service_url}",
                    store=store,
                    ledger=Ledger(store, lease),
                    settings=settings,
                )
        finally:
            await in_thread(lease.__exit__, None, None, None)


@asynccontextmanager
async def _services(
    credentials: JoggCredentials, pacer: Pacer | None
) -> AsyncIterator[tuple[VideoService, VideoService | None]]:
    """What makes videos, and what makes previews if the generation has any; both share one pace."""
    if credentials.generation is ApiGeneration.V2:
        async with credentials.get_account(pacer) as account:
            yield account.videos, account.previews
    else:
        async with credentials.get_client(pacer) as service:
            yield service, None


def _refuse_endless_starts() -> None:
    """A run that takes its process down each time must not be started again for ever (`flows.automations`)."""
    if flow_run.run_count > MOST_STARTS:
        raise ConfigurationError(
            f"This run was started {flow_run.run_count} times and never came to an end.",
            code="run_keeps_crashing",
            next_step="See the worker's log for why its process dies (memory?), then start a new run.",
        )


def utc_now() -> datetime:
    """The time, as the ledger keeps it."""
    return datetime.now(UTC)
