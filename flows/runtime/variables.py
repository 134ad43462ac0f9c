"""What a workspace says once for all runs, in Prefect Variables: the destination, and a budget."""

from prefect.variables import Variable

DESTINATION = "url2video_to"
"""Where the videos go, for runs that are given no destination."""

BUDGET = "url2video_budget"
"""Most credits to take, for runs of deployments that are given no budget."""


async def variable(name: str) -> str:
    """Return the value of a Prefect Variable as text, empty where there is none. Raises httpx.HTTPError."""
    value = await Variable.aget(name)
    return "" if value is None else str(value)
