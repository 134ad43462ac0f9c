import itertools
from typing import NamedTuple

import pytest

from blocks import errors
from blocks.errors import Url2VideoError
from blocks.jogg.http.transport import Method
from blocks.jogg.retry import Ambiguous, Decision, GiveUp, Retry, RetryPolicy, decide, retrying

POLICY = RetryPolicy(attempts=3, base_seconds=1.0, cap_seconds=8.0, deadline_seconds=100.0)


class Asked(NamedTuple):
    """A call, as the rule sees it."""

    method: Method
    paid: bool = False


PAID, FREE_POST, POLL, PUT = Asked("POST", paid=True), Asked("POST"), Asked("GET"), Asked("PUT")
EVERY_CALL = (PAID, FREE_POST, POLL, PUT)


def error(kind: type[Url2VideoError]) -> Url2VideoError:
    if kind is errors.RateLimitedError:
        return errors.RateLimitedError("429")
    return kind("it went wrong", code="x")


R, G, A = Retry(0.5), GiveUp(), Ambiguous()

TABLE: dict[type[Url2VideoError], tuple[Decision, Decision, Decision, Decision]] = {
    #                                paid, free POST, poll, PUT
    errors.NotSentError: (R, R, R, R),
    errors.RateLimitedError: (R, R, R, R),
    errors.AnswerLostError: (A, R, R, R),
    errors.ServiceFaultError: (A, R, R, R),
    errors.BadAnswerError: (A, G, R, R),
    errors.ParameterError: (G, G, G, G),
    errors.NotFoundError: (G, G, G, G),
    errors.AuthenticationError: (G, G, G, G),
    errors.NotPermittedError: (G, G, G, G),
    errors.InsufficientCreditError: (G, G, G, G),
    errors.RenderFailedError: (G, G, G, G),
    errors.RenderOverdueError: (G, G, G, G),
    errors.RenderAmbiguousError: (A, G, G, G),
    errors.ConfigurationError: (G, G, G, G),
    errors.VideoUnavailableError: (R, R, R, R),
    errors.VideoInvalidError: (R, R, R, R),
    errors.VideoTooLargeError: (G, G, G, G),
    errors.StoreUnavailableError: (R, R, R, R),
    errors.StoreDeniedError: (G, G, G, G),
    errors.ConflictError: (G, G, G, G),
}


@pytest.mark.parametrize(
    ("call", "kind", "expected"),
    [(call, kind, row[i]) for kind, row in TABLE.items() for i, call in enumerate(EVERY_CALL)],
    ids=lambda value: value.__name__ if isinstance(value, type) else str(value),
)
def test_first_failure_of_each_call(call: Asked, kind: type[Url2VideoError], expected: Decision) -> None:
    assert decide(call.method, error(kind), 1, paid=call.paid, elapsed=0, policy=POLICY, random=0.5) == expected


def test_the_paid_call_is_never_repeated_while_its_outcome_is_open() -> None:
    for kind, attempt, chance in itertools.product(TABLE, range(1, 20), (0.0, 0.99)):
        decision = decide(PAID.method, error(kind), attempt, paid=PAID.paid, elapsed=0, policy=POLICY, random=chance)
        if kind.ambiguous:
            assert decision == Ambiguous()


@pytest.mark.parametrize(
    ("attempt", "expected"), [(1, Retry(0.5)), (2, Retry(1.0)), (3, GiveUp()), (4, GiveUp()), (10**9, GiveUp())]
)
def test_waits_double_and_attempts_end(attempt: int, expected: Decision) -> None:
    assert (
        decide(POLL.method, error(errors.NotSentError), attempt, paid=POLL.paid, elapsed=0, policy=POLICY, random=0.5)
        == expected
    )


@pytest.mark.parametrize(("attempt", "again"), [(1, True), (3, True), (4, False), (5, False)])
def test_a_file_that_stays_broken_is_downloaded_a_few_times_only(attempt: int, again: bool) -> None:
    broken = error(errors.VideoInvalidError)
    decision = decide("GET", broken, attempt, elapsed=0, policy=RetryPolicy(attempts=14), random=0.5)
    assert isinstance(decision, Retry) == again


def test_no_wait_of_our_own_choice_exceeds_the_cap() -> None:
    patient = RetryPolicy(attempts=10**6, cap_seconds=8.0)
    waits = [
        decide(POLL.method, error(errors.NotSentError), n, paid=POLL.paid, elapsed=0, policy=patient, random=1.0)
        for n in (4, 5, 5000)
    ]
    assert waits == [Retry(8.0), Retry(8.0), Retry(8.0)]


@pytest.mark.parametrize(
    ("retry_after", "elapsed", "expected"),
    [
        (30.0, 0.0, Retry(30.5)),
        (0.0, 0.0, Retry(0.5)),
        (30.0, 69.5, Retry(30.5)),
        (30.0, 70.0, GiveUp()),
        (86_400.0, 0.0, GiveUp()),
    ],
)
def test_a_429_is_obeyed_within_the_deadline(retry_after: float, elapsed: float, expected: Decision) -> None:
    refused = errors.RateLimitedError("429", retry_after=retry_after)
    for attempt in (1, 99):
        assert (
            decide(PAID.method, refused, attempt, paid=PAID.paid, elapsed=elapsed, policy=POLICY, random=0.5)
            == expected
        )


async def test_a_call_is_made_until_it_answers_and_each_wait_is_told() -> None:
    faults = iter([error(errors.NotSentError), error(errors.ServiceFaultError)])
    told: list[tuple[str, float]] = []

    async def action() -> str:
        for fault in faults:
            raise fault
        return "answer"

    quick = RetryPolicy(base_seconds=0.001)
    answer = await retrying(
        POLL.method, action, policy=quick, on_retry=lambda e, r: told.append((type(e).__name__, r.after))
    )
    assert answer == "answer"
    assert [name for name, _ in told] == ["NotSentError", "ServiceFaultError"]
    assert all(0 <= seconds <= 0.002 for _, seconds in told)


@pytest.mark.parametrize("base_seconds", [0.0, 2.0])
def test_the_wait_after_a_429_is_spread_by_our_own_first_wait(base_seconds: float) -> None:
    refused = errors.RateLimitedError("429", retry_after=30)
    policy = RetryPolicy(base_seconds=base_seconds)
    decision = decide(PAID.method, refused, 1, paid=True, elapsed=0, policy=policy, random=0.25)
    assert decision == Retry(30 + 0.25 * base_seconds)


@pytest.mark.parametrize(
    ("fault", "policy", "calls"),
    [
        (errors.NotSentError("away", code="not_sent"), RetryPolicy(attempts=4, base_seconds=0), 4),
        # Two waits of 10 ms fit into the deadline, a third does not.
        (errors.RateLimitedError("429", retry_after=0.01), RetryPolicy(base_seconds=0, deadline_seconds=0.025), 3),
        (errors.ParameterError("bad", code="40000"), RetryPolicy(base_seconds=0), 1),
    ],
    ids=["attempts", "deadline", "refused"],
)
async def test_a_call_is_given_up_after_its_attempts_or_its_deadline(
    fault: Url2VideoError, policy: RetryPolicy, calls: int
) -> None:
    made = 0

    async def action() -> None:
        nonlocal made
        made += 1
        raise fault

    with pytest.raises(type(fault)) as caught:
        await retrying(POLL.method, action, policy=policy)
    assert (caught.value, made) == (fault, calls)


async def test_without_a_policy_a_call_is_repeated_as_usual() -> None:
    faults = iter([errors.RateLimitedError("429", retry_after=-1.0)])

    async def action() -> str:
        for fault in faults:
            raise fault
        return "answer"

    assert await retrying(POLL.method, action) == "answer"
