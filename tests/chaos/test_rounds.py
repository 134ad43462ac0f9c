"""Never pay twice, never lose a video: a few rounds of the chaos that `python -m tests.chaos` makes at length."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.chaos.campaign import run_campaign
from tests.chaos.drive import open_play
from tests.chaos.schedule import ITEMS, draw_round
from tests.prefect_server import PrefectServer, run_prefect_server
from tests.s3_servers import S3Server

ROUNDS = 2
LANES = 2


@pytest.fixture(scope="module")
def quiet_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """Without background services, which cost more than the rounds themselves."""
    with run_prefect_server(tmp_path_factory.mktemp("prefect"), "--no-services") as server:
        yield server


def test_whatever_is_killed_or_fails_each_item_is_paid_once_and_published(
    quiet_server: PrefectServer, ministack: S3Server, tmp_path: Path
) -> None:
    lanes = [
        partial(open_play, tmp_path / f"lane-{number}", quiet_server.api_url, ministack) for number in range(LANES)
    ]
    campaign = run_campaign(range(ROUNDS), lanes)
    assert campaign.problems == []
    assert campaign.tally["total", "renders accepted"] == ROUNDS * ITEMS
    assert campaign.tally["total", "credits taken"] == ROUNDS * ITEMS
    # Otherwise it has proven nothing.
    assert sum(count for (kind, _), count in campaign.tally.items() if kind == "kill") > ROUNDS / 2


def test_a_seed_always_draws_the_same_round() -> None:
    assert draw_round(7) == draw_round(7)
    assert draw_round(7) != draw_round(9)
