"""`read_product`: the page reader's one entry."""

from dataclasses import replace
from decimal import Decimal

from studio.page.auction import is_auction
from studio.page.charset import decode_page
from studio.page.description import describes
from studio.page.document import Document, is_web_address
from studio.page.errors import PageCode, PageError
from studio.page.evidence import ENOUGH, product_evidence, sells, states_range
from studio.page.facts import Facts
from studio.page.identity import Identity, shown_identity
from studio.page.item import Item
from studio.page.jsonld import read_jsonld
from studio.page.merge import FieldMerge
from studio.page.microdata import read_microdata
from studio.page.nesting import has_too_many_tags, nests_too_deep, with_few_attributes
from studio.page.not_found import says_not_found
from studio.page.opengraph import read_metas, read_opengraph, states_product
from studio.page.page_state import state_quote
from studio.page.picture_address import best_pictures
from studio.page.price import Quote, round_amount
from studio.page.rdfa import read_rdfa
from studio.page.refusal import LISTS_PRODUCTS, is_article, other_thing, refusal
from studio.page.schema import CATEGORY_SIZE, is_named_by_page, listed_products, offer_facts, product_facts
from studio.page.shown_availability import shown_availability
from studio.page.shown_pictures import shown_pictures
from studio.page.shown_price import ShownPrices
from studio.page.shown_text import ShownText
from studio.page.surroundings import Frame
from studio.page.text import overlap
from studio.page.title import clean_title, heading_of, shown_title, without_interface
from studio.product import Money, Product, Source

# The largest of the measured shop pages have 1.5 MB; beyond this it is no page that a browser would show either.
MAX_PAGE_BYTES = 20_000_000
_PAGE_TYPES = ("text/", "application/xhtml", "application/xml")
# With that many from the page's data there is enough for a video, and the tree need not be searched for more.
_ENOUGH_PICTURES = 3
# Their descriptions are the product's; those of other tags may be the shop's.
_OF_THE_PRODUCT = frozenset({Source.JSON_LD, Source.MICRODATA, Source.RDFA})


def read_product(html: bytes, url: str, content_type: str = "") -> Product:
    """The product that a page sells, read from its data first and from what it shows where they are silent.

    `html` is the body as it came, `url` the address it came from after redirects, `content_type` its header.
    Raises `PageError`: `no_product_found`, `page_blocked` or `page_unreadable`. Nothing is invented: a field that the
    page does not state stays empty.
    """
    text = _page_text(html, url, content_type)
    document = Document(text, url)
    jsonld = read_jsonld(document.jsonld)
    microdata = read_microdata(document.tree)
    rdfa = read_rdfa(document.tree)
    items = [*jsonld, *microdata, *rdfa]
    stated = (
        product_facts(jsonld, document, Source.JSON_LD),
        product_facts(microdata, document, Source.MICRODATA),
        product_facts(rdfa, document, Source.RDFA),
    )
    facts = [one for one in stated if one is not None]
    article = is_article(document, items)
    if article or says_not_found(document):
        # What such a page is about it says in its title; any other product is one that it points to.
        facts = [one for one in facts if is_named_by_page(one.title, document)]
    if (article or other_thing(items)) and not (any(one.quote for one in facts) or sells(document)):
        raise refusal(document, text, items, lists=False)
    tags = [read_opengraph(document), read_metas(document)]
    if not any(one.title for one in facts):
        loose = [
            offer_facts(jsonld, document, Source.JSON_LD),
            offer_facts(microdata, document, Source.MICRODATA),
            offer_facts(rdfa, document, Source.RDFA),
        ]
        facts = facts or [one for one in loose if one is not None]
        facts.append(_shown_product(document, text, items, [*facts, *tags], certain=bool(facts)))
    elif states_range(document, items) and _shown_prices(document, facts[0].title).are_of_a_list():
        raise PageError(PageCode.NO_PRODUCT_FOUND, LISTS_PRODUCTS)
    return _product(document, [*facts, *tags])


def _shown_prices(document: Document, title: str) -> ShownPrices:
    return ShownPrices(document, Frame(heading_of(document, title)))


def _page_text(html: bytes, url: str, content_type: str) -> str:
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type and not media_type.startswith(_PAGE_TYPES):
        raise PageError(PageCode.PAGE_UNREADABLE, f"The response is {media_type[:60]}, not an HTML page.")
    if len(html) > MAX_PAGE_BYTES:
        raise PageError(PageCode.PAGE_UNREADABLE, f"The page is larger than {MAX_PAGE_BYTES:,} bytes.")
    if not is_web_address(url):
        raise PageError(PageCode.PAGE_UNREADABLE, "The URL is not an http or https URL.")
    text = decode_page(html, content_type)
    if "<" not in text:
        raise PageError(PageCode.PAGE_UNREADABLE, "The response is empty or contains no HTML.")
    if has_too_many_tags(text):
        raise PageError(PageCode.PAGE_UNREADABLE, "The page has more elements than can be read.")
    if nests_too_deep(text):
        raise PageError(PageCode.PAGE_UNREADABLE, "The page's elements are nested too deeply.")
    return with_few_attributes(text)


def _shown_product(document: Document, text: str, items: list[Item], stated: list[Facts], *, certain: bool) -> Facts:
    """What a page without a named product in its data shows, if it looks like a product page.

    `certain`: its data hold an offer all the same.
    """
    title = shown_title(document)
    products = listed_products(items)
    category = products >= CATEGORY_SIZE and not states_product(document)
    prices = _shown_prices(document, title)
    quote = next((one.quote for one in stated if one.quote), None)
    shown = None if quote else prices.quote()
    evidence = product_evidence(document, items, quote or shown, prices) + 2 * certain
    if not title or category or evidence < ENOUGH or says_not_found(document):
        raise refusal(document, text, items, lists=products > 1 or prices.lists_products())
    return Facts(source=Source.DOM, title=title, quote=shown)


def _product(document: Document, facts: list[Facts]) -> Product:
    merge = FieldMerge(facts)
    title = without_interface(clean_title(merge.pick("title", lambda one: one.title), document), document)
    frame = Frame(heading_of(document, title))
    shown = ShownText(document, frame)
    features = merge.pick("features", lambda one: one.features)
    if not features and (features := shown.features()):
        merge.sources["features"] = Source.DOM
    availability = merge.pick("availability", lambda one: one.availability)
    if not availability and (availability := shown_availability(document, frame)):
        merge.sources["availability"] = Source.DOM
    quote = _quote(document, merge, frame, sold_out=availability == "OutOfStock")
    identity = _identity(document, merge)
    return Product(
        url=document.canonical,
        title=title,
        description=_description(merge, title, shown),
        features=features,
        brand=merge.pick("brand", lambda one: one.brand),
        sku=identity.sku,
        gtin=identity.gtin,
        mpn=identity.mpn,
        price=_money(quote.amount, quote.currency) if quote else None,
        price_is_from=quote is not None and quote.is_from,
        list_price=_money(quote.list_amount, quote.currency) if quote and quote.list_amount else None,
        list_price_recommended=quote is not None and quote.is_recommended,
        pictures=_pictures(document, merge, title, frame),
        language=document.language,
        availability=availability,
        rating=merge.pick("rating", lambda one: one.rating),
        shop=document.shop_name,
        sources=merge.sources,
    )


def _quote(document: Document, merge: FieldMerge, frame: Frame, *, sold_out: bool) -> Quote | None:
    """What a buyer pays and the former price, from the data or, where they are silent, from the price tags."""
    bids = is_auction(document)
    quote = None if bids else merge.quote()
    tags = ShownPrices(document, frame, quote.currency if quote else "")
    if quote is not None and tags.are_bids(quote):
        quote = None
    if quote is None and not (sold_out or bids):
        quote = tags.quote()
        merge.sources["price"] = Source.DOM
        if quote is None:
            quote = state_quote(document)
            merge.sources["price"] = Source.STATE
    if quote is not None and not quote.currency:
        shown = tags.quote()
        currency = shown.currency if shown else document.script_currency or document.home_currency
        quote = replace(quote, currency=currency) if currency else None
    if quote is None or (sold_out and merge.sources.get("price") == Source.DOM):
        merge.sources.pop("price", None)
        return None
    quote = tags.in_units(quote)
    sale = None if quote.list_amount else tags.sale(quote)
    if quote.list_amount or sale:
        merge.sources["list_price"] = Source.DOM if sale else merge.sources["price"]
    if sale and sale.amount != quote.amount:
        merge.sources["price"] = Source.DOM
    quote = sale or quote
    return replace(quote, is_from=quote.is_from or tags.are_lowest(quote))


def _description(merge: FieldMerge, title: str, shown: ShownText) -> str:
    """The first description that says more than the title in whole sentences; what the page shows where none does."""
    usable = (one for one in merge.facts if describes(one.description, title, certain=one.source in _OF_THE_PRODUCT))
    best = next(usable, None)
    if best is not None:
        merge.sources["description"] = best.source
        return best.description
    if text := shown.description():
        merge.sources["description"] = Source.DOM
        return text
    # Nothing describes it; what is the shop's own, and no word of the product's, is left out.
    return merge.pick(
        "description",
        lambda one: one.description if one.source in _OF_THE_PRODUCT or overlap(one.description, title) else "",
    )


def _identity(document: Document, merge: FieldMerge) -> Identity:
    """Each number from the most trusted place that states it."""
    shown = Facts(source=Source.DOM, identity=shown_identity(document))
    numbers = FieldMerge([*merge.facts, shown])
    identity = Identity(
        sku=numbers.pick("sku", lambda one: one.identity.sku),
        gtin=numbers.pick("gtin", lambda one: one.identity.gtin),
        mpn=numbers.pick("mpn", lambda one: one.identity.mpn),
    )
    merge.sources.update(numbers.sources)
    return identity


def _money(amount: Decimal, currency: str) -> Money:
    return Money(round_amount(amount, currency), currency)


def _pictures(document: Document, merge: FieldMerge, title: str, frame: Frame) -> tuple[str, ...]:
    pictures = best_pictures(merge.pictures(), title)
    if len(pictures) < _ENOUGH_PICTURES:
        shown = shown_pictures(document, title, frame)
        if shown and not pictures:
            merge.sources["pictures"] = Source.DOM
        pictures = best_pictures((*pictures, *shown), title)
    if not pictures:
        merge.sources.pop("pictures", None)
    return pictures
