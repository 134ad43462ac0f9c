"""Bullet points of a page are features; list items that lead elsewhere are navigation."""

from studio.page.reader import read_product

PAGE = """<html><head><script type="application/ld+json">{"@type": "Product", "name": "Oak chair",
"image": "https://shop.example/chair.jpg", "offers": {"price": "99", "priceCurrency": "EUR"}}</script></head><body>
<nav><ul><li><a href="/chairs">All of our chairs</a></li></ul></nav>
<main><h1>Oak chair</h1><ul class="features"><li>Solid oak, oiled by hand</li><li>Holds 130 kilograms</li></ul></main>
</body></html>"""


def test_listed_features_are_read_and_links_are_not() -> None:
    product = read_product(PAGE.encode(), "https://shop.example/oak-chair", "text/html; charset=utf-8")
    assert product.features == ("Solid oak, oiled by hand", "Holds 130 kilograms")
