"""The one place that decides what is tried again.

A paid POST is repeated only where the service surely did not take it: no connection
could be made, or it answered 429. Whatever else leaves its outcome open is `Ambiguous`, and the ledger asks the
service before anything is sent. All other calls are free: a page read twice leaves at worst a second product,
which costs nothing, and GET and PUT say the same thing however often they are said.
"""

import asyncio
import random as dice
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from blocks.errors import (
    AnswerLostError,
    JoggError,
    RateLimitedError,
    ServiceFaultError,
    Url2VideoError,
    VideoInvalidError,
)
from blocks.jogg.http.transport import Method

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How patient to be. Times in seconds."""

    attempts: int = 8
    """Seven waits with full jitter span 45 s on average and 91 s at most: longer than a restart of the service. It
    does not count for a 429, which says when to come back."""
    base_seconds: float = 1.0
    """The first wait is at most this long; each further one at most twice the one before."""
    damaged_attempts: int = 4
    """For a file that is no playable video: a render that is broken itself is not downloaded for minutes."""
    cap_seconds: float = 30.0
    """No wait of our own choice is longer: the vendor asks for 30 s between late polls."""
    deadline_seconds: float = 600.0
    """Waits add up to no more: the vendor's advice is to stop after ten minutes."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Make the same call again after so many seconds."""

    after: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The error stands. Nothing that could cost is open."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The paid call may have been accepted: settle it through the ledger, send nothing."""


Decision = Retry | GiveUp | Ambiguous


def decide(
    method: Method,
    error: Url2VideoError,
    attempt: int,
    *,
    paid: bool = False,
    elapsed: float,
    policy: RetryPolicy,
    random: float,
) -> Decision:
    """Decide after attempt number `attempt` (from 1) has failed with `error`.

    `paid`: the call is a POST whose acceptance takes credit.
    `elapsed` is the sum of the waits so far, in seconds; the queue for a turn to POST is not part of it.
    `random` is in [0, 1) and spreads the waits of many callers (exponential back-off with full jitter).
    """
    if not _may_repeat(method, error, paid=paid):
        return Ambiguous() if error.ambiguous and paid else GiveUp()
    attempts = policy.damaged_attempts if isinstance(error, VideoInvalidError) else policy.attempts
    if attempt >= attempts and not isinstance(error, RateLimitedError):
        return GiveUp()
    after = _wait(error, attempt, policy, random)
    return Retry(after) if elapsed + after <= policy.deadline_seconds else GiveUp()


def _may_repeat(method: Method, error: Url2VideoError, *, paid: bool) -> bool:
    if error.retryable:
        return True
    if paid:
        return False
    if method == "POST":
        # An unreadable answer to the very first call means a wrong base URL: say so at once.
        return isinstance(error, AnswerLostError | ServiceFaultError)
    return isinstance(error, JoggError) and error.ambiguous


def _wait(error: Url2VideoError, attempt: int, policy: RetryPolicy, random: float) -> float:
    if isinstance(error, RateLimitedError) and error.retry_after is not None:
        return error.retry_after + random * policy.base_seconds
    doublings = min(attempt - 1, 30)  # 2**30 s is beyond any cap; a float overflows much later
    return random * min(policy.cap_seconds, policy.base_seconds * 2.0**doublings)


async def retrying(
    method: Method,
    action: Callable[[], Awaitable[T]],
    *,
    policy: RetryPolicy | None = None,
    on_retry: Callable[[Url2VideoError, Retry], None] = lambda _error, _retry: None,
) -> T:
    """Make the free call `action` until it answers or `decide` ends it; `on_retry` hears of every wait.

    Raises the error of the last attempt.
    """
    attempt, waited, policy = 0, 0.0, policy or RetryPolicy()
    while True:
        attempt += 1
        try:
            return await action()
        except Url2VideoError as error:
            chance = dice.random()  # noqa: S311  # spreads waits, guards no secret
            decision = decide(method, error, attempt, elapsed=waited, policy=policy, random=chance)
            if not isinstance(decision, Retry):
                raise
            on_retry(error, decision)
        waited += decision.after
        await asyncio.sleep(decision.after)
