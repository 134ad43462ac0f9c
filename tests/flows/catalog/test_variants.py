"""Several videos of one product."""

import pytest

from flows.catalog import Catalog
from tests.flows.catalog.conftest import ReadText

URL = "https://shop.example/p/1"


def looks(catalog: Catalog) -> list[tuple[str, str]]:
    return [(item.settings.aspect_ratio.value, item.settings.language) for item in catalog.items]


@pytest.mark.parametrize(
    "text",
    [
        f"url,aspect_ratio,language\n{URL},portrait|square,german|french\n",
        f'{{"url": "{URL}", "aspect_ratio": ["portrait", "square"], "language": ["german", "french"]}}',
    ],
    ids=["table", "JSON"],
)
def test_lists_are_combined(text: str, read_text: ReadText) -> None:
    catalog = read_text(text)
    pairs = [("portrait", "german"), ("portrait", "french"), ("square", "german"), ("square", "french")]
    assert looks(catalog) == pairs
    assert len({item.fingerprint for item in catalog.items}) == 4


@pytest.mark.parametrize(
    "text",
    [
        f"url,variants\n{URL},aspect_ratio=square|aspect_ratio=landscape\n",
        f'{{"url": "{URL}", "variants": [{{"aspect_ratio": "square"}}, {{"aspect_ratio": "landscape"}}]}}',
    ],
    ids=["table", "JSON"],
)
def test_the_column_variants_names_its_combinations_itself(text: str, read_text: ReadText) -> None:
    assert looks(read_text(text)) == [("square", "english"), ("landscape", "english")]


def test_a_variant_may_set_several_fields(read_text: ReadText) -> None:
    text = f'url;variants\n{URL};"aspect_ratio=square,language=german|language=french"\n'
    assert looks(read_text(text)) == [("square", "german"), ("portrait", "french")]


def test_lists_of_the_command_line_are_for_rows_that_say_nothing_else(read_text: ReadText) -> None:
    text = f"url,aspect_ratio\n{URL},\nhttps://shop.example/p/2,landscape\n"
    catalog = read_text(text, variants={"aspect_ratio": ("portrait", "square")})
    assert looks(catalog) == [("portrait", "english"), ("square", "english"), ("landscape", "english")]


def test_a_repeated_value_is_one_video_and_a_wrong_one_is_told_once(read_text: ReadText) -> None:
    text = f"url,aspect_ratio,language\n{URL},square|square|round,german|french\n"
    catalog = read_text(text)
    assert [str(problem) for problem in catalog.problems] == [
        'row 2: aspect_ratio: "round"; allowed: portrait, landscape, square'
    ]
    assert len(read_text(text.replace("|round", "")).items) == 2


def test_too_many_are_refused(read_text: ReadText) -> None:
    words = "english|filipino|french|german|hindi|indonesian|italian|japanese|korean|malay|portuguese|russian|spanish"
    text = f"url,aspect_ratio,language,script_style\n{URL},portrait|square|landscape,{words},Data|Discovery|Storytime\n"
    assert "at most 100 videos of one product, not 117" in str(read_text(text).problems[0])
