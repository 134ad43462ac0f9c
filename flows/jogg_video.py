"""The Prefect block by which somebody else's flow buys a video, once: over the same ledger and the same paid request.

`trigger` submits the render, or finds that it was submitted or published before; `wait_for_completion` publishes it.
Both go by the ledger in the store, so a flow that was killed in between and is run again pays for nothing twice.
"""

from typing import Any

from prefect.blocks.abstract import JobBlock, JobRun
from pydantic import Field, HttpUrl

from blocks.errors import Url2VideoError
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.settings import RenderSettings
from blocks.ledger.state import ItemState
from blocks.store.destination import open_store
from flows.catalog.catalog import load_catalog
from flows.catalog.changes import look_up
from flows.catalog.order import Order
from flows.items.account_memory import recall
from flows.items.item import Item
from flows.items.opening import new_batch, open_session
from flows.items.result import ItemResult
from flows.items.row import Selection
from flows.items.session import RunOptions
from flows.make_video import make_video
from flows.runtime.access import Access
from flows.runtime.concurrency import in_thread
from flows.runtime.settings import ServiceChoice

BOUGHT = frozenset({ItemState.RENDERING, ItemState.PUBLISHED, ItemState.SKIPPED})
"""Ends that are as they should be: a video, or a render that becomes one."""


class JoggVideo(JobBlock[ItemResult]):
    """A video of a product page, made by Jogg.ai and paid for once, however often a flow asks for it.

    Example:
        Buy a video in a flow of one's own:
        ```python
        from flows.jogg_video import JoggVideo
        from prefect import flow

        @flow
        async def launch(url: str) -> str:
            video = JoggVideo.load("BLOCK_NAME")
            run = await video.of(url).trigger()
            return (await run.fetch_result()).address
        ```
    """

    _block_type_name = "Jogg Video"
    _block_type_slug = "jogg-video"
    _logo_url = HttpUrl("https://github.com/JoggAI-Tech.png?size=200")
    _documentation_url = HttpUrl("https://docs.jogg.ai/api-reference/v2/QuickStart/GettingStarted")

    credentials: JoggCredentials = Field(description="The account that pays.")
    to: str = Field(title="Destination", description="A folder, or s3://bucket/prefix: the ledger is there, too.")
    url: str = Field(default="", title="URL", description="The product page; of a block for many pages, see `of`.")
    settings: RenderSettings = Field(default=RenderSettings(), description="How the video is to look and sound.")
    poll_seconds: float = Field(default=10, gt=0, description="Seconds between two polls of the render.")

    def of(self, url: str) -> "JoggVideo":
        """Return the same order for another page."""
        return self.model_copy(update={"url": url})

    async def trigger(self) -> "JoggVideoRun":
        """Submit the render, unless it was before: the paid part. To be awaited inside a flow or task run.

        Raises Url2VideoError: the page, the settings, the key or the store; or the page makes no video.
        """
        order = Order((self.url,), defaults=self.settings, generation=self.credentials.generation)
        catalog = await in_thread(load_catalog, order)
        catalog.check(Selection())
        return JoggVideoRun(self, await self.made(catalog.items[0], waits=False))

    async def made(self, item: Item, *, waits: bool) -> ItemResult:
        """Bring the video as far as it goes: to the end, or to the accepted render. Raises Url2VideoError."""
        choice = ServiceChoice(
            generation=self.credentials.generation, posts_per_minute=self.credentials.posts_per_minute
        )
        access = Access(self.to, await in_thread(open_store, self.to), ((choice, self.credentials),))
        await in_thread(access.store.check)
        async with open_session(RunOptions(new_batch(), self.to, self.poll_seconds, waits=waits), access) as session:
            known = await look_up(session.store, session.ledger, [item], Selection(), pay_again=False)
            (planned,) = await recall(session, known)
            result = await make_video(session, planned)
        if result is None or result.state not in BOUGHT:
            raise _error(result)
        return result


class JoggVideoRun(JobRun[ItemResult]):
    """A video that was ordered."""

    def __init__(self, block: JoggVideo, result: ItemResult) -> None:
        """`result` says how far `block` has brought it."""
        self._block = block
        self._result = result

    @property
    def render_id(self) -> str:
        """The service's own id of the render."""
        return self._result.render_id

    async def wait_for_completion(self) -> None:  # type: ignore[override] # Prefect says Logger, and returns None itself
        """Wait for the render and publish it. Raises Url2VideoError."""
        if self._result.state is ItemState.RENDERING:
            self._result = await self._block.made(self._result.item, waits=True)
            self.logger.info(self._result.sentence)

    async def fetch_result(self) -> ItemResult:
        """Return the published video with its address, once it is there. Raises Url2VideoError."""
        await self.wait_for_completion()
        return self._result


def _error(result: ItemResult | None) -> Url2VideoError:
    """What has kept the item from its end, as an error."""
    failure = result.failure if result else None
    if failure is None:
        ended = f"It is {result.state.value.replace('_', ' ')}" if result else "Another run has ended it meanwhile"
        return Url2VideoError(f"{ended}; nothing is paid for it here.", code="not_bought")
    told: dict[str, Any] = {"code": failure.code, "request_id": failure.request_id, "next_step": failure.next_step}
    return Url2VideoError(failure.message, **told)
