"""One look at the account's list tells of many renders, so that a thousand waiting items need not each ask."""

import asyncio
import time
from collections.abc import Mapping

from blocks.errors import JoggError
from blocks.jogg.service import RenderProgress, VideoService


class SharedLook:
    """The newest renders of a service, as last listed. Of one event loop."""

    def __init__(self, service: VideoService) -> None:
        """Nothing is listed yet."""
        self._service = service
        self._turn = asyncio.Lock()
        self._listed: Mapping[str, RenderProgress] = {}
        self._listed_at = float("-inf")

    async def at(self, render_id: str, most_seconds: float) -> RenderProgress | None:
        """How far a render is, by a list at most `most_seconds` old.

        None where it does not have it: the render is too old for the first page, the generation has no list, or the
        service could not be asked. Then the render has to be asked for by itself.
        """
        async with self._turn:
            if time.monotonic() - self._listed_at > most_seconds:
                self._listed = await self._look()
                self._listed_at = time.monotonic()
        return self._listed.get(render_id)

    async def _look(self) -> Mapping[str, RenderProgress]:
        try:
            return await self._service.newest_renders()
        except JoggError:
            return {}
