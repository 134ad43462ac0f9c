"""Looks at renders: those that fall together are answered by one list, where the service has one."""

import asyncio
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
