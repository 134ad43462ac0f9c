"""The one loop over items: of make-videos, preview-videos and finish-videos alike."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from prefect.logging import get_run_logger

from blocks.ledger.state import ItemState
from flows.items.result import ItemResult
from flows.items.session import Session
from flows.reporting.artifacts import BatchProgress, write_video_page
from flows.reporting.events import tell_video
from flows.runtime.concurrency import gathering

T = TypeVar("T")

LOGGED = {ItemState.PUBLISHED: logging.INFO, ItemState.FAILED: logging.ERROR, ItemState.AMBIGUOUS: logging.ERROR}
"""Ends that have a line of their own in the run's log; of the others, the line of the batch says how many there are."""


async def run_items(
    session: Session, work: Sequence[T], step: Callable[[Session, T], Awaitable[ItemResult | None]], concurrency: int
) -> tuple[ItemResult, ...]:
    """Take each piece of work to its end, `concurrency` at a time, and show how far the batch is.

    `step` is guarded: it returns a result whatever happens, or None where nothing was to be done.
    """
    turns = asyncio.Semaphore(concurrency)
    progress = BatchProgress(len(work))

    async def one(piece: T) -> ItemResult | None:
        async with turns:
            result = await step(session, piece)
        progress.advance()
        if result:
            if level := LOGGED.get(result.state):
                get_run_logger().log(level, result.sentence)
            tell_video(session.batch, result, session.public)
            if session.takes_page(result):
                await write_video_page(session, result)
        return result

    async with progress.kept_up(), gathering(one(piece) for piece in work) as results:
        return tuple(result for result in await results if result)
