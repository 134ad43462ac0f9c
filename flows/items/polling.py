"""Looks at renders: when, and with how few requests.

How long renders take is learnt in the run, so that nobody looks before there can be anything to see. Looks that fall
together are answered by one list, where the service has one.
"""

import asyncio
from bisect import insort
from collections.abc import Mapping

from prefect.logging import get_run_logger

from blocks.errors import JoggError
from blocks.jogg.service import RenderProgress, VideoService

GATHER_SHARE = 0.1
"""How long a look waits for company, as a share of the closest time between two looks."""

MAX_GATHER_SECONDS = 1.0
"""No look waits longer for company."""

MIN_LISTED = 3
"""Renders from which one list, a hundred times as long as one answer, is the cheaper question."""

FEWEST = 5
"""Renders before anything counts as learnt."""

EARLY_SHARE = 0.1
"""The first look comes when so many of the renders so far were done: a late look costs time, an early one a GET."""

FOUND_DONE_SHARE = 0.75
"""A render that is done at the first look took less than it was left alone for; counted as so much of it, the time to
the first look comes down to where it should be within a few renders."""

LOOSENING = 1 / 20
"""A wait is at most so much of what the render has taken already: a video is noticed at most 5 % late, and a render
that takes an hour is not asked about every ten seconds."""

MAX_WAIT = 60.0
"""Seconds; the service's own polling advice ends with it (v2 guide, "Get result")."""


class Looks:
    """How far renders are, asked with as few requests as can be."""

    def __init__(self, service: VideoService, poll_seconds: float, *, has_list: bool) -> None:
        """`poll_seconds` is the closest time between two looks at one render."""
        self._service = service
        self._has_list = has_list
        self._gather_seconds = min(MAX_GATHER_SECONDS, poll_seconds * GATHER_SHARE)
        self._asked: set[str] = set()
        self._told: set[str] = set()
        self._round: asyncio.Task[Mapping[str, RenderProgress]] | None = None

    async def progress(self, render_id: str) -> RenderProgress:
        """One look at a render. Raises JoggError.

        The list tells how far those under way are; only the render itself knows all of its end.
        """
        progress = await self._listed(render_id)
        if progress is None or progress.status.is_final:
            progress = await self._service.render_status(render_id)
        if progress.unknown_status and progress.unknown_status not in self._told:
            self._told.add(progress.unknown_status)
            get_run_logger().warning(
                "The service calls the status of render %s %r, which no document names: it counts as under way.",
                render_id,
                progress.unknown_status,
            )
        return progress

    async def _listed(self, render_id: str) -> RenderProgress | None:
        """What the list of this round says; None where it does not name the render, or there is none."""
        if not self._has_list:
            return None
        if self._round is None:
            self._asked = set()
            self._round = asyncio.create_task(self._ask())
        self._asked.add(render_id)
        # Shielded: whoever gives up waiting must not take the answer from the others.
        return (await asyncio.shield(self._round)).get(render_id)

    async def _ask(self) -> Mapping[str, RenderProgress]:
        await asyncio.sleep(self._gather_seconds)
        self._round = None  # whoever comes now is of the next round
        if len(self._asked) < MIN_LISTED:
            return {}
        try:
            return await self._service.newest_renders()
        except JoggError:
            return {}  # each then asks for itself, and its own fault is told


class RenderTimes:
    """Seconds from acceptance to done, of this run's renders."""

    def __init__(self) -> None:
        self._seconds: list[float] = []

    def learn(self, seconds: float, *, at_first_look: bool) -> None:
        """One render was seen done after `seconds`."""
        insort(self._seconds, seconds * FOUND_DONE_SHARE if at_first_look else seconds)

    def first_look(self, default: float) -> float:
        """Seconds after acceptance; `default` while too little is learnt."""
        if len(self._seconds) < FEWEST:
            return default
        return self._seconds[int(len(self._seconds) * EARLY_SHARE)]


def next_wait(elapsed: float, closest: float) -> float:
    """Seconds until the next look at a render that was accepted `elapsed` seconds ago; `closest` at least."""
    return max(closest, min(MAX_WAIT, elapsed * LOOSENING))
