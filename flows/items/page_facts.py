"""What a product page says now, held against what it said when its video was ordered."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from blocks.jogg.service import CreatedProduct
from blocks.ledger.record import PageFacts
from bounds.printable import printable

MAX_SHOWN = 80
"""Characters of a title in a reason."""


def facts_of(product: CreatedProduct) -> PageFacts:
    """Return what the service tells of a page it has read."""
    return PageFacts(
        title=printable(product.title),
        price=printable(product.price),
        list_price=printable(product.list_price),
        currency=printable(product.currency),
        availability=printable(product.availability),
    )


def with_offer(page: PageFacts, offer: PageFacts) -> PageFacts:
    """Return what a page says; where it says nothing of an offer, that of the catalog."""
    if page.price or page.availability:
        return page
    return offer.model_copy(update={"title": page.title})


def offer_columns(offer: PageFacts) -> dict[str, str]:
    """Return an offer as columns of a catalog, those that are told."""
    price, sale = (offer.list_price, offer.price) if offer.list_price else (offer.price, "")
    told = {"price": price and f"{price} {offer.currency}", "sale_price": sale and f"{sale} {offer.currency}"}
    return {name: value for name, value in (told | {"availability": offer.availability}).items() if value}


def differences(then: PageFacts, now: PageFacts, *, has_own_title: bool) -> str:
    """Return what the page says otherwise than the video, in one sentence; empty where they agree.

    Only what was told both times is compared. `has_own_title`: the catalog or a reviewer gave the video its title, so
    the page's is not what it shows. Of price and availability one has to be told now: a service that tells neither says
    nothing of them.
    """
    return "; ".join(_differences(then, now, has_own_title=has_own_title))


def _differences(then: PageFacts, now: PageFacts, *, has_own_title: bool) -> Iterator[str]:
    if not has_own_title and then.title and now.title and _plain(then.title) != _plain(now.title):
        yield f'the title is "{now.title[:MAX_SHOWN]}", was "{then.title[:MAX_SHOWN]}"'
    if not (now.price or now.availability):
        return
    if then.price and (_amount(then.price), then.currency) != (_amount(now.price), now.currency):
        yield f"the price is {_money(now) or 'not stated'}, was {_money(then)}"
    if then.availability and then.availability.casefold() != now.availability.casefold():
        yield f"the availability is {now.availability or 'not stated'}, was {then.availability}"


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()


def _amount(price: str) -> Decimal | str:
    try:
        return Decimal(price)
    except InvalidOperation:
        return price


def _money(facts: PageFacts) -> str:
    return f"{facts.price} {facts.currency}".strip()
