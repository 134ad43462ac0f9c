"""Pages and pictures that a client names: what is fetched, what is refused, and under which reason."""

from io import BytesIO
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from tests.conftest import StudioProcess
from tests.studio.clients import Projects
from tests.studio.shop import Shop

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def open_studio(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A studio that collects pictures and may fetch from the shop on loopback; nothing is rendered."""
    process = StudioProcess(tmp_path_factory.mktemp("studio"), renderer="real", workers=1, allow_private=True)
    yield process.start()
    process.kill()


def jpeg(seed: int) -> bytes:
    """A picture that looks like no other seed's."""
    noise = np.random.default_rng(seed).integers(0, 256, (9, 9, 3), dtype=np.uint8)
    target = BytesIO()
    Image.fromarray(noise).resize((900, 700)).save(target, "JPEG")
    return target.getvalue()


@pytest.fixture
def picture() -> bytes:
    return jpeg(0)


def create(studio: StudioProcess, url: str) -> httpx.Response:
    with studio.client() as client:
        return client.post("/open/product", json={"url": url})


def pictures_of(studio: StudioProcess, product_id: int) -> list[str]:
    return sorted(file.name for file in (studio.data / "media" / str(product_id)).glob("*"))


def test_pictures_are_normalised_and_served_from_here(open_studio: StudioProcess, shop: Shop, picture: bytes) -> None:
    shop.pages["/a.jpg"] = (200, "image/jpeg", picture)
    url = shop.sell("/p", (f"{shop.url}/a.jpg", f"{shop.url}/gone.jpg"))
    created = create(open_studio, url).json()["data"]
    info = Projects(open_studio).info(created["prj_id"])
    assert info["title"] == "Steel Bottle"
    assert info["placeholder_cover_url"] == f"{open_studio.url}/media/{created['id']}/1.png"
    served = httpx.get(info["placeholder_cover_url"])
    assert served.headers["content-type"] == "image/png"
    assert served.content.startswith(b"\x89PNG")
    assert pictures_of(open_studio, created["id"]) == ["1.png"]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ((404, "text/html", b"<h1>Gone</h1>"), "page_not_found"),
        ((503, "text/html", b"<h1>Later</h1>"), "page_unreachable"),
        ((200, "text/html", b"<html><body><h1>About us</h1><p>We like you.</p></body></html>"), "no_product_found"),
        ((200, "image/png", b"\x89PNG\r\n\x1a\n0000"), "page_unreadable"),
    ],
)
def test_a_page_without_a_product_is_refused_by_name(
    open_studio: StudioProcess, shop: Shop, page: tuple[int, str, bytes], reason: str
) -> None:
    shop.pages["/p"] = page
    before = open_studio.counters().products
    answer = create(open_studio, f"{shop.url}/p")
    assert answer.status_code == 400
    assert answer.json()["msg"].startswith(f"{reason}: ")
    assert answer.json()["code"] == (50000 if page[0] == 503 else 40000)
    assert open_studio.counters().products == before


def test_a_product_whose_pictures_are_all_dead_is_refused(open_studio: StudioProcess, shop: Shop) -> None:
    shop.pages["/b.jpg"] = (200, "image/jpeg", b"no picture at all")
    answer = create(open_studio, shop.sell("/p", (f"{shop.url}/a.jpg", f"{shop.url}/b.jpg")))
    assert answer.json()["code"] == 40000
    assert answer.json()["msg"].startswith("no_usable_picture: ")


def test_a_correction_replaces_pictures_in_its_order_and_keeps_own_ones(open_studio: StudioProcess, shop: Shop) -> None:
    for seed, name in enumerate(("a", "b", "c")):
        shop.pages[f"/{name}.jpg"] = (200, "image/jpeg", jpeg(seed))
    created = create(open_studio, shop.sell("/p", (f"{shop.url}/a.jpg", f"{shop.url}/b.jpg"))).json()["data"]
    own = f"{open_studio.url}/media/{created['id']}/1.png"
    with open_studio.client() as client:
        medias = [{"type": 1, "url": f"{shop.url}/c.jpg"}, {"type": "1", "url": own, "w": 900, "clip_info": None}]
        corrected = client.put("/open/product", json={"product_id": created["id"], "intro_medias": medias})
    assert corrected.json()["code"] == 0
    assert len(pictures_of(open_studio, created["id"])) == 3
    cover = Projects(open_studio).info(created["prj_id"])["placeholder_cover_url"]
    assert cover.endswith(f"/media/{created['id']}/3.png")
    assert httpx.get(cover).status_code == 200


def test_a_correction_without_a_usable_picture_is_refused_and_changes_nothing(
    open_studio: StudioProcess, shop: Shop, picture: bytes
) -> None:
    shop.pages["/a.jpg"] = (200, "image/jpeg", picture)
    created = create(open_studio, shop.sell("/p", (f"{shop.url}/a.jpg",))).json()["data"]
    with open_studio.client() as client:
        body = {"product_id": created["id"], "title": "New", "intro_medias": [{"type": 1, "url": f"{shop.url}/x.jpg"}]}
        refused = client.put("/open/product", json=body).json()
    assert refused["msg"].startswith("no_usable_picture: ")
    info = Projects(open_studio).info(created["prj_id"])
    assert info["title"] == "Steel Bottle"
    assert info["placeholder_cover_url"].endswith("/1.png")


@pytest.mark.parametrize(
    "url",
    [
        "{shop}/p",
        "http://localhost:{port}/p",
        "http://[::ffff:127.0.0.1]:{port}/p",
        "http://2130706433:{port}/p",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
    ],
)
def test_a_private_address_is_never_asked(studio: StudioProcess, shop: Shop, url: str) -> None:
    shop.sell("/p")
    answer = create(studio, url.format(shop=shop.url, port=shop.url.rpartition(":")[2]))
    assert answer.status_code == 400
    assert answer.json()["code"] == 40000
    assert shop.asked == []


def test_a_redirect_of_an_allowed_host_to_a_private_address_is_not_followed(studio: StudioProcess, shop: Shop) -> None:
    shop.sell("/p")
    page = studio.sample_urls()[0]
    studio.add_faults({"action": "redirect", "path": "/samples/", "location": f"{shop.url}/p"})
    answer = create(studio, page)
    assert answer.json()["code"] == 40000
    assert shop.asked == []
