"""Is this a page that sells one product?"""

import re
from urllib.parse import urlsplit

from studio.page.buy_buttons import buy_buttons
from studio.page.document import Document
from studio.page.item import Item, types_of
from studio.page.opengraph import states_product
from studio.page.price import Quote
from studio.page.refusal import ARTICLE_TYPES, LIST_TYPES, other_thing
from studio.page.shown_price import ShownPrices, told_amounts
from studio.page.title import has_product_heading

_PRODUCT_PATH = re.compile(
    r"/(?:products?|produkte?|produits?|productos?|produtos?|prodotti|prodotto|prod|dp"
    r"|gp/product|p|pd|pdp|item|itm|items"
    r"|goods|artikel|listing|deal|sku|tovar|urun|catalog/product|product_info\.php|product/view)/|[-/]p-?\d{4,}"
    r"|/\w+-p\d+",
    re.IGNORECASE,
)
# A shop's own matters, whatever forms they hold.
_SHOP_PATH = re.compile(
    r"/(?:cart|basket|bag|checkout|warenkorb|kasse|panier|carrito|carrinho|carrello|koszyk|wish-?list|login|sign-?in"
    r"|register|account|search|suche|recherche|buscar)(?:\.\w+)?/?$",
    re.IGNORECASE,
)
_CART = (
    'form[action*="cart" i], form[action*="basket" i], form[action*="warenkorb" i], [id*="add-to-cart" i],'
    ' [class*="add-to-cart" i], [id*="addtocart" i], [class*="addtocart" i], [class*="add_to_cart" i],'
    ' [id*="add_to_cart" i], [name="add-to-cart"], [id*="button-cart" i], [class*="buy-now" i], [class*="buybox" i],'
    ' [id*="buybox" i], [class*="buy-box" i], [data-action*="cart" i], [name="add"][type="submit"]'
)
_IDENTITY = (
    'input[name="product_id"], input[name="ASIN"], input[name="sku"], input[name="productId"], [itemprop="sku"],'
    ' [itemprop="gtin13"], [itemprop="mpn"], [data-product-sku], [class~="sku"], #ASIN'
)
# Open Graph types (ogp.me) of what is no product.
_OTHER_KINDS = frozenset(
    {"article", "profile", "video.other", "video.movie", "video.episode", "video.tv_show", "music.song", "music.album"}
    | {"music.playlist", "music.radio_station", "event", "restaurant.restaurant", "place"}
)
_QUANTITY = 'input[name*="quantity" i], input[name="qty"], select[name*="quantity" i], select[name="qty"]'
# A product page repeats its button at its head and foot; a list has one for each product.
_MANY_BUY_BUTTONS = 3
# More carts than that stand under the tiles of a list.
_MANY_CARTS = 8
ENOUGH = 3
# An article number: five digits or more, with the letters around it.
_NUMBERED = re.compile(r"[A-Za-z]{0,4}\d{5,}")


def states_range(document: Document, items: list[Item]) -> bool:
    """Whether the data state a range of prices, which categories state too: they call themselves a product."""
    ranged = any("aggregateoffer" in offer.types for item in items for offer in item.items("offers"))
    return ranged and not states_product(document)


def product_evidence(document: Document, items: list[Item], quote: Quote | None, prices: ShownPrices) -> int:
    """How strongly a page without product data looks like a product page; `ENOUGH` and more is one."""
    score = 3 * states_product(document) + bool(_PRODUCT_PATH.search(urlsplit(document.url).path))
    score += has_product_heading(document) + _shares_id(document)
    if quote is not None:
        score += 1 + (quote.amount in told_amounts(document))
    elif prices.lists_products():
        score -= 3
    tree = document.tree
    score += 2 * sells(document) - (len(tree.css(_CART)) > _MANY_CARTS)
    score += bool(tree.css_first(_IDENTITY)) + (1 <= len(tree.css(_QUANTITY)) <= 3)
    types = types_of(items)
    kind = document.meta("og:type").lower()
    score -= 3 * (bool(types & ARTICLE_TYPES) or kind in _OTHER_KINDS)
    score -= 3 * (bool(types & LIST_TYPES) or kind == "product.group") + 5 * bool(other_thing(items))
    score -= 3 * bool(_SHOP_PATH.search(urlsplit(document.url).path))
    return score - 3 * document.is_home


def sells(document: Document) -> bool:
    """Whether the page has a cart or a button that buys, and not as many as a list has."""
    return 0 < len(document.tree.css(_CART)) <= _MANY_CARTS or 0 < len(buy_buttons(document)) <= _MANY_BUY_BUTTONS


def _shares_id(document: Document) -> bool:
    """Whether the page's picture bears the number of the page's own address."""
    own = set(_NUMBERED.findall(urlsplit(document.url).path))
    return not own.isdisjoint(_NUMBERED.findall(document.meta("og:image")))
