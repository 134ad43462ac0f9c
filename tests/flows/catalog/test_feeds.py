"""Sitemaps, Merchant feeds and Shopify shops, as strangers serve them."""

import json
from pathlib import Path
from typing import Any

import pytest

from blocks.errors import ConfigurationError
from flows.catalog import sitemap as sitemap_module
from flows.catalog.catalog import load_catalog
from flows.catalog.order import Order
from tests.flows.catalog.conftest import ReadText, Site

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?><!-- of the shop -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
{entries}</urlset>"""
ENTRY = """<url><loc> https://shop.example/p/{n}?a=1&amp;b=2 </loc><lastmod>2026-01-0{n}</lastmod>
<image:image><image:loc>https://shop.example/i.jpg</image:loc></image:image></url>"""
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'

FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>
<title>The shop</title><link>https://shop.example</link>
<item><g:id>1</g:id><g:title>Kettle &amp; cup</g:title><link>https://shop.example/p/1</link>
<g:description>&lt;p&gt;Boils &amp;amp; pours.&lt;/p&gt;&lt;p&gt;Twice.&lt;/p&gt;</g:description>
<g:price>{price} EUR</g:price>
<g:image_link>https://shop.example/1.jpg</g:image_link></item>
<item><g:id>2</g:id><title><![CDATA[Pan]]></title><g:link>https://shop.example/p/2</g:link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<entry><g:id>1</g:id><title>Kettle</title><link href="https://shop.example/p/1"/></entry></feed>"""


def load(source: str) -> Any:
    return load_catalog(Order(source=source))


def sitemap(*numbers: int) -> str:
    return SITEMAP.format(entries="".join(ENTRY.format(n=n) for n in numbers))


def test_a_sitemap_gives_its_pages_and_their_dates(read_text: ReadText) -> None:
    items = read_text(sitemap(1, 2)).items
    assert [(item.url, item.version) for item in items] == [
        ("https://shop.example/p/1?a=1&b=2", "2026-01-01"),
        ("https://shop.example/p/2?a=1&b=2", "2026-01-02"),
    ]


@pytest.mark.parametrize("packs", [False, True], ids=["plain answers", "packed answers"])
def test_an_index_gives_all_its_sitemaps_packed_or_not(packs: bool, site: Site) -> None:
    site.packs = packs
    parts = [site.put("/a.xml", sitemap(1, 2)), site.put("/b.xml.gz", sitemap(3), packed=True)]
    entries = "".join(f"<sitemap><loc>{part}</loc></sitemap>" for part in parts)
    catalog = load(site.put("/sitemap.xml", INDEX.format(entries=entries)))
    assert [(item.row, item.version) for item in catalog.items] == [
        (1, "2026-01-01"),
        (2, "2026-01-02"),
        (3, "2026-01-03"),
    ]


@pytest.mark.parametrize("part", ["http://169.254.169.254/latest", "file:///etc/passwd", "/etc/passwd", "s3://b/k"])
def test_an_index_leads_nowhere_but_to_its_own_host(part: str, site: Site) -> None:
    address = site.put("/sitemap.xml", INDEX.format(entries=f"<sitemap><loc>{part}</loc></sitemap>"))
    with pytest.raises(ConfigurationError, match="can't be read"):
        load(address)


def test_an_index_of_itself_ends(site: Site) -> None:
    address = site.put("/sitemap.xml", "")
    site.put("/sitemap.xml", INDEX.format(entries=f"<sitemap><loc>{address}</loc></sitemap>"))
    assert "an index inside of an index" in str(load(address).problems[0])
    assert len(site.asked) == 2


@pytest.mark.parametrize(("faults", "asked"), [(["", "", ""], 2), (["busy"] * 3, 4)], ids=["gone", "busy"])
def test_a_sitemap_of_an_index_that_cannot_be_read_is_a_problem_of_its_own(
    site: Site, monkeypatch: pytest.MonkeyPatch, faults: list[str], asked: int
) -> None:
    monkeypatch.setattr(sitemap_module, "PART_WAIT_SECONDS", 0)
    broken, sound = f"{site.address}/gone.xml", site.put("/b.xml", sitemap(3))
    entries = "".join(f"<sitemap><loc>{part}</loc></sitemap>" for part in (broken, sound))
    address = site.put("/sitemap.xml", INDEX.format(entries=entries))
    site.faults.extend(["", *faults])
    catalog = load(address)
    reason = "HTTP 404" if asked == 2 else "HTTP 503"
    assert [str(problem) for problem in catalog.problems] == [
        f'row 1: sitemap: "{broken}" can\'t be read ({reason}); allowed: a sitemap that can be fetched'
    ]
    assert [item.row for item in catalog.items] == [2]
    assert len([path for path in site.asked if path == "/gone.xml"]) == asked - 1


def test_a_sitemap_of_an_index_that_is_busy_once_is_read_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap_module, "PART_WAIT_SECONDS", 0)
    part = site.put("/a.xml", sitemap(1))
    address = site.put("/sitemap.xml", INDEX.format(entries=f"<sitemap><loc>{part}</loc></sitemap>"))
    site.faults.extend(["", "busy"])
    catalog = load(address)
    assert (len(catalog.items), catalog.problems) == (1, ())


@pytest.mark.parametrize(
    "before", ["\n", " \r\n", "\ufeff\n", "<br />\n<b>Notice</b>: undefined index in feed.php\n", "OK "]
)
@pytest.mark.parametrize("behind", ["", "\n<!-- cached -->", "\n<br/>Warning: done", "\x00"])
def test_what_a_server_writes_around_a_sitemap_is_no_part_of_it(before: str, behind: str, read_text: ReadText) -> None:
    assert len(read_text(before + sitemap(1) + behind).items) == 1


def test_pages_that_look_like_no_products_are_said_with_a_way_to_leave_them_out(read_text: ReadText) -> None:
    paths = ["", "blog/oak", "collections/pans", "products/oak-pan", "collections/pans/products/oak-lamp"]
    entries = "".join(f"<url><loc>https://shop.example/{path}</loc></url>" for path in paths)
    catalog = read_text(SITEMAP.format(entries=entries))
    assert len(catalog.items) == 5
    assert catalog.sentence == (
        "3 addresses of the sitemap look like no product: https://shop.example/, https://shop.example/blog/oak,"
        ' https://shop.example/collections/pans. `--only "/products/"` leaves them out.'
    )


def test_of_the_links_of_an_entry_its_own_page_is_taken(read_text: ReadText) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><entry><id>tag:1</id>'
        '<g:id>A-1</g:id><link rel="self" href="https://shop.example/feed/1"/><link type="application/json"'
        ' href="https://shop.example/1.json"/><link rel="alternate" type="text/html" href="https://shop.example/p/1"/>'
        '<link rel="enclosure" href="https://shop.example/1.jpg"/></entry></feed>'
    )
    rss = (
        '<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><channel><item><guid>x</guid>'
        '<atom:link href="https://shop.example/feed" rel="self"/><g:id>A-1</g:id><link>https://shop.example/p/1</link>'
        "</item></channel></rss>"
    )
    for feed in (atom, rss):
        assert [(item.url, item.id) for item in read_text(feed).items] == [("https://shop.example/p/1", "A-1")]


def test_a_merchant_feed_corrects_what_the_page_says(read_text: ReadText) -> None:
    first, second = read_text(FEED.format(price="9.90")).items
    assert first.url == "https://shop.example/p/1"
    assert first.corrections.title == "Kettle & cup"
    assert first.corrections.intro_text == "Boils & pours. Twice."
    assert not first.corrections.intro_medias
    assert (second.url, second.corrections.title, second.version) == ("https://shop.example/p/2", "Pan", "")


def test_a_changed_price_is_another_version_of_the_same_video(read_text: ReadText) -> None:
    one, two = (read_text(FEED.format(price=price)).items[0] for price in ("9.90", "8.90"))
    assert one.fingerprint == two.fingerprint
    assert one.version != two.version


def test_an_atom_feed_and_a_table_are_merchant_feeds_too(read_text: ReadText) -> None:
    table = "id\ttitle\tlink\timage link\tprice\n1\tKettle\thttps://shop.example/p/1\thttps://a.example/1.jpg\t9 EUR\n"
    for text in (ATOM, table):
        item = read_text(text).items[0]
        assert (item.url, item.corrections.title) == ("https://shop.example/p/1", "Kettle")


def shop_page(*handles: str) -> str:
    products = [{"id": n, "handle": handle, "updated_at": "2026-01-01T00:00:00Z"} for n, handle in enumerate(handles)]
    return json.dumps({"products": products})


def test_a_shopify_shop_is_read_page_by_page(site: Site) -> None:
    address = site.put("/collections/all/products.json", shop_page("kettle"))
    for number, handles in enumerate([("kettle", "pan"), ("cup",), ()], 1):
        site.put(f"/collections/all/products.json?limit=250&page={number}", shop_page(*handles))
    catalog = load(address)
    assert [item.url for item in catalog.items] == [
        f"{site.address}/products/{name}" for name in ("kettle", "pan", "cup")
    ]
    assert {item.version for item in catalog.items} == {"2026-01-01T00:00:00Z"}


def test_a_shop_that_ignores_pages_ends(site: Site) -> None:
    address = site.put("/products.json", shop_page("kettle"))
    for number in (1, 2):
        site.put(f"/products.json?limit=250&page={number}", shop_page("kettle"))
    assert len(load(address).items) == 1


def test_products_json_of_a_file_names_no_shop(read_text: ReadText) -> None:
    with pytest.raises(ConfigurationError, match="does not name its shop"):
        read_text(shop_page("kettle"))


BOMB = "<!DOCTYPE b [<!ENTITY a '{}'>{}]><urlset>&z;</urlset>".format(
    "a" * 100, "".join(f"<!ENTITY {x} '{f'&{y};' * 100}'>" for x, y in zip("bcdz", "abcd", strict=True))
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "XML with entities of its own is refused"),
        (
            '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>',
            "entities",
        ),
        ("<urlset>" + "<a>" * 100_000, "too many"),
        ("<urlset><url>" + "<a/>" * 100_000, "too many"),
        ("<urlset><url><loc>https://shop.example/p</loc>", "no sound XML"),
        ("<html><body>Not found</body></html>", "XML of <html>"),
        ('[{"url": "https://shop.example"}]', "a JSON array"),
    ],
)
def test_what_is_no_catalogue_or_a_trap_is_refused_in_one_line(text: str, reason: str, read_text: ReadText) -> None:
    with pytest.raises(ConfigurationError, match=reason) as refused:
        read_text(text)
    assert len(refused.value.message.splitlines()) == 1


def test_the_pages_before_a_cut_are_no_catalogue(tmp_path: Path) -> None:
    """Half a sitemap must not look like a whole one."""
    path = tmp_path / "sitemap.xml"
    path.write_text(sitemap(*range(1, 9))[:-20])
    with pytest.raises(ConfigurationError, match="no sound XML"):
        load(str(path))
