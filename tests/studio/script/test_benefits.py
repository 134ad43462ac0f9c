"""What of a page's lists and descriptions is spoken: statements about the product, whole ones, and nothing else."""

import pytest

from studio.product import Product
from studio.script.writer import write_script

OAK_PAN = Product(url="https://shop.example/p/1", title="Oak pan set", language="en", availability="InStock")


def told(description: str = "", features: tuple[str, ...] = ()) -> str:
    """Every sentence and label of a script, each on a line of its own."""
    product = Product(url=OAK_PAN.url, title=OAK_PAN.title, language="en", description=description, features=features)
    script = write_script(product, "english", "Discovery", 30)
    lines = [*(sentence.text for sentence in script.sentences), script.headline, script.subline]
    return "\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("feature", "never"),
    [
        ("Date First Available : 22 Mar. 2018", "vailable"),
        ("Is Discontinued By Manufacturer : No", "Discontinued"),
        ("Item model number : Z Series", "model number"),
        ("In depth:", "In depth"),
        ("Features:", "Features"),
        ("30 day returns", "returns"),
        ("Free 100 day returns", "returns"),
        ("Pay later with Klarna", "Klarna"),
        ("New items every day", "New items"),
    ],
)
def test_records_labels_and_terms_are_not_told(feature: str, never: str) -> None:
    script = told(features=(feature, "Solid oak with a steel core"))
    assert never not in script
    assert "Solid oak" in script


def test_words_for_search_engines_are_not_told() -> None:
    script = told("Find many great new & used options and get the best deals for Oak pans at the best prices at eBay!")
    assert "deals" not in script
    assert "eBay" not in script


@pytest.mark.parametrize(
    "description",
    [
        "A looper with six stereo tracks and nine switches. Time-based effects can be...",
        "A looper with six stereo tracks and nine switches. Time-based effects can be",
        "A looper with six stereo tracks and nine switches. Time-based effects can be \u2026 Read more",
    ],
)
def test_a_sentence_that_the_shop_broke_off_is_not_told(description: str) -> None:
    script = told(description)
    assert "Time-based" not in script
    assert "six stereo tracks" in script


@pytest.mark.parametrize(
    ("feature", "never"),
    [
        ("160-degree field of view and 4:3 aspect ratio show more of your doorstep than ever", "field of view and 4\n"),
        ("Brews a full pot by 7:30 every morning without anybody being up for it", "pot by 7\n"),
    ],
)
def test_no_line_is_cut_inside_a_ratio_or_a_time(feature: str, never: str) -> None:
    assert never not in told(features=(feature,))
