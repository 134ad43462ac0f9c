# ruff: noqa: RUF001 - letters of many scripts are meant
"""The numbers by which a shop and the trade know a product: SKU, GTIN, MPN."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from studio.page.document import Document
from studio.page.item import Item
from studio.page.offers import is_variant_of_page, variant_address
from studio.page.text import stated_text

_MAX_CHARACTERS = 70
"""Google Merchant's product data specification allows 50 for `id` and 70 for `mpn`."""

_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
"""GS1 General Specifications, 1.4: GTIN-8, GTIN-12 (UPC), GTIN-13 (EAN, ISBN-13), GTIN-14."""

_GTIN_NAMES = ("gtin", "gtin13", "gtin12", "gtin14", "gtin8", "isbn", "ean", "productid")
# How programs prefix a product's number: "sku:123", "mpn:AB-1" (schema.org productID).
_PREFIX = re.compile(r"^(?:sku|mpn|ean|upc|isbn|gtin\d*|asin|id)\s*:\s*", re.IGNORECASE)
_NODES = (
    '[itemprop="sku"], [class~="sku"], [class*="product-sku"], [class*="product_sku"], [class*="productSku"],'
    ' [id*="sku" i], [data-product-sku], [data-sku], input[name="sku" i], input[name="ASIN"]'
)
_NUMBER = r"(?P<number>[A-Za-z0-9](?=[\w./-]*\d)[\w./-]{2,39})"
_GAP = r"[ \t]*(?:[:：#.№]|no\.?|nr\.?)*\s{0,3}"
_SKU_LABEL = re.compile(
    r"(?<![^\W_])(?:sku|item (?:no\.?|number|code|#|id)|product (?:no\.?|number|code|id)|style (?:no\.?|number|#)"
    r"|stock code"
    r"|article (?:no\.?|number)|catalog(?:ue)? (?:no\.?|number)|art(?:ikel)?[.-]{0,2} ?-?(?:nr|no|nummer|num)\.?"
    r"|artikelnummer"
    r"|bestell-?(?:nr|nummer)\.?|produkt(?:nummer|-nr\.?|code)|varenummer|varenr\.?|tuotenumero|tuotekoodi"
    r"|r[ée]f(?:[ée]rence)?"
    r"(?: (?:produit|article))?|código(?: (?:do produto|de artículo|del producto))?|referencia|referência|cód\.?"
    r"|codice(?: "
    r"(?:prodotto|articolo))?|kod(?: (?:produktu|towaru))?|symbol|kód(?: (?:produktu|zboží|tovaru))?|číslo produktu"
    r"|cikkszám"
    r"|cod(?: produs)?|šifra|sifra|koda(?: izdelka)?|артикул|код(?: товара| товару)?|κωδικός|stok kodu|ürün kodu|מק\"?ט"
    r"|商品番号|品番|商品コード|商品编号|商品編號|货号|貨號|상품번호|상품코드)(?![^\W_])" + _GAP + _NUMBER,
    re.IGNORECASE,
)
_GTIN_LABEL = re.compile(
    r"(?<![^\W_])(?:ean(?:-?13|-code)?|gtin(?:-?\d+)?|upc|isbn(?:-?13)?|barcode|jan)"
    + _GAP
    + r"(?P<number>[\d -]{8,18})",
    re.IGNORECASE,
)
_MPN_LABEL = re.compile(
    r"(?<![^\W_])(?:mpn|(?:manufacturer(?:'s)?|mfr\.?|oem) (?:part )?(?:no\.?|number|code|#)|part (?:no\.?|number)"
    r"|herstellernummer|hersteller-?(?:artikel)?-?nr\.?|model (?:no\.?|number)|modell-?(?:nr\.?|nummer)|modelnummer"
    r"|kod producenta|code fabricant|referencia del fabricante|型番|型号)" + _GAP + _NUMBER,
    re.IGNORECASE,
)
# As far behind the heading as a product's own numbers stand.
_MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Identity:
    """The numbers that one place of a page states; empty where it states none."""

    sku: str = ""
    gtin: str = ""
    mpn: str = ""


NO_IDENTITY = Identity()


def stated_identity(item: Item, offer: Item | None, document: Document) -> Identity:
    """What a schema.org product states: the variant of the page first, then the product, then its offer."""
    variants = (one for one in item.items("hasvariant") if is_variant_of_page(variant_address(one), document.url))
    holders = [*variants, item, *([offer] if offer else [])]
    return Identity(
        sku=_first(_code(text) for holder in holders for text in holder.texts("sku")),
        gtin=_first(valid_gtin(text) for holder in holders for name in _GTIN_NAMES for text in holder.texts(name)),
        mpn=_first(_code(text) for holder in holders for text in holder.texts("mpn")),
    )


def tagged_identity(document: Document) -> Identity:
    """What the product tags of Open Graph state."""
    gtins = (valid_gtin(document.meta(f"product:{name}")) for name in ("ean", "gtin", "upc", "isbn"))
    return Identity(
        sku=_code(document.meta("product:retailer_item_id", "product:retailer_part_no", "og:sku", "product:sku")),
        gtin=_first(gtins),
        mpn=_code(document.meta("product:mfr_part_no", "product:mpn")),
    )


def shown_identity(document: Document) -> Identity:
    """What the page shows: elements that are named as a number, else numbers behind their labels."""
    body = document.tree.body
    text = body.text(separator="\n", strip=True) if body else ""
    heading = next(iter(document.headings), "")
    start = max(text.find(heading[:40]), 0) if heading else 0
    near = text[start : start + _MAX_TEXT]
    gtin = valid_gtin(_labelled(_GTIN_LABEL, near))
    sku = _named_sku(document) or _labelled(_SKU_LABEL, near)
    return Identity(sku=sku, gtin=gtin, mpn=_labelled(_MPN_LABEL, near))


def valid_gtin(text: str) -> str:
    """The digits of a GTIN whose check digit is right (GS1 General Specifications, 7.9), else empty."""
    digits = re.sub(r"[\s-]", "", _PREFIX.sub("", text.strip()))
    if not (digits.isascii() and digits.isdigit() and len(digits) in _GTIN_LENGTHS) or not int(digits):
        return ""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return digits if total % 10 == 0 else ""


def _named_sku(document: Document) -> str:
    for node in document.tree.css(_NODES)[:20]:
        attributes = node.attributes
        stated = (attributes.get(name) or "" for name in ("content", "data-product-sku", "data-sku", "value"))
        code = _first(map(_code, (*stated, _unlabelled(node.text(separator=" ")))))
        if code and any(sign.isdigit() for sign in code):
            return code
    return ""


def _unlabelled(text: str) -> str:
    text = " ".join(text.split())
    found = _SKU_LABEL.search(text)
    if found:
        return found["number"]
    return text if " " not in text else ""


def _labelled(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return _code(found["number"]) if found else ""


def _code(text: str) -> str:
    code = _PREFIX.sub("", stated_text(text, _MAX_CHARACTERS + 1)).strip(" .,;")
    return code if len(code) <= _MAX_CHARACTERS else ""


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")
