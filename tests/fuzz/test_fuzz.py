"""Whatever a stranger or a failing disk makes of a file or a request: an answer of ours, soon, in little memory."""

import pytest

from tests.fuzz.campaign import run_campaign
from tests.fuzz.targets import TARGETS

LONG = {"videos": 100_000, "pages": 20_000, "catalogs": 20_000, "studio": 20_000, "receiver": 20_000}
SHORT = 150
"""Seconds of it in the suite: that the campaign works, and that nothing has become much worse."""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["videos", "pages", "catalogs", "studio"])
def test_damaged_inputs_end_in_answers_of_ours(name: str) -> None:
    campaign = run_campaign(TARGETS[name], SHORT)
    assert not campaign.problems, str(campaign)
    assert len(campaign.outcomes) > 1, str(campaign)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", LONG)
def test_many_damaged_inputs_end_in_answers_of_ours(name: str) -> None:
    campaign = run_campaign(TARGETS[name], LONG[name])
    assert not campaign.problems, str(campaign)
