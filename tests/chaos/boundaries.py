"""Boundaries: the moments between which a run may be killed, counted inside the run's own process.

The product's code is left as it is. What it calls is wrapped: HTTP requests to the service, the store's methods, the
SDK's requests to S3, the names of files on the disk, and Prefect's cache of read products.
"""

import functools
import itertools
import json
import os
import signal
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx
from prefect.filesystems import LocalFileSystem

from blocks.delivery.source import VideoSource
from blocks.store.local.folder import LocalFolder
from blocks.store.local.upload import LocalUpload
from blocks.store.s3.s3 import S3Store
from blocks.store.s3.upload import S3Upload
from tests.generations import OPEN, V2, WORDS

SENT = "http11.send_request_body.complete"
ANSWERED = "http11.receive_response_headers.complete"
READ = "http11.receive_response_body.complete"
"""httpcore's trace events (its documentation, "Extensions", `trace`)."""

Crossed = Callable[[str], None]


class Deed(StrEnum):
    """What happens when a boundary is crossed."""

    KILL = "kill"
    """SIGKILL to the run itself."""
    KILL_STUDIO = "kill-studio"
    """SIGKILL to the service."""


@dataclass(frozen=True, slots=True)
class Strike:
    """A deed at the crossing number `occurrence` (from 1) of a boundary."""

    boundary: str
    occurrence: int
    deed: Deed


class Boundaries:
    """Counts crossings and strikes. `tell` reports to the parent before anything else happens."""

    def __init__(self, strikes: Iterable[Strike], studio_pid: int, tell: Callable[[str, str], None]) -> None:
        self._strikes = {(strike.boundary, strike.occurrence): strike.deed for strike in strikes}
        self._studio_pid = studio_pid
        self._tell = tell
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()

    def crossed(self, boundary: str) -> None:
        """One crossing. Does not come back where the run is killed."""
        with self._lock:
            self._seen[boundary] += 1
            deed = self._strikes.get((boundary, self._seen[boundary]))
            if deed is None:
                return
            self._tell(deed, boundary)
            # Still inside the lock: no other thread comes further while the signal is on its way.
            os.kill(os.getpid() if deed is Deed.KILL else self._studio_pid, signal.SIGKILL)


def watch_everything(crossed: Crossed, service_url: str, root: Path) -> None:
    """Wrap all that a run calls. `root` is the folder of a store on the disk."""
    watch_service(crossed, service_url)
    for kind in (LocalFolder, S3Store):
        watch_store(crossed, kind)
    for upload in (LocalUpload, S3Upload):
        for name in ("write", "complete"):
            setattr(upload, name, _around(getattr(upload, name), crossed, lambda *_: None, f"upload {name}"))
    watch_video(crossed)
    watch_disk(crossed, root)
    watch_cache(crossed)


def watch_service(crossed: Crossed, service_url: str) -> None:
    """Requests to the service: before, sent, answered, read."""
    original = httpx.AsyncHTTPTransport.handle_async_request

    async def handle(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        if not str(request.url).startswith(service_url):
            return await original(self, request)
        name = f"{request.method} {_step_of(request.url.path)}"
        crossed(f"{name}: before")
        request.extensions = {**request.extensions, "trace": _traced(request.extensions.get("trace"), crossed, name)}
        return await original(self, request)

    httpx.AsyncHTTPTransport.handle_async_request = handle  # type: ignore[method-assign] # the point of it


def _step_of(path: str) -> str:
    """The request's place in an item's way, named alike in both generations."""
    known = {words.product: "product" for words in WORDS.values()}
    known |= {words.render: "render" for words in WORDS.values()}
    known |= {OPEN.status: "status", V2.lookup: "list of videos"}
    return "status" if path.startswith(V2.status) else known.get(path, path)


def _traced(theirs: Any, crossed: Crossed, name: str) -> Callable[[str, Any], Awaitable[None]]:
    moments = {SENT: "sent", ANSWERED: "answered", READ: "read"}

    async def trace(event: str, facts: Any) -> None:
        if theirs is not None:
            await theirs(event, facts)
        if event in moments:
            crossed(f"{name}: {moments[event]}")

    return trace


def watch_store(crossed: Crossed, kind: type[Any]) -> None:
    """Writes to the store, before and after, named by what is written; ledger records by their state."""
    for name in ("create", "replace", "put"):
        setattr(kind, name, _around(getattr(kind, name), crossed, _written))
    kind.delete = _around(kind.delete, crossed, lambda key: "lease given up" if key.startswith("_owners/") else None)


def _written(key: str, body: bytes, *_: Any) -> str | None:
    folder, name = key.split("/", 1)
    match folder:
        case "_renders":
            record = json.loads(body)
            held = "" if record["owner"] else ", let go"
            with_product = " with product" if record["state"] == "planned" and record["product_id"] else ""
            return f"ledger {record['state']}{with_product}{held}"
        case "_owners":
            return "lease"
        case "videos":
            return {"json": "sidecar", "jpg": "poster"}.get(name.rpartition(".")[2])
        case "batches":
            return f"report {name.rpartition('/')[2]}"
    return None


def _around(method: Any, crossed: Crossed, label: Callable[..., str | None], fixed: str = "") -> Any:
    @functools.wraps(method)
    def wrapped(self: Any, *args: Any, **named: Any) -> Any:
        name = fixed or label(*args)
        if name is None:
            return method(self, *args, **named)
        crossed(f"{name}: before")
        answer = method(self, *args, **named)
        crossed(f"{name}: after")
        return answer

    return wrapped


def watch_video(crossed: Crossed) -> None:
    """The body of a video or poster: before it is asked for, after each chunk, at its end."""
    original = VideoSource.chunks

    def chunks(self: VideoSource) -> Iterator[bytes]:
        crossed("GET media: before")
        for chunk in original(self):
            crossed("GET media: chunk")
            yield chunk
        crossed("GET media: read")

    VideoSource.chunks = chunks  # type: ignore[method-assign] # the point of it


def watch_disk(crossed: Crossed, root: Path) -> None:
    """Calls of the operating system between writing a file and its being there for others."""

    def below(target: Any) -> bool:
        path = f"/proc/self/fd/{target}" if isinstance(target, int) else os.fspath(target)
        return os.path.realpath(path).startswith(os.path.realpath(root))

    def watch(name: str) -> None:
        original = getattr(os, name)

        def call(target: Any, *args: Any, **named: Any) -> Any:
            if below(target):
                crossed(f"disk {name}: before")
            return original(target, *args, **named)

        setattr(os, name, call)

    for name in ("fsync", "link", "replace"):
        watch(name)


def watch_cache(crossed: Crossed) -> None:
    """Prefect's files with read products: opened, which empties them, and written."""
    original = LocalFileSystem.awrite_path

    async def awrite_path(self: LocalFileSystem, path: str, content: bytes) -> str:
        crossed("cache: before")
        target = self._resolve_path(path)
        target.parent.mkdir(exist_ok=True, parents=True)
        # What a kill between the open and the write of the original leaves.
        target.touch()
        crossed("cache: opened")
        answer = await original(self, path, content)
        crossed("cache: written")
        return answer

    LocalFileSystem.awrite_path = awrite_path  # type: ignore[method-assign] # the point of it


def _moments(name: str, *moments: str) -> list[str]:
    return [f"{name}: {moment}" for moment in moments]


PER_ITEM = (
    *_moments("POST product", "before", "sent", "answered", "read"),
    *_moments("PUT product", "before", "sent", "answered", "read"),
    *_moments("POST render", "before", "sent", "answered", "read"),
    *_moments("GET status", "before", "sent", "answered", "read"),
    *_moments("GET media", "before", "chunk", "read"),
    *itertools.chain.from_iterable(
        _moments(f"ledger {state}", "before", "after")
        for state in ("planned", "submitting", "rendering", "published, let go")
    ),
    *_moments("upload write", "before", "after"),
    *_moments("upload complete", "before", "after"),
    *_moments("sidecar", "before", "after"),
    *_moments("cache", "before", "opened", "written"),
)
"""Crossed at least once for each item of a run (the PUT: for each item with corrections)."""

ONCE = (
    *_moments("lease", "before", "after"),
    *_moments("report results.jsonl", "before", "after"),
    *_moments("report retry.jsonl", "before", "after"),
    *_moments("report index.html", "before", "after"),
    *_moments("lease given up", "before", "after"),
)
"""Crossed once in a run."""

OF_FOLDER = ("disk fsync: before", "disk link: before", "disk replace: before")

OF_S3 = tuple(
    itertools.chain.from_iterable(
        _moments(f"s3 {name}", "before", "after")
        for name in ("read", "write", "begin parts", "part", "complete parts", "delete")
    )
)
