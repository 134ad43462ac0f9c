"""Damaged catalogs of every form, given to what reads them before a run."""

import gzip
import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook

from blocks.errors import ConfigurationError
from flows.catalog.catalog import load_catalog
from flows.catalog.order import Order
from tests.fuzz.campaign import Target

ROWS = [
    {
        "id": f"sku-{number}",
        "url": f"https://shop.example/p/{number}",
        "title": f"Vase n° {number}",
        "language": "german",
    }
    for number in range(3)
]
TABLE = "\r\n".join([",".join(ROWS[0]), *(",".join(row.values()) for row in ROWS)])
LINES = "\n".join(json.dumps(row) for row in ROWS)
SITEMAP = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'.format(
    "".join(f"<url><loc>{row['url']}</loc><lastmod>2026-01-02</lastmod></url>" for row in ROWS)
)
FEED = '<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>{}</channel></rss>'.format(
    "".join(
        f"<item><g:id>{row['id']}</g:id><g:title>{row['title']}</g:title><g:link>{row['url']}</g:link>"
        "<g:price>12.00 EUR</g:price><g:image_link>https://shop.example/1.jpg</g:image_link></item>"
        for row in ROWS
    )
)
SHOPIFY = json.dumps(
    {"products": [{"id": 1, "title": "Vase", "handle": "vase", "variants": [{"id": 2, "price": "12.00"}]}]}
)

TOKENS = (
    *(
        b",",
        b";",
        b"\t",
        b'"',
        b'""',
        b"\r\n",
        b"\r",
        b"\0",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xa0",
        b"url",
        b"settings.",
    ),
    *(
        b"{",
        b"[",
        b"null",
        b"1e999",
        b"9" * 30,
        b"\\ud800",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"&b;",
        b"<url>",
        b"<loc>",
    ),
    *(b"<item>", b"]]>", b"<![CDATA[", b"xmlns:g=", b"PK\x03\x04", b"\x1f\x8b\x08", b"<?", b"https://[", b"http://1.2"),
)
"""What the readers of tables, lines, feeds, sitemaps and workbooks look for."""


@contextmanager
def open_catalogs() -> Iterator[Target]:
    """A catalog of each form that a file can have."""
    texts = [TABLE, TABLE.replace(",", "\t"), LINES, SITEMAP, FEED, SHOPIFY]
    seeds = [text.encode() for text in texts]
    seeds += [gzip.compress(TABLE.encode(), mtime=0), TABLE.encode("utf-16"), _workbook()]
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        file = Path(folder, "catalog")

        def load(body: bytes) -> str:
            file.write_bytes(body)
            try:
                catalog = load_catalog(Order(source=str(file)))
            except ConfigurationError as error:
                return error.code
            return "with problems" if catalog.bad_rows else "sound"

        yield Target(seeds, TOKENS, load, lambda: [os.getpid()])


def _workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(ROWS[0]))
    for row in ROWS:
        sheet.append(list(row.values()))
    book.save(out)
    return out.getvalue()
