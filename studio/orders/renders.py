"""Renders: accepted, charged and queued in one step."""

from uuid import uuid4

from studio.account.credits import render_price
from studio.jobs.product_store import StoredProduct
from studio.jobs.render_job import RenderJob, RenderOrder
from studio.models.envelope import Code, RefusalError, RetryLaterError
from studio.services import Services

RETRY_AFTER_SECONDS = 60
"""When a client is to ask again that met a full queue: a few videos are made by then."""


class QueueFullError(RetryLaterError):
    """As many renders wait as may."""

    def __init__(self) -> None:
        super().__init__("Too many videos are waiting. Please try again later.", RETRY_AFTER_SECONDS)


def new_project_id() -> str:
    """The id of a render of its own: 32 hex digits, as in recorded answers."""
    return uuid4().hex


def refuse_without_picture(stored: StoredProduct) -> None:
    """A video that could only fail is not sold.

    Raises:
        RefusalError: the product has no picture.
    """
    if not stored.product.pictures:
        raise RefusalError(
            Code.PARAMETER_ERROR, "no_usable_picture: The product has no picture; add media to it first."
        )


def checked_webhook(url: str, services: Services) -> str:
    """The address as it is; empty for none.

    Raises:
        RefusalError: nothing can ever be delivered to it.
    """
    return services.webhooks.targets.check(url, "webhook_url") if url else ""


def accept(order: RenderOrder, services: Services) -> RenderJob:
    """Queue a render and charge for it, both or neither.

    Raises:
        RefusalError: 18020 when the balance does not cover it, 429 when too many wait already.
    """
    return accept_all([order], services)[0]


def accept_all(orders: list[RenderOrder], services: Services) -> list[RenderJob]:
    """Queue and charge several renders, all of them or none.

    Raises:
        RefusalError: 18020 when the balance does not cover them, 429 when too many wait already.
    """
    if services.renders.waiting() + len(orders) > services.settings.max_waiting:
        raise QueueFullError
    with services.database.transaction():
        jobs = [services.renders.add(order) for order in orders]
        for job in jobs:
            services.credits.take(render_price(job.order), job.id)
    services.dispatcher.wake()
    return jobs
