"""The budget that a workspace sets for all runs of deployments that are given none of their own."""

from pydantic import ValidationError

from blocks.errors import ConfigurationError
from blocks.field_problems import shown
from flows.catalog.run import Limits
from flows.runtime.access import variable
from flows.runtime.credentials import deployment_id

BUDGET = "url2video_budget"
"""Prefect Variable of a workspace: most credits to take."""


async def with_standing_budget(limits: Limits) -> Limits:
    """Return the limits of a run, with the workspace's budget where they have none.

    Raises ConfigurationError: the Prefect Variable is no number of credits.
    """
    if limits.budget is not None or not deployment_id() or not (said := await variable(BUDGET)):
        return limits
    try:
        return Limits.model_validate({**dict(limits), "budget": said})
    except ValidationError:
        raise ConfigurationError(
            f"Variable {BUDGET}: {shown(said)}; allowed: a number of credits, 0 or more.", code="budget_invalid"
        ) from None
