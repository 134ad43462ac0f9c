"""The loop behind each queue in the database: work, wait until there may be more, work again."""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
"""Pause after a database error, a full disk for instance: long enough not to fill the log."""


class QueueLoop:
    """Calls `work` when it starts, whenever it is woken, and when more is due."""

    def __init__(self, queue: str, work: Callable[[], Awaitable[float | None]]) -> None:
        """`work` does what is due and returns in how many seconds more is due, None if it will be woken for that.

        `queue` names the queue in the log, where a database error is reported; work goes on after a pause.
        """
        self._queue = queue
        self._work = work
        self._wake = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Work from now on."""
        self._loop = asyncio.create_task(self._run())

    def wake(self) -> None:
        """Say that there may be more to do."""
        self._wake.set()

    async def stop(self) -> None:
        """Cancel the work at once."""
        if self._loop:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                wait = await self._work()
            except sqlite3.Error:
                logger.exception("The queue of %s cannot be read; next attempt in %g s.", self._queue, PAUSE_SECONDS)
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()
