"""The courier: takes what is due to its receivers, again where one fails, until it is delivered or given up."""

import asyncio
import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

from studio.jobs.queue_loop import QueueLoop
from studio.webhooks.delivery_store import Delivery, DeliveryState, DeliveryStore, Parcel

logger = logging.getLogger(__name__)

RETRIES = 3
"""After the first attempt (contract, webhooks: at most 3, 5 s apart)."""

CAPACITY = 20
"""Deliveries on their way at a time: one slow receiver does not hold up the others for long."""


class UndeliverableError(Exception):
    """An attempt failed; the text says how."""


class Sender(Protocol):
    """Brings one parcel to its receiver."""

    async def send(self, parcel: Parcel) -> None:
        """Deliver; raises UndeliverableError."""
        ...


class Courier:
    """Works the queue of deliveries."""

    def __init__(self, deliveries: DeliveryStore, sender: Callable[[], Sender], retry_seconds: float) -> None:
        """`sender` is asked for at each delivery; `retry_seconds` lie between two attempts at one."""
        self._deliveries = deliveries
        self._sender = sender
        self._retry_seconds = retry_seconds
        self._on_the_way: dict[int, asyncio.Task[None]] = {}
        self._loop = QueueLoop("webhooks", self._set_out)

    def wrap_sender(self, wrap: Callable[[Sender], Sender]) -> None:
        """Deliver through what `wrap` makes of the sender, from the next delivery on."""
        sender = self._sender
        self._sender = lambda: wrap(sender())

    def start(self) -> None:
        """Go on where a former process ended. What it had on its way is sent again: receivers know the event_id."""
        self._deliveries.forget_old()
        self._loop.start()

    def wake(self) -> None:
        """Say that something was queued."""
        self._loop.wake()

    async def stop(self) -> None:
        """Stop at once; what is on its way stays pending."""
        await self._loop.stop()
        tasks = list(self._on_the_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _set_out(self) -> float | None:
        """Start what is due, as far as there is room; the seconds until more is due, None for no such time."""
        room = CAPACITY - len(self._on_the_way)
        now = time.time()
        due = self._deliveries.due(CAPACITY, now)
        for delivery in [each for each in due if each.id not in self._on_the_way][:room]:
            task = asyncio.create_task(self._deliver(delivery))
            self._on_the_way[delivery.id] = task
            task.add_done_callback(partial(self._back, delivery.id))
        # What is due and still here waits for room, and what comes back wakes the loop.
        upcoming = self._deliveries.next_due(now)
        return None if upcoming is None else max(0.0, upcoming - time.time())

    def _back(self, delivery_id: int, _: "asyncio.Task[None]") -> None:
        del self._on_the_way[delivery_id]
        self._loop.wake()

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            await self._sender().send(delivery.parcel)
        except UndeliverableError as error:
            self._failed(delivery, str(error))
        except Exception:
            logger.exception("Webhook %s failed with an internal error.", delivery.parcel.event_id)
            self._failed(delivery, "studio failed with an internal error; see the server's log")
        else:
            self._deliveries.attempted(delivery, DeliveryState.DELIVERED)

    def _failed(self, delivery: Delivery, reason: str) -> None:
        if delivery.attempts < RETRIES:
            self._deliveries.attempted(delivery, DeliveryState.PENDING, reason, self._retry_seconds)
            return
        self._deliveries.attempted(delivery, DeliveryState.GIVEN_UP, reason)
        logger.warning("Webhook %s was given up after %d attempts: %s", delivery.parcel.event_id, RETRIES + 1, reason)
