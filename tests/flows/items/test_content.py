"""What is known of a product, from wherever it was told."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from blocks.content.truth import Known
from blocks.delivery.local_copy import LocalCopy
from blocks.finding import Rule
from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import NOTHING_TOLD, PageFacts
from blocks.store.local.folder import LocalFolder
from flows.items.checking import check_content, known_of
from flows.items.item import Item
from tests.blocks.content.cards import card, film

ITEM = Item(1, "https://shop.example/kettle", Corrections(), RenderSettings(language="german"), ApiGeneration.V2)
PAGE = PageFacts(title="Copper Kettle", price="99.00", list_price="120", currency="EUR")


@pytest.mark.parametrize(
    ("page", "corrections", "title", "known"),
    [
        (PAGE, Corrections(), "", Known("Copper Kettle", Decimal(99), Decimal(120), "EUR", "german")),
        (
            PAGE,
            Corrections(title="Kettle", intro_text="Now 20 % off"),
            "Kettle",
            Known("Kettle", Decimal(99), Decimal(120), "EUR", "german", ("Kettle", "Now 20 % off")),
        ),
        (NOTHING_TOLD, Corrections(), "Kettle", Known("Kettle", language="german")),
        (NOTHING_TOLD, Corrections(), "", Known(language="german")),
        (
            PAGE.model_copy(update={"price": "NaN", "list_price": "from 5"}),
            Corrections(),
            "",
            Known("Copper Kettle", currency="EUR", language="german"),
        ),
    ],
)
def test_what_was_told_is_known_and_nothing_else(
    page: PageFacts, corrections: Corrections, title: str, known: Known
) -> None:
    assert known_of(ITEM, page, corrections, title) == known


def test_a_script_of_the_catalogs_is_known() -> None:
    told = replace(ITEM, settings=RenderSettings(override_script="Only 5 euros"))
    assert known_of(told, PAGE, Corrections(), "").texts == ("Only 5 euros",)


@pytest.mark.slow
def test_a_false_claim_comes_with_the_picture_that_makes_it(tmp_path: Path) -> None:
    store = LocalFolder(tmp_path / "store")
    known = known_of(ITEM, PAGE, Corrections(), "")
    with LocalCopy() as copy:
        film(copy.path, card("Copper Kettle"), card("Copper Kettle", "149,00 EUR"))
        (finding,), check = check_content(store, ITEM, known, copy, first=3)
    assert (finding.rule, finding.measured) == (Rule.PRICE, "149,00 EUR")
    assert finding.moment == pytest.approx(3, abs=1)
    assert finding.frame.endswith("-finding-3.jpg")
    assert store.read(finding.frame) is not None
    assert check.compared == (Rule.PRICE, Rule.CURRENCY, Rule.NAME)
