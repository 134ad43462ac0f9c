"""check-live: what each product's page or row of a catalog says now, held against what its video says.

A video whose page or row has changed is marked as stale in the ledger and leaves the feeds; where it says again what it
said, the video comes back. With `remake` a new one is ordered, under the revision that the new facts make: run again,
it is the same item, so it is paid for once.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger

from blocks.errors import ConfigurationError, JoggError, StoreError
from blocks.jogg.settings import ApiGeneration
from blocks.ledger.record import NOTHING_TOLD, PageFacts, RecordedError
from blocks.ledger.records import mark_stale
from blocks.ledger.state import ItemState
from blocks.ledger.view import utc_now
from flows.catalog.offer import offer_of
from flows.catalog.order import Order
from flows.catalog.standing_budget import with_standing_budget
from flows.items.budget import counted
from flows.items.item import Item
from flows.items.opening import new_batch, open_session
from flows.items.page_facts import differences, facts_of
from flows.items.plan import plan_items
from flows.items.result import BatchResult, ItemResult
from flows.items.session import RunOptions, Session
from flows.make_video import make_video
from flows.make_videos import conclude, plan_batch
from flows.reporting.feeds.run import CheckLive
from flows.reporting.feeds.video import LiveVideo, live_videos
from flows.reporting.feeds.writing import refresh_feeds
from flows.reporting.item_loop import run_items
from flows.runtime.access import open_access, with_other_generations
from flows.runtime.concurrency import in_thread
from flows.runtime.run_flow import run_flow
from flows.tasks import read_again, read_catalog


@run_flow(CheckLive, "check-live")
async def check_live(run: CheckLive) -> State[Any]:
    """Read the page of each current video again, and take those whose page has changed out of the feeds.

    With a catalog, its rows are compared in place of pages; videos of products without a row stay as they are.
    Compared are title, price, currency and availability, as far as the service tells them and told them when the video
    was ordered: studio does in generation v2. Reading is free. With `remake` new videos are ordered within the budget.
    The run is Completed if no video is stale, or all that were are made anew.
    """
    where, advanced = run.where, run.advanced
    if run.what.asks_service:
        access = await with_other_generations(await open_access(where.to, where.service), where.more_services)
    else:
        access = await open_access(where.to, None)
    options = RunOptions(new_batch(), access.to, advanced.poll_seconds)
    async with open_session(options, access) as session:
        live = await in_thread(live_videos, session.store)
        rows = await _rows(run.what.catalog) if run.what.catalog else None
        session.listener.planned(f"{counted(len(live), 'live video')} to check.", len(live))
        check = _Check(where.service.generation, rows)
        results = await run_items(session, live, check.one, advanced.concurrency)
        if run.what.remake and check.changed:
            results = await _remade(session, run, results, check.changed)
        return await conclude(BatchResult(options.batch, results), feeds=partial(refresh_feeds, access.store))


async def _rows(source: str) -> Mapping[str, Item]:
    """The products of a catalog, by their ids and by their pages."""
    catalog = await read_catalog(Order(source=source))
    if catalog.bad_rows:
        get_run_logger().warning("%s can't be read and compared.", counted(len(catalog.bad_rows), "row"))
    return {name: item for item in catalog.items for name in (item.page, item.id) if name}


class _Check:
    """Holds videos against their pages, which a service of one generation reads, or against the rows of a catalog."""

    def __init__(self, generation: ApiGeneration, rows: Mapping[str, Item] | None) -> None:
        self._generation = generation
        self._rows = rows
        self.changed: dict[str, Item] = {}
        """By the fingerprint of a stale video: the item that is to be made in its place."""

    async def one(self, session: Session, live: LiveVideo) -> ItemResult:
        """Check one video. Where its page can't be read it has failed, and stays as it was."""
        record, item = live.record, live.item
        address = session.store.address(live.video.key)
        end = partial(
            ItemResult, item, video=live.video, address=address, title=record.title, render_id=record.render_id
        )
        try:
            anew = self._of_row(live) if self._rows is not None else await self._of_page(session, live)
            if anew is None:
                return end(ItemState.SKIPPED)
            reason, made = anew
            if reason != live.video.stale:
                await in_thread(mark_stale, session.store, record.fingerprint, reason)
        except (JoggError, StoreError, ConfigurationError) as error:
            return end(ItemState.FAILED, failure=RecordedError.of(error))
        if not reason:
            return end(ItemState.SKIPPED)
        if made:
            self.changed[item.fingerprint] = made
        return end(ItemState.STALE, failure=_stale(made, reason))

    async def _of_page(self, session: Session, live: LiveVideo) -> "_Anew":
        page = replace(live.item, generation=self._generation)
        now = facts_of(await read_again(page, session.service_id(page), live.record.credits))
        reason = differences(live.record.page, now, has_own_title=live.has_own_title)
        # One whose catalog names versions is made anew from there, under that name: both would be paid.
        made = None if live.item.version else replace(live.item, revision=_revision(now), known_by="")
        return reason, made

    def _of_row(self, live: LiveVideo) -> "_Anew | None":
        """None for a product that the catalog does not list."""
        item, rows = live.item, self._rows or {}
        row = rows.get(item.id) or rows.get(item.page)
        if row is None:
            return None
        now = row.offer.model_copy(update={"title": row.corrections.title})
        stated = offer_of(live.record.catalog_row, utc_now())
        # A row is compared with the row before it: page and catalog may differ from the first day on.
        then = stated if stated != NOTHING_TOLD else live.record.page
        reason = differences(then.model_copy(update={"title": live.title}), now, has_own_title=False)
        # As `make --changed` names it: whichever comes first, it is paid for once.
        revision = row.version or _revision(now)
        made = replace(item, corrections=row.corrections, version=row.version, revision=revision, offer=row.offer)
        return reason, replace(made, known_by="")


_Anew = tuple[str, Item | None]
"""What a video says otherwise, empty for nothing, and the item that is to be made in its place, None for none."""


def _stale(made: Item | None, reason: str) -> RecordedError:
    anew = "`url2video check-live --remake`" if made else "`url2video make --changed` with its catalog"
    message, next_step = f"The page has changed: {reason}.", f"It is in no feed any more; {anew} makes it anew."
    return RecordedError(code=ItemState.STALE.value, message=message, next_step=next_step)


def _revision(now: PageFacts) -> str:
    """Name the state of the page that a video is made anew for."""
    return hashlib.sha256(now.model_dump_json().encode()).hexdigest()[:16]


async def _remade(
    session: Session, run: CheckLive, results: tuple[ItemResult, ...], changed: Mapping[str, Item]
) -> tuple[ItemResult, ...]:
    """Make the new videos within the budget, and put their ends in the places of the stale."""
    limits = await with_standing_budget(run.limits)
    found = await plan_items(session.store, session.ledger, list(changed.values()), pay_again=False)
    plan = await plan_batch(session, found, limits)
    made = await run_items(session, plan.items, make_video, run.advanced.concurrency)
    ends = {end.item.fingerprint: end for end in made}
    anew = {stale: ends[item.fingerprint] for stale, item in changed.items() if item.fingerprint in ends}
    return tuple(anew.get(each.item.fingerprint, each) for each in results)
