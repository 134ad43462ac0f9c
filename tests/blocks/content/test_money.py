# ruff: noqa: RUF001 - letters and signs of many scripts are meant
"""Amounts and savings as shops write them."""

from decimal import Decimal

import pytest

from blocks.content.money import find_money, find_savings


@pytest.mark.parametrize(
    ("text", "currency", "amount", "code"),
    [
        ("€ 1.299,00", "", "1299", "EUR"),
        ("1.299,00 €", "", "1299", "EUR"),
        ("1,299.00 USD", "", "1299", "USD"),
        ("$1,299", "", "1299", "USD"),
        ("$1,299", "", "1.299", "CAD"),
        ("1 299,00 zł", "", "1299", "PLN"),
        ("1\u202f299\u00a0€", "", "1299", "EUR"),
        ("CHF 1’299.–", "", "1299", "CHF"),
        ("1'299.- Fr.", "CHF", "1299", "CHF"),
        ("129,- €", "", "129", "EUR"),
        ("29 ,99 €", "", "29.99", "EUR"),
        ("1.299, 00 €", "", "1299", "EUR"),
        ("1 299 kr", "", "1299", "SEK"),
        ("1.299 kr.", "", "1299", "DKK"),
        ("₹1,29,999", "", "129999", "INR"),
        ("Rs. 1,299", "INR", "1299", "INR"),
        ("￥１２９９", "", "1299", "JPY"),
        ("1,299円", "", "1299", "JPY"),
        ("1299元", "", "1299", "CNY"),
        ("NT$1,299", "", "1299", "TWD"),
        ("t1.299,00", "TRY", "1299", "TRY"),
        ("W12,900", "KRW", "12900", "KRW"),
        ("12 990 Ft", "HUF", "12990", "HUF"),
        ("Now just $29.99.", "", "29.99", "USD"),
        ("€-2.338", "", "2338", "EUR"),
        ("only 129 euros", "", "129", "EUR"),
        ("29 € statt 39 €", "", "39", "EUR"),
        ("Modell 12 299 €", "", "299", "EUR"),
    ],
)
def test_an_amount_is_found_in_every_form(text: str, currency: str, amount: str, code: str) -> None:
    found = find_money(text, currency)
    assert any(Decimal(amount) in money.amounts and code in money.currencies for money in found), found


@pytest.mark.parametrize(
    "text",
    [
        "12,90 €/kg",
        "€ 4.30 / 100 ml",
        "100 % wool",
        "5 ft cable",
        "Model 1299",
        "24 hours",
        "1,5 l",
        "W12,900",
        "9780306406157 €",
        "krone 5",
        "",
    ],
)
def test_what_is_no_price_of_the_product_is_none(text: str) -> None:
    assert find_money(text, "EUR") == []


def test_each_amount_of_a_line_has_the_currency_beside_it() -> None:
    found = find_money("29 € 19 kr", "")
    assert [min(money.currencies) for money in found] == ["EUR", "DKK"]


@pytest.mark.parametrize(
    ("text", "percents"),
    [
        ("-25%", [25]),
        ("−25 %", [25]),
        ("Jetzt 20 % Rabatt", [20]),
        ("Save 15%", [15]),
        ("30% OFF", [30]),
        ("économisez 10 %", [10]),
        ("100 % wool", []),
        ("10-20 % lighter", []),
        ("25%", []),
        ("20 % offener", []),
    ],
)
def test_only_a_saving_is_one(text: str, percents: list[int]) -> None:
    assert find_savings(text) == percents
