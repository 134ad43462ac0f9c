"""The pictures of a product: fetched, prepared in the reading processes, and each shown once."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from studio.fetch import FetchError, GuardedFetcher
from studio.picture import Look, Picture, PictureCode, PictureError
from studio.reading.readers import Readers

MAX_PICTURE_BYTES = 30_000_000
PICTURE_SECONDS = 20.0
# Polite to one shop's image server, and enough to hide its latency.
_CONCURRENT_FETCHES = 4
# Only a clearly larger rendition is worth taking the place of the first.
_CLEARLY_LARGER = 1.5


@dataclass(frozen=True, slots=True)
class RefusedPicture:
    """A picture that is not used; `code` is a `PictureCode`, or a `FetchCode` where it could not be fetched."""

    url: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class CollectedPictures:
    """The usable pictures in the order of their addresses, and the others with what was wrong with them."""

    pictures: tuple[Picture, ...]
    refused: tuple[RefusedPicture, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A prepared picture and what it looks like."""

    url: str
    picture: Picture
    look: Look

    def is_clearly_larger(self, other: "_Seen") -> bool:
        return self.picture.width > _CLEARLY_LARGER * other.picture.width


async def collect_pictures(
    urls: tuple[str, ...], fetcher: GuardedFetcher, readers: Readers, folder: Path, *, limit: int = 8
) -> CollectedPictures:
    """Fetch and prepare up to `limit` different pictures into `folder`; a dead one makes room for the next address.

    `folder` must exist. Never raises for a single picture; the caller decides what it means that none is usable.
    """
    seen: list[_Seen] = []
    refused: list[RefusedPicture] = []
    waiting = list(enumerate(dict.fromkeys(urls)))
    while waiting and len(seen) < limit:
        size = min(_CONCURRENT_FETCHES, limit - len(seen))
        batch, waiting = waiting[:size], waiting[size:]
        paths = ((url, folder / f"picture-{index:02}.png") for index, url in batch)
        for outcome in await asyncio.gather(*(_collect(url, fetcher, readers, path) for url, path in paths)):
            refusal = outcome if isinstance(outcome, RefusedPicture) else _place(outcome, seen)
            if refusal is not None:
                refused.append(refusal)
    return CollectedPictures(tuple(one.picture for one in seen), tuple(refused))


async def _collect(url: str, fetcher: GuardedFetcher, readers: Readers, path: Path) -> _Seen | RefusedPicture:
    try:
        fetched = await fetcher.fetch(url, max_bytes=MAX_PICTURE_BYTES, timeout=PICTURE_SECONDS)
        return _Seen(url, *await readers.picture(fetched.body, path))
    except (FetchError, PictureError) as error:
        return RefusedPicture(url, error.code.value, error.reason)


def _place(new: _Seen, seen: list[_Seen]) -> RefusedPicture | None:
    """Put a picture behind the others, or in the place of a smaller one that it looks like."""
    twin = next((index for index, one in enumerate(seen) if one.look.resembles(new.look)), None)
    if twin is None:
        seen.append(new)
        return None
    kept, dropped = (new, seen[twin]) if new.is_clearly_larger(seen[twin]) else (seen[twin], new)
    seen[twin] = kept
    dropped.picture.path.unlink(missing_ok=True)
    return RefusedPicture(dropped.url, PictureCode.DUPLICATE.value, "It looks the same as another picture.")
