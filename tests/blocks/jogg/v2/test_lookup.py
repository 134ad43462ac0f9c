"""What the account's list proves of a lost submit: each finding at each time."""

from datetime import UTC, datetime, timedelta

import pytest

from blocks.jogg.http.clock import Period
from blocks.jogg.service import Accepted, CannotTell, NeverAccepted, RenderLookup
from blocks.jogg.v2.lookup import LostSubmit, NamedVideo, is_past, judge, named

NAME, ANOTHER = "0123456789abcdef", "fedcba9876543210"
OPENED = datetime(2026, 3, 1, 12, tzinfo=UTC)
PERIOD = Period(OPENED, OPENED + timedelta(minutes=3))

LONG_BEFORE, BEFORE, START, WITHIN, END, AFTER, LONG_AFTER, UNDATED = (
    *(-60 * 24 * 365, -1 / 60, 0, 1, 3, 3 + 1 / 60, 60 * 24 * 365),
    None,
)
"""When a video was made: minutes after the period has begun, by the service's clock."""
EVER = (LONG_BEFORE, BEFORE, START, WITHIN, END, AFTER, LONG_AFTER, UNDATED)
IN_PERIOD = (START, WITHIN, END, UNDATED)
OUT_OF_PERIOD = (LONG_BEFORE, BEFORE, AFTER, LONG_AFTER)


def video(title: str, minutes: float | None = WITHIN, render_id: str = "r1", product_id: str = "") -> NamedVideo:
    made = None if minutes is None else OPENED + timedelta(minutes=minutes)
    return NamedVideo(render_id, title, made, product_id)


def lost(period: Period | None = PERIOD, *earlier: str) -> LostSubmit:
    return LostSubmit(NAME, "p1", period, frozenset(earlier))


@pytest.mark.parametrize("minutes", EVER)
@pytest.mark.parametrize("period", [PERIOD, None], ids=["clock known", "clock unknown"])
@pytest.mark.parametrize("gap", ["", "a page could not be read"], ids=["whole", "gap"])
def test_a_video_with_our_name_is_ours_whenever_it_was_made(
    minutes: float | None, period: Period | None, gap: str
) -> None:
    others = [video("Desk lamp", render_id="r2"), video(ANOTHER, render_id="r3")]
    assert judge(lost(period), [*others, video(NAME, minutes)], gap) == Accepted("r1")


FINDINGS: list[tuple[str, NamedVideo, tuple[float | None, ...], RenderLookup | type[CannotTell]]] = [
    ("a stranger of the time", video("Desk lamp"), IN_PERIOD, CannotTell),
    ("a stranger of another time", video("Desk lamp"), OUT_OF_PERIOD, NeverAccepted()),
    ("a stranger of our product", video("Desk lamp", product_id="p1"), IN_PERIOD, CannotTell),
    ("a stranger of our product, of another time", video("", product_id="p1"), OUT_OF_PERIOD, NeverAccepted()),
    ("a stranger of another product", video("Desk lamp", product_id="p2"), EVER, NeverAccepted()),
    ("another item's video", video(ANOTHER), EVER, NeverAccepted()),
    ("our name without an id", video(NAME, render_id=""), EVER, CannotTell),
]


@pytest.mark.parametrize(
    ("found", "minutes", "expected"),
    [(found, minutes, expected) for _, found, times, expected in FINDINGS for minutes in times],
    ids=[f"{name}, {minutes}" for name, _, times, _ in FINDINGS for minutes in times],
)
def test_each_other_video_proves_what_its_time_allows(
    found: NamedVideo, minutes: float | None, expected: RenderLookup | type[CannotTell]
) -> None:
    made = video(found.title, minutes, found.render_id, found.product_id)
    outcome = judge(lost(), [made], "")
    assert outcome == expected or (isinstance(expected, type) and isinstance(outcome, expected))


@pytest.mark.parametrize("minutes", EVER)
def test_no_stranger_is_ruled_out_by_a_clock_that_is_unknown(minutes: float | None) -> None:
    assert isinstance(judge(lost(None), [video("Desk lamp", minutes)], ""), CannotTell)


@pytest.mark.parametrize("minutes", EVER)
def test_an_earlier_render_of_the_same_item_is_not_the_one_in_question(minutes: float | None) -> None:
    failed_before = video(NAME, minutes, "r0")
    assert judge(lost(PERIOD, "r0"), [failed_before], "") == NeverAccepted()
    assert judge(lost(PERIOD, "r0"), [failed_before, video(NAME)], "") == Accepted("r1")


def test_a_list_that_is_not_whole_proves_no_absence() -> None:
    assert judge(lost(), [], "") == NeverAccepted()
    assert judge(lost(), [video(ANOTHER)], "page 2 could not be read") == CannotTell("page 2 could not be read")


def test_of_several_with_one_name_the_newest_counts_else_the_first_listed() -> None:
    dated = [video(NAME, 1, "old"), video(NAME, 3, "new"), video(NAME, 2, "middle"), video("Desk lamp")]
    assert named(dated, [NAME, ANOTHER]) == {NAME: "new"}
    assert named([video(NAME, None, "first"), video(NAME, None, "second")], [NAME]) == {NAME: "first"}
    assert named([video(NAME, render_id=""), video(NAME, None, "r1")], [NAME]) == {NAME: "r1"}


DAY = 60 * 24


@pytest.mark.parametrize(
    ("minutes", "period", "past"),
    [
        ((-DAY - 1, -DAY - 2), PERIOD, True),
        ((-DAY + 1, -DAY - 2), PERIOD, False),  # a clock that is off by hours more than its gateway says
        ((-DAY - 2, -DAY - 1), PERIOD, False),  # oldest first: ours is still to come
        ((-DAY - 1, -DAY - 1), PERIOD, False),  # no order to be seen
        ((-DAY - 1, -DAY - 1, -DAY - 2), PERIOD, True),  # two of one moment
        ((-DAY - 1, None, -DAY - 2), PERIOD, False),
        ((-DAY - 1, -DAY - 2), None, False),  # the service's clock may be years behind
        ((), PERIOD, False),
    ],
)
def test_reading_ends_only_at_a_page_that_is_sorted_and_a_day_too_old(
    minutes: tuple[float | None, ...], period: Period | None, past: bool
) -> None:
    assert is_past([video("Desk lamp", each) for each in minutes], period) is past


def test_of_two_videos_with_our_name_one_with_a_date_is_newer_than_one_without() -> None:
    for pair in (
        [video(NAME, UNDATED, "r1"), video(NAME, WITHIN, "r2")],
        [video(NAME, WITHIN, "r2"), video(NAME, UNDATED)],
    ):
        assert named(pair, {NAME}) == {NAME: "r2"}


@pytest.mark.parametrize(("newest", "past"), [(0.0, False), (1 / 60, False), (-1 / 60, True)])
def test_a_page_is_past_once_its_newest_video_is_more_than_a_day_older_than_the_submit(
    newest: float, past: bool
) -> None:
    day = 24 * 60
    page = [video("a", newest - day), video("b", newest - day - 1)]
    assert is_past(page, PERIOD) is past


def test_what_may_hide_our_video_is_counted_in_a_sentence() -> None:
    found = judge(lost(), [video("Desk lamp"), video("Chair", render_id="r2"), video(ANOTHER, render_id="r3")], "")
    assert found == CannotTell(
        f"No video is named {NAME}, but 2 of the account's from that time have names that are not ours: one of them"
        " may be it."
    )
