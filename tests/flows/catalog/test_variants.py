"""Several videos of one product."""

import pytest

from flows.catalog.catalog import Catalog
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


def test_openings_are_variants_of_studio_alone(read_text: ReadText) -> None:
    text = f"url,hook\n{URL},1|2|3\n"
    made = read_text(text, takes_additions=True)
    assert [item.settings.hook for item in made.items] == [None, 2, 3]
    assert [str(problem) for problem in read_text(text).problems] == [
        "row 2: hook: 2; allowed: none; studio takes it (`--base-url`)",
        "row 2: hook: 3; allowed: none; studio takes it (`--base-url`)",
    ]
    wrong = read_text(text.replace("3", "4"), takes_additions=True)
    assert [str(problem) for problem in wrong.problems] == ['row 2: hook: "4"; allowed: 1, 2, 3']


def test_what_a_channel_wants_and_the_service_cannot_be_asked_for_is_told(read_text: ReadText) -> None:
    told = "The service can't be asked for the bit rate of amazon, at least 4000 kbit/s: its videos are checked for it."
    assert told in read_text(f"url,for\n{URL},amazon\n").notes
    asked = read_text(f"url,for\n{URL},amazon\n", takes_additions=True)
    assert told not in asked.notes
    assert (asked.items[0].settings.min_bit_rate, asked.items[0].settings.evergreen) == (4000, True)
