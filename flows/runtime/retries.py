"""Between the retry rule and Prefect: the rule decides, Prefect counts and shows the attempts."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from prefect.client.schemas.objects import State, TaskRun
from prefect.logging import get_run_logger
from prefect.tasks import Task

from blocks.errors import Url2VideoError
from blocks.jogg.http.transport import Method
from blocks.jogg.retry import Retry, RetryPolicy, decide

MAX_RETRIES = 50
"""What Prefect allows a step. The rule ends it far earlier, but for a service that keeps answering 429: there the
rule's deadline on all waits does, and that must not be cut short by a count."""

CALL_POLICY = RetryPolicy()
"""For calls of the service."""

DELIVERY_POLICY = RetryPolicy(attempts=14)
"""For fetching the video: links have been seen to work only minutes after the render was called done, and fourteen
attempts with full jitter span two minutes on average."""

RetryCondition = Callable[["Task[..., Any]", TaskRun, "State[Any]"], Awaitable[bool]]


def retry_rule(method: Method, *, paid: bool = False, policy: RetryPolicy = CALL_POLICY) -> RetryCondition:
    """Build the `retry_condition_fn` of a step: wait as long as the rule says, then let Prefect go on.

    The wait is made here and not by `retry_delay_seconds`, because only the rule knows it: a service that answers 429
    says itself how long to stay away.
    """
    waited: defaultdict[UUID, float] = defaultdict(float)

    async def condition(_: "Task[..., Any]", task_run: TaskRun, state: "State[Any]") -> bool:
        error = state.data
        elapsed = waited.pop(task_run.id, 0.0)
        if not isinstance(error, Url2VideoError):
            return False
        chance = random.random()  # noqa: S311 - spreads waits, guards no secret
        decision = decide(method, error, task_run.run_count, paid=paid, elapsed=elapsed, policy=policy, random=chance)
        if not isinstance(decision, Retry):
            return False
        waited[task_run.id] = elapsed + decision.after
        get_run_logger().warning(
            "%s Attempt %d failed; the next one in %.1f s.", error, task_run.run_count, decision.after
        )
        await asyncio.sleep(decision.after)
        return True

    return condition
