"""`url2video make`: check everything, then run make-videos and show it."""

import asyncio
import json
import random
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from pydantic import ValidationError

from blocks.channels.settings import settings_for
from blocks.errors import CatalogUnavailableError, ConfigurationError, Url2VideoError
from blocks.field_problems import explain
from blocks.jogg.retry import Retry, decide
from blocks.ledger.view import LedgerView, utc_now
from blocks.store.destination import open_store
from blocks.store.store import VideoStore
from flows.catalog.catalog import Catalog, load_catalog, read_before
from flows.catalog.changes import look_up
from flows.catalog.order import Order, order_of
from flows.catalog.run import MakeVideos
from flows.catalog.source import CATALOG_POLICY
from flows.cli.console import RunView, view_of
from flows.cli.next_steps import NextSteps
from flows.cli.options import ShownGallery
from flows.items.budget import credits_text
from flows.items.ended import recorded_end
from flows.items.plan import WORDS, Plan, PlannedItem, make_plan, planned_before
from flows.items.result import BatchResult, batch_name
from flows.reporting.feeds.writing import refresh_feeds
from flows.reporting.report import write_report
from flows.runtime.handover import handed
from flows.runtime.settings import load_settings


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A catalog, and what the ledger knows of each of its items."""

    run: MakeVideos
    catalog: Catalog
    store: VideoStore
    ledger: LedgerView
    items: tuple[PlannedItem, ...]

    @property
    def is_published(self) -> bool:
        """Every video is in the store: a run would find nothing to do."""
        return all(planned.published for planned in self.items)

    async def plan(self) -> Plan:
        """Add up what a run would pay. Raises StoreError."""
        return await make_plan(self.ledger, self.items, self.run.limits.budget, self.run.limits.budget_period)


def look_up_catalog(run: MakeVideos) -> LookedUp:
    """Check all that can be checked without a call of the service, read the catalog, and look it up in the ledger.

    Raises Url2VideoError: something is wrong with the input or the destination.
    """
    if not run.what.urls and not run.what.catalog:
        raise ConfigurationError(
            "urls, --catalog: neither is given; allowed: addresses of product pages, or a catalog of them.",
            code="nothing_to_make",
            next_step="For instance `url2video make https://shop.example/p/1 --dry-run`, or"
            " `url2video make --catalog products.csv --dry-run`.",
        )
    lease_seconds = load_settings().lease_seconds
    if run.how.review:
        _check_reviewable()
    _check_options(run)
    catalog = _read(order_of(run))
    catalog.check(run.what.selection)
    store = open_store(run.where.to)
    ledger = LedgerView(store, lease_seconds=lease_seconds)
    found = look_up(store, ledger, catalog.items, run.what.selection, pay_again=run.how.pay_again)
    return LookedUp(run, catalog, store, ledger, asyncio.run(found))


@contextmanager
def checked(run: MakeVideos, shown: ShownGallery, next_steps: NextSteps) -> Iterator[Callable[[], int]]:
    """Check everything; yields the rest of the command, which neither reads nor proves anything again.

    It returns the exit code. Raises Url2VideoError: something is wrong with the input, the key or the destination.
    Nothing was sent.
    """
    known = look_up_catalog(run)
    if known.is_published:
        yield partial(show_published, known, shown, next_steps)
        return
    # Prefect takes two seconds to import, and what is all in the store needs none of it.
    from flows.cli.free_call import check_ways  # noqa: PLC0415 - see above
    from flows.cli.shown_run import run_shown  # noqa: PLC0415
    from flows.make_videos import make_videos  # noqa: PLC0415
    from flows.runtime.access import proven  # noqa: PLC0415

    access = asyncio.run(check_ways(run.where))
    with handed(read_before, known.catalog), handed(planned_before, known.items), handed(proven, access):
        yield partial(run_shown, partial(make_videos, **dict(run), return_state=True), shown, next_steps)


def show_published(known: LookedUp, shown: ShownGallery, next_steps: NextSteps) -> int:
    """Report a batch whose videos are all in the store; returns the exit code.

    Nothing is called, neither the service nor a Prefect server: to start one takes longer than all the rest.
    """
    view = view_of(shown, next_steps)
    view.planned(f"{known.catalog.sentence} {asyncio.run(known.plan()).sentence}".strip(), len(known.items))
    name = known.run.advanced.batch or batch_name(secrets.token_hex(4))
    ends = [recorded_end(known.store, name, each.item, each.published) for each in known.items if each.published]
    for end in ends:
        view.ended(end)
    batch = BatchResult(name, tuple(ends), known.catalog.bad_rows, waits=known.run.how.wait)
    gallery = _or_warned(view, "The report", lambda: write_report(known.store, batch, utc_now()))
    feeds = partial(refresh_feeds, known.store, order_of(known.run), known.catalog)
    if held := _or_warned(view, "The feeds", feeds):
        view.noted(held)
    view.finished(batch, gallery)
    view.open_gallery(asked=shown.opens)
    return 0 if batch.succeeded else 1


def _or_warned(view: RunView, what: str, write: Callable[[], str]) -> str:
    try:
        return write()
    except Url2VideoError as error:
        view.warned(f"{what} could not be written: {error.advice}")
        return ""


def _check_options(run: MakeVideos) -> None:
    """Check what rows without settings of their own are made with, so that an option is told once and not by row."""
    stated = run.how.settings.model_dump(exclude_unset=True)
    for asked in ({}, *({name: value} for name, values in run.what.variants for value in values)):
        try:
            settings_for(run.how.channel, stated | asked, takes_additions=run.where.service.takes_additions)
        except ValidationError as error:
            raise ConfigurationError.of(*explain(error), code="option_invalid") from None


def _check_reviewable() -> None:
    from prefect.settings import get_current_settings  # noqa: PLC0415 - a second that no other run is to wait for

    if not get_current_settings().api.url:
        raise ConfigurationError(
            "review: PREFECT_API_URL is not set; allowed: the address of the Prefect server in whose UI the form is.",
            code="prefect_api_url_missing",
            next_step="Start one with `prefect server start` and set it, or log in with `prefect cloud login`.",
        )


def show_plan(run: MakeVideos, *, json_lines: bool) -> int:
    """Print what a run would do with each item, and what it would cost; returns the exit code. Sends nothing.

    Raises Url2VideoError: something is wrong with the input or the destination.
    """
    known = look_up_catalog(run)
    plan = asyncio.run(known.plan())
    for line in filter(None, [*map(str, known.catalog.problems), known.catalog.sentence]):
        print(line, file=sys.stderr)  # noqa: T201 - the user interface
    for entry in plan.items:
        word, url, credits = WORDS[entry.decision], entry.item.url, entry.credits
        if json_lines:
            told = json.dumps({"url": url, "would": word, "credits": float(credits)})
        else:
            told = "  ".join((f"{word:>7} {credits_text(credits):>4}", url, *entry.item.look))
        print(told)  # noqa: T201 - the user interface
    total = {"sentence": plan.sentence, "credits": float(plan.affordability.cost)}
    print(json.dumps(total) if json_lines else plan.sentence)  # noqa: T201 - the user interface
    return 0


def _read(order: Order) -> Catalog:
    """Read the catalogue by the rule of the flow's task, in the main thread, where Ctrl-C ends it at once."""
    attempt, waited = 0, 0.0
    while True:
        attempt += 1
        try:
            return load_catalog(order)
        except CatalogUnavailableError as error:
            chance = random.random()  # noqa: S311 - spreads waits, guards no secret
            decision = decide("GET", error, attempt, elapsed=waited, policy=CATALOG_POLICY, random=chance)
            if not isinstance(decision, Retry):
                raise
            print(f"{error} Trying again in {decision.after:.0f} s.", file=sys.stderr)  # noqa: T201 - for people
        time.sleep(decision.after)
        waited += decision.after
