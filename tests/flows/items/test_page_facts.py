"""What a page says otherwise than its video."""

from datetime import UTC, datetime

import pytest

from blocks.jogg.service import CreatedProduct
from blocks.ledger.record import NOTHING_TOLD, PageFacts
from flows.catalog.offer import offer_of
from flows.items.page_facts import differences, facts_of, offer_columns, with_offer

THEN = PageFacts(title="Copper Kettle", price="99.00", currency="EUR", availability="InStock")


def now(**facts: str) -> PageFacts:
    return THEN.model_copy(update=facts)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (THEN, ""),
        (now(price="99"), ""),
        (now(title="copper  kettle"), ""),
        (now(availability="instock"), ""),
        (now(price="89.00"), "the price is 89.00 EUR, was 99.00 EUR"),
        (now(currency="USD"), "the price is 99.00 USD, was 99.00 EUR"),
        (now(price=""), "the price is EUR, was 99.00 EUR"),
        (now(price="", currency=""), "the price is not stated, was 99.00 EUR"),
        (now(availability="OutOfStock"), "the availability is OutOfStock, was InStock"),
        (now(title="Steel Kettle"), 'the title is "Steel Kettle", was "Copper Kettle"'),
        (now(title=""), ""),
        (now(price="", currency="", availability=""), ""),
        (now(title="Pot", price="1"), 'the title is "Pot", was "Copper Kettle"; the price is 1 EUR, was 99.00 EUR'),
    ],
)
def test_each_difference_is_a_reason(facts: PageFacts, reason: str) -> None:
    assert differences(THEN, facts, has_own_title=False) == reason


def test_what_nobody_told_then_is_no_difference() -> None:
    assert differences(NOTHING_TOLD, THEN, has_own_title=False) == ""


def test_a_title_of_the_catalogs_is_not_the_pages() -> None:
    assert differences(THEN, now(title="Other"), has_own_title=True) == ""


OFFER = PageFacts(price="79.00", list_price="99.00", currency="EUR", availability="InStock")


def test_the_catalogs_offer_counts_where_the_page_tells_none() -> None:
    told = facts_of(CreatedProduct("p", title="Kettle"))
    assert with_offer(told, OFFER) == OFFER.model_copy(update={"title": "Kettle"})
    assert with_offer(THEN, OFFER) == THEN


def test_an_offer_is_read_again_from_the_row_that_it_makes() -> None:
    for offer in (OFFER, OFFER.model_copy(update={"list_price": ""}), NOTHING_TOLD):
        assert offer_of(offer_columns(offer), datetime.now(UTC)) == offer


def test_a_page_cannot_write_to_a_terminal() -> None:
    assert facts_of(CreatedProduct("p", title="Tea\x1b[2J\npot")).title == "Tea [2J pot"
