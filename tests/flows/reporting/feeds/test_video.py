"""Which of a product's videos feeds may offer."""

from dataclasses import replace

import pytest

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import PublishedVideo, RenderRecord
from blocks.ledger.state import ItemState
from flows.items.item import Item
from flows.reporting.feeds.video import FeedVideo, current_videos, feed_video, offered_videos
from tests.flows.reporting.feeds.shop import published

ITEM = Item(1, "https://shop.example/p?b=2&a=1", Corrections(), RenderSettings(), ApiGeneration.OPEN, id="SKU-1")
ANEW = replace(ITEM, revision="second")


def known(record: RenderRecord) -> FeedVideo:
    video = feed_video(record)
    assert video is not None
    return video


@pytest.mark.parametrize(
    "record",
    [
        published(ITEM).model_copy(update={"state": ItemState.RENDERING}),
        published(ITEM).model_copy(update={"video": None}),
        published(ITEM).model_copy(update={"kind": "preview"}),
        published(ITEM).model_copy(update={"url": "no page"}),
    ],
    ids=["fetched again", "without a file", "a draft", "damaged"],
)
def test_what_is_no_published_video_is_not_offered(record: RenderRecord) -> None:
    assert feed_video(record) is None


def test_a_record_of_0_1_has_the_look_of_the_same_settings_now() -> None:
    old = published(ITEM).model_copy(update={"catalog_row": {"url": ITEM.url, "id": "SKU-1"}})
    assert known(old).look == known(published(ITEM)).look


@pytest.mark.parametrize(
    ("other", "days", "current"),
    [
        (ANEW, 1, [ANEW]),
        (ANEW, -1, [ITEM]),
        (replace(ANEW, generation=ApiGeneration.V2), 1, [replace(ANEW, generation=ApiGeneration.V2)]),
        (replace(ANEW, url="https://shop.example/moved"), 1, [replace(ANEW, url="https://shop.example/moved")]),
        (replace(ANEW, id="SKU-2"), 1, [ITEM, replace(ANEW, id="SKU-2")]),
        (replace(ITEM, settings=RenderSettings(language="german")), 1, None),
    ],
    ids=["later", "earlier", "of the other generation", "of a page that moved", "of another product", "another look"],
)
def test_a_later_video_of_a_product_and_look_replaces_the_earlier(
    other: Item, days: float, current: list[Item] | None
) -> None:
    videos = [known(published(ITEM)), known(published(other, later=days))]
    wanted = [other, ITEM] if current is None else current
    assert [each.fingerprint for each in current_videos(videos)] == [item.fingerprint for item in wanted]
    assert current_videos(reversed(videos)) == current_videos(videos)


def test_a_video_that_was_fetched_again_is_no_later_one() -> None:
    fetched = published(ITEM)
    fetched = fetched.model_copy(
        update={"entered": {ItemState.PUBLISHED: published(ITEM, later=9).entered[ItemState.PUBLISHED]}}
    )
    assert [each.fingerprint for each in current_videos(map(known, [published(ANEW, later=1), fetched]))] == [
        ANEW.fingerprint
    ]


def test_a_lost_video_and_one_whose_product_left_are_said_and_no_older_one_stands_in() -> None:
    lost, left = published(ANEW, later=1), published(replace(ITEM, id="SKU-9"))
    records = [published(ITEM), lost, left]
    stored = {known(each).video.key for each in (published(ITEM), left)}
    offered, left_out = offered_videos(records, stored, {"SKU-9"})
    assert offered == []
    assert [(each.fingerprint, each.id) for each in left_out] == [
        (ANEW.fingerprint, "SKU-1"),
        (left.fingerprint, "SKU-9"),
    ]
    assert [each.reason.split(" ")[0] for each in left_out] == ["its", "the"]


@pytest.mark.parametrize(
    ("marks", "offered", "reason"),
    [
        ({"held": True}, [ITEM], "it awaits a decision"),
        ({"held": True, "decision": "accepted"}, [ANEW], ""),
        ({"held": True, "decision": "rejected"}, [ITEM], ""),
        ({"stale": "the price is 2 EUR"}, [], "the page has changed: the price is 2 EUR"),
    ],
)
def test_what_a_person_or_the_page_has_said_of_the_newest_video_decides(
    marks: dict[str, object], offered: list[Item], reason: str
) -> None:
    newest = published(ANEW, later=1)
    assert newest.video is not None
    marked = newest.model_copy(update={"video": PublishedVideo.model_validate(newest.video.model_dump() | marks)})
    records = [published(ITEM), marked]
    found, left_out = offered_videos(records, {known(each).video.key for each in records}, ())
    assert [each.fingerprint for each in found] == [item.fingerprint for item in offered]
    assert [each.reason[: len(reason)] for each in left_out] == [reason] * bool(reason)


def test_a_paid_again_render_is_as_late_as_its_last_payment() -> None:
    first = published(ITEM)
    again = first.model_copy(update={"attempts": (*first.attempts, *published(ITEM, later=5).attempts)})
    assert known(again).ordered_at == published(ITEM, later=5).attempts[0].submitted_at
