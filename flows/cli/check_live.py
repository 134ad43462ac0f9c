"""`url2video check-live`: run check-live and show it."""

import asyncio
from functools import partial

from flows.check_live import check_live
from flows.cli.free_call import check_ways
from flows.cli.next_steps import NextSteps
from flows.cli.options import Shown
from flows.cli.shown_run import run_shown
from flows.feeds.run import CheckLive
from flows.runtime.access import proven
from flows.runtime.handover import handed


def run_check(run: CheckLive, shown: Shown) -> int:
    """Run the command; returns 0 if no video is stale, or all that were are made anew.

    Raises:
        Url2VideoError: something is wrong with the key, where one is needed, or the destination. Nothing was sent.
    """
    with handed(proven, asyncio.run(check_ways(run.where, asks_service=run.what.asks_service))):
        return run_shown(partial(check_live, **dict(run), return_state=True), shown, NextSteps(run.where))
