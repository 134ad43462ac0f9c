"""A held claim: mutable handle on a ledger record that this run has claimed. A retried task sees the latest record."""

import time
from datetime import timedelta
from decimal import Decimal

from blocks.errors import Url2VideoError
from blocks.jogg.corrections import Corrections
from blocks.jogg.service import CreatedProduct, SubmitWindow
from blocks.ledger.ledger import Ledger
from blocks.ledger.record import Attempt, PublishedVideo, RenderRecord
from blocks.ledger.takeover import UNSETTLED, Claimed
from blocks.ledger.view import utc_now
from flows.items.item import Item
from flows.items.page_facts import facts_of, with_offer
from flows.runtime.concurrency import in_thread


class ItemClaim:
    """This run's hold on one video in the ledger. Every coroutine writes one transition; all raise StoreError."""

    def __init__(self, item: Item, ledger: Ledger, claimed: Claimed) -> None:
        """Hold what `Ledger.claim` returned for `item`."""
        self.item = item
        self._ledger = ledger
        self._claimed = claimed
        self._ended: RenderRecord | None = None
        self._claimed_at = time.monotonic()
        self._exchange_ended_at: float | None = None

    @property
    def record(self) -> RenderRecord:
        """As last written."""
        return self._ended or self._claimed.record

    @property
    def is_unsettled(self) -> bool:
        """Whether the service must be asked before anything is sent."""
        return self.record.state in UNSETTLED

    @property
    def corrections(self) -> Corrections:
        """The item's, and over them what a reviewer has put there."""
        ours = self.item.corrections.model_dump(mode="json", exclude_defaults=True)
        return Corrections.model_validate({**ours, **self.record.reviewed})

    @property
    def earlier_renders(self) -> frozenset[str]:
        """The ids of the item's renders that are known: they bear the same name as the one that is looked for."""
        return frozenset(attempt.render_id for attempt in self.record.attempts if attempt.render_id)

    def unknown_seconds(self, longest_exchange: timedelta) -> float:
        """Return for how long the outcome of the last request has been unknown.

        For a request of this run: since its exchange ended. For one of a run that died: since the moment at which its
        exchange must have ended, told by the store's clock, for the clocks of two machines differ by minutes. It is
        negative before that moment.
        """
        now = time.monotonic()
        if self._exchange_ended_at is not None:
            return now - self._exchange_ended_at
        known = self._claimed.open_seconds + now - self._claimed_at
        return known if self.record.attempts[-1].exchange_ended else known - longest_exchange.total_seconds()

    def submit_window(self, longest_exchange: timedelta) -> SubmitWindow:
        """Return when the last request can have been accepted: by the time that was noted, and by its age.

        The two differ where the clock of the run that made it was wrong; both are then inside the window.
        """
        noted = self.record.attempts[-1].submitted_at
        aged = utc_now() - timedelta(seconds=self._claimed.open_seconds + time.monotonic() - self._claimed_at)
        return SubmitWindow(min(noted, aged), max(noted, aged) + longest_exchange)

    def exchange_ended(self, seconds_ago: float = 0.0) -> None:
        """Note that the exchange of the last paid request has ended without a clear outcome."""
        self._exchange_ended_at = time.monotonic() - seconds_ago

    def product_created(self, product: CreatedProduct) -> None:
        """Note the ids that settling a lost response needs, and the title, for the next transition."""
        self._claimed = self._ledger.product_created(
            self._claimed,
            product_id=product.product_id,
            project_id=product.project_id or "",
            title=product.title,
            page=with_offer(facts_of(product), self.item.offer),
        )

    async def awaiting_review(self) -> None:
        """A person has to look; ends the claim."""
        self._ended = await in_thread(self._ledger.awaiting_review, self._claimed)

    async def approved(self, corrections: Corrections) -> None:
        """A person said yes."""
        told = corrections.model_dump(mode="json", exclude_defaults=True)
        self._claimed = await in_thread(self._ledger.approved, self._claimed, told)

    async def rejected(self) -> None:
        """A person said no; ends the claim for good."""
        self._ended = await in_thread(self._ledger.rejected, self._claimed)

    async def submitting(self, price: Decimal) -> None:
        """The paid request is about to go out."""
        self._claimed = await in_thread(self._ledger.submitting, self._claimed, price=price)
        self._exchange_ended_at = None

    async def accepted(self, render_id: str) -> None:
        """The service took it."""
        self._claimed = await in_thread(self._ledger.accepted, self._claimed, render_id=render_id)

    async def adopted(self, render_id: str, attempt: Attempt) -> None:
        """The account has a render of this video that the ledger knew nothing of, paid by `attempt`."""
        self._claimed = await in_thread(self._ledger.adopted, self._claimed, render_id=render_id, attempt=attempt)

    async def not_accepted(self) -> None:
        """The service surely did not take it: it said no, or nothing was sent."""
        self._claimed = await in_thread(self._ledger.not_accepted, self._claimed)

    async def never_accepted(self) -> None:
        """The service was asked and knows nothing of it."""
        self._claimed = await in_thread(self._ledger.never_accepted, self._claimed)

    async def ambiguous(self, error: Url2VideoError) -> None:
        """Nobody can tell; ends the claim."""
        self._keep_age()
        self._ended = await in_thread(self._ledger.ambiguous, self._claimed, error)

    async def failed(self, error: Url2VideoError) -> None:
        """Ends the claim for good."""
        self._ended = await in_thread(self._ledger.failed, self._claimed, error)

    async def published(self, video: PublishedVideo, deducted_credit: Decimal | None) -> None:
        """Ends the claim well."""
        self._ended = await in_thread(self._ledger.published, self._claimed, video, deducted_credit=deducted_credit)

    async def release(self, error: Url2VideoError | None = None, *, keeps_order: bool = False) -> None:
        """Let others go on from here, unless the claim has ended.

        `keeps_order`: what is released as planned was ordered and never made, and a sweep is to say so.
        """
        if self._ended is None:
            self._keep_age()
            self._ended = await in_thread(self._ledger.release, self._claimed, error, keeps_order=keeps_order)

    def _keep_age(self) -> None:
        """Have the next write say for how long the outcome has been unknown: whoever asks next goes on from there."""
        if self.is_unsettled and self._exchange_ended_at is not None:
            seconds_ago = time.monotonic() - self._exchange_ended_at
            self._claimed = self._ledger.exchange_ended(self._claimed, seconds_ago=seconds_ago)
