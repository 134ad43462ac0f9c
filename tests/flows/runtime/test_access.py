"""What a workspace says once for all runs: the destination and the budget in Prefect Variables."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.variables import Variable

from blocks.errors import ConfigurationError
from flows.catalog.run import Limits
from flows.catalog.standing_budget import BUDGET, with_standing_budget
from flows.runtime.access import DESTINATION, destination
from tests.prefect_server import PrefectServer


@pytest.fixture(autouse=True)
def workspace(prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A run of a deployment on the server, which begins without Variables."""
    monkeypatch.delenv("URL2VIDEO_TO", raising=False)
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", "6b1ea1f4-0000-4000-8000-000000000000")
    with temporary_settings({PREFECT_API_URL: prefect_server.api_url}):
        yield
        for name in (DESTINATION, BUDGET):
            Variable.unset(name)


async def test_a_run_without_a_destination_goes_by_the_environment_then_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert await destination("") == "videos"
    await Variable.aset(DESTINATION, "s3://bucket/videos")
    assert (await destination(""), await destination("here")) == ("s3://bucket/videos", "here")
    monkeypatch.setenv("URL2VIDEO_TO", "there")
    assert await destination("") == "there"


async def test_a_deployment_s_run_without_a_budget_keeps_the_workspace_s(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await with_standing_budget(Limits())).budget is None
    await Variable.aset(BUDGET, 2.5)
    assert (await with_standing_budget(Limits())).budget == Decimal("2.5")
    assert (await with_standing_budget(Limits(budget=Decimal(7)))).budget == Decimal(7)
    await Variable.aset(BUDGET, "much", overwrite=True)
    with pytest.raises(ConfigurationError, match=r"Variable url2video_budget: \"much\"; allowed"):
        await with_standing_budget(Limits())
    monkeypatch.delenv("PREFECT__RUNTIME__DEPLOYMENT__ID")
    assert (await with_standing_budget(Limits())).budget is None
