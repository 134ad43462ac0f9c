"""`--changed`: what is new, unfinished, or stated in another version than its video was made from."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import RenderRecord, record_key
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerView
from blocks.store.local.folder import LocalFolder
from flows.catalog.changes import select_items
from flows.items.item import Item
from flows.items.row import Selection
from flows.items.stored_row import catalog_row


@pytest.fixture
def store(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path)


def item(number: int, version: str = "") -> Item:
    url = f"https://shop.example/p/{number}"
    return Item(number, url, Corrections(), RenderSettings(), ApiGeneration.OPEN, version=version)


def keep(store: LocalFolder, made: Item, state: ItemState = ItemState.PUBLISHED) -> None:
    record = RenderRecord(
        fingerprint=made.fingerprint,
        state=state,
        url=made.url,
        generation="open",
        catalog_row=catalog_row(made),
        entered={state: datetime(2026, 3, 1, tzinfo=UTC)},
    )
    store.create(record_key(made.fingerprint), record.to_bytes(), "application/json")


async def chosen(store: LocalFolder, items: list[Item], **selection: Any) -> tuple[Item, ...]:
    return await select_items(LedgerView(store), items, Selection(changed=True, **selection))


async def test_new_unfinished_and_changed_items_are_taken(store: LocalFolder) -> None:
    keep(store, item(1, "monday"))
    keep(store, item(2, "monday"), ItemState.FAILED)
    keep(store, item(3, "monday"))
    keep(store, item(4))
    items = [item(1, "tuesday"), item(2, "monday"), item(3, "monday"), item(4), item(5, "monday")]
    taken = await chosen(store, items)
    assert [each.row for each in taken] == [1, 2, 5]
    assert [each.revision for each in taken] == ["tuesday", "", ""]
    assert taken[0].fingerprint != items[0].fingerprint, "a changed product is another video"


async def test_what_was_made_anew_is_not_made_once_more(store: LocalFolder) -> None:
    keep(store, item(1, "monday"))
    anew = (await chosen(store, [item(1, "tuesday")]))[0]
    keep(store, anew)
    assert await chosen(store, [item(1, "tuesday")]) == ()
    assert len(await chosen(store, [item(1, "wednesday")])) == 1


@pytest.mark.parametrize(
    ("version", "taken"),
    [("monday", 0), ("9.90", 0), ("2026-02-28", 0), ("2026-03-02", 1), ("2026-03-01T00:00:01Z", 1), ("2026-13-01", 0)],
)
async def test_of_a_video_of_unknown_version_only_a_later_date_tells(
    version: str, taken: int, store: LocalFolder
) -> None:
    keep(store, item(1))
    assert len(await chosen(store, [item(1, version)])) == taken


async def test_the_limit_counts_what_is_changed(store: LocalFolder) -> None:
    keep(store, item(1, "monday"))
    taken = await chosen(store, [item(number, "monday") for number in range(1, 9)], limit=3)
    assert [each.row for each in taken] == [2, 3, 4]
    assert replace(taken[0], revision="x").fingerprint != taken[0].fingerprint
