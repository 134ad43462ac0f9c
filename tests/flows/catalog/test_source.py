"""Where catalogues come from: files, web addresses and S3; packed, cut short, too large or not there."""

import gzip
import tracemalloc
import uuid
from pathlib import Path
from typing import Any

import pytest

from blocks.errors import CatalogUnavailableError, ConfigurationError
from flows.catalog import source
from flows.catalog.catalog import Catalog, load_catalog
from flows.catalog.form import rows_from_source
from flows.catalog.order import Order
from flows.items.row import Selection
from tests.flows.catalog.conftest import ReadText, Site
from tests.s3_servers import BUCKET, S3Server

URL = "https://shop.example/p/1"


def load(address: str, **selection: Any) -> Catalog:
    return load_catalog(Order(source=address, selection=Selection(**selection)))


@pytest.mark.parametrize("address", ["missing.csv", "http://127.0.0.1:9/catalog.csv", "."])
def test_a_source_that_cannot_be_read_is_named(address: str) -> None:
    with pytest.raises(ConfigurationError, match=r"catalog: .* can't be read .* allowed: a UTF-8 text file"):
        load(address)


def test_a_web_address_is_read_and_its_errors_hide_the_query(site: Site) -> None:
    assert len(load(site.put("/list.txt?key=secret", f"{URL}\n")).items) == 1
    with pytest.raises(ConfigurationError, match=r"/gone.txt\" can't be read \(HTTP 404\)") as refused:
        load(f"{site.address}/gone.txt?key=secret")
    assert "secret" not in refused.value.message


@pytest.mark.parametrize("fault", ["busy", "reset", "cut"])
def test_what_may_be_read_the_next_time_is_told_from_what_never_will(site: Site, fault: str) -> None:
    address = site.put("/list.txt", f"{URL}\n" * 3)
    site.faults.append(fault)
    with pytest.raises(CatalogUnavailableError, match="can't be read"):
        load(address)
    assert len(load(address).items) == 1


@pytest.mark.parametrize("address", ["missing.csv", "ftp://x.example/a.csv"])
def test_a_mistaken_address_is_not_read_again(address: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load(address)
    assert not refused.value.retryable


def test_a_packed_file_cut_on_its_way_is_read_again_but_not_one_that_lies_here(site: Site, tmp_path: Path) -> None:
    cut = gzip.compress(f"{URL}\n".encode() * 100)[:-12]
    site.pages["/list.txt.gz"] = cut
    (tmp_path / "list.txt.gz").write_bytes(cut)
    for address, again in ((f"{site.address}/list.txt.gz", True), (str(tmp_path / "list.txt.gz"), False)):
        with pytest.raises(ConfigurationError, match="cut short") as refused:
            load(address)
        assert refused.value.retryable == again


def test_bytes_that_are_no_text_are_refused(read_text: ReadText) -> None:
    with pytest.raises(ConfigurationError, match="can't be read"):
        read_text(b"\xd0\xcf\x11\xe0\xff\xfe")


def test_packed_files_are_read_and_those_cut_short_are_not(read_text: ReadText) -> None:
    packed = gzip.compress(f"{URL}\n".encode()) + gzip.compress(b"https://shop.example/p/2\n")
    assert len(read_text(packed).items) == 2
    with pytest.raises(ConfigurationError, match="cut short"):
        read_text(packed[:-12])


def test_a_bomb_is_refused_before_it_fills_the_memory(read_text: ReadText, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_CATALOG_BYTES", 2**20)
    monkeypatch.setattr(source.Allowance.__init__, "__defaults__", (2**20,))
    bomb = gzip.compress(b"#" * 50 * 2**20)
    tracemalloc.start()
    with pytest.raises(ConfigurationError, match="larger than 1 MiB"):
        read_text(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * 2**20


def test_a_long_list_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("".join(f"https://shop.example/p/{number:06}\n" for number in range(100_000)))
    tracemalloc.start()
    count = sum(1 for _ in rows_from_source(str(path), print))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 2**20


def test_s3_is_read_by_the_same_chain_as_the_store(ministack: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ministack.environment().items():
        monkeypatch.setenv(name, value)
    key = f"{uuid.uuid4().hex}/catalog.csv.gz"
    ministack.store("")._client.put_object(Bucket=BUCKET, Key=key, Body=gzip.compress(f"url\n{URL}\n".encode()))
    assert [item.url for item in load(f"s3://{BUCKET}/{key}").items] == [URL]
    with pytest.raises(ConfigurationError, match=r"catalog: \"s3://.*missing\" can't be read .*NoSuchKey"):
        load(f"s3://{BUCKET}/missing")
