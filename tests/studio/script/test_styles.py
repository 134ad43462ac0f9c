"""Style names as clients send them."""

import pytest

from studio.script.styles import Part, Style, canonical_style, order_of


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("spelling", [str, str.upper, str.lower, lambda name: f"{name.replace(' ', '_')}_stage"])
def test_every_name_is_known_however_it_is_written(style: Style, spelling: type[str]) -> None:
    choice = canonical_style(spelling(style.value))
    assert (choice.style, choice.note) == (style, "")


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("Discovery_stage", Style.DISCOVERY),
        ("Data_stage", Style.DATA),
        ("Top 3 Reasons", Style.TOP_3_REASONS),
        ("top-3-reasons", Style.TOP_3_REASONS),
        ("Dont Worry", Style.DONT_WORRY),
        ("Don’t worry", Style.DONT_WORRY),  # noqa: RUF001 - word processors send this apostrophe
        ("Humor and Meme", Style.HUMOR_MEME),
        ("problem solution", Style.PROBLEM_SOLUTION),
        ("Light Marketing", Style.LIGHT_MARKETING),
    ],
)
def test_names_of_every_generation_are_known(name: str, style: Style) -> None:
    assert canonical_style(name).style is style


@pytest.mark.parametrize("name", ["", "Shouting", "stage", "数据"])
def test_an_unknown_name_falls_back_to_discovery_and_says_so(name: str) -> None:
    choice = canonical_style(name)
    assert choice.style is Style.DISCOVERY
    assert "Discovery" in choice.note


@pytest.mark.parametrize("style", Style)
def test_every_order_opens_with_the_hook_closes_with_the_call_and_leaves_nothing_out(style: Style) -> None:
    order = order_of(style)
    assert (order[:2], order[-1]) == ((Part.OPENER, Part.HOOK), Part.CLOSE)
    assert sorted(order) == sorted(Part)
