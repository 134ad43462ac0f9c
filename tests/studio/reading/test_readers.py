"""The processes in which studio reads what strangers sent."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.page.errors import PageCode, PageError
from studio.page.reader import read_product
from studio.picture import PictureCode, PictureError
from studio.reading.readers import Readers
from studio.samples.shop import sample_file

pytestmark = pytest.mark.slow

URL = "https://wrenhollow.example/aurora-bottle.html"


@pytest.fixture
def readers() -> Iterator[Readers]:
    readers = Readers()
    yield readers
    readers.close()


def sample_page() -> bytes:
    page = sample_file("aurora-bottle.html")
    assert page
    return page


def own_children() -> list[int]:
    """The reading processes of this one."""
    return [
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if (process / "status").exists()
        and f"PPid:\t{os.getpid()}\n" in (process / "status").read_text()
        and b"studio.reading.process" in (process / "cmdline").read_bytes()
    ]


async def test_a_product_comes_back_as_the_reader_has_read_it(readers: Readers) -> None:
    product = await readers.page(sample_page(), URL, "text/html; charset=utf-8")
    assert product == read_product(sample_page(), URL, "text/html; charset=utf-8")
    assert product.price
    assert isinstance(product.price.amount, Decimal)


async def test_a_page_without_a_product_is_refused_with_the_reader_s_own_words(readers: Readers) -> None:
    with pytest.raises(PageError) as caught:
        await readers.page(b"<html><body>Nothing</body></html>", URL, "application/pdf")
    assert caught.value.code is PageCode.PAGE_UNREADABLE
    assert "application/pdf" in caught.value.reason


async def test_a_killed_process_costs_no_page(readers: Readers) -> None:
    await readers.page(sample_page(), URL, "text/html")
    for child in own_children():
        os.kill(child, signal.SIGKILL)
    assert (await readers.page(sample_page(), URL, "text/html")).title


@pytest.mark.parametrize("mode", ["F", "I;16", "RGBA", "CMYK"])
async def test_the_largest_picture_of_any_kind_fits_into_the_memory(
    readers: Readers, mode: str, tmp_path: Path
) -> None:
    kinds = {"F": np.float32, "I;16": np.uint16}
    pixels = np.zeros((5000, 5000), kinds[mode]) if mode in kinds else np.zeros((5000, 5000, 4), np.uint8)
    body = io.BytesIO()
    compression = {"F": "tiff_lzw", "CMYK": "tiff_lzw"}.get(mode)
    image = Image.fromarray(pixels, mode) if mode == "CMYK" else Image.fromarray(pixels)
    image.save(body, "TIFF" if compression else "PNG", **({"compression": compression} if compression else {}))
    picture, _ = await readers.picture(body.getvalue(), tmp_path / "out.png")
    assert (picture.width, picture.path) == (2160, tmp_path / "out.png")


async def test_a_picture_of_more_pixels_is_refused_before_it_is_decoded(readers: Readers, tmp_path: Path) -> None:
    body = io.BytesIO()
    Image.new("L", (5001, 5000)).save(body, "PNG", compress_level=1)
    with pytest.raises(PictureError) as caught:
        await readers.picture(body.getvalue(), tmp_path / "out.png")
    assert caught.value.code is PictureCode.TOO_MANY_PIXELS


async def test_a_stopped_process_holds_up_no_other_page(readers: Readers) -> None:
    await readers.page(sample_page(), URL, "text/html")
    (first,) = own_children()
    os.kill(first, signal.SIGSTOP)
    stuck = asyncio.create_task(readers.page(sample_page(), URL, "text/html"))
    await asyncio.sleep(0)
    async with asyncio.timeout(20):
        assert (await readers.page(sample_page(), URL, "text/html")).title
    os.kill(first, signal.SIGCONT)
    assert (await stuck).title


async def test_closing_ends_what_is_being_read() -> None:
    readers = Readers()
    await readers.page(sample_page(), URL, "text/html")
    (child,) = own_children()
    os.kill(child, signal.SIGSTOP)
    stuck = asyncio.create_task(readers.page(sample_page(), URL, "text/html"))
    await asyncio.sleep(0)
    readers.close()
    with pytest.raises((PageError, asyncio.CancelledError)):  # begun, or still waiting for a thread
        await stuck
