"""Is this a page that sells one product? And if not, what is it?"""

import re
from urllib.parse import urlsplit

from studio.page.document import Document
from studio.page.item import Item
from studio.page.not_found import says_not_found
from studio.page.opengraph import states_product
from studio.page.price import Quote
from studio.page.shown_price import ShownPrices, told_amounts
from studio.page.text import plain_text
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
_QUANTITY = 'input[name*="quantity" i], input[name="qty"], select[name*="quantity" i], select[name="qty"]'
_ARTICLE_TYPES = frozenset({"article", "newsarticle", "blogposting", "recipe", "event", "jobposting", "newspost"})
_LIST_TYPES = frozenset({"itemlist", "collectionpage", "searchresultspage", "offercatalog"})
# What shops write on the one button that counts, whatever their theme calls it, or in its place.
_BUY_WORDS = re.compile(
    r"(?:sold out|out of stock|notify me(?: when available)?|ausverkauft|benachrichtigen|épuisé|agotado|avísame"
    r"|esgotado|avise-me|esaurito|uitverkocht|wyprzedane|slutsåld|нет в наличии|売り切れ|품절|缺货|售罄"
    r"|add to (?:shopping )?(?:cart|bag|basket|trolley)|buy (?:it )?now"
    r"|in den (?:warenkorb|einkaufswagen)(?: legen)?|jetzt kaufen|ajouter au panier|acheter(?: maintenant)?"
    r"|(?:añadir|agregar) (?:al carrito|a la cesta|a la bolsa)|comprar(?: ahora| agora)?|adicionar ao carrinho"
    r"|aggiungi al carrello|acquista(?: ora)?|(?:dodaj )?do koszyka|kup teraz"
    r"|(?:toevoegen aan|in) winkel(?:wagen|mand)|lägg i (?:varukorg|kundvagn)(?:en)?|köp"
    r"|legg i handlekurv(?:en)?|læg i kurv(?:en)?|lisää ostoskoriin|sepete ekle|satın al"  # noqa: RUF001 - Turkish
    r"|(?:добавить )?в корзину|купить|до кошика|купити|(?:vložit |pridať )?do košík[ua]"
    r"|(?:dodaj )?[vu] košaric[ou]|kosárba(?: teszem)?|adaugă în coș|προσθήκη στο καλάθι"
    r"|הוס(?:ף|פה) לסל|أضف إلى (?:السلة|عربة التسوق)"
    r"|カートに入れる|(?:買い物)?かごに入れる|今すぐ購入|장바구니(?:에)?(?: ?담기)?|구매하기|바로 ?구매"
    r"|加入购物车|立即购买|加入購物車|直接購買|เพิ่มลง(?:ใน)?ตะกร้า|หยิบใส่ตะกร้า"
    r"|thêm vào giỏ hàng|mua ngay|(?:tambah|masukkan) ke keranjang|कार्ट में (?:डालें|जोड़ें))",
    re.IGNORECASE,
)
_BUTTONS = 'button, input[type="submit"], [role="button"], a[class*="btn" i], a[class*="button" i]'
_MAX_BUTTONS = 400
# A product page repeats its button at its head and foot; a list has one for each product.
_MANY_BUY_BUTTONS = 3
LISTS_PRODUCTS = "The page lists several products instead of one."
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


def is_article(document: Document, items: list[Item]) -> bool:
    """Whether the page says that it is an article; some shops' plugins say so of products, too."""
    types = {kind for item in items for kind in item.types}
    return bool(types & _ARTICLE_TYPES) or document.meta("og:type").lower() == "article"


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
    carts = len(tree.css(_CART))
    score += 2 * (0 < carts <= _MANY_CARTS or 0 < _buy_buttons(document) <= _MANY_BUY_BUTTONS) - (carts > _MANY_CARTS)
    score += bool(tree.css_first(_IDENTITY)) + (1 <= len(tree.css(_QUANTITY)) <= 3)
    types = {kind for item in items for kind in item.types}
    kind = document.meta("og:type").lower()
    score -= 3 * (bool(types & _ARTICLE_TYPES) or kind in {"article", "profile", "video.other"})
    score -= 3 * (bool(types & _LIST_TYPES) or kind == "product.group")
    score -= 3 * bool(_SHOP_PATH.search(urlsplit(document.url).path))
    return score - 3 * document.is_home


def _buy_buttons(document: Document) -> int:
    """How many buttons say that they buy."""
    buttons = document.tree.css(_BUTTONS)[:_MAX_BUTTONS]
    labels = (plain_text(node.text(separator=" ") or node.attributes.get("value") or "", 60) for node in buttons)
    return sum(_BUY_WORDS.fullmatch(label) is not None for label in labels)


def _shares_id(document: Document) -> bool:
    """Whether the page's picture bears the number of the page's own address."""
    own = set(_NUMBERED.findall(urlsplit(document.url).path))
    return not own.isdisjoint(_NUMBERED.findall(document.meta("og:image")))


def why_not(document: Document, items: list[Item], *, lists: bool) -> str:
    """What the page seems to be in place of a product page, in one sentence."""
    types = {kind for item in items for kind in item.types}
    body = document.tree.body
    if says_not_found(document):
        return "The page says that it does not exist."
    if lists or types & _LIST_TYPES or document.meta("og:type").lower() == "product.group":
        return LISTS_PRODUCTS
    if is_article(document, items):
        return "The page is an article, not a product for sale."
    if document.is_home:
        return "The URL is a shop's front page."
    if body is None or len(body.text(separator=" ", strip=True)) < 200:
        return "The page contains almost no text; it may need JavaScript to show its content."
    return "No product was found on the page."
