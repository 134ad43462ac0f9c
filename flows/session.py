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
from blocks.jogg.service import CreatedProduct, RenderProgress, VideoService
from blocks.jogg.settings import ApiGeneration, only_in_v2
from blocks.jogg.shared_pacing import open_shared_pacer
from blocks.jogg.timeouts import Timeouts
from blocks.store.lease import OwnerLease
from blocks.store.ledger import Ledger
from blocks.store.record import RenderRecord
from blocks.store.store import VideoStore
from flows.budget import Budget
from flows.garbage import seldom_collected
from flows.item import Item
from flows.looks import Looks
from flows.progress import RunListener, listener
from flows.render_times import RenderTimes
from flows.result import ItemResult, ItemState
from flows.review import Review
from flows.settings import RunSettings, ServiceChoice, load_run_credentials
from flows.termination import ended_by_signals
from flows.thread import in_thread

MOST_STARTS = 5
"""Of one flow run: a machine that goes away takes a run down once or twice, five times it is the run's own doing."""

MOST_PAGES = 200
"""Videos of a batch with a page of their own, as many as the table of results has rows: a page holds a picture, and
thousands of them keep the server from its work. The gallery in the store has all."""


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
        self.published: dict[str, RenderRecord] = {}
        """By fingerprint, what the plan has found to be in the store."""
        self.new: set[str] = set()
        """Fingerprints of which the plan has found nothing in the ledger."""
        self.done: dict[str, RenderProgress] = {}
        """By render id, the look that found it done, whose links are as fresh as can be."""
        self.thumbnails: dict[str, str] = {}
        """By fingerprint, the pictures of pages that are still to be written."""
        self.waits = True
        self.review = Review()
        self.chosen_previews: dict[str, CreatedProduct] = {}
        """By the fingerprint of a video: the product with the preview that a person chose for it."""
        self.stopped_by: AccountError | None = None
        self.copiers = ThreadPoolExecutor(settings.copies, thread_name_prefix="copy")
        self.render_times = RenderTimes()
        self._looks: dict[bool, Looks] = {}
        self._pages = 0
        self._products: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
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

    def looks(self, item: Item) -> Looks:
        """How its render is looked at: together with the others of its kind."""
        if item.is_preview not in self._looks:
            has_list = item.generation is ApiGeneration.V2
            self._looks[item.is_preview] = Looks(self.service_of(item), self.poll_seconds, has_list=has_list)
        return self._looks[item.is_preview]

    def product_turn(self, item: Item) -> asyncio.Lock:
        """Held while the item's product is created: videos of one product find it in the cache then."""
        return self._products[item.product_fingerprint]

    def moved(self, item: Item, state: ItemState, percent: int = 0) -> None:
        """Tell the watcher how far an item is."""
        self._listener.moved(item.fingerprint, item.slug, state, percent)

    def link_to(self, result: ItemResult) -> str:
        """Where a person finds the video: its public address if there is one, else the file's or the object's."""
        if result.video and self.settings.public_base_url:
            return f"{self.settings.public_base_url.rstrip('/')}/{result.video.key}"
        return f"`{result.address}`"

    @property
    def has_pages_left(self) -> bool:
        """Whether videos still get a page in the UI: the first of a batch do."""
        return self._pages + len(self.thumbnails) < MOST_PAGES

    def takes_page(self, result: ItemResult) -> bool:
        """Whether this one gets a page. Of one that is skipped it is there already."""
        if result.state is ItemState.SKIPPED or self._pages >= MOST_PAGES:
            return False
        self._pages += 1
        return True

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

    Ctrl-C or SIGTERM breaks off what runs in the block, and all claims are given up.

    Raises:
        ConfigurationError: no usable key, or no limit to share the pace by.
        NotSentError: the Prefect server that keeps a shared pace is out of reach.
        StoreError: the store can't be used; nothing was sent to the service.
    """
    _refuse_endless_starts()
    credentials = await load_run_credentials(choice)
    await in_thread(store.check)
    lease = OwnerLease(
        store, heartbeat_seconds=settings.heartbeat_seconds, lease_seconds=settings.lease_seconds, batch=batch
    )
    async with (
        ended_by_signals(),
        _held(lease),
        _pacer(choice) as pacer,
        _services(credentials, pacer, Timeouts.of_response(settings.response_seconds)) as (service, previews),
    ):
        with seldom_collected():
            yield Session(
                batch=batch,
                service=service,
                previews=previews,
                service_id=f"{credentials.generation}-{credentials.service_url}",
                store=store,
                ledger=Ledger(store, lease),
                settings=settings,
            )


@asynccontextmanager
async def _held(lease: OwnerLease) -> AsyncIterator[None]:
    """The lease of this run, taken and given up in a thread."""
    await in_thread(lease.__enter__)
    try:
        yield
    finally:
        await in_thread(lease.__exit__, None, None, None)


@asynccontextmanager
async def _services(
    credentials: JoggCredentials, pacer: Pacer | None, timeouts: Timeouts
) -> AsyncIterator[tuple[VideoService, VideoService | None]]:
    """What makes videos, and what makes previews if the generation has any; both share one pace."""
    if credentials.generation is ApiGeneration.V2:
        async with credentials.get_account(pacer, timeouts) as account:
            yield account.videos, account.previews
    else:
        async with credentials.get_client(pacer, timeouts) as service:
            yield service, None


def _refuse_endless_starts() -> None:
    """A run that takes its process down each time must not be started again for ever (`flows.automations`)."""
    if flow_run.run_count > MOST_STARTS:
        raise ConfigurationError(
            f"This run was started {flow_run.run_count} times and never came to an end.",
            code="run_keeps_crashing",
            next_step="See the worker's log for why its process dies (memory?), then start a new run.",
        )


def new_batch() -> str:
    """Name the batch of the current run: when it began, and the front of the run's id."""
    return f"{utc_now():%Y%m%dT%H%M%S}-{str(flow_run.id)[:8]}"


def utc_now() -> datetime:
    """The time, as the ledger keeps it."""
    return datetime.now(UTC)
