"""`url2video finish` and `resolve`: run finish-videos and show it."""

import asyncio
from functools import partial

from blocks.errors import ConfigurationError
from flows.catalog.run import FinishVideos
from flows.cli.free_call import check_ways
from flows.cli.next_steps import NextSteps
from flows.cli.options import Ambiguous, Shown
from flows.cli.shown_run import run_shown
from flows.finish_videos import finish_videos
from flows.runtime.access import proven
from flows.runtime.handover import handed


def run_finish(run: FinishVideos, shown: Shown) -> int:
    """Run the command `finish` or `resolve`; returns the exit code.

    Raises:
        Url2VideoError: something is wrong with the key or the destination. Nothing was sent.
    """
    with handed(proven, asyncio.run(check_ways(run.where))):
        return run_shown(partial(finish_videos, **dict(run), return_state=True), shown, NextSteps(run.where))


def check_resolution(given: Ambiguous) -> None:
    """Raise a ConfigurationError unless the person says one thing about the render."""
    if bool(given.adopt) is given.never_accepted:
        both = "both are given" if given.adopt else "neither is given"
        raise ConfigurationError(
            f"--adopt, --never-accepted: {both}; allowed: exactly one of them.", code="option_invalid"
        )
