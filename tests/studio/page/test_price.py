"""Amounts as shops all over the world write them."""

from decimal import Decimal

import pytest

from studio.page.currency import iso_currency
from studio.page.price import find_prices, read_amount, round_amount


@pytest.mark.parametrize(
    ("text", "territory", "amount", "currency"),
    [
        ("$29.99", "", "29.99", "USD"),
        ("$29.99", "CA", "29.99", "CAD"),
        ("$3.499", "AR", "3499", "ARS"),
        ("$1,299", "AU", "1299", "AUD"),
        ("US$ 1,299.00", "CA", "1299.00", "USD"),
        ("NT$1,280", "", "1280", "TWD"),
        ("R$ 1.299,90", "BR", "1299.90", "BRL"),
        ("S/ 89.90", "PE", "89.90", "PEN"),
        ("1.299,00 €", "", "1299.00", "EUR"),
        ("1 299,00\u00a0€", "", "1299.00", "EUR"),
        ("1\u202f299 €", "", "1299", "EUR"),
        ("129,- €", "", "129", "EUR"),
        ("35€99", "", "35.99", "EUR"),
        ("ab 12,50 EUR", "", "12.50", "EUR"),
        ("EUR219.99", "", "219.99", "EUR"),
        ("CHF 1'299.50", "", "1299.50", "CHF"),
        ("£1,299", "", "1299", "GBP"),
        ("2 499 \u0440\u0443\u0431.", "RU", "2499", "RUB"),
        ("2\u00a0499 ₽", "", "2499", "RUB"),
        ("₹1,29,999.00", "", "129999.00", "INR"),
        ("Rs. 1,499", "PK", "1499", "PKR"),
        ("30,000원~", "", "30000", "KRW"),
        ("¥12,800", "JP", "12800", "JPY"),
        ("¥128.00", "CN", "128.00", "CNY"),
        ("294 元", "TW", "294", "TWD"),
        ("199 kr", "SE", "199", "SEK"),
        ("kr. 1.299,00", "DK", "1299.00", "DKK"),
        ("1 299 Kč", "", "1299", "CZK"),
        ("129,99 zł", "", "129.99", "PLN"),
        ("12.990 Ft", "", "12990", "HUF"),
        ("1.250.000₫", "", "1250000", "VND"),
        ("Rp 129.000", "", "129000", "IDR"),
        ("129.000 TL", "", "129000", "TRY"),
        ("KWD 12.500", "", "12.500", "KWD"),
        ("\u0661\u066c\u0662\u0669\u0669\u066b\u0665\u0660 ر.س", "", "1299.50", "SAR"),
        ("₪1,679", "", "1679", "ILS"),
    ],
)
def test_a_price_tag_has_an_amount_and_a_currency(text: str, territory: str, amount: str, currency: str) -> None:
    found = find_prices(text, territory)
    assert [(price.amount, price.currency) for price in found] == [(Decimal(amount), currency)]


@pytest.mark.parametrize(
    "text",
    ["", "29.99", "50% off", "4.7 of 5", "(3592 Reviews)", "EUR", "iPhone 12 PRO", "500x500", "Size M 38", "$0.00",
     "2 for", "UPTOP 40", "24 months", "+1 555 0100", "99999999999999 €"],
)  # fmt: skip
def test_other_numbers_are_no_prices(text: str) -> None:
    assert not find_prices(text)


def test_several_prices_come_in_reading_order() -> None:
    assert [price.amount for price in find_prices("79,90 € 71,91 €")] == [Decimal("79.90"), Decimal("71.91")]
    assert [price.amount for price in find_prices("was $50 now $40.50!")] == [Decimal(50), Decimal("40.50")]


@pytest.mark.parametrize(
    ("value", "currency", "amount"),
    [
        ("119.01", "EUR", "119.01"),
        ("67.8400", "EUR", "67.8400"),
        ("129.000", "EUR", "129.000"),
        ("1.299", "EUR", "1299"),
        ("0.129", "EUR", "0.129"),
        ("129.000", "IDR", "129000"),
        ("12.500", "KWD", "12.500"),
        ("48,00", "USD", "48.00"),
        ("1,299.00", "USD", "1299.00"),
        ("36,00 EUR", "", "36.00"),
        ("109€109€109", "EUR", "109"),
        ("\n 71,91\u00a0€\n", "EUR", "71.91"),
        ("CHF 49.\u2013", "CHF", "49"),
        (Decimal("1.299"), "EUR", "1.299"),
    ],
)
def test_a_data_field_is_read_by_what_its_currency_allows(value: str | Decimal, currency: str, amount: str) -> None:
    assert read_amount(value, currency) == Decimal(amount)


@pytest.mark.parametrize("value", ["", "free", "0", "0.00", "-", "NaN", Decimal("NaN"), Decimal("1E+400"), Decimal(-3)])
def test_what_is_no_amount_is_none(value: str | Decimal) -> None:
    assert read_amount(value, "EUR") is None


@pytest.mark.parametrize(
    ("written", "territory", "code"),
    [("usd", "", "USD"), ("RUR", "", "RUB"), ("€", "", "EUR"), ("$", "", "USD"), ("$", "MX", "MXN"), ("$", "DE", "USD"),
     ("kr", "NO", "NOK"), ("XYZ", "", ""), ("", "", ""), ("EUR.", "", "EUR")],
)  # fmt: skip
def test_a_currency_is_known_by_code_or_sign(written: str, territory: str, code: str) -> None:
    assert iso_currency(written, territory) == code


@pytest.mark.parametrize(
    ("amount", "currency", "printed"),
    [("119.0100", "EUR", "119.01"), ("140.0", "USD", "140"), ("12.5", "KWD", "12.500"), ("9.999", "EUR", "10")],
)
def test_an_amount_is_printed_with_the_decimals_of_its_currency(amount: str, currency: str, printed: str) -> None:
    assert str(round_amount(Decimal(amount), currency)) == printed
