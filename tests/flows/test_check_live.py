"""The walk of a price: a video and its row, the page changes, the row goes, a new video is ordered, the row is back."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from prefect.client.schemas.objects import State

from blocks.jogg.settings import ApiGeneration, RenderSettings
from flows.check_live import check_live
from flows.runtime.settings import ServiceChoice
from tests.conftest import StartStudio, StudioProcess
from tests.flows.conftest import Make
from tests.generations import V2
from tests.merchant_feed import merchant_feed
from tests.prefect_server import PrefectServer

PAGE = """<!doctype html><html lang="en"><head><title>Kettle</title>
<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "Product", "name": "Copper Kettle", "description": "A kettle of copper.",
 "image": "/kettle.jpg",
 "offers": {"@type": "Offer", "price": "%s", "priceCurrency": "EUR", "availability": "https://schema.org/%s"}}
</script></head><body><h1>Copper Kettle</h1></body></html>"""


def picture() -> bytes:
    """A photograph of sorts."""
    body = BytesIO()
    Image.effect_noise((800, 800), 90).convert("RGB").save(body, "JPEG")
    return body.getvalue()


PICTURE = picture()


class Shop(ThreadingHTTPServer):
    """One product page, whose price and stock can be set; without a price the page is gone."""

    price, stock = "99.90", "InStock"

    def __init__(self) -> None:
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                is_picture = self.path.endswith(".jpg")
                body = PICTURE if is_picture else (PAGE % (shop.price, shop.stock)).encode()
                self.send_response(200 if shop.price else 404)
                self.send_header("content-type", "image/jpeg" if is_picture else "text/html; charset=utf-8")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def page(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}/kettle"


@pytest.fixture
def shop() -> Iterator[Shop]:
    server = Shop()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


async def checked(
    studio: StudioProcess, folder: Path, *, remake: bool = False, budget: str = "5", catalog: Path | None = None
) -> State[Any]:
    """Run check-live."""
    choice = ServiceChoice(generation=ApiGeneration.V2, base_url=studio.url, posts_per_minute=100_000)
    return await check_live(
        what={"remake": remake, "catalog": str(catalog or "")},
        where={"to": str(folder), "service": choice},
        limits={"budget": budget, "budget_period": "batch"},
        advanced={"poll_seconds": 0.1},
        return_state=True,
    )


def rows(folder: Path) -> list[str]:
    """The videos in the sitemap."""
    lines = (folder / "feeds/video-sitemap.xml").read_text().splitlines()
    return [line.split("/")[-2][:-5] for line in lines if "content_loc" in line]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The store, which the public sees."""
    monkeypatch.setenv("URL2VIDEO_PUBLIC_BASE_URL", "https://cdn.example/v")
    return tmp_path / "store"


@pytest.mark.parametrize("words", [V2], indirect=True)
async def test_a_changed_price_takes_the_row_away_and_a_new_video_brings_it_back(
    make: Make, start_studio: StartStudio, shop: Shop, seen: Path
) -> None:
    studio = start_studio(allow_private=True)
    await make(studio, [shop.page], settings=RenderSettings(avatar_id=77))
    (row,) = rows(seen)
    shop.price = "79.50"
    broke = await checked(studio, seen, remake=True, budget="0")
    assert (broke.name, rows(seen)) == ("1 of 1 unaffordable", [])
    assert "the price is 79.50 EUR, was 99.90 EUR" in (seen / "feeds/left-out.csv").read_text()
    assert (await checked(studio, seen, remake=True)).is_completed()
    (back,) = rows(seen)
    assert back != row
    assert sorted(studio.counters().accepted_by_name.values()) == [1, 1]


@pytest.mark.long
@pytest.mark.parametrize("words", [V2], indirect=True)
async def test_a_price_that_changes_in_the_feed_is_found_without_its_page(
    make: Make, studio: StudioProcess, tmp_path: Path, seen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The page states another price all the time; of a product that the catalog does not list nothing is said.
    (page, other), before = studio.sample_urls()[:2], studio.counters()
    await make(
        studio, [], catalog=str(merchant_feed(tmp_path, page, "64.90 EUR")), settings=RenderSettings(avatar_id=78)
    )
    await make(studio, [other], settings=RenderSettings(avatar_id=78))
    assert (await checked(studio, seen, catalog=tmp_path / "feed.tsv")).is_completed()
    assert len(rows(seen)) == 2
    now = merchant_feed(tmp_path, page, "59.90 EUR")
    with monkeypatch.context() as nobody:
        nobody.delenv("JOGG_API_KEY")
        stale = await checked(studio, seen, catalog=now)
    assert stale.name == "1 of 2 stale"
    assert len(rows(seen)) == 1
    assert (await checked(studio, seen, catalog=now, remake=True)).is_completed()
    assert len(rows(seen)) == 2
    assert (await checked(studio, seen, catalog=now)).is_completed()
    assert len(rows(seen)) == 2
    assert studio.counters().paid_twice == before.paid_twice


@pytest.mark.long
@pytest.mark.parametrize("words", [V2], indirect=True)
async def test_each_state_of_the_page_is_told_once_and_made_once(
    make: Make, start_studio: StartStudio, shop: Shop, prefect_server: PrefectServer, seen: Path
) -> None:
    studio = start_studio(allow_private=True)
    made = await make(studio, [shop.page], settings=RenderSettings(avatar_id=77))
    first = made.batch.results[0].item.fingerprint
    (row,) = rows(seen)
    assert first in row
    assert (await checked(studio, seen)).is_completed()
    assert rows(seen) == [row]

    shop.price = "79.50"
    stale = await checked(studio, seen)
    assert (stale.name, rows(seen)) == ("1 of 1 stale", [])
    told = prefect_server.await_events([f"url2video.video.{first}"], 2)
    assert {event["event"] for event in told} == {"url2video.video.published", "url2video.video.stale"}
    shop.price = "99.90"
    assert (await checked(studio, seen)).is_completed()
    assert rows(seen) == [row]

    shop.stock = "OutOfStock"
    assert (await checked(studio, seen, remake=True)).is_completed()
    (back,) = rows(seen)
    assert first not in back
    assert (await checked(studio, seen, remake=True)).is_completed()
    assert rows(seen) == [back]
    assert sorted(studio.counters().accepted_by_name.values()) == [1, 1]

    shop.price = ""
    gone = await checked(studio, seen)
    assert (gone.name, rows(seen)) == ("1 of 1 failed", [back])
