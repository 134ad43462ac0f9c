"""The price that the page shows, where its data state none, or state the one that is struck through."""

import re
from decimal import Decimal
from itertools import islice

from selectolax.lexbor import LexborNode

from studio.page.document import Document
from studio.page.price import FoundPrice, Quote, find_prices
from studio.page.price_tags import LONGEST_TAG, PriceTag, price_tags, tag_text
from studio.page.surroundings import Frame, Surroundings, above

# Words beside an amount that is not the price: units, instalments, savings, taxes left out, delivery, vouchers.
_OTHER_AMOUNT = re.compile(
    r"/\s?\d*\s?(?:kg|g|l|ml|m²?|100|st|mo|month)\b|\bper (?:month|unit|piece|kg|litre|person|night)"
    r"|\bpro (?:kg|stück|liter|monat|person)|\b(?:month|monat|mois|mes|mese|mensual)|\bmo\b|\binstal"
    r"|\bpayments?\b|\bcuotas?\b|\brat[ae]\b|\d\s?[x\u00d7]\s|\bx\s?\d|klarna|afterpay|affirm|paypal|clearpay"
    r"|\bsave\b|\bsaving|\bspar|\bahorr|\béconom|\brabatt|\bdiscount|\bcoupon|\bvoucher|\bgutschein|\boff\b"
    r"|shipping|versand|livraison|envío|delivery|доставк|배송|적립|運費|free over|minimum|deposit|pfand"
    r"|excl|ex\.?\s?(?:vat|tax)|without tax|netto?\b|ohne mwst|brez ddv|hors tax|sem iva|sin iva|без ндс",
    re.IGNORECASE,
)
_TAX_NAME = re.compile(
    r"(?<![a-z])tax(?![a-z])|price-?ex|netto|excl|instal|saving|unit-?price|per-?unit|basic-?price", re.IGNORECASE
)
# A recommended price is no former price, whatever line goes through it.
_RECOMMENDED = re.compile(
    r"\b(?:uvp|rrp|msrp|srp|pvpr|avp|estimated|est\.|recommended|empfohlen|conseillé|consigliato)", re.IGNORECASE
)
_STRUCK_NODES = (
    'del, s, strike, [class*="old"], [class*="original"], [class*="strike"], [class*="was"], [class*="before"],'
    ' [class*="crossed"], [class*="compare"], [class*="regular"], [style*="line-through"]'
)
# Texts after the heading within which the price of a product stands on nearly every page.
_NEAR_HEADING = 80
# A tag named as a price, or one close to the heading that is nothing but an amount.
_MIN_SCORE = 3
# Less than a fifth of the struck price is an instalment or an accessory, hardly ever a sale.
_DEEPEST_SALE = Decimal("0.2")
_BLOCK_LEVELS = 4
# Two of a kind may be a pair of buttons; three that each sell something are a list.
_LIST_LENGTH = 3
_MOST_LIKE = 30
_MOST_TRIED = 12
_MOST_STRUCK = 60
# A block with more price tags is a list of products; a page with more has shown its own price long before.
_MOST_IN_BLOCK = 30
_MOST_ON_PAGE = 1500
_TOLD_LETTERS = 3000


def shown_quote(document: Document, frame: Frame) -> Quote | None:
    """The most prominent price tag near the heading, None where none looks like the product's own."""
    tags = _scored_tags(document, frame)
    fitting = [(score, tag) for score, tag in tags if score >= _MIN_SCORE]
    # A name like "price-old" proves a former price only beside another one.
    payable = [pair for pair in fitting if not pair[1].is_struck]
    payable = payable or [pair for pair in fitting if not pair[1].around.is_struck_by_tag]
    ranked = [tag for _, tag in sorted(payable, key=lambda pair: -pair[0])[:_MOST_TRIED]]
    best = next((tag for tag in ranked if not _is_in_list(tag, document, frame)), None)
    if best is None:
        return None
    price, block = best.price, above(best.node, _BLOCK_LEVELS)
    beside = [tag for _, tag in tags if tag.is_struck and not block.isdisjoint(above(tag.node, _BLOCK_LEVELS))]
    former = (tag.price.amount for tag in beside if tag.price.amount > price.amount and not _is_recommended(tag.node))
    return Quote(price.amount, price.currency, next(former, None))


def shown_sale(document: Document, stated: Quote, frame: Frame) -> Quote | None:
    """The sale that a struck price tells of: `stated` is struck beside a lower price, or a higher one beside it."""
    for node in document.tree.css(_STRUCK_NODES)[:_MOST_STRUCK]:
        found = find_prices(tag_text(node), document.territory)
        around = Surroundings(node, frame)
        if len(found) != 1 or found[0].amount < stated.amount or around.is_elsewhere:
            continue
        former = found[0].amount
        if former == stated.amount and not (around.is_struck_by_tag or around.is_struck_by_name):
            continue  # merely called regular: the lower one may be for members
        price = _payable_beside(node, former, document, frame)
        if price is not None and stated.amount in {former, price.amount} and not _is_recommended(node):
            return Quote(price.amount, stated.currency or price.currency, former)
    return None


def lists_products(document: Document, frame: Frame) -> bool:
    """Whether the most prominent price tags are those of a list of products."""
    tags = [tag for score, tag in sorted(_scored_tags(document, frame), key=lambda pair: -pair[0]) if score > 0]
    return sum(_is_in_list(tag, document, frame) for tag in tags[:_MOST_TRIED]) >= _LIST_LENGTH


def _is_in_list(tag: PriceTag, document: Document, frame: Frame) -> bool:
    """Whether it is one of several like elements that each have a link and a price of their own."""
    node: LexborNode | None = tag.node
    while node is not None and node.parent is not None and node.mem_id not in frame.around:
        like = [
            other for other in islice(node.parent.iter(), _MOST_LIKE) if frame.look_at(other) == frame.look_at(node)
        ]
        if len(like) >= _LIST_LENGTH and all(_sells(other, document, frame) for other in like[:_LIST_LENGTH]):
            return True
        node = node.parent
    return False


def _sells(node: LexborNode, document: Document, frame: Frame) -> bool:
    return node.css_first("a[href]") is not None and next(price_tags(node, document.territory, frame), None) is not None


def told_amounts(document: Document) -> frozenset[Decimal]:
    """Amounts that the page's title or description names."""
    told = " ; ".join((document.meta("description"), document.meta("og:description"), document.head_title))
    return frozenset(price.amount for price in find_prices(told[:_TOLD_LETTERS], document.territory))


def _payable_beside(struck: LexborNode, former: Decimal, document: Document, frame: Frame) -> FoundPrice | None:
    """The first price tag lower than `former` in the closest block that holds one."""
    block = struck.parent
    for _ in range(_BLOCK_LEVELS):
        if block is None or block.tag == "body":
            return None
        tags = list(islice(price_tags(block, document.territory, frame), _MOST_IN_BLOCK))
        if len(tags) == _MOST_IN_BLOCK:
            return None
        others = [tag for tag in tags if struck.mem_id not in above(tag.node, _BLOCK_LEVELS) and not tag.is_struck]
        if any(tag.price.amount == former for tag in others):
            return None
        for tag in others:
            if _DEEPEST_SALE * former < tag.price.amount < former and not _is_other_amount(tag):
                return tag.price
        block = block.parent
    return None


def _is_recommended(struck: LexborNode) -> bool:
    beside = tag_text(struck.parent) if struck.parent is not None else ""
    return bool(_RECOMMENDED.search(beside[: 2 * LONGEST_TAG]))


def _scored_tags(document: Document, frame: Frame) -> list[tuple[int, PriceTag]]:
    body = document.tree.body
    if body is None:
        return []
    told = told_amounts(document)
    start = _position(body, frame.heading) if frame.heading is not None else None
    tags = islice(price_tags(body, document.territory, frame), _MOST_ON_PAGE)
    return [(_score(tag, told) + _nearness(tag.position, start), tag) for tag in tags]


def _position(body: LexborNode, heading: LexborNode) -> int:
    """How many texts stand before the heading, counted as `price_tags` counts them."""
    position = 0
    for node in body.traverse(include_text=True):
        if node.mem_id == heading.mem_id:
            break
        raw = node.text_content
        position += raw is not None and node.tag == "-text" and not raw.isspace()
    return position


def _nearness(position: int, heading: int | None) -> int:
    if heading is None:
        return 0
    return 2 if 0 <= position - heading <= _NEAR_HEADING else -2


def _score(tag: PriceTag, told: frozenset[Decimal]) -> int:
    around = tag.around
    score = 3 * around.is_price + around.is_current + 3 * (tag.price.amount in told)
    score -= 6 * around.is_elsewhere + 4 * around.in_link + 4 * around.is_hidden
    score -= 4 * around.is_named(_TAX_NAME, 3) + 4 * _is_other_amount(tag)
    return score + 2 * (len(tag.text) - (tag.price.end - tag.price.start) <= 4)


def _is_other_amount(tag: PriceTag) -> bool:
    """Whether the words beside an amount say that it is not the price."""
    if _OTHER_AMOUNT.search(tag.text):
        return True
    beside = tag_text(tag.node.parent) if tag.node.parent is not None else ""
    talk = _OTHER_AMOUNT.search(beside) if len(beside) <= 2 * LONGEST_TAG else None
    return talk is not None and len(find_prices(beside)) == 1
