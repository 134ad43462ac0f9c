"""A run that is broken off while the ledger is written lets go of its claims all the same."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Ledger
from blocks.ledger.owner import Owner
from blocks.ledger.record import RenderRecord
from blocks.ledger.state import ItemState
from blocks.ledger.takeover import Claimed
from blocks.store.local.folder import LocalFolder
from blocks.store.store import JSON
from flows.items.claim import ItemClaim
from flows.items.item import Item
from flows.runtime.concurrency import in_thread

WAIT_SECONDS = 10


class GatedFolder(LocalFolder):
    """Holds a write of the ledger while its gate is closed."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.open = threading.Event()
        self.reached = threading.Event()
        self.open.set()

    def create(self, key: str, body: bytes, content_type: str) -> str:
        self._pass()
        return super().create(key, body, content_type)

    def replace(self, key: str, body: bytes, version: str, content_type: str = JSON) -> str:
        self._pass()
        return super().replace(key, body, version, content_type)

    def _pass(self) -> None:
        self.reached.set()
        assert self.open.wait(WAIT_SECONDS)


@pytest.fixture
def folder(tmp_path: Path) -> GatedFolder:
    return GatedFolder(tmp_path / "videos")


@pytest.fixture
def ledger(folder: GatedFolder) -> Iterator[Ledger]:
    with OwnerLease(folder) as lease:
        yield Ledger(folder, lease)


@pytest.fixture
def item() -> Item:
    return Item(1, "https://shop.example/p/1", Corrections(), RenderSettings(), ApiGeneration.OPEN)


def claimed(ledger: Ledger, item: Item) -> Claimed:
    claim = ledger.claim(RenderRecord(fingerprint=item.fingerprint, url=item.url, generation=item.generation))
    assert isinstance(claim, Claimed)
    return claim


def close(folder: GatedFolder) -> None:
    folder.open.clear()
    folder.reached.clear()


async def broken_off_at_the_gate(folder: GatedFolder, work: Coroutine[Any, Any, None], times: int) -> None:
    """Break `work` off while its first write is held, let the write go on, and await the end."""
    close(folder)
    task = asyncio.create_task(work)
    assert await asyncio.to_thread(folder.reached.wait, WAIT_SECONDS)
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    folder.open.set()
    with pytest.raises(asyncio.CancelledError):
        await task


def left(ledger: Ledger, item: Item) -> tuple[ItemState, Owner | None]:
    record = ledger.find(item.fingerprint)
    assert record
    return record.state, record.owner


@pytest.mark.parametrize("times", [1, 3])
async def test_in_a_transition(folder: GatedFolder, ledger: Ledger, item: Item, times: int) -> None:
    claim = ItemClaim(item, ledger, claimed(ledger, item))

    async def work() -> None:
        try:
            await claim.submitting(Decimal(1))
            await asyncio.Event().wait()  # the paid request
        finally:
            await claim.release()

    await broken_off_at_the_gate(folder, work(), times)
    assert left(ledger, item) == (ItemState.SUBMITTING, None)


@pytest.mark.parametrize("times", [1, 3])
async def test_in_the_claiming_itself(folder: GatedFolder, ledger: Ledger, item: Item, times: int) -> None:
    async def work() -> None:
        claim = ItemClaim(item, ledger, await in_thread(claimed, ledger, item))
        try:
            await asyncio.Event().wait()
        finally:
            await claim.release()

    await broken_off_at_the_gate(folder, work(), times)
    assert left(ledger, item) == (ItemState.PLANNED, None)


async def test_a_time_out_that_comes_meanwhile_stays_one(folder: GatedFolder) -> None:
    async def work() -> None:
        async with asyncio.timeout(0.02):
            assert await in_thread(folder.create, "a.json", b"{}", "application/json")
            await asyncio.Event().wait()

    close(folder)
    asyncio.get_running_loop().call_later(0.1, folder.open.set)
    with pytest.raises(TimeoutError):
        await work()
