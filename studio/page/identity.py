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
    ' [id*="sku"], [data-product-sku], [data-sku], input[name="sku"], input[name="ASIN"]'
)
_NUMBER = r"(?P<number>[A-Za-z0-9](?=[\w./-]*\d)[\w./-]{2,39})"
_GAP = r"[ \t]*(?:[:：#.№]|no\.?|nr\.?)*\s{0,3}"
# Each begins with two plain letters, by which most lines of a page are passed over.
_SKU_WORDS = (
    *("sku", r"item (?:no\.?|number|code|#|id)", r"product (?:no\.?|number|code|id)", r"style (?:no\.?|number|#)"),
    *("stock code", r"article (?:no\.?|number)", r"catalog(?:ue)? (?:no\.?|number)"),
    *(
        r"art(?:ikel)?[.-]{0,2} ?-?(?:nr|no|nummer|num)\.?",
        r"bestell-?(?:nr|nummer)\.?",
        r"produkt(?:nummer|-nr\.?|code)",
    ),
    *("varenummer", r"varenr\.?", "tuotenumero", "tuotekoodi", "réf(?:érence)?(?: (?:produit|article))?", r"ref\.?"),
    *("référence", "código(?: (?:do produto|de artículo|del producto))?", r"cód\.?", "referencia", "referência"),
    *(
        "codice(?: (?:prodotto|articolo))?",
        "kod(?: (?:produktu|towaru))?",
        "symbol",
        "kód(?: (?:produktu|zboží|tovaru))?",
    ),
    *("číslo produktu", "cikkszám", "cod(?: produs)?", "šifra", "sifra", "koda(?: izdelka)?", "артикул", "код"),
    *("код товара", "код товару", "κωδικός", "stok kodu", "ürün kodu", 'מק"?ט', "商品番号", "品番", "商品コード"),
    *("商品编号", "商品編號", "货号", "貨號", "상품번호", "상품코드"),
)
_GTIN_WORDS = ("ean(?:-?13|-code)?", r"gtin(?:-?\d+)?", "upc", "isbn(?:-?13)?", "barcode", "jan")
_MPN_WORDS = (
    *("mpn", r"manufacturer(?:'s)? (?:part )?(?:no\.?|number|code|#)", r"mfr\.? (?:part )?(?:no\.?|number|code|#)"),
    *(r"oem (?:part )?(?:no\.?|number|code)", r"part (?:no\.?|number)", "herstellernummer", "modelnummer"),
    *(r"hersteller-?(?:artikel)?-?nr\.?", r"model (?:no\.?|number)", r"modell-?(?:nr\.?|nummer)", "kod producenta"),
    *("code fabricant", "referencia del fabricante", "型番", "型号"),
)


def _label(words: tuple[str, ...], number: str) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(longest)})(?![^\W_]){_GAP}{number}", re.IGNORECASE)


_SKU_LABEL = _label(_SKU_WORDS, _NUMBER)
_LABELS = {
    "sku": _SKU_LABEL,
    "gtin": _label(_GTIN_WORDS, r"(?P<number>[\d -]{8,18})"),
    "mpn": _label(_MPN_WORDS, _NUMBER),
}
_STARTS = "|".join(sorted({re.escape(word[:2]) for word in (*_SKU_WORDS, *_GTIN_WORDS, *_MPN_WORDS)}))
_LABELLED_LINE = re.compile(
    rf"^[ \t\u2022\u2013*\u00b7(\[-]*(?P<line>(?:{_STARTS})[^\n]{{1,90}})$(?=(?:\n(?P<following>[^\n]{{1,90}}))?)",
    re.IGNORECASE | re.MULTILINE,
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
    found = _labelled(document)
    return Identity(
        sku=_named_sku(document) or found.get("sku", ""),
        gtin=valid_gtin(found.get("gtin", "")),
        mpn=found.get("mpn", ""),
    )


def _labelled(document: Document) -> dict[str, str]:
    """The first number of each kind at the start of a line, behind its label or in the line below."""
    found: dict[str, str] = {}
    for line in _LABELLED_LINE.finditer(document.text_below_heading(_MAX_TEXT)):
        for kind, pattern in _LABELS.items():
            if kind not in found and (match := pattern.match(f"{line['line']}\n{line['following'] or ''}")):
                found[kind] = _code(match["number"])
    return found


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


def _code(text: str) -> str:
    code = _PREFIX.sub("", stated_text(text, _MAX_CHARACTERS + 1)).strip(" .,;")
    return code if len(code) <= _MAX_CHARACTERS else ""


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")
