"""What one run works with: the services, the store, the ledger, the budget, and who is watching."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from prefect.logging import get_run_logger

from blocks.errors import AccountError
from blocks.jogg.generation import Services
from blocks.jogg.generations import generation_of
from blocks.jogg.http.clock import skew_warning
from blocks.jogg.service import RenderProgress, VideoService
from blocks.jogg.settings import ApiGeneration, only_in_v2
from blocks.ledger.ledger import Ledger
from blocks.ledger.state import ItemState
from blocks.store.store import VideoStore
from flows.items.budget import Budget
from flows.items.claim import ItemClaim
from flows.items.commands import resolve_command
from flows.items.item import Item
from flows.items.listener import listener
from flows.items.polling import Looks, RenderTimes
from flows.items.result import ItemResult
from flows.items.review import Review
from flows.runtime.public_address import PublicAddress
from flows.runtime.settings import RunSettings, ServiceChoice

MAX_PAGES = 200
"""Videos of a batch with a page of their own, as many as the table of results has rows: a page holds a picture, and
thousands of them keep the server from its work. The gallery in the store has all."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run was told, apart from what it makes."""

    batch: str
    to: str
    """The destination as it was given."""
    poll_seconds: float = 10.0
    pay_again: bool = False
    waits: bool = True
    reviews: bool = False
    """Ask a person before anything is paid."""


@dataclass(frozen=True, slots=True)
class Account:
    """The services behind one key and one pace, of one contract generation."""

    choice: ServiceChoice
    service_url: str
    services: Services


current_session: ContextVar["Session"] = ContextVar("session")
"""That of the run which the caller is a part of; LookupError outside of `open_session`, which sets it."""


class Session:
    """Everything the steps share."""

    def __init__(
        self,
        options: RunOptions,
        accounts: Mapping[ApiGeneration, Account],
        store: VideoStore,
        ledger: Ledger,
        settings: RunSettings,
    ) -> None:
        self.options = options
        self.accounts = accounts
        self.store = store
        self.ledger = ledger
        self.settings = settings
        self.budget = Budget()
        self.review = Review(asked=options.reviews)
        self.copiers = ThreadPoolExecutor(settings.copies, thread_name_prefix="copy")
        self.render_times = RenderTimes()
        self._claims: dict[str, ItemClaim] = {}
        self._stopped_by: AccountError | None = None
        self._looks: dict[tuple[ApiGeneration, bool], Looks] = {}
        self._pages = 0
        self._told_skew = False
        self._products: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.listener = listener.get()
        self.public = PublicAddress.set_in(settings)
        """Where the public finds the store, if somebody has said it."""

    @contextmanager
    def holding(self, claim: ItemClaim) -> Iterator[None]:
        """Have the steps of the claim's item find it."""
        self._claims[claim.item.fingerprint] = claim
        try:
            yield
        finally:
            del self._claims[claim.item.fingerprint]

    def claim_of(self, item: Item) -> ItemClaim:
        """Return this run's claim of the item. Raises KeyError where it holds none."""
        return self._claims[item.fingerprint]

    @property
    def batch(self) -> str:
        """Name of the batch: it names the report and the payments."""
        return self.options.batch

    def service_of(self, item: Item) -> VideoService:
        """Return who makes the item. Raises ConfigurationError for a preview where the generation has none."""
        services = self.accounts[item.generation].services
        if not item.is_preview:
            return services.videos
        if services.previews is None:
            raise only_in_v2(item.generation, "previews")
        return services.previews

    def service_id(self, item: Item) -> str:
        """Return the name of the item's service: ids of its products mean nothing elsewhere."""
        return f"{item.generation}-{self.accounts[item.generation].service_url}"

    def looks(self, item: Item) -> Looks:
        """How its render is polled: together with the others of its kind."""
        kind = (item.generation, item.is_preview)
        if kind not in self._looks:
            has_list = generation_of(item.generation).has_list
            self._looks[kind] = Looks(self.service_of(item), self.options.poll_seconds, has_list=has_list)
        return self._looks[kind]

    def product_turn(self, item: Item) -> asyncio.Lock:
        """Held while the item's product is created: videos of one product find it in the cache then."""
        return self._products[item.product_fingerprint]

    def resolve_command(self, item: Item) -> str:
        """The command by which a person settles an ambiguous item, with the options of this run."""
        return resolve_command(self.options.to, self.accounts[item.generation].choice, item.fingerprint)

    def moved(self, item: Item, state: ItemState, percent: int = 0) -> None:
        """Tell the watcher how far an item is."""
        self.listener.moved(item.fingerprint, item.label, state, percent)

    def polled(self, item: Item, progress: RenderProgress) -> None:
        """Tell the watcher what the service says of a render."""
        if progress.status.is_waiting:
            self.listener.queued(item.fingerprint, item.label, progress.queue_position)
        else:
            self.moved(item, ItemState.RENDERING, progress.percent)

    def public_address(self, key: str) -> str:
        """Where a browser finds an object of the store; empty where nobody has said it."""
        return self.public.of_key(key) if self.public else ""

    @property
    def has_pages_left(self) -> bool:
        """Whether videos still get a page in the UI: the first of a batch do."""
        return self._pages < MAX_PAGES

    def takes_page(self, result: ItemResult) -> bool:
        """Whether this one gets a page. Of one that is skipped it is there already."""
        if result.state is ItemState.SKIPPED or not self.has_pages_left:
            return False
        self._pages += 1
        return True

    def tell_clock_skew(self, item: Item) -> None:
        """Warn, once a run, where the service's clock and ours differ by more than a minute."""
        warning = skew_warning(self.service_of(item).clock_skew)
        if warning and not self._told_skew:
            self._told_skew = True
            get_run_logger().warning("%s Set this machine's by NTP.", warning)

    def stop_paying(self, error: AccountError) -> None:
        """Remember the first error that every further paid call would meet as well, and say it once."""
        if self._stopped_by is None:
            self._stopped_by = error
            self.listener.warned(f"Nothing more is paid in this run. {error.advice}")

    def check_account(self) -> None:
        """Raise the AccountError that has stopped the batch, if any."""
        if self._stopped_by:
            raise self._stopped_by
