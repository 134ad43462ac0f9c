"""How far the service's clock is from ours, as its answers tell."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from blocks.jogg.http.clock import MAX_READING_ERROR, Period, ServiceClock, http_date, skew_warning
from blocks.jogg.service import SubmitWindow
from tests.present import present

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WINDOW = SubmitWindow(NOW, NOW + timedelta(minutes=3))


def dated(moment: datetime) -> dict[str, str]:
    return {"date": format_datetime(moment, usegmt=True)}


@pytest.mark.parametrize(
    ("seconds", "warning"),
    [
        (0, ""),
        (60, ""),
        (-60, ""),
        (61, "The service's clock is 61 s ahead of this machine's."),
        (-360, "The service's clock is 360 s behind this machine's."),
    ],
)
def test_clocks_that_are_more_than_a_minute_apart_are_told(seconds: int, warning: str) -> None:
    assert skew_warning(timedelta(seconds=seconds)) == warning
    assert skew_warning(None) == ""


@pytest.mark.parametrize("minutes", [-24 * 60, -10, -6, 0, 6, 10, 24 * 60])
def test_the_period_is_the_window_by_the_service_s_clock(minutes: int) -> None:
    clock, ahead = ServiceClock(), timedelta(minutes=minutes)
    clock.heard(dated(NOW + ahead), NOW)
    assert clock.skew == ahead
    assert clock.period(WINDOW) == Period(
        WINDOW.opened_at + ahead - MAX_READING_ERROR, WINDOW.closed_at + ahead + MAX_READING_ERROR
    )


@pytest.mark.parametrize(
    "stated", ["Sun, 01 Mar 2026 12:00:00 GMT", "Sun, 01 Mar 2026 14:00:00 +0200", "Sun, 01 Mar 2026 12:00:00 -0000"]
)
def test_a_date_of_any_zone_is_one_moment_and_one_without_a_zone_is_gmt(stated: str) -> None:
    moment = present(http_date(stated))
    assert (moment, moment.utcoffset() is not None) == (NOW, True)


@pytest.mark.parametrize(
    "headers", [{}, {"date": ""}, {"date": "yesterday"}, {"date": "Sun, 99 Foo 2026"}, dated(NOW) | {"age": "60"}]
)
def test_an_answer_that_tells_no_time_leaves_the_clock_unknown(headers: dict[str, str]) -> None:
    clock = ServiceClock()
    clock.heard(headers, NOW)
    assert clock.skew is None
    assert clock.period(WINDOW) is None


def test_a_clock_of_ours_that_was_set_in_between_widens_the_period_to_all_readings() -> None:
    clock = ServiceClock()
    clock.heard(dated(NOW), NOW)
    clock.heard(dated(NOW), NOW + timedelta(minutes=10))
    clock.heard(dated(NOW), NOW + timedelta(minutes=5))
    assert clock.skew == timedelta(minutes=-5)
    period = clock.period(WINDOW)
    assert period is not None
    assert period.start == WINDOW.opened_at - timedelta(minutes=10) - MAX_READING_ERROR
    assert period.end == WINDOW.closed_at + MAX_READING_ERROR
