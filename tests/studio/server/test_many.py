"""Two hundred orders from page and API at once, and a restart in the middle: each is made, and once."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.conftest import StartStudio, StudioProcess
from tests.studio.clients import Orders, wait_until

ORDERS = 100
"""From each side."""

MAX_SERVER_MEGABYTES = 300
"""Of the server itself; those who render are processes of their own. It takes 90 MB when it starts."""


def resident_megabytes(studio: StudioProcess) -> float:
    """The memory of the server's process (proc(5), VmRSS in kB)."""
    lines = Path(f"/proc/{studio.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


async def order_all(studio: StudioProcess, product_id: str, product_page: str) -> list[str]:
    """All orders at once; the video ids of those by API in no particular order."""
    form = {"styles": "FullScreen", "language": "english", "avatar_id": "37"}
    body = Orders(studio.client()).nested(product_id)
    cookies = dict(studio.viewer().cookies)
    async with httpx.AsyncClient(base_url=studio.url, timeout=120, headers={"x-api-key": studio.api_key}) as client:

        async def by_api() -> str:
            answer = await client.post("/v2/create_video_from_product", json=body)
            return str(answer.json()["data"]["video_id"])

        async def by_page() -> str:
            headers = {"Origin": studio.url, "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            answer = await client.post(f"{product_page}/order", data=form, headers=headers)
            assert answer.status_code == 303, answer.text
            return ""

        ends = await asyncio.gather(*(order() for _ in range(ORDERS) for order in (by_api, by_page)))
    return [end for end in ends if end]


def listed(studio: StudioProcess, status: int) -> list[str]:
    """Ids of the videos of a status, oldest first."""
    found: list[str] = []
    with studio.client() as client:
        for page in (1, 2, 3):
            query = {"status": status, "page": page, "page_size": 100, "sort_order": "asc"}
            data = client.get("/v2/product_videos", params=query).json()["data"]
            found += [video["id"] for video in data["videos"]]
    return found


@pytest.mark.long
@pytest.mark.slow
def test_two_hundred_orders_outlive_a_restart(start_studio: StartStudio) -> None:
    studio = start_studio(render_seconds=0.2)
    url = studio.sample_urls()[0]
    answer = studio.viewer().post("/console/read", data={"url": url, "styles": "FullScreen", "language": "english"},
                                  headers={"Origin": studio.url})  # fmt: skip
    assert answer.status_code == 200
    with studio.client() as client:
        product_id = Orders(client).product(url)
    asked = asyncio.run(order_all(studio, product_id, "/console/products/1"))
    assert len(asked) == ORDERS
    done = wait_until(lambda: (found := listed(studio, 4)) and found)
    studio.kill()
    studio.start()
    everything = wait_until(lambda: len(found := listed(studio, 4)) == 2 * ORDERS and found, 120)
    assert listed(studio, 3) == listed(studio, 5) == []
    assert set(done) | set(asked) <= set(everything)
    assert set(studio.counters().accepted.values()) == {1}
    assert resident_megabytes(studio) < MAX_SERVER_MEGABYTES
