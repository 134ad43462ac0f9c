# ruff: noqa: RUF001 - letters of many scripts are meant
"""The buttons with which a page sells, whatever its theme calls them, or what stands in their place."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from studio.page.document import Document
from studio.page.text import plain_text

_BUY = re.compile(
    r"add (?:item )?to (?:my )?(?:shopping )?(?:cart|bag|basket|trolley|order)|buy (?:it )?now|add to cart .{0,20}"
    r"|purchase(?: now)?"
    r"|in den (?:warenkorb|einkaufswagen)(?: legen)?|jetzt kaufen|ajouter au panier|acheter(?: maintenant)?"
    r"|(?:añadir|agregar) (?:al carrito|a la cesta|a la bolsa)|comprar(?: ahora| agora| já)?|adicionar ao carrinho"
    r"|aggiungi al carrello|acquista(?: ora)?|(?:dodaj )?do koszyka|kup teraz|(?:pievienot|ielikt) grozam?|(?:į"
    r"|lisa) krepšelį"
    r"|(?:toevoegen aan|in) winkel(?:wagen|mand)|lägg i (?:varukorg|kundvagn)(?:en)?|köp(?: nu)?"
    r"|legg i handlekurv(?:en)?|læg i kurv(?:en)?|lisää ostoskoriin|sepete ekle|satın al"
    r"|(?:добавить )?в корзину|купить|до кошика|купити|(?:vložit |pridať |přidat )?do košík[ua]"
    r"|(?:dodaj )?[vu] košaric[ou]|kosárba(?: teszem)?|adaugă în coș|προσθήκη στο καλάθι"
    r"|הוס(?:ף|פה) לסל|أضف إلى (?:السلة|عربة التسوق)"
    r"|カートに入れる|(?:買い物)?かごに入れる|今すぐ購入|장바구니(?:에)?(?: ?담기)?|구매하기|바로 ?구매"
    r"|加入购物车|立即购买|加入購物車|立即購買|直接購買|เพิ่มลง(?:ใน)?ตะกร้า|หยิบใส่ตะกร้า"
    r"|thêm vào giỏ hàng|mua ngay|(?:tambah|masukkan) ke keranjang|कार्ट में (?:डालें|जोड़ें)",
    re.IGNORECASE,
)
_SOLD_OUT = re.compile(
    r"sold out|out of stock|(?:currently )?unavailable|notify me(?: when available)?|e-?mail me when available"
    r"|ausverkauft"
    r"|benachrichtigen|nicht verfügbar|épuisé|indisponible|agotado|avísame|sin stock|esgotado|avise-me|indisponível"
    r"|esaurito"
    r"|avvisami|uitverkocht|wyprzedane|niedostępny|slutsåld|slut i lager|udsolgt|utsolgt|loppu|vyprodáno|нет в наличии"
    r"|売り切れ|在庫切れ|품절|일시품절|缺货|售罄|補貨中|已售完",
    re.IGNORECASE,
)
_NODES = 'button, input[type="submit"], [role="button"], a[class*="btn" i], a[class*="button" i]'
_MAX_NODES = 400


@dataclass(frozen=True, slots=True)
class BuyButton:
    """A button that buys, or tells that nothing can be bought."""

    node: LexborNode
    sells: bool


def buy_buttons(document: Document) -> list[BuyButton]:
    """All of them in document order; one that is disabled sells nothing, whatever it says."""
    found = []
    for node in document.tree.css(_NODES)[:_MAX_NODES]:
        label = plain_text(node.text(separator=" ") or node.attributes.get("value") or "", 60)
        buys = _BUY.fullmatch(label) is not None
        if buys or _SOLD_OUT.fullmatch(label):
            found.append(BuyButton(node, buys and "disabled" not in node.attributes))
    return found
