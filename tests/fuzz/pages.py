"""Damaged product pages, given to the process in which studio reads pages."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from bounds.child import ChildPool
from bounds.limits import READING
from tests.fuzz.campaign import Target
from tests.processes import children_of

TOKENS = (
    *(
        b"<script type=application/ld+json>",
        b"</script>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"/*",
        b"*/",
        b"//",
        b"\\u0000",
    ),
    *(
        b"itemscope ",
        b"itemprop=price ",
        b"itemtype=https://schema.org/Product ",
        b"itemref=a ",
        b"property=schema:name ",
    ),
    *(
        b'{"@type":"Product","offers":',
        b"[",
        b"{",
        b"}",
        b'"',
        b"'",
        b"<div>",
        b"</",
        b"<meta charset=utf-16>",
        b"&#x",
        b"&amp;",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"<template>",
        b"<table><tr>",
        b"<svg>",
        b"<a ",
        b"=",
        b"1e999",
        b"NaN",
    ),
)
"""What the readers of JSON-LD, microdata, RDFa, OpenGraph and shown prices look for."""


@contextmanager
def open_pages() -> Iterator[Target]:
    """The pages of the sample shop."""
    shop = files("studio.samples").joinpath("shop")
    seeds = [page.read_bytes() for page in shop.iterdir() if page.name.endswith(".html")]
    process = ChildPool("studio.reading.process", 1, READING)

    def read(body: bytes) -> str:
        refused, _ = process.ask(b"page", body, b"https://shop.example/p/1", b"text/html")
        return str(json.loads(refused)[0]) if refused else "product"

    yield Target(seeds, TOKENS, read, lambda: [os.getpid(), *children_of(os.getpid())])
    process.close()
