"""Whether the page says that its product can be bought, where its data do not."""

import re

from studio.page.buy_buttons import buy_buttons
from studio.page.document import Document
from studio.page.price_tags import tag_text
from studio.page.surroundings import Frame, Surroundings

_NODES = (
    '[id*="availab" i], [class*="availab" i], [id*="stock" i], [class*="stock" i], [data-testid*="availab" i],'
    ' [class*="lieferbar" i], [class*="verfueg" i], [class*="dispon" i]'
)
# A statement about stock is a short line; longer text explains deliveries.
_MAX_CHARACTERS = 120
_LABEL = re.compile(
    r"^\W{0,3}(?:availability|stock(?: status)?|verfügbarkeit|lieferbarkeit|lagerbestand|disponibilidad|disponibilité"
    r"|stock"
    r"|disponibilità|disponibilidade|beschikbaarheid|dostępność|dostupnost|razpoložljivost|dostopnost|zaloga|készlet"
    r"|elérhetőség"
    r"|disponibilitate|наличие|наявність|lagerstatus|tillgänglighet|saatavuus|stok durumu|διαθεσιμότητα|pieejamība"
    r"|在庫|库存)"
    r"\s*[:\uff1a]\s*([^\n]{2,80})",
    re.IGNORECASE | re.MULTILINE,
)
# As far behind the heading as a product's own lines stand.
_MAX_TEXT = 20_000
_OUT = re.compile(
    r"vergriffen|out[ -]of[ -]stock|sold[ -]out|(?:currently|temporarily) unavailable|not available|no longer available"
    r"|ausverkauft|nicht (?:mehr )?(?:verfügbar|lieferbar|auf lager)|derzeit nicht|agotado|sin stock|no disponible"
    r"|rupture de stock|épuisé|indisponible|esgotado|indisponível|esaurito|non disponibile|uitverkocht|niet op voorraad"
    r"|slutsåld|udsolgt|utsolgt|loppu|brak w magazynie|niedostępn|vyprodáno|není skladem|ni na zalogi|нет в наличии"
    r"|немає в наявності|stokta yok|tükendi|품절|일시품절|売り切れ|在庫切れ|在庫なし|缺货|售罄|缺貨|אזל|نفد",
    re.IGNORECASE,
)
# Many pages hold it ready for the day when there is no stock.
_OFFER_TO_WRITE = re.compile(
    r"back in stock|notify me|let me know|e-?mail me|benachrichtig|erinner|prévenez|avísame|avise-me|avisami|powiadom",
    re.IGNORECASE,
)
_IN = re.compile(
    r"in stock|available (?:now|to ship|for)|ships? (?:in|with|today|tomorrow)|only \d+ left|auf lager|nur noch \d+"
    r"|lieferbar|sofort verfügbar|vorrätig|en stock|disponible"
    r"|disponível"
    r"|disponibile|em stock|op voorraad|i lager|på lager|varastossa|dostępn|skladem|na zalogi|dobavljivo|в наличии"
    r"|в наявності|stokta|재고 있음|在庫あり|有货|有貨|במלאי|متوفر",
    re.IGNORECASE,
)


def shown_availability(document: Document, frame: Frame) -> str:
    """ "InStock" or "OutOfStock" (schema.org ItemAvailability) as a short line near the product says, else empty."""
    offers_to_write = False
    for node in document.tree.css(_NODES)[:60]:
        line = tag_text(node)[:_MAX_CHARACTERS]
        stated = _stated(line)
        around = Surroundings(node, frame)
        if around.is_elsewhere or around.is_hidden:
            continue
        if stated:
            return stated
        offers_to_write = offers_to_write or _OFFER_TO_WRITE.search(line) is not None
    # Beside an offer to write when there is stock again, a button proves nothing.
    return _labelled(document) or ("" if offers_to_write else _by_button(document, frame))


def _labelled(document: Document) -> str:
    """What stands behind a label ("Availability: 3 in stock") close below the heading."""
    found = _LABEL.search(document.text_below_heading(_MAX_TEXT))
    return _stated(found[1]) if found else ""


def _by_button(document: Document, frame: Frame) -> str:
    """What the one button that counts says; buttons of other products say nothing of this one."""
    states = set()
    for button in buy_buttons(document):
        around = Surroundings(button.node, frame)
        if not (around.is_elsewhere or around.is_hidden):
            states.add("InStock" if button.sells else "OutOfStock")
    return states.pop() if len(states) == 1 else ""


def _stated(line: str) -> str:
    if _OUT.search(line):
        return "OutOfStock"
    return "InStock" if _IN.search(line) and not _OFFER_TO_WRITE.search(line) else ""
