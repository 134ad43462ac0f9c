"""Rows and files of the feeds: the rules of the channels, case by case, and what the validator says of them."""

from dataclasses import replace

import pytest

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, AspectRatio, RenderSettings
from blocks.ledger.record import PublishedVideo
from flows.items.item import Item
from flows.reporting.feeds.rows import google_feed, meta_feed, sitemap, video_object
from flows.reporting.feeds.rules import GOOGLE, META, SITEMAP, SNIPPET, FeedRules
from flows.reporting.feeds.video import FeedVideo, feed_video
from flows.runtime.public_address import PublicAddress
from tests.flows.reporting.feeds.shop import BASE, CLIP, published
from tests.flows.reporting.feeds.validator import google_problems, meta_problems, sitemap_problems, snippet_problems

ADDRESS = PublicAddress.of(BASE).of_key


def video(shop_id: str = "SKU-1", title: str = "Bottle", **settings: object) -> FeedVideo:
    look = RenderSettings.model_validate(settings)
    item = Item(1, f"https://shop.example/{shop_id}", Corrections(title=title), look, ApiGeneration.OPEN, id=shop_id)
    made = feed_video(published(item))
    assert made is not None
    return made


def with_file(**facts: object) -> FeedVideo:
    made = video()
    return replace(made, video=PublishedVideo.model_validate(made.video.model_dump() | facts))


CASES = [
    (GOOGLE, video(), ""),
    (GOOGLE, video(""), "no id"),
    (GOOGLE, video("x" * 50), ""),
    (GOOGLE, video("x" * 51), "51 characters"),
    (META, video("x" * 51), ""),
    (META, video("x" * 101), "101 characters"),
    (GOOGLE, replace(video(), id="a\tb"), "tabs"),
    (META, replace(video(), id="a\nb"), "line breaks"),
    (GOOGLE, with_file(seconds=5.9), "5.9 s, at least 6"),
    (GOOGLE, with_file(seconds=6.0), ""),
    (GOOGLE, with_file(seconds=240.0), ""),
    (GOOGLE, with_file(seconds=240.5), "240.5 s, at most 240"),
    (META, with_file(seconds=600), ""),
    (GOOGLE, with_file(size=500_000_001), "500.0 MB, at most 500"),
    (META, with_file(size=200_000_001), "200.0 MB, at most 200"),
    (GOOGLE, with_file(width=540, height=960), "540x960, the shorter side at least 720"),
    (GOOGLE, with_file(width=720, height=1280), ""),
    (GOOGLE, with_file(width=1088, height=1920), ""),
    (GOOGLE, with_file(width=1080, height=1350), "1080x1350, only 9:16, 16:9, 1:1"),
    (META, with_file(width=1080, height=1350), ""),
    (GOOGLE, with_file(width=0, height=0), "0x0"),
    (SITEMAP, video(""), ""),
    (SITEMAP, with_file(poster_key=""), "no poster"),
    (SNIPPET, with_file(poster_key=""), "no poster"),
    (SITEMAP, replace(video(), title=""), "title"),
    (SITEMAP, with_file(seconds=0.4), "at least 1"),
]


@pytest.mark.parametrize(("rules", "made", "reason"), CASES)
def test_a_feed_says_which_rule_a_video_breaks(rules: FeedRules, made: FeedVideo, reason: str) -> None:
    breach = rules.breach(made, ADDRESS)
    assert reason in breach
    assert bool(breach) is bool(reason)


def test_an_address_that_is_too_long_is_left_out() -> None:
    far = PublicAddress.of(f"https://cdn.example/{'x' * 2000}").of_key
    assert "at most 2000" in GOOGLE.breach(video(), far)


HOSTILE = (
    "Tea & <b>pot</b>]]>",
    "</script><!--",
    "Bell\x07 \ud7ff\ufffe\x0b",
    "إبريق",
    "🫖" * 3000,
    '"quoted", and\ttabs',
)


@pytest.mark.parametrize("title", HOSTILE)
def test_texts_of_pages_break_no_feed(title: str) -> None:
    made = [replace(video(), title=title, description=title), replace(video(), id='=1+1, "x"')]
    feeds = google_feed(made, ADDRESS), meta_feed(made, ADDRESS), sitemap(made, ADDRESS)
    checks = google_problems, meta_problems, sitemap_problems
    assert [check(feed.body, lambda _: CLIP) for check, feed in zip(checks, feeds, strict=True)] == [[], [], []]
    assert [feed.rows for feed in feeds] == [2, 2, 1]
    assert snippet_problems(video_object(made[0], ADDRESS), lambda _: CLIP) == []


def test_the_videos_of_a_product_are_in_one_row() -> None:
    shapes = [video(aspect_ratio=shape) for shape in AspectRatio]
    assert google_feed(shapes, ADDRESS).body.decode().splitlines()[1:] == [
        "SKU-1\t" + ",".join(f"{BASE}/{each.video.key}" for each in shapes)
    ]
    columns, row = meta_feed([*shapes, video("SKU-2")], ADDRESS).body.decode().splitlines()[:2]
    assert columns.count(".url") == 3
    assert row.count('"english"') == 3
    assert sitemap(shapes, ADDRESS).body.count(b"<video:video>") == 3
    assert sitemap(shapes, ADDRESS).body.count(b"<loc>") == 1


def test_more_than_ten_videos_of_a_product_are_cut_and_said() -> None:
    many = [replace(video(), fingerprint=f"{number:016x}") for number in range(12)]
    feed = google_feed(many, ADDRESS)
    assert feed.body.decode().count("https://") == 10
    assert [each.fingerprint for each in feed.left_out] == [each.fingerprint for each in many[10:]]
    assert "at most 10" in feed.left_out[0].reason


def test_no_video_makes_feeds_with_their_header_alone() -> None:
    assert google_feed([], ADDRESS).body == b"id\tvideo_link\n"
    assert meta_problems(meta_feed([], ADDRESS).body, lambda _: CLIP) == []
    assert sitemap_problems(sitemap([], ADDRESS).body, lambda _: CLIP) == []
