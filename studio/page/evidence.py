"""Is this a page that sells one product? And if not, what is it?"""

import re
from urllib.parse import urlsplit

from studio.page.document import Document
from studio.page.item import Item
from studio.page.opengraph import states_product
from studio.page.price import Quote
from studio.page.shown_price import lists_products, told_amounts
from studio.page.surroundings import Frame
from studio.page.title import has_product_heading

_PRODUCT_PATH = re.compile(
    r"/(?:products?|produkte?|produits?|productos?|produtos?|prodotti|prodotto|prod|dp"
    r"|gp/product|p|pd|pdp|item|itm|items"
    r"|goods|artikel|listing|deal|sku|tovar|urun|catalog/product|product_info\.php|product/view)/|[-/]p-?\d{4,}|/\w+-p\d+",
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
_QUANTITY = 'input[name*="quantity" i], input[name="qty"], select[name*="quantity" i], select[name="qty"]'
_ARTICLE_TYPES = frozenset({"article", "newsarticle", "blogposting", "recipe", "event", "jobposting", "newspost"})
_LIST_TYPES = frozenset({"itemlist", "collectionpage", "searchresultspage", "offercatalog"})
# More carts than that stand under the tiles of a list.
_MANY_CARTS = 8
ENOUGH = 3
# An article number: five digits or more, with the letters around it.
_NUMBERED = re.compile(r"[A-Za-z]{0,4}\d{5,}")

_CHALLENGE_TITLE = re.compile(
    r"just a moment|attention required|access (?:to this page has been )?denied|robot or human"
    r"|are you (?:a )?(?:human|robot)"
    r"|pardon our interruption"
    r"|security (?:check|verification)|(?:bot|human) (?:check|verification)|verify you are human"
    r"|checking your browser|ddos-guard|request (?:blocked|unsuccessful)|captcha|too many requests|403 forbidden"
    r"|un momento…|einen moment|un instant|robot check|sorry, you have been blocked|service unavailable|429",
    re.IGNORECASE,
)
# Left by Cloudflare, PerimeterX, DataDome, Imperva, Akamai, AWS WAF, hCaptcha, reCAPTCHA and Amazon on their checks.
_CHALLENGE_MARKS = (
    *("_cf_chl_opt", "cf-challenge", "challenges.cloudflare.com", "px-captcha", "captcha-delivery.com"),
    *("_Incapsula_Resource", "errors/validateCaptcha", "awswaf.com", "ak_bmsc_challenge", "sec-if-cpt-container"),
    *("h-captcha", "g-recaptcha", "geo.captcha", "ddos-guard"),
)
# A check has a form and a sentence; a shop page that merely loads a captcha has far more.
_CHALLENGE_TEXT = 2000


def looks_blocked(document: Document, text: str) -> bool:
    """Whether a page without a product is a shop's bot check."""
    body = document.tree.body
    seen = len(body.text(separator=" ", strip=True)) if body else 0
    if seen > _CHALLENGE_TEXT * 2:
        return False
    if _CHALLENGE_TITLE.search(document.head_title) or any(map(_CHALLENGE_TITLE.search, document.headings[:2])):
        return True
    return seen <= _CHALLENGE_TEXT and any(mark in text for mark in _CHALLENGE_MARKS)


def product_evidence(document: Document, items: list[Item], quote: Quote | None, frame: Frame) -> int:
    """How strongly a page without product data looks like a product page; `ENOUGH` and more is one."""
    score = 3 * states_product(document) + bool(_PRODUCT_PATH.search(urlsplit(document.url).path))
    score += has_product_heading(document) + _shares_id(document)
    if quote is not None:
        score += 1 + (quote.amount in told_amounts(document))
    elif lists_products(document, frame):
        score -= 3
    tree = document.tree
    carts = len(tree.css(_CART))
    score += 2 * (0 < carts <= _MANY_CARTS) - (carts > _MANY_CARTS)
    score += bool(tree.css_first(_IDENTITY)) + (1 <= len(tree.css(_QUANTITY)) <= 3)
    types = {kind for item in items for kind in item.types}
    kind = document.meta("og:type").lower()
    score -= 3 * (bool(types & _ARTICLE_TYPES) or kind in {"article", "profile", "video.other"})
    score -= 3 * (bool(types & _LIST_TYPES) or kind == "product.group")
    return score - 3 * document.is_home


def _shares_id(document: Document) -> bool:
    """Whether the page's picture bears the number of the page's own address."""
    own = set(_NUMBERED.findall(urlsplit(document.url).path))
    return not own.isdisjoint(_NUMBERED.findall(document.meta("og:image")))


def why_not(document: Document, items: list[Item], products: int) -> str:
    """What the page seems to be in place of a product page, in one sentence."""
    types = {kind for item in items for kind in item.types}
    body = document.tree.body
    if products > 1 or types & _LIST_TYPES or document.meta("og:type").lower() == "product.group":
        return "The page lists several products and is about none of them alone."
    if types & _ARTICLE_TYPES or document.meta("og:type").lower() == "article":
        return "The page is an article, not a product for sale."
    if document.is_home:
        return "The address is a shop's front page."
    if body is None or len(body.text(separator=" ", strip=True)) < 200:
        return "The page shows next to no text; it may need to run its scripts first."
    return "Nothing on the page states a product."
