"""The way to the reading processes (`studio.reading.process`), a few for all that studio reads.

A page or picture that takes too long, too much memory, or brings the process down costs itself alone: the server goes
on, and so do all other requests.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydantic import TypeAdapter

from bounds.child import ChildFailedError, ChildPool
from bounds.limits import READING, READING_PROCESSES
from studio.page.errors import PageCode, PageError
from studio.picture import Look, Picture, PictureCode, PictureError
from studio.product import Product

_PRODUCT = TypeAdapter(Product)
_SEEN = TypeAdapter(tuple[Picture, Look])
_PAGE_REFUSAL = TypeAdapter(tuple[PageCode, str])
_PICTURE_REFUSAL = TypeAdapter(tuple[PictureCode, str])


class Readers:
    """Reads pages and pictures, each in one of the processes. For the event loop."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._processes = ChildPool("studio.reading.process", READING_PROCESSES, READING)
        # Threads of its own, which wait for the processes: whatever else the server does in threads goes on meanwhile.
        self._threads = ThreadPoolExecutor(READING_PROCESSES, thread_name_prefix="reading")

    def start(self) -> None:
        """Start a process ahead of its first page: it takes half a second."""
        self._threads.submit(self._processes.start)

    async def page(self, html: bytes, url: str, content_type: str) -> Product:
        """The product on a page. Raises PageError."""
        try:
            refused, read = await self._ask(b"page", html, url.encode(), content_type.encode())
        except ChildFailedError as error:
            raise PageError(PageCode.PAGE_UNREADABLE, f"The page cannot be read: {error}.") from None
        if refused:
            raise PageError(*_PAGE_REFUSAL.validate_json(refused))
        return _PRODUCT.validate_json(read)

    async def picture(self, body: bytes, path: Path) -> tuple[Picture, Look]:
        """A picture, prepared as the file `path`. Raises PictureError."""
        try:
            refused, read = await self._ask(b"picture", body, str(path).encode())
        except ChildFailedError as error:
            raise PictureError(PictureCode.DAMAGED, f"The picture cannot be read: {error}.") from None
        if refused:
            raise PictureError(*_PICTURE_REFUSAL.validate_json(refused))
        return _SEEN.validate_json(read)

    def close(self) -> None:
        """End the processes at once."""
        self._processes.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _ask(self, *parts: bytes) -> list[bytes]:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._processes.ask, *parts)
