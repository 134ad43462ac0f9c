"""From a page address to a product: fetch, read, bring its pictures into the house."""

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path

from bounds.addresses import parts_of
from studio.fetch import FetchCode, FetchError, GuardedFetcher
from studio.jobs.media_folder import MediaFolder
from studio.jobs.product_store import StoredProduct
from studio.models.envelope import Code, RefusalError
from studio.page.errors import PageError
from studio.product import Product
from studio.reading.collection import collect_pictures
from studio.reading.readers import Readers

ANALYSIS_SECONDS = 30.0
"""The vendor's guide: analysis of a page takes 10 to 30 s."""

PAGE_BYTES = 10_000_000
"""The heaviest product pages in the wild are a few megabytes of HTML; this is well above and bounds memory."""

PAGE_SECONDS = 15.0
"""For the page alone, so that half of the time is left for its pictures."""

PICTURES = 8
"""A video of 15 to 60 s shows no more."""

TRANSIENT: frozenset[str] = frozenset({FetchCode.TIMEOUT, FetchCode.PAGE_UNREACHABLE})
"""Reasons that may be gone at the next try: answered as 50000, which clients retry. All others are 40000."""


def refusal(code: str, reason: str) -> RefusalError:
    """The answer for a page that gives no product; `msg` starts with the stable reason code."""
    business = Code.SYSTEM_ERROR if code in TRANSIENT else Code.PARAMETER_ERROR
    return RefusalError(business, f"{code}: {reason}")


class Intake:
    """Reads product pages and collects pictures."""

    def __init__(self, fetcher: GuardedFetcher, readers: Readers, media: MediaFolder, *, collect: bool) -> None:
        """With `collect` off no picture is fetched: the instant renderer shows none."""
        self._fetcher = fetcher
        self._readers = readers
        self._media = media
        self._collect = collect

    async def read(self, url: str, folder: Path) -> tuple[Product, tuple[Path, ...]]:
        """The product on a page and its pictures in `folder`.

        Raises:
            RefusalError: the page cannot be fetched, holds no product, or none of its pictures can be used.
        """
        try:
            async with asyncio.timeout(ANALYSIS_SECONDS):
                product = await self._product(url)
                return product, await self.pictures(product.pictures, folder)
        except TimeoutError as error:
            raise refusal(FetchCode.TIMEOUT, f"The page took longer than {ANALYSIS_SECONDS:g} s to analyse.") from error

    async def _product(self, url: str) -> Product:
        try:
            page = await self._fetcher.fetch(url, max_bytes=PAGE_BYTES, timeout=PAGE_SECONDS)
            return await self._readers.page(page.body, page.url, page.content_type)
        except (FetchError, PageError) as error:
            raise refusal(error.code, error.reason) from error

    async def pictures(self, urls: tuple[str, ...], folder: Path) -> tuple[Path, ...]:
        """Fetch and normalise pictures into `folder`, in the order of `urls`, without those that cannot be used.

        Raises:
            RefusalError: `no_usable_picture`.
        """
        if not self._collect:
            return ()
        collected = await collect_pictures(urls, self._fetcher, self._readers, folder, limit=PICTURES)
        if not collected.pictures:
            codes = ", ".join(sorted({refused.code for refused in collected.refused})) or "the page shows none"
            raise refusal("no_usable_picture", f"None of the product's pictures can be used: {codes}.")
        return tuple(picture.path for picture in collected.pictures)

    async def correct(self, stored: StoredProduct, urls: Sequence[str], folder: Path) -> tuple[str, ...]:
        """Picture names of a product whose media are replaced, in the order of `urls`.

        Addresses of the product's own re-hosted pictures name what is there already; others are fetched.

        Raises:
            RefusalError: `no_usable_picture`.
        """
        if not self._collect:
            return ()
        names: list[str] = []
        for number, url in enumerate(urls[:PICTURES]):
            if (own := _own_picture(url, stored.id)) in stored.pictures:
                names.append(own)
                continue
            part = folder / str(number)
            part.mkdir()
            with contextlib.suppress(RefusalError):
                names.extend(self._media.keep_pictures(stored.id, await self.pictures((url,), part)))
        if not names:
            raise refusal("no_usable_picture", f"None of the {len(urls)} given pictures can be used.")
        return tuple(names)


def _own_picture(url: str, product_id: int) -> str:
    """The file name where an address is that of a re-hosted picture of this product, else ""."""
    before, _, name = parts_of(url).path.rpartition("/")
    return name if before == f"/media/{product_id}" else ""
