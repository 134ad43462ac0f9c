"""Where catalogues come from: files, web addresses and S3; packed, cut short, too large or not there."""

import gzip
import tracemalloc
import uuid
from typing import Any

import pytest

from blocks.errors import ConfigurationError
from flows.catalog import Order, Selection, load_catalog, source
from flows.catalog.form import rows_from_source
from tests.s3_servers import BUCKET

URL = "https://shop.example/p/1"


def load(address: str, **selection: Any) -> Any:
    return load_catalog(Order(source=address, selection=Selection(**selection)))


@pytest.mark.parametrize("address", ["missing.csv", "http://127.0.0.1:9/catalog.csv", "."])
def test_a_source_that_cannot_be_read_is_named(address: str) -> None:
    with pytest.raises(ConfigurationError, match=r"catalog: .* can't be read .* allowed: a UTF-8 text file"):
        load(address)


def test_a_web_address_is_read_and_its_errors_hide_the_query(site: Any) -> None:
    assert len(load(site.put("/list.txt?key=secret", f"{URL}\n")).items) == 1
    with pytest.raises(ConfigurationError, match=r"/gone.txt\" can't be read \(HTTP 404\)") as refused:
        load(f"{site.address}/gone.txt?key=secret")
    assert "secret" not in refused.value.message


def test_bytes_that_are_no_text_are_refused(read_text: Any) -> None:
    with pytest.raises(ConfigurationError, match="can't be read"):
        read_text(b"\xd0\xcf\x11\xe0\xff\xfe")


def test_packed_files_are_read_and_those_cut_short_are_not(read_text: Any) -> None:
    packed = gzip.compress(f"{URL}\n".encode()) + gzip.compress(b"https://shop.example/p/2\n")
    assert len(read_text(packed).items) == 2
    with pytest.raises(ConfigurationError, match="cut short"):
        read_text(packed[:-12])


def test_a_bomb_is_refused_before_it_fills_the_memory(read_text: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST_CATALOG", 2**20)
    monkeypatch.setattr(source.Allowance.__init__, "__defaults__", (2**20,))
    bomb = gzip.compress(b"#" * 50 * 2**20)
    tracemalloc.start()
    with pytest.raises(ConfigurationError, match="larger than 1 MiB"):
        read_text(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * 2**20


def test_a_long_list_is_read_row_by_row(tmp_path: Any) -> None:
    path = tmp_path / "list.txt"
    path.write_text("".join(f"https://shop.example/p/{number:06}\n" for number in range(100_000)))
    tracemalloc.start()
    count = sum(1 for _ in rows_from_source(str(path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 2**20


def test_s3_is_read_by_the_same_chain_as_the_store(ministack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ministack.environment().items():
        monkeypatch.setenv(name, value)
    key = f"{uuid.uuid4().hex}/catalog.csv.gz"
    ministack.store("")._client.put_object(Bucket=BUCKET, Key=key, Body=gzip.compress(f"url\n{URL}\n".encode()))
    assert [item.url for item in load(f"s3://{BUCKET}/{key}").items] == [URL]
    with pytest.raises(ConfigurationError, match=r"catalog: \"s3://.*missing\" can't be read .*NoSuchKey"):
        load(f"s3://{BUCKET}/missing")
