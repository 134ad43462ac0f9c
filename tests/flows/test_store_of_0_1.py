"""What 0.1 has paid stays paid. `store_0_1` is a ledger that 0.1 wrote, with a studio, in both generations."""

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import RECORDS, RenderRecord, record_key
from blocks.ledger.view import LedgerView
from blocks.store.local.folder import LocalFolder
from blocks.store.store import StoredObject
from flows.catalog.catalog import Catalog, load_catalog
from flows.catalog.changes import select_items
from flows.catalog.order import Order
from flows.items.item import Item
from flows.items.row import Selection
from flows.items.stored_row import catalog_row, item_of_record
from tests.conftest import StudioProcess
from tests.flows.conftest import Make
from tests.generations import Words, both_generations

LEDGER = Path(__file__).parent / "store_0_1"

SHOP = "http://shop.example:18777/samples"
MOOS = [
    f"{SHOP}/moos%2Dteekanne.html",
    "http://shop.example.:18777/samples/moos-teekanne.html",
    f"{SHOP}/moos-teekanne.html?gbraid=0AAAA",
]
"""One page, which 0.1 took for three."""
PAID = [
    *MOOS,
    f"{SHOP}/../samples/brume-bougie.html",
    "http://straße.example:18777/samples/moos-teekanne.html",
    f"{SHOP}/brume-bougie.html?x=1",
]
"""What 0.1 was given."""

SETTINGS = {ApiGeneration.OPEN: RenderSettings(), ApiGeneration.V2: RenderSettings(aspect_ratio="square")}


class CountedFolder(LocalFolder):
    """A folder that counts what is read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.reads = 0

    def read(self, key: str) -> StoredObject | None:
        self.reads += 1
        return super().read(key)


@pytest.fixture
def store(tmp_path: Path) -> CountedFolder:
    """The ledger of 0.1, with files of the videos' sizes."""
    folder = tmp_path / "store"
    shutil.copytree(LEDGER, folder)
    for path in (folder / RECORDS).glob("*.json"):
        video = RenderRecord.from_bytes(path.read_bytes(), path.name).video
        assert video is not None
        (folder / video.key).parent.mkdir(parents=True, exist_ok=True)
        (folder / video.key).write_bytes(bytes(video.size))
    return CountedFolder(folder)


def catalog(urls: list[str], generation: ApiGeneration = ApiGeneration.OPEN) -> Catalog:
    return load_catalog(Order(tuple(urls), defaults=SETTINGS[generation], generation=generation))


async def selected(store: LocalFolder, items: tuple[Item, ...], **selection: Any) -> tuple[Item, ...]:
    return await select_items(LedgerView(store), items, Selection(**selection))


@pytest.mark.usefixtures("store")
@both_generations
async def test_a_run_over_what_0_1_has_paid_pays_nothing(make: Make, studio: StudioProcess, words: Words) -> None:
    before = studio.counters().posts
    run = await make(studio, PAID, settings=SETTINGS[words.generation])
    assert run.states == ["skipped"] * 4
    assert run.watcher.sentence.endswith("4 items: 4 to skip, 0 to render for 0 credits, no budget set.")
    assert studio.counters().posts == before


@pytest.mark.parametrize("generation", [ApiGeneration.OPEN, ApiGeneration.V2])
@pytest.mark.parametrize("url", PAID)
async def test_each_address_leads_to_the_record_of_0_1(url: str, generation: ApiGeneration, store: LocalFolder) -> None:
    (item,) = await selected(store, catalog([url], generation).items)
    record = LedgerView(store).find(item.fingerprint)
    assert record is not None
    assert record.generation == generation
    assert item_of_record(record).fingerprint == item.fingerprint
    assert item.url == url
    assert await selected(store, catalog([url], generation).items, changed=True) == ()


async def test_a_page_is_known_by_any_spelling_that_the_catalog_gives(store: LocalFolder) -> None:
    plain = f"{SHOP}/moos-teekanne.html"
    (item,) = await selected(store, catalog([plain, MOOS[2]]).items)
    assert LedgerView(store).find(item.fingerprint) is not None
    again = await selected(store, catalog([catalog_row(item)["url"]]).items)
    assert again == (item,), "a retry catalogue or a shard goes on under the same name"


async def test_an_item_that_always_had_its_name_costs_no_look(store: CountedFolder) -> None:
    items = catalog([f"{SHOP}/brume-bougie.html?x=1", f"{SHOP}/new.html"]).items
    assert await selected(store, items) == items
    assert store.reads == 0


async def test_a_record_that_has_the_new_name_counts_before_an_earlier_one(store: LocalFolder) -> None:
    (item,) = catalog([MOOS[0]]).items
    record = RenderRecord(fingerprint=item.fingerprint, url=item.url, generation="open", catalog_row=catalog_row(item))
    store.create(record_key(item.fingerprint), record.to_bytes(), "application/json")
    assert await selected(store, (item,)) == (item,)


async def test_of_two_pages_that_0_1_took_for_one_the_record_goes_to_the_one_that_has_its_name(
    store: LocalFolder,
) -> None:
    owners = [url.format(host) for url in [PAID[4].replace("straße", "{}")] for host in ("straße", "strasse")]
    items = catalog(owners).items
    named = await selected(store, items)
    assert named == items
    assert LedgerView(store).find(named[0].fingerprint) is None
    assert LedgerView(store).find(named[1].fingerprint) is not None


async def test_what_was_made_since_is_of_its_own_page_alone(tmp_path: Path) -> None:
    store = LocalFolder(tmp_path)
    made, other = catalog(["https://strasse.example/p", "https://straße.example/p"]).items
    record = RenderRecord(fingerprint=made.fingerprint, url=made.url, generation="open", catalog_row=catalog_row(made))
    store.create(record_key(made.fingerprint), record.to_bytes(), "application/json")
    assert await selected(store, (other,)) == (other,)


async def test_a_record_that_cannot_be_read_is_not_taken_for_none(store: LocalFolder) -> None:
    (item,) = catalog([PAID[3]]).items
    (known,) = await selected(store, (item,))
    stored = store.read(record_key(known.fingerprint))
    assert stored is not None
    store.replace(record_key(known.fingerprint), b"{", stored.version)
    assert await selected(store, (item,)) == (known,)


async def test_a_changed_product_is_made_anew_under_its_new_name(store: LocalFolder) -> None:
    (item,) = catalog([PAID[3]]).items
    (anew,) = await selected(store, (replace(item, version="2027-01-01"),), changed=True)
    assert anew == replace(item, version="2027-01-01", revision="2027-01-01")


def test_the_ledger_of_0_1_is_whole() -> None:
    records = [RenderRecord.from_bytes(path.read_bytes(), path.name) for path in (LEDGER / RECORDS).glob("*.json")]
    assert Counter(record.generation for record in records) == {"open": len(PAID), "v2": len(PAID)}
