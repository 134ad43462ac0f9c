"""What a catalog lists, and what has left it."""

from pathlib import Path

import pytest

from blocks.store.local.folder import LocalFolder
from flows.catalog.catalog import load_catalog
from flows.catalog.order import Order
from flows.items.row import Selection
from flows.reporting.feeds.roster import note_catalog, products_that_left


def noted(store: LocalFolder, catalog: Path, ids: str, selection: Selection | None = None) -> None:
    catalog.write_text("id,url,language\n" + "".join(f"{name},https://shop.example/{name},\n" for name in ids))
    order = Order(source=str(catalog), selection=selection or Selection())
    note_catalog(store, order, load_catalog(order))


@pytest.fixture
def store(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path / "videos")


def test_a_product_leaves_with_its_catalog_and_comes_back_with_it(store: LocalFolder, tmp_path: Path) -> None:
    catalog = tmp_path / "a.csv"
    noted(store, catalog, "abc")
    assert products_that_left(store) == frozenset()
    noted(store, catalog, "ab")
    assert products_that_left(store) == {"c"}
    noted(store, catalog, "a")
    assert products_that_left(store) == {"b", "c"}
    noted(store, catalog, "abc")
    assert products_that_left(store) == frozenset()


def test_a_product_that_another_catalog_lists_stays(store: LocalFolder, tmp_path: Path) -> None:
    noted(store, tmp_path / "a.csv", "ab")
    noted(store, tmp_path / "b.csv", "bc")
    noted(store, tmp_path / "a.csv", "a")
    assert products_that_left(store) == frozenset()


@pytest.mark.parametrize("selection", [Selection(limit=1), Selection(only="*/a")])
def test_a_part_of_a_catalog_says_nothing_of_the_rest(selection: Selection, store: LocalFolder, tmp_path: Path) -> None:
    noted(store, tmp_path / "a.csv", "abc")
    noted(store, tmp_path / "a.csv", "abc", selection)
    assert products_that_left(store) == frozenset()


def test_a_retry_catalog_is_no_catalog_of_the_shop(store: LocalFolder, tmp_path: Path) -> None:
    noted(store, tmp_path / "retry.jsonl.csv", "ab")
    (tmp_path / "retry.jsonl").write_text('{"url": "https://shop.example/z", "id": "z"}\n')
    order = Order(source=str(tmp_path / "retry.jsonl"))
    note_catalog(store, order, load_catalog(order))
    assert len(list(store.list("_feeds/"))) == 1


def test_a_bad_row_does_not_take_its_product_away(store: LocalFolder, tmp_path: Path) -> None:
    catalog = tmp_path / "a.csv"
    noted(store, catalog, "ab")
    catalog.write_text("id,url,language\na,https://shop.example/a,\nb,https://shop.example/b,klingon\n")
    order = Order(source=str(catalog), selection=Selection(skip_bad=True))
    note_catalog(store, order, load_catalog(order))
    assert products_that_left(store) == frozenset()
