"""Small objects that several runs write: each from what it has read, and only where something changes."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass

from blocks.errors import ConflictError
from blocks.store.store import VideoStore

MAX_TRIES = 20
"""Of a write that others get ahead of: each of them has written what it read later, so few follow each other."""


@dataclass(frozen=True, slots=True)
class NewObject:
    """What is to stand under a key."""

    body: bytes
    content_type: str


Build = Callable[[Mapping[str, bytes]], Mapping[str, NewObject]]
"""Takes the stored bodies, by key, of those that exist; returns what is to stand there."""


def write_changed(store: VideoStore, keys: Collection[str], build: Build) -> int:
    """Write what `build` returns for these keys where it differs from what is stored; return the bytes written.

    Where another run writes one of them meanwhile, all is built again: so what stands at last was built from what was
    read after the write before it. Raises `StoreError`; a conflict that `build` meets with objects of its own is tried
    again like those.
    """
    for _ in range(MAX_TRIES - 1):
        with suppress(ConflictError):
            return _written(store, keys, build)
    return _written(store, keys, build)


def _written(store: VideoStore, keys: Collection[str], build: Build) -> int:
    before = {key: stored for key in keys if (stored := store.read(key))}
    written = 0
    for key, new in build({key: stored.body for key, stored in before.items()}).items():
        stored = before.get(key)
        if stored is None:
            store.create(key, new.body, new.content_type)
        elif stored.body != new.body:
            store.replace(key, new.body, stored.version, new.content_type)
        else:
            continue
        written += len(new.body)
    return written
