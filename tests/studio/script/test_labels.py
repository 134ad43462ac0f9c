"""Prices, savings, ratings and titles as they are shown."""

from decimal import Decimal

import pytest

from studio.product import Money, Rating
from studio.script.labels import money_label, rating_text, saving_label
from studio.script.phrasebook import phrasebook


@pytest.mark.parametrize(
    ("language", "amount", "currency", "label"),
    [
        ("english", "29.99", "USD", "$29.99"),
        ("english", "49.00", "USD", "$49"),
        ("english", "1299.5", "EUR", "€1,299.50"),
        ("english", "3499", "ARS", "ARS 3,499"),
        ("german", "29.99", "EUR", "29,99 €"),
        ("german", "29.90", "CHF", "CHF 29.90"),
        ("french", "1299", "EUR", "1 299 €"),
        ("spanish", "49999", "ARS", "$ 49.999"),
        ("portuguese", "49.9", "BRL", "R$ 49,90"),
        ("portuguese", "49.9", "EUR", "49,90 €"),
        ("italian", "19.5", "EUR", "19,50 €"),
        ("polish", "129.99", "PLN", "129,99 zł"),
        ("chinese", "199", "CNY", "¥199"),
        ("traditional-chinese", "1299", "TWD", "$1,299"),
        ("japanese", "5980", "JPY", "￥5,980"),
        ("korean", "49000", "KRW", "₩49,000"),
        ("hebrew", "49.9", "ILS", "49.90 ₪"),
        ("russian", "1299", "RUB", "1 299 ₽"),
        ("hindi", "129999", "INR", "₹1,29,999"),
        ("english", "5980", "JPY", "¥5,980"),
    ],
)
def test_a_price_is_written_as_the_language_writes_it(language: str, amount: str, currency: str, label: str) -> None:
    shown = money_label(Money(Decimal(amount), currency), phrasebook(language))
    assert shown.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").replace("$ ", "$") == (
        label.replace("$ ", "$")
    )
    assert " " not in shown, "a plain space would let the price break over two lines"


@pytest.mark.parametrize(
    "money",
    [None, Money(Decimal(0), "EUR"), Money(Decimal(-5), "EUR"), Money(Decimal(5), ""), Money(Decimal(5), "euro")],
)
def test_no_label_without_an_amount_and_a_currency(money: Money | None) -> None:
    assert money_label(money, phrasebook("english")) == ""


@pytest.mark.parametrize(
    ("price", "former", "label"),
    [("20", "30", "33%"), ("10.01", "20", "49%"), ("29.99", "30", ""), ("30", "20", ""), ("0.01", "100", "99%")],
)
def test_a_saving_is_rounded_down_and_never_invented(price: str, former: str, label: str) -> None:
    now, before = Money(Decimal(price), "USD"), Money(Decimal(former), "USD")
    assert saving_label(now, before, phrasebook("english")) == label
    assert saving_label(now, Money(before.amount, "EUR"), phrasebook("english")) == ""


@pytest.mark.parametrize(
    ("language", "rating", "text"),
    [
        ("english", Rating(Decimal("4.70"), Decimal(5), 1283), "Rated 4.7 out of 5 in 1,283 reviews."),
        ("english", Rating(Decimal(5), Decimal(5), 1), "Rated 5 out of 5."),
        ("german", Rating(Decimal("4.66"), Decimal(5)), "Bewertung: 4,66 von 5."),
        ("polish", Rating(Decimal(9), Decimal(10), 22), "Ocena: 9 na 10, liczba opinii: 22."),
        ("english", Rating(Decimal("3.9"), Decimal(5), 10), ""),
    ],
)
def test_a_rating_is_quoted_in_the_language(language: str, rating: Rating, text: str) -> None:
    assert rating_text(rating, phrasebook(language)) == text
