"""Whether a page sells to the highest bidder, so that no amount on it is what a buyer pays."""

import re

from studio.page.document import Document
from studio.page.text import plain_text

_BID = re.compile(
    r"(?:place|make|submit|confirm|enter)?\s?(?:a |your |max(?:imum)? )?bid(?: now)?|bid on this item|jetzt bieten"
    r"|(?:gebot abgeben|bieten|mitbieten)|(?:placer une )?(?:enchère|enchérir)|faire une offre|pujar(?: ahora)?"
    r"|(?:hacer|realizar) (?:una )?puja|(?:dar|fazer) (?:um )?lance|fai un'offerta|(?:plaats )?bod|bieden|licytuj"
    r"|lägg bud|giv bud|gi bud|сделать ставку|入札(?:する)?|出价|出價|입찰(?:하기)?",
    re.IGNORECASE,
)
_BUY_NOW = re.compile(
    r"buy (?:it )?now|add to (?:cart|bag|basket)|sofort[- ]kaufen|jetzt kaufen|in den warenkorb|achat immédiat|acheter"
    r"|ajouter au panier|comprar|cómpralo ahora|compralo subito|acquista|kup teraz|köp nu|即決|立即购买|즉시구매",
    re.IGNORECASE,
)
_BUTTONS = 'button, input[type="submit"], input[type="button"], [role="button"], a[class*="btn"], a[class*="button"]'
# A page with more has them for a list of things, of which this says nothing.
_MAX_BUTTONS = 200


def is_auction(document: Document) -> bool:
    """Whether a button takes bids and none sells at once."""
    nodes = document.tree.css(_BUTTONS)[:_MAX_BUTTONS]
    labels = [plain_text(node.text(separator=" ") or node.attributes.get("value") or "", 60) for node in nodes]
    return any(map(_BID.fullmatch, labels)) and not any(map(_BUY_NOW.search, labels))
