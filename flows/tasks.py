"""The tasks: the reading of a catalogue, and the five steps of an item, each one IO with its rules on the decorator.

Retries are counted and shown by Prefect; what may be retried and when is decided by `blocks.jogg.retry.decide`.
Only the reading of a page is cached: every other step has an effect, and the ledger remembers those. A step is given
plain values; what belongs to the run, the session and in it the item's claim, it takes from its context.
"""

from collections.abc import Coroutine
from copy import copy
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from prefect import task
from prefect.assets import materialize
from prefect.cache_policies import NO_CACHE
from prefect.context import TaskRunContext
from prefect.runtime import task_run
from prefect.tasks import MaterializingTask

from blocks.jogg.corrections import Corrections
from blocks.jogg.service import CreatedProduct, RenderProgress, StartedRender
from blocks.ledger.state import ItemState
from flows.catalog.catalog import Catalog, load_catalog
from flows.catalog.order import Order
from flows.catalog.published import published_rows
from flows.catalog.source import CATALOG_POLICY
from flows.items.assets import page_asset, tell_video_facts, video_asset
from flows.items.budget import credits_text
from flows.items.item import Item
from flows.items.payment import pay_once
from flows.items.publication import publish
from flows.items.result import ItemResult
from flows.items.row import RawRow
from flows.items.session import current_session
from flows.items.waiting import current_progress, wait_until_done
from flows.runtime.concurrency import in_thread
from flows.runtime.retries import DELIVERY_POLICY, MAX_RETRIES, retry_rule

PRODUCT_LIFETIME = timedelta(hours=6)
"""How long a page counts as read: a run that starts again the same day does not read it anew, and a changed price
is seen the next day."""

QUEUE_SECONDS = 6 * 3600
"""For a POST with its wait for a turn: thousands of items at 20 POSTs a minute queue for hours. The request itself has
the client's own, shorter time-outs."""

STEP_SECONDS = 900
"""A last guard over the client's and the store's own, shorter time-outs, for steps that wait for no turn."""


@task(
    name="read-catalog",
    task_run_name="read catalog",
    retries=MAX_RETRIES,
    retry_condition_fn=retry_rule("GET", policy=CATALOG_POLICY),
    timeout_seconds=STEP_SECONDS,
    cache_policy=NO_CACHE,
)
async def read_catalog(order: Order) -> Catalog:
    """Read a catalogue and check every row. Raises ConfigurationError where it can't be read as a whole."""
    return await in_thread(load_catalog, order)


@task(
    name="read-published",
    task_run_name="read what was published since {since}",
    # Prefect's client has asked again by itself, for seconds.
    retries=3,
    retry_delay_seconds=30,
    timeout_seconds=STEP_SECONDS,
    cache_policy=NO_CACHE,
)
async def read_published(since: datetime) -> tuple[RawRow, ...]:
    """Read the products of a shop's events since a moment, as rows."""
    return await published_rows(since)


def product_key(_: TaskRunContext, parameters: dict[str, Any]) -> str:
    """Cache key of a read page: where it was read, and for which product.

    A product carries its corrections, and in generation 1 it also is the project that one render uses up: there it is
    of one item alone, and of one payment, so what renders of the item have cost before is part of the key. So is the
    service, since ids mean nothing elsewhere.
    """
    item: Item = parameters["item"]
    return f"url2video-product-{parameters['service']}-{item.product_fingerprint}-{credits_text(parameters['paid'])}"


@task(
    name="create-product",
    task_run_name="{item.label}: create product",
    retries=MAX_RETRIES,
    retry_condition_fn=retry_rule("POST"),
    timeout_seconds=QUEUE_SECONDS,
    cache_key_fn=product_key,
    cache_expiration=PRODUCT_LIFETIME,
    persist_result=True,
    result_serializer="json",
)
async def create_product(
    item: Item,
    service: str,  # noqa: ARG001 - it names the product in the cache
    paid: Decimal,  # noqa: ARG001 - it names the product in the cache
) -> CreatedProduct:
    """Have the service read the product page. Free, and cached for the product.

    `service` names the account's service (`Session.service_id`); `paid` is what renders of the item have cost before,
    in credits.
    """
    session = current_session.get()
    product = await session.service_of(item).create_product(item.url)
    session.tell_clock_skew(item)
    return product


read_again = create_product.with_options(refresh_cache=True)
"""The same, whatever the cache holds."""


@task(
    name="update-product",
    task_run_name="{item.label}: update product",
    retries=MAX_RETRIES,
    retry_condition_fn=retry_rule("PUT"),
    timeout_seconds=STEP_SECONDS,
    cache_policy=NO_CACHE,
)
async def update_product(item: Item, product: CreatedProduct, corrections: Corrections) -> CreatedProduct:
    """Put the catalogue's and the reviewer's corrections over what the service has read. Free. Returns the product."""
    await current_session.get().service_of(item).update_product(product, corrections)
    return product


@task(
    name="start-render",
    task_run_name="{item.label}: start render",
    retries=MAX_RETRIES,
    retry_condition_fn=retry_rule("POST", paid=True),
    timeout_seconds=QUEUE_SECONDS,
    cache_policy=NO_CACHE,
)
async def start_render(item: Item, product: CreatedProduct) -> StartedRender:
    """Submit the paid render, exactly once."""
    session = current_session.get()
    claim = session.claim_of(item)
    await pay_once(session, claim, product)
    return StartedRender(claim.record.render_id)


@task(
    name="wait-for-render",
    task_run_name="{item.label}: wait for render",
    cache_policy=NO_CACHE,
)
async def wait_for_render(item: Item) -> RenderProgress:
    """Poll until the render is done. Its own deadline ends it, and a poll that fails is made again inside."""
    session = current_session.get()
    return await wait_until_done(session, session.claim_of(item))


@materialize(
    "url2video://videos",  # in place of which `publishing` names the very video
    name="publish-video",
    task_run_name="{item.label}: publish video",
    retries=MAX_RETRIES,
    retry_condition_fn=retry_rule("GET", policy=DELIVERY_POLICY),
    timeout_seconds=STEP_SECONDS,
    cache_policy=NO_CACHE,
)
async def publish_video(item: Item, progress: RenderProgress) -> ItemResult:
    """Copy the finished video into the store, verified, with its poster, captions and sidecar.

    `progress` has the link of the poll that found the render done. A link may expire: attempts after the first ask
    for a new one.
    """
    session = current_session.get()
    claim = session.claim_of(item)
    session.moved(item, ItemState.RENDERING, 100)
    if task_run.run_count > 1:
        progress = await current_progress(session, item, claim.record.render_id)
    result = await publish(session, claim, progress)
    tell_video_facts(session, result)
    return result


Publishing = MaterializingTask[[Item, RenderProgress], Coroutine[Any, Any, ItemResult]]


def publishing(item: Item) -> Publishing:
    """The step `publish_video`, which says what it makes and of what.

    A copy, since `with_options` builds the task anew and reads its source file for each video.
    """
    step = copy(publish_video)
    step.assets, step.asset_deps = [video_asset(current_session.get(), item)], [page_asset(item)]
    return step
