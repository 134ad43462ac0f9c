"""Titles keep what names the product: brand, model and the word for the thing."""

import pytest

from studio.script.titles import short_title, spoken_title


@pytest.mark.parametrize(
    ("title", "brand", "headline"),
    [
        ("HydraSteel - HydraSteel Trail Bottle | OutdoorShop", "HydraSteel", "HydraSteel Trail Bottle"),
        ("Men's Tree Runners - Allbirds", "Allbirds", "Men's Tree Runners"),
        ("Echo Dot (5th Gen, 2022 release) | With bigger sound", "Amazon", "Echo Dot"),
        ("KÄRCHER Hochdruckreiniger »K 3 Full Control«", "KÄRCHER", "Hochdruckreiniger »K 3 Full Control«"),
        ("Shirt, Blue", "", "Shirt, Blue"),
        ("Potato Chips, Sour Cream and Onion, Family Pack", "", "Potato Chips"),
        ("The Long Handmade Ceramic Coffee Mug for the Home and Office", "", "The Long Handmade Ceramic Coffee Mug"),
        ("Nike", "Nike", "Nike"),
        ("峡湾保温杯 大容量 304不锈钢 男女通用 学生 户外", "", "峡湾保温杯 大容量 304不锈钢 男女通用"),
        ("x" * 60, "", "x" * 38),
    ],
)
def test_a_headline_keeps_what_names_the_product(title: str, brand: str, headline: str) -> None:
    assert short_title(title, brand, 38) == headline


TRAIL_SHOES = (
    "Trailwind Pro 5 Men's Waterproof Lightweight Trail Running Shoes with Breathable Membrane Upper, Grippy Outsole"
    " and Reflective Laces, Black/Red"
)


@pytest.mark.parametrize(
    ("title", "brand", "language", "headline", "spoken"),
    [
        (TRAIL_SHOES, "Trailwind", "en", "Trailwind Pro 5 Trail Running Shoes", "Trailwind Pro 5 Trail Running Shoes"),
        (
            "Alexander Girard for Herman Miller pillows, pair",
            "Alexander Girard",
            "en",
            "Alexander Girard for Herman Miller",
            "Alexander Girard for Herman Miller pillows",
        ),
        (
            "Zapatillas impermeables para correr Viento Pro 5 de hombre",
            "Viento",
            "es",
            "Zapatillas impermeables",
            "Zapatillas impermeables",
        ),
        (
            "Nordwind Thermosflasche aus Edelstahl mit Becher und Tragegurt, 750 ml",
            "Nordwind",
            "de",
            "Nordwind Thermosflasche aus Edelstahl",
            "Nordwind Thermosflasche aus Edelstahl",
        ),
    ],
)
def test_a_long_title_keeps_brand_model_and_thing(
    title: str, brand: str, language: str, headline: str, spoken: str
) -> None:
    assert short_title(title, brand, 38, language) == headline
    assert spoken_title(title, brand, language) == spoken
