"""The pages that batches leave, opened from a folder, a web address and a bucket: filtered, usable by everybody."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import PublishedVideo, RecordedError
from blocks.ledger.state import ItemState
from blocks.ledger.view import utc_now
from flows.items.commands import ApproveCommand
from flows.items.item import Item
from flows.items.result import BatchResult, ItemResult
from flows.reporting.report import gallery_page, preview_page, write_report
from flows.runtime.settings import ServiceChoice
from tests.browser.accessibility import DESK, PHONE, scrolls_sideways, violations
from tests.browser.browser import Browser
from tests.s3_servers import BUCKET, S3Server

FOLDER = "batches/b"


def result(number: int, title: str, state: ItemState = ItemState.PUBLISHED, **settings: str) -> ItemResult:
    """An item that ended, with a video or a failure."""
    url = f"https://shop.example/p/{number}"
    is_preview = settings.pop("kind", "") == "draft"
    made = RenderSettings.model_validate(settings)
    item = Item(number, url, Corrections(), made, ApiGeneration.V2, id=f"SKU-{number}", is_preview=is_preview)
    video = PublishedVideo(key=f"videos/{number}.mp4", size=2_500_000, sha256="", seconds=15.1, width=1080, height=1920)
    failure = RecordedError(code="no_usable_picture", message="The page shows no picture.", next_step="Choose another.")
    ended = state is ItemState.PUBLISHED
    return ItemResult(item, state, video if ended else None, failure=None if ended else failure, title=title)


def batch() -> BatchResult:
    """Two videos and a failure."""
    results = (
        result(1, "Teekanne Moos", language="german", template_name="FullScreen"),
        result(2, "مصباح مكتبي لوتشيولا", language="arabic", aspect_ratio="square"),
        result(3, "Kettle " + "of_a_very_long_name_" * 8, ItemState.FAILED),
    )
    return BatchResult("b", results)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with the pages of a batch and of drafts, and one video."""
    drafts = (result(4, "Kettle", kind="draft"), result(4, "Kettle", template_name="FullScreen", kind="draft"))
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / "videos").mkdir()
    (tmp_path / "videos/1.mp4").write_bytes(b"video")
    page = tmp_path / FOLDER
    (page / "index.html").write_text(gallery_page(batch(), FOLDER, utc_now()))
    approve = ApproveCommand("videos", RenderSettings(), ServiceChoice())
    (page / "drafts.html").write_text(preview_page(BatchResult("b", drafts), approve, FOLDER, utc_now()))
    return tmp_path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """The folder behind a web address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everybody_can_use_both_pages_on_desk_and_phone(
    browser: Browser, folder: Path, width: int, *, dark: bool
) -> None:
    browser.show_as(width, dark=dark)
    for name in ("index.html", "drafts.html"):
        browser.open((folder / FOLDER / name).as_uri())
        if name == "drafts.html":
            browser.click("input")
        assert (violations(browser), scrolls_sideways(browser)) == ([], False)


def shown(browser: Browser) -> list[str]:
    """The first words of the cards that are seen."""
    script = (
        "return [...document.querySelectorAll('article:not([hidden]) h2')].map((one) => one.innerText.split(' ')[0])"
    )
    return list(browser.run(script))


@pytest.fixture
def bucket(folder: Path, ministack: S3Server) -> str:
    """The same page in a public bucket, as a batch writes it there."""
    store = ministack.store("gallery")
    write_report(store, batch(), utc_now())
    store.put("videos/1.mp4", (folder / "videos/1.mp4").read_bytes(), "video/mp4")
    return f"{ministack.endpoint}/{BUCKET}/gallery"


@pytest.mark.parametrize("place", ["folder", "address", "bucket"])
def test_failures_come_first_and_cards_are_searched_filtered_and_linked(
    browser: Browser, folder: Path, request: pytest.FixtureRequest, place: str
) -> None:
    base: str = folder.as_uri() if place == "folder" else request.getfixturevalue(place)
    browser.open(f"{base}/{FOLDER}/index.html")
    assert browser.text("h1") == "2 videos of shop.example"
    assert shown(browser) == ["Kettle", "Teekanne", "مصباح"]
    browser.type("[name=text]", "sku-1")
    assert shown(browser) == ["Teekanne"]
    assert browser.text("[role=status]") == "1 of 3 shown"
    browser.run("document.querySelector('[name=text]').value = ''")
    browser.run("const list = document.querySelector('[name=ratio]'); list.value = 'square';"
                "list.dispatchEvent(new Event('input', {bubbles: true}))")  # fmt: skip
    assert shown(browser) == ["مصباح"]
    browser.run("window.prompt = (_, text) => { window.told = text }; navigator.clipboard.writeText = async (text) => {"
                " window.told = text }")  # fmt: skip
    browser.click("article:not([hidden]) [data-copy]")
    browser.wait(lambda: browser.run("return window.told") == f"{base}/videos/2.mp4")
