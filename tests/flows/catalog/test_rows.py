"""Rows: each is checked whole, every problem is told at once, and what is repeated is merged and said."""

import json
from pathlib import Path

import pytest

from blocks.channels.profile import Channel
from blocks.errors import ConfigurationError
from blocks.jogg.settings import ApiGeneration, AspectRatio
from flows.catalog.catalog import load_catalog
from flows.catalog.order import Order
from flows.items.row import Selection
from flows.items.stored_row import catalog_row
from tests.flows.catalog.conftest import ReadText

URL = "https://shop.example/p/1"
OTHER = "https://shop.example/p/2"


@pytest.mark.parametrize(
    "text",
    [
        f"# my products\n\n{URL}\n{OTHER}\n",
        f"\ufeffurl\n{URL}\n{OTHER}\n",
        f"Title;URL\nA;{URL}\nB;{OTHER}\n",
        f"title\turl\nA\t{URL}\nB\t{OTHER}\n",
        f'{{"url": "{URL}"}}\r\n\r\n{{"url": "{OTHER}"}}\r\n',
    ],
    ids=["plain list", "CSV with a BOM", "CSV with semicolons", "CSV with tabs", "JSON Lines"],
)
def test_the_form_follows_the_content(text: str, read_text: ReadText) -> None:
    assert [item.url for item in read_text(text).items] == [URL, OTHER]


def test_a_row_has_its_own_settings_and_corrections_over_the_defaults(read_text: ReadText) -> None:
    text = (
        "url,title,aspect_ratio,avatar_id,intro_medias\n"
        f"{URL},My title,square,81,https://a.example/1.jpg|https://a.example/2.mp4\n"
        f"{OTHER},,,,\n"
    )
    first, second = read_text(text, defaults={"language": "german"}).items
    assert (first.settings.aspect_ratio, first.settings.avatar_id) == (AspectRatio.SQUARE, 81)
    assert first.settings.language == second.settings.language == "german"
    assert first.corrections.title == "My title"
    assert [media.type.value for media in first.corrections.intro_medias] == ["image", "video"]
    assert second.corrections.is_empty


def test_all_problems_are_told_at_once_with_row_field_value_and_what_is_allowed(read_text: ReadText) -> None:
    text = f"url,language,avatar_id\nnot a url,english,1\n{URL},klingon,x\n{URL},english,1\n"
    catalog = read_text(text)
    lines = [str(problem) for problem in catalog.problems]
    assert lines[0].startswith('row 2: url: "not a url" is no product page; allowed: an http or https address')
    assert lines[1].startswith('row 3: language: "klingon"; allowed: english, ')
    assert lines[2] == 'row 3: avatar_id: "x"; allowed: a whole number'
    assert len(lines) == 3
    with pytest.raises(ConfigurationError) as refused:
        catalog.check(Selection())
    assert refused.value.message.splitlines() == lines
    assert refused.value.next_step.startswith("2 of 3 rows are bad.")
    catalog.check(Selection(skip_bad=True))
    assert [item.row for item in catalog.items] == [4]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'{{"url": "{URL}"}}\n{{broken\n', 'row 2: line: "{broken" is no valid JSON'),
        (f'{{"url": "{URL}"}}\n{"[" * 100_000}\n', 'row 2: line: "[[['),
        (f'{{"url": "{URL}"}}\n5\n', 'row 2: url: "5" is no product page'),
        (f"url,title\n{URL},A,B,C\n", 'row 2: (beyond the last column): ["B", "C"]; allowed: no such column'),
        (f'{{"url": "{URL}", "variants": "x"}}', 'row 1: variants: "x"; allowed: aspect_ratio=square'),
        (f'{{"url": "{URL}", "variants": [{{"size": 3}}]}}', "row 1: size: 3; allowed: nothing, there is no"),
        (f'{{"url": "{URL}", "version": {{}}}}', "row 1: version: {}; allowed: a text of at most 100 characters"),
        (f'{{"url": "{URL}", "length": 30}}', "row 1: length: 30 can't be expressed in API generation open"),
    ],
)
def test_a_bad_row_is_a_problem_and_not_the_end_of_the_reading(text: str, line: str, read_text: ReadText) -> None:
    assert str(read_text(text).problems[0]).startswith(line)


def test_a_skipped_row_is_kept_as_it_was_and_reads_again_once_mended(read_text: ReadText) -> None:
    bad = read_text(f'{{"url": "{URL}", "language": "klingon", "title": "T"}}\n').bad_rows[0].to_row()
    assert bad["problem"].startswith('row 1: language: "klingon"; allowed: english')
    item = read_text(json.dumps(bad | {"language": "german"})).items[0]
    assert (item.url, item.settings.language, item.corrections.title) == (URL, "german", "T")


def test_rows_that_mean_the_same_video_are_merged_and_said(read_text: ReadText) -> None:
    catalog = read_text(f"url,title\n{URL},A\n{URL}?utm_source=mail,B\n{OTHER},C\n{URL}#top,A\n")
    assert [(item.row, item.corrections.title) for item in catalog.items] == [(2, "A"), (4, "C")]
    assert catalog.sentence == "4 rows: 2 merged as repeated: row 3 (as 2), 5 (as 2)."


@pytest.mark.parametrize(
    ("only", "urls"),
    [
        ("/p/", [URL, OTHER]),
        ("p/2", [OTHER]),
        ("https://shop.example/*/1", [URL]),
        ("*.example/*", [URL, OTHER, "https://shop.example/blog"]),
    ],
)
def test_only_takes_a_part_of_an_address_or_a_pattern_for_all_of_it(
    only: str, urls: list[str], read_text: ReadText
) -> None:
    catalog = read_text(f"{URL}\n{OTHER}\nhttps://shop.example/blog\n", selection={"only": only})
    assert [item.url for item in catalog.items] == urls


def test_what_only_leaves_out_is_not_checked_and_nothing_at_all_is_an_error(read_text: ReadText) -> None:
    text = f"url,language\n{URL},english\nhttps://shop.example/blog,klingon\n"
    catalog = read_text(text, selection={"only": "/p/"})
    assert not catalog.problems
    assert catalog.sentence == "2 rows: 1 left out by the selection."
    with pytest.raises(ConfigurationError, match='only: "/q/" is in no address of 2 rows'):
        read_text(text, selection={"only": "/q/"})


def test_a_limit_takes_the_first_and_reads_no_further(read_text: ReadText) -> None:
    catalog = read_text(f"{URL}\n{OTHER}\nnot a url\n", selection={"limit": 2})
    assert [item.url for item in catalog.items] == [URL, OTHER]
    assert not catalog.problems
    assert catalog.rows == 2


def test_rows_of_different_pages_with_one_id_are_said_and_several_looks_are_not(read_text: ReadText) -> None:
    looks = read_text(f"id,url,aspect_ratio\nA,{URL},square|portrait\nA,{URL},landscape\n")
    assert ([item.id for item in looks.items], looks.sentence) == (["A"] * 3, "")
    slip = read_text(f"id,url\nA,{URL}\nA,{OTHER}\n")
    assert slip.sentence == "1 id stands for different pages: A in rows 2 and 3."


def test_an_empty_catalogue_is_refused(read_text: ReadText) -> None:
    with pytest.raises(ConfigurationError, match="catalog: it is empty"):
        read_text("")


def test_a_thousand_rows_with_thirty_bad_ones(read_text: ReadText) -> None:
    lines = [f"https://shop.example/p/{n},{'klingon' if n % 33 == 1 and n < 990 else 'german'}" for n in range(1000)]
    catalog = read_text("url,language\n" + "\n".join(lines))
    assert (len(catalog.items), len(catalog.bad_rows)) == (970, 30)
    with pytest.raises(ConfigurationError) as refused:
        catalog.check(Selection())
    assert len(refused.value.message.splitlines()) == 30


def test_every_item_is_the_same_when_read_from_its_own_row(read_text: ReadText) -> None:
    text = f'{{"url": "{URL}", "title": "T", "language": "german|french", "version": "2026-01-01"}}'
    for item in read_text(text).items:
        again = read_text(json.dumps(catalog_row(item))).items[0]
        assert (again.fingerprint, again.version) == (item.fingerprint, "2026-01-01")


def test_addresses_of_the_command_line_and_a_catalogue_are_one_batch(tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text(f"{OTHER}\n{URL}\n")
    catalog = load_catalog(Order(urls=(URL,), source=str(tmp_path / "more.txt"), generation=ApiGeneration.V2))
    assert [item.url for item in catalog.items] == [URL, OTHER]
    assert len(catalog.repeats) == 1


def test_one_page_in_two_spellings_is_one_item_and_it_is_said(read_text: ReadText) -> None:
    given = "https://shop.example/brume%2dbougie.html?gbraid=1#top"
    catalog = read_text(f"{given}\nhttps://SHOP.example/x/../brume-bougie.html\n")
    assert [item.url for item in catalog.items] == [given], "the service is sent what the first row gave"
    assert catalog.sentence == "2 rows: 1 merged as repeated: row 2 (as 1)."


def test_addresses_that_look_like_one_page_are_all_made_and_said(read_text: ReadText) -> None:
    alike = [f"{URL}/", URL, "http://shop.example/p/1", "https://www.shop.example/p/1"]
    catalog = read_text("\n".join([*alike, OTHER]))
    assert [item.url for item in catalog.items] == [*alike, OTHER]
    assert catalog.sentence == (
        f"3 pairs of addresses look like the same page: {alike[0]} and {alike[1]}, {alike[0]} and {alike[2]},"
        f" {alike[0]} and {alike[3]}."
    )
    assert read_text(f"url,aspect_ratio\n{URL},square|portrait\n{OTHER},\n").sentence == ""


def test_a_row_says_its_channel_which_sets_the_shape_and_names_no_other_video(read_text: ReadText) -> None:
    text = f"url,for,aspect_ratio\n{URL},Amazon,\n{OTHER},,square\n"
    first, second = read_text(text, channel=Channel.GOOGLE).items
    assert (first.channel, first.settings.aspect_ratio) == (Channel.AMAZON, AspectRatio.LANDSCAPE)
    assert (second.channel, second.settings.aspect_ratio) == (Channel.GOOGLE, AspectRatio.SQUARE)
    (plain,) = read_text(f"url,aspect_ratio\n{OTHER},square\n").items
    assert second.fingerprint == plain.fingerprint


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"url,for\n{URL},instagram\n", 'row 2: for: "instagram"; allowed: reels, tiktok, youtube-shorts, '),
        (
            f"url,for,aspect_ratio\n{URL},reels,portrait|square\n",
            'row 2: aspect_ratio: "square" is not for reels; allowed: portrait',
        ),
    ],
)
def test_a_row_that_its_channel_does_not_take_is_one_line(text: str, line: str, read_text: ReadText) -> None:
    (problem,) = read_text(text).problems
    assert str(problem).startswith(line)


def test_what_a_channel_refuses_and_no_check_sees_is_said(read_text: ReadText) -> None:
    assert (
        "No check sees what amazon refuses beside its figures: ratings"
        in read_text(URL, channel=Channel.AMAZON).sentence
    )
    assert "No check sees" not in read_text(URL, channel=Channel.REELS).sentence
