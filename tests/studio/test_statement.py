# ruff: noqa: RUF001 - letters of many scripts are meant
"""Lines of shops' lists and descriptions: what may be told of the product."""

import pytest

from studio.statement import is_about_product, is_market_text, without_cut_ends

ABOUT_THE_PRODUCT = [
    "Solid oak with a steel core",
    "Machine washable",
    "High-speed transmission delivers 2-speed variations",
    "Model railway with 3 trains",
    "Lieferumfang: Kabel und Netzteil",
    "Get a full night's sleep on soft cotton",
    "Material: Sintético",
    "Garantit une tenue parfaite",
    "Made in Portugal, made to last",
    "快速加热，三档可调",
]
NOT_ABOUT_THE_PRODUCT = [
    "Date First Available : 22 Mar. 2018",
    "Is Discontinued By Manufacturer : No",
    "Item model number : Z Series",
    "UPC : 099482467999",
    "Artikelnummer: 4711",
    "Réf. : AB12",
    "品牌：橡木",
    "In depth:",
    "Features",
    "Technische Daten",
    "30 day returns",
    "Free shipping over £50",
    "Pay later with Klarna",
    "3 Jahre Garantie",
    "Livraison gratuite dès 50 €",
    "Devoluciones en 30 días",
    "送料無料",
    "New items every day",
    "Use precise geolocation data",
    "Shop By Room",
    "Find great deals for Pony harness at the best online prices at eBay!",
    "Oak pans jetzt günstig online kaufen",
    "Купите набор стаканов выгодно!",
]


@pytest.mark.parametrize("line", ABOUT_THE_PRODUCT)
def test_what_says_something_about_the_product_is_kept(line: str) -> None:
    assert is_about_product(line)


@pytest.mark.parametrize("line", NOT_ABOUT_THE_PRODUCT)
def test_records_terms_headings_and_search_words_are_not_about_the_product(line: str) -> None:
    assert not is_about_product(line)


def test_an_invitation_to_buy_is_written_for_search_engines() -> None:
    assert is_market_text("Shop 365 Potato Chips and other Snack Foods at Amazon.com.")
    assert not is_market_text("Find peace of mind with a lock that closes by itself.")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("A looper with six tracks. Time-based effects can be...", "A looper with six tracks."),
        ("Ein Topf aus Eiche. Er hält die Wärme \u2026 Mehr lesen", "Ein Topf aus Eiche."),
        ("An oven with grill of 800... Ver mais", ""),
        ("Ready\u2026 and the pan is hot. It stays hot.", "It stays hot."),
        ("It weighs 2.5 kg. It is made of oak.", "It weighs 2.5 kg. It is made of oak."),
    ],
)
def test_a_sentence_that_breaks_off_is_left_out(text: str, whole: str) -> None:
    assert without_cut_ends(text) == whole
