"""The way of one open order in a sweep: settle it, poll it once, publish it if it is done. Pays for nothing."""

import re
from dataclasses import dataclass
from functools import partial
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from blocks.errors import NotFoundError, Stage
from blocks.store.ledger import Claimed
from blocks.store.record import RecordedError, RenderRecord, RenderState
from flows.claim import ItemClaim
from flows.guard import guarded
from flows.item import FINGERPRINT_DIGITS, Item
from flows.lineage import publishing
from flows.payment import settle
from flows.result import ItemResult, ItemState
from flows.session import Session
from flows.thread import in_thread
from flows.waiting import RenderAge, current_progress, poll_once

NEVER_MADE = RecordedError(
    code="never_made",
    message="It was ordered, and nothing was paid for it yet: the run that was to make it has ended.",
    stage=Stage.START_RENDER,
    next_step="Run `url2video make` for it: it pays for it for the first time.",
)


class Resolution(BaseModel):
    """What a person has found out about a render of which the service can't tell whether it was accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adopt: str = Field(
        default="",
        title="Adopt",
        description="Id of the render in the service's own list: it was accepted and is ours.",
    )
    never_accepted: bool = Field(
        default=False, title="Never accepted", description="The service has no such render: it may be paid for again."
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.adopt) is self.never_accepted:
            raise ValueError("say either which render to adopt, or that none was ever accepted")
        return self


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An open record and the item that it stands for."""

    item: Item
    record: RenderRecord


async def collect_video(resolution: Resolution | None, session: Session, order: OpenOrder) -> ItemResult | None:
    """Take one open order as far as it goes now; None where a living run is at it or it has ended meanwhile."""

    async def claimed(_: int) -> ItemClaim | None:
        claimed = await in_thread(session.ledger.reclaim, order.record)
        return ItemClaim(order.item, session.ledger, claimed) if isinstance(claimed, Claimed) else None

    return await guarded(session, order.item, claimed, partial(_collect, session, resolution))


async def _collect(session: Session, resolution: Resolution | None, claim: ItemClaim) -> ItemResult:
    """The story."""
    item = claim.item
    if claim.is_unsettled:
        await (_resolve(session, claim, resolution) if resolution else settle(session, claim))
    if claim.record.state is RenderState.PLANNED:
        # A person who says that it was never accepted knows that it was never made.
        await claim.release(keeps_order=resolution is None)
        return ItemResult(item, ItemState.PLANNED, failure=NEVER_MADE, title=claim.record.title)
    progress = await poll_once(session, claim, RenderAge(claim.record))
    if progress.status.is_final:
        return await publishing(session, item)(session, claim, progress)
    await claim.release()
    return ItemResult(item, ItemState.RENDERING, render_id=claim.record.render_id, title=claim.record.title)


async def _resolve(session: Session, claim: ItemClaim, resolution: Resolution) -> None:
    """Write down what a person has found out. Raises NotFoundError for a render that can't be this item's."""
    if resolution.never_accepted:
        await claim.never_accepted()
        return
    progress = await current_progress(session, claim.item, resolution.adopt)
    if progress.title != claim.item.name and re.fullmatch(rf"[0-9a-f]{{{FINGERPRINT_DIGITS}}}", progress.title):
        raise NotFoundError(
            f"The render {resolution.adopt} bears the name of another item, {progress.title}.",
            code="render_of_another_item",
            stage=Stage.START_RENDER,
            next_step=f"Look for a render named {claim.item.name}.",
        )
    await claim.accepted(resolution.adopt)
