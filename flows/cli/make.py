"""`url2video make`: check everything, then run make-videos and show it."""

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count

from prefect.settings import get_current_settings

from blocks.errors import CatalogUnavailableError, ConfigurationError
from blocks.jogg.retry import Retry, decide
from blocks.jogg.settings import RenderSettings
from blocks.ledger.view import LedgerView
from blocks.store.destination import open_store
from flows.catalog import Catalog, Order, load_catalog
from flows.catalog.catalog import read_before
from flows.catalog.changes import select_items
from flows.catalog.run import MakeVideos, order_of
from flows.cli.shown_run import Start
from flows.cli.validation import check_ways, handed, validated
from flows.items.budget import credits_text
from flows.items.item import Item
from flows.items.plan import WORDS, Plan, make_plan, plan_items
from flows.items.variants import VARIANT_FIELDS
from flows.make_videos import make_videos
from flows.runtime.access import proven
from flows.runtime.retries import CATALOG_POLICY
from flows.runtime.settings import load_settings


@contextmanager
def checked(run: MakeVideos) -> Iterator[Start]:
    """Check what is asked for; yields the start of make-videos, which neither reads nor proves anything again.

    Raises:
        Url2VideoError: something is wrong with the input, the key or the destination. Nothing was sent.
    """
    catalog = checked_catalog(run)
    with handed(read_before, catalog), handed(proven, asyncio.run(check_ways(run.where))):
        yield partial(make_videos, **dict(run), return_state=True)


def checked_catalog(run: MakeVideos) -> Catalog:
    """Check all that can be checked without a call of the service, and read the catalog. Raises ConfigurationError."""
    if not run.what.urls and not run.what.catalog:
        raise ConfigurationError(
            "urls, --catalog: neither is given; allowed: addresses of product pages, or a catalog of them.",
            code="nothing_to_make",
            next_step="For instance `url2video make https://shop.example/p/1 --dry-run`, or"
            " `url2video make --catalog products.csv --dry-run`.",
        )
    load_settings()
    if run.how.review and not get_current_settings().api.url:
        raise ConfigurationError(
            "review: PREFECT_API_URL is not set; allowed: the address of the Prefect server in whose UI the form is.",
            code="prefect_api_url_missing",
            next_step="Start one with `prefect server start` and set it, or log in with `prefect cloud login`.",
        )
    settings = run.how.settings.model_dump()
    for name, values in run.what.variants:
        for value in values:
            validated(RenderSettings, {**settings, name: value})
    catalog = _read(order_of(run))
    catalog.check(run.what.selection)
    return catalog


def show_plan(run: MakeVideos, *, json_lines: bool) -> int:
    """Print what a run would do with each item, and what it would cost; returns the exit code. Sends nothing.

    Raises:
        Url2VideoError: something is wrong with the input or the destination.
    """
    catalog = checked_catalog(run)
    plan = asyncio.run(_plan(run, catalog))
    said = [str(problem) for problem in catalog.problems] + [catalog.sentence]
    for line in filter(None, said):
        print(line, file=sys.stderr)  # noqa: T201 - the user interface
    for line in _plan_lines(plan, json_lines=json_lines):
        print(line)  # noqa: T201 - the user interface
    return 0


async def _plan(run: MakeVideos, catalog: Catalog) -> Plan:
    store = open_store(run.where.to)
    ledger = LedgerView(store, lease_seconds=load_settings().lease_seconds)
    items = await select_items(ledger, catalog.items, run.what.selection)
    found = await plan_items(store, ledger, items, pay_again=run.how.pay_again)
    return await make_plan(ledger, found, run.limits.budget, run.limits.budget_period)


def _read(order: Order) -> Catalog:
    """Read the catalogue by the rule of the flow's task, in the main thread, where Ctrl-C ends it at once."""
    waited = 0.0
    for attempt in count(1):
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
    raise AssertionError  # count() has no end


def _plan_lines(plan: Plan, *, json_lines: bool) -> list[str]:
    if not json_lines:
        rows = [
            f"{WORDS[entry.decision]:>7} {credits_text(entry.credits):>4}  {entry.item.url}{_look(entry.item)}"
            for entry in plan.items
        ]
        return [*rows, plan.sentence]
    rows = [
        json.dumps({"url": entry.item.url, "would": WORDS[entry.decision], "credits": float(entry.credits)})
        for entry in plan.items
    ]
    return [*rows, json.dumps({"sentence": plan.sentence, "credits": float(plan.affordability.cost)})]


def _look(item: Item) -> str:
    """What tells the videos of one product apart."""
    look = item.settings.model_dump(mode="json", include=set(VARIANT_FIELDS), exclude_defaults=True)
    return "".join(f"  {value}" for value in look.values())
