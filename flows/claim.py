"""A held claim: the one value of a run that changes, so that an attempt made again starts from the latest record.

A plain class, like the session: of the values that a step is given, Prefect looks through all others for futures.
"""

from decimal import Decimal

from blocks.errors import Url2VideoError
from blocks.jogg.service import CreatedProduct
from blocks.jogg.settings import Corrections
from blocks.store.ledger import Claimed, Ledger
from blocks.store.record import PublishedVideo, RenderRecord
from flows.item import Item
from flows.thread import in_thread


class ItemClaim:
    """This run's hold on one video in the ledger. Every coroutine writes one transition; all raise StoreError."""

    def __init__(self, item: Item, ledger: Ledger, claimed: Claimed) -> None:
        """Hold what `Ledger.claim` gave for `item`."""
        self.item = item
        self._ledger = ledger
        self._claimed = claimed
        self._ended: RenderRecord | None = None

    @property
    def record(self) -> RenderRecord:
        """As last written."""
        return self._ended or self._claimed.record

    @property
    def corrections(self) -> Corrections:
        """The item's, and over them what a reviewer has put there."""
        ours = self.item.corrections.model_dump(mode="json", exclude_defaults=True)
        return Corrections.model_validate({**ours, **self.record.reviewed})

    def product_created(self, product: CreatedProduct) -> None:
        """Note the ids that settling a lost answer needs, and the title, for the next transition."""
        self._claimed = self._ledger.product_created(
            self._claimed,
            product_id=product.product_id,
            project_id=product.project_id or "",
            title=product.title,
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

    async def accepted(self, render_id: str) -> None:
        """The service took it."""
        self._claimed = await in_thread(self._ledger.accepted, self._claimed, render_id=render_id)

    async def not_accepted(self) -> None:
        """The service surely did not take it."""
        self._claimed = await in_thread(self._ledger.not_accepted, self._claimed)

    async def ambiguous(self, error: Url2VideoError) -> None:
        """Nobody can tell; ends the claim."""
        self._ended = await in_thread(self._ledger.ambiguous, self._claimed, error)

    async def failed(self, error: Url2VideoError) -> None:
        """Ends the claim for good."""
        self._ended = await in_thread(self._ledger.failed, self._claimed, error)

    async def published(self, video: PublishedVideo, deducted_credit: float | None) -> None:
        """Ends the claim well."""
        deducted = None if deducted_credit is None else Decimal(str(deducted_credit))
        self._ended = await in_thread(self._ledger.published, self._claimed, video, deducted_credit=deducted)

    async def release(self, error: Url2VideoError | None = None, *, keeps_order: bool = False) -> None:
        """Let others go on from here, unless the claim has ended. `keeps_order`: see `Ledger.release`."""
        if self._ended is None:
            self._ended = await in_thread(self._ledger.release, self._claimed, error, keeps_order=keeps_order)
