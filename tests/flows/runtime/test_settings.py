"""Settings of the environment that can't be are named with what is allowed."""

import pytest

from blocks.errors import ConfigurationError
from flows.runtime.settings import load_settings


@pytest.mark.parametrize(
    ("lease", "heartbeat", "problem"),
    [
        ("8", None, "URL2VIDEO_HEARTBEAT_SECONDS: 15; allowed: at most 2, a quarter of URL2VIDEO_LEASE_SECONDS"),
        (None, "30", 'URL2VIDEO_HEARTBEAT_SECONDS: "30"; allowed: at most 15, a quarter of URL2VIDEO_LEASE_SECONDS'),
        ("0", "5", 'URL2VIDEO_LEASE_SECONDS: "0"; allowed: a number above 0.0'),
    ],
)
def test_a_heartbeat_that_the_lease_would_run_out_under_is_refused(
    monkeypatch: pytest.MonkeyPatch, lease: str | None, heartbeat: str | None, problem: str
) -> None:
    given = {"URL2VIDEO_LEASE_SECONDS": lease, "URL2VIDEO_HEARTBEAT_SECONDS": heartbeat}
    for name, value in given.items():
        if value:
            monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as refused:
        load_settings()
    assert refused.value.message == problem


def test_a_quarter_of_the_lease_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("URL2VIDEO_LEASE_SECONDS", "8")
    monkeypatch.setenv("URL2VIDEO_HEARTBEAT_SECONDS", "2")
    assert load_settings().heartbeat_seconds == 2
