"""Catalogs that are none, or that ask for more than anybody can want."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from blocks.errors import ConfigurationError
from flows.catalog.catalog import load_catalog
from flows.catalog.markup import root_name
from flows.catalog.order import Order
from flows.catalog.variants import MAX_VARIANTS, asked_settings
from flows.items.row import Selection, Variants
from tests.blocks.delivery.raw_source import raw_source

SECRET = "hunter2-of-the-worker"

OTHER_FILES = {
    "passwd": f"root:x:0:0:{SECRET}:/root:/bin/sh\nnobody:x:1:1::/:/bin/false\n",
    "dotenv": f"# settings\nAPI_URL=https://api.example/{SECRET}\nAPI_KEY={SECRET}\n",
    "words": f"{SECRET}\n{SECRET} again\n",
    "keys table": f"AKIA{SECRET},wJalr{SECRET}\nother,line\n",
    "json": json.dumps({"private_key": SECRET, "url_of_project": SECRET}, indent=1),
    "json line": json.dumps({"private_key": SECRET, "langauge": SECRET}) + "\n",
    "json list": json.dumps([SECRET]),
    "ini": f"[default]\nkey = {SECRET}\n",
    "yaml": f"key: {SECRET}\nurl: {SECRET}\n",
    "xml": f"<settings><key>{SECRET}</key></settings>",
    "environ": f"PATH=/bin\0KEY={SECRET}\0",
    "binary": f"\x7fELF\x01{SECRET}\0\0",
}


@pytest.mark.parametrize("name", OTHER_FILES)
@pytest.mark.parametrize("skip_bad", [False, True])
def test_a_file_that_is_no_catalog_is_not_repeated(tmp_path: Path, name: str, skip_bad: bool) -> None:
    file = tmp_path / "file"
    file.write_text(OTHER_FILES[name])
    order = Order(source=str(file), selection=Selection(skip_bad=skip_bad))
    said = ""
    try:
        catalog = load_catalog(order)
        said = repr(catalog) + json.dumps([bad.to_row() for bad in catalog.bad_rows], default=str) + catalog.sentence
        catalog.check(order.selection)
    except ConfigurationError as error:
        said += str(error)
    assert SECRET not in said


MARKED_UP = {
    "sitemap": "<urlset><url><loc>http://[</loc></url><url><loc>https://shop.example/p/1</loc></url></urlset>",
    "table": "url,title\nhttp://[,Vase\nhttps://shop.example/p/1,Vase\n",
}


@pytest.mark.parametrize("name", MARKED_UP)
def test_an_address_that_is_none_is_a_bad_row(tmp_path: Path, name: str) -> None:
    file = tmp_path / "catalog"
    file.write_text(MARKED_UP[name])
    catalog = load_catalog(Order(source=str(file)))
    (bad,) = catalog.bad_rows
    assert "http://[" in str(bad.problems[0])
    assert [item.url for item in catalog.items] == ["https://shop.example/p/1"]


def test_an_index_of_addresses_that_are_none_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "catalog"
    file.write_text("<sitemapindex><sitemap><loc>http://[</loc></sitemap></sitemapindex>")
    with pytest.raises(ConfigurationError, match=r"http://\["):
        load_catalog(Order(source=str(file)))


def test_a_catalog_s_own_bad_lines_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "catalog.jsonl"
    file.write_text('{"url": "https://shop.example/1"}\n{broken\n')
    (bad,) = load_catalog(Order(source=str(file))).bad_rows
    assert "{broken" in str(bad.problems[0])


@pytest.mark.parametrize("target", ["http://localhost:{port}/x", "http://[::1]:{port}/x", "http://169.254.169.254/x"])
def test_no_redirect_of_a_catalog_leads_into_a_private_network(target: str) -> None:
    body = b"HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\nhttps://shop.example/p/1\n"
    with raw_source(body) as inside:
        location = target.format(port=inside.split(":")[2].split("/")[0]).encode()
        redirect = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
        with raw_source(redirect) as url, pytest.raises(ConfigurationError, match="not on the public internet"):
            load_catalog(Order(source=url))


def combinations(values: int) -> dict[str, Any]:
    return {name: [f"{name}-{each}" for each in range(values)] for name in Variants.model_fields}


@pytest.mark.parametrize(
    "fields",
    [
        combinations(50),
        pytest.param(combinations(100_000), marks=pytest.mark.slow),
        {name: "|".join(f"{name}{each}" for each in range(500)) for name in Variants.model_fields},
        {"variants": [{"language": f"language-{each}"} for each in range(100_000)]},
    ],
    ids=["six millions", "more than atoms", "in a table", "named"],
)
def test_a_row_of_too_many_combinations_is_refused_at_once(fields: dict[str, Any]) -> None:
    began = process_time()
    with pytest.raises(ValueError, match=f"at most {MAX_VARIANTS} videos"):
        asked_settings(fields, Variants())
    assert process_time() - began < 5


def test_repeated_values_are_one() -> None:
    fields = {name: ["a", "b"] * 500 for name in Variants.model_fields} | {"variants": [{"length": 15}] * 500}
    assert len(asked_settings(fields, Variants())) == 2 ** len(Variants.model_fields)


@pytest.mark.parametrize(
    "sign", ["<!--", "<?", "<!", "<![CDATA[", "<", "<a", "<!-->", "<!>", "<?>", "<!---->", "<!DOCTYPE ["]
)
def test_the_root_of_a_head_of_signs_is_found_at_once(sign: str) -> None:
    began = process_time()
    name = root_name(sign * (65536 // len(sign)) + "<urlset>")
    assert process_time() - began < 1
    assert name in {"", "urlset", "a"}


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<?xml version="1.0"?><!-- <rss> --><!DOCTYPE x [<!ENTITY a "b">]><ns:UrlSet>', "urlset"),
        ("<!-- a --><?b <c> ?><rss version='2.0'>", "rss"),
        ("words only", ""),
    ],
)
def test_the_root_stands_behind_what_may_stand_before_it(head: str, name: str) -> None:
    assert root_name(head) == name
