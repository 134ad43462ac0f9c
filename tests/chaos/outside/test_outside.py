"""Never pay twice, never lose a video, never hide a failure: two rounds of the attack from outside.

`python -m tests.chaos --outside` plays hundreds.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.chaos.campaign import run_campaign
from tests.chaos.outside.drive import open_outside_play
from tests.chaos.outside.lane import Shared, open_shared
from tests.chaos.outside.pace import SCALED
from tests.chaos.outside.schedule import ITEMS
from tests.prefect_server import run_prefect_server
from tests.s3_servers import S3Server

SEEDS = (18, 27)
"""Rounds of both generations and both kinds of store, with a kill, a stop, damaged videos and wrong clocks, in which
nobody has to wait for the end of the client's longest exchange (78 s)."""

LANES = 2


@pytest.fixture
def shared(tmp_path: Path, ministack: S3Server) -> Iterator[Shared]:
    """A Prefect server without background services, which cost more than the rounds themselves."""
    home = tmp_path / "prefect"
    home.mkdir()
    with run_prefect_server(home, "--no-services") as server, open_shared(home, server, ministack) as shared:
        yield shared


@pytest.mark.timeout(600)
def test_whoever_disturbs_it_from_outside_each_item_is_paid_once_published_and_told_truly(
    shared: Shared, tmp_path: Path
) -> None:
    lanes = [partial(open_outside_play, tmp_path / f"lane-{number}", shared, SCALED) for number in range(LANES)]
    campaign = run_campaign(SEEDS, lanes)
    assert campaign.problems == []
    assert campaign.tally["total", "renders accepted"] == len(SEEDS) * ITEMS
    # Otherwise it has proven nothing.
    assert sum(count for (kind, _), count in campaign.tally.items() if kind in {"fault", "store-fault"}) > len(SEEDS)
