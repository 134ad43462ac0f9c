"""The queue of renders: in the order in which they came, over restarts, and open to be looked through."""

import sqlite3
from pathlib import Path

import pytest

from studio.jobs.database import Database, OtherVersionError
from studio.jobs.product_store import ProductStore
from studio.jobs.render_job import JobStatus, RenderKind, RenderOrder, RenderSettings
from studio.jobs.render_store import RenderSearch, RenderStore
from studio.product import Product
from studio.render_request import AspectRatio

SETTINGS = RenderSettings(AspectRatio.PORTRAIT, "english", True, 1, "FullScreen", "common", "", "Discovery", 15)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "studio.sqlite")


def queue(database: Database, count: int, title: str = "Kettle", kind: RenderKind = RenderKind.VIDEO) -> RenderStore:
    """A store with so many jobs of a product waiting."""
    product = ProductStore(database).add(Product(url="", title=title))
    store = RenderStore(database)
    for number in range(count):
        store.add(RenderOrder(f"{number:032x}", product.id, SETTINGS, kind=kind))
    return store


def test_two_hundred_jobs_are_taken_in_their_order_over_a_restart_in_the_middle(database: Database) -> None:
    store = queue(database, 200)
    ended = [job.id for _ in range(70) if (job := store.claim()) and store.finish(job.id, 15.0, ())]
    taken = [job.id for _ in range(4) if (job := store.claim())]
    store.requeue_interrupted()
    rest = []
    while job := store.claim():
        rest.append(job.id)
    assert ended + rest == list(range(1, 201))
    assert rest[:4] == taken, "what was being rendered comes first again"


def test_the_usual_time_is_that_of_the_last_renders_of_a_kind(database: Database) -> None:
    store = queue(database, 2)
    assert store.usual_seconds(RenderKind.VIDEO) == 0
    job = store.claim()
    assert job is not None
    database.write("UPDATE renders SET started_at = started_at - 30 WHERE id = ?", job.id)
    store.finish(job.id, 15.0, ())
    assert store.usual_seconds(RenderKind.VIDEO) == pytest.approx(30, abs=1)
    assert store.usual_seconds(RenderKind.PREVIEW) == 0


def test_a_job_in_work_is_not_deleted_and_a_deleted_one_is_neither_taken_nor_found(database: Database) -> None:
    store = queue(database, 2)
    in_work = store.claim()
    assert in_work is not None
    assert store.delete(in_work.id) is None
    assert store.delete(2) is not None
    assert store.delete(2) is None
    assert store.claim() is None
    assert [job.id for job in store.search(RenderSearch())[0]] == [1]
    assert store.search(RenderSearch(statuses=frozenset({JobStatus.DELETED})))[1] == 1


def test_a_file_of_the_release_before_is_brought_up_to_date_and_one_of_a_later_one_refused(tmp_path: Path) -> None:
    file = tmp_path / "studio.sqlite"
    queue(Database(file), 1)
    with sqlite3.connect(file) as old:
        old.execute("ALTER TABLE renders DROP COLUMN started_at")
        old.execute("PRAGMA user_version = 2")
    claimed = RenderStore(Database(file)).claim()
    assert claimed is not None
    assert claimed.started_at > 0
    with sqlite3.connect(file) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(OtherVersionError):
        Database(file)
