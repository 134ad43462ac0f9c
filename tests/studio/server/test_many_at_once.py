"""A whole run's requests at once, for products of the sample shop that the same server shows."""

import asyncio

import httpx
import pytest

from flows.catalog.run import CONCURRENCY
from tests.conftest import StudioProcess


@pytest.mark.long
async def test_as_many_products_as_a_run_asks_for_at_once_are_read_from_its_own_shop(studio: StudioProcess) -> None:
    pages = studio.sample_urls()
    limits = httpx.Limits(max_connections=None)
    headers = {"x-api-key": studio.api_key}
    async with httpx.AsyncClient(base_url=studio.url, headers=headers, limits=limits, timeout=120) as client:
        urls = [f"{pages[number % len(pages)]}?{number}" for number in range(CONCURRENCY)]
        answers = await asyncio.gather(*(client.post("/v2/product", json={"url": url}) for url in urls))
    assert {answer.status_code for answer in answers} == {200}
