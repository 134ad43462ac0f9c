"""The account's lists of generation 2: videos and previews, newest first, read to their end whatever the paging does.

A page's size proves nothing: lists have been seen to ignore the paging they were asked for.
"""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from typing import ClassVar

from pydantic import SecretStr

from blocks.errors import AccountError, JoggError, Stage
from blocks.jogg.http.clock import Period
from blocks.jogg.http.transport import Call, OverHttp
from blocks.jogg.service import CreatedProduct, RenderLookup, RenderProgress, RenderStatus, SubmitWindow
from blocks.jogg.v2.lookup import LostSubmit, NamedVideo, is_past, judge, named
from blocks.jogg.v2.models import ListedVideo, VideoFacts, VideoPage

PAGE_SIZE = 100
"""The most that a list gives at once (OpenAPI v2)."""

MAX_PAGES = 100
"""10,000 videos, weeks of rendering at the full rate: a list that goes on does not page at all."""

SHORT = "The service's list ends before its own total."


class RenderList(OverHttp):
    """What a `VideoService` is asked that the list of its renders answers."""

    list_path: ClassVar[str]
    """Of the list: /v2/product_videos or /v2/product_previews."""

    async def newest_renders(self) -> Mapping[str, RenderProgress]:
        """The first page, by id; what has no id or no status is left out. Raises JoggError."""
        page, request_id = await self._page(1, Stage.WAIT_FOR_RENDER)
        return _by_id(page, request_id)

    async def named_renders(self, names: Collection[str]) -> Mapping[str, str]:
        """Those that bear one of `names`: their ids by name. Looks through the whole list. Raises JoggError."""
        videos: list[NamedVideo] = []
        async for page, _ in self._pages(Stage.START_RENDER):
            videos += _named(page)
            if named(videos, names).keys() >= set(names):
                break
        return named(videos, names)

    async def find_render(
        self, name: str, product: CreatedProduct, *, window: SubmitWindow, earlier: Collection[str] = ()
    ) -> RenderLookup:
        """Look for the name that the submit gave. A fault is `CannotTell`, but for `AccountError`, which is raised."""
        clock = self._transport.clock
        videos, gap = await self._since(lambda: clock.period(window))
        # Asked anew: the answers themselves may be the first that tell the service's time.
        return judge(LostSubmit(name, product.product_id, clock.period(window), frozenset(earlier)), videos, gap)

    async def _listed(self, render_id: str) -> RenderProgress | None:
        """The one with this id; None where the list does not have it. Raises JoggError."""
        async for page, request_id in self._pages(Stage.WAIT_FOR_RENDER):
            if found := _by_id(page, request_id).get(render_id):
                return found
        return None

    async def _since(self, period: Callable[[], Period | None]) -> tuple[list[NamedVideo], str]:
        """Read until there is nothing new or only what is far older; also why it is not whole, else empty."""
        found: dict[NamedVideo, None] = {}
        # Not len(found): the entries of two renders of one project can be equal.
        count = 0
        try:
            async for page, _ in self._pages(Stage.START_RENDER):
                listed = _named(page)
                if found.keys() >= set(listed):
                    return list(found), SHORT if count < (page.total or 0) else ""
                count += sum(video not in found for video in listed)
                found |= dict.fromkeys(listed)
                if is_past(listed, period()):
                    return list(found), ""
        except AccountError:
            raise
        except JoggError as fault:
            return list(found), str(fault)
        return list(found), "The service's list does not come to its end."

    async def _pages(self, stage: Stage) -> AsyncIterator[tuple[VideoPage, str]]:
        """Pages up to and with the first that brings nothing new, at most `MAX_PAGES`."""
        seen: set[ListedVideo] = set()
        for number in range(1, MAX_PAGES + 1):
            page, request_id = await self._page(number, stage)
            yield page, request_id
            if seen >= set(page.videos):
                return
            seen |= set(page.videos)

    async def _page(self, number: int, stage: Stage) -> tuple[VideoPage, str]:
        query = (
            ("page", str(number)),
            ("page_size", str(PAGE_SIZE)),
            ("sort_by", "created_at"),
            ("sort_order", "desc"),
        )
        reply = await self._transport.send(Call("GET", self.list_path, stage, query=query), VideoPage)
        return reply.data, reply.request_id


def _named(page: VideoPage) -> list[NamedVideo]:
    return [NamedVideo(video.any_id, video.title, video.created_at, video.product_id) for video in page.videos]


def _by_id(page: VideoPage, request_id: str) -> dict[str, RenderProgress]:
    """By id; the newest of the same id counts."""
    return {
        video.any_id: progress_of(video, video.any_id, request_id)
        for video in reversed(page.videos)
        if video.any_id and video.word
    }


def progress_of(video: VideoFacts, render_id: str, request_id: str) -> RenderProgress:
    """Put one video of the service into neutral words. The service tells no percentage."""
    return RenderProgress(
        render_id=render_id,
        status=video.status,
        unknown_status=video.unknown_word,
        percent=100 if video.status is RenderStatus.DONE else 0,
        video_url=SecretStr(video.video_url) if video.video_url else None,
        cover_url=SecretStr(video.cover_url) if video.cover_url else None,
        caption_url=SecretStr(video.caption_url) if video.caption_url else None,
        srt_url=SecretStr(video.srt_url) if video.srt_url else None,
        seconds=video.video_duration or video.duration or None,
        credits=video.deducted_credit,
        error=video.error or video.error_message or video.err_msg,
        title=video.title,
        request_id=request_id,
    )
